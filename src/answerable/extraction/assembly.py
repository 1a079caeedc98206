"""Put together what a text claims: a text and its day in, claims with their quotes out.

Sentence by sentence: days, harm, places, what was struck and by what, who says so, what is denied;
then the incidents of the document get their numbers (`incidents`). The reader of places is handed
in and may be absent. Nothing raises, whatever the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Protocol

from answerable.extraction import datelines
from answerable.extraction.accepting import in_order
from answerable.extraction.before import Before
from answerable.extraction.claims import Claim, Kind, Scope, Sighting
from answerable.extraction.heads import goes_on, is_head, total_of
from answerable.extraction.incidents import Numbering
from answerable.extraction.leftovers import LONGEST, left_over, outdone, wants
from answerable.extraction.onelanguage import Words
from answerable.extraction.onesentence import OneSentence
from answerable.extraction.retold import with_parts
from answerable.extraction.strikescounted import of_no_incident
from answerable.extraction.summingup import without_sums
from answerable.extraction.text.sentences import Sentence, sentences_of
from answerable.extraction.text.tokens import Token, tokens_within
from answerable.extraction.told import asides
from answerable.extraction.when import dates
from answerable.extraction.when.moments import Moment
from answerable.extraction.writing import day_of_writing

VERSION = "4"
"""Raise this when the same text may give other claims."""


TOLD = frozenset((Kind.HARM, Kind.OBJECT, Kind.MEANS, Kind.ACTOR, Kind.DENIAL))
"""What somebody may be the source of."""


class PlaceReader(Protocol):
    """Whatever finds places: ours with its gazetteer, or another."""

    def places_in(
        self, text: str, sentences: Sequence[Sentence], tokens: Sequence[Sequence[Token]]
    ) -> Iterable[Sighting]:
        """Give the places that a text names, resolved in the light of the whole text."""
        ...


@dataclass(frozen=True)
class Reading:
    """What was read from one text."""

    claims: tuple[Claim, ...]
    languages: Mapping[str, int] = field(default_factory=dict)
    """How many sentences are in which language."""
    stated: date | None = None
    """The day of writing, where the text states it in one line near its beginning."""

    @property
    def unread(self) -> int:
        """Return how many sentences are in a language that is not read."""
        return self.languages.get("und", 0)


def day_of(published: datetime, zone: tzinfo | None = None) -> date:
    """Return the day of publication where the source is: days in a text count from there."""
    try:
        return (published.astimezone(zone) if zone else published).date()
    except (OverflowError, ValueError):
        # The calendar ends within a day of it.
        return published.date()


def read(
    text: str,
    words: Callable[[str], Words | None],
    *,
    published: date | None = None,
    language: str | None = None,
    places: PlaceReader | None = None,
) -> Reading:
    """Return what a text claims, in the order of the text.

    `words` gives the lexicons of a language, or None for one that is not read: its sentences are
    counted and claim nothing. `published` anchors days such as "on Monday"; without it they are
    left out. `language` is believed for the whole text where it is given.
    """
    sentences = sentences_of(text, language)
    lexicons = {one: words(one) for one in {sentence.language for sentence in sentences}}
    counted = Counter(
        sentence.language if lexicons[sentence.language] else "und" for sentence in sentences
    )
    known = [sentence for sentence in sentences if lexicons[sentence.language]]
    cut = tokens_within(text, [(one.start, one.end) for one in known])
    forms = {one: lexicon.report.datelines for one, lexicon in lexicons.items() if lexicon}
    lines = datelines.datelines(text, known, forms)
    stated = day_of_writing(known, cut, lines, lexicons, published)
    sighted = _by_sentence(known, places.places_in(text, known, cut) if places else ())
    seen = datelines.without_places(sighted, lines)
    if seen is sighted:
        # What looks like a date line may be an entry of a log: its day and its place stay.
        lines = {}
    numbering, before = Numbering(), Before()
    claims: list[Claim] = []
    said: Moment | None = None
    looked: dict[int, OneSentence] = {}
    headed, is_known = -1, False
    total: Scope | None = None
    paragraph = -1
    counting: list[tuple[int, int]] = []
    last: OneSentence | None = None
    for number, (sentence, tokens) in enumerate(zip(known, cut, strict=True)):
        lexicon = lexicons[sentence.language]
        if lexicon is None:
            continue
        look = lexicon.look(tokens.words)
        is_alone = number + 1 < len(known) and known[number + 1].paragraph != sentence.paragraph
        if sentence.paragraph != paragraph:
            last, total, paragraph = None, None, sentence.paragraph
        if not (number in seen or any(look)):
            if is_head(tokens.words, (), (), lexicon.dates, is_alone=is_alone):
                headed = number + 1
        else:
            moments = dates.read(lexicon.dates, tokens, published, said, look.days)
            said = next((one for one in reversed(moments) if one.is_a_day), said)
            if number in lines:
                moments = datelines.without_day(lines[number], tokens, moments)
            here = OneSentence(text, sentence, tokens, lexicon, moments, seen.get(number, []))
            here.is_headed = headed == number
            here.is_known = is_known = is_known and here.is_headed
            here.total, here.previous = total, last
            told = here.claims(look, len(claims), before, numbering)
            is_on = here.is_headed and goes_on(sentence.is_point, len(tokens))
            is_known = is_known or (
                here.is_headed and any(one.scope is Scope.PERIODIC for one in told)
            )
            is_on = is_on or is_head(tokens.words, moments, told, lexicon.dates, is_alone=is_alone)
            headed = number + 1 if is_on else -1
            total = total_of(told)
            if here.is_of_many:
                counting += ((one.sentence.start, one.sentence.end) for one in here.earlier())
            last = here
            before.remember(len(claims), told)
            claims += told
            looked[number] = here
    starts = [one.start for one in known]
    settled = list(with_parts(without_sums(list(numbering.settled(claims)), starts), starts))

    def every() -> Iterator[OneSentence]:
        for number, (sentence, tokens) in enumerate(zip(known, cut, strict=True)):
            lexicon = lexicons[sentence.language]
            if lexicon is not None and tokens:
                yield looked.get(number) or OneSentence(text, sentence, tokens, lexicon, (), ())

    if len(known) <= LONGEST and wants(settled):
        settled += left_over(list(every()), settled)
    if TOLD.isdisjoint(one.kind for one in settled) and not any(
        lexicon.tells(tokens.words)
        for sentence, tokens in zip(known, cut, strict=True)
        if (lexicon := lexicons[sentence.language]) is not None
    ):
        # Of prices and matches nobody is the source.
        settled = [one for one in settled if one.kind is not Kind.SOURCE]
    settled = asides.placed(settled)
    without = outdone(settled) | datelines.taken_for_sources(settled, lines.values())
    if counting:
        without |= of_no_incident(settled, counting)
    return Reading(in_order(settled, without), dict(sorted(counted.items())), stated)


def _by_sentence(
    sentences: Sequence[Sentence], sightings: Iterable[Sighting]
) -> dict[int, list[Sighting]]:
    found: dict[int, list[Sighting]] = {}
    number = 0
    for one in sorted(sightings, key=lambda one: (one.start, one.end)):
        while number < len(sentences) and sentences[number].end <= one.start:
            number += 1
        if number < len(sentences) and sentences[number].start <= one.start:
            found.setdefault(number, []).append(one)
    return found
