"""One text: what was read against what is true of it, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from geographiclib.geodesic import Geodesic

from answerable.extraction.claims import Claim, Kind, Scope
from answerable.extraction.counts.numbers import Qualifier
from tests.evaluation.families import (
    NOT_COMPARED,
    ROLES,
    UNSPECIFIED,
    actor_family,
    means_family,
    object_family,
)
from tests.evaluation.tallies import Share, Tally
from tests.gold.notation import Label, Record, Spot

Reader = Callable[[str, date, str], Sequence[Claim]]
COUNTED = ("killed", "injured")
# What is known no closer is a region or a country: it holds the place and is not labelled.
WIDEST_POINT_KM = 25.0


@dataclass(slots=True)
class Tallies:
    """Everything that is counted of one language."""

    texts: int = 0
    harm: dict[str, Tally] = field(
        default_factory=lambda: {"killed": Tally(), "injured": Tally(), "others": Tally()}
    )
    parts: Tally = field(default_factory=Tally)
    value_only: Share = field(default_factory=Share)
    category: Share = field(default_factory=Share)
    scope: Tally = field(default_factory=Tally)
    totals_read: Share = field(default_factory=Share)
    date_exact: Share = field(default_factory=Share)
    date_made_up: Share = field(default_factory=Share)
    place_made_up: Share = field(default_factory=Share)
    within_5_km: Share = field(default_factory=Share)
    within_25_km: Share = field(default_factory=Share)
    radius_covers: Share = field(default_factory=Share)
    objects: Tally = field(default_factory=Tally)
    means: Tally = field(default_factory=Tally)
    actors_read: Share = field(default_factory=Share)
    first_source: Tally = field(default_factory=Tally)
    denial: Tally = field(default_factory=Tally)
    numberless_with_number: Share = field(default_factory=Share)
    quotes_true: Share = field(default_factory=Share)
    apart: Share = field(default_factory=Share)
    together: Share = field(default_factory=Share)


def compare(record: Record, claims: Iterable[Claim], into: Tallies) -> None:
    """Count what was read of one text."""
    claims = list(claims)
    into.texts += 1
    for claim in claims:
        into.quotes_true.ask(record.text[claim.start : claim.end] == claim.quote)
    _harm(record, claims, into)
    _scope(record, claims, into)
    _incidents(record, claims, into)
    _days(record, claims, into)
    _places(record, claims, into)
    _concepts(record, [c for c in claims if c.kind is Kind.OBJECT], into.objects, object_family)
    _concepts(record, [c for c in claims if c.kind is Kind.MEANS], into.means, means_family)
    _actors(record, claims, into.actors_read)
    _sources(record, claims, into.first_source)
    stated = {label.kind for label in record.labels if label.kind == "denial"}
    into.denial.count_sets(stated, {"denial" for c in claims if c.kind is Kind.DENIAL})
    if record.numberless:
        into.numberless_with_number.ask(any(_is_number(claim) for claim in claims))


def _is_number(harm: Claim | Label) -> bool:
    """Tell whether a number of people is stated; none harmed (0) is no number to be right about."""
    if harm.kind != Kind.HARM.value:
        return False
    return any(bound not in (None, 0) for bound in (harm.low, harm.high))


def _overlap(label: Label, claim: Claim) -> bool:
    return label.start < claim.end and claim.start < label.end


def _same_number(label: Label, claim: Claim) -> bool:
    """Tell whether value and qualifier are the same; of "dozens" the magnitude has to be."""
    if label.qualifier != claim.qualifier:
        return False
    if label.qualifier is Qualifier.SPAN:
        low, high = claim.low or 0, claim.high if claim.high is not None else label.high or 0
        return low <= (label.high or 0) and (label.low or 0) <= high
    return (label.low, label.high) == (claim.low, claim.high)


def _group(outcome: str) -> str:
    return outcome if outcome in COUNTED else "others"


def _harm(record: Record, claims: list[Claim], into: Tallies) -> None:
    """Count figures of people harmed: each label takes one claim whose number is the same.

    The claim on the same words is taken first, then one elsewhere in the text (a number is often
    told twice, a person once by name and once as "he"). A sum and its terms are the same: "nine
    women and the driver" are ten, or nine and one; that the driver is one of ten is neither asked
    nor made up. Wholes and parts are counted apart. A claim that
    no label takes is made up, in the group it says it belongs to.
    """
    free = [claim for claim in claims if claim.kind is Kind.HARM and _is_number(claim)]
    asked = [
        label
        for label in record.harms
        if _is_number(label) and label.value != "casualties" and not label.denied
    ]
    for label in asked:
        near = [c for c in free if c.value == label.value and _overlap(label, c)]
        into.value_only.ask(any((c.low, c.high) == (label.low, label.high) for c in near))
    left = _take(asked, free, into, on_the_words=True)
    left = _sums(left, asked, free, into)
    for label in _take(left, free, into, on_the_words=False):
        _tally(label, into).missed += 1
    open_ = [label for label in record.harms if label.value == "casualties" or label.denied]
    for claim in free:
        known = any(_overlap(label, claim) for label in open_) or _is_term(claim, asked)
        if claim.value != "casualties" and not known:
            _tally(claim, into).made_up += 1


def _is_term(claim: Claim, asked: Iterable[Label]) -> bool:
    """Tell whether a part is told inside the words of its whole: the son of "a man and his son"."""
    return claim.subset_of is not None and any(
        one.value == claim.value
        and one.subset_of is None
        and one.start <= claim.start
        and claim.end <= one.end
        for one in asked
    )


def _tally(harm: Claim | Label, into: Tallies) -> Tally:
    return into.parts if harm.subset_of is not None else into.harm[_group(harm.value)]


def _take(
    asked: list[Label], free: list[Claim], into: Tallies, *, on_the_words: bool
) -> list[Label]:
    """Give each label its claim, take the claim away, and return the labels that found none."""
    left = []
    for label in asked:
        same = [
            c
            for c in free
            if c.value == label.value
            and _same_number(label, c)
            and (_overlap(label, c) if on_the_words else _alike_in_part(label, c))
        ]
        if same:
            _tally(label, into).right += 1
            into.category.ask((same[0].category or "plain") == (label.category or "plain"))
            free.remove(same[0])
        else:
            left.append(label)
    return left


def _alike_in_part(label: Label, claim: Claim) -> bool:
    """Tell whether both are wholes, or both parts."""
    return (label.subset_of is None) == (claim.subset_of is None)


def _sums(left: list[Label], asked: list[Label], free: list[Claim], into: Tallies) -> list[Label]:
    """Count as right a label read in its terms, and labels of terms that were read as their sum."""
    kept = []
    for label in left:
        terms = [c for c in free if c.value == label.value and _overlap(label, c)]
        if _is_sum(label, terms):
            _tally(label, into).right += 1
            free[:] = [claim for claim in free if claim not in terms]
        else:
            kept.append(label)
    for claim in list(free):
        words = [one for one in asked if one.value == claim.value and _overlap(one, claim)]
        wholes = [one for one in words if one.subset_of is None]
        if _is_sum(claim, wholes):
            # What was taken before by its own number stays so; the sum is not made up either way.
            for label in [one for one in wholes if one in kept]:
                _tally(label, into).right += 1
                kept.remove(label)
            free.remove(claim)
    return kept


def _is_sum(whole: Claim | Label, terms: Sequence[Claim | Label]) -> bool:
    exact = [one for one in (whole, *terms) if one.qualifier is Qualifier.EXACT]
    numbers = [one.low or 0 for one in terms]
    return len(terms) > 1 and len(exact) == len(terms) + 1 and sum(numbers) == whole.low


def _scope(record: Record, claims: list[Claim], into: Tallies) -> None:
    """Count totals among the figures that were read at all, whatever number was read."""
    read = [claim for claim in claims if claim.kind is Kind.HARM and _is_number(claim)]
    for label in record.harms:
        if not _is_number(label) or label.denied:
            continue
        total = label.scope is not Scope.INCIDENT
        near = [c for c in read if c.value == label.value and _overlap(label, c)]
        if total:
            into.totals_read.ask(bool(near))
        if not near:
            continue
        near.sort(key=lambda c: not _same_number(label, c))
        said = near[0].scope is not Scope.INCIDENT
        into.scope.right += total and said
        into.scope.missed += total and not said
        into.scope.made_up += said and not total


def _incidents(record: Record, claims: list[Claim], into: Tallies) -> None:
    """Count of the figures of incidents, two by two, whether they are told of one or of several."""
    read = [
        (label.incident, claim.incident)
        for label in record.labels
        if label.kind == "harm" and label.scope is Scope.INCIDENT
        for claim in claims
        if claim.kind is Kind.HARM
        and claim.incident is not None
        and claim.value == label.value
        and _overlap(label, claim)
    ]
    for number, (label, said) in enumerate(read):
        for label_, said_ in read[:number]:
            share = into.together if label == label_ else into.apart
            share.ask((said == said_) == (label == label_))


def _days(record: Record, claims: list[Claim], into: Tallies) -> None:
    """Count days of incidents: both ends have to be the same."""
    whens = [c for c in claims if c.kind is Kind.WHEN]
    labels = [label for label in record.labels if label.kind == "when"]
    for label in labels:
        if label.scope is Scope.INCIDENT:
            into.date_exact.ask(any(_same_days(label, c) for c in whens if _overlap(label, c)))
    for claim in whens:
        if claim.scope is Scope.INCIDENT and claim.first_day is not None:
            near = [label for label in labels if _overlap(label, claim)]
            into.date_made_up.ask(not any(label.scope is Scope.INCIDENT for label in near))


def _same_days(label: Label, claim: Claim) -> bool:
    return (label.first_day, label.last_day) == (claim.first_day, claim.last_day)


def _places(record: Record, claims: list[Claim], into: Tallies) -> None:
    """Count points by distance; a region is only asked whether the stated radius covers it."""
    wheres = [
        c
        for c in claims
        if c.kind is Kind.WHERE and c.place is not None and c.scope is Scope.INCIDENT
    ]
    spots = [label for label in record.labels if label.spot is not None]
    for claim in wheres:
        if claim.place is not None and claim.place.radius_km < WIDEST_POINT_KM:
            into.place_made_up.ask(not any(_overlap(label, claim) for label in spots))
    for label in record.labels:
        if label.spot is None:
            continue
        away = [
            (distance_km(label.spot, c), c.place.radius_km)
            for c in wheres
            if c.place is not None and _overlap(label, c)
        ]
        if not label.spot.area:
            into.within_5_km.ask(any(km <= 5 for km, _ in away))
            into.within_25_km.ask(any(km <= 25 for km, _ in away))
            if away:
                into.radius_covers.ask(any(km <= radius for km, radius in away))


def distance_km(spot: Spot, claim: Claim) -> float:
    """Measure how far what was read lies from where it was."""
    if claim.place is None:
        return float("inf")
    found = Geodesic.WGS84.Inverse(
        spot.latitude, spot.longitude, claim.place.latitude, claim.place.longitude
    )
    return float(found["s12"]) / 1000


def _concepts(
    record: Record, claims: list[Claim], tally: Tally, family: Callable[[str], str]
) -> None:
    """Count what was struck, or by what, once a text; a bare "strike" may be read as any means."""
    kind = "object" if family is object_family else "means"
    labels = [label for label in record.labels if label.kind == kind]
    bare = [label for label in labels if label.value == UNSPECIFIED]
    stated = {label.value for label in labels} - NOT_COMPARED
    read = {
        family(claim.value) for claim in claims if not any(_overlap(label, claim) for label in bare)
    }
    read |= stated & {family(claim.value) for claim in claims}
    tally.count_sets(stated, read - NOT_COMPARED)


def _actors(record: Record, claims: list[Claim], share: Share) -> None:
    """Count which forces that are labelled were read; not every mention is labelled.

    Where the words of the label are only a role ("soldiers"), the role is what the text states.
    """
    read = [claim for claim in claims if claim.kind is Kind.ACTOR]
    for label in record.labels:
        if label.kind == "actor" and label.value not in NOT_COMPARED:
            share.ask(
                any(
                    actor_family(one.value) == label.value
                    or (one.value in ROLES and _overlap(label, one))
                    for one in read
                )
            )


def _sources(record: Record, claims: list[Claim], tally: Tally) -> None:
    """Count first sources: the quote meets the label, or the first of the chain names the same."""
    free = [claim for claim in claims if claim.kind is Kind.SOURCE]
    further = [label for label in record.labels if label.kind == "source" and label.nth > 1]
    for label in record.labels:
        if label.kind != "source" or label.nth > 1:
            continue
        found = next((c for c in free if _names(label, c)), None)
        if found is None:
            tally.missed += 1
        else:
            tally.right += 1
            free.remove(found)
    # Whom a first source cites may be told as a claim of its own.
    tally.made_up += sum(not any(_overlap(label, c) for label in further) for c in free)


def _names(label: Label, claim: Claim) -> bool:
    first = _plain(claim.sources[0]) if claim.sources else ""
    named = _plain(label.quote)
    if first:
        return _overlap(label, claim) and (first in named or named in first)
    return _overlap(label, claim)


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold()).strip()
