"""A draft with all that its last step shows, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from answerable.node.accounts.models import User
from answerable.node.desk import gathering
from answerable.node.desk.gathering import CASE, Part, case_through
from answerable.node.desk.models import (
    Clearance,
    Draft,
    DraftComment,
    DraftCopy,
    DraftFile,
    DraftIncident,
    DraftOpen,
    Inquiry,
    KeptFinding,
    KeptPhrase,
    RecordedStatement,
    ServedThread,
    ToldApart,
    Translation,
)
from answerable.node.desk.services import guarding, threads
from answerable.node.desk.services.drafts import around, footing, frames
from answerable.node.desk.services.drafts.footing import Footing
from answerable.node.desk.services.threads import Reading


@dataclass(frozen=True)
class AtHand:
    """A draft whose own rows are at hand, its thread, what it rests on, and what else there is.

    `inquiry` is its case, if the person may see that; `is_translated` and `is_examined_with_others`
    tell whether it is worth asking for more.
    """

    draft: Draft
    reading: Reading
    footing: Footing
    inquiry: Inquiry | None
    copies: int
    others: list[DraftOpen]
    is_translated: bool
    is_examined_with_others: bool
    has_hand_in: bool


def read(found: QuerySet[Draft], user: User, at: datetime) -> AtHand | None:
    """Return the one draft that the query finds, or None where it finds none."""
    parts = (*_PARTS, Part("inquiries", lambda: Inquiry.objects.visible_to(user), by=CASE))
    draft = gathering.gather(found, parts).first()
    if draft is None:
        return None
    made = gathering.settle(draft, parts)
    files, copies = made["files"], made["copies"]
    return AtHand(
        draft=draft,
        reading=_reading(draft, are_noted=bool(made["notes"])),
        footing=footing.footing_in(made),
        inquiry=next(iter(made["inquiries"]), None),
        copies=len(copies),
        others=around.others_of(made["opened"], user, at),
        is_translated=bool(made["translations"] or made["translations_sent"]),
        is_examined_with_others=bool(made["served"] or made["serving"]),
        has_hand_in=user.pk
        in {*(one.added_by_id for one in files), *(one.by_id for one in copies)},
    )


def _reading(draft: Draft, *, are_noted: bool) -> Reading:
    # Nothing is said in a thread before the draft that opens it has left.
    are_said = draft.kind not in frames.OPENING or bool(draft.sent_leaf)
    one = draft.thread
    return threads.read_several(draft.channel, [one], are_noted=are_noted, are_said=are_said)[one]


_FILES: Final = (
    "number", "exhibit", "description", "marking", "is_graphic", "media", "size", "sha256",
    "added_by", "added_at",
)  # fmt: skip
_PARTS: Final = (
    *footing.PARTS,
    guarding.CHECKS,
    Part(
        "clearances",
        Clearance.objects.all,
        by="draft",
        people=("by",),
        related={"office": ("name", "code")},
    ),
    Part("comments", DraftComment.objects.all, by="draft", people=("by",)),
    Part("copies", DraftCopy.objects.all, by="draft", only=("by",)),
    # Not their bytes.
    Part("files", DraftFile.objects.all, by="draft", people=("added_by",), only=_FILES),
    Part(
        "incident_links",
        DraftIncident.objects.all,
        by="draft",
        related={"incident": ("reference",)},
    ),
    Part("kept_findings", KeptFinding.objects.all, by="draft", people=("by",)),
    Part("kept_phrases", KeptPhrase.objects.all, by="draft", people=("by",)),
    Part("notes", RecordedStatement.objects.all, by=CASE, only=("leaf",)),
    Part("opened", DraftOpen.objects.all, by="draft", people=("user",)),
    Part("told_apart", ToldApart.objects.all, by="draft", people=("by",)),
    Part("translations", Translation.objects.all, by="draft", only=("language",)),
    Part(
        "translations_sent",
        lambda: Translation.objects.exclude(leaf=""),
        by={"channel": "channel", "leaf": "sent_leaf"},
        only=("language",),
    ),
    Part("served", ServedThread.objects.all, by=CASE, only=("thread",)),
    Part("serving", ServedThread.objects.all, by=case_through("investigation"), only=("thread",)),
)
