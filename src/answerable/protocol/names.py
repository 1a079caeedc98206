"""The forms of names, identifiers and times in statements, in one place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

# Channel ids are the first 16 bytes of the founding document's digest, in base32.
CHANNEL: Final = re.compile(r"[a-z2-7]{26}")
ORIGIN: Final = re.compile(r"(?=.{1,200}\Z)[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*")
PARTY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
OFFICE: Final = PARTY
DOMAIN: Final = re.compile(
    r"(?=.{1,100}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)
KIND: Final = re.compile(r"[a-z][a-z_]{0,31}")
HEX16: Final = re.compile(r"[0-9a-f]{32}")
HEX32: Final = re.compile(r"[0-9a-f]{64}")
MEDIA: Final = re.compile(r"(?=.{3,100}\Z)[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


def format_time(at: datetime) -> str:
    """Write an instant as statements carry it: UTC, whole seconds (rounded down), RFC 3339.

    Raises ValueError for a time without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse_time(text: str) -> datetime:
    """Read an instant in exactly that form; raises ValueError for any other."""
    if not _TIME.fullmatch(text):
        raise ValueError("an instant is written YYYY-MM-DDTHH:MM:SSZ")
    return datetime.fromisoformat(text)
