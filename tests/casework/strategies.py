"""Make any well-formed body, words or entry, from the schemas themselves."""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from answerable.casework.bodies import (
    BODY_OF,
    OWN_ACT,
    Acknowledged,
    Body,
    IncidentFacts,
    MeasureTaken,
    PositionOn,
    RedressGiven,
    SelfReport,
)
from answerable.casework.codes import Kind
from answerable.casework.text import is_bad_character
from answerable.casework.words import FIELDS, Words

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPAN = int((datetime(2200, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())

instants = st.integers(0, SPAN - 1).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
_alphabet = st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n\u200f\u200d")
texts = (
    st.text(_alphabet, min_size=1, max_size=12)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: text.strip() and not any(map(is_bad_character, text)))
)
# Short ids, so that bodies made apart are often about the same thing.
_ids = {r"\Ai": "i", r"\Aq": "q", r"\Ar": "r"}


# References, languages, codes, degrees: their patterns are tried by examples.
_SAMPLES = ["AST-2026-7", "Z/9.x_y", "Q" * 40, "en", "uk", "ar", "zh-Hant", "pt-BR", "astrea"]
_SAMPLES += ["i1", "i2", "q1", "q2", "r1", "r2", "office-2", "b", "0", "31.5", "-7.000001", "89"]


def _strings(info: inspect.StrType) -> st.SearchStrategy[str]:
    if info.pattern is None:
        return texts
    for start, letter in _ids.items():
        if info.pattern.startswith(start):
            return st.sampled_from([f"{letter}{number}" for number in range(1, 5)])
    fitting = [sample for sample in _SAMPLES if re.search(info.pattern, sample)]
    return st.sampled_from(fitting)


def _of(info: inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case inspect.StructType(cls=cls):
            return records(cls)
        case inspect.EnumType(cls=cls):
            return st.sampled_from(list(cls))
        case inspect.StrType():
            return _strings(info)
        case inspect.IntType(ge=low, le=high):
            return st.integers(low, high)
        case inspect.BoolType():
            return st.booleans()
        case inspect.DateTimeType():
            return instants
        case inspect.DateType():
            return st.dates()
        case inspect.VarTupleType(item_type=item, min_length=low):
            return st.lists(_of(item), min_size=low or 0, max_size=2).map(tuple)
        case inspect.UnionType(types=types):
            return st.one_of([_of(inner) for inner in types])
        case inspect.NoneType():
            return st.none()
    raise AssertionError(info)


# How often a record is made anew when its own checks refuse it.
_TRIES = 12


@functools.cache
def records(
    cls: type[Any], names: frozenset[str] | None = None, **given: Any
) -> st.SearchStrategy[Any]:
    """Make records of a class, of some fields only; what its own checks refuse is thrown away."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    wanted = [field for field in info.fields if names is None or field.name in names]
    fields = st.fixed_dictionaries({field.name: _of(field.type) for field in wanted})

    @st.composite
    def build(draw: st.DrawFn) -> msgspec.Struct:
        for _ in range(_TRIES):
            try:
                return cls(**(draw(fields) | given))  # type: ignore[no-any-return]
            except ValueError:
                continue
        return draw(st.nothing())

    return build()


def _on_i1(cls: type[Any], *without: str, **given: Any) -> st.SearchStrategy[Any]:
    """Make records of a class that are about the incident i1."""
    names = {field.name for field in msgspec.structs.fields(cls)}
    return records(cls, frozenset(names - {"incident", "id", *without, *given}), **given)  # type: ignore[arg-type]


@st.composite
def self_reports(draw: st.DrawFn) -> SelfReport:
    """Make a report of one's own act. Drawn field by field, it would hardly ever hang together."""
    own = st.sampled_from(sorted(OWN_ACT))
    optional = {"figures": Acknowledged, "measures": MeasureTaken, "redress": RedressGiven}
    loose = draw(
        _on_i1(
            SelfReport,
            *optional,
            incidents=(draw(_on_i1(IncidentFacts, id="i1")),),
            positions=(PositionOn(incident="i1", position=draw(own)),),
        )
    )
    told = {
        name: tuple(draw(st.lists(_on_i1(cls, incident="i1"), max_size=1)))
        for name, cls in optional.items()
    }
    made: SelfReport = msgspec.structs.replace(loose, **told)
    return made


def _body_of(kind: Kind) -> st.SearchStrategy[Any]:
    return self_reports() if kind is Kind.SELF_REPORT else records(BODY_OF[kind])


bodies: st.SearchStrategy[Body] = st.sampled_from(sorted(BODY_OF)).flatmap(_body_of)


def _words_of(kind: Kind) -> st.SearchStrategy[Words]:
    return records(Words, FIELDS[kind] | {"language"}, kind=kind)


# What may stand in a case; terms are agreed before the first one.
case_bodies: st.SearchStrategy[Body] = st.sampled_from(sorted(set(BODY_OF) - {Kind.TERMS})).flatmap(
    _body_of
)


words: st.SearchStrategy[Words] = st.sampled_from(sorted(FIELDS)).flatmap(_words_of)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)
