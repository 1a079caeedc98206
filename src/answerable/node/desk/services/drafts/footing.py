"""What a draft rests on: its incidents, their reports, and the words of both that must not leave.

Read in one query, alone or along with the draft, so that a look at a draft costs the same however
much it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, QuerySet, TextField, Value, When

from answerable.node.desk import gathering
from answerable.node.desk.gathering import Part, case_through
from answerable.node.desk.models import (
    Draft,
    IncidentReport,
    ProtectedPhrase,
    Victim,
)


@dataclass(frozen=True)
class Footing:
    """The incidents of a draft and of its case, with what of them matters before it leaves."""

    receipts: frozenset[str]
    # Of each report that came to us alone its words: who quotes what stands on the web betrays
    # nobody.
    unpublished: Mapping[str, str]
    phrases: tuple[ProtectedPhrase, ...]
    # Entries of the victims' register about the incidents, with nothing of them but the names.
    victims: tuple[Victim, ...]


def footing_of(draft: Draft) -> Footing:
    """Read what one draft rests on."""
    found = gathering.gather(Draft.objects.filter(pk=draft.pk).only("pk"), PARTS).first()
    return footing_in({} if found is None else gathering.settle(found, PARTS))


def footing_in(rows: Mapping[str, Sequence[Any]]) -> Footing:
    """Return what a draft rests on, of what its query brought along by `PARTS`."""
    reports = [one for name in _REPORTS for one in rows.get(name, ())]
    phrases = {one.pk: one for name in _PHRASES for one in rows.get(name, ())}
    victims = {one.pk: one for name in _VICTIMS for one in rows.get(name, ())}
    return Footing(
        frozenset(one.receipt for one in reports),
        {one.receipt: one.words for one in reports if one.words},
        tuple(phrases[pk] for pk in sorted(phrases)),
        tuple(victims[pk] for pk in sorted(victims)),
    )


def _reports() -> QuerySet[IncidentReport]:
    ours = When(report__url="", then=F("report__text"))
    words = Case(ours, default=Value(""), output_field=TextField())
    links = IncidentReport.objects.filter(unlinked_at__isnull=True)
    return links.annotate(receipt=F("report__receipt_number"), words=words)


def _both(
    name: str, rows: Any, incident: str, *, only: tuple[str, ...] = (), also: tuple[str, ...] = ()
) -> tuple[Part, Part]:
    """Return the rows of the draft's own incidents, and those of the incidents of its case."""
    return (
        Part(f"{name}_of_it", rows, by=f"{incident}__draft_links__draft", only=only, also=also),
        Part(
            f"{name}_of_case",
            rows,
            by=case_through(f"{incident}__inquiry_links"),
            only=only,
            also=also,
        ),
    )


_OF_REPORTS: Final = _both(
    "words", _reports, "incident", only=("report",), also=("receipt", "words")
)
_OF_PHRASES: Final = (
    *_both("phrases", ProtectedPhrase.objects.all, "incident"),
    *_both("phrases_in_reports", ProtectedPhrase.objects.all, "report__incident_links__incident"),
)
_OF_VICTIMS: Final = _both("victims", Victim.objects.all, "incident", only=("names",))
_REPORTS, _PHRASES, _VICTIMS = (
    tuple(part.name for part in parts) for parts in (_OF_REPORTS, _OF_PHRASES, _OF_VICTIMS)
)
PARTS: Final = (*_OF_REPORTS, *_OF_PHRASES, *_OF_VICTIMS)
