"""The evaluator counts as a person would: shown on texts small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from answerable.extraction.claims import Claim, Kind, Place, Scope
from answerable.extraction.counts.numbers import Qualifier
from tests.evaluation import gold
from tests.gold.notation import Label, Record, read_records, read_spots

SPOTS = read_spots("lviv | 49.838 | 24.023 | point\nvolyn | 51 | 25 | area")
Change = Callable[[Claim], Claim | None]


def text(body: str) -> Record:
    return read_records(f"= 24-03-15 agency\n{body}", "en", SPOTS)[0]


def claim_of(label: Label) -> Claim:
    """Claim exactly what the label says."""
    place = None
    if label.spot:
        place = Place("1", label.value, label.spot.latitude, label.spot.longitude, 5)
    return Claim(
        Kind(label.kind), label.value, label.quote, label.start, label.end, "told", 1.0, "en",
        label.scope, label.incident or None, label.qualifier, label.low, label.high,
        label.category, label.subset_of, label.first_day, label.last_day, label.grain, place,
        (label.quote,) if label.kind == "source" else (),
    )  # fmt: skip


def figures(
    record: Record, change: Change = lambda claim: claim, more: Sequence[Claim] = ()
) -> dict[str, float]:
    """Measure a reader that reads the labels, each changed, and something more."""
    told = [change(claim_of(label)) for label in record.labels if label.nth <= 1]

    def reader(_text: str, _published: date, _language: str) -> list[Claim]:
        return [claim for claim in told if claim] + list(more)

    return gold.measure(reader, [record])


WHOLE = (
    "{Five people|k5}, {two of them children|k2/ch^}, died and {more than 10|i>10} were hurt in "
    "{Lviv|@lviv} {on Thursday|wthu} when {a drone|m:drone} hit {a school|o:school}, {police|s1} "
    "said. {900|k900!c} have died {since 2022|wY2022!c}."
)


def test_who_reads_everything_is_right_in_everything() -> None:
    found = figures(text(WHOLE))

    falling = {one.name for one in gold.MEASURES if one.falls}
    assert {name: figure for name, figure in found.items() if name not in falling} == dict.fromkeys(
        set(found) - falling, 1.0
    )
    assert {found[name] for name in falling} == {0.0}


def test_who_reads_nothing_is_right_in_nothing() -> None:
    found = figures(text(WHOLE), lambda claim: None)

    assert (found["killed"], found["injured"], found["date"], found["place_5"]) == (0, 0, 0, 0)
    assert found["totals_read"] == 0


def test_a_wrong_qualifier_is_a_wrong_figure() -> None:
    def exact(claim: Claim) -> Claim:
        return replace(claim, qualifier=Qualifier.EXACT) if claim.value == "injured" else claim

    found = figures(text(WHOLE), exact)

    assert (found["injured"], found["killed"]) == (0.0, 1.0)


def test_one_right_one_wrong_and_one_missed() -> None:
    # Two labels: the first is read right, the second wrong, so 1 right, 1 made up, 1 missed.
    def wrong(claim: Claim) -> Claim:
        return replace(claim, low=8, high=8) if claim.low == 7 else claim

    found = figures(text("{Six|k6} died at dawn, {seven|k7} at noon."), wrong)

    assert found["killed"] == pytest.approx(0.5)
    assert found["killed_precision"] == pytest.approx(0.5)
    assert found["killed_recall"] == pytest.approx(0.5)


def test_a_part_read_as_a_whole_is_right_as_a_number_and_a_part_is_no_whole() -> None:
    found = figures(text("{Five|k5} died, {two women|k2/wo^} among them."), lambda c: c)

    assert (found["killed"], found["parts"]) == (1.0, 1.0)


def test_a_sum_and_its_terms_are_the_same() -> None:
    told_as_one = text("{Nine women and the driver|k10} died.")
    told_apart = text("{Nine women|k9} and {the driver|k1} died.")
    whole, (nine, one) = told_as_one.labels[0], told_apart.labels

    in_terms = [
        replace(claim_of(nine), start=0, end=10, quote="Nine women"),
        replace(claim_of(one), start=15, end=25, quote="the driver"),
    ]
    as_sum = [replace(claim_of(whole), subset_of=None)]

    assert figures(told_as_one, lambda c: None, in_terms)["killed"] == 1.0
    assert figures(told_apart, lambda c: None, as_sum)["killed"] == 1.0
    assert figures(told_apart, lambda c: c, as_sum)["killed"] == 1.0
    assert figures(told_as_one, lambda c: None, in_terms[:1])["killed"] == 0.0


def test_a_number_may_be_quoted_where_it_is_told_again() -> None:
    record = text("The bells rang for {all 14|k14}. Fourteen dead in one night.")
    again = replace(claim_of(record.labels[0]), start=31, end=44, quote="Fourteen dead")

    assert figures(record, lambda c: None, [again])["killed"] == 1.0
    assert figures(record, more=[again])["killed_precision"] == 0.5


def test_dozens_are_right_when_the_magnitude_is() -> None:
    record = text("{Dozens|k*D} died.")

    near = figures(record, lambda c: replace(c, low=24, high=99))
    far = figures(record, lambda c: replace(c, low=200, high=999))

    assert (near["killed"], far["killed"]) == (1.0, 0.0)


def test_a_total_told_as_an_incident_lowers_scope() -> None:
    record = text("{Six|k6} died. {900|k900!c} have died since May, {70|k70!p} in June.")

    found = figures(
        record, lambda c: replace(c, scope=Scope.INCIDENT) if c.low == 900 else c
    )  # one of two totals is told apart: precision 1, recall one half

    assert found["scope"] == pytest.approx(2 / 3)
    assert found["totals_read"] == 1.0


def test_a_day_is_right_when_both_ends_are() -> None:
    record = text("{Six|k6} died {between 4 and 6 March|w0304..0306}.")

    found = figures(
        record, lambda c: replace(c, last_day=date(2024, 3, 5)) if c.kind is Kind.WHEN else c
    )

    assert found["date"] == 0.0


def test_a_background_day_told_as_an_incidents_is_made_up() -> None:
    record = text("{Six|k6} died {on Thursday|wthu}. The war began {in 2022|wY2022!c}.")

    found = figures(record, lambda c: replace(c, scope=Scope.INCIDENT))

    assert (found["date"], found["dates_made_up"]) == (1.0, 0.5)


def test_a_place_where_nothing_was_told_as_an_incidents_is_made_up() -> None:
    record = text("{Six|k6} died in {Lviv|@lviv}.")

    elsewhere = replace(claim_of(record.labels[1]), start=0, end=3)

    assert figures(record, more=[elsewhere])["places_made_up"] == 0.5
    aside = replace(elsewhere, scope=Scope.CUMULATIVE)
    assert figures(record, more=[aside])["places_made_up"] == 0.0


def test_distance_and_radius_are_measured() -> None:
    def moved(claim: Claim) -> Claim:
        if claim.place is None:
            return claim
        # A tenth of a degree of latitude is 11 km.
        return replace(claim, place=replace(claim.place, latitude=claim.place.latitude + 0.1))

    found = figures(text("{Six|k6} died in {Lviv|@lviv}."), moved)

    assert (found["place_5"], found["place_25"], found["radius"]) == (0.0, 1.0, 0.0)


def test_a_region_is_not_measured_by_distance() -> None:
    found = figures(text("{Six|k6} died in {Volyn|@volyn}."), lambda c: None)

    assert found["place_5"] == 1.0


def test_a_number_in_a_text_without_one_is_false() -> None:
    record = text("The bank lent 300 million; {people were hurt|i?} in the crowd.")
    claim = claim_of(record.labels[0])

    found = figures(record, more=[replace(claim, low=300, high=300, qualifier=Qualifier.EXACT)])

    assert found["false_numbers"] == 1.0
    assert figures(record)["false_numbers"] == 0.0


def test_that_nobody_was_hurt_is_no_number() -> None:
    found = figures(text("{Nobody|k0} died."))

    assert (found["killed"], found["false_numbers"]) == (1.0, 0.0)


def test_ids_of_the_reader_are_counted_in_families() -> None:
    def finer(claim: Claim) -> Claim:
        return replace(claim, value={"school": "kindergarten"}.get(claim.value, claim.value))

    assert figures(text("A shell hit {a nursery|o:school}."), finer)["objects"] == 1.0


def test_a_bare_strike_may_be_read_as_any_means_and_need_not_be() -> None:
    record = text("{Six|k6} died in {a strike|m:hit}; {a drone|m:drone} was seen.")

    def airstrike(claim: Claim) -> Claim:
        return replace(claim, value="airstrike") if claim.value == "unspecified" else claim

    assert figures(record, airstrike)["means"] == 1.0
    assert figures(record, lambda c: None if c.value == "unspecified" else c)["means"] == 1.0


def test_the_first_of_a_chain_has_to_be_the_first_named() -> None:
    record = text("{Six|k6} died, {Reuters|s1} said, citing {the ministry|s2}.")

    def second(claim: Claim) -> Claim:
        return replace(claim, sources=("the ministry",)) if claim.kind is Kind.SOURCE else claim

    assert figures(record)["source"] == 1.0
    assert figures(record, second)["source"] == 0.0


def test_a_quote_that_is_not_in_the_text_is_seen() -> None:
    found = figures(text("{Six|k6} died."), lambda c: replace(c, quote="Seven"))

    assert found["quotes"] == 0.0
    assert gold.below_floor({"en": found})


def test_the_worst_language_is_named_first() -> None:
    high = figures(text(WHOLE))
    low = {**high, "killed": 0.4, "false_numbers": 0.2}

    lines = gold.table({"en": high, "he": low}).splitlines()

    assert "he  0.400" in next(line for line in lines if line.startswith("killed, exact"))
    assert "he  0.200" in next(line for line in lines if line.startswith("false numbers"))
    assert len(gold.below_floor({"en": high, "he": low})) == 1


def test_a_figure_that_falls_beyond_the_tolerance_is_told() -> None:
    before = figures(text(WHOLE))
    recorded = {"en": before}

    within = {**before, "killed": before["killed"] - gold.TOLERANCE / 2}
    beyond = {**before, "killed": before["killed"] - 2 * gold.TOLERANCE, "false_numbers": 0.5}

    assert gold.fallen({"en": within}, recorded) == []
    assert len(gold.fallen({"en": beyond}, recorded)) == 2
    assert gold.fallen({"uk": beyond}, recorded) == []
