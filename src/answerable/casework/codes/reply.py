"""Codes of a response: positions, reasons, measures, methods; and of its private review."""

from enum import StrEnum


class Position(StrEnum):
    """What the party asked says of one incident. Says nothing about whether it is so."""

    NONE = "none"
    ACKNOWLEDGED_RECEIPT = "acknowledged_receipt"
    UNDER_EXAMINATION = "under_examination"
    NEEDS_MORE_INFORMATION = "needs_more_information"
    ACCEPTS_RESPONSIBILITY = "accepts_responsibility"
    ACCEPTS_PARTIALLY = "accepts_partially"
    ASSERTS_LAWFUL_ATTACK = "asserts_lawful_attack"
    DENIES_INVOLVEMENT = "denies_involvement"
    DENIES_HARM = "denies_harm"
    ATTRIBUTES_TO_OTHER_PARTY = "attributes_to_other_party"
    INSUFFICIENT_INFORMATION = "insufficient_information"
    DUPLICATE_OF = "duplicate_of"
    DISPUTES_COMPETENCE = "disputes_competence"
    DECLINES_TO_ANSWER = "declines_to_answer"
    REFERRED_TO_CRIMINAL_PROCESS = "referred_to_criminal_process"


class Reason(StrEnum):
    """Why a position is taken, as the party asked gives it."""

    NO_OPERATION_AT_TIME_PLACE = "no_operation_at_time_place"
    OPERATION_ELSEWHERE = "operation_elsewhere"
    NO_CIVILIAN_HARM_VISIBLE_IN_FOOTAGE = "no_civilian_harm_visible_in_footage"
    INSUFFICIENT_DETAIL_IN_REPORT = "insufficient_detail_in_report"
    DUPLICATE = "duplicate"
    MILITARY_OBJECTIVE = "military_objective"
    OBJECT_LOST_PROTECTION = "object_lost_protection"
    WARNING_GIVEN = "warning_given"
    WARNING_SHOULD_HAVE_BEEN_GIVEN = "warning_should_have_been_given"
    MISIDENTIFICATION = "misidentification"
    TECHNICAL_OR_WEAPON_MALFUNCTION = "technical_or_weapon_malfunction"
    WEATHER = "weather"
    SECONDARY_EXPLOSION = "secondary_explosion"
    PROCEDURE_OR_ORDERS_VIOLATED = "procedure_or_orders_violated"
    OTHER_PARTY_FIRE = "other_party_fire"
    COMPLAINANT_UNCOOPERATIVE = "complainant_uncooperative"
    INFORMATION_REQUESTED_FROM_THIRD_PARTY_NOT_RECEIVED = (
        "information_requested_from_third_party_not_received"
    )
    CLASSIFIED_BASIS = "classified_basis"
    MATTER_SUB_JUDICE = "matter_sub_judice"


class Measure(StrEnum):
    """What the party asked says it did or will do about its own conduct."""

    DISCIPLINE = "discipline"
    PROSECUTION = "prosecution"
    PROCEDURE_CHANGE = "procedure_change"
    ENGAGEMENT_RULES_CHANGE = "engagement_rules_change"
    SITE_LIST_UPDATE = "site_list_update"
    LESSONS = "lessons"
    RELEASE = "release"
    OTHER = "other"


class MeasureStatus(StrEnum):
    """How far a measure is, as stated."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"


class Redress(StrEnum):
    """What is stated to be given to those harmed."""

    ACKNOWLEDGEMENT_PRIVATE = "acknowledgement_private"
    ACKNOWLEDGEMENT_PUBLIC = "acknowledgement_public"
    APOLOGY = "apology"
    CONDOLENCE = "condolence"
    PAYMENT = "payment"
    MEDICAL = "medical"
    REPAIR = "repair"
    OTHER = "other"


class RedressStatus(StrEnum):
    """How far redress is, as stated. Offered is not delivered."""

    CONSIDERED = "considered"
    OFFERED = "offered"
    DELIVERED = "delivered"
    REFUSED = "refused"


class Method(StrEnum):
    """How the party asked says it examined the matter."""

    RECORDS = "records"
    FOOTAGE = "footage"
    INTERVIEWS_OF_FORCES = "interviews_of_forces"
    CIVILIAN_INTERVIEWS = "civilian_interviews"
    SITE_VISIT = "site_visit"
    NGO_INPUT = "ngo_input"
    WEAPONS_ANALYSIS = "weapons_analysis"
    SATELLITE_IMAGERY = "satellite_imagery"
    THIRD_PARTY_ASKED = "third_party_asked"


class Examiner(StrEnum):
    """What kind of body examined the matter."""

    CHAIN_OF_COMMAND = "chain_of_command"
    OUTSIDE_CHAIN_OF_COMMAND = "outside_chain_of_command"
    INDEPENDENT = "independent"
    CRIMINAL = "criminal"


class ReplyCharacter(StrEnum):
    """The raising side's own judgement of a response. Private unless it is sent."""

    LARGELY_SATISFACTORY = "largely_satisfactory"
    COOPERATIVE_BUT_INCOMPLETE = "cooperative_but_incomplete"
    REJECTED_WITHOUT_ADEQUATE_SUBSTANTIATION = "rejected_without_adequate_substantiation"
    RECEIPT_ACKNOWLEDGED = "receipt_acknowledged"
    NO_RESPONSE = "no_response"


class ClaimVerification(StrEnum):
    """What became of a checkable claim in a response."""

    UNVERIFIED = "unverified"
    CORROBORATED = "corroborated"
    CONTRADICTED = "contradicted"
    THIRD_PARTY_ASKED = "third_party_asked"
