"""Answer a technical statement that does not fit by one `ack rejected`, and never an `ack`."""

import logging
from datetime import datetime

from django.db import transaction

from answerable.casework.bodies import Ack, encode_body
from answerable.casework.codes import AckOutcome, Kind, Rejection
from answerable.casework.thread import Ref
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office
from answerable.node.ledger.appending import Appended, append
from answerable.node.ledger.errors import LedgerError, NoOfficeKey
from answerable.node.ledger.models import Channel, Statement
from answerable.protocol import envelope

log = logging.getLogger(__name__)


def answered(channel: Channel) -> set[str]:
    """Return the leaves of technical statements that we answered by a rejection."""
    rows = Statement.objects.filter(
        log__channel=channel, log__is_ours=True, thread="", kind=Kind.ACK
    ).select_related("entry")
    said = (envelope.open_entry(bytes(row.entry.data)).statement for row in rows)
    return {ref.leaf for each in said for ref in each.refs}


@transaction.atomic
def reject(channel: Channel, ref: Ref, code: Rejection, *, at: datetime) -> Appended | None:
    """Sign the rejection in the name of the first office that can; None if we may not sign now."""
    body = encode_body(Ack(outcome=AckOutcome.REJECTED, code=code))
    said = by_some_office(channel, Kind.ACK, body, ref, at=at)
    if said is not None:
        audit.record(
            None,
            "misplaced statement answered",
            "channel",
            channel.slug,
            at=at,
            details={"leaf": ref.leaf, "code": code.value, "answer": said.leaf},
        )
    return said


def by_some_office(
    channel: Channel, kind: str, body: dict[str, object], ref: Ref, *, at: datetime
) -> Appended | None:
    """Sign what the node itself has to say, as the highest office that has a key."""
    for office in Office.objects.order_by("rank", "code"):
        try:
            with transaction.atomic():
                return append(
                    channel,
                    kind,
                    thread=None,
                    body=body,
                    refs=[ref],
                    office_code=office.code,
                    at=at,
                )
        except NoOfficeKey:
            continue
        except LedgerError as exc:
            # We may not sign now. The next round finds the same debt again.
            log.warning("technical statement left unanswered: leaf=%s %s", ref.leaf, exc.code)
            return None
    return None
