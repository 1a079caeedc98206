"""Acts about the exchange itself: later dates, pauses, closing, taking back, correcting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from answerable.casework.bodies import (
    Attach,
    Close,
    Correct,
    Extension,
    Reopen,
    Resume,
    Suspend,
    Withdraw,
)
from answerable.casework.codes import (
    ExtensionReason,
    ExtensionStep,
    Kind,
    PauseReason,
    Rejection,
    Side,
)
from answerable.casework.errors import ActNotPossible
from answerable.casework.moves import LIVE
from answerable.casework.terms import PAUSE_CAP_DAYS
from answerable.casework.thread.account import Step
from answerable.casework.thread.acts import check_findings, need, note_findings, target_of
from answerable.casework.thread.entries import Entry
from answerable.casework.thread.rows import ExtensionAsked, Pause, Said
from answerable.casework.thread.working import Working

# Whose words, and in part whose codes, may be corrected; and what may be taken back.
CORRECTED = frozenset(
    {
        Kind.RAISE,
        Kind.SELF_REPORT,
        Kind.FOLLOW_UP,
        Kind.RESPONSE,
        Kind.INFORMATION_REQUEST,
        Kind.INFORMATION,
    }
)
# Who took positions may correct them, and who told of incidents their facts.
_FOUND = (Kind.RESPONSE, Kind.SELF_REPORT)
_TOLD = (Kind.RAISE, Kind.SELF_REPORT)
TAKEN_BACK = CORRECTED | {Kind.INTERIM, Kind.EXTENSION, Kind.ATTACH}
# What a file can go with: what says something of substance.
CARRYING = frozenset(
    {
        Kind.RAISE,
        Kind.SELF_REPORT,
        Kind.FOLLOW_UP,
        Kind.RESPONSE,
        Kind.INFORMATION,
        Kind.CORRECT,
    }
)


def extend(work: Working, entry: Entry, ts: datetime, body: Extension, side: Side) -> None:
    """Ask for a later date, or decide on it: only the date that both named counts."""
    if body.until is not None and body.until <= ts:
        raise ActNotPossible(Rejection.BAD_TIME)
    if body.step is ExtensionStep.ASKED:
        _ask_extension(work, entry, ts, body)
        return
    target = target_of(work, entry)
    number = pending_extension(work)
    if number is None or work.extensions[number].leaf != target.entry.leaf:
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    asked = work.extensions[number]
    if body.until is not None:
        if body.until != asked.until:
            raise ActNotPossible(Rejection.DIFFERS_FROM_ASKED)
        for question_id in asked.questions or work.lines:
            if work.question(question_id).is_open:
                work.lines[question_id].set_date(entry.leaf, ts, asked.until)
        if not asked.questions:
            work.reply_dues.append(Said(entry.leaf, ts, asked.until))
    work.extensions[number] = replace(
        asked, decision=body.step, decided_at=ts, decided_in=entry.leaf
    )


def pending_extension(work: Working) -> int | None:
    """Return the place of the extension that waits for a decision."""
    for number, asked in enumerate(work.extensions):
        if asked.decision is None and asked.leaf not in work.withdrawn:
            return number
    return None


def _ask_extension(work: Working, entry: Entry, ts: datetime, body: Extension) -> None:
    need(work.lines, body.questions, Rejection.UNKNOWN_QUESTION)
    if pending_extension(work) is not None:
        raise ActNotPossible(Rejection.DUPLICATE)
    # The schema of `asked` has a date and a reason.
    until, reason = cast(datetime, body.until), cast(ExtensionReason, body.reason)
    work.extensions.append(ExtensionAsked(entry.leaf, ts, until, reason, body.questions))


def own_target(work: Working, entry: Entry, kinds: frozenset[Kind] = TAKEN_BACK) -> Step:
    """Return the own, counting statement that a withdrawal or correction is about."""
    target = target_of(work, entry)
    if target.entry.party != entry.party:
        raise ActNotPossible(Rejection.NOT_YOURS)
    if target.rejection is not None or target.entry.kind not in kinds:
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    if target.entry.leaf in work.withdrawn:
        raise ActNotPossible(Rejection.DUPLICATE)
    return target


def suspend(work: Working, entry: Entry, ts: datetime, body: Suspend, side: Side) -> None:
    """Pause the clocks of the questions, for a reason that holds and up to a cap."""
    if body.until <= ts:
        raise ActNotPossible(Rejection.BAD_TIME)
    cap = PAUSE_CAP_DAYS if work.terms is None else work.terms.pause_cap_days
    if body.until - ts > timedelta(days=cap):
        raise ActNotPossible(Rejection.TOO_LONG)
    waits = body.reason is PauseReason.INFORMATION_OUTSTANDING
    if waits and not work.open_requests(side):
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    work.pauses.append(Pause(side, body.reason, entry.leaf, ts, body.until))


def resume(work: Working, entry: Entry, ts: datetime, body: Resume, side: Side) -> None:
    """End one's own pauses before their cap."""
    running = [n for n, pause in enumerate(work.pauses) if pause.side is side and pause.end > ts]
    if not running:
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    for number in running:
        work.end_pause(number, ts)


def close(work: Working, entry: Entry, ts: datetime, body: Close, side: Side) -> None:
    """Close for one's own side."""
    work.closed_for.add(side)
    work.closings.append((side, Said(entry.leaf, ts, body)))


def reopen(work: Working, entry: Entry, ts: datetime, body: Reopen, side: Side) -> None:
    """Open again for one's own side; what was withdrawn stays withdrawn."""
    if work.state not in LIVE:
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    work.closed_for.remove(side)
    work.reopenings.append((side, Said(entry.leaf, ts, body)))


def withdraw(work: Working, entry: Entry, ts: datetime, body: Withdraw, side: Side) -> None:
    """Take back a statement of one's own. It stays in the record and is shown as taken back."""
    target = own_target(work, entry)
    pending = pending_extension(work)
    if target.entry.kind == Kind.EXTENSION and (
        pending is None or work.extensions[pending].leaf != target.entry.leaf
    ):
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    work.withdrawn.add(target.entry.leaf)


def attach(work: Working, entry: Entry, ts: datetime, body: Attach, side: Side) -> None:
    """Give a file with a statement of one's own that counts and was not taken back."""
    target = own_target(work, entry, CARRYING)
    work.attached[entry.leaf] = target.entry.leaf


def correct(work: Working, entry: Entry, ts: datetime, body: Correct, side: Side) -> None:
    """Correct a statement of one's own: what it lists replaces what was said of the same ids."""
    target = own_target(work, entry, CORRECTED)
    findings = bool(body.answers or body.positions or body.figures)
    if (findings and target.entry.kind not in _FOUND) or (
        body.incidents and target.entry.kind not in _TOLD
    ):
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    need(work.incidents, (row.id for row in body.incidents), Rejection.UNKNOWN_INCIDENT)
    named = [row.incident for row in body.positions] + [row.incident for row in body.figures]
    check_findings(work, body.answers, named)
    work.corrected[entry.leaf] = target.entry.leaf
    work.corrections.append((side, Said(entry.leaf, ts, body)))
    for incident in body.incidents:
        work.incidents[incident.id].append(Said(entry.leaf, ts, incident))
    note_findings(work, entry, ts, body)
