"""Ask the other side's node over HTTP: signed, bounded in bytes and seconds, never redirected."""

import ipaddress
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from answerable.node.ledger import request_signatures
from answerable.node.ledger.bounded_http import WHOLE, BoundedClient, check_status
from answerable.node.ledger.errors import BadAddress
from answerable.protocol.keys import SigningKey

NOTE_LIMIT: Final = 64 * 1024
BUNDLE_LIMIT: Final = 256 * (2 + 16 * 1024)
CONTENT_LIMIT: Final = 24 * 1024 * 1024
NUDGE_LIMIT: Final = 1024
RECEIPT_FIELD: Final = "Answerable-Receipt"
_MOST_SKEW: Final = 10**9


def check_address(url: str) -> str:
    """Return a peer's base address in plain form; raises BadAddress.

    HTTPS is mandatory, except to this machine itself.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as exc:
        raise BadAddress("the address cannot be read") from exc
    if parts.username or parts.password or parts.query or parts.fragment or not host:
        raise BadAddress("an address is https://host:port, nothing more")
    if parts.path not in ("", "/"):
        raise BadAddress("an address has no path: https://host:port")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise BadAddress("HTTPS is needed, except to this machine itself")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


class PeerClient:
    """One peer's node at one address. `clock` gives POSIX seconds."""

    def __init__(
        self,
        address: str,
        key: SigningKey,
        *,
        clock: Callable[[], float] = time.time,
        authority: Path | None = None,
        transport: httpx.BaseTransport | None = None,
        whole: float = WHOLE,
    ) -> None:
        self._address = check_address(address)
        self._key = key
        self._clock = clock
        # Seconds by which the other side's clock is ahead, as its last answer said; None: unknown.
        self.skew: int | None = None
        self._http = BoundedClient(
            self._address, authority=authority, transport=transport, whole=whole
        )

    def __enter__(self) -> "PeerClient":
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.close()

    def get(self, path: str, limit: int, fields: dict[str, str] | None = None) -> bytes:
        """Fetch a path below /answerable/v1; at most `limit` bytes. Raises PeerFailed."""
        with self._ask("GET", path, b"", fields or {}) as response:
            return self._http.body(response, limit)

    def post(self, path: str, body: bytes) -> None:
        """Send a few bytes; the answer's body is not read. Raises PeerFailed."""
        with self._ask("POST", path, body, {}):
            pass

    @contextmanager
    def _ask(
        self, method: str, path: str, body: bytes, fields: dict[str, str]
    ) -> Iterator[httpx.Response]:
        full = f"/answerable/v1/{path}"
        signed = request_signatures.sign(
            method,
            full,
            body,
            key=self._key,
            created=int(self._clock()),
            nonce=secrets.token_urlsafe(16),
        )
        with self._http.ask(method, self._address + full, body, {**fields, **signed}) as response:
            self.skew = _skew(response, self._clock())
            check_status(response)
            yield response


def _skew(response: httpx.Response, now: float) -> int | None:
    """Compare the answer's Date with our clock; a fact to show, on which no rule depends."""
    try:
        said = parsedate_to_datetime(response.headers.get("Date", ""))
        ahead = int(said.timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(-_MOST_SKEW, min(ahead, _MOST_SKEW))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
