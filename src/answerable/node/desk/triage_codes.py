"""The closed sets of the inbox: what is decided about what came in, and why it is out of scope."""

from enum import StrEnum


class TriageDeed(StrEnum):
    """What somebody did with a thing in the inbox. `ANSWERED` is the node's: our side replied."""

    ASSIGNED = "assigned"
    TAKEN_UP = "taken_up"
    LINKED = "linked"
    OPENED = "opened"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    ASKED_SOURCE = "asked_source"
    SNOOZED = "snoozed"
    DONE = "done"
    ANSWERED = "answered"
    UNDONE = "undone"


class OutOfScope(StrEnum):
    """Why a report is none of ours. `OTHER` says it in words."""

    NO_EVENT = "no_event"
    NO_CIVILIAN_HARM = "no_civilian_harm"
    OUTSIDE_REMIT = "outside_remit"
    TOO_LITTLE = "too_little"
    WITH_ANOTHER_BODY = "with_another_body"
    NOT_GENUINE = "not_genuine"
    OTHER = "other"
