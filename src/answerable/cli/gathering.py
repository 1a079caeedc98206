"""Gather the documents in folders and archives, one by one, and say what is left out and why."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from answerable.extraction.apart.archives import count_apart, unpack_apart
from answerable.extraction.apart.sandbox import STANDARD
from answerable.extraction.documents.archive import OFFICE_DOCUMENT, is_archive
from answerable.extraction.errors import (
    BLANK,
    LOOKS,
    PROBLEMS,
    Empty,
    HiddenFile,
    NoPlainFile,
    Unreadable,
    UnsupportedType,
)
from answerable.extraction.text.wording import shown_name, shown_path

# These are archives, too, and are read as the documents that they are.
_OFFICE: Final = (".docx", ".odt", ".xlsx", ".pptx", ".ods", ".odp", ".epub")
LEFT_OUT: Final = frozenset({HiddenFile.code, NoPlainFile.code})


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was found: its name as it may be shown, and its bytes or why not."""

    name: str
    data: bytes = b""
    problem: str = ""
    advice: str = ""
    looks_like: str = ""


class Counted(NamedTuple):
    """How many documents there are, and how many of them are hidden files, links and such."""

    total: int
    left_out: int


class NotThere(Exception):
    """A file or folder that was named cannot be opened; the message says which and why."""


def is_many(name: str) -> bool:
    """Tell whether a name that was given is a folder or an archive; no, where none can look."""
    return name != "-" and (os.path.isdir(name) or _is_archive(Path(name)))  # noqa: PTH112


def count(name: str, *, but: Collection[Path] = ()) -> Counted:
    """Return how many documents `gather` will give of a name, and how many it leaves out."""
    if name == "-":
        return Counted(1, 0)
    total = left_out = 0
    for path, _shown, refused in _paths(name, but):
        total += 1 if refused else _held(path)
        left_out += refused is not None and refused.problem in LEFT_OUT
    return Counted(total, left_out)


def nothing_in(name: str, counted: Counted) -> str:
    """Say that nothing can be read in a folder that was named, if it is so."""
    if counted.total > counted.left_out or not Path(name).is_dir():
        return ""
    why = "only hidden files and links are in it" if counted.left_out else "no file is in it"
    return f"{shown_name(name_of(name))}: there is nothing to read in this folder: {why}"


def gather(names: list[str], *, but: Collection[Path] = ()) -> Iterator[Found]:
    """Give the documents of files, folders and archives in the order of their names.

    Hidden files and links in folders are told and not followed; `but` is left out unsaid. An
    archive is opened in a process of its own. Raises `NotThere` for a name that was given and is
    none.
    """
    for name in names:
        if name == "-":
            yield Found("standard input", sys.stdin.buffer.read(STANDARD.max_bytes + 1))
            continue
        for path, shown, refused in _paths(name, but):
            if refused is not None:
                yield refused
            elif _is_archive(path):
                yield from _files_of(path, shown)
            else:
                yield _read(path, shown)


def name_of(name: str) -> str:
    """Return what a folder or a file that was named is called, even where it was named `.`."""
    return Path(name).resolve().name or "folder"


def _paths(name: str, but: Collection[Path]) -> Iterator[tuple[Path, str, Found | None]]:
    """Give what lies under a name, each as it may be shown, and as refused where it is so."""
    given = Path(name)
    if not name:
        # As a path it would be the folder in which the command is called.
        raise NotThere("a name that was given is empty")
    try:
        mode = given.stat().st_mode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise NotThere(f"{shown_name(name)}: cannot be opened: {reason}") from error
    if stat.S_ISDIR(mode):
        yield from _walk(given, shown_name(name_of(name)), but)
    else:
        yield given, shown_name(name), None if stat.S_ISREG(mode) else _no_file(shown_name(name))


def _walk(
    folder: Path, shown: str, but: Collection[Path]
) -> Iterator[tuple[Path, str, Found | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError as error:
        yield folder, shown, _unopened(shown, error)
        return
    for entry in entries:
        path, name = Path(entry.path), f"{shown}/{shown_name(entry.name)}"
        if any(path.name == one.name and path.samefile(one) for one in but):
            continue
        if entry.name.startswith("."):
            hidden = f"{shown}/{shown_name('_' + entry.name)[1:]}"
            yield path, hidden, _refused(hidden, HiddenFile())
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, name, but)
        else:
            plain = entry.is_file(follow_symlinks=False)
            yield path, name, None if plain else _no_file(name)


def _read(path: Path, shown: str) -> Found:
    try:
        # One byte more than is allowed is enough to know that it is too large.
        with path.open("rb") as file:
            data = file.read(STANDARD.max_bytes + 1)
    except OSError as error:
        return _unopened(shown, error)
    return Found(shown, data) if data else _refused(shown, Empty(BLANK))


def _is_archive(path: Path) -> bool:
    if path.suffix.lower() in _OFFICE:
        return False
    try:
        # Never a pipe: opening one would wait for whoever writes.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return is_archive(file.read(4))
    except (OSError, ValueError):
        return False


def _held(path: Path) -> int:
    if not _is_archive(path):
        return 1
    try:
        with path.open("rb") as file:
            return count_apart(file)
    except (OSError, Unreadable):
        return 1


def _files_of(path: Path, shown: str) -> Iterator[Found]:
    names: Counter[str] = Counter()
    try:
        with path.open("rb") as file:
            for one in unpack_apart(file):
                name = f"{shown}/{shown_path(one.name)}"
                names[name] += 1
                if names[name] > 1:
                    name = f"{name} [{names[name]}]"
                if one.problem:
                    yield _refused(name, PROBLEMS[one.problem](one.detail))
                else:
                    yield Found(name, one.data)
    except OSError as error:
        yield _unopened(shown, error)
    except Unreadable as refusal:
        if refusal.detail == OFFICE_DOCUMENT:
            # It is called an archive and is a document.
            yield _read(path, shown)
        else:
            yield _refused(shown, refusal)


def _unopened(shown: str, error: OSError) -> Found:
    return Found(shown, problem="unopened", advice=f"cannot be opened: {error.strerror}")


def _no_file(shown: str) -> Found:
    return _refused(shown, NoPlainFile())


def _refused(shown: str, refusal: Unreadable) -> Found:
    return Found(shown, problem=refusal.code, advice=advice_of(refusal), looks_like=refusal.detail)


def advice_of_code(code: str, looks_like: str = "") -> str:
    """Say why a document was not taken in, by the code of the reason."""
    if code not in PROBLEMS:
        return code.replace("_", " ")
    return advice_of(PROBLEMS[code](looks_like))


def advice_of(refusal: Unreadable) -> str:
    """Say why a document was not read, what to do, and what it looks like."""
    if refusal.code == Empty.code and refusal.detail == BLANK:
        return "It is empty: there is not one word in it."
    if refusal.code == UnsupportedType.code and refusal.detail in LOOKS:
        return f"{refusal.advice} It looks like: {refusal.detail}."
    return refusal.advice
