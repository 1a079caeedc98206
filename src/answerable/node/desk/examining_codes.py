"""Closed sets of the side that is asked: examining, preserving, redress, and the own log."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a person decided about an operation near an incident."""

    OURS = "ours"
    NOT_OURS = "not_ours"
    UNCLEAR = "unclear"


class ImportState(StrEnum):
    """Where a file of the own operations log stands."""

    READ = "read"
    TAKEN = "taken"
    DROPPED = "dropped"


class Column(StrEnum):
    """What a column of the own operations log means to us."""

    KEY = "key"
    START = "start"
    END = "end"
    UNCERTAIN = "uncertain"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    POINT = "point"
    GRID = "grid"
    RADIUS = "radius"
    ACTION = "action"
    UNIT = "unit"
    NOTE = "note"


class TaskState(StrEnum):
    """Where a task of an investigation stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class HoldKind(StrEnum):
    """What is to be kept from being overwritten or thrown away."""

    FOOTAGE = "footage"
    LOGS = "logs"
    COMMUNICATIONS = "communications"
    DOCUMENTS = "documents"
    REMNANTS = "remnants"
    OTHER = "other"


class HoldState(StrEnum):
    """Whether what is to be kept is known to be kept."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LOST = "lost"


class ProofStandard(StrEnum):
    """How sure the examination had to be before it called something established."""

    REASONABLE_SUSPICION = "reasonable_suspicion"
    REASONABLE_GROUNDS = "reasonable_grounds"
    MORE_LIKELY_THAN_NOT = "more_likely_than_not"
    CLEAR_AND_CONVINCING = "clear_and_convincing"
    BEYOND_REASONABLE_DOUBT = "beyond_reasonable_doubt"


class RemedyKind(StrEnum):
    """The two halves of the ledger of what was done about one's own conduct."""

    MEASURE = "measure"
    REDRESS = "redress"


class Difference(StrEnum):
    """In what two answers about one investigation differ."""

    POSITION = "position"
    REASONS = "reasons"
    FIGURES = "figures"
    MEASURES = "measures"
    REDRESS = "redress"


class BothSay(StrEnum):
    """How what we recorded second-hand stands to what the other side signed."""

    SAME = "same"
    DIFFERENT = "different"
    ONLY_RECORDED = "only_recorded"
    ONLY_SIGNED = "only_signed"
