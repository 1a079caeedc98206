"""Choose cleared drafts for one delivery: of one channel, of one marking, one of each case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import BatchState, DraftState
from answerable.node.desk.errors import BadInput, ChangedMeanwhile
from answerable.node.desk.models import Batch, BatchItem, Draft
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import references
from answerable.node.ledger.models import Channel

MOST = 40


def visible_to(user: User) -> QuerySet[Batch]:
    """Return the batches of which the person may know: of every draft that is in them."""
    hidden = BatchItem.objects.exclude(draft__in=Draft.objects.visible_to(user))
    return Batch.objects.exclude(items__in=hidden)


def may_go_together(user: User) -> list[tuple[Channel, str, list[Draft]]]:
    """Return the cleared drafts that the person sees, by channel and marking."""
    found = (
        Draft.objects.visible_to(user)
        .filter(state=DraftState.CLEARED)
        .exclude(batch_items__batch__state=BatchState.GATHERED)
        .select_related("channel", "channel__theirs", "office")
        .order_by("channel__title", "channel", "pk")
    )
    groups: dict[tuple[int, str], tuple[Channel, str, list[Draft]]] = {}
    for draft in found:
        marking = marking_of(draft)
        key = (draft.channel_id, marking)
        groups.setdefault(key, (draft.channel, marking, []))[2].append(draft)
    return list(groups.values())


def marking_of(draft: Draft) -> str:
    """Return the marking that a cleared draft carries; a few kinds carry none."""
    return str((draft.body or {}).get("marking", ""))


@transaction.atomic
def gather(drafts: Sequence[Draft], *, by: User, at: datetime) -> Batch:
    """Put cleared drafts together for one delivery, in the order given."""
    problem = _problem(drafts)
    if problem:
        raise BadInput({"drafts": problem})
    channel = drafts[0].channel
    deed = Deed.SEND if channel.is_signed else Deed.DELIVER
    for draft in drafts:
        require(by, deed, draft.office)
    batch = Batch.objects.create(
        reference=references.next_batch(at),
        channel=channel,
        marking=marking_of(drafts[0]),
        office=drafts[0].office,
        gathered_by=by,
        gathered_at=at,
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, draft=draft, order=number) for number, draft in enumerate(drafts, 1)
    )
    audit.record(by, "batch gathered", "batch", batch.reference, at=at)
    return batch


@transaction.atomic
def drop(batch: Batch, *, by: User, at: datetime) -> None:
    """Take a batch apart again; its drafts stay as they are."""
    require(by, Deed.SEND if batch.channel.is_signed else Deed.DELIVER, batch.office)
    changed = Batch.objects.filter(pk=batch.pk, state=BatchState.GATHERED).update(
        state=BatchState.DROPPED
    )
    if not changed:
        raise ChangedMeanwhile(batch.reference)
    audit.record(by, "batch taken apart", "batch", batch.reference, at=at)


def _problem(drafts: Sequence[Draft]) -> str:
    """Return why these cannot be one delivery; empty when they can."""
    if len(drafts) < 2:
        return "batch_needs_two"
    if len(drafts) > MOST:
        return "batch_holds_too_many"
    if any(draft.state != DraftState.CLEARED for draft in drafts):
        return "draft_is_not_cleared"
    if len({(draft.channel_id, marking_of(draft)) for draft in drafts}) > 1:
        return "batch_of_one_channel_and_marking"
    if len({draft.thread for draft in drafts}) < len(drafts):
        # What is said second stands on what was said first, which nobody has seen yet.
        return "batch_has_a_case_twice"
    keys = [draft.pk for draft in drafts]
    if BatchItem.objects.filter(draft__in=keys, batch__state=BatchState.GATHERED).exists():
        return "draft_is_in_a_batch"
    return ""
