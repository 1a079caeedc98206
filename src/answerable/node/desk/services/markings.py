"""Say which handling marking a page carries: the highest of what it shows, never a guess below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Substr

from answerable.casework.codes import Marking
from answerable.node.accounts.models import User
from answerable.node.desk.models import (
    CarriedOn,
    Draft,
    Exhibit,
    Incident,
    IncidentInquiry,
    Inquiry,
)
from answerable.node.desk.services.calendars import terms_of
from answerable.node.ledger.models import Channel


def highest(codes: Iterable[object]) -> str:
    """Return the highest of some markings; what is none counts for nothing."""
    known = [Marking(str(code)) for code in codes if str(code) in list(Marking)]
    return str(max(known, key=lambda one: one.rank)) if known else ""


def of_bodies(bodies: Iterable[Any]) -> str:
    """Return the highest marking of what was said in a case, also by a peer out of sequence."""
    return highest(body.get("marking") for body in bodies if isinstance(body, dict))


def of_channel(channel: Channel) -> Marking:
    """Return the highest marking that the channel may carry."""
    return Marking(channel.highest_marking or terms_of(channel).highest_marking)


def of_draft(draft: Draft) -> str:
    """Return the marking under which a draft would leave; a kind without one has the channel's."""
    said = (draft.body or {}).get("marking") or (draft.choice or {}).get("marking")
    return highest([said]) or str(of_channel(draft.channel))


def of_carried_on(inquiry: Inquiry, carried: Iterable[CarriedOn]) -> str:
    """Return the marking of a case beside which stands what was noted of it on paper before."""
    before = [
        Inquiry.objects.filter(channel=one.paper_channel_id, thread=one.paper_thread)
        for one in carried
    ]
    found = [marking for rows in before for marking in rows.values_list("marking", flat=True)]
    return highest([inquiry.marking, *found])


def of_incident(user: User) -> Substr:
    """Return the highest marking of what of an incident the person may see, for use in a query.

    It is that of the cases that speak of it and of the evidence that stands on its page.
    """
    case = Inquiry.objects.filter(channel=OuterRef("channel"), thread=OuterRef("thread"))
    links = (
        IncidentInquiry.objects.visible_to(user)
        .filter(incident=OuterRef("pk"))
        .annotate(marking_there=Subquery(case.values("marking")[:1]))
    )
    evidence = Exhibit.objects.visible_to(user).filter(incident=OuterRef("pk"), set_aside_at=None)
    both = Greatest(_highest_of(links, "marking_there"), _highest_of(evidence, "marking"))
    return Substr(both, 2)


def _highest_of(rows: QuerySet[Any], column: str) -> Coalesce:
    """Return the highest marking of some rows behind its rank, so that the greatest is highest."""
    ranks = [When(**{column: one.value}, then=Value(f"{one.rank}{one.value}")) for one in Marking]
    ranked = rows.annotate(ranked=Case(*ranks, default=Value(""), output_field=CharField()))
    return Coalesce(Subquery(ranked.order_by("-ranked").values("ranked")[:1]), Value(""))


def of_thing(thing: object, user: User) -> str:
    """Return the marking of whatever a page shows of a case; empty for what nobody marked."""
    if isinstance(thing, Draft):
        return of_draft(thing)
    if isinstance(thing, Inquiry | Exhibit):
        return thing.marking
    if isinstance(thing, Incident):
        if not hasattr(thing, "handling"):
            mine = Incident.objects.filter(pk=thing.pk).annotate(handling=of_incident(user))
            thing.handling = mine.values_list("handling", flat=True).first()  # type: ignore[attr-defined]
        return str(getattr(thing, "handling", None) or "")
    if getattr(thing, "thread", "") and isinstance(channel := getattr(thing, "channel_id", 0), int):
        here = Inquiry.objects.filter(channel=channel, thread=getattr(thing, "thread", ""))
        return here.values_list("marking", flat=True).first() or ""
    incident = getattr(thing, "incident", None)
    return "" if incident is None else of_thing(incident, user)
