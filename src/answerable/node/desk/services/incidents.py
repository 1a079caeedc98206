"""Make incidents of reports and keep what is known of them, with the trail of every change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from answerable.casework.codes import IssueTag, ProtectedObject, TimePrecision
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import IncidentStatus, Notified, Screening
from answerable.node.desk.dossier_codes import Destruction
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import (
    Incident,
    IncidentReport,
    Report,
    StruckObject,
)
from answerable.node.desk.models import IssueTag as IssueTagRow
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import compartments, guarding, references, routing
from answerable.node.desk.services.facts import EMPTY, checked, note_change, stand
from answerable.node.desk.services.reports import tidy_line

# Once something was raised, what the desk may still say of an incident by hand.
_MOVES: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    IncidentStatus.CANDIDATE: frozenset({IncidentStatus.IN_REVIEW}),
    IncidentStatus.IN_REVIEW: frozenset({IncidentStatus.CANDIDATE}),
    IncidentStatus.READY: frozenset({IncidentStatus.IN_REVIEW}),
    IncidentStatus.HOLD: frozenset({IncidentStatus.IN_REVIEW}),
    IncidentStatus.NOT_PURSUED: frozenset({IncidentStatus.IN_REVIEW}),
    IncidentStatus.RAISED: frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED_UNRESOLVED}),
    IncidentStatus.RESOLVED: frozenset({IncidentStatus.RAISED}),
    IncidentStatus.CLOSED_UNRESOLVED: frozenset({IncidentStatus.RAISED}),
}
_SET_ASIDE = frozenset({IncidentStatus.HOLD, IncidentStatus.NOT_PURSUED})
_BEFORE_RAISING = frozenset(
    {IncidentStatus.CANDIDATE, IncidentStatus.IN_REVIEW, IncidentStatus.READY, *_SET_ASIDE}
)


@transaction.atomic
def open_incident(
    *,
    title: str,
    kind: str,
    reports: Sequence[Report] = (),
    start: datetime | None = None,
    end: datetime | None = None,
    time_precision: str = TimePrecision.UNKNOWN,
    zone: str = "UTC",
    when_note: str = "",
    narrative: str = "",
    office: Office,
    by: User,
    at: datetime,
) -> Incident:
    """Open an incident, from one or more reports or from none, and give it a reference."""
    require(by, Deed.INCIDENT, office)
    fields = checked(
        {
            **EMPTY,
            "title": title,
            "kind": kind,
            "start": start,
            "end": end,
            "time_precision": time_precision,
            "zone": zone,
            "when_note": when_note,
            "narrative": narrative,
        }
    )
    incident = Incident.objects.create(
        reference=references.next_incident(at),
        compartment=compartments.keep_together(reports),
        office=office,
        opened_by=by,
        opened_at=at,
        changed_at=at,
        **fields,
    )
    for report in reports:
        _link(incident, report, "", by, at)
    audit.record(by, "incident opened", "incident", incident.reference, at=at)
    routing.pass_on(incident, at=at)
    return incident


@transaction.atomic
def link_report(
    incident: Incident, report: Report, *, reason: str = "", by: User, at: datetime
) -> IncidentReport:
    """Say that a report speaks of the incident. A report may speak of several."""
    require(by, Deed.INCIDENT)
    stand(incident)
    link = _link(incident, report, reason, by, at)
    audit.record(
        by,
        "report linked",
        "incident",
        incident.reference,
        at=at,
        details={"report": report.receipt_number},
    )
    return link


@transaction.atomic
def unlink_report(
    incident: Incident, report: Report, *, reason: str, by: User, at: datetime
) -> None:
    """Say that a report does not speak of the incident after all; the link stays in the trail."""
    require(by, Deed.INCIDENT)
    stand(incident)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    changed = IncidentReport.objects.filter(
        incident=incident, report=report, unlinked_at__isnull=True
    ).update(unlinked_by=by, unlinked_at=at, unlink_reason=tidy_line(reason)[:300])
    if not changed:
        raise ChangedMeanwhile(incident.reference)
    audit.record(
        by,
        "report unlinked",
        "incident",
        incident.reference,
        at=at,
        details={"report": report.receipt_number},
    )


@transaction.atomic
def set_status(
    incident: Incident,
    status: str,
    *,
    reason: str = "",
    hold_until: date | None = None,
    by: User,
    at: datetime,
) -> Incident:
    """Move an incident on our own desk. Ready and raised come from deciding and from sending."""
    require(by, Deed.INCIDENT)
    stand(incident)
    now, wanted = IncidentStatus(incident.status), IncidentStatus(status)
    if wanted in _SET_ASIDE:
        if now not in _BEFORE_RAISING or now == wanted:
            raise NotPossible("incident_was_raised" if now != wanted else "already_so")
        if not reason.strip():
            raise BadInput({"reason": "required"})
    elif wanted not in _MOVES[now]:
        raise NotPossible("status_does_not_follow")
    change_status(incident, wanted, reason=reason, hold_until=hold_until)
    audit.record(by, f"incident status: {wanted}", "incident", incident.reference, at=at)
    incident.refresh_from_db()
    return incident


def change_status(
    incident: Incident,
    status: IncidentStatus,
    *,
    reason: str = "",
    hold_until: date | None = None,
) -> None:
    """Move the row, or raise `ChangedMeanwhile`; the deed that calls this writes the trail."""
    changed = Incident.objects.filter(pk=incident.pk, status=incident.status).update(
        status=status,
        status_reason=reason.strip(),
        hold_until=hold_until if status == IncidentStatus.HOLD else None,
    )
    if not changed:
        raise ChangedMeanwhile(incident.reference)
    incident.status = status


@transaction.atomic
def add_object(
    incident: Incident,
    *,
    code: str,
    note: str = "",
    notified: str = Notified.UNKNOWN,
    notified_by: str = "",
    group: str = "",
    affiliation: str = "",
    declared_target: str = Notified.UNKNOWN,
    destruction: str = Destruction.UNKNOWN,
    by: User,
    at: datetime,
) -> StruckObject:
    """Record an object concerned, and whether it had been notified to the party asked."""
    require(by, Deed.INCIDENT)
    stand(incident)
    try:
        with transaction.atomic():
            thing = StruckObject.objects.create(
                incident=incident,
                code=ProtectedObject(code),
                note=tidy_line(note)[:300],
                notified=Notified(notified),
                notified_by=tidy_line(notified_by)[:200],
                group=tidy_line(group)[:120],
                affiliation=tidy_line(affiliation)[:200],
                declared_target=Notified(declared_target),
                destruction=Destruction(destruction),
            )
    except IntegrityError as exc:
        raise NotPossible("already_so") from exc
    audit.record(
        by, "object recorded", "incident", incident.reference, at=at, details={"code": code}
    )
    return thing


@transaction.atomic
def remove_object(thing: StruckObject, *, reason: str, by: User, at: datetime) -> None:
    """Take an object off the incident; the history says what it was and why it went."""
    require(by, Deed.INCIDENT)
    stand(thing.incident)
    reference, code = thing.incident.reference, thing.code
    before = ", ".join(part for part in (thing.code, thing.note) if part)
    note_change(thing.incident, "struck_objects", before, "", reason=reason, by=by, at=at)
    thing.delete()
    audit.record(by, "object removed", "incident", reference, at=at, details={"code": code})


@transaction.atomic
def set_issues(
    incident: Incident, codes: Iterable[str], *, reason: str = "", by: User, at: datetime
) -> list[IssueTagRow]:
    """Say which issues of law the incident touches. They are topics, never findings.

    Where some were named before, the reason for the change is needed.
    """
    require(by, Deed.INCIDENT)
    stand(incident)
    wanted = {IssueTag(code) for code in codes}
    before = ", ".join(incident.issue_tags.values_list("code", flat=True))
    after = ", ".join(sorted(wanted))
    if before != after:
        note_change(incident, "issue_tags", before, after, reason=reason, by=by, at=at)
    incident.issue_tags.exclude(code__in=wanted).delete()
    present = set(incident.issue_tags.values_list("code", flat=True))
    IssueTagRow.objects.bulk_create(
        IssueTagRow(incident=incident, code=code) for code in sorted(wanted - present)
    )
    audit.record(
        by,
        "issues engaged recorded",
        "incident",
        incident.reference,
        at=at,
        details={"codes": sorted(wanted)},
    )
    return list(incident.issue_tags.all())


def _link(
    incident: Incident, report: Report, reason: str, by: User, at: datetime
) -> IncidentReport:
    try:
        with transaction.atomic():
            link = IncidentReport.objects.create(
                incident=incident,
                report=report,
                reason=tidy_line(reason)[:300],
                linked_by=by,
                linked_at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("report_is_linked") from exc
    if not report.incident_links.filter(unlinked_at=None).exclude(pk=link.pk).exists():
        # A report that speaks of this alone would tell of it.
        compartments.follow(report, compartments.compartment_of(incident))
    guarding.tell_sources([report.receipt_number], "linked", incident.reference, at=at)
    # Who links a report has read it.
    Report.objects.filter(pk=report.pk, screening=Screening.RECEIVED).update(
        screening=Screening.ACCEPTED, screened_by=by, screened_at=at
    )
    return link
