"""Change one stored byte in a copy of a node, and let `answerable verify` find it."""

from __future__ import annotations

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

# The newest answer that the other party signed, in our mirror of its log.
_NEWEST_RESPONSE = """
  select entry.id, entry."index", entry.data, head.origin
  from ledger_entry as entry join ledger_loghead as head on head.id = entry.log_id
  where head.is_ours = 0 and instr(cast(entry.data as text), '"type":"response"') > 0
  order by entry.id desc limit 1
"""
_ANSWER_CODE = re.compile(rb'"code":"(answered|partly|not_answered|declined)"')


@dataclass(frozen=True)
class Change:
    """Which byte of which message was changed."""

    log: str
    entry: int
    offset: int
    before: bytes
    after: bytes

    def __str__(self) -> str:
        was, now = self.before.decode(), self.after.decode()
        return (
            f"entry {self.entry} of {self.log}, byte {self.offset}:"
            f" {was!r} became {now!r}, in the code of an answer"
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
    """Change one letter of an answer's code in the newest response that was mirrored."""
    with closing(sqlite3.connect(home / "db.sqlite3")) as database, database:
        row = database.execute(_NEWEST_RESPONSE).fetchone()
        if row is None:
            raise DemoError("there is no answer yet that could be changed")
        key, index, data, origin = row
        found = _ANSWER_CODE.search(data)
        if found is None:
            raise DemoError("the newest answer holds no code that could be changed")
        offset = found.start(1)
        before = data[offset : offset + 1]
        after = bytes([before[0] ^ 0b00100000])
        changed = data[:offset] + after + data[offset + 1 :]
        database.execute("update ledger_entry set data = ? where id = ?", (changed, key))
    return Change(origin, index, offset, before, after)


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
