"""Read what the pages of a case show of ours in the query that finds the case.

One more thing of ours on such a page is one more `Part` here, and costs no query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from answerable.node.accounts.models import User
from answerable.node.accounts.roles import Standing
from answerable.node.desk import gathering
from answerable.node.desk.codes import OPEN_STATES
from answerable.node.desk.gathering import CASE, Part
from answerable.node.desk.models import (
    CarriedOn,
    Conveyance,
    Draft,
    DutyContact,
    IncidentInquiry,
    Inquiry,
    Investigation,
    InvestigationStep,
    InvestigationTask,
    MayBeTold,
    Message,
    MethodCheck,
    PreservationHold,
    Referral,
    Remedy,
    Review,
    TaskChange,
)
from answerable.node.desk.services import joining, reviews, serving, story, translations


@dataclass(frozen=True)
class Case:
    """An inquiry and what we have beside it, each list as its page shows it."""

    inquiry: Inquiry
    made: Mapping[str, list[Any]]

    @property
    def links(self) -> list[IncidentInquiry]:
        """Return which incidents of ours it speaks of."""
        return self.made["incident_links"]

    @property
    def drafts(self) -> list[Draft]:
        """Return what is being written in it."""
        return self.made["open_drafts"]

    @property
    def contacts(self) -> list[DutyContact]:
        """Return whom to call on the other side when the case cannot wait."""
        return self.made["contacts"]

    @property
    def reviews(self) -> list[Review]:
        """Return its reviews, the newest first."""
        return self.made["reviews"]

    @property
    def to_review(self) -> list[Message]:
        """Return the other side's responses that nobody has begun to review."""
        reviewed = {review.response_leaf for review in self.reviews}
        return [one for one in self.made["responses"] if one.leaf not in reviewed]

    @property
    def carries_on(self) -> list[CarriedOn]:
        """Return the case on paper that it carries on, where the person may know of it."""
        return [one for one in self.made["carries_on"] if one.reference]

    @property
    def carried_on(self) -> list[str]:
        """Return the reference of the signed case in which it is carried on."""
        return [one.reference for one in self.made["carried_on"] if one.reference]

    @property
    def raised_again(self) -> int | None:
        """Return the key of the draft in which it is being raised again in a channel."""
        return next((one.draft for one in self.made["carried_on"] if one.draft), None)

    @property
    def examined_in(self) -> list[str]:
        """Return the references of the inquiries in whose investigations it is examined."""
        own = [self.inquiry.reference] if self.made["investigations"] else []
        return [*own, *(one.main for one in self.made["served_by"] if one.main)]


def parts_for(user: User) -> tuple[Part, ...]:
    """Return what is read along with a case, of which the person may know."""
    return _parts_of_case(Standing.of(user))


@lru_cache(maxsize=512)
def _parts_of_case(who: Standing) -> tuple[Part, ...]:
    user = who.user
    return (
        *story.DONE,
        Part(
            "incident_links",
            lambda: IncidentInquiry.objects.visible_to(user),
            by=CASE,
            only=("inside", "incident"),
            related={"incident": ("reference", "title")},
        ),
        Part(
            "open_drafts",
            lambda: Draft.objects.visible_to(user).filter(state__in=OPEN_STATES),
            by=CASE,
            only=("kind", "state"),
        ),
        Part(
            "reviews",
            lambda: Review.objects.visible_to(user),
            by=CASE,
            only=("response_leaf", "concluded_at"),
        ),
        # Whom to call when it is urgent.
        Part(
            "contacts",
            lambda: DutyContact.objects.filter(ended_at__isnull=True),
            by={"channel": "channel"},
            only=("desk", "telephone", "hours", "languages"),
        ),
        Part(
            "translations",
            lambda: translations.newest(user),
            by=CASE,
            only=("language",),
            also=("of",),
        ),
        Part("responses", reviews.responses, by="inquiry", only=("leaf",)),
        Part(
            "investigations",
            lambda: Investigation.objects.visible_to(user),
            by=CASE,
            only=("opened_at", "closed_at"),
        ),
        Part(
            "carries_on",
            lambda: joining.before(user),
            by=CASE,
            only=("paper_channel", "paper_thread"),
            also=("reference",),
        ),
        Part(
            "carried_on",
            lambda: joining.after(user),
            by={"paper_channel": "channel", "paper_thread": "thread"},
            only=("at",),
            also=("reference", "draft"),
        ),
        Part("served_by", lambda: serving.served(user), by=CASE, only=("at",), also=("main",)),
    )


def read(found: QuerySet[Inquiry], user: User) -> Case | None:
    """Return the case of the one inquiry that the query finds, or None where it finds none."""
    parts = parts_for(user)
    inquiry = gathering.gather(found, parts).first()
    return None if inquiry is None else Case(inquiry, gathering.settle(inquiry, parts))


def examinations(
    found: QuerySet[Investigation],
) -> list[tuple[Investigation, dict[str, list[Any]]]]:
    """Return the investigations of a query, each with its steps and what was conveyed."""
    parts = (
        Part("steps", InvestigationStep.objects.all, by="investigation", people=("by",)),
        Part("conveyances", Conveyance.objects.all, by="investigation", people=("by",)),
        Part("limits", MayBeTold.objects.all, by="investigation", people=("by",)),
    )
    rows = gathering.gather(found.select_related("office", "lead"), parts)
    return [(row, gathering.settle(row, parts)) for row in rows]


def parts_of_work(user: User) -> tuple[Part, ...]:
    """Return what is read along with an investigation, of which the person may know."""
    return _parts_of_work(Standing.of(user))


@lru_cache(maxsize=512)
def _parts_of_work(who: Standing) -> tuple[Part, ...]:
    user = who.user
    return (
        Part("tasks", InvestigationTask.objects.all, by="investigation", people=("owner",)),
        Part(
            "changes",
            TaskChange.objects.all,
            by="task__investigation",
            people=("by", "owner_before", "owner_after"),
        ),
        Part("holds", PreservationHold.objects.all, by="investigation"),
        Part("methods", MethodCheck.objects.all, by="investigation", people=("by",)),
        Part("remedies", Remedy.objects.all, by="investigation", people=("by",)),
        Part(
            "referrals",
            lambda: Referral.objects.visible_to(user),
            by=CASE,
            related={"compartment": ("name",)},
        ),
    )


def work(
    found: QuerySet[Investigation], user: User
) -> tuple[Investigation, dict[str, list[Any]]] | None:
    """Return the first investigation of a query with the rows of its work, by their names."""
    parts = parts_of_work(user)
    row = gathering.gather(found, parts).first()
    return None if row is None else (row, gathering.settle(row, parts))
