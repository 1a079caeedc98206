"""Write the chain of custody of a piece of evidence; what is written there stays there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.exhibit_codes import BETWEEN_PEOPLE, BY_HAND, Custody
from answerable.node.desk.models import Exhibit, ExhibitEvent
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.facts import stand
from answerable.node.desk.services.reports import tidy_line


@transaction.atomic
def record(
    exhibit: Exhibit,
    kind: str,
    *,
    reason: str,
    happened_at: datetime | None = None,
    giver: str = "",
    taker: str = "",
    by: User,
    at: datetime,
) -> ExhibitEvent:
    """Write into the chain of custody what happened to a piece of evidence, when and why."""
    require(by, Deed.INCIDENT)
    problems = {} if reason.strip() else {"reason": "required"}
    if kind not in BY_HAND:
        problems["kind"] = "unknown_code"
    if happened_at is not None and happened_at > at:
        problems["happened_at"] = "stated_in_future"
    giver, taker = tidy_line(giver)[:200], tidy_line(taker)[:200]
    if kind in BETWEEN_PEOPLE and not (giver and taker):
        problems["taker" if giver else "giver"] = "required"
    if problems:
        raise BadInput(problems)
    hold(exhibit)
    said = {"happened_at": happened_at, "giver": giver, "taker": taker}
    event = note(exhibit, Custody(kind), by, at, reason=reason, **said)
    if kind in BETWEEN_PEOPLE and not exhibit.is_kept:
        Exhibit.objects.filter(pk=exhibit.pk).update(keeper=taker, version=F("version") + 1)
    trail("evidence custody recorded", exhibit, by, at, kind=kind)
    return event


def check(exhibit: Exhibit, *, by: User, at: datetime) -> bool:
    """Compare the stored bytes with the hash they came under, and write down the result."""
    require(by, Deed.INCIDENT)
    found = _hash_of_stored(exhibit)
    is_same = found == exhibit.sha256
    kind = Custody.CHECKED if is_same else Custody.FOUND_CHANGED
    verb = "evidence file checked" if is_same else "evidence file found changed"
    _handled(exhibit, kind, verb, by, at, found=found)
    return is_same


def open_file(exhibit: Exhibit, *, reason: str, by: User, at: datetime) -> bytes:
    """Return the bytes as they came, and write down who took them and what for.

    Raises `keeping.OriginalChanged`, also written down, if they are no longer what came.
    """
    require(by, Deed.INCIDENT)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    if not exhibit.is_kept:
        raise NotPossible("evidence_is_not_kept")
    try:
        data = keeping.fetch(default_storage, exhibit.sha256)
    except keeping.OriginalChanged:
        check(exhibit, by=by, at=at)
        raise
    verb = "evidence file downloaded"
    _handled(exhibit, Custody.DOWNLOADED, verb, by, at, reason=reason, found=exhibit.sha256)
    return data


def hold(exhibit: Exhibit, version: int | None = None, *, stands: bool = True) -> None:
    """Lock the row, so that the lines of its custody are written one after another.

    With `stands`, its incident is held first, as a merge holds it; one that was merged is refused.
    """
    if stands:
        stand(exhibit.incident)
    row = Exhibit.objects.select_for_update().get(pk=exhibit.pk)
    moved_on = stands and row.incident_id != exhibit.incident_id
    if moved_on or (version is not None and row.version != version):
        raise ChangedMeanwhile(str(exhibit.pk))


def note(
    exhibit: Exhibit, kind: Custody, by: User, at: datetime, *, reason: str = "", **more: Any
) -> ExhibitEvent:
    """Add a line; call it in the deed's transaction, with the row held."""
    last = ExhibitEvent.objects.filter(exhibit=exhibit).aggregate(last=Max("number"))["last"]
    return ExhibitEvent.objects.create(
        exhibit=exhibit,
        number=(last or 0) + 1,
        kind=kind.value,
        reason=reason.strip(),
        by=by,
        at=at,
        **more,
    )


def trail(verb: str, exhibit: Exhibit, by: User, at: datetime, **details: Any) -> None:
    """Write the deed into the audit trail, by codes and numbers alone."""
    more = {"incident": exhibit.incident.reference, **details}
    audit.record(by, verb, "exhibit", str(exhibit.pk), at=at, details=more)


def _hash_of_stored(exhibit: Exhibit) -> str:
    if not exhibit.is_kept:
        raise NotPossible("evidence_is_not_kept")
    return keeping.found(default_storage, exhibit.sha256)


@transaction.atomic
def _handled(
    exhibit: Exhibit, kind: Custody, verb: str, by: User, at: datetime, **more: Any
) -> None:
    hold(exhibit, stands=False)
    note(exhibit, kind, by, at, **more)
    trail(verb, exhibit, by, at)
