"""Put a case into a compartment and take it out again; what tells of it goes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import (
    Compartment,
    Draft,
    Folder,
    Incident,
    IncidentInquiry,
    IncidentReport,
    Investigation,
    Report,
    ThreadName,
)
from answerable.node.desk.permissions import Deed, may
from answerable.node.desk.services.compartments.rooms import require_inside
from answerable.node.ledger.models import Channel

Thing = models.Model


@dataclass(frozen=True)
class Thread:
    """The key of a thread, whatever row it was taken from."""

    channel: Channel
    thread: str


@transaction.atomic
def put(thing: Thing, compartment: Compartment, *, by: User, at: datetime) -> list[Thing]:
    """Put a case of one's own into a compartment; return everything that went in.

    A thing is an incident, a report, any other row that carries a compartment, or anything with
    the key of a thread (an inquiry, a draft, an investigation, a review): then the whole thread.
    """
    require_inside(compartment, by)
    _require_own(thing, by)
    if Compartment.objects.filter(pk=compartment.pk, closed_at__isnull=False).exists():
        raise NotPossible("compartment_is_closed")
    before = compartment_of(thing)
    if before is not None:
        if before.pk == compartment.pk:
            raise NotPossible("already_so")
        require_inside(before, by)
    return _move(thing, before, compartment, by, at)


@transaction.atomic
def take_out(thing: Thing, *, reason: str, by: User, at: datetime) -> list[Thing]:
    """Let everybody on cases see a case again, with the reason; return everything that came out."""
    before = compartment_of(thing)
    if before is None:
        raise NotPossible("already_so")
    require_inside(before, by)
    _require_own(thing, by)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    return _move(thing, before, None, by, at, reason=reason.strip()[:300])


def keep_together(things: Sequence[Thing]) -> Compartment | None:
    """Return the compartment that what is made of these belongs in; None is none.

    Raises `NotPossible` for things of two compartments: nobody could say who may see the whole.
    """
    found = {one.pk: one for one in map(compartment_of, things) if one is not None}
    if len(found) > 1:
        raise NotPossible("several_compartments")
    return next(iter(found.values()), None)


def follow(thing: Thing | Thread, compartment: Compartment | None) -> None:
    """Place what is new beside the things it was made of; the deed that calls this is recorded."""
    if compartment is not None and compartment_of(thing) is None:
        _place(thing, None, compartment)


def compartment_of(thing: Thing | Thread) -> Compartment | None:
    """Return the compartment that a thing is in, as the database has it now."""
    if hasattr(thing, "compartment_id"):
        rows: QuerySet[Any] = type(thing)._default_manager.filter(pk=thing.pk)  # type: ignore[union-attr]
    else:
        key = key_of(thing)
        rows = Folder.objects.filter(channel=key.channel, thread=key.thread)
    row = rows.select_related("compartment").first()
    return None if row is None else row.compartment


def key_of(thing: Thing | Thread) -> Thread:
    """Return the key of the thread that a thing belongs to."""
    if isinstance(thing, Thread):
        return thing
    return Thread(thing.channel, thing.thread)  # type: ignore[attr-defined]


def _move(
    thing: Thing,
    before: Compartment | None,
    after: Compartment | None,
    by: User,
    at: datetime,
    **details: Any,
) -> list[Thing]:
    moved = [thing, *belonging(thing)]
    for one in moved:
        _place(one, before, after)
        kind, name = _name(one)
        verb = "taken out of compartment" if after is None else "put into compartment"
        where = getattr(after or before, "code", "")
        audit.record(by, verb, kind, name, at=at, details={"compartment": where, **details})
    return moved


def belonging(thing: Thing) -> list[Thing]:
    """Return what would tell of the thing and tells of nothing else: it moves along with it."""
    before = compartment_of(thing)
    found: list[Any] = []
    if isinstance(thing, Incident):
        found = [*_reports_of(thing), *_threads_of(thing)]
    elif not hasattr(thing, "compartment_id"):
        key = key_of(thing)
        elsewhere = IncidentInquiry.objects.filter(incident=OuterRef("pk")).exclude(
            channel=key.channel, thread=key.thread
        )
        links = {"inquiry_links__channel": key.channel, "inquiry_links__thread": key.thread}
        for incident in Incident.objects.filter(~Exists(elsewhere), **links):
            found += [incident, *_reports_of(incident)]
    place = None if before is None else before.pk
    return [one for one in found if getattr(compartment_of(one), "pk", None) == place]


def _reports_of(incident: Incident) -> QuerySet[Report]:
    linked = IncidentReport.objects.filter(report=OuterRef("pk"), unlinked_at__isnull=True)
    return Report.objects.filter(
        Exists(linked.filter(incident=incident)), ~Exists(linked.exclude(incident=incident))
    )


def _threads_of(incident: Incident) -> list[Folder]:
    raised = [(one.channel, one.thread) for one in incident.inquiry_links.select_related("channel")]
    drafted = [
        (one.draft.channel, one.draft.thread)
        for one in incident.draft_links.select_related("draft__channel")
    ]
    # Only what moves needs a row: to say what would move must write nothing.
    return [
        Folder.objects.filter(channel=channel, thread=thread).first()
        or Folder(channel=channel, thread=thread)
        for channel, thread in dict.fromkeys([*raised, *drafted])
    ]


def _place(thing: Thing | Thread, before: Compartment | None, after: Compartment | None) -> None:
    """Set where a thing is, or raise `ChangedMeanwhile` when it is not where it was."""
    if isinstance(thing, Thread) or thing.pk is None or not hasattr(thing, "compartment_id"):
        key = key_of(thing)
        thing, _ = Folder.objects.get_or_create(channel=key.channel, thread=key.thread)
    rows: QuerySet[Any] = type(thing)._default_manager.filter(pk=thing.pk, compartment=before)
    if not rows.update(compartment=after):
        raise ChangedMeanwhile(str(thing))
    thing.refresh_from_db(fields=["compartment"])


def _require_own(thing: Thing, by: User) -> None:
    """Raise `NotPermitted` for the case of another office that the person did not begin."""
    begun = ("opened_by_id", "received_by_id", "author_id", "lead_id")
    if any(getattr(thing, name, None) == by.pk for name in begun):
        return
    offices = _offices_of(thing)
    if offices and not any(may(by, Deed.COMPARTMENT, office) for office in offices):
        raise NotPermitted(Deed.COMPARTMENT.value)


def _offices_of(thing: Thing) -> list[Office]:
    """Return the offices that have a thing in hand; none while nobody has."""
    if hasattr(thing, "office_id"):
        return [thing.office] if thing.office_id else []  # type: ignore[attr-defined]
    key = key_of(thing)
    here = Q(channel=key.channel, thread=key.thread)
    ids = {
        *Folder.objects.filter(here, office__isnull=False).values_list("office", flat=True),
        *Draft.objects.filter(here).values_list("office", flat=True),
        *Investigation.objects.filter(here).values_list("office", flat=True),
    }
    return list(Office.objects.filter(pk__in=ids))


def _name(thing: Thing) -> tuple[str, str]:
    """Return the kind and the name under which the trail has a thing."""
    if hasattr(thing, "compartment_id") and not isinstance(thing, Folder):
        return type(thing).__name__.lower(), str(thing)
    key = key_of(thing)
    named = ThreadName.objects.filter(channel=key.channel, thread=key.thread).first()
    return "inquiry", key.thread if named is None else named.reference
