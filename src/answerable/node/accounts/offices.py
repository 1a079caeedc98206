"""Read the tree of offices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

# A ministry, a department, a mission, a section, a desk, and one to spare. A bound keeps "this
# office or one above it" a single plain query on either database.
DEEPEST = 6


def within(offices: Iterable[int], path: str = "") -> Q:
    """Return the condition that an office (found by `path`) is one of these or lies under one."""
    wanted = sorted(offices)
    condition, step = Q(), path
    for _ in range(DEEPEST):
        condition |= Q(**{f"{step or 'pk'}__in": wanted})
        step = f"{step}__parent" if step else "parent"
    return condition
