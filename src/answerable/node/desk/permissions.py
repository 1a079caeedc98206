"""Who may do what on the desk: one table of deeds and roles."""

from __future__ import annotations

from enum import StrEnum

from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.roles import has_role
from answerable.node.desk.errors import NotPermitted


class Deed(StrEnum):
    """A kind of work on the desk."""

    REPORT = "report"
    INCIDENT = "incident"
    DRAFT = "draft"
    CLEAR = "clear"
    SEND = "send"
    CORRESPOND = "correspond"
    INVESTIGATE = "investigate"
    REVIEW = "review"
    RECORD = "record"


MAY: dict[Deed, tuple[Role, ...]] = {
    Deed.REPORT: (Role.OFFICER, Role.INVESTIGATOR),
    Deed.INCIDENT: (Role.OFFICER, Role.INVESTIGATOR),
    Deed.DRAFT: (Role.OFFICER, Role.INVESTIGATOR),
    Deed.CLEAR: (Role.CLEARER,),
    Deed.SEND: (Role.OFFICER,),
    Deed.CORRESPOND: (Role.OFFICER,),
    Deed.INVESTIGATE: (Role.INVESTIGATOR,),
    Deed.REVIEW: (Role.OFFICER,),
    Deed.RECORD: (Role.OFFICER, Role.INVESTIGATOR),
}


def may(user: User, deed: str, office: Office | None = None) -> bool:
    """Tell whether the person may do the deed, for that office or, without one, for any."""
    return any(has_role(user, role, office) for role in MAY[Deed(deed)])


def offices_for(user: User, deed: str) -> list[Office]:
    """Return the offices for which the person may do the deed."""
    if not user.is_active:
        return []
    # A page has the person's memberships with their offices at hand; they are in order.
    roles = MAY[Deed(deed)]
    mine = (each.office for each in user.memberships.all() if each.role in roles)
    return list(dict.fromkeys(mine))


def require(user: User, deed: Deed, office: Office | None = None) -> None:
    """Raise `NotPermitted` unless the person may do the deed."""
    if not may(user, deed, office):
        raise NotPermitted(deed.value)
