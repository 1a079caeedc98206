"""Give every value one encoding, and accept no other: RFC 8785 without floating point.

On top of RFC 8785: integers only, below 2^53 in magnitude; strings and names in Unicode form C;
a limit on nesting. Decoding re-encodes and compares, which refuses repeated names, other
orders, other escapes and white space in one rule.
"""

from __future__ import annotations

import json
import unicodedata
from typing import NoReturn, TypeAlias, cast

import msgspec
import rfc8785

from answerable.protocol.errors import NotCanonical

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1
# Sign and sixteen digits: longer text cannot be in range, and is not worth parsing.
_MAX_DIGITS = 17


def encode(value: object, *, max_depth: int = MAX_DEPTH) -> bytes:
    """Write a value in its one accepted form.

    Raises NotCanonical for floats, large integers, names that are not text, lone surrogates,
    text that is not in form C, and nesting deeper than `max_depth` (a bare scalar has depth 0).
    """
    _check(value, max_depth)
    return _dump(value)


def decode(data: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Json:
    """Read bytes that must be the one accepted encoding of their value, or raise NotCanonical."""
    if len(data) > max_bytes:
        raise NotCanonical(f"{len(data)} bytes where at most {max_bytes} are read")
    try:
        # What follows the value, or stands before it, shows when it is written again.
        value = cast(Json, _DECODER.raw_decode(data.decode("utf-8"))[0])
        again = _dump(value)
    except (ValueError, RecursionError) as exc:
        raise NotCanonical(_reason(exc)) from exc
    if again != data:
        raise NotCanonical("not the canonical encoding of its value")
    # Brackets bound the nesting, and only text beyond ASCII can be out of form C: the walk is
    # needed seldom, and it is what costs.
    if not data.isascii() or data.count(b"{") + data.count(b"[") > max_depth:
        _check(value, max_depth)
    return value


def decode_object(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH
) -> JsonObject:
    """Read canonical bytes that must be a JSON object."""
    value = decode(data, max_bytes=max_bytes, max_depth=max_depth)
    if not isinstance(value, dict):
        raise NotCanonical("not an object")
    return value


def _dump(value: object) -> bytes:
    data = _ENCODER.encode(value)
    # Beyond ASCII, RFC 8785 orders names by UTF-16 units, and the fast encoder by code point.
    return data if data.isascii() else rfc8785.dumps(cast(Json, value))


def _check(value: object, depth: int) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical("integer beyond 2^53")
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        _check_depth(depth)
        for name, member in value.items():
            if not isinstance(name, str):
                raise NotCanonical("a name that is not text")
            _check_text(name)
            _check(member, depth - 1)
    elif isinstance(value, (list, tuple)):
        _check_depth(depth)
        for member in value:
            _check(member, depth - 1)
    else:
        raise NotCanonical(f"a {type(value).__name__} has no canonical form")


def _check_depth(depth: int) -> None:
    if depth <= 0:
        raise NotCanonical("nested too deeply")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text is not in Unicode form C")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise NotCanonical("a lone surrogate")


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS or not -MAX_INTEGER <= (number := int(text)) <= MAX_INTEGER:
        raise NotCanonical("integer beyond 2^53")
    return number


def _refuse(text: str) -> NoReturn:
    raise NotCanonical("not an integer")


def _plain(value: object) -> object:
    # Text and numbers of a subclass are written as what they are; nothing else comes here.
    return "".join(value) if isinstance(value, str) else int(cast(int, value))


def _reason(exc: Exception) -> str:
    return "nested too deeply" if isinstance(exc, RecursionError) else "not UTF-8 JSON"


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
# On ASCII it writes the same bytes as rfc8785, ten times as fast; a test holds them together.
_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_plain)
