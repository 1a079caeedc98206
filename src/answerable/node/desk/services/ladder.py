"""Read the ladder of a case: what our side has to take next. Reading only: no deed, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answerable.casework.codes import LadderAction, Side
from answerable.casework.following import Round, Rung, current_round
from answerable.node.desk.models import FollowStep
from answerable.node.desk.services import calendars, threads
from answerable.node.desk.services.threads import Reading

# Steps that a message of ours takes; the others are for people.
WRITTEN = frozenset({LadderAction.FIRST_REMINDER, LadderAction.RAISED_LEVEL, LadderAction.LEVEL_UP})
RAISES_LEVEL = frozenset({LadderAction.RAISED_LEVEL, LadderAction.LEVEL_UP})
NONE: dict[str, Any] = {"step_action": "", "step_at": None, "step_due": None}


@dataclass(frozen=True)
class Climb:
    """The round of asking that runs in a case, and what was done in it."""

    round: Round
    done: dict[tuple[str, int], FollowStep]

    @property
    def next(self) -> Rung | None:
        """Return the step that comes next."""
        return self.round.next(self.done)

    @property
    def left(self) -> tuple[Rung, ...]:
        """Return the steps that can still be taken or passed over."""
        return self.round.left(self.done)

    @property
    def lines(self) -> list[tuple[Rung, FollowStep | None, bool]]:
        """Return every step with what was recorded of it, and whether it is behind us."""
        left = {(rung.action, rung.number) for rung in self.left}
        return [
            (
                rung,
                self.done.get((rung.action.value, rung.number)),
                (rung.action, rung.number) not in left,
            )
            for rung in self.round.rungs
        ]


def climb(reading: Reading) -> Climb | None:
    """Return where our side stands on the ladder; None where we asked nothing that is owed."""
    if reading.our_side is not Side.RAISING:
        return None
    terms, delivered = calendars.terms_of(reading.channel), threads.deliveries(reading)
    if current_round(reading.account, terms, delivered) is None:
        return None
    counts = calendars.counting(reading.channel, terms)
    found = current_round(reading.account, terms, delivered, counts)
    if found is None:
        return None
    rows = FollowStep.objects.filter(
        channel=reading.channel, thread=reading.thread, leaf=found.leaf
    ).select_related("by")
    return Climb(found, {(row.action, row.number): row for row in rows})


def step_fields(reading: Reading) -> dict[str, Any]:
    """Return the columns of the inquiry's row that say which step is next."""
    found = climb(reading)
    rung = found.next if found is not None else None
    if rung is None:
        return NONE
    return {"step_action": rung.action.value, "step_at": rung.at, "step_due": rung.due}
