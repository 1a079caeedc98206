"""Whatever is put into an address, a query string, a form: no fault, and nothing half saved."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from django.test import Client, TestCase
from django.urls import Resolver404, resolve

import answerable.node
from tests.node.access import world
from tests.node.access.addresses import Address, all_addresses
from tests.node.access.test_permissions import read_table
from tests.node.access.world import ROLES, World
from tests.node.guards import hostile
from tests.node.guards.asking import Answer, ask
from tests.node.guards.pages import Form, forms_of

# Who asks first where several may: who sees most.
FIRST = ("officer", "custodian", "administrator", "clearer")
NAMED = re.compile(r"""GET(?:\.get(?:list)?\(|\[)\s*"(\w+)"|"(\w+)" in request\.GET""")
# More statements than this for one page, and a small question costs a long answer.
MOST_QUESTIONS = 400
# A form comes back with what was put into it, each character written as an entity at worst.
LARGEST_ANSWER, TIMES_WHAT_WAS_SENT = 2_000_000, 6
# Over the forms and pages, all values come round; a soak gives each more of them.
TURNS = 40 if os.environ.get("ANSWERABLE_TEST_SOAK") else 2
# Who has a draft open is told to whoever opens it next.
AUDIT = {"accounts_auditevent", "accounts_audithead", "desk_draftopen"}
# What is written down although the answer is no: that somebody tried is to be known.
ON_PURPOSE = {
    "desk:identity-search": {"vault_custodian", *AUDIT},
    # What was typed and overtaken is kept, so that nothing is lost.
    "desk:draft-frame": {"desk_draftcopy", *AUDIT},
    "desk:draft-says": {"desk_draftcopy", *AUDIT},
    "intake:original": {"intake_custodyevent", *AUDIT},
    # The file is missing in this world: that it was found so is written down.
    "desk:exhibit-check": {"desk_exhibitevent", *AUDIT},
    "desk:exhibit-file": {"desk_exhibitevent", *AUDIT},
    "ledger:open_pouch": {"ledger_pouch", *AUDIT},
    "vault:admit": {"vault_custodian", *AUDIT},
    "vault:index": {"vault_custodian", *AUDIT},
    "vault:passphrase": {"vault_custodian", *AUDIT},
    "vault:source-mail": {"vault_custodian", *AUDIT},
    "vault:source-reveal": {"vault_custodian", *AUDIT},
}


def names_asked_for() -> list[str]:
    """Return every name that a page looks for in its query string."""
    root = Path(answerable.node.__path__[0])
    found = (NAMED.findall(one.read_text("utf-8")) for one in root.rglob("*.py"))
    return sorted({name for some in found for pair in some for name in pair if name})


class Page:
    """A page that somebody may see: the address, who asks, and the forms that stand there."""

    def __init__(self, address: Address, path: str, role: str) -> None:
        self.address, self.path, self.role = address, path, role
        self.forms: list[Form] = []
        self.is_page = False


class HostileWalk(TestCase):
    """One world for all: each request is taken back when it has been answered."""

    world: ClassVar[World]
    clients: ClassVar[dict[str, Client]]
    pages: ClassVar[list[Page]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.make()
        cls.clients = {role: world.sign_in(person) for role, person in cls.world.people.items()}
        logging.disable(logging.CRITICAL)
        cls.pages = list(cls.seen())
        logging.disable(logging.NOTSET)

    def setUp(self) -> None:
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.told: dict[str, str] = {}

    def tearDown(self) -> None:
        assert not self.told, "\n\n" + "\n\n".join(self.told.values())

    @classmethod
    def seen(cls) -> Iterator[Page]:
        """Look at every page as somebody who may see it."""
        table = read_table()
        for address in all_addresses():
            codes = table.get((address.name, "GET"), {})
            roles = [one for one in (*FIRST, *ROLES) if codes.get(one) == 200]
            if not roles:
                continue
            page = Page(address, address.path(cls.world, cls.world.open), roles[0])
            answer = ask(cls.clients[page.role], "GET", page.path)
            page.is_page = answer.response.headers.get("Content-Type", "").startswith("text/html")
            if page.is_page:
                page.forms = list(forms_of(answer.body.decode()))
            yield page

    def test_no_query_string_breaks_a_page(self) -> None:
        usual, values = names_asked_for(), cycle(hostile.VALUES.items())
        for page in self.pages:
            own = {name for form in page.forms if form.method == "get" for name in form.fields}
            for _turn in range(TURNS if page.is_page else 1):
                kind, value = next(values)
                query = hostile.everywhere([*usual, *own - set(usual)], value[:8_000])
                self.look(page.role, "GET", f"{page.path}?{query}", kind)
            self.look(page.role, "GET", f"{page.path}?%ff=%00&=&&[]=1&page=1&page=x", "odd names")

    def test_no_address_breaks_a_page(self) -> None:
        values = cycle(hostile.VALUES.items())
        for page in self.pages:
            if not page.address.arguments or not page.is_page:
                continue
            parts = page.path.strip("/").split("/")
            for place in range(1, len(parts)):
                for _turn in range(TURNS // 2):
                    kind, value = next(values)
                    changed = [*parts[:place], quote(value[:2_000], safe=""), *parts[place + 1 :]]
                    self.look(page.role, "GET", "/" + "/".join(changed) + "/", kind)

    def test_no_form_breaks_or_saves_by_halves(self) -> None:
        values, files = cycle(hostile.VALUES.items()), cycle(hostile.FILES.items())
        bodies = cycle(hostile.BODIES.items())
        for path, role, form in self.all_forms():
            self.post(role, path, "", "nothing")
            what, (kind, body) = next(bodies)
            self.look(role, "POST", path, what, content_type=kind, data=body)
            for _turn in range(TURNS):
                what, value = next(values)
                self.post(role, path, hostile.everywhere(form.fields, value), what)
            what, value = next(values)
            self.post(role, path, hostile.twice(form, value), f"twice, {what}")
            for name in islice(cycle(form.fields), TURNS * 2):
                what, value = next(values)
                self.post(role, path, hostile.only(form, name, value), f"{what} in {name}")
            if any(one.kind == "file" for one in form.fields.values()):
                for _turn in range(TURNS):
                    what, file = next(files)
                    sent = {"content_type": hostile.MULTIPART, "data": hostile.upload(form, file)}
                    self.look(role, "POST", path, what, **sent)

    def test_a_form_without_its_token_and_other_methods_are_refused(self) -> None:
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.force_login(self.world.people["officer"])
        methods = cycle(("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"))
        for address in all_addresses():
            path = address.path(self.world, self.world.open)
            forged = ask(strict, "POST", path, content_type=hostile.FORM, data="a=b")

            assert (forged.status, forged.written) == (403, []), path
            self.look("officer", next(methods), path, "another method")

    def all_forms(self) -> Iterator[tuple[str, str, Form]]:
        """Return each form that is posted, once for each place it leads to, and who may send it."""
        done = set()
        for page in self.pages:
            for form in page.forms:
                path = form.action or page.path
                try:
                    match = resolve(unquote(urlsplit(path).path))
                except Resolver404:
                    continue
                key = (match.view_name, tuple(sorted(form.fields)))
                if form.method == "post" and key not in done:
                    done.add(key)
                    yield path, page.role, form

    def post(self, role: str, path: str, body: str, what: str) -> None:
        """Post a form."""
        self.look(role, "POST", path, what, content_type=hostile.FORM, data=body)

    def look(self, role: str, method: str, path: str, what: str, **sent: object) -> None:
        """Ask, and keep what is wrong with the answer."""
        answer = ask(self.clients[role], method, path, **sent)
        for fault in wrong_with(answer, method, len(path) + len(sent.get("data", ""))):  # type: ignore[arg-type]
            # One fault is told once, wherever else it comes up.
            key = answer.place() or f"{path[:20]} {fault[:60]}"
            self.told.setdefault(key, f"{method} {path[:200]} as {role}, {what}: {fault}")


def wrong_with(answer: Answer, method: str, sent: int) -> Iterator[str]:
    """Say what is wrong with an answer."""
    if answer.status >= 500:
        yield f"{answer.status}\n{answer.fault()}"
    if b"Traceback (most recent call" in answer.body:
        yield "a stack trace stands on the page"
    if answer.questions > MOST_QUESTIONS:
        yield f"{answer.questions} statements"
    if len(answer.body) > LARGEST_ANSWER + TIMES_WHAT_WAS_SENT * sent:
        yield f"an answer of {len(answer.body)} bytes"
    match = getattr(answer.response, "resolver_match", None)
    # That somebody read or took along may be recorded; nothing else may change by looking.
    known = AUDIT if method == "GET" else ON_PURPOSE.get(match.view_name, set()) if match else set()
    left = sorted({one for one in answer.written if one not in known})
    if left and (method == "GET" or answer.is_refusal()):
        yield f"{answer.status}, and yet it wrote to {', '.join(left)}"
