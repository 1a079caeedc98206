"""Decide whether an operation near an incident was the one asked about, with the reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.examining_codes import Verdict
from answerable.node.desk.models import Investigation, Operation, OperationsLog, OperationVerdict
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.operations.files import require_of


@transaction.atomic
def decide(
    investigation: Investigation,
    operation: Operation,
    verdict: str,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> OperationVerdict:
    """Record the decision; an earlier one stays. The trail has no key of the operation."""
    require(by, Deed.INVESTIGATE, investigation.office)
    require_of(operation.log, by)
    if investigation.closed_at is not None:
        raise NotPossible("investigation_is_closed")
    if not reason.strip():
        raise BadInput({"reason": "required"})
    row = OperationVerdict.objects.create(
        investigation=investigation,
        operation=operation,
        verdict=Verdict(verdict),
        reason=reason.strip(),
        by=by,
        at=at,
    )
    audit.record(
        by,
        "operation decided on",
        "investigation",
        str(investigation.pk),
        at=at,
    )
    return row


def newest(investigation: Investigation, user: User) -> dict[int, OperationVerdict]:
    """Return the decision that counts for each operation, of logs that the person may see."""
    rows = investigation.verdicts.filter(operation__log__in=OperationsLog.visible_to(user))
    return {row.operation_id: row for row in rows.select_related("by", "operation")}
