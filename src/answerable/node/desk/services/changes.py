"""Mark what changed between two texts, word by word, in whatever direction they run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Beyond this many words a comparison costs too much; then the whole is shown as replaced.
MOST_WORDS = 3_000
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """Return the pieces in order; those that are not new together are the text before."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if before == after:
        return [Piece("same", after)] if after else []
    if len(old) + len(new) > MOST_WORDS:
        return _pieces(("gone", before), ("new", after))
    found: list[tuple[str, str]] = []
    for _tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[i:j] == new[k:m]:
            found.append(("same", "".join(old[i:j])))
        else:
            found += [("gone", "".join(old[i:j])), ("new", "".join(new[k:m]))]
    return _pieces(*found)


def _pieces(*found: tuple[str, str]) -> list[Piece]:
    return [Piece(kind, text) for kind, text in found if text]  # type: ignore[arg-type]
