"""Answer what the other side said out of place: once each, by an `ack rejected` with a code."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from answerable.casework.bodies import Ack, encode_body
from answerable.casework.codes import AckOutcome, Kind, Rejection
from answerable.casework.errors import ActNotPossible
from answerable.casework.thread import Step, check_next
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office
from answerable.node.desk.services import threads
from answerable.node.desk.services.composing.telling import instant
from answerable.node.ledger import services as ledger
from answerable.node.ledger.errors import LedgerError, NoOfficeKey
from answerable.node.ledger.models import Party

log = logging.getLogger(__name__)


def owed(reading: threads.Reading) -> list[Step]:
    """Return the statements of the other side that still wait for their one answer."""
    ours = reading.channel.ours
    if ours is None or not reading.is_signed or not reading.channel.is_open:
        return []
    return list(reading.account.to_reject(ours.code))


def answer(reading: threads.Reading, owing: list[Step], *, at: datetime) -> int:
    """Answer what does not fit by `ack rejected`, once each; return how many were answered."""
    ours = reading.channel.ours
    if ours is None:
        return 0
    return sum(_reject(reading, ours, step, at=at) for step in owing)


def _reject(reading: threads.Reading, ours: Party, step: Step, *, at: datetime) -> bool:
    channel = reading.channel
    body = Ack(outcome=AckOutcome.REJECTED, code=step.rejection or Rejection.MALFORMED)
    refs = (step.entry.ref,)
    try:
        check_next(reading.account, ours.code, body, ts=instant(at), refs=refs)
    except ActNotPossible:
        return False
    for office in Office.objects.order_by("rank", "code"):
        try:
            with transaction.atomic():
                said = ledger.append(
                    channel,
                    Kind.ACK,
                    thread=reading.thread,
                    body=encode_body(body),
                    refs=refs,
                    office_code=office.code,
                    at=instant(at),
                )
        except NoOfficeKey:
            continue
        except LedgerError as exc:
            # We may not sign now. The next projection finds the same debt again.
            log.warning("misplaced statement left unanswered: leaf=%s %s", step.entry.leaf, exc)
            return False
        audit.record(
            None,
            "misplaced statement answered",
            "thread",
            reading.thread,
            at=at,
            details={"leaf": step.entry.leaf, "code": str(body.code), "answer": said.leaf},
        )
        return True
    return False
