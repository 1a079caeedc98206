"""Who may do what on the desk: one table of deeds and roles."""

from __future__ import annotations

from enum import StrEnum

from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.roles import has_role
from answerable.node.desk.errors import NotPermitted


class Deed(StrEnum):
    """A kind of work on the desk."""

    REPORT = "report"
    TRIAGE = "triage"
    INCIDENT = "incident"
    DRAFT = "draft"
    CLEAR = "clear"
    CLEAR_LAW = "clear_law"
    SEND = "send"
    DELIVER = "deliver"
    CORRESPOND = "correspond"
    INVESTIGATE = "investigate"
    LEGAL_REVIEW = "legal_review"
    REVIEW = "review"
    RECORD = "record"
    COMPARTMENT = "compartment"
    VAULT = "vault"


# Who reads is said by the models (`seen_by`); this is who acts, each for their own offices.
MAY: dict[Deed, tuple[Role, ...]] = {
    # Take a report or a document in, say whether it concerns us, protect words of it.
    Deed.REPORT: (Role.INTAKE, Role.ANALYST, Role.OFFICER, Role.INVESTIGATOR),
    # Assign, snooze and link what came in.
    Deed.TRIAGE: (Role.INTAKE, Role.ANALYST, Role.OFFICER, Role.LIAISON, Role.INVESTIGATOR),
    Deed.INCIDENT: (Role.ANALYST, Role.OFFICER, Role.INVESTIGATOR),
    Deed.DRAFT: (Role.OFFICER, Role.INVESTIGATOR),
    # The second person who lets a text leave; a legal adviser's step comes beside it.
    Deed.CLEAR: (Role.CLEARER,),
    Deed.CLEAR_LAW: (Role.LEGAL,),
    Deed.SEND: (Role.OFFICER,),
    # Hand a cleared text over on paper, and say who took it.
    Deed.DELIVER: (Role.OFFICER, Role.LIAISON),
    Deed.CORRESPOND: (Role.OFFICER, Role.LIAISON),
    Deed.INVESTIGATE: (Role.INVESTIGATOR,),
    # The stage "legal review" of an investigation, and no other.
    Deed.LEGAL_REVIEW: (Role.INVESTIGATOR, Role.LEGAL),
    Deed.REVIEW: (Role.OFFICER, Role.ANALYST),
    Deed.RECORD: (Role.OFFICER, Role.LIAISON, Role.INVESTIGATOR),
    # Open a compartment, put a case of one's own into it, let people in.
    Deed.COMPARTMENT: (Role.OFFICER, Role.INVESTIGATOR),
    # Identities of sources, and the check whether a text would give one away.
    Deed.VAULT: (Role.CUSTODIAN,),
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


def keeps_calendars(user: User) -> bool:
    """Tell whether the person may accept a channel's calendar: an administrator needs no case."""
    return has_role(user, Role.ADMINISTRATOR) or may(user, Deed.CORRESPOND)


def require_calendars(user: User) -> None:
    """Raise `NotPermitted` unless the person may accept a channel's calendar."""
    if not keeps_calendars(user):
        raise NotPermitted("calendar")
