"""Say how a case stands on this node, in the words of the scenario's `expect`."""

from __future__ import annotations

from datetime import datetime

from answerable.casework.codes import ClockStatus, Side, State
from answerable.node.desk.codes import DraftState, IncidentStatus
from answerable.node.desk.models import Inquiry
from answerable.node.desk.services import inquiries
from examples.demo.inside.place import Place


def standing_of(about: Inquiry, now: datetime) -> list[str]:
    """Return every word that fits the inquiry now."""
    reading = inquiries.reading_of(about)
    account = reading.account
    clocks = inquiries.clocks(about, now, reading)
    sent = [one for one in reading.spoken if one.ours and one.message is not None]
    facts = {
        "raised": account.state is State.RAISED,
        "self_reported": account.state is State.SELF_REPORTED,
        "examining": account.state is State.EXAMINING,
        "partly_answered": account.state is State.PARTLY_ANSWERED,
        "answered": account.state is State.ANSWERED,
        "followed_up": account.state is State.FOLLOWED_UP,
        "reopened": bool(account.reopenings),
        "running": clocks.reply.status is ClockStatus.RUNNING,
        "due_today": clocks.reply.status is ClockStatus.DUE_TODAY,
        "overdue": clocks.reply.status is ClockStatus.OVERDUE,
        "paused": clocks.reply.status is ClockStatus.PAUSED,
        "due_agreed": clocks.reply.is_agreed,
        "waiting_on_asked": Side.ASKED in account.waiting_on,
        "waiting_on_raising": account.waiting_on == {Side.RAISING},
        "waiting_for_information": bool(account.open_requests(Side.ASKED)),
        "closed_by_raising": account.is_closed_for(Side.RAISING),
        "closed_by_asked": account.is_closed_for(Side.ASKED),
        "out_of_sequence": bool(account.misplaced),
        "receipt_not_acknowledged": clocks.receipt.status is ClockStatus.OVERDUE,
        "undelivered": any(one.message and one.message.receipt is None for one in sent),
        "second_hand": about.second_hand,
    }
    return sorted(name for name, holds in facts.items() if holds)


def shared_account(about: Inquiry) -> dict[str, object]:
    """Return what both nodes must show alike: the account that the statements come to."""
    account = inquiries.thread_of(about)
    return {
        "state": account.state,
        "statements": [step.entry.leaf for step in account.steps],
        "misplaced": [step.rejection for step in account.misplaced],
        "closed_for": sorted(account.closed_for),
        "waiting_on": sorted(account.waiting_on),
        "questions": [
            [one.id, one.is_open, one.due.isoformat(), one.due_agreed] for one in account.questions
        ],
        "positions": [[said.value.incident, said.value.position] for said in account.positions],
    }


def private_standing(place: Place, key: str) -> list[str]:
    """Return the words that fit a case of which nothing has left."""
    words = []
    incident = place.incidents.get(key)
    if incident is not None:
        incident.refresh_from_db()
        if incident.status == IncidentStatus.NOT_PURSUED:
            words.append("not_pursued")
    draft = place.drafts.get(key)
    if draft is not None and draft.state == DraftState.AWAITING_CLEARANCE:
        words.append("draft_awaiting_clearance")
    if draft is not None and draft.state == DraftState.CLEARED:
        words.append("draft_cleared")
    return words
