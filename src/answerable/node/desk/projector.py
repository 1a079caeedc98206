"""Fold what was said in a thread into the shared rows; the only writer of `Inquiry` and `Message`.

The rows hold nothing that the statements do not say, but for the next step of our ladder: what was
recorded here of steps and calendars has a part in it. Project as often as you like, in any order,
with one worker or several: the same statements give the same rows.
"""

from __future__ import annotations

import logging
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from answerable.casework.codes import Kind
from answerable.node.desk import misplaced, rows
from answerable.node.desk.models import Inquiry, Message, ThreadName
from answerable.node.desk.models import RecordedStatement as Noted
from answerable.node.desk.services import guarding, ladder, references, routing, threads
from answerable.node.desk.services.triage import arrivals
from answerable.node.ledger.models import Channel, Statement

log = logging.getLogger(__name__)

# A peer could send nothing but nonsense: so many of it are answered at a time.
ANSWERED_AT_ONCE = 50


def lock(channel: Channel, thread: str, *, at: datetime) -> ThreadName:
    """Hold the thread for this transaction, so that two deeds in it come one after the other."""
    name = ThreadName.objects.select_for_update().filter(channel=channel, thread=thread).first()
    if name is not None:
        return name
    reading = threads.read(channel, thread)
    wished = reading.account.opening.reference if reading.account.opening is not None else ""
    return name_thread(channel, thread, wished, at=at)


def name_thread(channel: Channel, thread: str, wished: str, *, at: datetime) -> ThreadName:
    """Give a thread the reference under which people here find it, and hold it.

    The reference that the raising side gave it, so that both sides say the same on the telephone;
    one of our own if that is taken here.
    """
    for reference in (wished, ""):
        try:
            with transaction.atomic():
                ThreadName.objects.create(
                    channel=channel,
                    thread=thread,
                    reference=reference or references.next_incoming(at),
                )
            break
        except IntegrityError:
            # Either the reference is taken, or somebody named this thread a moment ago.
            if ThreadName.objects.filter(channel=channel, thread=thread).exists():
                break
    return ThreadName.objects.select_for_update().get(channel=channel, thread=thread)


def project(channel: Channel, thread: str, *, at: datetime, answer: bool = True) -> Inquiry | None:
    """Fold a thread into its rows; return None for a thread in which nothing was said.

    With `answer`, statements of the other side that do not fit are each answered once by an
    `ack rejected`, as far as we may sign now; what is left is answered at the next projection.
    Either way people are told of what is new: the next projection finds nothing new any more.
    """
    return _project(channel, thread, at=at, answer=answer)[0]


def take_turn(channel: Channel, thread: str, *, at: datetime) -> bool:
    """Fold a thread into its rows; tell whether another turn would answer more of what is owed.

    There may be more than are answered at a time. Where none was answered, we may not sign now.
    """
    fold = read_free(channel, thread)
    if fold is not None and write_free(fold, at=at):
        return False
    return _project(channel, thread, at=at, answer=True)[1]


@dataclass(frozen=True)
class Fold:
    """A thread that was read without holding it, and what its rows lack."""

    name: ThreadName
    inquiry: Inquiry
    fields: dict[str, Any]
    outdated: list[Message]
    missing: list[Message]


def read_free(channel: Channel, thread: str) -> Fold | None:
    """Read and replay a thread without holding it; None where folding it needs the hold.

    Reading takes long, and on SQLite whoever holds a thread keeps all other writers waiting: the
    receipts too. A thread without rows, or to which we owe an answer, needs the hold.
    """
    name = ThreadName.objects.filter(channel=channel, thread=thread).first()
    inquiry = Inquiry.objects.filter(channel=channel, thread=thread).first()
    if name is None or inquiry is None:
        return None
    reading = threads.read(channel, thread)
    if not (reading.spoken or reading.beside) or misplaced.owed(reading):
        return None
    fields = _fields(reading, name)
    changed = {key: value for key, value in fields.items() if getattr(inquiry, key) != value}
    return Fold(name, inquiry, changed, *_difference(inquiry, rows.message_rows(inquiry, reading)))


def write_free(fold: Fold, *, at: datetime) -> bool:
    """Write what was read; False, and nothing is written, where somebody wrote since.

    Who says or erases something writes the rows in the same transaction, and so moves the
    version. What the other side says, or a receipt, has put down a job that will read it.
    """
    if not (fold.fields or fold.outdated or fold.missing):
        return True
    with transaction.atomic():
        seen = ThreadName.objects.filter(pk=fold.name.pk, version=fold.name.version)
        if not seen.update(version=fold.name.version + 1):
            return False
        if fold.fields:
            Inquiry.objects.filter(pk=fold.inquiry.pk).update(**fold.fields)
        _replace(fold.outdated, fold.missing)
        _tell(fold.inquiry, fold.missing, known=_leaves(fold.outdated), at=at)
    return True


@transaction.atomic
def _project(
    channel: Channel, thread: str, *, at: datetime, answer: bool, before: Set[str] | None = None
) -> tuple[Inquiry | None, bool]:
    """Fold a thread while holding it. `before` names the messages that had rows: no news."""
    name = lock(channel, thread, at=at)
    reading = threads.read(channel, thread)
    owed = misplaced.owed(reading) if answer else []
    answered = misplaced.answer(reading, owed[:ANSWERED_AT_ONCE], at=at)
    is_more_owed = 0 < answered < len(owed)
    if answered:
        reading = threads.read(channel, thread)
    if not reading.spoken and not reading.beside:
        return None, is_more_owed
    ThreadName.objects.filter(pk=name.pk).update(version=F("version") + 1)
    inquiry, is_new = Inquiry.objects.update_or_create(
        channel=channel, thread=thread, defaults=_fields(reading, name)
    )
    outdated, missing = _difference(inquiry, rows.message_rows(inquiry, reading))
    _replace(outdated, missing)
    if is_new and before is None and inquiry.is_theirs:
        routing.take_in(inquiry, at=at)
    _tell(inquiry, missing, known=_leaves(outdated) | (before or set()), at=at)
    return inquiry, is_more_owed


def all_threads(channel: Channel) -> list[str]:
    """Return every thread of a channel in which something was said or noted."""
    signed = Statement.objects.filter(log__channel=channel).values_list("thread", flat=True)
    noted = Noted.objects.filter(channel=channel).values_list("thread", flat=True)
    return sorted({*signed.distinct(), *noted.distinct()} - {""})


@transaction.atomic
def rebuild(*, at: datetime) -> int:
    """Drop the shared rows and fold them anew from what was said; return how many there are.

    What had a row is known to people. What had none has come a moment ago: its job will find its
    row there, so people are told of it here.
    """
    before = _rows_of_threads()
    Inquiry.objects.all().delete()
    count = 0
    for channel in Channel.objects.order_by("pk"):
        for thread in all_threads(channel):
            had = before.pop((channel.pk, thread), None)
            inquiry, _ = _project(channel, thread, at=at, answer=False, before=had)
            count += inquiry is not None
    log.info("shared rows rebuilt: inquiries=%d", count)
    return count


def _rows_of_threads() -> dict[tuple[int, str], set[str]]:
    """Return the keys of the messages that have rows, for each thread that has any."""
    found: dict[tuple[int, str], set[str]] = {}
    said = (
        Message.objects.order_by()
        .select_related("inquiry")
        .only("leaf", "inquiry__channel", "inquiry__thread")
    )
    for one in said.iterator():
        found.setdefault((one.inquiry.channel_id, one.inquiry.thread), set()).add(one.leaf)
    return found


def _difference(inquiry: Inquiry, wanted: list[Message]) -> tuple[list[Message], list[Message]]:
    """Return the rows that have to go, and those that come: all from the first that differs."""
    present = list(inquiry.messages.order_by("order"))
    kept = 0
    while kept < min(len(present), len(wanted)) and _key(present[kept]) == _key(wanted[kept]):
        kept += 1
    return present[kept:], wanted[kept:]


def _replace(outdated: list[Message], missing: list[Message]) -> None:
    """Write the difference."""
    # Nothing refers to these rows.
    if outdated:
        Message.objects.filter(pk__in=[one.pk for one in outdated]).delete()
    Message.objects.bulk_create(missing)


def _leaves(messages: list[Message]) -> set[str]:
    return {one.leaf for one in messages}


def _tell(inquiry: Inquiry, written: list[Message], *, known: Set[str], at: datetime) -> None:
    """Put what is new before the people whose it is, and have sources told of an answer.

    `known` names messages that had rows, here or where they stood before they were said again.
    """
    unknown = [one for one in written if one.leaf not in known]
    new = arrivals.leave_out_said_again(inquiry.channel, unknown, known)
    arrivals.take_in(inquiry, new, at=at)
    if any(one.kind == Kind.RESPONSE and not one.ours for one in new):
        receipts = guarding.reports_of_thread(inquiry.channel, inquiry.thread)
        guarding.tell_sources(receipts, "answered", inquiry.thread, at=at)


def _fields(reading: threads.Reading, name: ThreadName) -> dict[str, Any]:
    return {**rows.inquiry_fields(reading, name.reference), **ladder.step_fields(reading)}


def _key(message: Message) -> tuple[object, ...]:
    return tuple(
        getattr(message, field.attname)
        for field in Message._meta.concrete_fields
        if field.attname not in ("id", "inquiry_id")
    )
