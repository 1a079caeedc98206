"""Codes of what happened: kinds of event, objects, precision, figures and the three scales."""

from enum import StrEnum


class EventKind(StrEnum):
    """What kind of event an incident is."""

    ATTACK = "attack"
    ABDUCTION = "abduction"
    DETENTION = "detention"
    DENIAL_OF_AID = "denial_of_aid"
    OTHER = "other"


class ProtectedObject(StrEnum):
    """What was struck or concerned."""

    RESIDENTIAL = "residential"
    MEDICAL_UNIT = "medical_unit"
    AMBULANCE = "ambulance"
    SCHOOL = "school"
    WORSHIP_CULTURAL = "worship_cultural"
    UN_PREMISES = "un_premises"
    NGO_PREMISES = "ngo_premises"
    AID_CONVOY = "aid_convoy"
    AID_DISTRIBUTION = "aid_distribution"
    IDP_SITE_SHELTER = "idp_site_shelter"
    EVACUATION_ROUTE = "evacuation_route"
    PRESS = "press"
    WATER_SANITATION = "water_sanitation"
    POWER = "power"
    FOOD_BAKERY_AGRICULTURE = "food_bakery_agriculture"
    MARKET = "market"
    PEACEKEEPING = "peacekeeping"
    ICRC_RCRC = "icrc_rcrc"
    DETENTION = "detention"
    DANGEROUS_FORCES_INSTALLATION = "dangerous_forces_installation"
    OTHER = "other"


class PlacePrecision(StrEnum):
    """How exactly a place is known."""

    EXACT = "exact"
    NEAR_EXACT = "near_exact"
    STREET = "street"
    NEIGHBOURHOOD = "neighbourhood"
    VILLAGE = "village"
    TOWN = "town"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    COUNTRY = "country"
    UNKNOWN = "unknown"


class TimePrecision(StrEnum):
    """How exactly a time is known."""

    EXACT_TIME = "exact_time"
    HOUR = "hour"
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class FigureCategory(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    MISSING = "missing"
    DISPLACED = "displaced"


class FigureGroup(StrEnum):
    """Whom a figure counts. `MIXED` is a count in which civilians are not told apart."""

    TOTAL = "total"
    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    GIRLS = "girls"
    BOYS = "boys"
    STAFF = "staff"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class HarmScale(StrEnum):
    """First scale: did the harm occur?"""

    NOT_ASSESSED = "not_assessed"
    ESTABLISHED = "established"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNRESOLVED = "unresolved"
    UNLIKELY = "unlikely"
    DID_NOT_OCCUR = "did_not_occur"


class AttributionScale(StrEnum):
    """Second scale: whose act was it?"""

    NOT_ASSESSED = "not_assessed"
    ACKNOWLEDGED = "acknowledged"
    LIKELY = "likely"
    POSSIBLE = "possible"
    CONTESTED = "contested"
    OTHER_PARTY_LIKELY = "other_party_likely"
    UNKNOWN = "unknown"


class SourceReliability(StrEnum):
    """Third scale, first axis (Admiralty letter). `F` cannot be judged; it is not the worst."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class InformationCredibility(StrEnum):
    """Third scale, second axis (Admiralty number). `6` cannot be judged; it is not the worst."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


class Confidence(StrEnum):
    """How sure the recorder is of a second-hand statement."""

    DOCUMENT_SEEN = "document_seen"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ConcernCriterion(StrEnum):
    """Why an incident is one of concern, as the channel's terms list them."""

    CIVILIANS_KILLED_OR_INJURED = "civilians_killed_or_injured"
    CHILDREN = "children"
    MEDICAL = "medical"
    HUMANITARIAN_OBJECT = "humanitarian_object"
    NOTIFIED_SITE = "notified_site"
    JOURNALISTS = "journalists"
    ABDUCTION = "abduction"
    DETENTION = "detention"
    DENIAL_OF_AID = "denial_of_aid"
    OWN_NATIONALS = "own_nationals"
    GRAVE_DAMAGE = "grave_damage"
    PATTERN = "pattern"
