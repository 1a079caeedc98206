"""Things of the inbox under one name: where each stands, and decisions about several at once.

A thing is named `R-2026-00001` (a report) or `M12` (a message of the other side). What a page
showed goes along as a token: whoever decides on what has moved on since is told so.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, functions
from django.db.models.expressions import RawSQL

from answerable.casework.errors import CaseworkError
from answerable.casework.resemblance import READ_CHARACTERS
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import ChangedMeanwhile, DeskError, NotPermitted, NotPossible
from answerable.node.desk.models import Arrival, Folder, Inquiry, Report, TriageDecision
from answerable.node.desk.triage_codes import TriageDeed
from answerable.node.ledger.written import beside

# Two pages' worth: what nobody looked through, nobody should decide in one go.
MOST_AT_ONCE = 100
_MESSAGE = re.compile(r"M([1-9][0-9]{0,17})")
_CHOSEN = re.compile(r"([A-Za-z0-9-]{2,24})\.([0-9a-f]{12})")

Thing = Report | Arrival


@dataclass(frozen=True)
class Chosen:
    """A thing that somebody decides about, and how it stood when they looked."""

    thing: Thing
    token: str


@dataclass(frozen=True)
class Left:
    """A thing that was left as it is, and why."""

    key: str
    why: Exception


@dataclass
class Done:
    """What was decided together: under which batch, about what, and what was left as it is."""

    batch: str
    decided: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def standing(thing: Thing) -> dict[str, Any]:
    """Return where a thing stands: what a decision changes and what undoing puts back."""
    snoozed = thing.snoozed_until
    found: dict[str, Any] = {
        "assignee": thing.assignee_id,
        "snoozed_until": snoozed.isoformat() if snoozed else None,
    }
    if isinstance(thing, Report):
        when = thing.screened_at
        return {
            **found,
            "office": thing.office_id,
            "screening": str(thing.screening),
            "screened_at": when.isoformat() if when else None,
        }
    office = Folder.objects.filter(channel=thing.channel_id, thread=thing.thread)
    known = getattr(thing, "office_id", ...)
    done = thing.done_at
    return {
        **found,
        "office": office.values_list("office", flat=True).first() if known is ... else known,
        "done_at": done.isoformat() if done else None,
    }


def token_of(thing: Thing) -> str:
    """Return a short digest of where a thing stands."""
    plain = json.dumps([str(thing), standing(thing)], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def named(thing: Thing) -> str:
    """Return how a page names a thing as it stands now; `find` reads it."""
    return f"{thing}.{token_of(thing)}"


def chosen(*things: Thing) -> list[Chosen]:
    """Choose things as they stand now."""
    return [Chosen(one, token_of(one)) for one in things]


def find(names: Iterable[str], user: User) -> list[Chosen] | None:
    """Return the named things that this person may see; None where one is not there for them."""
    wanted: dict[str, str] = {}
    for name in names:
        match = _CHOSEN.fullmatch(name)
        if match is None or len(wanted) >= MOST_AT_ONCE:
            return None
        wanted[match[1]] = match[2]
    numbers = [int(match[1]) for key in wanted if (match := _MESSAGE.fullmatch(key))]
    reports = Report.objects.visible_to(user).filter(receipt_number__in=wanted)
    arrivals = told(Arrival.objects.visible_to(user).filter(pk__in=numbers)) if numbers else ()
    found: dict[str, Thing] = {str(one): one for one in (*begun(reports), *arrivals)}
    if set(found) != set(wanted):
        return None
    return [Chosen(found[key], token) for key, token in wanted.items()]


def begun(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Bring along how a report begins, and not the book that it may be."""
    return rows.defer("text").annotate(opening=functions.Left("text", READ_CHARACTERS))


def told(rows: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """Bring along what a line of the inbox says of the case."""
    return (
        rows.select_related("assignee", "channel")
        .defer("channel__terms", "channel__genesis", "channel__exchange")
        .annotate(**_of_the_case(rows.db))
    )


# To write these takes longer than to ask them.
@lru_cache(maxsize=8)
def _of_the_case(using: str) -> dict[str, RawSQL]:
    here = {"channel": OuterRef("channel"), "thread": OuterRef("thread")}
    cases, folders = Inquiry.objects.filter(**here), Folder.objects.filter(**here)
    asked = {
        "reference": cases.values("reference"),
        "subject": cases.values("subject"),
        "due": cases.values("next_due"),
        "office_id": folders.values("office"),
        "office_name": folders.values("office__name"),
    }
    outside = Arrival.objects.using(using)
    return {name: beside(outside, Subquery(each[:1])) for name, each in asked.items()}


@dataclass(frozen=True)
class Deed:
    """What is decided about each thing; `details` go into its row and into the trail."""

    code: TriageDeed
    do: Callable[[Thing], object]
    reason: str = ""
    row: dict[str, Any] = field(default_factory=dict)


def decide(things: Sequence[Chosen], deed: Deed, *, by: User, at: datetime) -> Done:
    """Decide about each thing in a transaction of its own; what moved on since is left.

    Raises what was refused where nothing at all could be decided. A missing permission is raised
    as it is.
    """
    if not things:
        raise NotPossible("nothing_in_hand")
    done = Done(uuid.uuid4().hex)
    with transaction.atomic():
        # All before the first deed: two messages of one case move on together when one is given
        # to an office, and nobody else changed them.
        ready = [one for one in things if token_of(held(one.thing)) == one.token]
        moved = [str(one.thing) for one in things if one not in ready]
        done.left += [Left(key, ChangedMeanwhile(key)) for key in moved]
        for one in ready:
            try:
                with transaction.atomic():
                    _decide(one, deed, done.batch, by, at)
            except NotPermitted:
                raise
            except (DeskError, CaseworkError) as exc:
                done.left.append(Left(str(one.thing), exc))
            else:
                done.decided.append(str(one.thing))
    if not done.decided:
        raise done.left[0].why
    return done


def _decide(one: Chosen, deed: Deed, batch: str, by: User, at: datetime) -> None:
    thing = held(one.thing)
    check_waiting(thing)
    before = standing(thing)
    deed.do(thing)
    thing.refresh_from_db()
    write(thing, deed.code, before, batch=batch, reason=deed.reason, by=by, at=at, **deed.row)


def held(thing: Thing) -> Thing:
    """Hold the row for this transaction, so that two who decide come one after the other."""
    rows: Any = type(thing).objects.select_for_update()
    found: Thing = rows.get(pk=thing.pk)
    return found


def check_waiting(thing: Thing) -> None:
    """Raise unless the thing still waits in the inbox."""
    if isinstance(thing, Report):
        if thing.screening != "received":
            raise NotPossible("report_was_decided_on")
    elif thing.done_at is not None:
        raise NotPossible("message_was_dealt_with")


def write(
    thing: Thing,
    deed: TriageDeed,
    before: dict[str, Any],
    *,
    batch: str,
    reason: str = "",
    by: User | None,
    at: datetime,
    **row: Any,
) -> TriageDecision:
    """Record a decision, here and in the trail. The trail gets codes and numbers, no words."""
    about = {"report": thing} if isinstance(thing, Report) else {"arrival": thing}
    decision = TriageDecision.objects.create(
        **about,
        deed=deed,
        reason=reason.strip(),
        before=before,
        after=standing(thing),
        batch=batch,
        by=by,
        at=at,
        **row,
    )
    kind, key = ("report", str(thing)) if isinstance(thing, Report) else ("message", thing.leaf)
    audit.record(by, f"triage: {deed}", kind, key, at=at, details=_plain(decision))
    return decision


def _plain(decision: TriageDecision) -> dict[str, Any]:
    told = {
        "why": decision.code,
        "office": decision.office.code if decision.office else "",
        "person": decision.person_id or "",
        "incident": decision.incident.reference if decision.incident else "",
        "until": decision.until.isoformat() if decision.until else "",
    }
    return {"decision": decision.pk, **{key: value for key, value in told.items() if value}}
