"""The entries of the navigation column; apps add theirs, so that the base page knows no app."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """One line of the navigation column."""

    key: str
    label: str | Promise
    url_name: str
    order: int
    icon: str = ""
    # The letter that leads here after g; letters by their place on the keyboard.
    go_key: str = ""
    # Url namespaces (or whole view names) in which the entry is shown as the current one.
    current_in: tuple[str, ...] = ()
    # A number only where someone must act; None or 0 shows nothing.
    count: Callable[[HttpRequest], int] | None = None
    visible: Callable[[HttpRequest], bool] | None = None
    # "work" above, "more" below the line.
    group: str = "work"
    # For whom it is the page of their work: there it is the first line, and where "/" leads.
    first: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True)
class Shown:
    """An entry as one request sees it."""

    entry: Entry
    url: str
    count: int
    is_current: bool


_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Add an entry, or replace the one with the same key; call it in `AppConfig.ready`."""
    _entries[entry.key] = entry


def shown(request: HttpRequest) -> list[Shown]:
    """Return the entries that the person of this request sees, in order."""
    entries = [
        entry
        for entry in sorted(_entries.values(), key=lambda one: (one.group != "work", one.order))
        if entry.visible is None or entry.visible(request)
    ]
    firsts = [replace(one, group="work") for one in entries if one.first and one.first(request)]
    kept = {one.key for one in firsts}
    entries = [*firsts, *(one for one in entries if one.key not in kept)]
    current = _current(request, entries)
    return [
        Shown(
            entry,
            reverse(entry.url_name),
            entry.count(request) if entry.count else 0,
            entry.key in current,
        )
        for entry in entries
    ]


def first_page(request: HttpRequest) -> str | None:
    """Return where the work of this person is, where that is not the board."""
    for entry in sorted(_entries.values(), key=lambda entry: entry.order):
        if entry.first is not None and entry.first(request):
            return reverse(entry.url_name)
    return None


def _current(request: HttpRequest, entries: list[Entry]) -> set[str]:
    """Return the keys of the entries to which the page belongs.

    A page that no entry names belongs to the one whose address its own begins with.
    """
    match = request.resolver_match
    here = {match.namespace, match.view_name} if match else set()
    named = {entry.key for entry in entries if here.intersection(entry.current_in or (entry.key,))}
    if named:
        return named
    under = [
        (len(url), entry.key)
        for entry in entries
        if (url := reverse(entry.url_name)) != "/" and request.path.startswith(url)
    ]
    return {max(under)[1]} if under else set()


def remove(key: str) -> None:
    """Take an entry away."""
    _entries.pop(key, None)
