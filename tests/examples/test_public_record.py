"""The public record: second-hand throughout, sourced, ordered, and without names of victims."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from answerable.casework.codes import EventKind, IssueTag, Position, ProtectedObject
from answerable.node.desk.codes import (
    AttributionStatus,
    Confidence,
    Group,
    OwnerRole,
    Qualifier,
    RecordKind,
    Script,
)
from examples.public_record import shapes
from examples.public_record.checks import precision_of
from examples.public_record.load import (
    HERE,
    PublicRecordError,
    load_case,
    load_cases,
    load_situation,
)
from examples.public_record.shapes import Case, Source

CASES = load_cases()
BY_ID = {case.id: case for case in CASES}


def test_there_are_sixteen_cases() -> None:
    assert len(BY_ID) == 16


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_sources_name_an_original(case: Case) -> None:
    for source in case.sources:
        assert not re.search(r"\b(via|citing|copy|relayed)\b", source.publisher, re.IGNORECASE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_party_asked_is_heard_or_its_silence_is_said(case: Case) -> None:
    roles = {statement.role for statement in case.statements}

    assert "party_asked" in roles


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_case_says_where_it_stands(case: Case) -> None:
    assert case.last_known.as_of == "2026-02"


@pytest.mark.parametrize(
    ("case_id", "party", "positions"),
    [
        (
            "sanaa-funeral-hall-2016",
            "coalition",
            [
                "denies_involvement",
                "under_examination",
                "under_examination",
                "accepts_responsibility",
                "accepts_responsibility",
            ],
        ),
        (
            "hawija-2015",
            "netherlands",
            [
                "denies_harm",
                "accepts_partially",
                "accepts_partially",
                "accepts_responsibility",
                "accepts_responsibility",
            ],
        ),
    ],
)
def test_positions_are_seen_to_change(case_id: str, party: str, positions: list[str]) -> None:
    said = [s.position for s in BY_ID[case_id].statements if s.party == party and s.position]

    assert said == positions


def test_figures_of_one_owner_are_seen_to_change() -> None:
    kunduz = [
        f for f in BY_ID["kunduz-trauma-centre-2015"].figures if f.stated_by.startswith("MSF")
    ]

    killed = [
        c.low for f in kunduz for c in f.counts if c.category == "killed" and c.group != "children"
    ]
    assert killed == [9, 22, 30, 42]


def test_a_denial_without_a_number_is_unknown_and_not_zero() -> None:
    kabul = next(f for f in BY_ID["kabul-drone-strike-2021"].figures if f.id == "us-none")

    assert [(c.low, c.high, c.qualifier) for c in kabul.counts] == [(None, None, "not_stated")]


def test_a_stated_zero_stays_a_zero() -> None:
    counts = BY_ID["shujaiyya-hostages-2023"].figures[0].counts

    assert (counts[1].category, counts[1].low, counts[1].high) == ("injured", 0, 0)


def test_tolls_belong_to_the_situation_and_not_to_a_case() -> None:
    tolls = {c.low for toll in load_situation().tolls for c in toll.counts}
    figures = {c.low for case in CASES for f in case.figures for c in f.counts}

    assert 25105 in tolls
    assert max(n for n in figures if n is not None) < 1000


# What a victim is called stands in no file of ours, not even inside a web address.
NAMES_OF_VICTIMS = re.compile(r"\b(?:hind|rajab|zemari|ahmadi)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.yaml")), ids=lambda path: path.name)
def test_no_victim_is_named_even_in_an_address(path: Path) -> None:
    text = path.read_text("utf-8").replace("-", " ").replace("_", " ")

    assert not NAMES_OF_VICTIMS.search(text)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (shapes.EventKind, EventKind),
        (shapes.ObjectCode, ProtectedObject),
        (shapes.IssueTag, IssueTag),
        (shapes.Position, Position),
        (shapes.Role, OwnerRole),
        (shapes.Qualifier, Qualifier),
        (shapes.Group, Group),
        (shapes.Confidence, Confidence),
        (shapes.StatementKind, RecordKind),
        (shapes.Script, Script),
    ],
)
def test_every_code_of_ours_is_one_that_the_desk_knows(ours: Any, theirs: Any) -> None:
    assert set(ours.__args__) <= {code.value for code in theirs}


def test_attribution_codes_are_those_of_the_desk() -> None:
    statuses = {
        a.status for case in CASES for c in case.conduct_asked_about for a in c.attributions
    }

    assert statuses <= {status.value for status in AttributionStatus}


@pytest.mark.parametrize(
    ("text", "precision"), [("2016-10-08", "day"), ("2016-10", "month"), ("2016", "year")]
)
def test_a_date_says_how_precise_it_is(text: str, precision: str) -> None:
    assert precision_of(text) == precision


@pytest.mark.parametrize("text", ["2016-13", "2016-02-30", "8 October 2016", "2016-10-8", ""])
def test_another_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|format"):
        precision_of(text)


def plain(case: Case) -> dict[str, Any]:
    """Return the case as a YAML file would have it, with lists that can be changed."""
    read: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(case))
    return read


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda c: c.update(verdict="unlawful"), "unknown field"),
        (lambda c: c["figures"][0]["counts"][0].update(low=9, high=3, qualifier="range"), "more"),
        (lambda c: c["figures"][0]["counts"][0].update(qualifier="exact"), "is not 'exact'"),
        (lambda c: c["figures"][0].update(sources=["nowhere"]), "no source nowhere"),
        (lambda c: c["figures"][0].update(sources=[]), "to_be_rechecked"),
        (lambda c: c["figures"][0].update(ledger="acknowledged"), "only the party asked can"),
        (lambda c: c["figures"][0].update(date="3 October 2015"), "not a date"),
        (lambda c: c["statements"][4].update(position="denies_harm"), "only the party asked takes"),
        (lambda c: c["statements"][0].update(changes="us-report"), "does not stand before it"),
        (lambda c: c["statements"][0].update(party="them"), "but which?"),
        (lambda c: c["statements"][0].update(date="2015-10"), "not to the day"),
        (lambda c: c["statements"][0].update(summary="The perpetrator fired."), "wording"),
        (lambda c: c["statements"][0].update(summary="A man, 34 years old, died."), "wording"),
        (lambda c: c["when"].update(start="2015-10-03T02:00:00+01:00"), "offset"),
        (lambda c: c["conduct_asked_about"][0].update(attributions=[]), "nobody is recorded"),
        (lambda c: c["sources"].append(dict(c["sources"][0], id="extra")), "nothing refers"),
        (lambda c: c.update(issues_engaged=["war_crime"]), "Invalid enum value"),
        (lambda c: c.update(id="another"), "the file is called"),
    ],
)
def test_what_would_mislead_is_refused(tmp_path: Path, change: Change, complaint: str) -> None:
    case = plain(BY_ID["kunduz-trauma-centre-2015"])
    change(case)
    path = tmp_path / "kunduz-trauma-centre-2015.yaml"
    path.write_text(yaml.safe_dump(case, allow_unicode=True), "utf-8")

    with pytest.raises(PublicRecordError, match=re.escape(complaint)):
        load_case(path)


def test_what_is_written_out_again_is_accepted(tmp_path: Path) -> None:
    case = BY_ID["kunduz-trauma-centre-2015"]
    path = tmp_path / f"{case.id}.yaml"
    path.write_text(yaml.safe_dump(plain(case), allow_unicode=True), "utf-8")

    assert load_case(path) == case


def test_a_relay_is_never_presented_as_an_original() -> None:
    def is_honest(source: Source) -> bool:
        return source.seen_through == "original" or source.url is None

    assert all(is_honest(source) for case in CASES for source in case.sources)
