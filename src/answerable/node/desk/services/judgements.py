"""Say whose conduct is asked about, grade on three scales, decide whether to raise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from answerable.casework.codes import (
    AttributionScale,
    HarmScale,
    InformationCredibility,
    SourceReliability,
)
from answerable.casework.codes import ConcernCriterion as Criterion
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import (
    AttributionStatus,
    DatePrecision,
    IncidentStatus,
    OwnerRole,
    Scale,
)
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import (
    Attribution,
    ConcernCriterion,
    ConcernDecision,
    Grading,
    Incident,
    Report,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.facts import stand
from answerable.node.desk.services.incidents import change_status
from answerable.node.desk.services.reports import tidy_line

_CODES: dict[Scale, tuple[str, ...]] = {
    Scale.HARM: tuple(HarmScale),
    Scale.ATTRIBUTION: tuple(AttributionScale),
    Scale.RELIABILITY: tuple(SourceReliability),
}
_OPEN = (
    IncidentStatus.CANDIDATE,
    IncidentStatus.IN_REVIEW,
    IncidentStatus.READY,
    IncidentStatus.HOLD,
    IncidentStatus.NOT_PURSUED,
)


@transaction.atomic
def add_attribution(
    incident: Incident,
    *,
    party_name: str,
    stated_by: str,
    owner_role: str = OwnerRole.SOURCE,
    stated_on: date | None = None,
    stated_precision: str = DatePrecision.DAY,
    status: str = AttributionStatus.SUSPECTED,
    note: str = "",
    report: Report | None = None,
    by: User,
    at: datetime,
) -> Attribution:
    """Record who says whose conduct is asked about. Several may disagree; none wins here."""
    require(by, Deed.INCIDENT)
    stand(incident)
    problems = {
        name: "required"
        for name, value in (("party_name", party_name), ("stated_by", stated_by))
        if not value.strip()
    }
    if problems:
        raise BadInput(problems)
    attribution = Attribution.objects.create(
        incident=incident,
        party_name=tidy_line(party_name)[:200],
        stated_by=tidy_line(stated_by)[:200],
        owner_role=OwnerRole(owner_role),
        stated_on=stated_on,
        stated_precision=DatePrecision(stated_precision if stated_on else "unknown"),
        status=AttributionStatus(status),
        note=note,
        report=report,
        added_by=by,
        added_at=at,
    )
    audit.record(by, "attribution recorded", "incident", incident.reference, at=at)
    return attribution


@transaction.atomic
def grade(
    incident: Incident,
    scale: str,
    code: str,
    *,
    credibility: str = "",
    reason: str,
    by: User,
    at: datetime,
) -> Grading:
    """Judge the incident on one of the three scales, with the reason; earlier ones are kept.

    On the scale of reliability `code` is the source's letter and `credibility` the information's
    number; the other two have one axis.
    """
    require(by, Deed.INCIDENT)
    stand(incident)
    which = Scale(scale)
    problems: dict[str, str] = {}
    if code not in _CODES[which]:
        problems["code"] = "unknown_code"
    if which == Scale.RELIABILITY:
        if credibility not in list(InformationCredibility):
            problems["credibility"] = "unknown_code"
    elif credibility:
        problems["credibility"] = "only_for_reliability"
    if not reason.strip():
        problems["reason"] = "required"
    if problems:
        raise BadInput(problems)
    grading = Grading.objects.create(
        incident=incident,
        scale=which,
        code=code,
        credibility=credibility,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    audit.record(
        by,
        f"graded: {which}",
        "incident",
        incident.reference,
        at=at,
        details={"code": f"{code}{credibility}"},
    )
    return grading


def current_gradings(incident: Incident) -> dict[Scale, Grading]:
    """Return the newest grading on each scale that has one; never one number for all three."""
    return {Scale(one.scale): one for one in incident.gradings.select_related("by")}


@transaction.atomic
def decide_concern(
    incident: Incident,
    *,
    criteria: Iterable[str],
    raise_it: bool,
    reason: str,
    by: User,
    at: datetime,
) -> ConcernDecision:
    """Decide whether the incident is raised, with the criteria met and the reason.

    An incident that was already raised keeps its status; the decision is recorded all the same.
    """
    require(by, Deed.INCIDENT)
    stand(incident)
    met = sorted({Criterion(code) for code in criteria})
    if not reason.strip():
        raise BadInput({"reason": "required"})
    if raise_it and not met:
        raise NotPossible("raising_needs_a_criterion")
    decision = ConcernDecision.objects.create(
        incident=incident, raise_it=raise_it, reason=reason.strip(), by=by, at=at
    )
    ConcernCriterion.objects.bulk_create(
        ConcernCriterion(decision=decision, code=code) for code in met
    )
    if incident.status in _OPEN:
        status = IncidentStatus.READY if raise_it else IncidentStatus.NOT_PURSUED
        change_status(incident, status, reason="" if raise_it else reason)
    audit.record(
        by,
        "concern decided: raise" if raise_it else "concern decided: do not raise",
        "incident",
        incident.reference,
        at=at,
        details={"criteria": met},
    )
    return decision
