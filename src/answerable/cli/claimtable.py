"""Lay the claims of a document out for a person at a terminal: one line a claim, with its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.extraction.claims import Claim, Kind, Scope
from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.retold import TOLD_AGAIN
from answerable.extraction.text.wording import one_line

QUOTE_CHARS, SAID_CHARS = 60, 40
_SCOPES = {
    Scope.CUMULATIVE: "Totals and background: of no one incident",
    Scope.PERIODIC: "Totals of a period: of no one incident",
}
_BOUNDS = {
    Qualifier.AT_LEAST: "at least {low}",
    Qualifier.MORE_THAN: "{low} or more",
    Qualifier.AT_MOST: "at most {high}",
    Qualifier.LESS_THAN: "at most {high}",
    Qualifier.ABOUT: "about {both}",
}


def table(claims: Sequence[Claim]) -> str:
    """Draw the claims, those of each incident together; the last are the totals and sources."""
    if not claims:
        return "No claims were found.\n"
    return "\n".join(_lines(claims)) + "\n"


def _lines(claims: Sequence[Claim]) -> Iterator[str]:
    numbers = sorted({one.incident for one in claims if one.incident is not None})
    for number in numbers:
        yield f"Incident {number}"
        yield from (_line(one) for one in claims if one.incident == number)
    for scope, title in _SCOPES.items():
        some = [one for one in claims if one.incident is None and one.scope is scope]
        if some:
            yield title
            yield from map(_line, some)
    rest = [one for one in claims if one.incident is None and one.scope is Scope.INCIDENT]
    if rest:
        yield "Of the whole document"
        yield from map(_line, rest)


def _line(claim: Claim) -> str:
    said = " < ".join(claim.sources) if claim.kind is not Kind.SOURCE else ""
    quote = one_line(claim.quote, QUOTE_CHARS)
    cells = [
        f"  {claim.kind.value:<7}",
        f"{one_line(_value(claim), SAID_CHARS):<34}",
        f"“{quote}”",
    ]
    if said:
        cells.append(f"[{one_line(said, SAID_CHARS)}]")
    return " ".join(cells).rstrip()


def _value(claim: Claim) -> str:
    match claim.kind:
        case Kind.HARM:
            whom = f" {claim.category}" if claim.category else ""
            part = ", of these" if claim.subset_of is not None else ""
            if claim.rule.endswith(TOLD_AGAIN):
                part = ", told again"
            return f"{figure(claim)} {claim.value}{whom}{part}"
        case Kind.WHERE if claim.place is not None:
            place = claim.place
            within = f"±{place.radius_km:g} km"
            if not place.id:
                # Coordinates: the name says them.
                return f"{place.name} {within}"
            where = f" ({place.latitude:.3f}, {place.longitude:.3f} {within})"
            return one_line(place.name, SAID_CHARS - len(where)) + where
        case Kind.SOURCE:
            return claim.category or "source"
        case _:
            noted = claim.category in ("denied", "near")
            return f"{claim.value} ({claim.category})" if noted else claim.value


def figure(claim: Claim) -> str:
    """Say a figure in words: unknown is never 0, an open end is said."""
    low, high = ("?" if bound is None else str(bound) for bound in (claim.low, claim.high))
    both = low if low == high else f"{low}–{high}"
    if claim.qualifier in _BOUNDS:
        return _BOUNDS[claim.qualifier].format(low=low, high=high, both=both)
    return both
