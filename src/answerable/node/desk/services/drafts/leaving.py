"""Read what decides whether cleared drafts may go: their threads, sources, and what others heard.

For several drafts of one delivery with as many queries as for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from answerable.node.accounts.models import User
from answerable.node.desk import gathering
from answerable.node.desk.gathering import Part
from answerable.node.desk.models import (
    Clearance,
    Draft,
    DraftFile,
    ToldApart,
)
from answerable.node.desk.services import guarding, serving, threads
from answerable.node.desk.services.drafts import frames
from answerable.node.desk.services.serving import Apart
from answerable.node.desk.services.threads import Reading
from answerable.node.vault.leaving import Verdict


@dataclass(frozen=True)
class Ground:
    """What a draft stands on as it goes: its thread, its sources, and what others are told."""

    reading: Reading
    verdict: Verdict
    apart: Sequence[Apart]


def ground_of(draft: Draft, *, by: User, at: datetime) -> Ground:
    """Read what one draft stands on."""
    return Ground(
        frames.reading_of(draft),
        guarding.ask(guarding.reports_of(draft), at=at),
        serving.differences(draft, draft.body, by),
    )


def grounds(
    found: QuerySet[Draft], parts: Sequence[Part] = (), *, by: User, at: datetime
) -> list[tuple[Draft, Ground, dict[str, list[Any]]]]:
    """Read drafts of one channel, each with what it stands on and its rows of the given parts."""
    made = []
    for draft in gathering.gather(found, [*_PARTS, *parts]):
        rows = gathering.settle(draft, [*_PARTS, *parts])
        made.append((draft, rows, guarding.receipts_in(rows)))
    if not made:
        return []
    drafts = [draft for draft, _rows, _receipts in made]
    readings = threads.read_several(drafts[0].channel, {draft.thread for draft in drafts})
    verdict = guarding.ask(set().union(*(receipts for _, _, receipts in made)), at=at)
    apart = serving.differences_of([(draft, draft.body) for draft in drafts], by)
    return [
        (draft, Ground(readings[draft.thread], verdict.about(own), apart[draft.pk]), rows)
        for draft, rows, own in made
    ]


_PARTS = (
    Part("clearances", Clearance.objects.all, by="draft"),
    guarding.CHECKS,
    # Not their bytes: those are looked at when they go.
    Part(
        "files",
        DraftFile.objects.all,
        by="draft",
        only=(
            "number",
            "exhibit",
            "description",
            "marking",
            "is_graphic",
            "media",
            "size",
            "sha256",
        ),
    ),
    Part("told_apart", ToldApart.objects.all, by="draft", only=("digest",)),
    *guarding.RESTING,
)
