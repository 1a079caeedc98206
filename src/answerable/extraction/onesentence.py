"""One sentence and what it claims: days, harm, what was struck and by what, who says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from answerable.extraction.before import Before
from answerable.extraction.casualties import harm
from answerable.extraction.casualties.elliptic import may_be, total_alone
from answerable.extraction.claims import Claim, Kind, Scope, Sighting
from answerable.extraction.heads import of_a_total, of_its_period
from answerable.extraction.incidents import Numbering, Told
from answerable.extraction.onelanguage import Look, Words
from answerable.extraction.sameincident import OF_SAYING, WIDEST_OF_A_PLACE_KM
from answerable.extraction.strikescounted import Earlier, counted_in
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.text.tokens import Tokens
from answerable.extraction.told import (
    asides,
    attribution,
    bywhat,
    clauses,
    denying,
    struck,
    suspected,
)
from answerable.extraction.told.attribution import Chain
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.denying import Denied
from answerable.extraction.told.struck import Found
from answerable.extraction.values import replace
from answerable.extraction.when.moments import Moment

_end_of = attrgetter("end")

_BLOWS = ("means deeds", "means things")
_ON_A_DAY = ("on", "в", "во", "у", "יום", "يوم")
OF_PERIODS = ("weekend", "past day", "last period")
"""So ways of telling a time are called that are a period's where a total is told."""


class OneSentence:
    """One sentence, with its days and places, ready to say what it claims."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        tokens: Tokens,
        words: Words,
        moments: Sequence[Moment],
        places: Sequence[Sighting],
    ) -> None:
        self.text, self.sentence, self.tokens, self.words = text, sentence, tokens, words
        self.moments, self.places = moments, places
        self.is_read = self.is_headed = self.is_known = False
        self.is_of_many = False
        """Whether the sentences before count the strikes in which its people were harmed."""
        self.total: Scope | None = None
        """Of what all figures of the sentence before it in its paragraph are."""
        self.previous: OneSentence | None = None
        """The last sentence of its paragraph before it in which anything was looked for."""
        self.harmed: list[Claim] = []
        self.things: list[Claim] = []
        self.names: dict[int, tuple[str, ...]] = {}

    def claims(self, look: Look, base: int, before: Before, numbering: Numbering) -> list[Claim]:
        """Return what the sentence claims, each with its sources and its incident."""
        harmed = self._harmed(before) if look.harm else []
        previous = self.previous
        if previous and previous.harmed and not harmed and may_be(self.tokens):
            words = self.words.harm
            harmed = total_alone(words, self.tokens, self.moments, self.text, previous.harmed)
        tells = look.told or bool(harmed)
        self.clauses: Clauses = clauses.read(self.words.report, self.tokens, self.text, tells=tells)
        self.is_read = True
        if not (harmed or self.clauses.marks or self.moments or self.places):
            # Most sentences.
            return []
        denied = denying.denials(self.clauses)
        chains = attribution.chains(self.clauses)
        harmed = self._not_denied(harmed, denied, before.places(), base)
        if self.total is not None and harmed and self._goes_on_to_sum():
            harmed = of_a_total(harmed, self.total)
        if harmed and previous and not previous.harmed:
            harmed = self._of_strikes_counted(harmed, previous)
        if self.is_headed:
            harmed = of_its_period(harmed, self.moments, is_known=self.is_known)
        things = list(self._of_strikes(harmed, chains, denied, is_told=before.is_told))
        self.harmed, self.things = harmed, things
        found = [
            *harmed,
            *things,
            *self._days(harmed),
            *self._wheres(harmed, chains, things),
            *self._denials(denied),
        ]
        self.names = {id(chain): self._names(chain) for chain in chains}
        said = [self._said_by(one, chains, denied) if chains else () for one in found]
        for one in self.sources(chains):
            found.append(one)
            said.append(one.sources)
        return numbering.numbered(
            Told(self.sentence, self._begins("another"), self._begins("meanwhile"), found, said)
        )

    def looked_at(self) -> Clauses:
        """Return the sentence with all its marks, also where nothing alone tells of harm."""
        if not self.is_read or not self.clauses.marks:
            self.clauses = clauses.read(self.words.report, self.tokens, self.text, tells=True)
        return self.clauses

    # --- harm ------------------------------------------------------------------------------------

    def _harmed(self, before: Before) -> list[Claim]:
        words, earlier = self.words.harm, before.claims()
        return harm.claims_of(words, self.tokens, self.moments, self.text, earlier)

    def _goes_on_to_sum(self) -> bool:
        """Tell whether no day, no town and no strike is told: then a total goes on."""
        return not (self._is_somewhere() or self.clauses.any(*clauses.STRIKING))

    def _is_somewhere(self) -> bool:
        """Tell whether a day or a town is told."""
        return any(one.is_a_day for one in self.moments) or self._names_a_town()

    def _names_a_town(self) -> bool:
        return any(one.place.radius_km <= WIDEST_OF_A_PLACE_KM for one in self.places)

    def earlier(self) -> list[OneSentence]:
        """Return the sentences before it that tell of nobody harmed, two at most."""
        one = self.previous
        if one is None or one.harmed:
            return []
        two = one.previous
        is_alone = (
            two is None or two.harmed or one.things or any(each.is_a_day for each in one.moments)
        )
        return [one] if is_alone or two is None else [two, one]

    def _of_strikes_counted(self, harmed: list[Claim], previous: OneSentence) -> list[Claim]:
        """Return figures as those of all the strikes that the sentences before count."""
        words = self.words.harm
        if previous.words is not self.words or self._is_somewhere() or self.clauses.any(*_BLOWS):
            return harmed
        some = self.earlier()
        if all(words.counts.isdisjoint(one.tokens.words) for one in some):
            # Most sentences.
            return harmed
        earlier = [Earlier(one.tokens, one.moments, one._names_a_town()) for one in some]
        scope = counted_in(words, earlier, max(one.low or 0 for one in harmed))
        if scope is None or "scope one" in words.vocabulary.marks(self.tokens.words):
            return harmed
        self.is_of_many = True
        return [
            replace(one, scope=scope) if one.scope is Scope.INCIDENT and one.high != 0 else one
            for one in harmed
        ]

    def _not_denied(
        self,
        harmed: Sequence[Claim],
        denied: Sequence[Denied],
        earlier: Sequence[int],
        base: int,
    ) -> list[Claim]:
        """Leave out harm that is denied or only asked about; parts of it stand for themselves.

        `subset_of` counted from the earlier ones that were handed in, and then counts from the
        first claim of the reading.
        """
        if not harmed:
            return []
        left_out = [*(one.denied for one in denied), *denying.asked(self.clauses)]
        stretches = [self._stretch(one.start, one.stop) for one in left_out]
        places = dict(enumerate(earlier))
        kept: list[Claim] = []
        for number, one in enumerate(harmed, start=len(earlier)):
            if not any(start <= one.start < end for start, end in stretches):
                places[number] = base + len(kept)
                kept.append(one)
        return [
            one if one.subset_of is None else replace(one, subset_of=places.get(one.subset_of))
            for one in kept
        ]

    def _stretch(self, first: int, end: int) -> tuple[int, int]:
        if first >= end:
            return 0, 0
        return self.tokens[first].start, self.tokens[end - 1].end

    # --- what was struck, by what, by whom -------------------------------------------------------

    def _of_strikes(
        self,
        harmed: Sequence[Claim],
        chains: Sequence[Chain],
        denied: Sequence[Denied],
        *,
        is_told: bool,
    ) -> Iterator[Claim]:
        own = [one for one in harmed if one.scope is Scope.INCIDENT and one.high != 0]
        blows = struck.strikes(self.clauses, is_denied=bool(denied))
        blamed = list(suspected.accused(self.clauses)) if is_told or own or blows else []
        yield from (self._stated(Kind.ACTOR, one, denied) for one in blamed)
        if not blows and not own:
            return
        if not own and any(one.scope is not Scope.INCIDENT for one in harmed):
            # Told beside nothing but a total: of no one incident.
            return
        at = [self._piece(one.start) for one in own]
        people = [range(self._piece(one.start), self._piece(one.end - 1) + 1) for one in own]
        speaking = attribution.speaking(chains)
        named = [*speaking, *(range(one.first, one.end) for one in blamed)]
        kinds: tuple[tuple[Kind, Iterable[Found]], ...] = (
            (Kind.OBJECT, struck.objects(self.clauses, blows, at, speaking, self.placed())),
            (Kind.MEANS, bywhat.means(self.clauses, blows, bool(own))),
            (Kind.ACTOR, suspected.actors(self.clauses, blows, people, named)),
        )
        for kind, some in kinds:
            for one in some:
                yield self._stated(kind, one, denied)

    def _stated(self, kind: Kind, one: Found, denied: Sequence[Denied]) -> Claim:
        """Return a claim of what was found, marked where somebody denies it."""
        claim = self.claim(kind, one)
        if denied and any(one.first in each.denied for each in denied):
            return replace(claim, category="denied", confidence=claim.confidence / 2)
        return claim

    def placed(self) -> list[range]:
        """Return the pieces that name places: the House of Hanun is no house."""
        return [range(self._piece(one.start), self._piece(one.end - 1) + 1) for one in self.places]

    def _piece(self, start: int) -> int:
        return bisect_right(self.tokens, start, key=_end_of)

    def claim(self, kind: Kind, one: Found) -> Claim:
        """Return a claim of what was found in the sentence."""
        start, end = self._stretch(one.first, one.end)
        return Claim(
            kind, one.value, self.text[start:end], start, end, one.rule, one.confidence,
            self.sentence.language, category=one.category,
        )  # fmt: skip

    # --- when and where --------------------------------------------------------------------------

    def _days(self, harmed: Sequence[Claim]) -> Iterator[Claim]:
        for one in self.moments:
            if one.aside:
                continue
            start, end = self._stretch(one.first, one.end)
            scope = Scope.INCIDENT
            is_period = one.grain not in ("day", "hour") or one.rule in OF_PERIODS
            if one.background or (is_period and _is_of_totals(start, end, harmed)):
                scope = Scope.CUMULATIVE
            rule = f"when: {one.rule}{OF_SAYING if self._is_said(one) else ''}"
            named = one.start.isoformat()
            if one.last != one.start:
                named += f"/{one.last.isoformat()}"
            yield Claim(
                Kind.WHEN, named, self.text[start:end], start, end, rule,
                0.8 if one.relative else 0.95, self.sentence.language, scope,
                category=one.part.value if one.part else None, first_day=one.start,
                last_day=one.last, grain=one.grain.value,
            )  # fmt: skip

    def _is_said(self, one: Moment) -> bool:
        """Tell whether it is the day of saying so: "said on Friday", with no more between."""
        verb = self.clauses.before("source says", one.first, 1)
        return verb is not None and all(
            at in _ON_A_DAY for at in self.clauses.folded[verb.end : one.first]
        )

    def _wheres(
        self, harmed: Sequence[Claim], chains: Sequence[Chain], things: Sequence[Claim]
    ) -> Iterator[Claim]:
        if not self.places:
            return
        speaking = attribution.speaking(chains)
        is_struck = any(one.kind is Kind.OBJECT and one.value in struck.MEDICAL for one in things)
        aside = set(
            asides.asides(self.clauses, speaking, self.placed(), is_hospital_struck=is_struck)
        )
        of_totals = bool(harmed) and all(one.scope is Scope.CUMULATIVE for one in harmed)
        for number, one in enumerate(self.places):
            end = asides.OF_A_TOTAL if of_totals else asides.ASIDE if number in aside else ""
            yield Claim(
                Kind.WHERE, one.place.name, self.text[one.start : one.end], one.start, one.end,
                one.rule + end, one.confidence, self.sentence.language,
                Scope.CUMULATIVE if end else Scope.INCIDENT, place=one.place,
            )  # fmt: skip

    # --- who says so -----------------------------------------------------------------------------

    def _denials(self, denied: Sequence[Denied]) -> Iterator[Claim]:
        for one in denied:
            start, end = self._stretch(one.first, one.end)
            yield Claim(
                Kind.DENIAL, one.value.value, self.text[start:end], start, end, one.rule, 0.8,
                self.sentence.language,
            )  # fmt: skip

    def _names(self, chain: Chain) -> tuple[str, ...]:
        found = []
        for one in chain.sources:
            start, end = self._stretch(one.first, one.end)
            found.append(" ".join(self.text[start:end].split()))
        return tuple(found)

    def _said_by(
        self, claim: Claim, chains: Sequence[Chain], denied: Sequence[Denied]
    ) -> tuple[str, ...]:
        """Return the chain that stands nearest, where several speak in one sentence.

        Who only denies has not said what was told before.
        """
        if len(chains) == 1 and not denied:
            # Most sentences.
            return self.names[id(chains[0])]
        at = self._piece(claim.start)
        denying = {
            one.first for one in denied if at < one.first and one.rule.endswith("a verb of denying")
        }
        chains = [one for one in chains if one.at not in denying]
        if len(chains) < 2:
            return self.names[id(chains[0])] if chains else ()

        def far(chain: Chain) -> tuple[int, int]:
            first, end = sorted((at, chain.at))
            return self.clauses.between(first, end), chain.at

        return self.names[id(min(chains, key=far))]

    def sources(self, chains: Sequence[Chain]) -> Iterator[Claim]:
        """Yield a claim for each who speaks, with whom that one cites."""
        for chain in chains:
            names = self.names.get(id(chain)) or self._names(chain)
            for number, one in enumerate(chain.sources):
                start, end = self._stretch(one.first, one.end)
                yield Claim(
                    Kind.SOURCE, names[number], self.text[start:end], start, end, one.rule,
                    one.confidence, self.sentence.language, category=one.sort,
                    sources=names[number:],
                )  # fmt: skip

    def _begins(self, heading: str) -> bool:
        return any(mark.first <= 4 for mark in self.clauses.all(heading))


def _is_of_totals(start: int, end: int, harmed: Sequence[Claim]) -> bool:
    """Tell whether the figure that stands nearest to a time is a total."""
    nearest = min(
        harmed, key=lambda one: max(one.start - end, start - one.end), default=None
    )  # fmt: skip
    return nearest is not None and nearest.scope is not Scope.INCIDENT
