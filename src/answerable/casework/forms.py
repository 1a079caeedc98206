"""One form only: read plain JSON values into closed records, and write them back the same."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)
# How msgspec says where: the path holds our field names and positions only.
_FIELD = re.compile(r" - at `(?:key` in `)?(\$[^`]*)`\Z")


class NotOneForm(ValueError):
    """The values fit the schema, but there is another, only accepted way to write them."""


def format_instant(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with whole seconds, `2026-01-31T12:00:00Z`.

    Raises ValueError for a time without a zone, not in UTC, with a fraction of a second, or outside
    the years in which dates can be counted on without running out of the calendar.
    """
    if instant.utcoffset() != timedelta(0) or instant.microsecond:
        raise ValueError("an instant is in UTC and in whole seconds")
    if not is_in_calendar(instant):
        raise ValueError("an instant is in the years 1970 to 2199")
    return instant.replace(tzinfo=None).isoformat() + "Z"


def is_in_calendar(instant: datetime) -> bool:
    """Tell whether an instant is in the years that statements may speak of."""
    return 1970 <= instant.year < 2200


def to_plain(record: msgspec.Struct) -> dict[str, Any]:
    """Turn a record into dicts, lists, strings, integers and booleans.

    Raises ValueError for an instant that has no accepted form.
    """
    plain: dict[str, Any] = _plain(
        msgspec.to_builtins(record, str_keys=True, builtin_types=(datetime, date))
    )
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def from_plain(record_type: type[Record], plain: object) -> Record:
    """Read plain values into a closed record, strictly.

    Raises msgspec.ValidationError if they do not fit, NotOneForm if writing the record again gives
    anything else (a default written out, `+00:00` for `Z`, `1.0` for `1`, true for 1).
    """
    record = msgspec.convert(plain, record_type, strict=True)
    try:
        again = canonical_text(to_plain(record))
    except ValueError as exc:
        raise NotOneForm("an instant is not in its one form") from exc
    if again != canonical_text(plain):
        raise NotOneForm("written again it is not the same")
    return record


def field_of(exc: Exception) -> str:
    """Return the path of the field that did not fit, without any of the values around it."""
    found = _FIELD.search(str(exc))
    return found.group(1) if found else "$"


def canonical_text(plain: object) -> str:
    """Write plain values as JSON in one form.

    Our member names are ASCII and our numbers are small integers; under these two conditions this
    is the JSON Canonicalization Scheme (RFC 8785), which a test compares.
    """
    return json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
