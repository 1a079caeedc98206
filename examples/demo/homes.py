"""Where the demonstration is kept: one folder with both nodes' homes, ports and passwords."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "demo"
# Raised when a demonstration made by an earlier clone would no longer show what this one says.
FORM = 3
FIRST_PORT, PORTS = 8100, 8400


class DemoError(Exception):
    """Something that the person at the terminal can do something about; the text says what."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One node of the demonstration and its two ports on loopback."""

    code: str
    name: str
    desk_port: int
    channel_port: int

    @property
    def desk_url(self) -> str:
        """Return the address for the node's own people."""
        return f"http://127.0.0.1:{self.desk_port}/"

    @property
    def channel_url(self) -> str:
        """Return the address for the other node."""
        return f"http://127.0.0.1:{self.channel_port}"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What `demo.json` tells of a demonstration that is whole."""

    form: int
    made: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Demo:
    """A whole demonstration in its folder."""

    folder: Path
    made: Made

    def home(self, node: Node) -> Path:
        """Return the node's folder."""
        return self.folder / node.code

    def log(self, node: Node) -> Path:
        """Return the file in which the node logs."""
        return self.folder / f"{node.code}.log"

    def wish(self, node: Node) -> Path:
        """Return the file whose presence asks for the node to stand still."""
        return self.folder / f"{node.code}.stopped"

    def node(self, code: str) -> Node:
        """Return a node by its party's code; raise `DemoError` for another word."""
        for node in self.made.nodes:
            if node.code == code:
                return node
        known = " or ".join(node.code for node in self.made.nodes)
        raise DemoError(f"there is no node {code!r}: say {known}")


def find(folder: Path) -> Demo | None:
    """Return the demonstration kept in a folder, None where there is none."""
    try:
        made = msgspec.json.decode((folder / "demo.json").read_bytes(), type=Made)
    except FileNotFoundError:
        if folder.exists():
            raise DemoError(
                f"{folder} holds no whole demonstration: ./run demo-reset clears it away"
            ) from None
        return None
    except msgspec.DecodeError as exc:
        raise DemoError(f"{folder / 'demo.json'} cannot be read: ./run demo-reset") from exc
    if made.form != FORM:
        raise DemoError("the demonstration was made by another version: ./run demo-reset")
    return Demo(folder, made)


def require(folder: Path) -> Demo:
    """Return the demonstration; raise `DemoError` where there is none."""
    demo = find(folder)
    if demo is None:
        raise DemoError("there is no demonstration yet: ./run demo makes it")
    return demo


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the demonstration for one running command; raise `DemoError` if another has it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder.with_name(f".{folder.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DemoError("the demonstration runs already, in another terminal") from None
    else:
        yield
    finally:
        os.close(descriptor)


def is_held(folder: Path) -> bool:
    """Tell whether the demonstration runs."""
    try:
        with held(folder):
            return False
    except DemoError:
        return True


def is_running(home: Path) -> bool:
    """Tell whether any process of the node in this folder lives."""
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def is_free(port: int) -> bool:
    """Tell whether nobody listens on a port of loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Return free ports, the same ones on every machine where nothing else has them."""
    found = [port for port in range(FIRST_PORT, PORTS) if is_free(port)][:count]
    if len(found) < count:
        raise DemoError(f"no {count} free ports between {FIRST_PORT} and {PORTS} on this machine")
    return found


def lay_out(home: Path, settings: dict[str, Any]) -> None:
    """Make a node's folder with its settings and secret, as `answerable init` does."""
    home.mkdir(mode=0o700, parents=True)
    for name in ("keys", "evidence", "high-water"):
        (home / name).mkdir(mode=0o700)
    write_private(home / "secret-key", secrets.token_urlsafe(64) + "\n")
    # JSON's strings and true are those of TOML, for the plain texts that stand here.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
    write_private(home / "node.toml", "\n".join(lines) + "\n")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a process of one node: nothing of another node's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ANSWERABLE_", "DJANGO_"))}
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return {**kept, "ANSWERABLE_HOME": str(home), "PYTHONPATH": path}
