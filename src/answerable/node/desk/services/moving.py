"""Merge incidents, split one, and undo either; every row that went is named, so it can come back.

A merge leaves the other incident in place, empty and closed: its reference leads to the one that
holds everything now. What was judged of it (gradings, decisions, the history of its facts) stays
with it, since it was judged of that and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import DraftState, IncidentStatus
from answerable.node.desk.dossier_codes import MoveKind
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Draft, DraftIncident, Incident, IncidentMove, IncidentReport
from answerable.node.desk.models import IncidentInquiry as Link
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import references

Moved = dict[str, list[int]]


@dataclass(frozen=True)
class Movable:
    """Rows of an incident that go along: the model by name, and what must not stand twice."""

    model: str
    unique: tuple[str, ...] = ()
    # Whether a person may choose single rows of it for a split.
    chosen: bool = True


MOVABLE: dict[str, Movable] = {
    "reports": Movable("desk.IncidentReport", ("report_id",)),
    "places": Movable("desk.Place"),
    "objects": Movable("desk.StruckObject", ("code", "note")),
    "figures": Movable("desk.Figure"),
    "attributions": Movable("desk.Attribution"),
    "statements": Movable("desk.RecordedStatement"),
    # The same file on both stays there twice, each with its own chain of custody.
    "evidence": Movable("desk.Exhibit"),
    # Who splits an incident is told no names: the register stays with the first.
    "victims": Movable("desk.Victim", chosen=False),
    "phrases": Movable("desk.ProtectedPhrase", chosen=False),
    "issues": Movable("desk.IssueTag", ("code",), chosen=False),
    "inquiries": Movable("desk.IncidentInquiry", chosen=False),
    "drafts": Movable("desk.DraftIncident", chosen=False),
}


def register(name: str, movable: Movable) -> None:
    """Have rows of another app go along with their incident; call it in `ready`."""
    MOVABLE[name] = movable


@transaction.atomic
def merge(
    source: Incident, target: Incident, *, reason: str, by: User, at: datetime
) -> IncidentMove:
    """Put everything of one incident into another; the reference of the first leads there.

    Two incidents of one inquiry stay apart, as the other side knows them apart.
    """
    require(by, Deed.INCIDENT)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    source, target = _hold(source, target, by)
    _check_no_shared_thread(source, target)
    moved = {name: _keys(name, source, target) for name in MOVABLE}
    aside: dict[str, Any] = {
        "status": source.status,
        "status_reason": source.status_reason,
        "hold_until": source.hold_until.isoformat() if source.hold_until else None,
        "primary": list(_primary(source, target)),
    }
    if source.status == IncidentStatus.RAISED and target.status != IncidentStatus.RAISED:
        aside["target"] = [target.status, target.status_reason]
        _set(target, status=IncidentStatus.RAISED, status_reason="", hold_until=None)
    _move(moved, source, target)
    _set(
        source,
        status=IncidentStatus.MERGED,
        merged_into=target,
        status_reason=reason.strip(),
        hold_until=None,
    )
    return _recorded(MoveKind.MERGE, source, target, {**aside, "rows": moved}, reason, by, at)


@transaction.atomic
def split(
    source: Incident,
    chosen: Mapping[str, Iterable[int]],
    *,
    title: str,
    reason: str,
    office: Office,
    by: User,
    at: datetime,
) -> IncidentMove:
    """Put the chosen rows of an incident into a new one of the same kind, time and office.

    What was raised stays with the first: an inquiry spoke of that one.
    """
    require(by, Deed.INCIDENT, office)
    problems = {
        name: "required"
        for name, text in (("title", title), ("reason", reason))
        if not text.strip()
    }
    moved = {
        name: sorted(
            _rows(name).filter(incident=source, pk__in=list(keys)).values_list("pk", flat=True)
        )
        for name, keys in chosen.items()
        if name in MOVABLE and MOVABLE[name].chosen
    }
    if not any(moved.values()):
        problems["rows"] = "nothing_chosen"
    if problems:
        raise BadInput(problems)
    [source] = _hold_all([source], by)
    target = _new_from(source, title, office, by, at)
    _move(moved, source, target)
    return _recorded(MoveKind.SPLIT, source, target, {"rows": moved}, reason, by, at)


@transaction.atomic
def undo(move: IncidentMove, *, reason: str, by: User, at: datetime) -> None:
    """Put back exactly what a move took, where it still is where the move put it.

    Raises `NotPossible` where a row went on elsewhere since: then that is undone first. What was
    removed since by a deed of its own stays removed; what came new stays where it came.
    """
    require(by, Deed.INCIDENT)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    source, target = move.source, move.target
    rows: Moved = move.moved["rows"]
    held = _hold_all([source, target], by, merged=source if move.kind == MoveKind.MERGE else None)
    source, target = held
    for name, keys in rows.items():
        elsewhere = _rows(name).filter(pk__in=keys).exclude(incident=target)
        if elsewhere.exists():
            raise NotPossible("moved_on")
    undone = IncidentMove.objects.filter(pk=move.pk, undone_at__isnull=True).update(
        undone_by=by, undone_at=at, undo_reason=reason.strip()
    )
    if not undone:
        raise ChangedMeanwhile(str(move.pk))
    if move.kind == MoveKind.MERGE:
        _reopen(source, target, move.moved)
    _move(rows, target, source)
    for key in move.moved.get("primary", ()):
        _rows("places").filter(pk=key, incident=source).update(is_primary=True)
    audit.record(
        by, f"{move.kind} undone", "incident", source.reference, at=at,
        details={"other": target.reference},
    )  # fmt: skip


def moves_of(incident: Incident) -> QuerySet[IncidentMove]:
    """Return what went out of an incident or came into it, in order."""
    return IncidentMove.objects.filter(
        models.Q(source=incident) | models.Q(target=incident)
    ).select_related("source", "target", "by", "undone_by")


def _hold(source: Incident, target: Incident, by: User) -> tuple[Incident, Incident]:
    if source.pk == target.pk:
        raise NotPossible("merged_with_itself")
    held = _hold_all([source, target], by)
    if held[0].compartment_id != held[1].compartment_id:
        # Who may see the one would learn of the other.
        raise NotPossible("several_compartments")
    return held[0], held[1]


def _hold_all(
    wanted: Sequence[Incident], by: User, *, merged: Incident | None = None
) -> list[Incident]:
    """Lock the rows in the order of their keys, so that two merges crosswise wait for each other.

    Each must stand by itself, but for the one that is to be taken out of the other.
    """
    keys = sorted(one.pk for one in wanted)
    rows = Incident.objects.visible_to(by).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",))}
    if len(found) != len(set(keys)):
        raise NotPermitted(Deed.INCIDENT.value)
    for row in found.values():
        if row.merged_into_id is not None and (merged is None or row.pk != merged.pk):
            raise NotPossible("incident_was_merged")
    return [found[one.pk] for one in wanted]


def _check_no_shared_thread(source: Incident, target: Incident) -> None:
    theirs = set(Link.objects.filter(incident=target).values_list("channel_id", "thread"))
    ours = set(Link.objects.filter(incident=source).values_list("channel_id", "thread"))
    over = (DraftState.SENT, DraftState.WITHDRAWN)
    drafts = Draft.objects.exclude(state__in=over)
    both = drafts.filter(incident_links__incident=source).filter(incident_links__incident=target)
    if theirs & ours or both.exists():
        raise NotPossible("both_in_one_inquiry")


def _rows(name: str) -> QuerySet[Any]:
    app, model = MOVABLE[name].model.split(".")
    rows: QuerySet[Any] = apps.get_model(app, model)._default_manager.all()
    return rows


def _keys(name: str, source: Incident, target: Incident) -> list[int]:
    """Return which rows go: all, but for those that the other has just so already."""
    rows = _rows(name).filter(incident=source).order_by("pk")
    if name == "drafts":
        # A draft that is over keeps what it spoke of, where it spoke of both.
        rows = rows.exclude(draft__incident_links__incident=target)
    unique = MOVABLE[name].unique
    if not unique:
        return list(rows.values_list("pk", flat=True))
    there = _rows(name).filter(incident=target)
    if name == "reports":
        there = there.filter(unlinked_at__isnull=True)
    taken = set(there.values_list(*unique))
    keys = rows.values_list("pk", *unique)
    return [
        key
        for key, *value in keys
        if tuple(value) not in taken or (name == "reports" and _is_unlinked(key))
    ]


def _is_unlinked(key: int) -> bool:
    return IncidentReport.objects.filter(pk=key, unlinked_at__isnull=False).exists()


def _primary(source: Incident, target: Incident) -> list[int]:
    """Return the primary place that loses its rank, since the other incident has one."""
    if not target.places.filter(is_primary=True).exists():
        return []
    mine = source.places.filter(is_primary=True)
    keys = list(mine.values_list("pk", flat=True))
    mine.update(is_primary=False)
    return keys


def _move(moved: Moved, source: Incident, target: Incident) -> None:
    if moved.get("places") and target.places.filter(is_primary=True).exists():
        source.places.filter(pk__in=moved["places"]).update(is_primary=False)
    for name, keys in moved.items():
        if keys:
            _rows(name).filter(pk__in=keys, incident=source).update(incident=target)
    _rename_in_drafts(moved.get("drafts", []), source, target)
    Incident.objects.filter(pk__in=[source.pk, target.pk]).update(version=F("version") + 1)


def _rename_in_drafts(links: Sequence[int], source: Incident, target: Incident) -> None:
    """Have what was typed name the incident that it speaks of now; what leaves is the same."""
    for draft in Draft.objects.filter(
        pk__in=DraftIncident.objects.filter(pk__in=links).values("draft")
    ):
        shares = draft.choice.get("incidents", []) if isinstance(draft.choice, dict) else []
        for share in shares:
            if isinstance(share, dict) and share.get("incident") == source.pk:
                share["incident"] = target.pk
        Draft.objects.filter(pk=draft.pk).update(choice=draft.choice)


def _reopen(source: Incident, target: Incident, kept: dict[str, Any]) -> None:
    _set(
        source,
        status=kept["status"],
        status_reason=kept["status_reason"],
        hold_until=kept["hold_until"],
        merged_into=None,
    )
    if "target" in kept:
        status, why = kept["target"]
        rest = Link.objects.filter(incident=target).exclude(pk__in=kept["rows"]["inquiries"])
        if target.status == IncidentStatus.RAISED and not rest.exists():
            _set(target, status=status, status_reason=why)


def _set(incident: Incident, **fields: Any) -> None:
    Incident.objects.filter(pk=incident.pk).update(**fields)


def _new_from(source: Incident, title: str, office: Office, by: User, at: datetime) -> Incident:
    alike = ("kind", "start", "end", "time_precision", "zone", "country", "region", "compartment")
    return Incident.objects.create(
        reference=references.next_incident(at),
        title=" ".join(title.split())[:300],
        office=office,
        opened_by=by,
        opened_at=at,
        changed_at=at,
        **{name: getattr(source, name) for name in alike},
    )


def _recorded(
    kind: MoveKind,
    source: Incident,
    target: Incident,
    moved: dict[str, Any],
    reason: str,
    by: User,
    at: datetime,
) -> IncidentMove:
    verb = "incident merged" if kind == MoveKind.MERGE else "incident split"
    audit.record(by, verb, "incident", source.reference, at=at, details={"other": target.reference})
    return IncidentMove.objects.create(
        kind=kind, source=source, target=target, moved=moved, reason=reason.strip(), by=by, at=at
    )
