"""What reports name, in words of no language: objects struck, means, actors, and who speaks.

The lexicons of the five languages lead to these and to nothing else. They are finer than the codes
with which a desk files an incident; `FILED_AS` and `FILED_AS_WEAPON` say which code stands for
which.
"""

from enum import StrEnum


class Object(StrEnum):
    """What was struck, damaged or entered by force."""

    HOSPITAL = "hospital"
    CLINIC = "clinic"
    AMBULANCE = "ambulance"
    SCHOOL = "school"
    UNIVERSITY = "university"
    KINDERGARTEN = "kindergarten"
    RESIDENTIAL = "residential"
    SHELTER = "shelter"
    CAMP = "camp"
    MARKET = "market"
    SHOP = "shop"
    AID_CONVOY = "aid_convoy"
    AID_DISTRIBUTION = "aid_distribution"
    NGO_PREMISES = "ngo_premises"
    UN_PREMISES = "un_premises"
    RED_CROSS = "red_cross"
    PEACEKEEPERS = "peacekeepers"
    WAREHOUSE = "warehouse"
    WORSHIP = "worship"
    CULTURE = "culture"
    CEMETERY = "cemetery"
    MEDIA_OFFICE = "media_office"
    POWER = "power"
    WATER = "water"
    FUEL = "fuel"
    FARM = "farm"
    BAKERY = "bakery"
    FACTORY = "factory"
    DANGEROUS_FORCES = "dangerous_forces"
    BRIDGE = "bridge"
    ROAD = "road"
    PORT = "port"
    AIRPORT = "airport"
    RAILWAY = "railway"
    BUS = "bus"
    VEHICLE = "vehicle"
    BOAT = "boat"
    CHECKPOINT = "checkpoint"
    DETENTION = "detention"
    POLICE = "police"
    GOVERNMENT = "government"
    PUBLIC_BUILDING = "public_building"
    TRANSPORT = "transport"
    HOTEL = "hotel"
    PLAYGROUND = "playground"
    MILITARY = "military"


FILED_AS: dict[Object, str] = {
    Object.HOSPITAL: "medical_unit",
    Object.CLINIC: "medical_unit",
    Object.AMBULANCE: "ambulance",
    Object.SCHOOL: "school",
    Object.UNIVERSITY: "school",
    Object.KINDERGARTEN: "school",
    Object.RESIDENTIAL: "residential",
    Object.SHELTER: "idp_site_shelter",
    Object.CAMP: "idp_site_shelter",
    Object.MARKET: "market",
    Object.AID_CONVOY: "aid_convoy",
    Object.AID_DISTRIBUTION: "aid_distribution",
    Object.NGO_PREMISES: "ngo_premises",
    Object.UN_PREMISES: "un_premises",
    Object.RED_CROSS: "icrc_rcrc",
    Object.PEACEKEEPERS: "peacekeeping",
    Object.WORSHIP: "worship_cultural",
    Object.CULTURE: "worship_cultural",
    Object.CEMETERY: "worship_cultural",
    Object.MEDIA_OFFICE: "press",
    Object.POWER: "power",
    Object.WATER: "water_sanitation",
    Object.FARM: "food_bakery_agriculture",
    Object.BAKERY: "food_bakery_agriculture",
    Object.DANGEROUS_FORCES: "dangerous_forces_installation",
    Object.DETENTION: "detention",
}
"""The code of a protected object; see `filed_as` for what is not here."""


_BY_NAME: dict[str, str] = dict(FILED_AS)  # type: ignore[arg-type]


def filed_as(thing: str) -> str:
    """Return the code of an object: `other` where it has none of its own, empty of the military."""
    return "" if thing == Object.MILITARY else _BY_NAME.get(thing, "other")


class Means(StrEnum):
    """By what it was done, as somebody states it."""

    AIRSTRIKE = "airstrike"
    GLIDE_BOMB = "glide_bomb"
    BARREL_BOMB = "barrel_bomb"
    HELICOPTER = "helicopter"
    MISSILE = "missile"
    ROCKET = "rocket"
    DRONE = "drone"
    ARTILLERY = "artillery"
    MORTAR = "mortar"
    TANK = "tank"
    NAVAL = "naval"
    CLUSTER = "cluster"
    INCENDIARY = "incendiary"
    CHEMICAL = "chemical"
    SMALL_ARMS = "small_arms"
    SNIPER = "sniper"
    GRENADE = "grenade"
    IED = "ied"
    CAR_BOMB = "car_bomb"
    SUICIDE_ATTACK = "suicide_attack"
    MINE = "mine"
    UNEXPLODED = "unexploded"
    RAID = "raid"
    DEMOLITION = "demolition"
    ARSON = "arson"
    STABBING = "stabbing"
    RAMMING = "ramming"
    BEATING = "beating"
    TEAR_GAS = "tear_gas"


FILED_AS_WEAPON: dict[Means, str] = {
    Means.AIRSTRIKE: "air_dropped",
    Means.GLIDE_BOMB: "air_dropped",
    Means.BARREL_BOMB: "air_dropped",
    Means.HELICOPTER: "air_dropped",
    Means.MISSILE: "missile",
    Means.ROCKET: "artillery",
    Means.DRONE: "drone",
    Means.ARTILLERY: "artillery",
    Means.MORTAR: "artillery",
    Means.TANK: "tank",
    Means.NAVAL: "naval",
    Means.CLUSTER: "cluster",
    Means.INCENDIARY: "incendiary",
    Means.SMALL_ARMS: "small_arms",
    Means.SNIPER: "small_arms",
    Means.IED: "mine",
    Means.MINE: "mine",
    Means.UNEXPLODED: "mine",
    Means.RAID: "no_weapon",
    Means.DEMOLITION: "no_weapon",
    Means.ARSON: "incendiary",
    Means.BEATING: "no_weapon",
}
"""The code of a weapon in an incident's dossier; what is not here is filed as `other`."""


class Actor(StrEnum):
    """Who is said to have done it, as the text states it, never our finding.

    These are roles. Forces that texts call by name have ids of their own, in the lexicon `actors`.
    """

    STATE_FORCES = "state_forces"
    ARMED_GROUP = "armed_group"
    POLICE = "police"
    SETTLERS = "settlers"
    COALITION = "coalition"
    MERCENARIES = "mercenaries"
    GUNMEN = "gunmen"
    CROWD = "crowd"


class Speaker(StrEnum):
    """What kind of source speaks."""

    AGENCY = "agency"
    MEDIA = "media"
    HEALTH_AUTHORITY = "health_authority"
    MEDICS = "medics"
    RESCUE_SERVICE = "rescue_service"
    LOCAL_AUTHORITY = "local_authority"
    GOVERNMENT = "government"
    PROSECUTOR = "prosecutor"
    POLICE = "police"
    MILITARY = "military"
    ARMED_GROUP = "armed_group"
    UN = "un"
    RED_CROSS = "red_cross"
    NGO = "ngo"
    WITNESSES = "witnesses"
    FAMILY = "family"
    OTHER = "other"


class Denial(StrEnum):
    """What somebody denies."""

    DENIES = "denies"
    DENIES_INVOLVEMENT = "denies_involvement"
    DENIES_HARM = "denies_harm"
    BLAMES_OTHERS = "blames_others"
