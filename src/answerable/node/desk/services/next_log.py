"""Let our private rows follow a message into its party's next log, where it was said again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from answerable.casework.codes import Kind
from answerable.node.desk.codes import OPEN_STATES
from answerable.node.desk.models import (
    Arrival,
    Draft,
    DraftCopy,
    ExportClearance,
    FollowStep,
    Review,
    Translation,
    TriageDecision,
)
from answerable.node.desk.services import evidence
from answerable.node.ledger import projecting
from answerable.node.ledger.models import Channel

# The columns that name a message by its leaf, and follow it.
FOLLOWING: tuple[tuple[Any, str], ...] = (
    (Draft, "sent_leaf"),
    (Draft, "follows"),
    (Review, "response_leaf"),
    (Translation, "leaf"),
    (ExportClearance, "leaf"),
    (FollowStep, "leaf"),
    (Arrival, "leaf"),
)

log = logging.getLogger(__name__)


@transaction.atomic
def follow(channel: Channel, leaves: Mapping[str, str], *, at: datetime) -> None:
    """Let what names a message by its old leaf name it by the new one.

    The next steps of cases with steps of the ladder are reckoned anew, as they were lost meanwhile.
    """
    steps = FollowStep.objects.filter(channel=channel, leaf__in=leaves)
    threads = set(steps.order_by().values_list("thread", flat=True))
    for old, new in leaves.items():
        evidence.bind_anew(channel, old, new)
        _join_arrivals(channel, old, new)
        for model, column in FOLLOWING:
            _rename(model, column, channel, old, new)
    _aim_corrections(channel, leaves)
    projecting.project(channel, threads, at=at)


def _rename(model: Any, column: str, channel: Channel, old: str, new: str) -> None:
    rows = model.objects.filter(channel=channel, **{column: old})
    for key in list(rows.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                model.objects.filter(pk=key).update(**{column: new})
        except IntegrityError:
            # Somebody did the same about the message in its new place, and that counts.
            log.warning("a row stays with the old leaf: table=%s id=%s", model.__name__, key)


def _aim_corrections(channel: Channel, leaves: Mapping[str, str]) -> None:
    """Let drafts of corrections that are still open mean the statement where it stands now.

    The digest that was cleared does not hold where a statement stands, so clearances stay good.
    """
    found = Draft.objects.filter(channel=channel, kind=Kind.CORRECT, state__in=OPEN_STATES)
    for draft in found.select_for_update():
        refs = [leaves.get(leaf, leaf) for leaf in draft.refs]
        Draft.objects.filter(pk=draft.pk).update(refs=refs, choice=_aimed(draft.choice, leaves))
        for copy in draft.copies.all():
            DraftCopy.objects.filter(pk=copy.pk).update(choice=_aimed(copy.choice, leaves))


def _aimed(choice: dict[str, Any], leaves: Mapping[str, str]) -> dict[str, Any]:
    of = str(choice.get("of", ""))
    return {**choice, "of": leaves[of]} if of in leaves else choice


def _join_arrivals(channel: Channel, old: str, new: str) -> None:
    """Drop the row that was made under the new leaf: its message has one, with its history.

    What somebody decided under the new leaf is kept, and stands.
    """
    was = Arrival.objects.filter(channel=channel, leaf=old).first()
    again = Arrival.objects.select_for_update().filter(channel=channel, leaf=new).first()
    if was is None or again is None:
        return
    if TriageDecision.objects.filter(arrival=again).update(arrival=was):
        Arrival.objects.filter(pk=was.pk).update(
            assignee=again.assignee_id,
            snoozed_until=again.snoozed_until,
            done_at=again.done_at,
            done_by=again.done_by_id,
        )
    again.delete()
