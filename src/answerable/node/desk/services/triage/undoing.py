"""Take decisions back that were made together: exactly those that nobody changed since."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import Screening
from answerable.node.desk.errors import ChangedMeanwhile, DeskError, NotPermitted, NotPossible
from answerable.node.desk.models import (
    Arrival,
    Folder,
    IncidentReport,
    Inquiry,
    Report,
    TriageDecision,
)
from answerable.node.desk.permissions import Deed as Permission
from answerable.node.desk.permissions import require
from answerable.node.desk.services import guarding, incidents, routing
from answerable.node.desk.services.triage.items import Done, Left, Thing, held, standing, write
from answerable.node.desk.triage_codes import TriageDeed

_BATCH = re.compile(r"[0-9a-f]{32}")
# An incident that was opened stands; it is merged or set aside where it was a mistake.
_FOR_GOOD = (TriageDeed.OPENED, TriageDeed.ANSWERED, TriageDeed.UNDONE)


def decided_in(batch: str, user: User) -> list[TriageDecision]:
    """Return what this person decided together and could take back, without what is hidden."""
    if not _BATCH.fullmatch(batch):
        return []
    mine = TriageDecision.objects.filter(batch=batch, by=user, undone__isnull=True)
    reports = Report.objects.visible_to(user)
    arrivals = Arrival.objects.visible_to(user)
    found = mine.exclude(deed__in=_FOR_GOOD).select_related("report", "arrival", "incident")
    seen = found.filter(report__in=reports) | found.filter(arrival__in=arrivals)
    return list(seen)


def undo(decisions: Sequence[TriageDecision], *, reason: str = "", by: User, at: datetime) -> Done:
    """Take decisions back; one of which the thing has moved on since is left, and named.

    Recorded as decisions, too. Raises what was refused where nothing could be taken back.
    """
    require(by, Permission.TRIAGE)
    if not decisions:
        raise NotPossible("nothing_to_undo")
    done = Done(uuid.uuid4().hex)
    with transaction.atomic():
        # The last one first: each then stands as it was left.
        for decision in sorted(decisions, key=lambda one: one.pk, reverse=True):
            thing = decision.report or decision.arrival
            if thing is None:
                continue
            try:
                with transaction.atomic():
                    _undo(decision, thing, done.batch, reason, by, at)
            except NotPermitted:
                raise
            except DeskError as exc:
                done.left.append(Left(str(thing), exc))
            else:
                done.decided.insert(0, str(thing))
    if not done.decided:
        raise done.left[0].why
    return done


def _undo(
    decision: TriageDecision, seen: Thing, batch: str, reason: str, by: User, at: datetime
) -> None:
    thing = held(seen)
    if decision.by_id != by.pk or decision.deed in _FOR_GOOD:
        raise NotPossible("not_yours_to_undo")
    if TriageDecision.objects.filter(undoes=decision).exists():
        raise NotPossible("already_so")
    now = standing(thing)
    if now != decision.after:
        raise ChangedMeanwhile(str(thing))
    if decision.deed == TriageDeed.LINKED:
        _unlink(decision, thing, by, at)
    if decision.deed == TriageDeed.ASKED_SOURCE:
        guarding.take_question_back(str(thing), by=by, at=at)
    _put_back(thing, decision.before, now, by, at)
    thing.refresh_from_db()
    write(thing, TriageDeed.UNDONE, now, batch=batch, reason=reason, by=by, at=at, undoes=decision)


def _unlink(decision: TriageDecision, thing: Thing, by: User, at: datetime) -> None:
    if not isinstance(thing, Report) or decision.incident is None:
        raise NotPossible("only_for_reports")
    links = IncidentReport.objects.filter(report=thing, unlinked_at=None)
    if links.exclude(incident=decision.incident).exists():
        raise ChangedMeanwhile(str(thing))
    incidents.unlink_report(decision.incident, thing, reason=TriageDeed.UNDONE, by=by, at=at)


def _put_back(
    thing: Thing, before: dict[str, Any], now: dict[str, Any], by: User, at: datetime
) -> None:
    """Put back what the decision changed; the office goes back the way it came."""
    until = before["snoozed_until"]
    fields: dict[str, Any] = {
        "assignee": before["assignee"],
        "snoozed_until": date.fromisoformat(until) if until else None,
    }
    if isinstance(thing, Report):
        if now["screening"] != before["screening"]:
            # What is decided on waits in the inbox no more, so before it did.
            fields |= {
                "screening": Screening.RECEIVED,
                "screening_reason": "",
                "screened_by": None,
                "screened_at": None,
                "duplicate_of": None,
            }
        Report.objects.filter(pk=thing.pk).update(**fields)
    else:
        fields |= {"done_at": None, "done_by": None}
        Arrival.objects.filter(pk=thing.pk).update(**fields)
    if now["office"] != before["office"]:
        _give_back(thing, before["office"], by, at)


def _give_back(thing: Thing, office: int | None, by: User, at: datetime) -> None:
    if office is not None:
        whole: Report | Inquiry = (
            thing
            if isinstance(thing, Report)
            else Inquiry.objects.get(channel=thing.channel_id, thread=thing.thread)
        )
        if isinstance(whole, Report):
            whole.refresh_from_db()
        routing.hand_over(whole, Office.objects.get(pk=office), by=by, at=at)
    elif isinstance(thing, Report):
        Report.objects.filter(pk=thing.pk).update(office=None)
    else:
        Folder.objects.filter(channel=thing.channel_id, thread=thing.thread).update(office=None)
