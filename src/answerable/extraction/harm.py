"""Read how many people were killed, injured, missing, abducted, detained or displaced.

Numbers, words for people and words for what happened are found one by one; each number then belongs
to what happened that stands nearest to it, by the order in which the language puts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from answerable.extraction.moments import Moment
from answerable.extraction.numbers import Grammar, Qualifier, Quantity
from answerable.extraction.phrases import Phrases, words_of
from answerable.extraction.tokens import Kind, Token

T = TypeVar("T")
# How far a number may stand from what happened, in pieces, with what counts for more.
FARTHEST = 16
IMPLIED_FARTHEST = 9
NOUN_WITHIN = 5
_UNITS = frozenset("%$€₪№#/°")


class Harm(StrEnum):
    """What happened to people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    DISPLACED = "displaced"


class Role(StrEnum):
    """How a word for harm stands to its number."""

    ACTS = "acts"
    DONE = "done"
    NOUNS = "nouns"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says what happened."""

    first: int
    end: int
    meanings: frozenset[tuple[Harm, Role]]


@dataclass(frozen=True, slots=True)
class Counted:
    """People who are counted: the number and who they are."""

    quantity: Quantity
    category: str
    end: int
    subset: bool
    implied: bool


@dataclass(frozen=True, slots=True)
class Harmed:
    """So many people of a category suffered this."""

    harm: Harm
    quantity: Quantity
    category: str
    subset: bool
    first: int
    end: int
    rule: str


class HarmWords:
    """The words of one language for harm and for people (see `lexicon/harm`, `lexicon/people`)."""

    def __init__(
        self, harm: Mapping[str, Any], people: Mapping[str, Any], numbers: Grammar, dates: Any
    ) -> None:
        meanings: dict[str, set[tuple[Harm, Role]]] = {}
        for name in Harm:
            for role in Role:
                for form in harm.get(name, {}).get(role, ()):
                    meanings.setdefault(form, set()).add((name, role))
        self.triggers = Phrases({form: frozenset(some) for form, some in meanings.items()})
        self.subset = Phrases((form, True) for form in harm["subset"])
        self.none = Phrases((form, True) for form in harm["none"])
        self.article = frozenset(people["article"])
        self.things = Phrases((form, True) for form in people["things"])
        categories = [name for name in people if name not in ("article", "things")]
        self.one, self.two, self.many = (
            Phrases((form, name) for name in categories for form in people[name].get(number, ()))
            for number in ("one", "two", "many")
        )
        self.numbers, self.dates = numbers, dates
        self.prefixes: tuple[str, ...] = tuple(dates.prefixes) + tuple(numbers.glued)
        self.ages = Phrases((form, True) for form in harm.get("ages", ()))
        self.before_age = Phrases((form, True) for form in harm.get("before_age", ()))


def read(words: HarmWords, tokens: Sequence[Token], moments: Sequence[Moment]) -> list[Harmed]:
    """Return who was harmed and how, as the pieces of one sentence say it."""
    return list(_Reader(words, tokens, moments).all())


class _Reader:
    def __init__(
        self, lexicon: HarmWords, tokens: Sequence[Token], moments: Sequence[Moment]
    ) -> None:
        self.lexicon, self.tokens, self.words = lexicon, tokens, words_of(tokens)
        self.dated = {at for one in moments for at in range(one.first, one.end)}

    def all(self) -> Iterator[Harmed]:
        triggers = list(self.triggers())
        counted = list(self.counted())
        if not triggers or not counted:
            return
        last: Harmed | None = None
        for one in counted:
            if one.subset and last is not None:
                found = self._made(one, last.harm, "subset")
            else:
                best = self.nearest(one, triggers, counted)
                if best is None:
                    continue
                found = self._made(one, best, "implied" if one.implied else "nearest")
                last = found
            yield found

    def _made(self, one: Counted, harm: Harm, rule: str) -> Harmed:
        return Harmed(
            harm, one.quantity, one.category, one.subset, one.quantity.first, one.end,
            f"{rule}, {one.quantity.rule}",
        )  # fmt: skip

    # --- what happened ---------------------------------------------------------------------------

    def triggers(self) -> Iterator[Trigger]:
        at = 0
        while at < len(self.words):
            found = self._at(self.lexicon.triggers, at)
            if found is None or at in self.dated:
                at += 1
                continue
            yield Trigger(at, found[0], found[1])
            at = found[0]

    def nearest(
        self, one: Counted, triggers: Sequence[Trigger], counted: Sequence[Counted]
    ) -> Harm | None:
        best: tuple[int, Harm] | None = None
        for trigger in triggers:
            for harm, role in sorted(trigger.meanings):
                cost = self._cost(one, trigger, role, counted)
                if cost is not None and (best is None or cost < best[0]):
                    best = cost, harm
        if best is None or best[0] > (IMPLIED_FARTHEST if one.implied else FARTHEST):
            return None
        return best[1]

    def _cost(
        self, one: Counted, trigger: Trigger, role: Role, counted: Sequence[Counted]
    ) -> int | None:
        if trigger.end <= one.quantity.first:
            if role is Role.DONE and not self._may_precede():
                return None
            between = range(trigger.end, one.quantity.first)
            cost = {Role.ACTS: 0, Role.DONE: 2, Role.NOUNS: 2}[role]
        elif trigger.first >= one.end:
            if role is Role.ACTS:
                return None
            between = range(one.end, trigger.first)
            cost = {Role.DONE: 1, Role.NOUNS: 0}[role]
        elif trigger.first >= one.quantity.end - 1:
            # The word for what happened is the word for the people: "five dead", "12 wounded".
            return 0 if role is Role.NOUNS else 1
        else:
            return None
        others = sum(
            other is not one and other.quantity.number in between and not other.subset
            for other in counted
        )
        marks = sum(self.words[at] in ",;:()" for at in between)
        return cost + len(between) + 2 * marks + 4 * others

    def _may_precede(self) -> bool:
        # Where the verb may come first: "загинули двоє", "נהרגו חמישה".
        return bool(self.lexicon.dates.prefixes) or not self.lexicon.article & {"a"}

    # --- who is counted --------------------------------------------------------------------------

    def counted(self) -> Iterator[Counted]:
        taken: set[int] = set()
        for quantity in self.lexicon.numbers.read(self.tokens):
            inside = range(quantity.number, quantity.end)
            if self.dated.intersection(inside) or self._counts_no_people(quantity):
                taken.update(inside)
                continue
            category, end, is_thing = self._people_after(quantity)
            if is_thing:
                continue
            taken.update(range(quantity.first, end))
            yield Counted(quantity, category, end, self._is_subset(quantity.first), False)
        yield from self._implied(taken)

    def _people_after(self, quantity: Quantity) -> tuple[str, int, bool]:
        for at in range(quantity.end, min(quantity.end + NOUN_WITHIN, len(self.words))):
            if self.tokens[at].kind is not Kind.WORD and self.words[at] != "-":
                break
            if at > quantity.end and self.tokens[at].kind is Kind.NUMBER:
                break
            if found := self._at(self.lexicon.many, at) or self._at(self.lexicon.one, at):
                return found[1], found[0], False
            if self._at(self.lexicon.things, at):
                return "", at, True
            if self.lexicon.triggers.at(self.words, at):
                break
        return "people", quantity.end, False

    def _implied(self, taken: set[int]) -> Iterator[Counted]:
        """Yield one or two people who stand there without a number: "a child", "طفلين"."""
        at = 0
        while at < len(self.words):
            two = self._at(self.lexicon.two, at)
            one = two or self._at(self.lexicon.one, at)
            if one is None or at in taken or at in self.dated:
                at += 1
                continue
            first = self._article_before(at)
            if first is not None:
                number = 2 if two else 1
                quantity = Quantity(
                    number, number, Qualifier.EXACT, first, one[0], at, "two" if two else "one"
                )
                yield Counted(quantity, one[1], one[0], self._is_subset(first), True)
            at = one[0]

    def _article_before(self, at: int) -> int | None:
        if not self.lexicon.article & {"a"}:
            return at
        for back in range(1, 5):
            if at - back < 0 or self.tokens[at - back].kind is not Kind.WORD:
                return None
            if self.words[at - back] in self.lexicon.article:
                return at - back
        return None

    def _is_subset(self, first: int) -> bool:
        return any(
            self.lexicon.subset.before(self.words, end) for end in range(first, first - 3, -1)
        )

    def _counts_no_people(self, quantity: Quantity) -> bool:
        words, end, number = self.words, quantity.end, quantity.number
        after, before = words[end : end + 3], words[number - 1] if number else ""
        if (after and after[0] in _UNITS) or before in _UNITS:
            return True
        if self.lexicon.none.at(words, quantity.first) or self.lexicon.none.before(words, number):
            return True
        if before in (".", ":") and self.tokens[number].glued:
            return True
        if after[:1] == [":"] and self.tokens[end].glued and after[1:2] and after[1].isdigit():
            return True
        if after[:2] == ["-", "year"] or after[:1] == ["year"]:
            return True
        if self.lexicon.ages.at(words, end) or self.lexicon.before_age.before(words, number):
            return True
        # 1990 to 2100 alone, without people after it, is a year.
        alone = self.tokens[number].kind is Kind.NUMBER and len(words[number]) == 4
        return (
            alone
            and 1990 <= (quantity.low or quantity.high or 0) <= 2100
            and (not self._at(self.lexicon.many, end))
        )

    def _at(self, phrases: Phrases[T], at: int) -> tuple[int, T] | None:
        """Return where a phrase ends that begins here, after joined letters too, and its value."""
        if found := phrases.at(self.words, at):
            return at + found[0], found[1]
        word = self.words[at]
        for prefix in self.lexicon.prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                rest = [word[len(prefix) :], *self.words[at + 1 : at + 5]]
                if found := phrases.at(rest, 0):
                    return at + found[0], found[1]
        return None
