"""Ask the other side's node over HTTP: signed, bounded in bytes and seconds, never redirected."""

import contextlib
import ipaddress
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from answerable.node.ledger import request_signatures
from answerable.node.ledger.errors import BadAddress, PeerFailed
from answerable.protocol.keys import SigningKey

NOTE_LIMIT: Final = 64 * 1024
BUNDLE_LIMIT: Final = 256 * (2 + 16 * 1024)
CONTENT_LIMIT: Final = 24 * 1024 * 1024
NUDGE_LIMIT: Final = 1024
RECEIPT_FIELD: Final = "Answerable-Receipt"
_MOST_SKEW: Final = 10**9
# Seconds: to connect, between two pieces of an answer, and for one whole answer.
CONNECT, IDLE, WHOLE = 5.0, 10.0, 60.0


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
        self._whole = whole
        self._sockets: list[socket.socket] = []
        self._is_late = False
        # Seconds by which the other side's clock is ahead, as its last answer said; None: unknown.
        self.skew: int | None = None
        self._client = httpx.Client(
            # Proxies and keys from the environment would send the channel somewhere else.
            trust_env=False,
            follow_redirects=False,
            verify=_trust(self._address, authority),
            transport=transport,
            timeout=httpx.Timeout(IDLE, connect=CONNECT),
            limits=httpx.Limits(max_connections=2, keepalive_expiry=30),
            headers={"Accept-Encoding": "identity", "User-Agent": "answerable"},
        )

    def __enter__(self) -> "PeerClient":
        return self

    def __exit__(self, *exc: object) -> None:
        self._client.close()

    def get(self, path: str, limit: int, fields: dict[str, str] | None = None) -> bytes:
        """Fetch a path below /answerable/v1; at most `limit` bytes. Raises PeerFailed."""
        with self._ask("GET", path, b"", fields or {}) as response:
            return self._body(response, limit)

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
        try:
            with (
                self._in_time(),
                self._client.stream(
                    method,
                    self._address + full,
                    content=body or None,
                    headers={**fields, **signed},
                    extensions={"trace": self._note_socket},
                ) as response,
            ):
                self.skew = _skew(response, self._clock())
                _check_status(response)
                yield response
        except httpx.TimeoutException as exc:
            raise PeerFailed("timed_out") from exc
        except httpx.ConnectError as exc:
            secure = "certificate" in str(exc).lower() or "ssl" in str(exc).lower()
            raise PeerFailed("not_trusted" if secure else "unreachable") from exc
        except httpx.HTTPError as exc:
            raise PeerFailed("timed_out" if self._is_late else "broken_off") from exc

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """End the exchange when its time is over, whatever it waits for.

        A timeout alone is between two pieces: an answer whose head drips would hold us for days.
        """
        self._is_late = False
        timer = threading.Timer(self._whole, self._cut_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
        if self._is_late:
            # Without a length, what was cut off looks like what has ended.
            raise PeerFailed("timed_out")

    def _note_socket(self, event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def _cut_off(self) -> None:
        self._is_late = True
        for each in self._sockets:
            with contextlib.suppress(OSError):
                # Wakes whoever reads. Of the plain socket: TLS on top of it must not be touched.
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    def _body(self, response: httpx.Response, limit: int) -> bytes:
        """Read piece by piece, so that neither a long nor a slow answer can hold us."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise PeerFailed("bad_answer")
        until = time.monotonic() + self._whole
        received = bytearray()
        for piece in response.iter_raw():
            received += piece
            if len(received) > limit:
                raise PeerFailed("too_large")
            if time.monotonic() > until:
                raise PeerFailed("timed_out")
        return bytes(received)


def _skew(response: httpx.Response, now: float) -> int | None:
    """Compare the answer's Date with our clock; a fact to show, on which no rule depends."""
    try:
        said = parsedate_to_datetime(response.headers.get("Date", ""))
        ahead = int(said.timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(-_MOST_SKEW, min(ahead, _MOST_SKEW))


def _check_status(response: httpx.Response) -> None:
    if response.status_code == 404:
        raise PeerFailed("not_found")
    if response.status_code == 429:
        raise PeerFailed("too_many_requests")
    if not 200 <= response.status_code < 300:
        raise PeerFailed("bad_answer")


def _trust(address: str, authority: Path | None) -> ssl.SSLContext:
    """Trust the machine's certificate authorities, or only the one given for this peer."""
    if address.startswith("http:"):
        # To this machine itself, without TLS: a context that trusts nobody costs nothing.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    changed = authority.stat().st_mtime_ns if authority else 0
    return _context(str(authority) if authority else None, changed)


@lru_cache(maxsize=16)
def _context(authority: str | None, _changed: int) -> ssl.SSLContext:
    """Read the authorities once: it takes longer than a whole round with a peer."""
    return ssl.create_default_context(cafile=authority)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
