"""The desk's own closed sets: codes that only this workspace uses and the channel never sees.

Codes that both parties share live in `casework`; these are ours alone.
"""

from enum import StrEnum


class Route(StrEnum):
    """How a report reached us."""

    FORM = "form"
    UPLOAD = "upload"
    PASTE = "paste"
    LETTER = "letter"
    IMPORT = "import"
    RECORD = "record"
    CHANNEL = "channel"


class Screening(StrEnum):
    """What was decided about a report when it was first read."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"


class DatePrecision(StrEnum):
    """How much of a date was actually stated."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class IncidentStatus(StrEnum):
    """Where an incident stands on our own desk; what the channel says is in its inquiries."""

    CANDIDATE = "candidate"
    IN_REVIEW = "in_review"
    READY = "ready"
    HOLD = "hold"
    RAISED = "raised"
    NOT_PURSUED = "not_pursued"
    RESOLVED = "resolved"
    CLOSED_UNRESOLVED = "closed_unresolved"
    MERGED = "merged"


class PlaceRole(StrEnum):
    """Whose place it is: where it happened is not where the source stood."""

    EVENT = "event"
    SOURCE = "source"
    STATED_BY_PARTY = "stated_by_party"
    OTHER = "other"


class Script(StrEnum):
    """The script in which a name is written."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    OTHER = "other"


class Notified(StrEnum):
    """Whether an object or movement had been notified to the party asked, as far as we know."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class OwnerRole(StrEnum):
    """In what capacity somebody states something."""

    SOURCE = "source"
    PARTY_ASKED = "party_asked"
    AFFECTED_SIDE = "affected_side"
    OPPOSING_PARTY = "opposing_party"
    THIRD_STATE = "third_state"
    UN_BODY = "un_body"
    COURT = "court"
    NGO = "ngo"
    MEDIA = "media"
    EXPERT = "expert"
    OWN_ASSESSMENT = "own_assessment"


class Ledger(StrEnum):
    """The two ledgers of figures, side by side and never merged."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"


class Qualifier(StrEnum):
    """How the owner put a figure. `NOT_STATED` is unknown, which is not zero."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"
    UP_TO = "up_to"
    RANGE = "range"
    NOT_STATED = "not_stated"


class Group(StrEnum):
    """Of whom a figure speaks: the groups of the channel, and two that only a source uses."""

    TOTAL = "total"
    CIVILIANS = "civilians"
    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    GIRLS = "girls"
    BOYS = "boys"
    STAFF = "staff"
    MIXED = "mixed"
    SECURITY_FORCES = "security_forces"
    UNKNOWN = "unknown"


class Scale(StrEnum):
    """The three scales of an incident, never blended into one."""

    HARM = "harm"
    ATTRIBUTION = "attribution"
    RELIABILITY = "reliability"


class AttributionStatus(StrEnum):
    """What the person who says so says about whose act it was."""

    SUSPECTED = "suspected"
    ACKNOWLEDGED = "acknowledged"
    DENIED = "denied"


class Confidence(StrEnum):
    """How far a second-hand statement was checked: the paper itself, a source, or not yet."""

    DOCUMENT_SEEN = "document_seen"
    CHECKED = "checked"
    PARTLY_CHECKED = "partly_checked"
    TO_BE_RECHECKED = "to_be_rechecked"


class DraftState(StrEnum):
    """Where a draft stands on its way out."""

    EDITING = "editing"
    AWAITING_CLEARANCE = "awaiting_clearance"
    CLEARED = "cleared"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


# What is still being written.
OPEN_STATES = (DraftState.EDITING, DraftState.AWAITING_CLEARANCE, DraftState.CLEARED)


class ClearanceKind(StrEnum):
    """What happened at one step of the clearance chain."""

    ASKED = "asked"
    CLEARED = "cleared"
    WAIVED = "waived"
    RETURNED = "returned"
    VOIDED = "voided"


class CheckAnswer(StrEnum):
    """What a custodian found to one question of the check for identities."""

    NO = "no"
    COVERED = "covered"


class ChainRole(StrEnum):
    """In what role a person of an office clears at one step of a chain."""

    CLEARER = "clearer"
    LEGAL = "legal"


class LadderOutcome(StrEnum):
    """What became of a step of the ladder."""

    TAKEN = "taken"
    PASSED_OVER = "passed_over"


class StepMeans(StrEnum):
    """How a step of the ladder was taken."""

    MESSAGE = "message"
    CALL = "call"
    MEETING = "meeting"
    LETTER = "letter"
    EMAIL = "email"
    OTHER = "other"


class CallResult(StrEnum):
    """What a call to a duty contact came to."""

    TAKEN_UP = "taken_up"
    CALL_BACK = "call_back"
    MESSAGE_LEFT = "message_left"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


class ExportState(StrEnum):
    """Where a request to give a message's words to a third party stands."""

    ASKED = "asked"
    CLEARED = "cleared"
    WAIVED = "waived"
    REFUSED = "refused"


class Stage(StrEnum):
    """The steps of an investigation, each dated."""

    NEXUS_CHECK = "nexus_check"
    FACT_FINDING = "fact_finding"
    LEGAL_REVIEW = "legal_review"
    DECISION = "decision"


class StepOutcome(StrEnum):
    """What a step of an investigation came to."""

    NEXUS = "nexus"
    NO_NEXUS = "no_nexus"
    NEXUS_UNCLEAR = "nexus_unclear"
    INFORMATION_NEEDED = "information_needed"
    FACTS_ESTABLISHED = "facts_established"
    FACTS_PARTLY_ESTABLISHED = "facts_partly_established"
    FACTS_NOT_ESTABLISHED = "facts_not_established"
    REVIEW_COMPLETED = "review_completed"
    FURTHER_FACTS_NEEDED = "further_facts_needed"
    REFERRED_TO_CRIMINAL_PROCESS = "referred_to_criminal_process"
    REPLY_WITH_FINDINGS = "reply_with_findings"
    REPLY_INTERIM = "reply_interim"
    NO_REPLY_POSSIBLE = "no_reply_possible"


# A step can end only in what that step is about.
STEP_OUTCOMES: dict[Stage, tuple[StepOutcome, ...]] = {
    Stage.NEXUS_CHECK: (
        StepOutcome.NEXUS,
        StepOutcome.NO_NEXUS,
        StepOutcome.NEXUS_UNCLEAR,
        StepOutcome.INFORMATION_NEEDED,
    ),
    Stage.FACT_FINDING: (
        StepOutcome.FACTS_ESTABLISHED,
        StepOutcome.FACTS_PARTLY_ESTABLISHED,
        StepOutcome.FACTS_NOT_ESTABLISHED,
        StepOutcome.INFORMATION_NEEDED,
    ),
    Stage.LEGAL_REVIEW: (
        StepOutcome.REVIEW_COMPLETED,
        StepOutcome.FURTHER_FACTS_NEEDED,
        StepOutcome.REFERRED_TO_CRIMINAL_PROCESS,
    ),
    Stage.DECISION: (
        StepOutcome.REPLY_WITH_FINDINGS,
        StepOutcome.REPLY_INTERIM,
        StepOutcome.NO_REPLY_POSSIBLE,
        StepOutcome.REFERRED_TO_CRIMINAL_PROCESS,
    ),
}


class Role(StrEnum):
    """Which part our party has in an inquiry; an observer has none."""

    RAISING = "raising"
    ASKED = "asked"
    NONE = "none"


class WaitingOn(StrEnum):
    """Whose move it is."""

    US = "us"
    THEM = "them"
    BOTH = "both"
    NONE = "none"


class Judgement(StrEnum):
    """How a question was answered, as we see it."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_ANSWERED = "not_answered"
    DECLINED = "declined"


class Verification(StrEnum):
    """Where the check of a claim in an answer stands."""

    UNVERIFIED = "unverified"
    CORROBORATED = "corroborated"
    CONTRADICTED = "contradicted"
    THIRD_PARTY_ASKED = "third_party_asked"
    NOT_CHECKABLE = "not_checkable"


class Recommendation(StrEnum):
    """What a review says should happen next."""

    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    ESCALATE = "escalate"
    CLOSE = "close"


class RecordKind(StrEnum):
    """What kind of thing was stated, when it is retold second-hand."""

    DELIVERY = "delivery"
    COMPLAINT = "complaint"
    RECEIPT_CONFIRMED = "receipt_confirmed"
    FIRST_STATEMENT = "first_statement"
    ACKNOWLEDGEMENT = "acknowledgement"
    DENIAL = "denial"
    INTERIM = "interim"
    ANSWER = "answer"
    QUESTION_BACK = "question_back"
    MORE_TIME_ASKED = "more_time_asked"
    FINDING = "finding"
    MEASURE = "measure"
    REDRESS = "redress"
    REVIEW = "review"
    CORRECTION = "correction"
    CLOSED = "closed"


class Medium(StrEnum):
    """Over what a paper channel's message went."""

    LETTER = "letter"
    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    HOTLINE = "hotline"
    PUBLICATION = "publication"
    OTHER = "other"


class BatchState(StrEnum):
    """Where one delivery of several statements stands."""

    GATHERED = "gathered"
    GONE = "gone"
    DROPPED = "dropped"


class MakerKind(StrEnum):
    """What made a translation."""

    PERSON = "person"
    OFFICE = "office"
    SERVICE = "service"


class MakingWay(StrEnum):
    """How a translation was made."""

    HUMAN = "human"
    MACHINE = "machine"


class AccessState(StrEnum):
    """Where a request for emergency access to a compartment stands."""

    WAITING = "waiting"
    GIVEN = "given"
    REFUSED = "refused"
    ENDED = "ended"
