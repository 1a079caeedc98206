"""Closed sets and whole rows, held by the database."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q


def codes_of(codes: Iterable[str]) -> list[str]:
    """Return the codes as plain text, so that a migration does not import them."""
    return sorted(str(code) for code in codes)


def closed_set(
    field: str, codes: Iterable[str], name: str, *, empty: bool = False
) -> models.CheckConstraint:
    """Return a constraint that holds a field to a closed set; `empty` also allows no code."""
    allowed = sorted({*codes_of(codes), *([""] if empty else [])})
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


def filled(field: str, name: str) -> models.CheckConstraint:
    """Return a constraint that a text is not empty."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)


def stated_range(name: str) -> models.CheckConstraint:
    """Return a constraint that low and high fit how the figure was put; unknown is never zero."""
    # A comparison with NULL is neither true nor false, and a check lets it pass: so each bound that
    # is compared is also required.
    none, some = Q(low__isnull=True), Q(low__isnull=False)
    no_high, high = Q(high__isnull=True), Q(high__isnull=False)
    both = some & high
    return models.CheckConstraint(
        condition=(
            (Q(qualifier="not_stated") & none & no_high)
            | (Q(qualifier="exact") & both & Q(high=models.F("low")))
            | (Q(qualifier="at_least") & some & no_high)
            | (Q(qualifier="up_to") & none & high)
            | (Q(qualifier="range") & both & Q(high__gt=models.F("low")))
            | (Q(qualifier="about") & some & (no_high | (high & Q(high__gte=models.F("low")))))
        ),
        name=name,
    )
