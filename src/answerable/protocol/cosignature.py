"""Countersign a checkpoint with a time: the receipt of this channel (C2SP cosignature/v1)."""

from __future__ import annotations

import struct
from typing import Final

from answerable.protocol import keys
from answerable.protocol.errors import BadCosignTime, BadSignature
from answerable.protocol.keys import SigningKey

MAX_TIME: Final = 2**63 - 1
# How far ahead of our own clock a cosigner's may be before its time is flagged, in seconds.
TOLERANCE: Final = 300


def sign(text: str, key: SigningKey, time: int) -> bytes:
    """Cosign a checkpoint's whole text at this POSIX second; gives the 72 signature bytes."""
    if not 0 < time <= MAX_TIME:
        raise BadCosignTime(f"{time} cannot be the time of a cosignature")
    return struct.pack(">Q", time) + key.sign(_message(text, time))


def verify(text: str, public: bytes, signature: bytes) -> int:
    """Give the POSIX second at which the key cosigned this text, or raise BadSignature."""
    if len(signature) != 72:
        raise BadSignature("a cosignature has 72 bytes")
    time: int = struct.unpack_from(">Q", signature)[0]
    if not 0 < time <= MAX_TIME:
        raise BadSignature("not a time")
    keys.verify(public, _message(text, time), signature[8:])
    return time


def time_fault(time: int, *, now: int, previous: int | None = None) -> str | None:
    """Say what is odd about a receipt's time: "future", "earlier" than the one before, or None.

    An odd time is shown, never refused: the receipt itself still holds.
    """
    if time > now + TOLERANCE:
        return "future"
    if previous is not None and time < previous:
        return "earlier"
    return None


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
