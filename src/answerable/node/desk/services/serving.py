"""One investigation for several askers: which threads it serves, and how answers to them differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from answerable.casework.codes import Kind
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DraftState, Role
from answerable.node.desk.errors import BadInput, NotPermitted, NotPossible
from answerable.node.desk.examining_codes import Difference
from answerable.node.desk.models import (
    Draft,
    IncidentInquiry,
    Inquiry,
    Investigation,
    Message,
    ServedThread,
    ToldApart,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.compartments import Thread

# The channel and the thread of a case.
Key = tuple[int, str]
# In which part of a response each difference can lie.
_PARTS: dict[Difference, tuple[str, tuple[str, ...]]] = {
    Difference.POSITION: ("positions", ("position",)),
    Difference.REASONS: ("positions", ("reasons",)),
    Difference.FIGURES: ("figures", ("category", "group", "low", "high")),
    Difference.MEASURES: ("measures", ("code", "status")),
    Difference.REDRESS: ("redress", ("code", "status")),
}


@dataclass(frozen=True)
class Told:
    """A response to one asker: signed and sent, or on its way."""

    inquiry: Inquiry
    body: dict[str, Any]
    sent: bool


@dataclass(frozen=True)
class Apart:
    """One thing about one incident that two askers are told differently."""

    kind: Difference
    incident: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    other: Told


@transaction.atomic
def serve(found: Investigation, inquiry: Inquiry, *, by: User, at: datetime) -> ServedThread:
    """Let an investigation serve another asker's inquiry too."""
    require(by, Deed.INVESTIGATE, found.office)
    if not Inquiry.objects.visible_to(by).filter(pk=inquiry.pk).exists():
        raise NotPermitted(Deed.INVESTIGATE.value)
    if inquiry.role != Role.ASKED:
        raise NotPossible("we_are_not_asked")
    if found.closed_at is not None:
        raise NotPossible("investigation_is_closed")
    # Whoever opens one holds the inquiry, too: not both at once.
    Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    here = {"channel": inquiry.channel, "thread": inquiry.thread}
    if Investigation.objects.filter(closed_at__isnull=True, **here).exists():
        raise NotPossible("not_the_same_asker")
    try:
        with transaction.atomic():
            row = ServedThread.objects.create(investigation=found, by=by, at=at, **here)
    except IntegrityError as exc:
        raise NotPossible("already_so") from exc
    audit.record(by, "thread served", "investigation", str(found.pk), at=at)
    return row


def threads_of(found: Investigation, user: User) -> list[Thread]:
    """Return the threads that an investigation serves, of which the person may know."""
    others = ServedThread.objects.visible_to(user).filter(investigation=found)
    return [
        Thread(found.channel, found.thread),
        *(Thread(one.channel, one.thread) for one in others.select_related("channel")),
    ]


def inquiries_of(found: Investigation, user: User) -> list[Inquiry]:
    """Return the inquiries that an investigation serves and the person may see."""
    # From the few threads to their inquiries: the other way round each inquiry would be looked at.
    each = Inquiry.objects.filter(channel=OuterRef("channel"), thread=OuterRef("thread"))
    also = ServedThread.objects.filter(investigation=found).values_list(
        Subquery(each.values("pk")[:1])
    )
    own = Q(channel=found.channel_id, thread=found.thread)
    here = Inquiry.objects.visible_to(user).filter(own | Q(pk__in=also))
    return list(here.select_related("channel"))


def served(user: User) -> QuerySet[ServedThread]:
    """Return the threads that investigations of others serve, each with its `main` inquiry.

    That is the reference of the inquiry for which the investigation was opened; None where the
    person may not know of it.
    """
    main = Inquiry.objects.visible_to(user).filter(
        channel=OuterRef("investigation__channel"), thread=OuterRef("investigation__thread")
    )
    found: QuerySet[ServedThread] = ServedThread.objects.visible_to(user)
    return found.annotate(main=Subquery(main.values("reference")[:1]))


def standing(inquiry: Inquiry, user: User) -> str:
    """Return the inquiry in whose open investigation this one is examined too; empty for none.

    Also empty where the person may not know of that one: to be refused would tell of it.
    """
    found = served(user).filter(channel=inquiry.channel_id, thread=inquiry.thread)
    rows = found.filter(investigation__closed_at=None)
    return next((one.main for one in rows if one.main), "")  # type: ignore[attr-defined]


def examined_in(inquiry: Inquiry, user: User) -> list[str]:
    """Return the inquiries of other askers in whose investigations this one is examined too."""
    found = served(user).filter(channel=inquiry.channel_id, thread=inquiry.thread)
    return [one.main for one in found if one.main]  # type: ignore[attr-defined]


def differences(draft: Draft, body: dict[str, Any] | None, user: User) -> list[Apart]:
    """Return in what a response differs from those to other askers of the same investigation.

    Incidents are the same where both threads are linked to one incident of ours; without a link the
    names inside the threads are taken. What the person may not know of is not compared: a hint
    would tell of it.
    """
    return differences_of([(draft, body)], user)[draft.pk]


def differences_of(
    given: Collection[tuple[Draft, dict[str, Any] | None]], user: User
) -> dict[int, list[Apart]]:
    """Return the differences of several drafts, asking for what others are told once."""
    found: dict[int, list[Apart]] = {draft.pk: [] for draft, _body in given}
    bodies = {draft: body for draft, body in given if draft.kind == Kind.RESPONSE and body}
    together = _together(bodies)
    others = {key: one for those in together.values() for key, one in those.items()}
    if not others:
        return found
    names = _names([*(Thread(draft.channel, draft.thread) for draft in bodies), *others.values()])
    told = _told(list(others.values()), user)
    for draft, body in bodies.items():
        mine = _by_incident(body, names.get((draft.channel_id, draft.thread), {}))
        for key, other in told.items():
            if key in together[draft.pk]:
                theirs = _by_incident(other.body, names.get(key, {}))
                found[draft.pk] += _apart(mine, theirs, other)
    return found


def digest_of(apart: Sequence[Apart]) -> str:
    """Return what an acknowledgement is bound to."""
    plain = sorted(
        (str(one.kind), one.incident, one.here, one.there, one.other.inquiry.thread)
        for one in apart
    )
    return hashlib.sha256(json.dumps(plain, ensure_ascii=True).encode()).hexdigest()


def is_known(draft: Draft, apart: Sequence[Apart]) -> bool:
    """Tell whether somebody said why exactly these differences may go."""
    return not apart or digest_of(apart) in {one.digest for one in draft.told_apart.all()}


def check_told(draft: Draft, apart: Sequence[Apart]) -> None:
    """Raise `NotPossible` where another asker was told otherwise and nobody said why."""
    if not is_known(draft, apart):
        raise NotPossible("answers_differ")


@transaction.atomic
def acknowledge(draft: Draft, digest: str, *, reason: str, by: User, at: datetime) -> ToldApart:
    """Say why two askers are told differently; counts for exactly the differences shown."""
    require(by, Deed.DRAFT, draft.office)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    row = ToldApart.objects.create(
        draft=draft, digest=digest[:64], reason=reason.strip(), by=by, at=at
    )
    audit.record(by, "difference acknowledged", "draft", str(draft.pk), at=at)
    return row


def _together(drafts: Collection[Draft]) -> dict[int, dict[Key, Thread]]:
    """Return for each draft the other threads that are examined together with its own."""
    here = _any([Thread(draft.channel, draft.thread) for draft in drafts])
    if not drafts:
        return {}
    leading = Investigation.objects.filter(
        here | Q(pk__in=ServedThread.objects.filter(here).values("investigation"))
    )
    groups: dict[int, dict[Key, Thread]] = {}
    for led in leading.select_related("channel"):
        groups[led.pk] = {(led.channel_id, led.thread): Thread(led.channel, led.thread)}
    if groups:
        served = ServedThread.objects.filter(investigation__in=groups)
        for one in served.select_related("channel"):
            key = (one.channel_id, one.thread)
            groups[one.investigation_id][key] = Thread(one.channel, one.thread)
    found: dict[int, dict[Key, Thread]] = {}
    for draft in drafts:
        own = (draft.channel_id, draft.thread)
        those = [group for group in groups.values() if own in group]
        found[draft.pk] = {key: one for group in those for key, one in group.items() if key != own}
    return found


def _told(threads: Sequence[Thread], user: User) -> dict[Key, Told]:
    here = _any(threads)
    inquiries = {
        (one.channel_id, one.thread): one for one in Inquiry.objects.visible_to(user).filter(here)
    }
    found: dict[Key, Told] = {}
    said = Message.objects.filter(
        inquiry__in=inquiries.values(), kind=Kind.RESPONSE, ours=True, rejection=""
    )
    for message in said.select_related("inquiry").order_by("order"):
        one = message.inquiry
        if message.body is not None:
            found[one.channel_id, one.thread] = Told(one, message.body, sent=True)
    waiting = Draft.objects.filter(here, kind=Kind.RESPONSE, body__isnull=False).filter(
        state__in=(DraftState.AWAITING_CLEARANCE, DraftState.CLEARED)
    )
    for draft in waiting:
        key = (draft.channel_id, draft.thread)
        if key in inquiries and draft.body is not None:
            found[key] = Told(inquiries[key], draft.body, sent=False)
    return found


def _names(threads: Sequence[Thread]) -> dict[Key, dict[str, str]]:
    found: dict[Key, dict[str, str]] = {}
    for link in IncidentInquiry.objects.filter(_any(threads)).select_related("incident"):
        here = found.setdefault((link.channel_id, link.thread), {})
        here[link.inside] = link.incident.reference
    return found


def _by_incident(
    body: dict[str, Any], names: dict[str, str]
) -> dict[tuple[Difference, str], tuple[str, ...]]:
    found: dict[tuple[Difference, str], tuple[str, ...]] = {}
    for kind, (part, fields) in _PARTS.items():
        for row in body.get(part) or ():
            inside = str(row.get("incident", ""))
            key = (kind, names.get(inside, inside))
            values = [row.get(field) for field in fields]
            said = (
                sorted(str(one) for one in values[0] or ())
                if kind == Difference.REASONS
                else ["/".join("" if value is None else str(value) for value in values)]
            )
            found[key] = tuple(sorted({*found.get(key, ()), *said}))
    return found


def _apart(
    here: dict[tuple[Difference, str], tuple[str, ...]],
    there: dict[tuple[Difference, str], tuple[str, ...]],
    told: Told,
) -> list[Apart]:
    shared = {name for _, name in here} & {name for _, name in there}
    return [
        Apart(kind, name, here.get((kind, name), ()), there.get((kind, name), ()), told)
        for kind, name in sorted({*here, *there})
        if name in shared and here.get((kind, name), ()) != there.get((kind, name), ())
    ]


def _any(threads: Sequence[Thread]) -> Q:
    here = Q(pk__in=())
    for one in threads:
        here |= Q(channel=one.channel, thread=one.thread)
    return here
