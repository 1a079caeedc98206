"""The chain a draft passes: asked, then cleared by another person in another office, or waived."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from answerable.casework.clearance import check_waiver, needs_clearance
from answerable.casework.codes import ClearanceFault
from answerable.casework.errors import ClearanceRefused
from answerable.casework.thread import check_next
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import ClearanceKind, DraftState
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, LeaksRemain, NotPossible
from answerable.node.desk.models import CASE_ROLES, Clearance, Draft
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import guarding, serving
from answerable.node.desk.services.composing.telling import instant
from answerable.node.desk.services.drafts import chains, files, frames
from answerable.node.desk.services.drafts.previewing import preview
from answerable.node.desk.services.pen import own_party


@transaction.atomic
def ask_clearance(draft: Draft, *, version: int, by: User, at: datetime) -> Draft:
    """Freeze what would leave and ask for its clearance; a kind that needs none is ready to send.

    Raises `BadInput` for what is missing, `LeaksRemain` for protected phrases and other
    findings nobody decided on, `SourcesRefuse` for a source that has not agreed,
    `ActNotPossible` when the thread does not allow it now.
    """
    require(by, Deed.DRAFT, draft.office)
    if draft.state != DraftState.EDITING:
        raise NotPossible("draft_is_not_editable")
    reading = frames.reading_of(draft)
    shown = preview(draft, at=at, reading=reading)
    if shown.body is None or shown.problems:
        raise BadInput({problem.field: problem.code for problem in shown.problems})
    if shown.verdict is None:
        raise NotPossible(guarding.UNCLEAR)
    guarding.check_consent(guarding.reports_of(draft), at=at)
    still = len(shown.open_leaks) + len(shown.open_seen)
    if still:
        raise LeaksRemain(still)
    serving.check_told(draft, serving.differences(draft, shown.body, by))
    files.check(draft)
    refs = frames.refs_of(frames.choice_of(draft), reading)
    frozen = Draft(kind=draft.kind, body=shown.body)
    ours = own_party(draft.channel)
    check_next(reading.account, ours.code, frames.read_body(frozen), ts=instant(at), refs=refs)
    state = DraftState.AWAITING_CLEARANCE if shown.needs_clearance else DraftState.CLEARED
    changed = Draft.objects.filter(pk=draft.pk, version=version, state=DraftState.EDITING).update(
        state=state,
        version=F("version") + 1,
        body=shown.body,
        words=shown.words,
        refs=[ref.leaf for ref in refs],
        follows=frames.last_of_kind(draft, reading),
        digest=shown.digest,
        chain=chains.chain_for(draft) if shown.needs_clearance else [],
        changed_at=at,
    )
    if not changed:
        raise ChangedMeanwhile(str(draft.pk))
    draft.refresh_from_db()
    _step(draft, ClearanceKind.ASKED, by, draft.office, at, "")
    return draft


@transaction.atomic
def clear(
    draft: Draft, digest: str, *, by: User, office: Office, at: datetime, note: str = ""
) -> Draft:
    """Take the next step of the chain for exactly what was shown, which `digest` names.

    Raises `ClearanceRefused` for the author, anybody who edited or took an earlier step, an office
    that wrote it, or one whose step it is not. After the last step the draft is cleared.
    """
    # Held until the end, so that two people cannot take one step.
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if held.state != draft.state or held.digest != digest:
        raise ChangedMeanwhile(str(draft.pk))
    steps = chains.steps_of(held)
    step = chains.next_step(steps)
    if step is None:
        require(by, Deed.CLEAR, office)
        raise NotPossible("draft_is_not_waiting")
    require(by, step.deed, office)
    chains.check_apart(held, steps, step, by, office)
    if chains.has_hand_in(held, by):
        raise ClearanceRefused(ClearanceFault.SAME_PERSON)
    guarding.check_leaving(draft, needs_check=True, at=at)
    files.check(held)
    last = step.number == len(steps)
    _advance(draft, digest, DraftState.CLEARED if last else DraftState.AWAITING_CLEARANCE, at)
    _step(draft, ClearanceKind.CLEARED, by, office, at, note, number=step.number)
    return draft


@transaction.atomic
def return_to_author(draft: Draft, *, note: str, by: User, office: Office, at: datetime) -> Draft:
    """Give the draft back with what should change; its author can edit and ask again."""
    step = chains.next_step(chains.steps_of(draft))
    require(by, Deed.CLEAR if step is None else step.deed, office)
    if not note.strip():
        raise BadInput({"note": "required"})
    digest = draft.digest
    changed = Draft.objects.filter(
        pk=draft.pk, state=DraftState.AWAITING_CLEARANCE, digest=digest
    ).update(
        state=DraftState.EDITING,
        version=F("version") + 1,
        body=None,
        words=None,
        refs=[],
        digest="",
        changed_at=at,
    )
    if not changed:
        raise ChangedMeanwhile(str(draft.pk))
    _step(draft, ClearanceKind.RETURNED, by, office, at, note)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def waive_clearance(draft: Draft, digest: str, *, reason: str, by: User, at: datetime) -> Draft:
    """Record that a party of one person has nobody to clear with; shown on the case for ever."""
    require(by, Deed.SEND, draft.office)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    check_waiver(people_on_cases())
    guarding.check_leaving(draft, needs_check=True, at=at)
    files.check(draft)
    _advance(draft, digest, DraftState.CLEARED, at)
    _step(draft, ClearanceKind.WAIVED, by, draft.office, at, reason)
    return draft


def can_clear(draft: Draft, user: User) -> list[Office]:
    """Return the offices from which this person may take the next step; none: may not."""
    return [] if chains.has_hand_in(draft, user) else chains.offices_to_clear(draft, user)


def can_waive(draft: Draft) -> bool:
    """Tell whether the party is one person, who has nobody to clear with."""
    return draft.state == DraftState.AWAITING_CLEARANCE and people_on_cases() <= 1


def people_on_cases() -> int:
    """Return how many people work on cases here."""
    return User.objects.filter(is_active=True, memberships__role__in=CASE_ROLES).distinct().count()


def _advance(draft: Draft, digest: str, state: DraftState, at: datetime) -> None:
    if not needs_clearance(draft.kind) or draft.state != DraftState.AWAITING_CLEARANCE:
        raise NotPossible("draft_is_not_waiting")
    changed = Draft.objects.filter(
        pk=draft.pk, state=DraftState.AWAITING_CLEARANCE, digest=digest
    ).update(state=state, version=F("version") + 1, changed_at=at)
    if not changed:
        raise ChangedMeanwhile(str(draft.pk))
    draft.refresh_from_db()


def _step(
    draft: Draft,
    kind: ClearanceKind,
    by: User,
    office: Office,
    at: datetime,
    note: str,
    number: int = 0,
) -> None:
    Clearance.objects.create(
        draft=draft,
        kind=kind,
        digest=draft.digest,
        by=by,
        office=office,
        at=at,
        note=note.strip(),
        step=number,
    )
    audit.record(
        by,
        f"clearance: {kind}",
        "draft",
        str(draft.pk),
        at=at,
        # Not the digest: it has no salt, so it would confirm a guess after the text was erased.
        details={"version": draft.version, "office": office.code},
    )
