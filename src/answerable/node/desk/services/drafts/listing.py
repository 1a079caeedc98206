"""Say of drafts in a list what each is about, of which case, and in whose hands it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from answerable.node.accounts.models import Office, User
from answerable.node.accounts.roles import Standing
from answerable.node.desk import gathering
from answerable.node.desk.gathering import Part
from answerable.node.desk.models import Clearance, Draft, Incident, Inquiry
from answerable.node.desk.services.drafts import chains
from answerable.node.desk.services.drafts.chains import Step


@dataclass(frozen=True)
class Row:
    """A draft as a list shows it, with the steps of its chain."""

    draft: Draft
    subject: str
    reference: str
    incidents: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def step(self) -> Step | None:
        """Return the step that has to be taken now."""
        return chains.next_step(self.steps)


def _parts(user: User) -> tuple[Part, ...]:
    return _parts_for(Standing.of(user))


@lru_cache(maxsize=512)
def _parts_for(who: Standing) -> tuple[Part, ...]:
    user = who.user
    return (
        Part("given", Clearance.objects.all, by="draft"),
        Part(
            "about",
            lambda: Incident.objects.visible_to(user),
            by="draft_links__draft",
            only=("reference",),
        ),
    )


def described(found: QuerySet[Draft], user: User) -> QuerySet[Draft]:
    """Have a query bring along what `rows` tells of each draft."""
    case = Inquiry.objects.visible_to(user).filter(
        channel=OuterRef("channel"), thread=OuterRef("thread")
    )
    told = found.select_related("channel", "office", "author", "last_edited_by").annotate(
        case_reference=Subquery(case.values("reference")[:1]),
        case_subject=Subquery(case.values("subject")[:1]),
    )
    return gathering.gather(told, _parts(user))


def rows(drafts: Iterable[Draft], user: User) -> list[Row]:
    """Return drafts of a query that `described` made as a list shows them."""
    held, parts = list(drafts), _parts(user)
    named = any(step["office"] for draft in held for step in draft.chain)
    offices = Office.objects.in_bulk() if named else {}
    return [_row(draft, gathering.settle(draft, parts), offices) for draft in held]


def _row(draft: Draft, made: dict[str, list[Any]], offices: dict[int, Office]) -> Row:
    given = sorted(made["given"], key=attrgetter("pk"))
    own = str((draft.choice or {}).get("subject") or "")
    return Row(
        draft,
        own or getattr(draft, "case_subject", None) or "",
        getattr(draft, "case_reference", None) or draft.reference,
        tuple(one.reference for one in made["about"]),
        tuple(chains.steps_of(draft, given, offices)),
    )
