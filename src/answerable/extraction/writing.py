"""Know on which day a text was written, where the text says so itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from answerable.extraction.datelines import Dateline
from answerable.extraction.onelanguage import Words
from answerable.extraction.text.phrases import words_of
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.text.tokens import Token
from answerable.extraction.when import dates
from answerable.extraction.when.moments import Grain, Moment

_SENTENCES, _WITHIN = 6, 600
"""So far from its beginning a text says when it was written."""
_LONGEST, _OF_A_LINE = 40, 12
"""Pieces of a sentence that says so, and of a line that holds nothing but a day."""


def day_of_writing(
    sentences: Sequence[Sentence],
    cut: Sequence[Sequence[Token]],
    lines: Mapping[int, Dateline],
    lexicons: Mapping[str, Words | None],
    published: date | None,
) -> date | None:
    """Return the day of a text's one date line, or that of a line near its beginning.

    Such a line is "Published 12 October 2026, 18:40", or a day and nothing else. Where several
    days stand so, as in a log, none is the text's.
    """
    if lines:
        return _of_dateline(sentences, cut, lines, lexicons, published)
    top = [n for n, one in enumerate(sentences[:_SENTENCES]) if one.start < _WITHIN]
    days = {day for n in top for day in _stated(cut[n], lexicons[sentences[n].language])}
    if len(days) != 1:
        return None
    for number in range(len(top), len(sentences)):
        lexicon = lexicons[sentences[number].language]
        if len(cut[number]) <= _OF_A_LINE and any(_stated(cut[number], lexicon)):
            return None
    return days.pop()


def _of_dateline(
    sentences: Sequence[Sentence],
    cut: Sequence[Sequence[Token]],
    lines: Mapping[int, Dateline],
    lexicons: Mapping[str, Words | None],
    published: date | None,
) -> date | None:
    if len(set(lines.values())) != 1:
        return None
    for number, line in lines.items():
        lexicon = lexicons[sentences[number].language]
        inside = [one for one in cut[number] if one.end <= line.end]
        for moment in dates.read(lexicon.dates, inside, published) if lexicon else ():
            if moment.grain is Grain.DAY and moment.start == moment.last:
                return moment.start
    return None


def _stated(tokens: Sequence[Token], lexicon: Words | None) -> Iterator[date]:
    """Give the days of writing that a sentence states with their year."""
    words = words_of(tokens)
    has_year = any(len(word) == 4 and word.isdigit() for word in words)
    if lexicon is None or not has_year or len(words) > _LONGEST:
        return
    # Without a day of publication only a day with its year is one.
    found = dates.read(lexicon.dates, tokens)
    for one in found:
        is_a_day = one.grain in (Grain.DAY, Grain.HOUR) and one.start == one.last
        if is_a_day and not one.relative and (one.aside or _is_alone(one, words)):
            yield one.start


def _is_alone(found: Moment, words: Sequence[str]) -> bool:
    others = [*words[: found.first], *words[found.end :]]
    return not any(letter.isalpha() for word in others for letter in word)
