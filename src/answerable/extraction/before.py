"""Remember what the sentences before told, as far as the next one has to know it."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.claims import HARM, MEANS, OBJECT, Claim

_OF_AN_INCIDENT = (HARM, OBJECT, MEANS)


class Before:
    """The last harm of each kind, and whether anything was told: all that the next need know.

    Not every claim so far, or a long text would take the square of its length.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, Claim]] = {}
        self.is_told = False
        """Whether harm or a strike was told at all."""

    def remember(self, base: int, claims: Sequence[Claim]) -> None:
        """Remember what a sentence told; the last whole stays the last."""
        for number, one in enumerate(claims, start=base):
            self.is_told = self.is_told or one.kind in _OF_AN_INCIDENT
            if one.kind is HARM and one.high != 0 and one.subset_of is None:
                self._last.pop(one.value, None)
                self._last[one.value] = number, one

    def claims(self) -> list[Claim]:
        """Return the harm remembered, the latest last."""
        return [one for _number, one in self._last.values()]

    def places(self) -> list[int]:
        """Return where in the reading each of these stands."""
        return [number for number, _one in self._last.values()]
