"""The content document: closed, in one form, and unable to mislead a reader's eye."""

import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.casework.codes import FigureCategory, FigureGroup, Kind, PlacePrecision, WordsFault
from answerable.casework.errors import BadWords
from answerable.casework.text import check_text, is_bad_character, tidy
from answerable.casework.words import (
    FIELDS,
    LINE,
    MAX_BYTES,
    TEXT,
    Fact,
    Place,
    ReportedFigure,
    Text,
    Words,
    encode_words,
    parse_words,
    texts_of,
    words_from_dict,
    words_to_dict,
)
from tests.casework.strategies import json_values, texts, words

# Documents are much to make.
few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def a_raise(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "kind": "raise",
        "language": "en",
        "subject": "A clinic in the harbour quarter",
        "facts": [{"incident": "i1", "title": "Clinic struck"}],
        "questions": [{"id": "q1", "text": "Was the clinic on your list?"}],
    }
    return plain | changes


def fault(plain: Any) -> WordsFault:
    with pytest.raises(BadWords) as refusal:
        words_from_dict(plain)
    return refusal.value.code


@few
@given(words)
def test_what_is_written_reads_back_the_same(document: Words) -> None:
    assert parse_words(encode_words(document)) == document


@few
@given(words)
def test_the_bytes_are_those_of_rfc_8785(document: Words) -> None:
    assert encode_words(document) == rfc8785.dumps(words_to_dict(document))


@given(st.binary(max_size=200))
def test_bytes_that_are_no_document_are_refused(data: bytes) -> None:
    with pytest.raises(BadWords):
        parse_words(data)


@given(json_values)
def test_values_that_are_no_document_are_refused(value: Any) -> None:
    with pytest.raises(BadWords):
        words_from_dict(value)


@few
@given(words)
def test_another_way_to_write_the_same_is_refused(document: Words) -> None:
    with pytest.raises(BadWords) as refusal:
        parse_words(encode_words(document) + b"\n")

    assert refusal.value.code is WordsFault.NOT_CANONICAL


def test_a_member_written_twice_is_refused() -> None:
    data = encode_words(words_from_dict(a_raise())).replace(b"{", b'{"kind":"raise",', 1)

    with pytest.raises(BadWords):
        parse_words(data)


def test_too_many_brackets_are_refused() -> None:
    with pytest.raises(BadWords) as refusal:
        parse_words(b"[" * 200_000)

    assert refusal.value.code is WordsFault.NOT_JSON


def test_a_document_has_a_size_limit() -> None:
    with pytest.raises(BadWords) as refusal:
        parse_words(b" " * (MAX_BYTES + 1))

    assert refusal.value.code is WordsFault.TOO_LONG


@pytest.mark.parametrize(
    "character",
    list("\u202e\u202a\u2066\u2069\u200b\ufeff\x00\x1b\r\t\u2028\u0085\ud800\U000e0041"),
)
def test_a_character_that_changes_how_others_are_read_is_refused(character: str) -> None:
    assert fault(a_raise(subject=f"The {character}clinic")) is WordsFault.BAD_CHARACTER


@pytest.mark.parametrize(
    "text", ["שָׁלוֹם", "مستشفى\u200f (1)", "می\u200cخواهم", "лікарня\nна розі", "👩\u200d⚕️"]
)
def test_the_scripts_of_the_field_are_welcome(text: str) -> None:
    text = unicodedata.normalize("NFC", text)

    assert words_from_dict(a_raise(subject=text)).subject == text


def test_a_text_is_in_normal_form() -> None:
    assert fault(a_raise(subject="Cafe\u0301")) is WordsFault.NOT_NFC


def test_a_blank_text_is_refused() -> None:
    assert fault(a_raise(subject=" \n ")) is WordsFault.BLANK


def test_a_heading_and_a_text_have_their_own_limits() -> None:
    assert words_from_dict(a_raise(grounds="x" * TEXT, subject="x" * LINE))
    assert fault(a_raise(grounds="x" * (TEXT + 1))) is WordsFault.TOO_LONG
    assert fault(a_raise(subject="x" * (LINE + 1))) is WordsFault.TOO_LONG


def test_a_refusal_names_the_field_and_never_its_text() -> None:
    with pytest.raises(BadWords) as refusal:
        words_from_dict(a_raise(questions=[{"id": "q1", "text": "planted\u202ename"}]))

    assert refusal.value.detail == "questions[0].text"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in FIELDS])
def test_a_kind_without_words_has_none(kind: Kind) -> None:
    assert fault({"kind": kind, "language": "en", "notes": "x"}) is WordsFault.WRONG_KIND


def test_a_field_of_another_kind_is_refused() -> None:
    assert fault(a_raise(answers=[{"id": "q1", "text": "x"}])) is WordsFault.WRONG_KIND


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": [{"incident": "i1", "title": "x"}] * 2},
        {"questions": [{"id": "q1", "text": "x"}] * 2},
        {"questions": [{"id": "i1", "text": "x"}]},
        {"requests": [{"code": "remedy", "text": "x"}] * 2},
        {"author": "somebody"},
        {"facts": [{"incident": "i1", "title": "x", "places": [{"name": "x"}]}]},
    ],
)
def test_a_document_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    assert fault(a_raise(**changes)) is WordsFault.BAD_SCHEMA


@pytest.mark.parametrize(
    "point", [("91", "0"), ("0", "181"), ("-0", "0"), ("0", None), (None, "1")]
)
def test_a_point_is_on_the_globe(point: tuple[str | None, str | None]) -> None:
    with pytest.raises(ValueError, match=r"point|sign"):
        Place(name="x", lat=point[0], lon=point[1], precision=PlacePrecision.TOWN)


@pytest.mark.parametrize("degrees", ["1.50", "01", "+1", "1.", ".5", "1e1", "1.1234567"])
def test_degrees_have_one_form(degrees: str) -> None:
    place = {"name": "x", "lat": degrees, "lon": "0", "precision": "town"}

    facts = [{"incident": "i1", "title": "x", "places": [place]}]
    assert fault(a_raise(facts=facts)) is WordsFault.BAD_SCHEMA


def test_a_default_written_out_is_refused() -> None:
    assert fault(a_raise(notes=None)) is WordsFault.NOT_CANONICAL


def test_every_text_is_found_with_its_place() -> None:
    figure = ReportedFigure(
        category=FigureCategory.KILLED, group=FigureGroup.TOTAL, low=2, stated_by="the clinic"
    )
    place = Place(name="Порт", latin="Port", precision=PlacePrecision.TOWN)
    fact = Fact(incident="i1", title="Clinic", places=(place,), figures=(figure,))
    document = Words(
        kind=Kind.RAISE,
        language="en",
        subject="Harbour",
        facts=(fact,),
        questions=(Text(id="q1", text="Why?"),),
    )

    assert texts_of(document) == [
        ("subject", "Harbour"),
        ("facts[0].title", "Clinic"),
        ("facts[0].places[0].name", "Порт"),
        ("facts[0].places[0].latin", "Port"),
        ("facts[0].figures[0].stated_by", "the clinic"),
        ("questions[0].text", "Why?"),
    ]


@given(st.text())
def test_tidied_text_is_acceptable_or_empty(text: str) -> None:
    tidied = tidy(text)

    if tidied:
        check_text(tidied, len(tidied), "x")


@given(texts)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_tidying_keeps_lines_and_words() -> None:
    assert tidy(" one\r\ntwo\tthree  \rfour\u2028five\u202e\x07 ") == "one\ntwo three\nfour\nfive"


def test_a_line_feed_and_a_joiner_are_not_bad() -> None:
    assert not any(map(is_bad_character, "\n\u200d\u200e"))
