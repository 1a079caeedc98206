"""What a file of the public record must not say: the checks behind `load`, one rule each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from .shapes import (
    Attribution,
    Case,
    Circumstance,
    Confidence,
    Count,
    DatedEvent,
    DatePrecision,
    Figure,
    Situation,
    Source,
    Statement,
    Strict,
    Toll,
)

# Words that would judge, or that another convention of this project replaces. Looked for in our
# own sentences only: the title of a source is not ours to change.
FORBIDDEN = re.compile(
    r"\b(perpetrators?|acting part(?:y|ies)|culprits?|terrorists?|atrocit\w+|massacres?|"
    r"slaughter\w*|heinous|brutal\w*|so-called|obviously|alleged(?:ly)?|conceded|non-credible|"
    r"collateral|neutrali[sz]ed|regime)\b",
    re.IGNORECASE,
)
AGE = re.compile(r"\b\d{1,2}[- ]years?[- ]old\b|\baged? (?:of )?\d|\b(?:girl|boy) of \d", re.I)

_DATE_FORMS: tuple[tuple[str, DatePrecision], ...] = (
    (r"\d{4}-\d{2}-\d{2}", "day"),
    (r"\d{4}-\d{2}", "month"),
    (r"\d{4}", "year"),
)


def precision_of(text: str) -> DatePrecision:
    """Tell how precise a date is from how it is written; raise `ValueError` for another form."""
    for form, precision in _DATE_FORMS:
        if re.fullmatch(form, text):
            date.fromisoformat((text + "-01-01")[:10])
            return precision
    raise ValueError(f"not a date: {text}")


def case_problems(case: Case) -> Iterator[str]:
    """List what a well-formed case says wrongly. No problem, no items."""
    sources = {source.id for source in case.sources}
    parties = {conduct.id for conduct in case.conduct_asked_about}
    figures = {figure.id: figure for figure in case.figures}
    yield from _twice("source", (source.id for source in case.sources))
    yield from _twice("figure", (figure.id for figure in case.figures))
    yield from _twice("statement", (statement.id for statement in case.statements))
    yield from _twice("party", (conduct.id for conduct in case.conduct_asked_about))
    yield from _source_problems(case.sources)
    yield from _when_problems(case)
    if not (-90 <= case.where.latitude <= 90 and -180 <= case.where.longitude <= 180):
        yield "where: not a place on earth"
    if not any(name.script == "latin" for name in case.where.names):
        yield "where: no name in Latin script"
    for figure in case.figures:
        yield from _figure_problems(figure, sources)
    for conduct in case.conduct_asked_about:
        if not conduct.attributions:
            yield f"party {conduct.id}: nobody is recorded as saying so"
        for attribution in conduct.attributions:
            yield from _cited(f"party {conduct.id}", attribution, sources)
            yield from _dated(f"party {conduct.id}", attribution.date, attribution.date_precision)
    for circumstance in case.circumstances:
        yield from _cited("circumstance", circumstance, sources)
    yield from _statement_problems(case.statements, sources, parties, figures)
    yield from _unused(case, sources)
    yield from _wording(case)


def situation_problems(situation: Situation) -> Iterator[str]:
    """List what a well-formed situation document says wrongly."""
    sources = {source.id for source in situation.sources}
    yield from _twice("source", (source.id for source in situation.sources))
    yield from _twice("toll", (toll.id for toll in situation.tolls))
    yield from _source_problems(situation.sources)
    for event in situation.events:
        yield from _cited(f"event {event.date}", event, sources)
        yield from _dated(f"event {event.date}", event.date, None)
    for toll in situation.tolls:
        yield from _cited(f"toll {toll.id}", toll, sources)
        yield from _dated(f"toll {toll.id}", toll.as_of, None)
        yield from _count_problems(f"toll {toll.id}", toll.counts)
    yield from _wording(situation)


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield f"{what} {one}: twice"
        seen.add(one)


def _dated(where: str, text: str, claimed: DatePrecision | None) -> Iterator[str]:
    try:
        actual = precision_of(text)
    except ValueError as exc:
        yield f"{where}: {exc}"
        return
    if claimed is not None and claimed != actual:
        yield f"{where}: {text} is precise to the {actual}, not to the {claimed}"


def _cited(
    where: str,
    item: Attribution | Circumstance | DatedEvent | Figure | Statement | Toll,
    sources: set[str],
) -> Iterator[str]:
    for source in item.sources:
        if source not in sources:
            yield f"{where}: no source {source}"
    confidence: Confidence = item.confidence
    if not item.sources and confidence != "to_be_rechecked":
        yield f"{where}: no source, so its confidence can only be to_be_rechecked"


def _source_problems(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        where = f"source {source.id}"
        if source.date is not None:
            yield from _dated(where, source.date, None)
        for url in (source.url, *(carrier.url for carrier in source.carried_by)):
            if url is not None and not re.match(r"https?://[^\s/]+\.[a-z]+(/\S*)?$", url):
                yield f"{where}: not a web address: {url}"
        if source.seen_through == "original" and source.carried_by:
            yield f"{where}: an original has no carrier"


def _when_problems(case: Case) -> Iterator[str]:
    try:
        start = datetime.fromisoformat(case.when.start)
        end = datetime.fromisoformat(case.when.end)
        zone = ZoneInfo(case.when.zone)
    except (ValueError, ZoneInfoNotFoundError) as exc:
        yield f"when: {exc}"
        return
    if start.tzinfo is None or end.tzinfo is None or start > end:
        yield "when: start and end need an offset and this order"
    elif start.astimezone(zone).utcoffset() != start.utcoffset():
        yield f"when: {case.when.start} does not have the offset of {case.when.zone}"


def _figure_problems(figure: Figure, sources: set[str]) -> Iterator[str]:
    where = f"figure {figure.id}"
    yield from _cited(where, figure, sources)
    yield from _dated(where, figure.date, figure.date_precision)
    yield from _count_problems(where, figure.counts)
    if figure.ledger == "acknowledged" and figure.role != "party_asked":
        yield f"{where}: only the party asked can acknowledge"


def _count_problems(where: str, counts: Iterable[Count]) -> Iterator[str]:
    if not counts:
        yield f"{where}: no count"
    for count in counts:
        low, high = count.low, count.high
        if (low is not None and low < 0) or (high is not None and high < 0):
            yield f"{where}: below zero"
        if low is not None and high is not None and low > high:
            yield f"{where}: {low} is more than {high}"
        if not _fits(count):
            yield f"{where}: {count.category} {low} to {high} is not '{count.qualifier}'"


def _fits(count: Count) -> bool:
    low, high = count.low, count.high
    match count.qualifier:
        case "not_stated":
            return low is None and high is None
        case "at_least":
            return low is not None and high is None
        case "up_to":
            return low is None and high is not None
        case "exact":
            return low is not None and low == high
        case "range":
            return low is not None and high is not None and low < high
        case "about":
            return low is not None or high is not None


def _statement_problems(
    statements: Iterable[Statement],
    sources: set[str],
    parties: set[str],
    figures: dict[str, Figure],
) -> Iterator[str]:
    earlier: dict[str, Statement] = {}
    for one in statements:
        where = f"statement {one.id}"
        yield from _cited(where, one, sources)
        yield from _dated(where, one.date, one.date_precision)
        if one.role == "party_asked" and one.party not in parties:
            yield f"{where}: by the party asked, but which?"
        if one.role != "party_asked" and (one.position or one.positions_also):
            yield f"{where}: only the party asked takes a position"
        if one.positions_also and one.position is None:
            yield f"{where}: a further position without a first"
        if one.changes is not None and one.changes not in earlier:
            yield f"{where}: changes {one.changes}, which does not stand before it"
        for name in one.figures:
            if name not in figures:
                yield f"{where}: no figure {name}"
            elif figures[name].ledger == "acknowledged" and one.role != "party_asked":
                yield f"{where}: {name} was acknowledged by somebody else"
        earlier[one.id] = one


def _unused(case: Case, sources: set[str]) -> Iterator[str]:
    used = {
        name
        for group in (case.figures, case.statements, case.circumstances)
        for item in group
        for name in item.sources
    }
    used |= {s for c in case.conduct_asked_about for a in c.attributions for s in a.sources}
    for name in sorted(sources - used):
        yield f"source {name}: nothing refers to it"


def _wording(value: Strict) -> Iterator[str]:
    for text in own_sentences(msgspec.to_builtins(value)):
        for found in (*FORBIDDEN.finditer(text), *AGE.finditer(text)):
            yield f"wording: '{found.group()}' in '{text[:60]}'"


def own_sentences(value: object, key: str = "") -> Iterator[str]:
    """Yield every text of ours in a decoded file: all but what a source itself is called."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name != "sources":
                yield from own_sentences(item, str(name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from own_sentences(item, key)
    elif isinstance(value, str):
        yield value
