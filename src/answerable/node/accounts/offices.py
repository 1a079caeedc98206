"""Read the tree of offices, and move an office in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User

# A ministry, a department, a mission, a section, a desk, and one to spare. A bound keeps "this
# office or one above it" a single plain query on either database.
DEEPEST = 6


class TooDeep(Exception):
    """The tree of offices would become deeper than it may be."""


class Circle(Exception):
    """An office would lie under itself."""


def within(offices: Iterable[int], path: str = "") -> Q:
    """Return the condition that an office (found by `path`) is one of these or lies under one."""
    wanted = sorted(offices)
    condition, step = Q(), path
    for _ in range(DEEPEST):
        condition |= Q(**{f"{step or 'pk'}__in": wanted})
        step = f"{step}__parent" if step else "parent"
    return condition


def in_order() -> list[Office]:
    """Return all offices as a tree is read: each followed by those under it, with its depth."""
    rows = list(Office.objects.select_related("parent").order_by("name", "pk"))
    below: dict[int | None, list[Office]] = {}
    for one in rows:
        below.setdefault(one.parent_id, []).append(one)
    found: list[Office] = []
    depth: dict[int | None, int] = {None: -1}
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        here = waiting.pop()
        here.depth = depth[here.parent_id] + 1
        depth[here.pk] = here.depth
        found.append(here)
        waiting += reversed(below.get(here.pk, []))
    return [*found, *(one for one in rows if one not in found)]


def line_of(office: Office) -> list[Office]:
    """Return the office and those above it, up to the top; a circle ends where it closes."""
    rows = {one.pk: one for one in Office.objects.all()}
    line: list[Office] = []
    here: Office | None = rows.get(office.pk, office)
    while here is not None and here not in line:
        line.append(here)
        here = rows.get(here.parent_id) if here.parent_id else None
    return line


@transaction.atomic
def change_office(
    office: Office, *, name: str, parent: Office | None, by: User, at: datetime
) -> None:
    """Rename an office and put it, with all under it, below another or at the top.

    Its code stands in signed messages and stays. Raises `Circle` and `TooDeep`.
    """
    # Every move reads the tree, so that two at once cannot close a circle together.
    rows = {one.pk: one for one in Office.objects.select_for_update().order_by("pk")}
    above = [] if parent is None else line_of(parent)
    if office.pk in {one.pk for one in above}:
        raise Circle
    ranks = {office.pk: len(above)}
    for _ in rows:
        for one in rows.values():
            if one.pk != office.pk and one.parent_id in ranks:
                ranks[one.pk] = ranks[one.parent_id] + 1
    if max(ranks.values()) >= DEEPEST:
        raise TooDeep
    moved = office.parent_id != (parent.pk if parent else None)
    Office.objects.filter(pk=office.pk).update(name=name, parent=parent)
    for number, rank in ranks.items():
        Office.objects.filter(pk=number).update(rank=rank)
    office.refresh_from_db()
    details = {"under": parent.code if parent else ""} if moved else {}
    verb = "office moved" if moved else "office renamed"
    audit.record(by, verb, "office", office.code, at=at, details=details)
