"""Answer the audit trail which of the things it names are kept from a person by a compartment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.node.accounts.discretion import Thing
from answerable.node.accounts.models import User
from answerable.node.desk.models import (
    Compartment,
    Draft,
    Exhibit,
    Folder,
    Incident,
    Inquiry,
    Investigation,
    Message,
    ProtectedPhrase,
    Report,
    Review,
    ThreadName,
)
from answerable.node.desk.models.visibility import compartments_of

Find = Callable[[Q, Collection[str]], Iterable[object]]
# A report's document is of the app to our left, so it registers itself.
_FURTHER: dict[str, Find] = {}


def register(kind: str, find: Find) -> None:
    """Have one more kind of thing asked: the ids of those in a compartment that fits the Q.

    The Q is about a field called `compartment`.
    """
    _FURTHER[kind] = find


def hidden(user: User, things: frozenset[Thing]) -> list[Thing]:
    """Return the things that are in a compartment which the person is not in."""
    mine = compartments_of(user)
    if not Compartment.objects.exclude(pk__in=mine).exists():
        return []
    shut = Q(compartment__isnull=False) & ~Q(compartment__in=mine)
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, key in things:
        wanted[kind].add(key)
    finders = {**_FINDERS, **_FURTHER}
    return [
        (kind, str(key))
        for kind, keys in wanted.items()
        if kind in finders
        for key in finders[kind](shut, keys)
    ]


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18]


def _in_shut_folder(shut: Q, channel: str = "channel", thread: str = "thread") -> Exists:
    here = {"channel": OuterRef(channel), "thread": OuterRef(thread)}
    return Exists(Folder.objects.filter(shut, **here))


def _incidents(shut: Q, keys: Collection[str]) -> Iterable[object]:
    return Incident.objects.filter(shut, reference__in=keys).values_list("reference", flat=True)


def _reports(shut: Q, keys: Collection[str]) -> Iterable[object]:
    found = Report.objects.filter(shut, receipt_number__in=keys)
    return found.values_list("receipt_number", flat=True)


def _inquiries(shut: Q, keys: Collection[str]) -> Iterable[object]:
    found = ThreadName.objects.filter(_in_shut_folder(shut), reference__in=keys)
    return found.values_list("reference", flat=True)


def _threads(shut: Q, keys: Collection[str]) -> Iterable[object]:
    return Folder.objects.filter(shut, thread__in=keys).values_list("thread", flat=True)


def _messages(shut: Q, keys: Collection[str]) -> Iterable[object]:
    inquiries = Inquiry.objects.filter(_in_shut_folder(shut))
    found = Message.objects.filter(inquiry__in=inquiries, leaf__in=keys)
    return found.values_list("leaf", flat=True)


def _of(rows: Callable[[], QuerySet[Draft] | QuerySet[Investigation] | QuerySet[Review]]) -> Find:
    def find(shut: Q, keys: Collection[str]) -> Iterable[object]:
        found = rows().filter(_in_shut_folder(shut), pk__in=_numbers(keys))
        return found.values_list("pk", flat=True)

    return find


def _phrases(shut: Q, keys: Collection[str]) -> Iterable[object]:
    of_reports = Q(report__in=Report.objects.filter(shut))
    of_incidents = Q(incident__in=Incident.objects.filter(shut))
    found = ProtectedPhrase.objects.filter(of_reports | of_incidents, pk__in=_numbers(keys))
    return found.values_list("pk", flat=True)


def _exhibits(shut: Q, keys: Collection[str]) -> Iterable[object]:
    found = Exhibit.objects.filter(incident__in=Incident.objects.filter(shut))
    return found.filter(pk__in=_numbers(keys)).values_list("pk", flat=True)


_FINDERS: dict[str, Find] = {
    "incident": _incidents,
    "report": _reports,
    "inquiry": _inquiries,
    "thread": _threads,
    "message": _messages,
    "content": _messages,
    "draft": _of(Draft.objects.all),
    "investigation": _of(Investigation.objects.all),
    "review": _of(Review.objects.all),
    "phrase": _phrases,
    "exhibit": _exhibits,
}
