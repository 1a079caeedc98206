"""Change one stored byte in a copy of a node, and let `answerable verify` find it."""

from __future__ import annotations

import base64
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import homes
from .homes import ROOT, Demo, DemoError, Node

# The answers that the other party signed, in our mirror of its log, the newest first.
_RESPONSES = """
  select entry.id, entry."index", entry.data, head.origin
  from ledger_entry as entry
  join ledger_loghead as head on head.id = entry.log_id
  join ledger_statement as statement on statement.entry_id = entry.id
  where head.is_ours = 0 and statement.kind = 'response'
  order by entry.id desc
"""
_PAYLOAD = re.compile(rb'"payload":"([A-Za-z0-9+/=]+)"')
_ACKNOWLEDGED = re.compile(rb'"(?:low|high)":(\d+)')
_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass(frozen=True)
class Change:
    """Which byte of which message was changed, and the number that it stands for."""

    log: str
    entry: int
    offset: int
    before: int
    after: int

    def __str__(self) -> str:
        return (
            f"entry {self.entry} of {self.log}, byte {self.offset}:"
            f" a figure that it acknowledges was {self.before} and now reads {self.after}"
        )


def tamper(demo: Demo, say: Callable[[str], None]) -> int:
    """Copy a node, verify the copy, change one byte, verify again; 0 if it was found."""
    node, other = demo.made.nodes
    with copied(demo, node) as home:
        say(f"A copy of {node.name}'s node, made as it stands now; the node itself is untouched.\n")
        say("$ answerable verify")
        fine, line = verify(home)
        say(line)
        if not fine:
            raise DemoError("the copy does not hold although nothing was changed in it")
        change = change_one_byte(home)
        say(f"\nNow one byte of what {other.name} signed, in the copy's database:\n  {change}\n")
        say("$ answerable verify")
        holds, line = verify(home)
        say(line)
    if holds:
        raise DemoError("the change was not found")
    say("\nFound, and named. The copy is thrown away again.")
    return 0


@contextmanager
def copied(demo: Demo, node: Node) -> Iterator[Path]:
    """Copy a node, running or not, to a folder that is removed afterwards."""
    copy = demo.folder.with_name(f".{demo.folder.name}-copy-of-{node.code}")
    shutil.rmtree(copy, ignore_errors=True)
    home = demo.home(node)
    copy.mkdir(mode=0o700)
    try:
        for name in ("node.toml", "secret-key"):
            shutil.copy2(home / name, copy / name)
        shutil.copytree(home / "high-water", copy / "high-water")
        (copy / "keys").mkdir(mode=0o700)
        with (
            closing(sqlite3.connect(home / "db.sqlite3")) as source,
            closing(sqlite3.connect(copy / "db.sqlite3")) as target,
        ):
            source.backup(target)
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def change_one_byte(home: Path) -> Change:
    """Change a figure in the newest response that acknowledges one, by one bit of one byte."""
    with closing(sqlite3.connect(home / "db.sqlite3")) as database, database:
        for key, index, data, origin in database.execute(_RESPONSES).fetchall():
            found = _figure(bytes(data))
            if found is None:
                continue
            offset, changed, before, after = found
            database.execute("update ledger_entry set data = ? where id = ?", (changed, key))
            return Change(origin, index, offset, before, after)
    raise DemoError("there is no acknowledged figure yet that could be changed")


def _figure(data: bytes) -> tuple[int, bytes, int, int] | None:
    """Return where a figure's last digit stands in a signed envelope, and the changed bytes.

    The payload is base64: the last bit of a byte lies in one character, which alone is changed.
    """
    carried = _PAYLOAD.search(data)
    number = _ACKNOWLEDGED.search(base64.b64decode(carried[1])) if carried else None
    if carried is None or number is None:
        return None
    bit = 8 * (number.end(1) - 1) + 7
    offset = carried.start(1) + bit // 6
    character = _DIGITS[_DIGITS.index(data[offset]) ^ 1 << (5 - bit % 6)]
    changed = data[:offset] + bytes([character]) + data[offset + 1 :]
    before = int(number[1])
    return offset, changed, before, before + 1 if before % 2 == 0 else before - 1


def verify(home: Path) -> tuple[bool, str]:
    """Run `answerable verify` on a node's folder; return whether it holds and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "answerable.cli", "verify", "--home", str(home)],
        env=homes.environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip()
