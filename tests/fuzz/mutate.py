"""Change bytes the way formats break: in their numbers, lines, base64, JSON, and anywhere.

No coverage is measured, so that it runs on every Python without a compiled helper; knowing the
shapes of our formats makes up for it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

MOST = 256 * 1024
NUMBERS = (
    b"0", b"00", b"1", b"-1", b"+1", b"1.0", b"1e3", b"255", b"256", b"257", b"65535", b"65536",
    b"4294967296", b"9007199254740991", b"9007199254740992", b"4611686018427387904",
    b"9223372036854775807", b"9223372036854775808", b"18446744073709551616", b"NaN", b"9" * 5000,
    "٣".encode(), b"1_000",
)  # fmt: skip
PIECES: tuple[bytes, ...] = (
    b"", b"\0", b"\n", b"\n\n", b"\r\n", b"\t", b" ", b'"', b"\\", b"\\u0000", b"\\ud800", b"{}",
    b"[]", b"null", b"+", b"/", b"=", b"==", b"..", b"%2e", b"x000/", b".p/", b"\xff", b"\xc0\x80",
    "\u2014 ".encode(), "\u00a0".encode(), "\u202e".encode(), "e\u0301".encode(), b"[" * 2000,
    b'{"a":' * 500, b"A" * 70_000,
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**53, 2**62, 1.5, "", "0", "a" * 300, [], {}, [[]], [None] * 300,
    {"a": {"a": {"a": {"a": {"a": {"a": {"a": {}}}}}}}}, "\u0000", "\ud800", "e\u0301",
)  # fmt: skip
_NUMBER = re.compile(rb"[0-9]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{12,}={0,2}")


def mutate(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """Change bytes in a few places; `others` are what to splice in."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5))):
        data = dice.choice(_MUTATIONS)(data, others, dice)[:MOST]
    return data


def _flip(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(changed), dice.choice((1, 1, 2, 8)))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def _end_early(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    return data[: dice.randint(0, len(data))]


def _repeat(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 1, 2, 200)) + data[end:]


def _insert(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(PIECES) + data[at:]


def _splice(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    other = dice.choice(others) if others else data
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


def _number(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    return _replace(_NUMBER, data, dice, lambda found: dice.choice(NUMBERS))


def _lines(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    lines = data.split(b"\n")
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    deed = dice.randrange(4)
    if deed == 0:
        lines[one], lines[two] = lines[two], lines[one]
    elif deed == 1:
        del lines[one]
    elif deed == 2:
        lines[one:one] = [lines[two]] * dice.choice((1, 2, 150))
    else:
        lines[one] = dice.choice(PIECES) + lines[one]
    return b"\n".join(lines)


def _inside(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """Change what base64 holds, and write it again in plain form."""

    def change(found: bytes) -> bytes:
        try:
            inner = base64.b64decode(found, validate=True)
        except binascii.Error:
            return found[:-1]
        return base64.b64encode(mutate(inner, others, dice))

    return _replace(_BASE64, data, dice, change)


def _json(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """Change a value somewhere in JSON, and write it again in plain form."""
    try:
        value = json.loads(data)
        _change_value(value, dice)
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return text.encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return _insert(data, others, dice)


def _change_value(value: Any, dice: Random) -> None:
    while isinstance(value, dict | list) and value:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = dice.choice(keys)
        inner = value[key]
        if not isinstance(inner, dict | list) or not inner or dice.random() < 0.3:
            deed = dice.randrange(4)
            if deed == 0:
                del value[key]
            elif deed == 1 and isinstance(value, dict):
                value[dice.choice(("a", "", "v", "\u00e9"))] = inner
            elif deed == 2 and isinstance(value, list):
                value.extend([inner] * dice.choice((1, 200)))
            else:
                value[key] = dice.choice(VALUES)
            return
        value = inner


def _span(data: bytes, dice: Random) -> tuple[int, int]:
    start = dice.randint(0, len(data))
    return start, min(len(data), start + dice.choice((1, 1, 2, 4, 16, 64, 1000)))


def _replace(
    pattern: re.Pattern[bytes], data: bytes, dice: Random, change: Callable[[bytes], bytes]
) -> bytes:
    places = [found.span() for found in pattern.finditer(data)]
    if not places:
        return data + b"0"
    start, end = dice.choice(places)
    return data[:start] + change(data[start:end]) + data[end:]


_MUTATIONS = (
    _flip, _cut, _end_early, _repeat, _insert, _splice, _number, _lines, _inside, _inside, _json,
    _json,
)  # fmt: skip
