"""What people do around a draft: have it open, comment on it, keep a text that lost its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.accounts.roles import roles_of
from answerable.node.desk.choices import AnyChoice, to_json
from answerable.node.desk.errors import BadInput, NotPermitted
from answerable.node.desk.models import Draft, DraftComment, DraftCopy, DraftOpen
from answerable.node.desk.models.base import WORK
from answerable.node.desk.permissions import Deed, require

# So long after it was last known a draft counts as open: a page without JavaScript is silent.
OPEN_FOR = timedelta(minutes=10)
COPIES_KEPT = 20
LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class Difference:
    """One thing that two texts of a draft say differently, where, and how each has it."""

    where: str
    one: str
    other: str


def open_by(draft: Draft, user: User, at: datetime) -> None:
    """Note that a person has the draft open for writing."""
    DraftOpen.objects.bulk_create(
        [DraftOpen(draft=draft, user=user, seen_at=at)],
        update_conflicts=True,
        unique_fields=["draft", "user"],
        update_fields=["seen_at"],
    )


def others_at(draft: Draft, user: User, at: datetime) -> list[DraftOpen]:
    """Return who else has the draft open."""
    return others_of(DraftOpen.objects.filter(draft=draft).select_related("user"), user, at)


def others_of(opened: Iterable[DraftOpen], user: User, at: datetime) -> list[DraftOpen]:
    """Return of those who opened a draft who else has it open still, the last first."""
    others = [one for one in opened if one.user_id != user.pk and one.seen_at > at - OPEN_FOR]
    return sorted(others, key=attrgetter("seen_at"), reverse=True)


@transaction.atomic
def keep_copy(draft: Draft, choice: AnyChoice, *, version: int, by: User, at: datetime) -> None:
    """Keep what a person typed and could not save, since somebody was quicker; and that text too.

    One of the two will take the other's place.
    """
    require(by, Deed.DRAFT, draft.office)
    saved = Draft.objects.select_related("last_edited_by").get(pk=draft.pk)
    copy_of(draft, saved.choice, saved.version, saved.last_edited_by, saved.changed_at)
    # The number comes from a page: whatever it says, the text was of a version that there was.
    known = min(max(version, 1), saved.version)
    copy_of(draft, to_json(choice), known, by, at)


def copy_of(draft: Draft, choice: dict[str, Any], version: int, by: User, at: datetime) -> None:
    """Keep a text beside the draft; the same text of the same person once."""
    same = DraftCopy.objects.filter(draft=draft, by=by, choice=choice)
    if same.exists():
        return
    DraftCopy.objects.create(draft=draft, version=version, choice=choice, by=by, at=at)
    older = draft.copies.values_list("pk", flat=True)[COPIES_KEPT:]
    DraftCopy.objects.filter(pk__in=list(older)).delete()


@transaction.atomic
def comment(
    draft: Draft, text: str, *, answers: DraftComment | None = None, by: User, at: datetime
) -> DraftComment:
    """Say something about a draft to those who work on it; it never leaves."""
    # Whoever reads drafts may say something about one.
    if roles_of(by).isdisjoint(WORK):
        raise NotPermitted(Deed.DRAFT)
    said = text.strip()
    if not said or len(said) > LONGEST_COMMENT:
        raise BadInput({"text": "required" if not said else "too_long"})
    if answers is not None and answers.draft_id != draft.pk:
        raise BadInput({"answers": "unknown_code"})
    first = answers if answers is None or answers.answers is None else answers.answers
    made = DraftComment.objects.create(
        draft=draft, answers=first, by=by, at=at, version=draft.version, text=said
    )
    audit.record(by, "draft commented", "draft", str(draft.pk), at=at)
    return made


def threaded(draft: Draft) -> list[tuple[DraftComment, list[DraftComment]]]:
    """Return the comments of a draft: each first one with those that answer it."""
    is_read = "comments" in getattr(draft, "_prefetched_objects_cache", {})
    rows = list(draft.comments.all() if is_read else draft.comments.select_related("by"))
    answers: dict[int, list[DraftComment]] = {}
    for row in rows:
        if row.answers_id is not None:
            answers.setdefault(row.answers_id, []).append(row)
    return [(row, answers.get(row.pk, [])) for row in rows if row.answers_id is None]


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Difference]:
    """Return what two texts of a draft have differently, in the order of the first."""
    left, right = dict(_leaves(one)), dict(_leaves(other))
    places = [*left, *(place for place in right if place not in left)]
    return [
        Difference(place, left.get(place, ""), right.get(place, ""))
        for place in places
        if left.get(place, "") != right.get(place, "")
    ]


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{path}.{number}")
    elif value not in (None, "", []):
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
