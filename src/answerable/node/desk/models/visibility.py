"""Who may know of which rows: by role, by office and by compartment, always in the query itself.

A model with `CaseManager` says three things of itself:

- `seen_by`: the roles that read such rows;
- `held_by`: where the office is that has the row in hand (a legal adviser reads those of their
  offices), `THREAD` when the row belongs to a thread, `NOBODYS` where one that no office has in
  hand is read by all of them;
- `shut_in`: where the compartment is that the row is in, `THREAD` likewise.
"""

from __future__ import annotations

from typing import ClassVar, Protocol, Self, TypeVar, cast

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.offices import within
from answerable.node.accounts.roles import CASE_ROLES
from answerable.node.desk.models.compartments import CompartmentMember
from answerable.node.desk.models.letting import LetIn, NotShut, compartments_open_to

# Reports, documents and incidents.
MATERIAL = frozenset(CASE_ROLES)
# Drafts, investigations and reviews.
WORK = frozenset(CASE_ROLES) - {Role.INTAKE}
# What both parties hold, and what was recorded of it.
RECORD = frozenset({*CASE_ROLES, Role.AUDITOR})
# Reads the cases of their own offices and of the offices under them, no others.
OF_THEIR_OFFICES = frozenset({Role.LEGAL})

# `LINKED`: with the incidents that a report speaks of.
# `NOBODYS`: also where the first path leads to no office.
THREAD, MESSAGE, LINKED, NOBODYS = "thread", "message", "linked", "nobodys"

M = TypeVar("M", bound=models.Model)


class Kept(Protocol):
    """What a model says of who may see its rows."""

    seen_by: ClassVar[frozenset[Role]]
    held_by: ClassVar[tuple[str, ...]]
    shut_in: ClassVar[tuple[str, ...]]


class CaseQuerySet(models.QuerySet[M]):
    """Rows of cases: for those whose role reads them, and inside a compartment its members."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the rows that the person may know of; for a stranger there are none.

        Costs no round trip on a page, where the person's memberships are at hand already.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        kept = cast("type[Kept]", self.model)
        mine = [each for each in user.memberships.all() if each.role in kept.seen_by]
        if not mine:
            return self.none()
        found = self.not_shut_to(user)
        limited = all(each.role in OF_THEIR_OFFICES for each in mine)
        if limited and kept.held_by:
            found = found.filter(_held(kept.held_by, {each.office_id for each in mine}))
        return found

    def not_shut_to(self, user: User) -> Self:
        """Keep the rows that no compartment keeps from the person, whatever their role reads.

        For a deed that shows one row to a role that reads no cases, as a custodian's check does.
        """
        return self.filter(_open(cast("type[Kept]", self.model).shut_in, user))


class CaseManager(models.Manager[M]):
    """The way in to rows of cases; pages begin with `visible_to`."""

    def get_queryset(self) -> CaseQuerySet[M]:
        """Return all rows, for services that have asked for the permission themselves."""
        return CaseQuerySet(self.model, using=self._db)

    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet[M]:
        """Keep the rows that the person may know of; for a stranger there are none."""
        return self.get_queryset().visible_to(user)

    def not_shut_to(self, user: User) -> CaseQuerySet[M]:
        """Keep the rows that no compartment keeps from the person, whatever their role reads."""
        return self.get_queryset().not_shut_to(user)


def compartments_of(user: User) -> QuerySet[CompartmentMember, int]:
    """Return the compartments into which the person is let now, for use inside a query."""
    return compartments_open_to(user.pk, _offices(user))


def _offices(user: User) -> frozenset[int]:
    return frozenset(each.office_id for each in user.memberships.all() if each.role in MATERIAL)


def _open(paths: tuple[str, ...], user: User) -> Q:
    """Return the condition that no compartment keeps the row from the person."""
    who = user.pk, _offices(user)
    condition = Q()
    for path in paths:
        if path == THREAD:
            condition &= Q(NotShut(("channel", "thread"), *who))
        elif path == MESSAGE:
            said = _model("Message").filter(
                ~Q(NotShut(("inquiry__channel", "inquiry__thread"), *who)),
                inquiry__channel=OuterRef("channel"),
                leaf=OuterRef("leaf"),
            )
            condition &= ~Q(Exists(said))
        else:
            condition &= Q(LetIn((path,), *who))
    return condition


def _held(paths: tuple[str, ...], offices: set[int]) -> Q:
    """Return the condition that one of the offices, or one under them, has the row in hand."""
    here = {"channel": OuterRef("channel"), "thread": OuterRef("thread")}
    theirs = Office.objects.filter(within(offices))
    condition = Q()
    for path in paths:
        if path == THREAD:
            for name, at in (
                ("Folder", "office"),
                ("Draft", "office"),
                ("Investigation", "office"),
                ("IncidentInquiry", "incident__office"),
            ):
                condition |= Q(Exists(_model(name).filter(**here, **{f"{at}__in": theirs})))
        elif path == LINKED:
            links = _model("IncidentReport").filter(report=OuterRef("pk"), unlinked_at=None)
            condition |= Q(Exists(links.filter(incident__office__in=theirs)))
        elif path == NOBODYS:
            condition |= Q(**{f"{paths[0]}__isnull": True})
        else:
            condition |= Q(**{f"{path}__in": theirs})
    return condition


def _model(name: str) -> QuerySet[models.Model]:
    # By name: these models are made of this module.
    rows: QuerySet[models.Model] = apps.get_model("desk", name)._default_manager.all()
    return rows
