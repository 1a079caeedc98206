"""Let what people decided of a report's claims stand where the report is read again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from answerable.node.intake.models import ClaimDecision, ClaimsRun, StatedClaim, Verdict
from answerable.node.intake.models.claims import BY_HAND

_BATCH = 500

Pair = tuple[StatedClaim, StatedClaim]


def let_stand_again(run: ClaimsRun, before: ClaimsRun) -> None:
    """Let what people decided of the reading before stand where this one has the very same claim.

    Each decision keeps who made it and when. What was opened from an incident stays known, so that
    it is not opened a second time, also where this reading gives the incident another number.
    """
    pairs = list(_alike(before, run))
    became = _Numbers(pairs, run)
    again = [
        ClaimDecision(claim=now, verdict=had.verdict, corrected=became.of(had, was, now),
                      by=had.by, at=had.at)
        for was, now in pairs if (had := _to_carry(was, now))
    ]  # fmt: skip
    # What people added to the text goes with the incident for which they added it.
    again += _moved(run, became)
    ClaimDecision.objects.bulk_create(again, batch_size=_BATCH)
    still = {one.corrected.get("incident", one.claim.incident) for one in again}
    opened: dict[str, Any] = {}
    for number, made in before.taken.items():
        # A total in the tolls is known by its words, from whichever run.
        if number.isdecimal() and (now := became.number(int(number))) in still | became.shared:
            opened.setdefault(str(now), made)
    run.taken = {**run.taken, **opened}
    run.save(update_fields=["taken"])


def _moved(run: ClaimsRun, became: _Numbers) -> Iterator[ClaimDecision]:
    added = StatedClaim.objects.filter(
        run__report=run.report, run__reader=BY_HAND, run__digest=run.digest
    )
    for one in added.prefetch_related("decisions"):
        had = _last(one.decisions.all())
        given = had.corrected.get("incident", one.incident) if had else None
        now = became.number(given) if given is not None else None
        if had is not None and now != given:
            yield ClaimDecision(claim=one, verdict=had.verdict, by=had.by, at=had.at,
                                corrected={**had.corrected, "incident": now})  # fmt: skip


def _alike(before: ClaimsRun, run: ClaimsRun) -> Iterator[Pair]:
    """Pair the claims of two readings that are the same but for the number of their incident."""
    held: dict[tuple[object, ...], list[StatedClaim]] = defaultdict(list)
    for one in before.claims.prefetch_related("decisions"):
        held[_all_of(one)].append(one)
    for one in run.claims.prefetch_related("decisions"):
        if same := held[_all_of(one)]:
            yield same.pop(0), one


def _all_of(one: StatedClaim) -> tuple[object, ...]:
    # One more incident that is found early in a text numbers the others anew.
    names = ("kind", "start", "end", "value", "low", "high", "qualifier", "category", "scope",
             "first_day", "last_day", "grain")  # fmt: skip
    return (*(getattr(one, name) for name in names), repr(one.place), tuple(one.sources))


def _to_carry(was: StatedClaim, now: StatedClaim) -> ClaimDecision | None:
    """Return the last decision of a claim, unless nothing or something later was decided here."""
    had, has = _last(was.decisions.all()), _last(now.decisions.all())
    if had is None or (has is None and had.verdict == Verdict.UNDONE):
        return None
    return None if has is not None and has.at >= had.at else had


def _last(decisions: Iterable[ClaimDecision]) -> ClaimDecision | None:
    return next(iter(list(decisions)[::-1]), None)


class _Numbers:
    """What the number of an incident in one reading is in the next, by the claims they share."""

    def __init__(self, pairs: Sequence[Pair], run: ClaimsRun) -> None:
        both = Counter((was.incident, now.incident) for was, now in pairs)
        self._became: dict[int, int] = {}
        for (was, now), _many in both.most_common():
            if was is not None and now is not None:
                self._became.setdefault(was, now)
        self.shared = set(self._became.values())
        self._read = {one for one in run.claims.values_list("incident", flat=True) if one}
        self._free = count(max(self._read, default=0) + 1)

    def number(self, was: int) -> int:
        """Return the number now; one that only a person gave goes into no other incident."""
        if was not in self._became:
            free = (one for one in self._free if one not in self._became.values())
            self._became[was] = next(free) if was in self._read else was
        return self._became[was]

    def of(self, had: ClaimDecision, was: StatedClaim, now: StatedClaim) -> dict[str, Any]:
        """Return what was corrected, with the incident as this reading numbers it."""
        corrected: dict[str, Any] = dict(had.corrected)
        if "incident" in corrected:
            given = corrected["incident"]
            if given == was.incident:
                corrected["incident"] = now.incident
            elif given is not None:
                corrected["incident"] = self.number(given)
        return corrected
