"""Say of a case what was delivered together with it, in the query that finds the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef

from answerable.node.accounts.models import User
from answerable.node.desk.gathering import Rows
from answerable.node.desk.models import BatchItem, Draft


@dataclass(frozen=True)
class Beside:
    """With which other cases a statement was delivered, and in which batch."""

    batch: str
    references: tuple[str, ...]


def beside(user: User) -> Rows:
    """Return a part of a query of inquiries: what went with them, of what the person may know."""
    rows = (
        BatchItem.objects.filter(
            went=True,
            draft__in=Draft.objects.visible_to(user),
            batch__items__went=True,
            batch__items__draft__channel=OuterRef("channel"),
            batch__items__draft__thread=OuterRef("thread"),
        )
        .annotate(mine=F("batch__items__draft__sent_leaf"), of=F("batch__reference"))
        .order_by("batch", "order")
    )
    return Rows(rows, ("mine", "of", "reference"))


def read_beside(found: Iterable[dict[str, str]] | None, own: str) -> dict[str, Beside]:
    """Return what was gathered, by the key of the case's own statement."""
    made: dict[str, Beside] = {}
    for row in found or ():
        known = made.get(row["mine"], Beside(row["of"], ()))
        others = (
            known.references if row["reference"] == own else (*known.references, row["reference"])
        )
        made[row["mine"]] = Beside(known.batch, others)
    return {leaf: one for leaf, one in made.items() if one.references}
