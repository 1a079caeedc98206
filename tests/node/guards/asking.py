"""Ask a page, take back what it did, and say what it answered and what it had written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from traceback import extract_tb, format_exception
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
BACK_TO = re.compile(r'ROLLBACK TO SAVEPOINT "?([^"\s]+)', re.IGNORECASE)
POINT = re.compile(r'SAVEPOINT "?([^"\s]+)', re.IGNORECASE)
# What every answer may write: who is signed in, and how often somebody has knocked.
OF_THE_SESSION = {"django_session", "accounts_signin", "ui_cache"}


@dataclass
class Written:
    """The tables that were written to, in order, without what was taken back."""

    tables: list[str] = field(default_factory=list)
    questions: int = 0
    _points: dict[str, int] = field(default_factory=dict)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Note a statement; used as a wrapper of all that is executed."""
        self.questions += 1
        if back := BACK_TO.match(sql):
            del self.tables[self._points.get(back[1], 0) :]
        elif point := POINT.match(sql):
            self._points[point[1]] = len(self.tables)
        done = execute(sql, params, many, context)
        found = WRITES.match(sql)
        if found and found[1] not in OF_THE_SESSION:
            self.tables.append(found[1])
        return done


@dataclass
class Answer:
    """What came back: the answer itself, what it left written, and the fault if there was one."""

    response: HttpResponse
    written: list[str]
    questions: int

    @property
    def status(self) -> int:
        """Its number."""
        return self.response.status_code

    @property
    def body(self) -> bytes:
        """All of it, also of what is streamed."""
        if self.response.streaming:
            return b"".join(self.response.streaming_content)  # type: ignore[attr-defined]
        return self.response.content

    def fault(self) -> str:
        """Return the traceback of a fault of ours, or nothing."""
        info = getattr(self.response, "exc_info", None)
        return "".join(format_exception(*info)[-4:]) if info else ""

    def place(self) -> str:
        """Return where in our own code a fault came up, or nothing."""
        info = getattr(self.response, "exc_info", None)
        ours = (
            [one for one in extract_tb(info[2]) if "/answerable/" in one.filename] if info else []
        )
        return f"{ours[-1].filename}:{ours[-1].lineno}" if ours else ""

    def is_refusal(self) -> bool:
        """Tell whether it says no: by its number, an error beside a field, or a warning."""
        if self.status >= 400:
            return True
        request = getattr(self.response, "wsgi_request", None)
        told = getattr(getattr(request, "_messages", None), "_queued_messages", ())
        if any(one.level_tag in ("warning", "error") for one in told):
            return True
        return self.status == 200 and any(_has_errors(one) for one in _contexts(self.response))


def _contexts(response: HttpResponse) -> Iterator[Any]:
    for one in getattr(response, "context", None) or ():
        for layer in getattr(one, "dicts", ()):
            yield from layer.values()


def _has_errors(thing: Any) -> bool:
    return bool(getattr(thing, "is_bound", False) and getattr(thing, "errors", None))


@contextmanager
def taken_back() -> Iterator[None]:
    """Do what is inside, and undo it in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, path: str, **sent: Any) -> Answer:
    """Ask once, and take back whatever it did, also to the cookies."""
    cookies = client.cookies.output(header="", sep=";")
    written = Written()
    try:
        with taken_back(), connection.execute_wrapper(written):
            response: Any = client.generic(method, path, **sent)
            answer = Answer(response, list(written.tables), written.questions)
            if response.streaming:
                response = answer.body
    finally:
        client.cookies = SimpleCookie(cookies)
    return answer
