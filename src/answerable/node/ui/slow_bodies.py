"""Give a request's body so much time as a whole, or tell when it is here: some drip theirs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol

# For the 20 MB of a document over a slow line.
SECONDS: Final = 120.0
_BODY: Final = "wsgi.input"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Stream(Protocol):
    """What a server hands over as the body."""

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many bytes, and wait until they are there."""
        ...

    def readline(self, size: int = -1, /) -> bytes:
        """Give a line likewise."""
        ...


class TimedBody:
    """A body that raises `TimeoutError` once its time is over, whatever the server waits for.

    A server's stream cannot be interrupted: a thread of its own waits for it and is left behind.
    """

    def __init__(self, stream: Stream, seconds: float = SECONDS) -> None:
        self._stream, self._until = stream, time.monotonic() + seconds
        self._left_behind: threading.Thread | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many bytes; raises `TimeoutError`, and what the stream raises."""
        return self._in_time(self._stream.read, size)

    def readline(self, size: int = -1, /) -> bytes:
        """Give a line, or at most so many bytes of it, likewise."""
        return self._in_time(self._stream.readline, size)

    def _in_time(self, read: Callable[[int], bytes], size: int) -> bytes:
        if self._left_behind is not None:
            raise TimeoutError
        found: SimpleQueue[bytes | Exception] = SimpleQueue()
        waiting = threading.Thread(target=_wait, args=(read, size, found), daemon=True)
        waiting.start()
        try:
            got = found.get(timeout=max(self._until - time.monotonic(), 0.0))
        except Empty:
            self._left_behind = waiting
            raise TimeoutError from None
        if isinstance(got, Exception):
            raise got
        return got

    @property
    def is_late(self) -> bool:
        """Tell whether its time was over before all of it was here."""
        return self._left_behind is not None

    def when_let_go(self, call: Callable[[], None]) -> None:
        """Call when no thread waits for this body any more: now, or once its connection ends."""
        waiting = self._left_behind
        if waiting is None:
            call()
            return

        def later() -> None:
            waiting.join()
            call()

        threading.Thread(target=later, daemon=True).start()


def _wait(read: Callable[[int], bytes], size: int, found: SimpleQueue[bytes | Exception]) -> None:
    try:
        found.put(read(size))
    except Exception as error:  # noqa: BLE001 # Raised again where it is waited for.
        found.put(error)


def timed(application: Application, seconds: float = SECONDS) -> Application:
    """Return an application whose requests' bodies are timed.

    Who is late is answered at once, but the request ends only when nobody waits for its body any
    more: this server would close a body that is being read while it holds Python's lock, and all
    that the process serves would stand still until the connection ends.
    """

    def respond(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ[_BODY] = TimedBody(environ[_BODY], seconds)
        answer = application(environ, start)
        return _held(answer, body) if body.is_late else answer

    return respond


def _held(answer: Iterable[bytes], body: TimedBody) -> Iterator[bytes]:
    """Give an answer, and end when the body is let go."""
    let_go = threading.Event()
    try:
        yield from answer
        body.when_let_go(let_go.set)
        let_go.wait()
    finally:
        getattr(answer, "close", lambda: None)()


def is_late(environ: dict[str, Any]) -> bool:
    """Tell whether the time of a request's body was over before all of it was here."""
    body = environ.get(_BODY)
    return isinstance(body, TimedBody) and body.is_late


def when_let_go(environ: dict[str, Any], call: Callable[[], None]) -> None:
    """Call when the body of a request is waited for no more; at once where it is not timed."""
    body = environ.get(_BODY)
    if isinstance(body, TimedBody):
        body.when_let_go(call)
    else:
        call()


class NotedBody:
    """A body that tells when all of it is here."""

    def __init__(self, stream: Stream, length: int) -> None:
        self._stream, self._left = stream, length
        self._call: Callable[[], None] | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many bytes, as the stream does."""
        return self._noted(self._stream.read(size))

    def readline(self, size: int = -1, /) -> bytes:
        """Give a line, or at most so many bytes of it, likewise."""
        return self._noted(self._stream.readline(size))

    def when_here(self, call: Callable[[], None]) -> None:
        """Call once nobody has to wait for this body any more."""
        self._call = call

    def _noted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left <= 0 and self._call is not None:
            call, self._call = self._call, None
            call()
        return data


def noted(application: Application) -> Application:
    """Return an application that can be told when a request's body is here: see `when_here`."""

    def respond(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        announced = str(environ.get("CONTENT_LENGTH") or "0")
        length = int(announced) if announced.isascii() and announced.isdecimal() else 0
        environ[_BODY] = NotedBody(environ[_BODY], length)
        return application(environ, start)

    return respond


def when_here(environ: dict[str, Any], call: Callable[[], None]) -> None:
    """Call once all of a request's body is here; never where it is not noted."""
    body = environ.get(_BODY)
    if isinstance(body, NotedBody):
        body.when_here(call)
