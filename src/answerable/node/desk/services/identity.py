"""The custodian's check: do exactly these words give a source away? Bound to the draft's digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from answerable.casework.disclosure import Outgoing
from answerable.node.accounts import audit
from answerable.node.accounts.models import Membership, Role, User
from answerable.node.desk import gathering
from answerable.node.desk.codes import CheckAnswer, ClearanceKind, DraftState
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Clearance, Draft, IdentityCheck
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import guarding
from answerable.node.desk.services.drafts.chains import has_hand_in
from answerable.node.desk.services.drafts.previewing import outgoing
from answerable.node.vault.leaving import WithKey, kept_of

QUESTIONS: Final = (
    "vantage",
    "sole_survivor",
    "others_know",
    "exact_place",
    "known_to_few",
)


def waiting(custodian: User) -> list[Draft]:
    """Return the drafts that wait for this custodian, the oldest first.

    Of a compartment only one who was let into it: somebody inside does that. However many wait,
    they are read at once, and the vault is asked once about all of them.
    """
    found = (
        Draft.objects.not_shut_to(custodian)
        .filter(state=DraftState.AWAITING_CLEARANCE)
        .select_related("channel", "office", "author", "last_edited_by")
        .order_by("changed_at", "id")
    )
    parts = (*guarding.RESTING, guarding.CHECKS)
    rest = {
        draft: guarding.receipts_in(gathering.settle(draft, parts))
        for draft in gathering.gather(found, parts)
    }
    unchecked = {one: rest[one] for one in rest if not guarding.is_checked(one)}
    kept = kept_of(set().union(*unchecked.values()))
    return [one for one, receipts in unchecked.items() if receipts & kept]


def search(draft: Draft, passphrase: str, *, by: User, at: datetime) -> tuple[Outgoing, ...]:
    """Search the frozen words for every name in the vault, also for parts; keeps nothing.

    Raises the `VaultError` that says why the passphrase does not open. Not in a transaction.
    """
    require(by, Deed.VAULT)
    texts = outgoing(draft)
    verdict = guarding.ask(
        guarding.reports_of(draft), texts, at=at, with_key=WithKey(passphrase, by)
    )
    return verdict.names


@transaction.atomic
def confirm(
    draft: Draft,
    digest: str,
    answers: Mapping[str, str],
    *,
    note: str = "",
    by: User,
    at: datetime,
) -> IdentityCheck:
    """Record that these words give nobody away; `digest` is the one on the page that was read.

    Each question is answered by "it does not apply" or "it does, and is covered": then a note says
    how. Anything else is a reason to return the draft.
    """
    require(by, Deed.VAULT)
    _check_apart(draft, by)
    problems = {
        name: "required" for name in QUESTIONS if answers.get(name) not in list(CheckAnswer)
    }
    if CheckAnswer.COVERED in answers.values() and not note.strip():
        problems["note"] = "required"
    if problems:
        raise BadInput(problems)
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.state != DraftState.AWAITING_CLEARANCE or row.digest != digest:
        raise ChangedMeanwhile(str(draft.pk))
    try:
        with transaction.atomic():
            made = IdentityCheck.objects.create(
                draft=row,
                digest=digest,
                note=note.strip(),
                by=by,
                at=at,
                **{name: answers[name] for name in QUESTIONS},
            )
    except IntegrityError as exc:
        raise ChangedMeanwhile(str(draft.pk)) from exc
    details = {"version": row.version}
    audit.record(by, "identity check passed", "draft", str(draft.pk), at=at, details=details)
    return made


@transaction.atomic
def give_back(draft: Draft, digest: str, *, note: str, by: User, at: datetime) -> None:
    """Return a draft to its author, since its words could give a source away."""
    require(by, Deed.VAULT)
    if not note.strip():
        raise BadInput({"note": "required"})
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
    Clearance.objects.create(
        draft=draft,
        kind=ClearanceKind.RETURNED,
        digest=digest,
        by=by,
        office=draft.office,
        at=at,
        note=note.strip(),
    )
    audit.record(by, "identity check: returned", "draft", str(draft.pk), at=at)


def _check_apart(draft: Draft, by: User) -> None:
    """Refuse the author where another custodian could look."""
    if by.pk not in {draft.author_id, draft.last_edited_by_id} and not has_hand_in(draft, by):
        return
    others = Membership.objects.filter(role=Role.CUSTODIAN, user__is_active=True)
    if others.exclude(user=by).exists():
        raise NotPossible("custodian_wrote_it")
