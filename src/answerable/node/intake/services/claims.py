"""Read what a report states, keep it as a run of its own, and record what a person decides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from answerable.extraction import assembly
from answerable.extraction.accepting import accept
from answerable.extraction.apart import claiming
from answerable.extraction.apart.claimer import TextAnswer
from answerable.extraction.claims import Claim
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import Unreadable
from answerable.node.accounts import audit
from answerable.node.accounts.models import AuditEvent, User
from answerable.node.desk.codes import DatePrecision
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Report
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.counts import LARGEST
from answerable.node.desk.services.reports import REDATED, date_report, published_day
from answerable.node.intake.models import ClaimDecision, ClaimsRun, StatedClaim, Verdict
from answerable.node.intake.models.claims import NOT_READ
from answerable.node.intake.services.claims_again import let_stand_again
from answerable.node.jobs import queue
from answerable.node.jobs.models import Job, State

READ_JOB = "intake.read_claims"
OURS = "answerable "
READER = f"{OURS}{assembly.VERSION}"
MOST_CLAIMS = 5_000
_BATCH = 500
# A job that tries again later than this is not waited for.
_SOON = timedelta(seconds=20)
_CORRECTIONS_SHOWN = 10
# What a person may correct; the words and where they stand are the text's.
CORRECTABLE = ("value", "low", "high", "qualifier", "category", "scope", "incident",
               "first_day", "last_day", "place")  # fmt: skip

_VERBS = {
    Verdict.CONFIRMED: "claim confirmed",
    Verdict.CORRECTED: "claim corrected",
    Verdict.REJECTED: "claim rejected",
    Verdict.UNDONE: "claim undone",
}

# Half the way around the earth: no place is less certain.
FARTHEST_KM = 20_040


def digest_of(text: str) -> str:
    """Return the hash by which the text of a run is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Dated:
    """A day of publication as a person gives it, and the one that stood there for them to see."""

    day: date | None
    before: date | None


@dataclass(frozen=True)
class Correction:
    """Who corrected a report's day of publication, when, from which day and to which."""

    by: User | None
    at: datetime
    before: date | None
    known_to: str
    """How finely the day before was known: a month or a year is no day."""
    after: date | None


@transaction.atomic
def ask_to_read(report: Report, *, dated: Dated | None = None, by: User, at: datetime) -> None:
    """Have the claims of a report read by a worker; its day of publication may be given with it.

    Days such as "on Monday" are read anew from that day, in a run of its own; what was decided of
    claims stays with those that are read alike.
    """
    require(by, Deed.REPORT)
    if dated is not None and dated.day != dated.before:
        date_report(report, dated.day, before=dated.before, by=by, at=at)
    have_read(report, by=by, at=at)
    audit.record(by, "claims asked for", "report", report.receipt_number, at=at)


def corrections_of(report: Report) -> list[Correction]:
    """Return how the report's day of publication was corrected, the newest first."""
    events = AuditEvent.objects.filter(
        verb=REDATED, subject_kind="report", subject_id=report.receipt_number
    )
    return [
        Correction(
            one.by,
            one.at,
            _day_in(one.details.get("before")),
            one.details.get("known_to", DatePrecision.DAY),
            _day_in(one.details.get("after")),
        )
        for one in events.select_related("by").order_by("-number")[:_CORRECTIONS_SHOWN]
    ]


def _day_in(text: str | None) -> date | None:
    return datetime.fromisoformat(text).date() if text else None


def have_read(report: Report, *, by: User | None = None, at: datetime) -> None:
    """Put the reading of a report's claims on the table of jobs; who calls keeps the trail."""
    queue.enqueue(READ_JOB, {"report": report.pk}, at=at, unique_key=_job_key(report), by=by)


def read_claims(report: Report, *, at: datetime, limits: Limits = claiming.CLAIMING) -> ClaimsRun:
    """Read a report with our own reader; what that reader read alike already is returned.

    A process of its own reads it. Where that one ends without an answer, a run without claims says
    why, and the report is there as it was.
    """
    published = published_day(report)
    if run := _read_before(report, published, at):
        return run
    # A person said which language it is, but texts mix them: each sentence is looked at.
    try:
        reading = _read_apart(report, published, limits)
        stated = reading.stated
        if published is None and stated is not None and stated <= at.date():
            # Days count from the one that the text states, until a person says which it is.
            published = stated
            if run := _read_before(report, published, at):
                return run
            reading = _read_apart(report, published, limits)
    except Unreadable as refusal:
        return _keep_refusal(report, refusal.code, published, at)
    with transaction.atomic():
        run = keep_run(
            report,
            reading.claims,
            reader=READER,
            published=published,
            languages=reading.languages,
            left_out=reading.left_out,
            at=at,
        )
        _let_stand_again(run)
    return run


def is_ours(run: ClaimsRun) -> bool:
    """Tell whether our own reader read it."""
    return run.reader.startswith(OURS) and not run.problem


def _of_ours(report: Report) -> QuerySet[ClaimsRun]:
    return report.claims_runs.filter(reader__startswith=OURS).order_by("-read_at", "-pk")


def readings_of(report: Report, digest: str) -> QuerySet[ClaimsRun]:
    """Return our readings of one text of a report, the one that counts first."""
    return _of_ours(report).filter(digest=digest, problem="")


def _let_stand_again(run: ClaimsRun) -> None:
    last = readings_of(run.report, run.digest).exclude(pk=run.pk).select_for_update().first()
    if last is not None:
        let_stand_again(run, last)


@transaction.atomic
def _read_before(report: Report, published: date | None, at: datetime) -> ClaimsRun | None:
    """Return the same reading where there is one; it counts again as the last one."""
    known = report.claims_runs.filter(
        reader=READER, digest=digest_of(report.text), published=published, problem=""
    )
    run = known.select_for_update().first()
    if run is not None:
        if run != _of_ours(report).first():
            # The day was corrected there and back: what was decided in between stands here, too.
            _let_stand_again(run)
        run.read_at = at
        run.save(update_fields=["read_at"])
    return run


def _read_apart(report: Report, published: date | None, limits: Limits) -> TextAnswer:
    return claiming.read_claims_apart(
        report.text, published=published, most_claims=MOST_CLAIMS, limits=limits
    )


def _keep_refusal(report: Report, problem: str, published: date | None, at: datetime) -> ClaimsRun:
    """Say why a text was not read; the next try that fails takes the place of the last."""
    run, _new = ClaimsRun.objects.update_or_create(
        {"read_at": at, "digest": digest_of(report.text), "published": published},
        report=report,
        reader=READER,
        problem=problem if problem in NOT_READ else "damaged",
    )
    return run


@transaction.atomic
def keep_run(
    report: Report,
    claims: Iterable[Claim],
    *,
    reader: str,
    published: date | None = None,
    languages: Mapping[str, int] | None = None,
    left_out: int = 0,
    at: datetime,
) -> ClaimsRun:
    """Keep what any reader claims as a run of its own, beside those before it.

    A claim whose quote does not stand in the report's text at its place, or that makes no sense, is
    dropped, and counted.
    """
    accepted = accept(report.text, claims, fits=_can_be_kept)
    kept = accepted.claims[:MOST_CLAIMS]
    run = ClaimsRun.objects.create(
        report=report,
        reader=_line(reader, 200),
        digest=digest_of(report.text),
        published=published,
        languages=dict(languages or {}),
        dropped=accepted.dropped,
        left_out=left_out + len(accepted.claims) - len(kept),
        read_at=at,
    )
    rows = [_row(run, number, one) for number, one in enumerate(kept)]
    StatedClaim.objects.bulk_create(rows, batch_size=_BATCH)
    return run


@transaction.atomic
def decide(
    claim: StatedClaim,
    verdict: Verdict,
    *,
    corrected: Mapping[str, Any] | None = None,
    after: int | None = None,
    by: User,
    at: datetime,
) -> ClaimDecision:
    """Record what a person decided of a claim; the claim itself stays as it was read.

    `after` is the decision the person saw, 0 for none: another since raises `ChangedMeanwhile`.
    """
    require(by, Deed.REPORT)
    StatedClaim.objects.select_for_update().get(pk=claim.pk)
    newest = ClaimDecision.objects.filter(claim=claim).order_by("-pk").first()
    if after is not None and after != (newest.pk if newest else 0):
        raise ChangedMeanwhile(str(claim.pk))
    fields = dict(corrected or {})
    if verdict is Verdict.CORRECTED and not set(fields) <= set(CORRECTABLE):
        raise BadInput({"corrected": "unknown_code"})
    decision = ClaimDecision.objects.create(
        claim=claim, verdict=verdict, corrected=fields, by=by, at=at
    )
    audit.record(by, _VERBS[verdict], "report", claim.run.report.receipt_number, at=at)
    return decision


@transaction.atomic
def confirm_incident(run: ClaimsRun, incident: int, *, by: User, at: datetime) -> int:
    """Confirm every claim of one incident that nobody has decided yet; return how many."""
    require(by, Deed.REPORT)
    ClaimsRun.objects.select_for_update().get(pk=run.pk)
    require_current(run)
    claims = run.claims.filter(incident=incident).prefetch_related("decisions")
    open_ = [one for one in claims if decision_of(one) is None]
    ClaimDecision.objects.bulk_create(
        [ClaimDecision(claim=one, verdict=Verdict.CONFIRMED, by=by, at=at) for one in open_],
        batch_size=_BATCH,
    )
    if open_:
        audit.record(by, "claims confirmed together", "report", run.report.receipt_number, at=at)
    return len(open_)


def asked_to_read(report: Report, *, at: datetime) -> datetime | None:
    """Return when the reading was asked for that a job is about to do or does; None: there is none.

    No worker may be there to do it: who waits for it should not wait for ever.
    """
    jobs = Job.objects.filter(unique_key=_job_key(report))
    soon = Q(state=State.WAITING, run_at__lte=at + _SOON)
    under_way = jobs.filter(soon | Q(state=State.RUNNING, lease_until__gt=at))
    return under_way.order_by("-created_at").values_list("created_at", flat=True).first()


def require_current(run: ClaimsRun) -> None:
    """Raise `NotPossible` where the report has another text since the run read it."""
    if run.digest != digest_of(run.report.text):
        raise NotPossible("claims_of_another_text")


def decision_of(claim: StatedClaim) -> ClaimDecision | None:
    """Return what counts of a claim's decisions; prefetch them where there are many claims."""
    decisions = list(claim.decisions.all())
    if not decisions or decisions[-1].verdict == Verdict.UNDONE:
        return None
    return decisions[-1]


def settled(claim: StatedClaim) -> dict[str, Any] | None:
    """Return a claim's fields as a person let them stand, or None where nobody did."""
    decision = decision_of(claim)
    if decision is None or decision.verdict == Verdict.REJECTED:
        return None
    return as_corrected(claim)


def as_corrected(claim: StatedClaim) -> dict[str, Any]:
    """Return a claim's fields, as a person corrected them where one did."""
    decision = decision_of(claim)
    read: dict[str, Any] = {name: getattr(claim, name) for name in CORRECTABLE}
    for name in ("first_day", "last_day"):
        read[name] = read[name].isoformat() if read[name] else None
    return {**read, **(decision.corrected if decision else {})}


def _job_key(report: Report) -> str:
    return f"{READ_JOB}:{report.pk}"


def _can_be_kept(one: Claim) -> bool:
    numbers = (one.low or 0, one.high or 0, one.incident or 0)
    radius = 0.0 if one.place is None else one.place.radius_km
    return max(numbers) <= LARGEST and isfinite(radius) and radius <= FARTHEST_KM


def _row(run: ClaimsRun, number: int, one: Claim) -> StatedClaim:
    whole = one.subset_of if one.subset_of is not None and one.subset_of < MOST_CLAIMS else None
    place = asdict(one.place) if one.place else None
    if place:
        place |= {name: _line(place[name], 200) for name in ("id", "name", "country")}
    return StatedClaim(
        run=run, number=number, kind=one.kind, value=_line(one.value, 300), quote=one.quote,
        start=one.start, end=one.end, rule=_line(one.rule, 120), confidence=one.confidence,
        language=_line(one.language, 35), scope=one.scope, incident=one.incident,
        qualifier=one.qualifier or "", low=one.low, high=one.high,
        category=_line(one.category or "", 60), subset_of=whole, first_day=one.first_day,
        last_day=one.last_day, grain=_line(one.grain or "", 10), place=place,
        sources=[_line(name, 200) for name in one.sources[:10]],
    )  # fmt: skip


def _line(text: str, most: int) -> str:
    # Another reader may hand in anything; a database refuses NUL.
    return text.replace("\x00", "")[:most]
