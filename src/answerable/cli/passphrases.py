"""Get a passphrase for a command: from a file, from stdin, or from the person at the terminal."""

import getpass
import sys
from pathlib import Path

from answerable.cli.errors import Misused

LEAST_LETTERS = 12
_MOST_BYTES = 1024


def get(file: str | None, option: str, what: str, *, is_new: bool = False) -> str:
    """Return the passphrase: one line of `file` (`-` is stdin), or as typed; raises Misused.

    A new one is typed twice and has at least twelve characters.
    """
    if file is not None:
        passphrase = read(file, "the passphrase")
    elif sys.stdin.isatty():
        passphrase = _ask(what, is_new)
    else:
        raise Misused(f"{option} FILE is needed: {what.lower()}")
    if is_new and len(passphrase) < LEAST_LETTERS:
        raise Misused(f"a passphrase has at least {LEAST_LETTERS} characters")
    return passphrase


def _ask(what: str, is_new: bool) -> str:
    passphrase = getpass.getpass(f"{what}: ")
    if is_new and getpass.getpass("The same again: ") != passphrase:
        raise Misused("the two differ; nothing was done")
    if not passphrase:
        raise Misused("no passphrase was typed; nothing was done")
    return passphrase


def read(name: str, what: str) -> str:
    """Return the one line of a file (`-` is stdin) that holds nothing else; raises Misused."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
    except OSError as exc:
        raise Misused(f"{name} cannot be read: {exc.strerror}") from exc
    line, _, rest = data.partition(b"\n")
    try:
        text = line.rstrip(b"\r").decode("utf-8")
    except UnicodeDecodeError as exc:
        raise Misused(f"{name} holds no text") from exc
    if not text or rest.strip() or len(data) > _MOST_BYTES:
        raise Misused(f"{name} must hold one line, {what}, and nothing else")
    return text
