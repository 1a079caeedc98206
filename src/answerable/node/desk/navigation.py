"""The desk's entries in the navigation column; an administrator, who sees no cases, has none."""

from datetime import date
from functools import lru_cache

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Role, User
from answerable.node.accounts.roles import Standing, roles_of
from answerable.node.desk.models import CASE_ROLES
from answerable.node.desk.models.base import RECORD
from answerable.node.desk.permissions import Deed, keeps_calendars, may
from answerable.node.desk.services import board, triage
from answerable.node.desk.services.compartments import emergency
from answerable.node.ledger import glance
from answerable.node.ledger.written import Sql, first, written
from answerable.node.ui import nav


def works_on_cases(request: HttpRequest) -> bool:
    """Tell whether the person of this request sees cases."""
    return isinstance(request.user, User) and not roles_of(request.user).isdisjoint(CASE_ROLES)


def decides_on_access(request: HttpRequest) -> bool:
    """Tell whether the person of this request may let others into a compartment."""
    return isinstance(request.user, User) and emergency.may_decide(request.user)


def investigates(request: HttpRequest) -> bool:
    """Tell whether the person of this request examines our own conduct."""
    return isinstance(request.user, User) and Role.INVESTIGATOR in roles_of(request.user)


def administers(request: HttpRequest) -> bool:
    """Tell whether the person of this request administers the node."""
    return isinstance(request.user, User) and request.user.is_administrator


def reads_the_record(request: HttpRequest) -> bool:
    """Tell whether the person of this request reads inquiries; an auditor reads these alone."""
    return isinstance(request.user, User) and not roles_of(request.user).isdisjoint(RECORD)


def needs_me(request: HttpRequest) -> int:
    """Return how many things wait on the person of this request."""
    if not isinstance(request.user, User):
        return 0
    # The board has counted them already.
    known: int | None = getattr(request, "needs_me", None)
    if known is not None:
        return known
    held = in_hand(request) if does_triage(request) else None
    return board.needs_me(request.user, erasures=glance.of(request).erasure, held=held)


def does_triage(request: HttpRequest) -> bool:
    """Tell whether the person of this request decides about what comes in."""
    return isinstance(request.user, User) and may(request.user, Deed.TRIAGE)


def in_inbox(request: HttpRequest) -> int:
    """Return how many things wait in the inbox of this person's offices, up to a hundred."""
    return _counted(request)[0]


def in_hand(request: HttpRequest) -> int:
    """Return how many cases that wait on us this person has in hand."""
    return _counted(request)[1]


def _counted(request: HttpRequest) -> tuple[int, int]:
    """Return what waits in the inbox and what the person has in hand, asked for once a page."""
    if not isinstance(request.user, User):
        return 0, 0
    known: tuple[int, int] | None = getattr(request, "desk_counted", None)
    if known is None:
        asked = _question(Standing.of(request.user), timezone.localdate())
        known = triage.at_most(first(asked))
        request.desk_counted = known  # type: ignore[attr-defined]
    return known


@lru_cache(maxsize=512)
def _question(who: Standing, today: date) -> Sql:
    held = board.in_hand(who.user)
    return written(triage.counts_beside(held, who.user, today=today))


def keeps_a_record(request: HttpRequest) -> bool:
    """Tell whether an observer's record is kept here, for somebody who works on cases."""
    return works_on_cases(request) and glance.of(request).record


def keeps_sources(request: HttpRequest) -> bool:
    """Tell whether the person of this request checks drafts for identities."""
    return isinstance(request.user, User) and may(request.user, Deed.VAULT)


def keeps_sources_alone(request: HttpRequest) -> bool:
    """Tell whether checks for identities are the work of a person who sees no cases."""
    return keeps_sources(request) and not works_on_cases(request)


def accepts_calendars(request: HttpRequest) -> bool:
    """Tell whether the person of this request may accept a channel's calendar."""
    return isinstance(request.user, User) and keeps_calendars(request.user)


def _views(*names: str) -> tuple[str, ...]:
    return tuple(f"desk:{name}" for name in names)


ENTRIES = (
    nav.Entry(
        "desk:board", _("Board"), "desk:board", 10, icon="board", go_key="b", count=needs_me,
        visible=works_on_cases,
    ),
    nav.Entry(
        "desk:inbox", _("Inbox"), "desk:inbox", 12, icon="inbox", go_key="i", count=in_inbox,
        visible=does_triage, current_in=_views("inbox", "inbox-decide"),
    ),
    nav.Entry(
        "desk:reports", _("Reports"), "desk:reports", 15, icon="document", go_key="r",
        visible=works_on_cases,
        current_in=_views(
            "reports", "report", "report-new", "report-screen", "report-link", "tolls", "toll-new"
        ),
    ),
    nav.Entry(
        "desk:incidents", _("Incidents"), "desk:incidents", 20, icon="incident", go_key="n",
        visible=works_on_cases,
        current_in=_views(
            "incidents", "incident", "incident-new", "incident-history", "incident-sources",
            "incident-links", "incident-inquiries", "incident-details", "incident-merge",
            "incident-split", "move-undo", "incident-facts",
            "incident-raise", "incident-status", "place-add", "object-add", "incident-issues",
            "figure-add", "figure-set-aside", "attribution-add", "incident-grade",
            "incident-concern", "incident-link", "incident-unlink", "incident-protect",
            "statement-add",
        ),
    ),
    nav.Entry(
        "desk:inquiries", _("Inquiries"), "desk:inquiries", 30, icon="inquiry", go_key="q",
        visible=reads_the_record,
        current_in=_views(
            "inquiries", "inquiry", "inquiry-act", "message", "message-erase", "erasure",
            "second-hand", "complaint-new", "following", "following-step", "following-call",
            "investigation", "investigation-open", "investigation-step", "investigation-work",
            "investigation-add", "investigation-refer", "investigation-hold",
            "investigation-operations",
            "review", "review-start",
            "review-judge", "claim-add", "claim-check", "review-conclude", "review-read",
        ),
    ),
    nav.Entry(
        "desk:drafts", _("Drafts"), "desk:drafts", 35, icon="edit", go_key="t",
        visible=works_on_cases,
        current_in=_views(
            "drafts", "draft-frame", "draft-says", "draft-leaves", "draft-check", "draft-raw",
            "draft-delivered",
        ),
    ),
    nav.Entry(
        "desk:compartments", _("Compartments"), "desk:compartments", 56, icon="lock",
        group="more", visible=works_on_cases,
        current_in=_views("compartments", "compartment", "compartment-let-in", "emergency", "put"),
    ),
    nav.Entry(
        "desk:access-requests", _("Emergency access"), "desk:access-requests", 57, icon="warn",
        group="more", visible=decides_on_access, current_in=_views("access-requests"),
    ),
    nav.Entry(
        "desk:tasks", _("My tasks"), "desk:tasks", 37, icon="check", visible=works_on_cases,
        current_in=_views("tasks", "task-end"),
    ),
    nav.Entry(
        "desk:operations", _("Own operations log"), "desk:operations", 58, icon="lock",
        visible=investigates, group="more",
        current_in=_views("operations", "operations-log", "operations-file"),
    ),
    nav.Entry(
        "desk:remits", _("Remits"), "desk:remits", 93, icon="link", group="more",
        visible=administers,
    ),
    nav.Entry(
        "desk:register-switch", _("Victims' register"), "desk:register-switch", 95, icon="lock",
        group="more", visible=administers,
    ),
    nav.Entry(
        "desk:identity-checks", _("Checks for identities"), "desk:identity-checks", 19,
        icon="ear", visible=keeps_sources, first=keeps_sources_alone,
        current_in=_views("identity-checks", "identity-check", "identity-search",
                          "identity-return"),
    ),
    nav.Entry(
        "desk:chains", _("Clearance chains"), "desk:chains", 94, icon="seal", group="more",
        visible=administers,
    ),
    nav.Entry(
        "desk:calendars", _("Calendars"), "desk:calendars", 95, icon="clock", group="more",
        visible=accepts_calendars, current_in=_views("calendars", "calendar"),
    ),
    nav.Entry(
        "desk:record", _("Public record"), "desk:record", 55, icon="ear", visible=keeps_a_record,
        group="more",
    ),
)  # fmt: skip
