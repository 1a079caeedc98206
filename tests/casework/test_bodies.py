"""Bodies are closed: one schema each, one way to write them, no room for words."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given

from answerable.casework.bodies import (
    BODY_OF,
    Body,
    Close,
    Interim,
    Response,
    encode_body,
    kind_of,
    parse_body,
    parse_terms,
)
from answerable.casework.codes import (
    IMPLEMENTED,
    InterimCode,
    Kind,
    Marking,
    Rejection,
)
from answerable.casework.errors import BadBody, NotUnderstood
from answerable.casework.forms import canonical_text
from answerable.casework.terms import preset_terms
from tests.casework.cases import raising
from tests.casework.strategies import bodies, json_values


@given(bodies)
def test_what_is_written_reads_back_the_same(body: Body) -> None:
    assert parse_body(kind_of(body), encode_body(body)) == body


@given(bodies)
def test_what_is_read_writes_back_the_same(body: Body) -> None:
    plain = json.loads(json.dumps(encode_body(body)))

    assert encode_body(parse_body(kind_of(body), plain)) == plain


@given(bodies)
def test_its_canonical_text_is_that_of_rfc_8785(body: Body) -> None:
    plain = encode_body(body)

    assert canonical_text(plain).encode() == rfc8785.dumps(plain)


@given(bodies, json_values)
def test_a_field_that_the_schema_does_not_know_is_refused(body: Body, value: Any) -> None:
    plain = encode_body(body) | {"remark": value}

    with pytest.raises(BadBody):
        parse_body(kind_of(body), plain)


@given(json_values)
def test_whatever_stands_for_a_body_is_read_or_refused(value: Any) -> None:
    for kind in Kind:
        try:
            body = parse_body(kind, value)
        except BadBody:
            continue
        assert encode_body(body) == value


@given(bodies)
def test_a_body_is_no_deeper_than_a_statement_may_hold(body: Body) -> None:
    def depth(value: Any) -> int:
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, inner), default=0) if isinstance(value, dict | list) else 0

    assert depth(encode_body(body)) <= 5


def test_every_implemented_kind_has_a_body_and_no_other() -> None:
    assert set(BODY_OF) == IMPLEMENTED


@pytest.mark.parametrize("kind", [*sorted(set(Kind) - IMPLEMENTED), "gossip"])
def test_a_kind_that_is_not_implemented_is_not_understood(kind: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        parse_body(kind, {})

    assert refusal.value.code is Rejection.UNKNOWN_KIND


@pytest.mark.parametrize(
    "due",
    [
        "2026-05-01T09:00:00+00:00",
        "2026-05-01T11:00:00+02:00",
        "2026-05-01T09:00:00.5Z",
        "2026-05-01T09:00:00.000Z",
        "2026-05-01 09:00:00Z",
        "2026-05-01T09:00:00",
        "2026-05-01",
        "2200-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        1777626000,
    ],
)
def test_an_instant_has_one_form(due: Any) -> None:
    plain = encode_body(raising()) | {"reply_due": due}

    with pytest.raises(BadBody):
        parse_body("raise", plain)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("requests", []),
        ("requests", None),
        ("requests", ["remedy", "remedy"]),
        ("issues", ["verify", "verify"]),
        ("reference", "two words"),
        ("reference", "x" * 41),
        ("language", "English"),
        ("marking", "white"),
        ("incidents", []),
        ("questions", []),
    ],
)
def test_a_raise_with_a_wrong_field_is_refused(field: str, value: Any) -> None:
    plain = encode_body(raising()) | {field: value}

    with pytest.raises(BadBody) as refusal:
        parse_body("raise", plain)

    assert refusal.value.code is Rejection.MALFORMED


def test_one_question_number_is_asked_once() -> None:
    plain = encode_body(raising())
    plain["questions"] = [plain["questions"][0]] * 2

    with pytest.raises(BadBody):
        parse_body("raise", plain)


def test_a_refusal_names_the_field_and_never_its_value() -> None:
    plain = encode_body(raising())
    plain["incidents"][0]["kind"] = "a name that nobody may read"

    with pytest.raises(BadBody) as refusal:
        parse_body("raise", plain)

    assert refusal.value.detail == "$.incidents[0].kind"


def test_an_incident_does_not_end_before_it_starts() -> None:
    plain = encode_body(raising())
    plain["incidents"][0]["end"] = "2026-02-19"

    with pytest.raises(BadBody):
        parse_body("raise", plain)


@pytest.mark.parametrize(
    "numbers", [{"low": 1.0}, {"low": True}, {"low": -1}, {"low": 3, "high": 2}]
)
def test_an_acknowledged_figure_is_a_range_of_whole_numbers(numbers: dict[str, Any]) -> None:
    figure = {"incident": "i1", "category": "killed", "group": "total", "as_of": "2026-03-01"}
    plain = {
        "final": True,
        "positions": [{"incident": "i1", "position": "accepts_partially"}],
        "figures": [figure | numbers],
        "language": "en",
        "marking": "amber",
    }

    with pytest.raises(BadBody):
        parse_body("response", plain)


def test_an_unknown_figure_is_not_zero() -> None:
    figure = {"incident": "i1", "category": "killed", "group": "total", "as_of": "2026-03-01"}
    plain = {
        "final": True,
        "positions": [{"incident": "i1", "position": "under_examination"}],
        "figures": [figure],
        "language": "en",
        "marking": "amber",
    }

    body = parse_body("response", plain)

    assert isinstance(body, Response)
    assert (body.figures[0].low, body.figures[0].high) == (None, None)
    assert encode_body(body) == plain


@pytest.mark.parametrize(
    "plain",
    [
        {"outcome": "received"},
        {"outcome": "received", "code": "malformed", "delivered_at": "2026-03-01T00:00:00Z"},
        {"outcome": "rejected"},
        {"outcome": "rejected", "code": "malformed", "delivered_at": "2026-03-01T00:00:00Z"},
    ],
)
def test_an_ack_is_received_with_a_time_or_rejected_with_a_code(plain: dict[str, Any]) -> None:
    with pytest.raises(BadBody):
        parse_body("ack", plain)


@pytest.mark.parametrize(
    "plain",
    [
        {"step": "asked", "until": "2026-06-01T00:00:00Z"},
        {"step": "asked", "reason": "complexity"},
        {"step": "agreed"},
        {"step": "agreed", "until": "2026-06-01T00:00:00Z", "reason": "complexity"},
        {"step": "agreed", "until": "2026-06-01T00:00:00Z", "questions": ["q1"]},
        {"step": "declined"},
        {"step": "declined", "reason": "staffing", "until": "2026-06-01T00:00:00Z"},
    ],
)
def test_each_step_of_an_extension_says_just_what_it_must(plain: dict[str, Any]) -> None:
    with pytest.raises(BadBody):
        parse_body("extension", plain)


def test_a_duplicate_says_of_what() -> None:
    with pytest.raises(BadBody):
        parse_body(
            "correct",
            {"reason": "factual", "positions": [{"incident": "i1", "position": "duplicate_of"}]},
        )


@pytest.mark.parametrize("kind", ["response", "follow_up"])
def test_an_empty_reply_or_follow_up_says_nothing(kind: str) -> None:
    plain: dict[str, Any] = {"language": "en", "marking": "amber"}
    plain |= {"final": True} if kind == "response" else {"reply_due": "2026-06-01T00:00:00Z"}

    with pytest.raises(BadBody):
        parse_body(kind, plain)


def test_our_own_pen_is_checked_before_anything_is_signed() -> None:
    east = datetime(2026, 5, 1, tzinfo=timezone(timedelta(hours=3)))

    with pytest.raises(BadBody):
        encode_body(Interim(code=InterimCode.STILL_EXAMINING, next_update_by=east))
    with pytest.raises(BadBody):
        encode_body(Close(reason="because"))  # type: ignore[arg-type]


def test_terms_of_a_genesis_read_back_the_same() -> None:
    terms = preset_terms("uk", Marking.AMBER_STRICT)

    assert parse_terms(encode_body(terms)) == terms


def test_terms_with_two_clocks_for_one_urgency_are_refused() -> None:
    plain = encode_body(preset_terms("en"))
    plain["clocks"] = [plain["clocks"][0]] * 2

    with pytest.raises(BadBody):
        parse_terms(plain)
