"""A line between two nodes that loses, delays, doubles, reorders, cuts and damages what it carries.

line = Proxy(port_of_the_node)          # listens on a free port of loopback: line.url
line.plan = [("lose the answer", 0), ("cut", 100)]   # for the next requests, one each
line.plan = []                          # carries everything well again
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time

FAULTS = (
    "pass",
    "lose the request",
    "lose the answer",
    "delay",
    "ask twice",
    "answer as before",
    "cut",
    "damage",
)
_DELAY = 0.05
_TIMEOUT = 20.0


class Proxy:
    """One direction of the line: what one node asks of the other."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.plan: list[tuple[str, int]] = []
        self.met: dict[str, int] = dict.fromkeys(FAULTS, 0)
        self._before: dict[bytes, bytes] = {}
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        """Return where this line is entered."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """Carry nothing any more."""
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(connection,), daemon=True).start()

    def _carry(self, connection: socket.socket) -> None:
        with self._lock:
            fault, number = self.plan.pop(0) if self.plan else ("pass", 0)
            self.met[fault] += 1
        connection.settimeout(_TIMEOUT)
        with connection, contextlib.suppress(OSError):
            request = _read_request(connection)
            if fault == "lose the request":
                return
            if fault == "delay":
                time.sleep(_DELAY)
            answer = self._ask(request)
            if fault == "ask twice":
                self._ask(request)
            place = request.split(b" ", 2)[1]
            earlier = self._before.get(place, answer)
            self._before[place] = answer
            if fault == "lose the answer":
                return
            connection.sendall(_spoil(fault, number, answer, earlier))

    def _ask(self, request: bytes) -> bytes:
        """Hand a request on, and read the answer to its end."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=_TIMEOUT) as onward:
            onward.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            answer = b""
            while piece := onward.recv(65536):
                answer += piece
        return answer


def _spoil(fault: str, number: int, answer: bytes, earlier: bytes) -> bytes:
    if fault == "answer as before":
        return earlier
    if fault == "cut":
        return answer[: number % (len(answer) or 1)]
    head, gap, body = answer.partition(b"\r\n\r\n")
    if fault == "damage" and body:
        changed = bytearray(body)
        changed[number % len(changed)] ^= 1 << number % 8
        return head + gap + bytes(changed)
    return answer


def _read_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("gone")
        request += piece
    # Requests of the channel have no body; a nudge has an empty one.
    fields = [
        line for line in request.split(b"\r\n") if not line.lower().startswith(b"connection:")
    ]
    return b"\r\n".join(fields)
