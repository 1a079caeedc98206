"""How often a token may ask: so many requests a minute, counted in this process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

A_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Left:
    """Whether a request is let through, how many are left, and in how many seconds all are."""

    admitted: bool
    remaining: int
    reset: int

    def fields(self) -> dict[str, str]:
        """Return the fields of the answer (draft-ietf-httpapi-ratelimit-headers)."""
        found = {
            "RateLimit-Policy": f'"minute";q={A_MINUTE};w=60',
            "RateLimit": f'"minute";r={self.remaining};t={self.reset}',
        }
        return found if self.admitted else {**found, "Retry-After": str(max(self.reset, 1))}


class Allowance:
    """Windows of a minute, one a token."""

    def __init__(self, most: int = A_MINUTE, seconds: int = 60) -> None:
        self._most, self._seconds = most, seconds
        self._windows: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def take(self, token: str, now: float) -> Left:
        """Count one request; `now` in seconds of any steady clock."""
        with self._lock:
            began, used = self._windows.get(token, (now, 0))
            if now - began >= self._seconds:
                began, used = now, 0
            admitted = used < self._most
            self._windows[token] = (began, used + admitted)
            reset = int(began + self._seconds - now) + 1
            return Left(admitted, self._most - used - admitted, min(reset, self._seconds))
