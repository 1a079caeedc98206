"""What stands above every page until it is over; apps add theirs, so that the base page knows none.

A notice is for everyone who is signed in: the node cannot do something that people rely on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Notice:
    """One notice: a short strong sentence, what it means, and where to read on."""

    title: str
    text: str
    url: str
    link: str


Source = Callable[[HttpRequest], Iterable[Notice]]
_sources: dict[str, Source] = {}


def add(key: str, source: Source) -> None:
    """Add a source of notices, or replace the one with the same key; call it in `ready`."""
    _sources[key] = source


def shown(request: HttpRequest) -> list[Notice]:
    """Return the notices for this request."""
    return [notice for key in sorted(_sources) for notice in _sources[key](request)]


def remove(key: str) -> None:
    """Take a source away."""
    _sources.pop(key, None)
