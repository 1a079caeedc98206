"""An output file that is written to its end however often its writing is stopped.

Beside FILE stands FILE.state: a line of JSON that says with which options it was begun, then one
for each document, by the hash of its bytes, with the length of FILE after it. FILE is written out
to the disk before the state says so. What stands in FILE beyond what the state says was cut off in
the middle: it is taken away, and the document is read again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from answerable.cli.errors import Misused, Refused

FORM = "answerable read state 1"


class _At(NamedTuple):
    """How far both files are written, and what waits to be written behind."""

    end: int
    state_end: int
    fresh: list[tuple[str, bytes, str]]


class ResumableFile:
    """Lines for documents, each written once. Use it as a context; leaving writes all out."""

    def __init__(self, path: Path, options: Mapping[str, Any]) -> None:
        """Open or make the file; raises `Refused` where it is another's or was changed."""
        self.state_path = path.with_name(path.name + ".state")
        self._shown, self._options = path.name, dict(options)
        self._known: dict[str, str] = {}
        self._at = _At(0, 0, [])
        if not path.parent.is_dir():
            raise Misused(f"the folder {path.parent} is not there; make it first")
        try:
            self._state = _opened(self.state_path)
            _lock(self._state, path.name)
            self._file = _opened(path)
        except OSError as error:
            raise Misused(f"{path.name}: cannot be written: {error.strerror}") from error
        self._take_up()

    def __enter__(self) -> ResumableFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self.write_out()
        self._file.close()
        self._state.close()

    def __len__(self) -> int:
        """Return how many documents are done with."""
        return len(self._known)

    def has(self, digest: str) -> bool:
        """Tell whether the document of this hash is done with."""
        return digest in self._known

    def problem_of(self, digest: str) -> str:
        """Return why the document of this hash was refused; nothing where it was read."""
        return self._known.get(digest, "")

    def add(self, digest: str, text: str, problem: str = "") -> None:
        """Take up what was read of a document; it is on the disk after the next `write_out`."""
        # One step, so that a stop in the middle finds all of it or nothing.
        self._at.fresh.append((digest, text.encode("utf-8", "replace"), problem))
        self._known[digest] = problem

    def write_out(self) -> None:
        """Write all that was taken up to the disk; stopped in the middle, call it again."""
        at = self._at
        if not at.fresh:
            return
        end, notes = at.end, bytearray()
        for digest, lines, problem in at.fresh:
            end += len(lines)
            note = {"sha256": digest, "end": end} | ({"problem": problem} if problem else {})
            notes += json.dumps(note).encode() + b"\n"
        _replace_end(self._file, at.end, b"".join(lines for _, lines, _ in at.fresh))
        _replace_end(self._state, at.state_end, notes)
        self._at = _At(end, at.state_end + len(notes), [])

    def _take_up(self) -> None:
        size = self._file.seek(0, os.SEEK_END)
        self._state.seek(0)
        whole, newline, _torn = self._state.read().rpartition(b"\n")
        lines = whole.split(b"\n") if newline else []
        if not lines:
            if size:
                raise Refused(f"{self._shown} is there already and was not begun by this command")
            self._begin()
            return
        end = 0
        try:
            self._check_options(json.loads(lines[0]))
            for line in lines[1:]:
                note = json.loads(line)
                if not end <= int(note["end"]) <= size:
                    raise Refused(f"{self._shown} was changed meanwhile; take another file")
                self._known[str(note["sha256"])] = str(note.get("problem", ""))
                end = int(note["end"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Refused(f"{self.state_path.name} is damaged; take another file") from error
        self._at = _At(end, len(whole) + 1, [])
        self._file.truncate(end)
        self._state.truncate(len(whole) + 1)

    def _begin(self) -> None:
        head = json.dumps({"form": FORM, "options": self._options}).encode() + b"\n"
        _replace_end(self._state, 0, head)
        self._at = _At(0, len(head), [])
        folder = os.open(self.state_path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _check_options(self, head: Mapping[str, Any]) -> None:
        if head["form"] != FORM:
            raise ValueError(FORM)
        if head["options"] != self._options:
            raise Refused(
                f"{self._shown} was begun with other options or by another version; "
                "take another file"
            )


def _opened(path: Path) -> BinaryIO:
    # Neither cut nor appended to: where to write is for the state to say.
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")


def _lock(file: BinaryIO, shown: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused(f"another command is writing {shown}") from error


def _replace_end(file: BinaryIO, start: int, data: bytes | bytearray) -> None:
    file.seek(start)
    file.truncate()
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
