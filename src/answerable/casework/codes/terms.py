"""Codes of a channel's terms: markings, levels, ladder, contacts, disclosure."""

from __future__ import annotations

from enum import StrEnum


class Marking(StrEnum):
    """How far a text may be shared, from free to named recipients only (order of TLP 2.0)."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber_strict"
    RED = "red"

    @property
    def rank(self) -> int:
        """Return the place in the order, 0 for the freest."""
        return list(Marking).index(self)


class EscalationLevel(StrEnum):
    """Who speaks to whom, from the working contact upward."""

    WORKING_CONTACT = "working_contact"
    HEAD_OF_SECTION = "head_of_section"
    AMBASSADOR = "ambassador"
    ENVOY = "envoy"
    MINISTER = "minister"
    JOINT = "joint"
    PUBLIC = "public"

    @property
    def rank(self) -> int:
        """Return the place in the order, 0 for the working contact."""
        return list(EscalationLevel).index(self)


class LadderAction(StrEnum):
    """What the ladder proposes when a step is reached. It proposes; people do."""

    RECEIPT_CHECK = "receipt_check"
    FIRST_REMINDER = "first_reminder"
    RAISED_LEVEL = "raised_level"
    SESSION_AGENDA = "session_agenda"
    DEADLINE = "deadline"
    LEVEL_UP = "level_up"


class ContactRole(StrEnum):
    """What an office is the contact for."""

    WORKING = "working"
    DUTY = "duty"
    LEGAL = "legal"
    TECHNICAL = "technical"
    ESCALATION = "escalation"


class Audience(StrEnum):
    """To whom something of the channel may be shown."""

    PARLIAMENT = "parliament"
    COURT = "court"
    OVERSIGHT = "oversight"
    THIRD_PARTY = "third_party"
    PUBLIC = "public"


class Disclosable(StrEnum):
    """What of the channel may be shown to an audience."""

    STATISTICS = "statistics"
    SUMMARIES = "summaries"
    STATEMENTS = "statements"
    CONTENTS = "contents"
    EVIDENCE_PACKAGES = "evidence_packages"
