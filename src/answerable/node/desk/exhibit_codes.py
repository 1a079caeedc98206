"""Closed sets of the evidence on an incident: what a piece is, and what can happen to it."""

from enum import StrEnum


class ExhibitKind(StrEnum):
    """What a piece of evidence is."""

    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    POST = "post"
    IMAGERY = "imagery"
    RECORD = "record"
    MEDICAL = "medical"
    REMNANT = "remnant"
    SAMPLE = "sample"
    OTHER = "other"


class CopyKind(StrEnum):
    """Whether it is the thing itself, or a copy, and for what the copy was made."""

    ORIGINAL = "original"
    EVIDENTIARY_COPY = "evidentiary_copy"
    WORKING_COPY = "working_copy"
    UNKNOWN = "unknown"


class SendRule(StrEnum):
    """Whether it may be sent to the other side. An original never is; at most a cleaned copy."""

    NO = "no"
    ASK_FIRST = "ask_first"
    CLEANED_COPY = "cleaned_copy"


class Custody(StrEnum):
    """What can happen to a piece of evidence."""

    ADDED = "added"
    DESCRIBED = "described"
    RECEIVED = "received"
    HANDED_OVER = "handed_over"
    STORED = "stored"
    EXAMINED = "examined"
    COPIED = "copied"
    RETURNED = "returned"
    LOST = "lost"
    DOWNLOADED = "downloaded"
    CLEANED_COPY = "cleaned_copy"
    CHECKED = "checked"
    FOUND_CHANGED = "found_changed"
    CORRECTED = "corrected"
    SET_ASIDE = "set_aside"
    TAKEN_UP = "taken_up"


# What people write down; the rest the node writes when it happens here.
BY_HAND = (
    Custody.RECEIVED,
    Custody.HANDED_OVER,
    Custody.STORED,
    Custody.EXAMINED,
    Custody.COPIED,
    Custody.RETURNED,
    Custody.LOST,
)
# Where it goes into somebody's hands, it is said into whose.
BETWEEN_PEOPLE = (Custody.RECEIVED, Custody.HANDED_OVER, Custody.RETURNED)
