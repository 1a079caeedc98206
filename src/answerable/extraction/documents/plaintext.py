"""Read plain text: its title is its first line that says something."""

from answerable.extraction.text.wording import one_line

_WORDS_OF_A_TITLE, _LETTERS_OF_A_TITLE, _LINES_LOOKED_AT = 4, 20, 40


def title_of(text: str) -> str:
    """Give the first substantial line, or the first line of all, or nothing for no text.

    Menus, language switches and dates come before the title on many copied pages: a title has at
    least four words or twenty letters.
    """
    lines = [line.strip() for line in text[:20_000].split("\n") if line.strip()][:_LINES_LOOKED_AT]
    return one_line(next(filter(_is_substantial, lines), lines[0] if lines else ""))


def _is_substantial(line: str) -> bool:
    if "://" in line and " " not in line:
        return False
    letters = sum(char.isalpha() for char in line)
    words = sum(any(char.isalpha() for char in word) for word in line.split())
    return letters * 2 > len(line) and (
        words >= _WORDS_OF_A_TITLE or letters >= _LETTERS_OF_A_TITLE
    )
