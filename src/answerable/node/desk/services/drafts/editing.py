"""Change a draft: every edit voids a clearance, and no edit overwrites another's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import F

from answerable.casework.text import tidy
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.choices import CHOICES, AnyChoice, from_json, to_json
from answerable.node.desk.codes import DraftState
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import (
    Draft,
    DraftIncident,
    Incident,
    KeptFinding,
    KeptPhrase,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.drafts import around, files, frames, writing
from answerable.node.desk.services.drafts.finding import Seen
from answerable.node.desk.services.drafts.previewing import Finding, preview, typed_texts

# Edits of one person within this time are one sitting.
_SITTING = timedelta(minutes=30)
_BY_ITSELF = (DraftState.EDITING,)


@transaction.atomic
def save(
    draft: Draft,
    choice: AnyChoice,
    *,
    version: int,
    by: User,
    at: datetime,
    by_itself: bool = False,
) -> Draft:
    """Keep what was typed, complete or not; `version` is the one that the form was made from.

    Raises `ChangedMeanwhile` when somebody else saved since: the caller still has the choice.
    `by_itself` is a page that saves while a person types: that never voids a clearance, and the
    trail has one line for a sitting instead of hundreds.
    """
    require(by, Deed.DRAFT, draft.office)
    if by_itself and draft.state != DraftState.EDITING:
        raise NotPossible("draft_is_in_clearance")
    same_sitting = draft.last_edited_by_id == by.pk and at - draft.changed_at < _SITTING
    if not isinstance(choice, CHOICES[draft.kind]):
        raise BadInput({"": "does_not_fit"})
    shares = frames.shares_of(choice)
    names = frames.inside_names(draft, shares)
    if any(share.incident not in names for share in shares):
        raise BadInput({"incidents": "unknown_incident"})
    if len({share.incident for share in shares}) != len(shares):
        raise BadInput({"incidents": "said_twice"})
    known = set(Incident.objects.filter(pk__in=names).values_list("pk", flat=True))
    if any(share.incident not in known for share in shares):
        raise BadInput({"incidents": "unknown_incident"})
    if shares:
        named = tuple(
            msgspec.structs.replace(share, inside=names[share.incident]) for share in shares
        )
        choice = msgspec.structs.replace(choice, incidents=named)
    if to_json(choice) == draft.choice and draft.version == version and by_itself:
        return draft
    writing.write(
        draft,
        to_json(choice),
        version,
        by,
        at,
        states=_BY_ITSELF if by_itself else writing.EDITABLE,
    )
    draft.incident_links.all().delete()
    DraftIncident.objects.bulk_create(
        DraftIncident(draft=draft, incident_id=share.incident, inside=names[share.incident])
        for share in shares
    )
    if not (by_itself and same_sitting):
        audit.record(by, "draft edited", "draft", str(draft.pk), at=at)
    return draft


@transaction.atomic
def bring_back(draft: Draft, choice: AnyChoice, *, version: int, by: User, at: datetime) -> Draft:
    """Put a kept text in the place of the present one, which is kept whoever wrote it."""
    around.copy_of(draft, draft.choice, draft.version, draft.last_edited_by, draft.changed_at)
    return save(draft, choice, version=version, by=by, at=at)


@transaction.atomic
def keep_phrase(
    draft: Draft, key: str, *, reason: str, version: int, by: User, at: datetime
) -> KeptPhrase | KeptFinding:
    """Let what was found out where it was found, with the reason. Voids a clearance, too."""
    require(by, Deed.DRAFT, draft.office)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    finding = _finding(draft, key, at)
    writing.write(draft, draft.choice, version, by, at)
    if isinstance(finding, Seen):
        kept_finding, _new = KeptFinding.objects.update_or_create(
            draft=draft, key=key, defaults={"reason": reason.strip(), "by": by, "at": at}
        )
        audit.record(by, "finding let out", "draft", str(draft.pk), at=at)
        return kept_finding
    kept, _new = KeptPhrase.objects.update_or_create(
        draft=draft,
        phrase=finding.phrase,
        where=finding.where,
        found=finding.found,
        defaults={"reason": reason.strip(), "by": by, "at": at},
    )
    audit.record(
        by,
        "protected phrase let out",
        "draft",
        str(draft.pk),
        at=at,
        details={"phrase": finding.phrase.pk},
    )
    return kept


@transaction.atomic
def replace_phrase(
    draft: Draft, key: str, replacement: str, *, version: int, by: User, at: datetime
) -> Draft:
    """Put other words in the place of a phrase, wherever it was typed in the same spelling.

    Raises `NotPossible` for a phrase that was not typed but comes with a figure or a place: that
    is taken out by not choosing it.
    """
    require(by, Deed.DRAFT, draft.office)
    finding = _finding(draft, key, at)
    changed = _replaced(draft.choice, finding.found, tidy(replacement))
    in_files = files.replace_words(draft, finding.found, tidy(replacement))
    if changed == draft.choice and not in_files:
        raise NotPossible("phrase_is_not_there")
    from_json(draft.kind, changed)
    writing.write(draft, changed, version, by, at)
    audit.record(
        by,
        "finding replaced" if isinstance(finding, Seen) else "protected phrase replaced",
        "draft",
        str(draft.pk),
        at=at,
        details={} if isinstance(finding, Seen) else {"phrase": finding.phrase.pk},
    )
    return draft


@transaction.atomic
def withdraw(draft: Draft, *, by: User, at: datetime) -> Draft:
    """Discard a draft; what was sent cannot be taken back this way."""
    require(by, Deed.DRAFT, draft.office)
    changed = Draft.objects.filter(
        pk=draft.pk, state__in=writing.EDITABLE, version=draft.version
    ).update(
        state=DraftState.WITHDRAWN,
        version=F("version") + 1,
        body=None,
        words=None,
        digest="",
        changed_at=at,
    )
    if not changed:
        draft.refresh_from_db()
        if draft.state == DraftState.SENT:
            raise NotPossible("draft_was_sent")
        raise ChangedMeanwhile(str(draft.pk))
    draft.files.all().delete()
    audit.record(by, "draft discarded", "draft", str(draft.pk), at=at)
    draft.refresh_from_db()
    return draft


def _finding(draft: Draft, key: str, at: datetime) -> Finding | Seen:
    shown = preview(draft, at=at)
    everything: tuple[Finding | Seen, ...] = (*shown.leaks, *shown.seen)
    for finding in everything:
        if finding.key == key:
            return finding
    raise NotPossible("phrase_is_not_there")


def _replaced(choice: dict[str, Any], found: str, replacement: str) -> dict[str, Any]:
    """Return the choice with the words replaced in every text that a person typed."""
    typed = {path for path, _text in typed_texts(choice)}

    def walk(value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {
                key: walk(item, f"{path}.{key}" if path else key) for key, item in value.items()
            }
        if isinstance(value, list):
            return [walk(item, f"{path}.{number}") for number, item in enumerate(value)]
        if path in typed and isinstance(value, str) and found in tidy(value):
            return tidy(value).replace(found, replacement)
        return value

    return {key: walk(item, key) for key, item in choice.items()}
