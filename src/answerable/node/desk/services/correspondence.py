"""Say what needs no clearance: acknowledge, interim, later dates, pauses, close, take back.

Each works on a signed channel and on paper alike. `seen` is the inquiry's `tip` that the person
had in front of them; when two people act at once, one wins and the other gets `ChangedMeanwhile`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from answerable.casework import bodies
from answerable.casework.codes import (
    AckOutcome,
    CloseReason,
    ExtensionReason,
    ExtensionStep,
    InterimCode,
    Kind,
    PauseReason,
    ReopenReason,
    ResumeReason,
    WithdrawReason,
)
from answerable.casework.errors import BadWords
from answerable.casework.text import tidy
from answerable.casework.thread import Ref
from answerable.casework.words import Words, encode_words
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Inquiry
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import guarding, pen, threads
from answerable.node.desk.services.calendars import terms_of
from answerable.node.desk.services.composing.telling import instant
from answerable.node.desk.services.pen import Speech


@transaction.atomic
def acknowledge(
    inquiry: Inquiry, *, seen: str | None = None, by: User, office: Office, at: datetime
) -> Inquiry:
    """Confirm, as a person, every statement of the other side that still waits for it."""
    require(by, Deed.CORRESPOND, office)
    ours = inquiry.channel.ours
    reading = threads.read(inquiry.channel, inquiry.thread)
    waiting = reading.account.to_acknowledge(ours.code) if ours is not None else ()
    if not waiting:
        raise NotPossible("nothing_to_acknowledge")
    arrived = threads.deliveries(reading)
    tip: str | None = seen if seen is not None else inquiry.tip
    moved = inquiry
    for step in waiting:
        entry = step.entry
        body = bodies.Ack(
            outcome=AckOutcome.RECEIVED,
            # Our own node's countersignature, which starts the clock.
            delivered_at=instant(arrived.get(entry.leaf, entry.ts or at)),
        )
        speech = Speech(body, refs=(entry.ref,))
        _leaf, moved = pen.speak(
            inquiry.channel, inquiry.thread, speech, by=by, office=office, at=at, tip=tip
        )
        # What follows stands on our own words of a moment ago.
        tip = moved.tip
    _trail(moved, "acknowledged", by, at)
    return moved


@transaction.atomic
def send_interim(
    inquiry: Inquiry,
    code: str,
    *,
    next_update_by: datetime | None = None,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Say that we are at work, and nothing of substance."""
    if next_update_by is not None and next_update_by <= at:
        raise BadInput({"next_update_by": "due_is_past"})
    body = bodies.Interim(
        code=InterimCode(code),
        next_update_by=None if next_update_by is None else instant(next_update_by),
    )
    return _say(inquiry, body, "interim sent", text=text, seen=seen, by=by, office=office, at=at)


@transaction.atomic
def ask_extension(
    inquiry: Inquiry,
    *,
    until: datetime,
    reason: str,
    questions: Sequence[str] = (),
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Ask for a later date, for some questions or for all that are open."""
    if until <= at:
        raise BadInput({"until": "due_is_past"})
    body = bodies.Extension(
        step=ExtensionStep.ASKED,
        until=instant(until),
        reason=ExtensionReason(reason),
        questions=tuple(questions),
    )
    return _say(
        inquiry, body, "later date asked", text=text, seen=seen, by=by, office=office, at=at
    )


@transaction.atomic
def agree_extension(
    inquiry: Inquiry, *, seen: str | None = None, by: User, office: Office, at: datetime
) -> Inquiry:
    """Agree to the later date that was asked for; from now on it is agreed by both."""
    ref, until = _extension(inquiry)
    body = bodies.Extension(step=ExtensionStep.AGREED, until=until)
    return _say(
        inquiry, body, "later date agreed", refs=(ref,), seen=seen, by=by, office=office, at=at
    )


@transaction.atomic
def decline_extension(
    inquiry: Inquiry,
    *,
    reason: str,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Decline the later date; the date that was set stands."""
    ref, _until = _extension(inquiry)
    body = bodies.Extension(step=ExtensionStep.DECLINED, reason=ExtensionReason(reason))
    return _say(
        inquiry,
        body,
        "later date declined",
        text=text,
        refs=(ref,),
        seen=seen,
        by=by,
        office=office,
        at=at,
    )


@transaction.atomic
def pause(
    inquiry: Inquiry,
    *,
    reason: str,
    until: datetime,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Pause the clocks, with a reason and a cap after which they run again by themselves."""
    if until - at > timedelta(days=terms_of(inquiry.channel).pause_cap_days):
        raise BadInput({"until": "pause_is_too_long"})
    body = bodies.Suspend(reason=PauseReason(reason), until=instant(until))
    return _say(inquiry, body, "clocks paused", text=text, seen=seen, by=by, office=office, at=at)


@transaction.atomic
def resume(
    inquiry: Inquiry,
    *,
    reason: str,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Let the clocks run again before the cap."""
    body = bodies.Resume(reason=ResumeReason(reason))
    return _say(inquiry, body, "clocks resumed", text=text, seen=seen, by=by, office=office, at=at)


@transaction.atomic
def close(
    inquiry: Inquiry,
    *,
    reason: str,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Close for our own side; it may stay open for the other."""
    body = bodies.Close(reason=CloseReason(reason))
    closed = _say(
        inquiry, body, "inquiry closed", text=text, seen=seen, by=by, office=office, at=at
    )
    guarding.tell_sources(
        guarding.reports_of_thread(closed.channel, closed.thread), "closed", closed.thread, at=at
    )
    return closed


@transaction.atomic
def reopen(
    inquiry: Inquiry,
    *,
    reason: str,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Open again for our own side what we had closed."""
    body = bodies.Reopen(reason=ReopenReason(reason))
    return _say(
        inquiry, body, "inquiry reopened", text=text, seen=seen, by=by, office=office, at=at
    )


@transaction.atomic
def withdraw(
    inquiry: Inquiry,
    *,
    reason: str,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Take back our own inquiry as a whole; what was said stays in the record."""
    return withdraw_statement(
        inquiry,
        inquiry.raised_leaf,
        reason=reason,
        text=text,
        seen=seen,
        by=by,
        office=office,
        at=at,
    )


@transaction.atomic
def withdraw_statement(
    inquiry: Inquiry,
    leaf: str,
    *,
    reason: str,
    text: str = "",
    seen: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Take back one statement of our own; what was said stays in the record."""
    ref = threads.read(inquiry.channel, inquiry.thread).ref(leaf)
    if ref is None:
        raise BadInput({"leaf": "unknown_code"})
    body = bodies.Withdraw(reason=WithdrawReason(reason))
    return _say(
        inquiry,
        body,
        "statement withdrawn",
        text=text,
        refs=(ref,),
        seen=seen,
        by=by,
        office=office,
        at=at,
    )


def _say(
    inquiry: Inquiry,
    body: bodies.Body,
    verb: str,
    *,
    text: str = "",
    refs: Sequence[Ref] = (),
    seen: str | None,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    require(by, Deed.CORRESPOND, office)
    speech = Speech(body, words=_note_words(inquiry, body, text), refs=refs)
    _leaf, moved = pen.speak(
        inquiry.channel,
        inquiry.thread,
        speech,
        by=by,
        office=office,
        at=at,
        tip=seen if seen is not None else inquiry.tip,
    )
    _trail(moved, verb, by, at)
    return moved


def _note_words(inquiry: Inquiry, body: bodies.Body, text: str) -> Words | None:
    """Return the words that go along, if any were typed."""
    note = tidy(text)
    if not note:
        return None
    kind: Kind = bodies.kind_of(body)
    words = Words(kind=kind, language=inquiry.language or "en", notes=note)
    try:
        encode_words(words)
    except BadWords as exc:
        raise BadInput({"text": exc.code}) from exc
    return words


def _extension(inquiry: Inquiry) -> tuple[Ref, datetime]:
    reading = threads.read(inquiry.channel, inquiry.thread)
    asked = reading.account.extension
    ref = reading.ref(asked.leaf) if asked is not None else None
    if asked is None or ref is None:
        raise NotPossible("no_later_date_asked")
    return ref, asked.until


def _trail(inquiry: Inquiry, verb: str, by: User, at: datetime) -> None:
    audit.record(by, verb, "inquiry", inquiry.reference, at=at)
