"""Closed sets of the victims' register: what somebody states of a person, never what we find."""

from enum import StrEnum


class Fate(StrEnum):
    """What is stated to have happened to a person."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DETAINED = "detained"
    ABDUCTED = "abducted"


class Sex(StrEnum):
    """As stated."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    """How old, where the year is not known."""

    CHILD = "child"
    ADULT = "adult"
    OLDER = "older"
    UNKNOWN = "unknown"


class VictimRole(StrEnum):
    """In which capacity the person was there, as stated."""

    NONE = "none"
    AID_WORKER = "aid_worker"
    MEDIC = "medic"
    JOURNALIST = "journalist"
    TEACHER = "teacher"
    RESCUER = "rescuer"
    OTHER = "other"


class FamilyConsent(StrEnum):
    """Whether the family agrees to be asked or told."""

    NOT_ASKED = "not_asked"
    AGREED = "agreed"
    REFUSED = "refused"
