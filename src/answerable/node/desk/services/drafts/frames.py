"""Read a draft as a whole: its choice against the thread, the incidents and the terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet

from answerable.casework import bodies
from answerable.casework.clearance import FileToClear, clearance_digest
from answerable.casework.codes import Kind
from answerable.casework.thread import Ref
from answerable.casework.words import Words, encode_words, words_from_dict
from answerable.node.desk import gathering
from answerable.node.desk.choices import AnyChoice, CorrectChoice, IncidentShare, from_json
from answerable.node.desk.gathering import Part
from answerable.node.desk.models import (
    Attribution,
    ConcernDecision,
    Draft,
    Figure,
    Grading,
    Incident,
    IncidentInquiry,
    IncidentReport,
    Place,
    PlaceName,
    ProtectedPhrase,
    StruckObject,
)
from answerable.node.desk.services import threads
from answerable.node.desk.services.composing import Context
from answerable.node.desk.services.drafts.starting import highest_marking, language_of
from answerable.node.desk.services.threads import Reading

# By these a thread is opened, so that our incidents get their names in it.
OPENING = (Kind.RAISE, Kind.SELF_REPORT)


def choice_of(draft: Draft) -> AnyChoice:
    """Return what was chosen and typed."""
    return from_json(draft.kind, draft.choice)


def shares_of(choice: AnyChoice) -> tuple[IncidentShare, ...]:
    """Return the incidents that a choice tells of; most kinds tell of none."""
    shares: tuple[IncidentShare, ...] = getattr(choice, "incidents", ())
    return shares


def context_of(draft: Draft, reading: Reading, *, at: datetime) -> Context:
    """Return what the draft's choice is read against."""
    wanted = [share.incident for share in shares_of(choice_of(draft))]
    found = gathering.gather(Incident.objects.filter(pk__in=wanted), _OF_INCIDENTS)
    return Context(
        thread=reading.account,
        incidents={incident.pk: incident for incident in map(_settled, found)},
        reference=draft.reference,
        language=language_of(draft.channel),
        highest_marking=highest_marking(draft.channel),
        at=at,
    )


def beside(incident: Incident) -> dict[str, int]:
    """Return how much stands beside an incident of a context that no choice tells of."""
    counts: dict[str, int] = incident.beside  # type: ignore[attr-defined]
    return counts


def _settled(incident: Incident) -> Incident:
    made = gathering.settle(incident, _OF_INCIDENTS)
    names: dict[int, list[PlaceName]] = {}
    for name in made["place_names"]:
        names.setdefault(name.place_id, []).append(name)
    for place in made["places"]:
        held = gathering.held(place.names.all(), names.get(place.pk, []))
        place.__dict__.setdefault("_prefetched_objects_cache", {})["names"] = held
    marked = sum(one.marked for one in made["report_links"])
    incident.beside = {  # type: ignore[attr-defined]
        "reports": len(made["report_links"]),
        "protected_phrases": len(made["protected_phrases"]) + marked,
        "attributions": len(made["attributions"]),
        "gradings": len(made["gradings"]),
        "concern_decisions": len(made["concern_decisions"]),
    }
    return incident


def reading_of(draft: Draft) -> Reading:
    """Return the thread that the draft continues; an empty one for a new inquiry."""
    return threads.read(draft.channel, draft.thread)


def inside_names(draft: Draft, shares: Iterable[IncidentShare]) -> dict[int, str]:
    """Return the name of each incident inside the thread: as it has it, or the next free one."""
    if draft.kind in OPENING:
        return {share.incident: f"i{number}" for number, share in enumerate(shares, 1)}
    links = IncidentInquiry.objects.filter(channel=draft.channel, thread=draft.thread)
    return dict(links.values_list("incident_id", "inside"))


def refs_of(choice: AnyChoice, reading: Reading) -> tuple[Ref, ...]:
    """Return the statements that the draft is about: only a correction is about one."""
    if not isinstance(choice, CorrectChoice):
        return ()
    ref = reading.ref(choice.of)
    return () if ref is None else (ref,)


def digest_of(
    kind: str,
    body: dict[str, Any],
    words: dict[str, Any] | None,
    files: Sequence[FileToClear] = (),
) -> str:
    """Return the digest to which a clearance is bound."""
    written = None if words is None else encode_words(read_words(words))
    return clearance_digest(kind, body, written, files)


def read_words(words: dict[str, Any]) -> Words:
    """Read frozen words back, strictly."""
    return words_from_dict(words)


def read_body(draft: Draft) -> bodies.Body:
    """Read the frozen body back, strictly."""
    return bodies.parse_body(draft.kind, draft.body)


def _linked() -> QuerySet[IncidentReport]:
    links = IncidentReport.objects.filter(unlinked_at__isnull=True)
    return links.annotate(marked=Count("report__protected_phrases"))


# Of what no choice tells only how much there is.
_OF_INCIDENTS: Final = (
    Part("places", Place.objects.all),
    Part("place_names", PlaceName.objects.all, by="place__incident"),
    Part("figures", Figure.objects.all),
    Part("struck_objects", StruckObject.objects.all),
    Part("report_links", _linked, only=("report",), also=("marked",)),
    Part("protected_phrases", ProtectedPhrase.objects.all, only=("is_name",)),
    Part("gradings", Grading.objects.all, only=("at",)),
    Part("concern_decisions", ConcernDecision.objects.all, only=("at",)),
    Part("attributions", Attribution.objects.all, only=("level",)),
)


def last_of_kind(draft: Draft, reading: Reading) -> str:
    """Return the key of our newest statement of the draft's kind; empty when there is none."""
    ours = [one for one in reading.spoken if one.ours and one.entry.kind == draft.kind]
    return ours[-1].entry.leaf if ours else ""
