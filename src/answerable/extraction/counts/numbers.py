"""Read numbers in English, Ukrainian, Russian, Arabic and Hebrew: figures, words, spans, bounds.

Every number keeps what the words say of it: "over 25,000" is 25,001 and open above, "up to 12" has
no least, "dozens" is a span. Whether it counts people is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from answerable.extraction.counts.quantities import Qualifier, Quantity, bound
from answerable.extraction.counts.sums import LARGEST, Part, Sum, value_of
from answerable.extraction.text.folding import folded
from answerable.extraction.text.perword import PerWord
from answerable.extraction.text.phrases import Forms, Phrases, words_of
from answerable.extraction.text.tokens import NUMBER, WORD, Token
from answerable.extraction.values import frozen

RISEN_WITHIN = 12

__all__ = ("Grammar", "Qualifier", "Quantity", "bound")


@frozen
class _Read:
    """A number without what stands around it."""

    low: int
    high: int
    end: int
    rule: str
    prefix: str = ""


class Grammar:
    """How one language writes numbers, made from its lexicon (see `lexicon/numbers`)."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        parts: list[tuple[str, Part]] = []
        for name, size in (("units", 1), ("teens", 2), ("tens", 2), ("hundreds", 3)):
            for value, forms in lexicon.get(name, {}).items():
                parts += [(form, Part(value, size, name == "tens")) for form in forms]
        for form in lexicon.get("hundred_after_unit", ()):
            parts.append((form, Part(100, 6)))
        for value, forms in lexicon.get("multipliers", {}).items():
            parts += [(form, Part(value, 4)) for form in forms]
        for value, forms in lexicon.get("doubled", {}).items():
            parts += [(form, Part(value, 5)) for form in forms]
        self.parts = Phrases(parts)
        self.spans = Phrases({form: tuple(span) for form, span in lexicon["spans"].items()})
        self.of_one = {folded(form): one for form, one in lexicon.get("of_one", {}).items()}
        self.halves = Phrases([(form, 1.5) for form in lexicon.get("fractions", {}).get(1.5, ())])
        joined = ("", *lexicon.get("joined_prefix", ()), *lexicon.get("before_prefixes", ()))
        self.before = Phrases(
            (letter + form, Qualifier(name))
            for name, forms in lexicon["before"].items()
            for form in forms
            for letter in joined
        )
        self.after = Phrases(
            (form, Qualifier(name)) for name, forms in lexicon["after"].items() for form in forms
        )
        self.joined_by = frozenset(lexicon.get("joined_by", ()))
        self.joined_prefix = tuple(lexicon.get("joined_prefix", ()))
        self.glued = frozenset(lexicon.get("glued_prefixes", ()))
        self.not_prefixed = frozenset(
            (letter, folded(word))
            for letter, words in lexicon.get("not_prefixed", {}).items()
            for word in words
        )
        self.only_numbers = frozenset(lexicon.get("definite_prefixes", ()))
        # "מאה ועשרים ושלושה": also after "and" the units follow the tens.
        self.tens_first = bool(lexicon.get("tens_first", False))
        self.ranges = tuple((folded(one), folded(other)) for one, other in lexicon["ranges"])
        self.risen = tuple(map(folded, lexicon.get("risen", ())))
        self.not_counts = frozenset(lexicon.get("ordinal_endings", ()))

        numerals = (self.parts, self.spans, self.halves)
        self._firsts = Forms(words[0] for one in numerals for words in one.every())
        self._begins = PerWord(self._may_begin)
        self.starts = PerWord(lambda piece: piece[0].isdecimal() or self._is_number_word(piece))
        """Whether a piece may be the first of a number."""

    def may_begin(self, word: str) -> bool:
        """Tell whether a number may begin with a word; most words say no, and are remembered."""
        return self._begins[word]

    def _may_begin(self, word: str) -> bool:
        prefixes = ("", *self.glued, *self.joined_prefix)
        return any(self.begins_bare(word[len(one) :]) for one in prefixes if word.startswith(one))

    def begins_bare(self, word: str) -> bool:
        """Tell whether a number begins with a word as it stands, without a letter before it."""
        return word in self._firsts

    def _is_number_word(self, piece: str) -> bool:
        return piece[0].isalnum() and self._begins[piece]

    def read(self, tokens: Sequence[Token]) -> list[Quantity]:
        """Return the numbers in the pieces of a sentence, from its beginning to its end."""
        if not any(map(self.starts.__getitem__, words_of(tokens))):
            return []
        return list(_Reader(self, tokens).all())

    def read_at(self, tokens: Sequence[Token], at: int) -> Quantity | None:
        """Return the number that begins at a piece, without what stands before it, or None."""
        reader = _Reader(self, tokens)
        read = reader.number(at)
        if read is None:
            return None
        return Quantity(read.low, read.high, Qualifier.EXACT, at, read.end, at, read.rule)


class _Reader:
    def __init__(self, grammar: Grammar, tokens: Sequence[Token]) -> None:
        self.grammar, self.tokens, self.words = grammar, tokens, words_of(tokens)

    def all(self) -> Iterator[Quantity]:
        done = 0
        for at, starts in enumerate(map(self.grammar.starts.__getitem__, self.words)):
            read = self.number(at) if starts and at >= done else None
            if read is not None:
                found = self.range(at, read) or self.bounded(at, read)
                yield found
                done = found.end

    # --- what stands around a number ---------------------------------------------------------

    def range(self, at: int, low: _Read) -> Quantity | None:
        following = self.words[low.end] if low.end < len(self.words) else ""
        for opening, middle in self.grammar.ranges:
            if not following.startswith(middle):
                # Most numbers.
                continue
            begins = at
            if opening:
                if low.prefix == opening:
                    pass
                elif at > 0 and self.words[at - 1] == opening:
                    begins = at - 1
                elif at > 1 and self.words[at - 1] == "-" and self.words[at - 2] == opening:
                    begins = at - 2
                else:
                    continue
            high = self._after_middle(low.end, middle)
            if high is None:
                continue
            if opening and self._has_risen(begins):
                # Also "fell from 14 to 12".
                return Quantity(high.low, high.high, Qualifier.EXACT, begins, high.end, at, "risen")
            if high.high <= low.low:
                continue
            return Quantity(low.low, high.high, Qualifier.RANGE, begins, high.end, at, "range")
        return None

    def _after_middle(self, at: int, middle: str) -> _Read | None:
        if self.words[at] == middle:
            if middle == "-" and not self._is_dash_between_numbers(at):
                return None
            start = at + 1
            # Arabic and Hebrew may put a dash between a joined letter and figures.
            if start < len(self.words) and self.words[start] == "-" and middle != "-":
                start += 1
            return self.number(start)
        read = self.number(at)
        return read if read is not None and read.prefix == middle else None

    def _is_dash_between_numbers(self, at: int) -> bool:
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following is None:
            return False
        if following.kind is not NUMBER and not self.grammar.may_begin(following.text):
            return False
        # A third number after another dash: a date, a telephone.
        return not (at + 2 < len(self.words) and self.words[at + 2] == "-")

    def _has_risen(self, at: int) -> bool:
        return any(
            word.startswith(self.grammar.risen)
            for word in self.words[max(0, at - RISEN_WITHIN) : at]
        ) and bool(self.grammar.risen)

    def _rises_after(self, end: int) -> bool:
        """Tell whether the verb follows: "До 21 зросла кількість жертв"."""
        risen = self.grammar.risen
        return bool(risen) and any(word.startswith(risen) for word in self.words[end : end + 2])

    def bounded(self, at: int, read: _Read) -> Quantity:
        first, end, qualifier = at, read.end, None
        if read.prefix and read.prefix not in self.grammar.only_numbers:
            words = [*self.words[:at], read.prefix]
        else:
            words = self.words[:at]
            if at > 1 and words[-1] == "-" and words[-2] in self.grammar.glued:
                words = words[:-1]
        if found := self.grammar.before.before(words, len(words)):
            length, qualifier = found
            first = min(at, len(words) - length)
        elif found := self.grammar.after.at(self.words, end):
            length, qualifier = found
            end += length
        if qualifier is Qualifier.AT_MOST and (self._has_risen(first) or self._rises_after(end)):
            # "Зросла до 12" says 12, where "до 12" alone would say at most 12.
            qualifier = None
        low, high, rule = read.low, read.high, read.rule
        if first < at and read.end - at == 1 and (one := self.grammar.of_one.get(self.words[at])):
            # "Понад тисячі" is more than one thousand, where "тисячі" alone is thousands.
            low = high = one
            rule = "words"
        quantity = Quantity(low, high, Qualifier.EXACT, first, end, at, rule)
        return bound(quantity, qualifier)

    # --- the number itself -------------------------------------------------------------------

    def number(self, at: int) -> _Read | None:
        """Read a number that begins here, or None."""
        if at >= len(self.tokens):
            return None
        if self.tokens[at].kind is NUMBER:
            return self._figures(at)
        if self.tokens[at].kind is not WORD or not self.grammar.may_begin(self.words[at]):
            return None
        word = self.words[at]
        read = self._in_words(at, word, "") if self.grammar.begins_bare(word) else None
        return read or self._with_prefix(at)

    def _with_prefix(self, at: int) -> _Read | None:
        word = self.words[at]
        for prefix in (*self.grammar.glued, *self.grammar.joined_prefix):
            if not word.startswith(prefix) or len(word) <= len(prefix) + 1:
                continue
            if self.grammar.begins_bare(word[len(prefix) :]):
                read = self._in_words(at, word[len(prefix) :], prefix)
                if read is not None:
                    return read
        return None

    def _figures(self, at: int) -> _Read | None:
        value = value_of(self.words[at])
        if value is None or self._is_ordinal(at):
            return None
        end, found = at + 1, self.grammar.parts.at(self.words, at + 1)
        if found is not None and found[1].size == 4 and self._may_multiply(at, value):
            value, end = value * found[1].value, end + found[0]
            if self.words[end : end + 1] == ["."] and len(self.words[end - 1]) <= 3:
                # "25 тис." is a short form, not the end of a sentence.
                end += 1
        if value != int(value) or not 0 <= value <= LARGEST:
            return None
        return _Read(int(value), int(value), end, "figures")

    def _may_multiply(self, at: int, value: float) -> bool:
        # One letter, as in "5k", only where it is written onto the figures.
        following = self.tokens[at + 1]
        return value > 0 and (len(following.text) > 1 or following.glued)

    def _is_ordinal(self, at: int) -> bool:
        following = self.words[at + 1 : at + 3]
        if not following:
            return False
        if following[0] in self.grammar.not_counts and self.tokens[at + 1].glued:
            return True
        return following[0] == "-" and following[-1] in self.grammar.not_counts

    def _in_words(self, at: int, word: str, prefix: str) -> _Read | None:
        words = self.words if not prefix else [*self.words[:at], word, *self.words[at + 1 :]]
        sum_ = Sum(tens_first=self.grammar.tens_first)
        end = at
        half = self.grammar.halves.at(words, at)
        if half is not None:
            following = self.grammar.parts.at(words, at + half[0])
            if following is not None and following[1].size == 4:
                value = int(half[1] * following[1].value)
                return _Read(value, value, at + half[0] + following[0], "words", prefix)
        span = self.grammar.spans.at(words, at)
        part = self.grammar.parts.at(words, at)
        if prefix and (prefix, word) in self.grammar.not_prefixed:
            return None
        if len(word) == 1 and part is not None and part[1].size == 4:
            # "M" for men or a name: only figures make millions of it.
            return None
        if prefix in self.grammar.only_numbers:
            # "العدد من" is no "a number of".
            span = None
        if span is not None and (part is None or span[0] >= part[0]):
            low, high = span[1]
            return _Read(low, high, at + span[0], "span", prefix)
        while end < len(words):
            step = self._next_part(words, end, sum_)
            if step is None:
                break
            end = step
        if end == at:
            return None
        value = sum_.total()
        return _Read(value, value, end, "words", prefix) if value <= LARGEST else None

    def _next_part(self, words: list[str], at: int, sum_: Sum) -> int | None:
        """Add the part that stands here to the sum; return where the next one would stand."""
        if (found := self.grammar.parts.at(words, at)) and sum_.add(found[1], joined=False):
            return at + found[0]
        if sum_.is_empty:
            return None
        after = at + 1
        if words[at] == "-":
            # "twenty-five"
            found = self.grammar.parts.at(words, after)
            return after + found[0] if found and sum_.add(found[1], joined=False) else None
        if words[at] in self.grammar.joined_by and sum_.is_round:
            found = self.grammar.parts.at(words, after)
            return after + found[0] if found and sum_.add(found[1], joined=False) else None
        for prefix in self.grammar.joined_prefix:
            if words[at].startswith(prefix) and len(words[at]) > len(prefix):
                bare = words[at][len(prefix) :]
                if not self.grammar.parts.beginning(bare):
                    continue
                found = self.grammar.parts.at([*words[:at], bare, *words[at + 1 :]], at)
                if found and sum_.add(found[1], joined=True):
                    return at + found[0]
        return None
