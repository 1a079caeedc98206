"""Show what would leave exactly as the other side will see it, what stays, and what must not go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.casework import rendering
from answerable.casework.clearance import needs_clearance
from answerable.casework.codes import LeakMatch
from answerable.casework.disclosure import Outgoing, Phrase, find_leaks, outgoing_texts
from answerable.casework.text import tidy
from answerable.casework.words import words_to_dict
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import (
    Draft,
    DraftFile,
    Incident,
    KeptPhrase,
    ProtectedPhrase,
)
from answerable.node.desk.services import guarding
from answerable.node.desk.services.composing import Made, Problem, compose
from answerable.node.desk.services.drafts import files, finding, frames
from answerable.node.desk.services.drafts.finding import Seen
from answerable.node.desk.services.drafts.footing import Footing, footing_of
from answerable.node.desk.services.threads import Reading
from answerable.node.vault.leaving import Verdict

# Fields of a choice that hold what a person typed for the other side to read.
_TYPED = frozenset(
    {"subject", "title", "narrative", "when", "notified", "text", "grounds", "notes", "of"}
)


@dataclass(frozen=True)
class Finding:
    """A protected phrase in what would leave. `kept` is somebody's decision to let it out."""

    key: str
    phrase: ProtectedPhrase
    where: str
    found: str
    match: LeakMatch
    kept: KeptPhrase | None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to replace it or to decide."""
        return self.kept is None


@dataclass(frozen=True)
class Stay:
    """Something that stays here: of what kind, of which incident, how many."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class Preview:
    """A draft as the other side would see it. `digest` is empty while something is missing."""

    rendering: rendering.Rendering | None
    body: dict[str, Any] | None
    words: dict[str, Any] | None
    digest: str
    problems: tuple[Problem, ...]
    leaks: tuple[Finding, ...]
    stays: tuple[Stay, ...]
    needs_clearance: bool
    seen: tuple[Seen, ...] = ()
    # What the vault says; None where it could not answer, and then nothing leaves.
    verdict: Verdict | None = None
    is_checked: bool = False
    # Without their bytes.
    files: tuple[DraftFile, ...] = ()

    @property
    def paper_digest(self) -> str:
        """Return the hash that a paper of it carries: of the text alone, which is on the paper."""
        if self.rendering is None or self.body is None:
            return ""
        return frames.digest_of(self.rendering.kind, self.body, self.words)

    @property
    def open_leaks(self) -> tuple[Finding, ...]:
        """Return the findings that nobody decided on."""
        return tuple(finding for finding in self.leaks if finding.is_open)

    @property
    def open_seen(self) -> tuple[Seen, ...]:
        """Return what a machine found and nobody decided on."""
        return tuple(one for one in self.seen if one.is_open)

    @property
    def needs_check(self) -> bool:
        """Tell whether a custodian has to look whether it gives a source away."""
        return self.needs_clearance and bool(self.verdict and self.verdict.rests_on)

    @property
    def is_sendable(self) -> bool:
        """Tell whether nothing is missing, no finding is open and every source agrees."""
        if self.verdict is None or self.verdict.refusals:
            return False
        return not (self.problems or self.open_leaks or self.open_seen)


def preview(
    draft: Draft,
    *,
    at: datetime,
    reading: Reading | None = None,
    stands_on: Footing | None = None,
) -> Preview:
    """Return the draft as it would leave now; a draft in clearance as it is frozen."""
    read = reading or frames.reading_of(draft)
    stands_on = stands_on or footing_of(draft)
    context = frames.context_of(draft, read, at=at)
    made = compose(frames.choice_of(draft), context)
    if draft.body is not None:
        body, words, problems = draft.body, draft.words, tuple[Problem, ...]()
    else:
        body = made.body
        words = None if made.words is None else words_to_dict(made.words)
        problems = tuple(made.problems)
    enclosed = tuple(files.of(draft))
    cleared = files.to_clear(draft, enclosed)
    texts = _texts(draft, made, enclosed)
    try:
        verdict = guarding.ask(stands_on.receipts, texts, at=at)
    except NotPossible:
        verdict = None
    return Preview(
        rendering=None if body is None else rendering.render(draft.kind, body, words),
        body=body,
        words=words,
        digest="" if body is None else frames.digest_of(draft.kind, body, words, cleared),
        problems=problems,
        leaks=tuple(_findings(draft, texts, stands_on.phrases)),
        stays=tuple(_stays(draft, context.incidents)),
        needs_clearance=needs_clearance(draft.kind),
        seen=tuple(finding.look(draft, texts, stands_on, verdict)),
        verdict=verdict,
        is_checked=guarding.is_checked(draft),
        files=enclosed,
    )


def outgoing(draft: Draft) -> list[Outgoing]:
    """Return every text of a frozen draft that would leave."""
    words = None if draft.words is None else frames.read_words(draft.words)
    return [*outgoing_texts(words, draft.body or {}), *files.texts_of(draft)]


def betrays(draft: Draft, texts: list[Outgoing], *, at: datetime) -> int:
    """Return how much in other texts about a draft's case may betray somebody, as in its own.

    For what goes along with it on paper. What somebody let out of the draft itself is let out of
    the draft alone.
    """
    stands_on = footing_of(draft)
    verdict = guarding.ask(stands_on.receipts, texts, at=at)
    phrases = [Phrase(str(one.pk), one.phrase, one.is_name) for one in stands_on.phrases]
    seen = finding.look(draft, texts, stands_on, verdict)
    return len(list(find_leaks(phrases, texts))) + len(seen)


def typed_texts(value: object, path: str = "", name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text a person typed into a choice, with its path in it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from typed_texts(item, f"{path}.{key}" if path else str(key), str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from typed_texts(item, f"{path}.{number}", name)
    elif isinstance(value, str) and name in _TYPED and value:
        yield path, value


def _findings(
    draft: Draft, texts: list[Outgoing], marked: Sequence[ProtectedPhrase]
) -> Iterator[Finding]:
    phrases = {str(phrase.pk): phrase for phrase in marked}
    if not phrases:
        return
    is_read = "kept_phrases" in getattr(draft, "_prefetched_objects_cache", {})
    rows = draft.kept_phrases.all() if is_read else draft.kept_phrases.select_related("by")
    kept = {(one.phrase_id, one.where, one.found): one for one in rows}
    wanted = [Phrase(key, one.phrase, one.is_name) for key, one in phrases.items()]
    for leak in find_leaks(wanted, texts):
        phrase = phrases[leak.phrase_id]
        found = leak.found[:300]
        yield Finding(
            key=hashlib.sha256(f"{phrase.pk}\n{leak.where}\n{found}".encode()).hexdigest()[:20],
            phrase=phrase,
            where=leak.where,
            found=found,
            match=leak.match,
            kept=kept.get((phrase.pk, leak.where, found)),
        )


def _texts(draft: Draft, made: Made, enclosed: Sequence[DraftFile]) -> list[Outgoing]:
    """Return what was typed, and of what would leave all that comes from elsewhere.

    So nothing that leaves goes unsearched, and a draft that is not complete is searched too.
    """
    typed = [Outgoing(path, tidy(text)) for path, text in typed_texts(draft.choice)]
    seen = {one.text for one in typed}
    body = draft.body if draft.body is not None else (made.body or {})
    words = made.words if draft.words is None else frames.read_words(draft.words)
    others = (one for one in outgoing_texts(words, body) if one.text not in seen)
    return [*typed, *others, *files.texts_in(enclosed)]


def _stays(draft: Draft, incidents: Mapping[int, Incident]) -> Iterator[Stay]:
    """Say what is known of the draft's incidents and does not leave with it."""
    for share in frames.shares_of(frames.choice_of(draft)):
        incident = incidents.get(share.incident)
        if incident is None:
            continue
        told = {place.place for place in share.places}
        pointed = {place.place for place in share.places if place.coordinates}
        rows = {
            "narrative": int(bool(incident.narrative)),
            **frames.beside(incident),
            "figures": sum(1 for one in incident.figures.all() if one.pk not in share.figures),
            "places": sum(1 for one in incident.places.all() if one.pk not in told),
            "coordinates": sum(
                1
                for one in incident.places.all()
                if one.latitude is not None and one.pk not in pointed
            ),
            "objects": sum(
                1 for one in incident.struck_objects.all() if one.pk not in share.objects
            ),
        }
        for kind, count in rows.items():
            if count:
                yield Stay(kind, incident.reference, count)
