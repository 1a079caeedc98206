"""Bring in what another reader claims of a report: a run of its own beside the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from answerable.extraction.claims import Claim
from answerable.extraction.text.wording import one_line
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import BadInput
from answerable.node.desk.models import Report
from answerable.node.desk.permissions import Deed, require
from answerable.node.intake import readers
from answerable.node.intake.models import ClaimsRun
from answerable.node.intake.models.claims import BY_HAND
from answerable.node.intake.services.claims import keep_run

# What our own reader and people are called in runs: nobody else may be.
_OURS = ("answerable", BY_HAND)


@transaction.atomic
def bring_in(
    report: Report,
    claims: Sequence[Claim],
    *,
    reader: str,
    published: date | None,
    by: User,
    at: datetime,
) -> ClaimsRun:
    """Keep another reader's claims; those whose words are not in the text are dropped, counted.

    Raises `BadInput` for a reader without a name, or with one that is ours or could be
    taken for it.
    """
    require(by, Deed.REPORT)
    # Without marks that turn the direction: "by hand" can be written backwards.
    name = one_line(reader, 200)
    if not name:
        raise BadInput({"reader": "required"})
    if readers.imitates(name, _OURS):
        raise BadInput({"reader": "not_a_choice"})
    run = keep_run(report, claims, reader=name, published=published, at=at)
    details = {"kept": run.claims.count(), "dropped": run.dropped, "left_out": run.left_out}
    audit.record(by, "claims brought in", "report", report.receipt_number, at=at, details=details)
    return run
