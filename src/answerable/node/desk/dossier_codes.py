"""Closed sets of an incident's dossier: the desk's own, which the channel never sees."""

from enum import StrEnum


class Priority(StrEnum):
    """How soon our own desk takes an incident up. It says nothing about its weight."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Weapon(StrEnum):
    """What was used, as somebody states it."""

    AIR_DROPPED = "air_dropped"
    MISSILE = "missile"
    DRONE = "drone"
    ARTILLERY = "artillery"
    TANK = "tank"
    NAVAL = "naval"
    SMALL_ARMS = "small_arms"
    MINE = "mine"
    INCENDIARY = "incendiary"
    CLUSTER = "cluster"
    NO_WEAPON = "no_weapon"
    OTHER = "other"


class ServiceImpact(StrEnum):
    """What people could no longer use afterwards."""

    HEALTH = "health"
    EDUCATION = "education"
    FOOD = "food"
    WATER = "water"
    POWER = "power"
    SHELTER = "shelter"
    COMMUNICATION = "communication"
    AID = "aid"


class Observation(StrEnum):
    """What stood out, beside the counts."""

    WHOLE_FAMILY = "whole_family"
    SECOND_STRIKE = "second_strike"
    RESCUERS_HARMED = "rescuers_harmed"
    SHELTERING = "sheltering"
    QUEUEING = "queueing"
    EVACUATING = "evacuating"


class Destruction(StrEnum):
    """What became of an object."""

    NONE = "none"
    DAMAGED = "damaged"
    PARTLY_DESTROYED = "partly_destroyed"
    DESTROYED = "destroyed"
    UNKNOWN = "unknown"


class CountedAs(StrEnum):
    """As what the people counted are described by whoever counted them; never by us."""

    CIVILIAN = "civilian"
    BELLIGERENT = "belligerent"
    DIRECTLY_PARTICIPATING = "directly_participating"
    UNKNOWN = "unknown"


class MoveKind(StrEnum):
    """How an incident's rows went to another incident."""

    MERGE = "merge"
    SPLIT = "split"
