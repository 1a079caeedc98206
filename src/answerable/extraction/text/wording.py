"""Make foreign characters harmless to show: in a text, on one line, and in a file's name."""

import re
import unicodedata

TITLE_CHARS = 300
NAME_CHARS = 120

DIRECTION_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that can make what is shown differ from what is stored (UAX 9)."""

_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_OVERRIDE = re.compile(f"[{DIRECTION_OVERRIDES}]")


def plain(text: str) -> str:
    """Give a text without control characters, with `\\n` line ends and at most one blank line."""
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", _LINE_END.sub("\n", text)))
    # Line by line: a pattern for this would take quadratic time on long rows of blanks.
    text = "\n".join(line.rstrip(" \t\u00a0") for line in text.split("\n"))
    return _MANY_BLANK_LINES.sub("\n\n", text).strip()


def one_line(text: str, limit: int = TITLE_CHARS) -> str:
    """Give a text on one line, without direction overrides, at most `limit` characters long."""
    # Cut first: the rest of a title of a megabyte is not worth the work.
    line = " ".join(_OVERRIDE.sub("", plain(text[: limit * 20])).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def has_direction_overrides(text: str) -> bool:
    """Tell whether a text holds marks that can change the order in which it is shown."""
    return _OVERRIDE.search(text) is not None


def shown_name(name: str) -> str:
    """Give a file's name as it may be shown and stored: no folder, no trick, never empty.

    What cannot be seen or would turn the direction is written out, as `[U+202E]`, so that a
    person sees that somebody put it there.
    """
    last = re.split(r"[/\\]", name)[-1].strip()
    if len(last) > NAME_CHARS:
        # The ending tells what kind of file it is called: keep it in sight.
        last = last[: NAME_CHARS - 13] + "…" + last[-12:]
    spelt = "".join(_spelt(char) for char in last).lstrip(".")[:NAME_CHARS]
    return spelt or "unnamed"


def _spelt(char: str) -> str:
    if char == " ":
        return char
    if char in '<>:"|?*':
        return "_"
    # Cc, Cf, Cs, Co, Cn, Zl, Zp, Zs: nothing of it can be seen as itself.
    return f"[U+{ord(char):04X}]" if unicodedata.category(char)[0] in "CZ" else char


def shown_path(name: str) -> str:
    """Give a name with folders as it may be shown and stored: each part harmless, none that leads.

    It names a file for people and is no path: `..`, a drive and an empty part are left out.
    """
    pieces = [piece for piece in re.split(r"[/\\]", name) if piece.strip(". ")]
    shown = "/".join(shown_name(piece) for piece in pieces[-6:]) or "unnamed"
    # The file's own name is what tells: keep the end.
    return shown if len(shown) <= TITLE_CHARS else "…" + shown[1 - TITLE_CHARS :]
