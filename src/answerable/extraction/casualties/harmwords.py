"""The words of one language for harm, for people and for totals, ready to be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from answerable.extraction.counts.numbers import Grammar
from answerable.extraction.text.phrases import folded_all
from answerable.extraction.text.vocabulary import Vocabulary
from answerable.extraction.when.datewords import DateWords

# Headings of `lexicon/people` that are no categories of people.
NO_CATEGORIES = (
    "article", "definite", "things", "stops", "labels", "gatherings", "collectives", "adjectives",
    "names", "kin", "clocks", "patterns",
)  # fmt: skip
# Headings of `lexicon/harm` that are lists of phrases.
LISTS = (
    "subset", "subset_after", "none", "agent", "breaks", "links", "be", "ages", "before_age",
    "unknown", "not", "skipped", "aged one", "unsaid", "unsaid_after", "reached",
    "accusatives", "inverted", "single", "number of", "with", "pronouns", "cause", "impersonal",
    "toll", "loss", "said of", "after that", "illness", "victims", "of soldiers", "that is",
    "speaks", "exceeded", "takers", "lives", "absent", "here", "not none", "more", "having",
    "bodily", "of things", "tells", "versus", "own death", "said before", "sums", "latest of",
    "ordinal endings", "all but", "each one",
)  # fmt: skip


class Harm(StrEnum):
    """What happened to people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    DISPLACED = "displaced"
    CASUALTIES = "casualties"


class Role(StrEnum):
    """How a word for harm stands to its number."""

    ACTS = "acts"
    """It governs what follows: "killing five"."""
    DONE = "done"
    """It says what became of those before it, in some languages also after: "were killed"."""
    NOUNS = "nouns"
    """It is what is counted: "five dead", "a death toll of five"."""
    STATE = "state"
    """It says in which state those before it are: "in hospital"."""
    STATUS = "status"
    """It is what is counted, and gives way to whatever else became of them: "three hostages"."""


ROLES = frozenset(Role)


class Meaning(NamedTuple):
    """One sense of a word for harm."""

    harm: Harm
    role: Role
    needs_people: bool
    """Too common a word to be believed without a word for people beside it."""


class HarmWords:
    """How one language speaks of harm (`lexicon/harm`), people and totals (`people`, `scopes`)."""

    def __init__(
        self,
        language: str,
        harm: Mapping[str, Any],
        people: Mapping[str, Any],
        scopes: Mapping[str, Any],
        numbers: Grammar,
        dates: DateWords,
    ) -> None:
        self.language, self.numbers, self.dates = language, numbers, dates
        # Arabic and Hebrew write small words onto the next; there and in Ukrainian and Russian the
        # verb may come first. English has articles instead.
        self.prefixes: tuple[str, ...] = tuple(harm.get("prefixes", ()))
        self.definite_prefixes: tuple[str, ...] = tuple(harm.get("definite_prefixes", ()))
        self.other_prefixes = tuple(
            one for one in self.prefixes if one not in harm.get("naming_prefixes", ())
        )
        # Others are "in", "to", "like" somebody: nobody who is named as harmed.
        self.naming_prefixes = frozenset(("", *harm.get("naming_prefixes", ())))
        # What may be written onto who is counted: "שלושת הנערים"; "and" names somebody else.
        self.counted_with = frozenset(("", *self.definite_prefixes, *harm.get("of_prefixes", ())))
        self.and_prefixes: tuple[str, ...] = tuple(harm.get("and_prefixes", ()))
        self.verb_may_come_first = not harm.get("verb_follows", False)
        # A verb in the singular befalls one.
        self.verbs_agree = bool(harm.get("verbs_agree", False))
        # "חקלאי נהרג" rather than "נהרג חקלאי", where both can be.
        self.subject_first = bool(harm.get("subject_first", False))
        # How far the word for people may stand from its number: adjectives may come first or not.
        self.noun_within: int = harm.get("noun_within", 6)
        self.singular_endings = tuple(harm.get("singular_endings", ()))
        self.object_endings = tuple(harm.get("object_endings", ()))
        self.object_before = tuple(harm.get("object_before", ()))
        self.accusative_endings = tuple(harm.get("accusative_endings", ()))
        # "מספר עובדי הכבאות": after a construct a number word is "the number of".
        self.construct_endings = tuple(harm.get("construct_endings", ()))
        self.to_prefixes = tuple(harm.get("to_prefixes", ()))
        self.dual_endings = tuple(harm.get("dual_endings", ()))
        self.construct_duals = tuple(harm.get("construct_duals", ()))
        self.plural_endings = tuple(harm.get("plural_endings", ()))
        # Without one of these words a sentence counts no strikes of a time.
        self.counts = frozenset(folded_all([*scopes.get("summed", ()), *scopes.get("tally", ())]))
        self.has_articles = bool(people.get("article"))
        self.vocabulary = Vocabulary(
            [*_of_harm(harm), *_of_people(people), *_of_scopes(scopes)],
            self.prefixes,
        )


def _of_harm(lexicon: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    meanings: dict[str, set[Meaning]] = {}
    halves: dict[str, list[tuple[str, Meaning]]] = {}
    weak = frozenset(lexicon.get("weak", ()))
    patterns = lexicon.get("patterns", {})
    for harm in Harm:
        words = lexicon.get(harm, {})
        listed = ((role, form) for role in Role for form in words.get(role, ()))
        forms = list(_inflected(patterns, words.get("stems", {}), None))
        inflected = [(Role(heading), form) for heading, form, _value in forms if heading in ROLES]
        yield from ((heading, form, True) for heading, form, _value in forms if heading in LISTS)
        for role, form in (*listed, *inflected):
            needs_people = form in weak and role is not Role.NOUNS
            meanings.setdefault(form, set()).add(Meaning(harm, role, needs_people))
        role = Role(lexicon.get("split as", Role.ACTS))
        for opening, closings in words.get("split", {}).items():
            # Verbs that stand on both sides of whom they befell: "فارق ثلاثة الحياة".
            for form in opening.split(", "):
                halves.setdefault(form, []).append(
                    (f"closes {opening}", Meaning(harm, role, False))
                )
            yield from ((f"closes {opening}", form, True) for form in closings)
    yield from (("opens", form, tuple(some)) for form, some in halves.items())
    for form, some in meanings.items():
        yield "trigger", form, tuple(sorted(some))
    for name in LISTS:
        yield from ((name, form, True) for form in lexicon.get(name, ()))
    for number, forms in lexicon.get("ordinals", {}).items():
        yield from (("ordinals", form, number) for form in forms)
    for name in ("zero", "among"):
        for harms, forms in lexicon.get(name, {}).items():
            some_harms = tuple(Harm(one) for one in harms.split())
            yield from ((name, form, some_harms) for form in forms)


def _of_people(lexicon: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name in NO_CATEGORIES[:-1]:
        yield from ((name, form, True) for form in lexicon.get(name, ()))
    for category, forms in lexicon.items():
        if category not in NO_CATEGORIES:
            named = None if category == "plain" else category
            for number in ("one", "two", "many", "of"):
                yield from ((number, form, named) for form in forms.get(number, ()))
            yield from _inflected(lexicon.get("patterns", {}), forms.get("stems", {}), named)


def _inflected(
    patterns: Mapping[str, Any], stems: Mapping[str, str], category: str | None
) -> Iterator[tuple[str, str, Any]]:
    """Yield the forms of nouns that are written as a stem and the pattern of its endings.

    "one of women": forms that name women where the noun is of no other category.
    """
    for pattern, written in stems.items():
        for under, endings in patterns[pattern].items():
            heading, _of, said = under.partition(" of ")
            value = True if heading in NO_CATEGORIES else category or said or None
            for stem in written.split():
                yield from ((heading, stem.replace("_", " ") + end, value) for end in endings)


def _of_scopes(lexicon: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name, forms in lexicon.items():
        yield from ((f"scope {name}", form, True) for form in forms)
