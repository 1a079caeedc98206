"""What a source agreed to, and whether what rests on the source may leave for a purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What a source is asked to agree to, each by itself."""

    USE_INSIDE = "use_inside"
    RAISE_WITHOUT_IDENTITY = "raise_without_identity"
    RAISE_WITH_IDENTITY = "raise_with_identity"
    PUBLISH = "publish"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent to one purpose; `withdrawn_at` is when the source took it back."""

    purpose: Purpose
    given_at: datetime
    withdrawn_at: datetime | None = None


# Whoever agrees to be named agrees that it is raised. No other purpose follows from another.
_ENOUGH = {
    Purpose.RAISE_WITHOUT_IDENTITY: (Purpose.RAISE_WITHOUT_IDENTITY, Purpose.RAISE_WITH_IDENTITY),
}


def may_leave(consents: Iterable[Consent], purpose: Purpose, *, at: datetime) -> bool:
    """Tell whether one source's consents allow a purpose at a moment. Silence is no consent."""
    enough = _ENOUGH.get(purpose, (purpose,))
    return any(one.purpose in enough and _counts(one, at) for one in consents)


def _counts(consent: Consent, at: datetime) -> bool:
    if consent.given_at > at:
        return False
    return consent.withdrawn_at is None or consent.withdrawn_at > at
