"""Write decided claims as gold, for those who measure and mend the rules: texts leave the node.

A line of a text goes out only when every claim in it is decided, so that what is not labelled is
truly nothing. Nothing of a compartment goes, nothing whose source did not agree to publication,
and no line in which the machine finds a name that is kept, a protected phrase or a victim.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from answerable.casework.consent import Purpose
from answerable.casework.disclosure import Outgoing, Phrase, find_leaks
from answerable.casework.telltales import find_contacts
from answerable.extraction.claims import Kind, Scope
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DatePrecision
from answerable.node.desk.models import ProtectedPhrase, Report, Victim
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import guarding
from answerable.node.intake.models import ClaimDecision, ClaimsRun, StatedClaim
from answerable.node.intake.models.claims import BY_HAND
from answerable.node.intake.services.claims import (
    as_corrected,
    decision_of,
    digest_of,
    settled,
)

SCHEMA = "answerable.gold/1"
_TYPED = ("value", "category", "rule", "language", "reader")


@dataclass(frozen=True)
class Gold:
    """What goes out, a mapping a line of text, and how many were left out for what."""

    lines: tuple[Mapping[str, Any], ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class _Line:
    """A line of a report's text in which everything is decided."""

    report: Report
    run: ClaimsRun
    start: int
    text: str
    claims: Sequence[StatedClaim]


@transaction.atomic
def gather(*, by: User, at: datetime) -> Gold:
    """Return what of the decided claims may go out; the trail counts it.

    Asks for the role of those who send. Raises `NotPossible` where the vault does not answer.
    """
    gold = look(by=by, at=at)
    details = {"lines": len(gold.lines), **gold.left_out}
    audit.record(by, "gold written", "claims", "gold", at=at, details=details)
    return gold


def decided_reports(by: User) -> QuerySet[Report]:
    """Return the reports with claims that somebody decided, as far as this person sees them."""
    decided = ClaimDecision.objects.filter(claim__run__report=OuterRef("pk"))
    return Report.objects.visible_to(by).filter(Exists(decided))


def look(*, by: User, at: datetime) -> Gold:
    """Return what may go out, without a word in the trail: nothing has gone out by it."""
    require(by, Deed.SEND)
    left: Counter[str] = Counter()
    lines = list(_lines(by, left))
    lines = _agreed(lines, left, at)
    return Gold(tuple(_written(one) for one in lines), dict(left))


def written(gold: Gold) -> Iterator[str]:
    """Give the lines of the file, each one object of JSON."""
    return (json.dumps(one, ensure_ascii=False) + "\n" for one in gold.lines)


def _lines(by: User, left: Counter[str]) -> Iterator[_Line]:
    for report in decided_reports(by).order_by("pk").iterator(chunk_size=100):
        if report.compartment_id is not None:
            left["compartment"] += 1
            continue
        runs = [one for one in report.claims_runs.filter(problem="").order_by("-pk")
                if one.digest == digest_of(report.text)]  # fmt: skip
        read = next((one for one in runs if one.reader != BY_HAND and _has_decisions(one)), None)
        hand = next((one for one in runs if one.reader == BY_HAND), None)
        run = read or hand
        if run is None:
            left["another_text"] += 1
        elif run.published is None and not _has_day(report):
            left["no_day"] += 1
        else:
            yield from _of_run(report, run, hand, left)


def _has_day(report: Report) -> bool:
    # A month is no day: a day made of it would be wrong for all that is told from it.
    known = report.published_precision in (DatePrecision.DAY, DatePrecision.MINUTE)
    return report.published_at is not None and known


def _has_decisions(run: ClaimsRun) -> bool:
    return run.claims.filter(decisions__isnull=False).exists()


def _of_run(
    report: Report, run: ClaimsRun, hand: ClaimsRun | None, left: Counter[str]
) -> Iterator[_Line]:
    by_line: dict[int, list[StatedClaim]] = {}
    runs = {one.pk for one in (run, hand) if one is not None}
    claims = StatedClaim.objects.filter(run__in=runs).select_related("run")
    for one in claims.prefetch_related("decisions").order_by("start", "end", "pk"):
        by_line.setdefault(report.text.rfind("\n", 0, one.start) + 1, []).append(one)
    for start, stated in by_line.items():
        end = report.text.find("\n", start)
        text = report.text[start : end if end >= 0 else len(report.text)]
        if any(one.end > start + len(text) or decision_of(one) is None for one in stated):
            left["undecided"] += 1
        else:
            yield _Line(report, run, start, text, stated)


def _agreed(lines: list[_Line], left: Counter[str], at: datetime) -> list[_Line]:
    texts = [
        Outgoing(str(number), words)
        for number, one in enumerate(lines)
        for words in (_in_its_place(one), *_typed(one))
    ]
    receipts = {one.report.receipt_number for one in lines}
    verdict = guarding.ask(receipts, texts, Purpose.PUBLISH, at=at)
    refused = {one.receipt for one in verdict.refusals}
    leaks = {int(one.where) for one in verdict.names}
    leaks |= {int(one.where) for one in find_leaks(_phrases(), texts)}
    leaks |= {int(one.where) for one in find_contacts(texts)}
    kept = []
    for number, one in enumerate(lines):
        if one.report.receipt_number in refused:
            left["no_consent"] += 1
        elif number in leaks:
            left["may_betray"] += 1
        else:
            kept.append(one)
    return kept


def _in_its_place(line: _Line) -> str:
    """Return a line with the ones around it: a name may be broken over their ends."""
    text, end = line.report.text, line.start + len(line.text)
    before = text.rfind("\n", 0, max(0, line.start - 1)) + 1
    after = text.find("\n", end + 1)
    return " ".join(text[before : after if after >= 0 else len(text)].split())


def _typed(line: _Line) -> Iterator[str]:
    """Give what people and other readers put beside the text: words of theirs go out, too."""
    written = _written(line)
    for one in (*written["labels"], *written["read"]):
        yield from (str(one[name]) for name in _TYPED if one.get(name))


def _phrases() -> list[Phrase]:
    """Return all that is protected on this node, in whatever report or incident."""
    marked = [Phrase(f"p{one.pk}", one.phrase, is_name=one.is_name)
              for one in ProtectedPhrase.objects.all()]  # fmt: skip
    names = [Phrase(f"v{pk}", name.strip(), is_name=True)
             for pk, names in Victim.objects.values_list("pk", "names")
             for name in names.splitlines() if name.strip()]  # fmt: skip
    return marked + names


def _written(one: _Line) -> Mapping[str, Any]:
    published = one.run.published or _day_of(one.report)
    stand = [(claim, fields) for claim in one.claims if (fields := settled(claim)) is not None]
    places = {(claim.run_id, claim.number): place for place, (claim, _) in enumerate(stand)}
    languages = Counter(claim.language for claim in one.claims)
    return {
        "schema": SCHEMA,
        # Says nothing of the report, and the same line is the same wherever it is from.
        "id": hashlib.sha256(one.text.encode("utf-8", "replace")).hexdigest()[:16],
        "language": languages.most_common(1)[0][0],
        "published": published.isoformat(),
        "text": one.text,
        "labels": [_label(claim, fields, one, places) for claim, fields in stand],
        "read": [_read(claim, one) for claim in one.claims],
    }


def _label(
    claim: StatedClaim,
    fields: Mapping[str, Any],
    line: _Line,
    places: Mapping[tuple[int, int], int],
) -> dict[str, Any]:
    is_harm, denied = claim.kind == Kind.HARM, fields["category"] == "denied"
    tails = {name for one in line.claims if one.kind == Kind.SOURCE for name in one.sources[1:]}
    point = fields["place"] or {}
    whole = claim.subset_of
    return {
        **_span(claim, line),
        "kind": claim.kind,
        "value": fields["value"],
        # A total is of no incident.
        "incident": (fields["incident"] or 1) if fields["scope"] == Scope.INCIDENT else 0,
        "scope": fields["scope"],
        "qualifier": fields["qualifier"] or None,
        "low": fields["low"],
        "high": fields["high"],
        "category": (fields["category"] or None) if is_harm and not denied else None,
        "subset_of": places.get((claim.run_id, whole)) if whole is not None else None,
        "first_day": fields["first_day"],
        "last_day": fields["last_day"],
        "grain": claim.grain or None,
        "point": [point["latitude"], point["longitude"]] if point else None,
        "nth": (2 if claim.quote in tails else 1) if claim.kind == Kind.SOURCE else 0,
        "denied": denied,
    }


def _read(claim: StatedClaim, line: _Line) -> dict[str, Any]:
    """Return what the rule had said, and what a person made of it."""
    decision = decision_of(claim)
    plain = ("kind", "value", "scope", "incident", "qualifier", "low", "high", "category", "rule",
             "confidence", "language")  # fmt: skip
    return {
        **_span(claim, line),
        **{name: getattr(claim, name) for name in plain},
        "first_day": claim.first_day.isoformat() if claim.first_day else None,
        "last_day": claim.last_day.isoformat() if claim.last_day else None,
        "reader": claim.run.reader,
        "verdict": decision.verdict if decision else "",
        "changed": sorted(
            name for name, value in as_corrected(claim).items()
            if decision and name in decision.corrected and value != _plain(claim, name)
        ),
    }  # fmt: skip


def _plain(claim: StatedClaim, name: str) -> Any:
    value = getattr(claim, name)
    return value.isoformat() if isinstance(value, date) else value


def _span(claim: StatedClaim, line: _Line) -> dict[str, Any]:
    return {"quote": claim.quote, "start": claim.start - line.start, "end": claim.end - line.start}


def _day_of(report: Report) -> date:
    return (report.published_at or report.received_at).date()
