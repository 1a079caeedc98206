"""Find names of places in one sentence: in which forms they stand there, and beside what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.extraction.text.phrases import words_of
from answerable.extraction.text.tokens import WORD, Token
from answerable.extraction.values import replace
from answerable.extraction.where.beginnings import Beginnings
from answerable.extraction.where.gazetteer import (
    Entry,
    Gazetteer,
    PlaceKind,
    bare_word,
    bare_words,
    is_article,
    loose_key,
)
from answerable.extraction.where.inflection import base_forms, stem_of
from answerable.extraction.where.placewords import PlaceWords
from answerable.extraction.where.resolving import (
    HOMES,
    KNOWN_TOWN,
    SMALL_TOWN,
    Doubt,
    Mention,
)

CASED = frozenset({"en", "uk", "ru"})
MOST_WAYS = 80
"""So many ways to read a name of several bent words are tried."""
LARGE_TOWN = 50_000
HUGE_TOWN = 500_000
_UNITS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT})
_FACILITY_REACH = 7
_JOINED_PREPOSITIONS = {"ar": ("ب", "ل"), "he": ("ב", "ל", "מ")}


class Finder:
    """Finds the names in one sentence."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        lexicon: PlaceWords,
        language: str,
        text: str,
        tokens: Sequence[Token],
        begins: Beginnings,
    ) -> None:
        self.gazetteer, self.lexicon, self.language, self.text = gazetteer, lexicon, language, text
        self.begins = begins
        self.line, words = tokens, words_of(tokens)
        if "-" in words:
            # A hyphen within a name parts its words and is no word: Ivano-Frankivsk.
            last = len(tokens) - 1
            self.line = [
                one
                for number, one in enumerate(tokens)
                if not (one.text == "-" and 0 < number < last and tokens[number + 1].glued)
            ]
            words = words_of(self.line)
        self.bare = bare_words(words)
        self.cased = language in CASED

    def all(self, sentence: int) -> Iterator[Mention]:
        """Give the names in order, with the number of the sentence in its text."""
        done = 0
        for at, size in enumerate(map(self.begins.sizes.__getitem__, self.bare)):
            if not size or at < done or (size > 1 and not self._may_follow(at + 1)):
                continue
            if not self._may_begin(at):
                continue
            found = self._at(at, sentence)
            if found is not None:
                yield found
                done = found.last

    def _may_follow(self, at: int) -> bool:
        return at < len(self.bare) and self.begins.follows[self.bare[at]]

    def _may_begin(self, at: int) -> bool:
        token = self.line[at]
        if token.kind is not WORD:
            return False
        if not self.cased or self.text[token.start].isupper():
            return True
        return is_article(self.bare[at]) and self._is_capital(at + 1)

    def _is_capital(self, at: int) -> bool:
        if not 0 <= at < len(self.line) or self.line[at].kind is not WORD:
            return False
        return self.text[self.line[at].start].isupper()

    def _at(self, at: int, sentence: int) -> Mention | None:
        adjective = self._adjective(at, sentence) if self.language in ("uk", "ru") else None
        found = self._longest(at)
        if adjective is not None and (found is None or found[0] <= adjective.last):
            return adjective
        doubt: Doubt | None = None
        if found is None:
            found, doubt = self._loosely(at), Doubt.SPELLING
        if found is None:
            return None
        last, keys, joined = found
        written = " ".join(self.bare[at:last])
        numbers: dict[int, bool] = {}
        for key in keys:
            for number in self.gazetteer.bearing(key):
                numbers[number] = numbers.get(number, False) or key == written
        mention = self._mention(at, last, numbers, joined, sentence)
        # "Больница Херсона" is the town's: who is called so stands in the dictionary form.
        if doubt is None and self._is_of_a_facility(at, last) and any(numbers.values()):
            doubt = None if any(map(self._is_site, numbers)) else Doubt.FACILITY
        mention = replace(mention, doubt=doubt) if doubt else mention
        return mention if mention.candidates and self._is_meant(mention, keys[0]) else None

    # --- looking up ------------------------------------------------------------------------------

    def _forms(self, at: int) -> Sequence[str]:
        word = self.bare[at]
        if not word.isascii():
            return base_forms(word, self.language)
        written = self.line[at].text
        forms = [word]
        if written.endswith("'s"):
            forms.append(bare_word(written[:-2]))
        if is_article(word):
            forms.insert(0, "al")
        return forms

    def _longest(self, at: int) -> tuple[int, list[str], bool] | None:
        """Return where the longest name ends, its keys, and whether a preposition is joined."""
        gazetteer = self.gazetteer
        best: tuple[int, list[str], bool] | None = None
        for form in self._forms(at):
            longest = gazetteer.longest(form)
            if not longest:
                continue
            joined = form != self.bare[at] and self._is_preposition(at, form)
            ways, end = [form], at + 1
            while True:
                keys = [way for way in ways if way in gazetteer]
                if keys and (best is None or end > best[0]):
                    best = end, keys, joined
                elif keys and best is not None and end == best[0]:
                    best[1].extend(keys)
                if end - at >= longest or not self._may_go_on(end):
                    break
                ways = [f"{way} {one}" for way in ways for one in self._forms(end)][:MOST_WAYS]
                end += 1
        return best

    def _loosely(self, at: int) -> tuple[int, list[str], bool] | None:
        """Look for a name in another spelling, where a preposition says that it is a place."""
        if self.language != "en" or not (self._preposed(at) or self._after_comma_at(at)):
            return None
        if len(self.bare[at]) < 3 or self.bare[at] in self.lexicon.common:
            return None
        for end in range(min(at + 3, len(self.line)), at, -1):
            words = self.bare[at:end]
            if len("".join(words)) < 5 or not all(self._may_go_on(n) for n in range(at + 1, end)):
                continue
            key = loose_key(" ".join("al" if is_article(word) else word for word in words))
            if self.gazetteer.bearing(key) and self._is_capital(end - 1):
                return end, [key], False
        return None

    def _may_go_on(self, at: int) -> bool:
        if at >= len(self.line) or self.line[at].kind is not WORD:
            return False
        between = self.text[self.line[at - 1].end : self.line[at].start]
        return "\n" not in between and len(between) < 3

    def _is_preposition(self, at: int, form: str) -> bool:
        prefix = self.bare[at].removesuffix(form)
        return prefix.endswith(_JOINED_PREPOSITIONS.get(self.language, ()) or ("\0",)) or (
            self.language == "ar" and self.bare[at].startswith("لل")
        )

    # --- "the X hospital in Y" -------------------------------------------------------------------

    def _is_of_a_facility(self, first: int, last: int) -> bool:
        """Tell whether a hospital, a school or a quarter may be called so, and no town be meant."""
        words = self.lexicon.facilities | self.lexicon.quarters
        if self.language == "en" and last < len(self.bare) and self.bare[last] in words:
            return True
        return first > 0 and any(
            form in words for form in base_forms(self.bare[first - 1], self.language)
        )

    def _is_site(self, number: int) -> bool:
        entry = self.gazetteer.entry(number)
        is_small = entry.kind in (PlaceKind.SITE, PlaceKind.NEIGHBOURHOOD)
        return is_small or entry.id.startswith("answerable:")

    def is_told_in(self, one: Mention, other: Mention) -> bool:
        """Tell whether a hospital is told to be in the place that is named next."""
        between = self.bare[one.last : other.first]
        lexicon = self.lexicon
        return (
            one.doubt is Doubt.FACILITY
            and other.preposed
            and len(between) <= _FACILITY_REACH
            and all(
                word in lexicon.facilities
                or word in lexicon.quarters
                or word in lexicon.before
                or word in lexicon.connectors
                or word in lexicon.nouns
                or word == ","
                or any(lexicon.countries_of((word,)))
                for word in between
            )
        )

    # --- "Kharkiv and Sumy regions": adjectives --------------------------------------------------

    def _adjective(self, at: int, sentence: int) -> Mention | None:
        """Read an adjective made from a name where a noun it belongs to follows, in a list too."""
        stem = stem_of(self.bare[at])
        if stem is None:
            return None
        numbers = self.gazetteer.bearing("~" + stem)
        if not numbers:
            return None
        for end in range(at + 1, min(at + 12, len(self.line))):
            kinds = self.lexicon.nouns.get(self.bare[end])
            if kinds:
                last = end + 1 if end == at + 1 else at + 1
                candidates = dict.fromkeys(numbers, True)
                is_urban = PlaceKind.DISTRICT in kinds and stem in self.lexicon.city_districts
                return Mention(
                    sentence, at, last, candidates, kinds, True, self.language,
                    doubt=Doubt.QUARTER if is_urban else None,
                )  # fmt: skip
            listed = self.bare[end] in (",", "(", ")") or self.bare[end] in self.lexicon.joining
            if not listed and stem_of(self.bare[end]) is None:
                return None
        return None

    def is_a_quarter_of(self, one: Mention, other: Mention) -> bool:
        """Tell whether a district is that of the city named next: "Київський район Харкова"."""
        return (
            self.cased
            and self.language != "en"
            and one.kinds is not None
            and PlaceKind.DISTRICT in one.kinds
            and one.last == other.first
            and stem_of(self.bare[one.first]) is not None
        )

    # --- is it a name at all? --------------------------------------------------------------------

    def _mention(
        self, first: int, last: int, numbers: dict[int, bool], joined: bool, sentence: int
    ) -> Mention:
        after = (
            self.lexicon.noun_after(self.bare, last)
            if self.language in ("en", "uk", "ru")
            else None
        )
        nouns = self.lexicon.nouns
        before = self.lexicon.noun_before(self.bare, first)
        if (
            self.language == "en"
            and first
            and _UNITS & nouns.get(self.bare[first - 1], frozenset())
        ):
            # "Secretary of State Antony": English says "the state of X" or "X state".
            before = None
        within = nouns.get(self.bare[last - 1]) or nouns.get(self.bare[first])
        kinds = (within if last - first > 1 else None) or (
            (after or before) if self.language == "en" else (before or after)
        )
        preposed = joined or self._preposed(first)
        return Mention(
            sentence, first, last, numbers, kinds, preposed, self.language,
            " ".join(self.bare[first:last]),
        )  # fmt: skip

    def _preposed(self, first: int) -> bool:
        if first == 0:
            return False
        word = self.bare[first - 1]
        bearing = word in self.lexicon.bearings
        return word in self.lexicon.before or word in self.lexicon.near or bearing

    def _is_meant(self, mention: Mention, key: str) -> bool:
        """Tell whether a name stands for its place here, or for a word or a person like it."""
        entries = [self.gazetteer.entry(number) for number in mention.candidates]
        own = any(one.id.startswith("answerable:") for one in entries)
        people = max(one.population for one in entries)
        several = " " in key
        if any(one.kind is PlaceKind.COUNTRY for one in entries):
            return (mention.preposed or self._after_comma(mention)) and not self._is_origin(mention)
        common = key in self.lexicon.common or self.bare[mention.first] in self.lexicon.common
        if key in self.lexicon.after_a_preposition:
            return mention.preposed or bool(mention.kinds)
        if common and not several:
            return bool(mention.kinds) and self.cased and len(key) > 3
        if len(key) < 3:
            return people >= LARGE_TOWN and mention.preposed
        if not self.cased:
            return own or several or bool(mention.kinds) or mention.preposed or self._known(entries)
        if not (own or mention.kinds or self._is_capital(mention.last - 1)):
            return False
        if mention.kinds or own:
            return True
        if self._in_a_longer_name(mention):
            return several and mention.preposed
        if mention.preposed or several or self._after_comma(mention):
            return True
        home = HOMES.get(self.language, frozenset())
        return people >= KNOWN_TOWN or any(
            one.country in home and one.population >= SMALL_TOWN for one in entries
        )

    def _known(self, entries: Sequence[Entry]) -> bool:
        """Tell whether a bare word without capitals names a town: far ones are words mostly."""
        home = HOMES.get(self.language, frozenset())
        people = max(one.population for one in entries)
        is_near = any(one.country in home for one in entries)
        return people >= (KNOWN_TOWN if is_near else HUGE_TOWN)

    def _is_origin(self, mention: Mention) -> bool:
        """Tell whether somebody or something only comes from there: "drones from Iran"."""
        word = self.bare[mention.first - 1] if mention.first else ""
        joined = self.bare[mention.first].startswith("מ") and self.language == "he"
        return word in self.lexicon.origins or joined

    def _after_comma(self, mention: Mention) -> bool:
        return self._after_comma_at(mention.first)

    def _after_comma_at(self, at: int) -> bool:
        parted = at > 1 and self.bare[at - 1] in (",", *self.lexicon.joining)
        # "Upper Nile state, South Sudan"
        return parted and (self._is_capital(at - 2) or self.bare[at - 2] in self.lexicon.nouns)

    def _in_a_longer_name(self, mention: Mention) -> bool:
        """Tell whether a capital beside it makes it part of a person's or an office's name."""
        if mention.first and self.bare[mention.first - 1] in self.lexicon.titles:
            return True
        before = mention.first > 1 and self._is_capital(mention.first - 1)
        after = self._is_capital(mention.last)
        after = after and self.bare[mention.last] not in self.lexicon.common
        known = after and self._is_known(mention.last)
        # An abbreviation ("окупованому РФ Мелітополі") is no part of a name.
        written = self.line[mention.first - 1] if mention.first else self.line[0]
        before = before and not self.text[written.start : written.end].isupper()
        before = before and self.bare[mention.first - 1] not in self.lexicon.before
        return before or (after and not known)

    def _is_known(self, at: int) -> bool:
        """Tell whether a place or an adjective made from one begins here."""
        stem = stem_of(self.bare[at])
        if stem is not None and self.gazetteer.bearing("~" + stem):
            return True
        return any(self.gazetteer.longest(form) > 0 for form in self._forms(at))
