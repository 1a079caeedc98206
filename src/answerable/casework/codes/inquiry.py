"""Codes of the exchange itself: sides, states, acts, dates, reasons, refusals."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """A party's role in one inquiry. It is never the name of a node.

    A party that reports its own act is the one asked, though nothing is asked yet.
    """

    RAISING = "raising"
    ASKED = "asked"

    @property
    def other(self) -> Side:
        """Return the side across the table."""
        return Side.ASKED if self is Side.RAISING else Side.RAISING


class State(StrEnum):
    """Where an inquiry stands.

    `CLOSED` is only what a side sees that has closed for itself; the inquiry has its own state
    underneath, and may be open for the other side.
    """

    NEW = "new"
    SELF_REPORTED = "self_reported"
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    EXAMINING = "examining"
    PARTLY_ANSWERED = "partly_answered"
    ANSWERED = "answered"
    FOLLOWED_UP = "followed_up"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Act(StrEnum):
    """What a side does by a statement."""

    RAISE = "raise"
    SELF_REPORT = "self_report"
    ACKNOWLEDGE = "acknowledge"
    REJECT = "reject"
    INTERIM = "interim"
    RESPOND = "respond"
    RESPOND_IN_PART = "respond_in_part"
    FOLLOW_UP = "follow_up"
    ASK_EXTENSION = "ask_extension"
    AGREE_EXTENSION = "agree_extension"
    DECLINE_EXTENSION = "decline_extension"
    REQUEST_INFORMATION = "request_information"
    GIVE_INFORMATION = "give_information"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    WITHDRAW_RESPONSE = "withdraw_response"
    WITHDRAW_STATEMENT = "withdraw_statement"
    CORRECT = "correct"
    ATTACH = "attach"


class AnswerCode(StrEnum):
    """How a numbered question was answered. `NOT_ANSWERED` leaves its clock running."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_ANSWERED = "not_answered"
    DECLINED = "declined"


class Instrument(StrEnum):
    """The form in which an inquiry is delivered."""

    ORAL_POINT = "oral_point"
    WORKING_LEVEL_MESSAGE = "working_level_message"
    NON_PAPER = "non_paper"
    AIDE_MEMOIRE = "aide_memoire"
    NOTE_VERBALE = "note_verbale"
    LETTER = "letter"
    DEMARCHE = "demarche"
    JOINT_DEMARCHE = "joint_demarche"
    MEETING_AGENDA_ITEM = "meeting_agenda_item"
    HOTLINE_CALL = "hotline_call"
    HEAD_OF_GOVERNMENT_CALL = "head_of_government_call"
    PUBLIC_STATEMENT = "public_statement"


class Urgency(StrEnum):
    """How fast an answer is asked for. None of them is an emergency line."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    IMMEDIATE = "immediate"


class Request(StrEnum):
    """What the raising side asks for, beside answers."""

    INVESTIGATE = "investigate"
    CEASE = "cease"
    INFORMATION = "information"
    REMEDY = "remedy"
    PRESERVE_EVIDENCE = "preserve_evidence"
    ACCESS = "access"
    SAFE_PASSAGE = "safe_passage"
    RELEASE = "release"
    WHEREABOUTS = "whereabouts"
    NON_RECURRENCE = "non_recurrence"


class InterimCode(StrEnum):
    """What an interim message says: something moves, nothing is decided."""

    STILL_EXAMINING = "still_examining"
    INVESTIGATION_OPENED = "investigation_opened"
    AWAITING_INFORMATION = "awaiting_information"
    IN_TRANSLATION = "in_translation"
    REFERRED = "referred"


class ExtensionStep(StrEnum):
    """The three steps of a later date: only what was agreed by both moves it."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class ExtensionReason(StrEnum):
    """Why more time is asked for, or not given."""

    COMPLEXITY = "complexity"
    ACCESS_TO_SITE = "access_to_site"
    AWAITING_INFORMATION = "awaiting_information"
    TRANSLATION = "translation"
    STAFFING = "staffing"
    LEGAL_REVIEW = "legal_review"
    URGENCY_OF_MATTER = "urgency_of_matter"
    OTHER = "other"


class AckOutcome(StrEnum):
    """Received by a person, or answered once as something that does not fit."""

    RECEIVED = "received"
    REJECTED = "rejected"


class Rejection(StrEnum):
    """Why an entry does not count: malformed, misplaced or not understood."""

    MALFORMED = "malformed"
    WRONG_CHANNEL = "wrong_channel"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_THREAD = "unknown_thread"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_INCIDENT = "unknown_incident"
    UNKNOWN_REQUEST = "unknown_request"
    UNKNOWN_REFERENCE = "unknown_reference"
    NOT_POSSIBLE_NOW = "not_possible_now"
    NOT_YOURS = "not_yours"
    DUPLICATE = "duplicate"
    TOO_LONG = "too_long"
    DIFFERS_FROM_ASKED = "differs_from_asked"
    FOREIGN = "foreign"
    BAD_TIME = "bad_time"


class PauseReason(StrEnum):
    """Why clocks are paused. A pause never goes without one."""

    INFORMATION_OUTSTANDING = "information_outstanding"
    AGREED = "agreed"
    ACCESS_DENIED = "access_denied"
    SECURITY_SITUATION = "security_situation"
    JUDICIAL_PROCEEDINGS = "judicial_proceedings"
    RECESS = "recess"
    OTHER = "other"


class ResumeReason(StrEnum):
    """Why paused clocks run again before the cap."""

    INFORMATION_RECEIVED = "information_received"
    REASON_ENDED = "reason_ended"
    AGREED = "agreed"


class CloseReason(StrEnum):
    """Why a side closes, for itself."""

    ACCEPTED_WITH_MEASURES = "accepted_with_measures"
    ACCEPTED_NO_MEASURES = "accepted_no_measures"
    EXPLAINED_SATISFACTORILY = "explained_satisfactorily"
    DISPUTED_CLOSED = "disputed_closed"
    NO_RESPONSE_EXHAUSTED = "no_response_exhausted"
    REFERRED_ELSEWHERE = "referred_elsewhere"
    DUPLICATE = "duplicate"
    SOURCE_WITHDREW = "source_withdrew"
    ERROR = "error"
    ANSWERED_IN_FULL = "answered_in_full"
    NO_FURTHER_ACTION = "no_further_action"


class ReopenReason(StrEnum):
    """Why a side that had closed opens again."""

    NEW_INFORMATION = "new_information"
    NEW_EVIDENCE = "new_evidence"
    MEASURE_NOT_KEPT = "measure_not_kept"
    ERROR = "error"
    OTHER = "other"


class WithdrawReason(StrEnum):
    """Why a party takes back its own statement."""

    ERROR = "error"
    SOURCE_WITHDREW = "source_withdrew"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    OTHER = "other"


class CorrectionReason(StrEnum):
    """Why a party corrects its own statement."""

    CLERICAL = "clerical"
    FACTUAL = "factual"
    FIGURES = "figures"
    TRANSLATION = "translation"


class ClockStatus(StrEnum):
    """What a clock shows. Computed at a given time, never stored."""

    NOT_DELIVERED = "not_delivered"
    RUNNING = "running"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    PAUSED = "paused"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class WordsFault(StrEnum):
    """Why a content document is refused."""

    NOT_JSON = "not_json"
    NOT_CANONICAL = "not_canonical"
    BAD_SCHEMA = "bad_schema"
    WRONG_KIND = "wrong_kind"
    TOO_LONG = "too_long"
    BLANK = "blank"
    NOT_NFC = "not_nfc"
    BAD_CHARACTER = "bad_character"
    UNMATCHED = "unmatched"


class LeakMatch(StrEnum):
    """How a private phrase was found again in what would leave."""

    EXACT = "exact"
    FOLDED = "folded"
    REORDERED = "reordered"
    INFLECTED = "inflected"
    TRANSLITERATED = "transliterated"
    PART = "part"


class ClearanceFault(StrEnum):
    """Why a clearance does not count."""

    SAME_PERSON = "same_person"
    SAME_OFFICE = "same_office"
    NOT_ALONE = "not_alone"
