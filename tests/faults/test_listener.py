"""Strangers at the real channel listener: they drip, flood and hold, and others are answered."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.stories.nodes import ROOT, Node, environment, family, until

CONNECTIONS = 100
MOST_MEMORY = 64 * 1024 * 1024
GET = b"GET /answerable/v1/log/x/checkpoint HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /answerable/v1/nudge HTTP/1.1\r\nHost: 127.0.0.1\r\n"
STRANGERS: dict[str, bytes] = {
    "a body that is announced and never sent": POST + b"Content-Length: 1000\r\n\r\n",
    "a body that is announced and begins": POST
    + b"Content-Length: 900000000\r\n\r\n"
    + b"x" * 9000,
    "a body in chunks that never end": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "a head that stops in the middle": GET + b"X-More: ",
    "a head of many lines": GET + b"X-More: x\r\n" * 20_000,
    "a head of one long line": GET + b"X-More: " + b"x" * 300_000,
    "no HTTP at all": b"\x16\x03\x01" + b"\xff" * 60_000,
    "nothing": b"",
}


@pytest.fixture(scope="module")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, int]]:
    node = Node.create(tmp_path_factory.mktemp("listener") / "a", "alice", offices=["embassy"])
    process = subprocess.Popen(
        [sys.executable, "-m", "answerable.cli", "serve", "--home", str(node.home), "channel"],
        cwd=ROOT,
        env=environment(node.home),
    )
    try:
        until(lambda: status(node) == 404, "the listener")
        yield node, process.pid
    finally:
        process.terminate()
        process.wait(20)


def status(node: Node) -> int | None:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{node.channel_url}/answerable/v1/log/x/checkpoint").status_code
    return None


def memory(pid: int) -> int:
    """Count the bytes that the listener's processes hold in memory."""
    lines = [
        line
        for each in family(pid)
        for line in Path(f"/proc/{each}/status").read_text().splitlines()
        if line.startswith("VmRSS:")
    ]
    return sum(int(line.split()[1]) * 1024 for line in lines)


@pytest.mark.parametrize("name", STRANGERS)
def test_scenario_35_strangers_who_hold_on_keep_nobody_else_waiting(
    listener: tuple[Node, int], name: str
) -> None:
    node, pid = listener
    before = memory(pid)

    with contextlib.ExitStack() as held:
        for _ in range(CONNECTIONS):
            connection = held.enter_context(
                socket.create_connection(("127.0.0.1", node.channel_port), timeout=10)
            )
            # What is refused before its end is closed while it is still being sent.
            with contextlib.suppress(OSError):
                connection.sendall(STRANGERS[name])

        assert until(lambda: status(node), "an answer beside the strangers") == 404
        assert memory(pid) - before < MOST_MEMORY
