"""Ask another machine over HTTP: bounded in bytes and seconds, never redirected, no proxy."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Self

import httpx

from answerable.node.ledger.errors import PeerFailed

# Seconds: to connect, between two pieces of an answer, and for one whole answer.
CONNECT, IDLE, WHOLE = 5.0, 10.0, 60.0
_IDENTITY: Final = "identity"


class BoundedClient:
    """Asks one machine. `authority` is the only one that is trusted for its TLS, where given."""

    def __init__(
        self,
        address: str,
        *,
        authority: Path | None = None,
        transport: httpx.BaseTransport | None = None,
        whole: float = WHOLE,
    ) -> None:
        self._whole = whole
        self._sockets: list[socket.socket] = []
        self._is_late = False
        self._client = httpx.Client(
            # Proxies and keys from the environment would send the words somewhere else.
            trust_env=False,
            follow_redirects=False,
            verify=_trust(address, authority),
            transport=transport,
            timeout=httpx.Timeout(IDLE, connect=CONNECT),
            limits=httpx.Limits(max_connections=2, keepalive_expiry=30),
            headers={"Accept-Encoding": _IDENTITY, "User-Agent": "answerable"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    @contextmanager
    def ask(
        self, method: str, url: str, body: bytes, fields: Mapping[str, str]
    ) -> Iterator[httpx.Response]:
        """Give the answer while it comes in; raises PeerFailed. Its status is for the caller."""
        try:
            with (
                self._in_time(),
                self._client.stream(
                    method,
                    url,
                    content=body or None,
                    headers=dict(fields),
                    extensions={"trace": self._note_socket},
                ) as response,
            ):
                yield response
        except httpx.TimeoutException as exc:
            raise PeerFailed("timed_out") from exc
        except httpx.ConnectError as exc:
            if self._is_late:
                raise PeerFailed("timed_out") from exc
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
        # TLS takes the socket over and leaves the first one empty; to shake hands takes CONNECT at
        # most, however it drips.
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
        if self._is_late:
            # Made after the time was over, as when a name was long in being found.
            self._cut_off()

    def _cut_off(self) -> None:
        self._is_late = True
        for each in tuple(self._sockets):
            with contextlib.suppress(OSError):
                # Wakes whoever reads. Of the plain socket: TLS on top of it must not be touched.
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    def body(self, response: httpx.Response, limit: int) -> bytes:
        """Read piece by piece, so that neither a long nor a slow answer can hold us."""
        if response.headers.get("Content-Encoding", _IDENTITY) != _IDENTITY:
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


def check_status(response: httpx.Response) -> None:
    """Raise PeerFailed unless the answer is what was asked for; a redirection is none."""
    if response.status_code == 404:
        raise PeerFailed("not_found")
    if response.status_code == 429:
        raise PeerFailed("too_many_requests")
    if not 200 <= response.status_code < 300:
        raise PeerFailed("bad_answer")


def _trust(address: str, authority: Path | None) -> ssl.SSLContext:
    """Trust the machine's certificate authorities, or only the one given for this machine."""
    if address.startswith("http:"):
        # To this machine itself, without TLS: a context that trusts nobody costs nothing.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    changed = authority.stat().st_mtime_ns if authority else 0
    return _context(str(authority) if authority else None, changed)


@lru_cache(maxsize=16)
def _context(authority: str | None, _changed: int) -> ssl.SSLContext:
    """Read the authorities once: it takes longer than a whole round with a peer."""
    return ssl.create_default_context(cafile=authority)
