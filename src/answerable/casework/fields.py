"""The kinds of value that a statement's body may hold: codes, ids, dates, numbers. No free text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

Instant = Annotated[datetime, Meta(tz=True)]
IncidentId = Annotated[str, Meta(pattern=r"\Ai[1-9][0-9]{0,2}\Z")]
QuestionId = Annotated[str, Meta(pattern=r"\Aq[1-9][0-9]{0,2}\Z")]
RequestId = Annotated[str, Meta(pattern=r"\Ar[1-9][0-9]{0,2}\Z")]
# A sender's own number for its inquiry. Too narrow to carry a sentence.
Reference = Annotated[str, Meta(pattern=r"\A[A-Z0-9][A-Za-z0-9./_-]{0,39}\Z")]
# A party's or an office's code; never a person's.
Code = Annotated[str, Meta(pattern=r"\A[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\Z")]
Language = Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z")]
Count = Annotated[int, Meta(ge=0, le=100_000_000)]
Hours = Annotated[int, Meta(ge=0, le=87_600)]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A closed record whose every field is written."""


class Sparse(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A closed record in which what is not known or not said is left out, never null."""


def check_no_repeat(what: str, keys: Iterable[Hashable]) -> None:
    """Raise ValueError if a key comes twice: two rows for one thing have no meaning."""
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"{what} repeats")
        seen.add(key)


def check_range(low: int | None, high: int | None) -> None:
    """Raise ValueError if a range runs backwards. A side that is None is unknown, not zero."""
    if low is not None and high is not None and low > high:
        raise ValueError("low is above high")
