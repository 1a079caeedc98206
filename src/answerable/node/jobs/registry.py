"""Which function does which job: handlers registered by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    Work = Callable[["Running"], None]


class GiveUp(Exception):
    """Raised by a handler when trying again cannot help."""


class Cancelled(Exception):
    """Raised inside a handler, at its next report of progress, when someone cancelled the job."""


class LeaseLost(Exception):
    """Raised inside a handler when another worker has taken the job up meanwhile."""


class NoSuchJob(LookupError):
    """No handler has this name."""


@dataclass(frozen=True)
class Running:
    """What a handler gets: its arguments, the time, and a way to say how far it is."""

    id: int
    name: str
    args: dict[str, Any]
    attempt: int
    clock: Callable[[], datetime]
    report: Callable[[int, int | None, str], None] = field(repr=False)

    @property
    def at(self) -> datetime:
        """Return the present moment by the worker's clock."""
        return self.clock()

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far the job is; call it often, since it is also where a cancel is noticed.

        Raises `Cancelled` or `LeaseLost`; let both pass.
        """
        self.report(done, total, message)


@dataclass(frozen=True)
class Handler:
    """A registered function and how its jobs are treated."""

    name: str
    work: Work
    every: timedelta | None
    keep: bool
    max_attempts: int
    urgent: bool = False
    label: str | Promise = ""

    def slot(self, at: datetime) -> int:
        """Return the number of the period of a recurring job in which this moment lies."""
        if self.every is None:
            raise ValueError(f"{self.name} does not recur")
        return int(at.timestamp() // self.every.total_seconds())


_handlers: dict[str, Handler] = {}


def handler(
    name: str,
    *,
    every: timedelta | None = None,
    keep: bool = True,
    max_attempts: int = 8,
    urgent: bool = False,
    label: str | Promise = "",
) -> Callable[[Work], Work]:
    """Register a function for the jobs of this name; with `every`, it also starts by itself.

    Urgent ones wait for no others: short jobs that somebody elsewhere waits for.
    `label` is what the pages call such a job.
    A handler must be idempotent: after a crash the same job starts again.
    """

    def register(work: Work) -> Work:
        _handlers[name] = Handler(name, work, every, keep, max_attempts, urgent, label)
        return work

    return register


def find(name: str) -> Handler:
    """Return the handler of a name, or raise `NoSuchJob`."""
    discover()
    try:
        return _handlers[name]
    except KeyError:
        raise NoSuchJob(name) from None


def label_of(name: str) -> str:
    """Return what the pages call a job of this name; one that nobody knows goes by its name."""
    discover()
    return str(_handlers[name].label or name) if name in _handlers else name


def recurring() -> list[Handler]:
    """Return the handlers that start by themselves."""
    discover()
    return [entry for entry in _handlers.values() if entry.every is not None]


def is_urgent(name: str) -> bool:
    """Tell whether the jobs of this name wait for no others; one that nobody knows does."""
    discover()
    return name in _handlers and _handlers[name].urgent


def urgent() -> list[str]:
    """Return the names of the jobs that wait for no others."""
    discover()
    return [entry.name for entry in _handlers.values() if entry.urgent]


@cache
def discover() -> None:
    """Import the `tasks` module of every app once, so that its handlers are known."""
    autodiscover_modules("tasks")
