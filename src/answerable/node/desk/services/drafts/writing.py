"""Write a draft if nobody was faster: every change voids the clearance it had or was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from answerable.node.accounts.models import User
from answerable.node.desk.codes import ClearanceKind, DraftState
from answerable.node.desk.errors import ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Clearance, Draft
from answerable.node.desk.services.drafts import around

EDITABLE = (DraftState.EDITING, DraftState.AWAITING_CLEARANCE, DraftState.CLEARED)


def touch(draft: Draft, version: int, by: User, at: datetime) -> None:
    """Count a change of what goes with the text as one of the draft, in its transaction."""
    row = Draft.objects.only("choice").get(pk=draft.pk)
    write(draft, row.choice, version, by, at)


def write(
    draft: Draft,
    choice: dict[str, Any],
    version: int,
    by: User,
    at: datetime,
    states: tuple[DraftState, ...] = EDITABLE,
) -> None:
    """Write a choice if nobody was faster, and void the clearance it had or was asked for.

    Another person's text whose place it takes is kept beside the draft.
    """
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.state not in states:
        raise NotPossible("draft_is_not_editable")
    if row.last_edited_by_id != by.pk and row.version == version and row.choice != choice:
        around.copy_of(row, row.choice, row.version, row.last_edited_by, row.changed_at)
    changed = Draft.objects.filter(pk=draft.pk, version=version, state__in=states).update(
        choice=choice,
        version=F("version") + 1,
        state=DraftState.EDITING,
        body=None,
        words=None,
        refs=[],
        digest="",
        chain=[],
        last_edited_by=by,
        changed_at=at,
    )
    if not changed:
        raise ChangedMeanwhile(str(draft.pk))
    if row.state != DraftState.EDITING:
        Clearance.objects.create(
            draft=draft,
            kind=ClearanceKind.VOIDED,
            digest=row.digest,
            by=by,
            office=draft.office,
            at=at,
        )
    draft.refresh_from_db()
