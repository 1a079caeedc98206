"""Keep a claim that a person found in a report's text: its words stand there, as any reader's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.extraction.claims import Kind
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Report
from answerable.node.desk.permissions import Deed, require
from answerable.node.intake.models import ClaimDecision, ClaimsRun, StatedClaim, Verdict
from answerable.node.intake.models.claims import BY_HAND
from answerable.node.intake.services.claims import CORRECTABLE, MOST_CLAIMS, digest_of

LONGEST_QUOTE = 2_000
# Looked for in one go, in a text of millions of characters.
MOST_WORDS = 100


@dataclass(frozen=True)
class Words:
    """Words of a text; `nth` says which, where they stand in it several times."""

    quote: str
    nth: int = 1


def add(
    report: Report,
    kind: Kind,
    words: Words,
    fields: Mapping[str, Any],
    *,
    said_by: str = "",
    by: User,
    at: datetime,
) -> StatedClaim:
    """Add a claim to what people found in this text; it is confirmed by being added.

    Raises `BadInput` where the words do not stand in the text, and `NotPossible` where the text
    is another one than was looked in.
    """
    require(by, Deed.REPORT)
    if not set(fields) <= set(CORRECTABLE):
        raise BadInput({"value": "unknown_code"})
    # Before anything is locked: nobody should wait while a long text is looked through.
    place = _found(report.text, words)
    if place is None:
        raise BadInput({"quote": "words_not_in_text"})
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if locked.text != report.text:
            raise NotPossible("claims_of_another_text")
        return _keep(locked, kind, words, place, fields, said_by, by, at)


def _keep(
    report: Report,
    kind: Kind,
    words: Words,
    place: tuple[int, int],
    fields: Mapping[str, Any],
    said_by: str,
    by: User,
    at: datetime,
) -> StatedClaim:
    run = _run_of(report, at)
    number = run.claims.count()
    if number >= MOST_CLAIMS:
        raise NotPossible("too_many_claims")
    days = [fields[name] for name in ("first_day", "last_day") if fields.get(name)]
    claim = StatedClaim.objects.create(
        run=run, number=number, kind=kind, quote=report.text[slice(*place)],
        start=place[0], end=place[1], rule=BY_HAND, confidence=1.0,
        language=report.language or "und", grain="day" if days else "",
        sources=[said_by[:200]] if said_by.strip() else [], **_columns(kind, words, fields),
    )  # fmt: skip
    ClaimDecision.objects.create(claim=claim, verdict=Verdict.CONFIRMED, by=by, at=at)
    audit.record(by, "claim added by hand", "report", report.receipt_number, at=at)
    return claim


def _run_of(report: Report, at: datetime) -> ClaimsRun:
    run, _new = ClaimsRun.objects.get_or_create(
        {"read_at": at}, report=report, reader=BY_HAND, digest=digest_of(report.text)
    )
    return run


def _columns(kind: Kind, words: Words, fields: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in fields.items() if value is not None}
    if kind is Kind.WHEN and given.get("first_day"):
        given.setdefault("last_day", given["first_day"])
        days = dict.fromkeys(str(given[name]) for name in ("first_day", "last_day"))
        given["value"] = "/".join(days)
    named = (given.get("place") or {}).get("name")
    value = str(given.get("value") or named or " ".join(words.quote.split()))
    return {**given, "value": value[:300]}


def _found(text: str, words: Words) -> tuple[int, int] | None:
    """Return where words stand; a form sends line ends and spaces otherwise than the text."""
    parts = words.quote.split()
    if not 0 < len(parts) <= MOST_WORDS or len(words.quote) > LONGEST_QUOTE:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    for count, found in enumerate(pattern.finditer(text), start=1):
        if count == words.nth:
            return found.span()
    return None
