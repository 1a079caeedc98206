"""Gather the documents in folders and archives, one by one, and say what is left out and why."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from answerable.extraction.apart.archives import count_apart, unpack_apart
from answerable.extraction.apart.sandbox import STANDARD
from answerable.extraction.documents.archive import OFFICE_DOCUMENT, is_archive
from answerable.extraction.errors import (
    LOOKS,
    PROBLEMS,
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


class NotThere(Exception):
    """A file or folder that was named cannot be opened; the message says which and why."""


def is_many(name: str) -> bool:
    """Tell whether a name that was given is a folder or an archive."""
    return name != "-" and (Path(name).is_dir() or _is_archive(Path(name)))


def count(names: list[str], *, but: Collection[Path] = ()) -> int:
    """Return how many documents `gather` will give."""
    total = 0
    for name in names:
        for path, _shown, problem in [] if name == "-" else _paths(name, but):
            total += 1 if problem else _held(path)
        total += name == "-"
    return total


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
        for path, shown, problem in _paths(name, but):
            if problem is not None:
                yield _refused(shown, problem)
            elif _is_archive(path):
                yield from _files_of(path, shown)
            else:
                yield _read(path, shown)


def name_of(name: str) -> str:
    """Return what a folder or a file that was named is called, even where it was named `.`."""
    return Path(name).resolve().name or "folder"


def _paths(name: str, but: Collection[Path]) -> Iterator[tuple[Path, str, Unreadable | None]]:
    given = Path(name)
    try:
        mode = given.stat().st_mode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise NotThere(f"{shown_name(name)}: cannot be opened: {reason}") from error
    if stat.S_ISDIR(mode):
        yield from _walk(given, shown_name(name_of(name)), but)
    else:
        yield given, shown_name(name), None if stat.S_ISREG(mode) else NoPlainFile()


def _walk(
    folder: Path, shown: str, but: Collection[Path]
) -> Iterator[tuple[Path, str, Unreadable | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        yield folder, shown, NoPlainFile("folder")
        return
    for entry in entries:
        path, name = Path(entry.path), f"{shown}/{shown_name(entry.name)}"
        if any(path.name == one.name and path.samefile(one) for one in but):
            continue
        if entry.name.startswith("."):
            yield path, f"{shown}/{shown_name('_' + entry.name)[1:]}", HiddenFile()
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, name, but)
        else:
            plain = entry.is_file(follow_symlinks=False)
            yield path, name, None if plain else NoPlainFile()


def _read(path: Path, shown: str) -> Found:
    try:
        # One byte more than is allowed is enough to know that it is too large.
        with path.open("rb") as file:
            data = file.read(STANDARD.max_bytes + 1)
    except OSError as error:
        return Found(shown, problem="unopened", advice=f"cannot be opened: {error.strerror}")
    return Found(shown, data) if data else _refused(shown, PROBLEMS["empty"]())


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
        yield Found(shown, problem="unopened", advice=f"cannot be opened: {error.strerror}")
    except Unreadable as refusal:
        if refusal.detail == OFFICE_DOCUMENT:
            # It is called an archive and is a document.
            yield _read(path, shown)
        else:
            yield _refused(shown, refusal)


def _refused(shown: str, refusal: Unreadable) -> Found:
    return Found(shown, problem=refusal.code, advice=advice_of(refusal), looks_like=refusal.detail)


def advice_of_code(code: str, looks_like: str = "") -> str:
    """Say why a document was not taken in, by the code of the reason."""
    if code not in PROBLEMS:
        return code.replace("_", " ")
    return advice_of(PROBLEMS[code](looks_like))


def advice_of(refusal: Unreadable) -> str:
    """Say why a document was not read, what to do, and what it looks like."""
    if refusal.code == UnsupportedType.code and refusal.detail in LOOKS:
        return f"{refusal.advice} It looks like: {refusal.detail}."
    return refusal.advice
