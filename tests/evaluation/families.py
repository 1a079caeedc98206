"""Which concepts the gold set tells apart: its families are coarser than the reader's ids.

A shop, a factory and a warehouse are one family (`workplace`), a howitzer and a mortar too
(`shelling`): a label has to be certain from the text alone, and few texts say which gun it was.
"""

from __future__ import annotations

from answerable.extraction.told.concepts import Actor

OBJECTS = {
    "hospital": "medical_unit",
    "clinic": "medical_unit",
    "university": "school",
    "kindergarten": "school",
    "shelter": "idp_site_shelter",
    "camp": "idp_site_shelter",
    "red_cross": "ngo_premises",
    "worship": "worship_cultural",
    "culture": "worship_cultural",
    "cemetery": "worship_cultural",
    "media_office": "press",
    "water": "water_sanitation",
    "farm": "food_bakery_agriculture",
    "bakery": "food_bakery_agriculture",
    "bus": "vehicle",
    "boat": "vehicle",
    "bridge": "transport",
    "road": "transport",
    "port": "transport",
    "airport": "transport",
    "railway": "transport",
    "shop": "workplace",
    "factory": "workplace",
    "warehouse": "workplace",
    "fuel": "workplace",
    "hotel": "workplace",
    "government": "public_building",
    "playground": "public_building",
}
MEANS = {
    "glide_bomb": "airstrike",
    "barrel_bomb": "airstrike",
    "helicopter": "airstrike",
    "rocket": "missile",
    "artillery": "shelling",
    "mortar": "shelling",
    "tank": "shelling",
    "naval": "shelling",
    "cluster": "shelling",
    "small_arms": "shooting",
    "sniper": "shooting",
    "grenade": "planted_bomb",
    "ied": "planted_bomb",
    "car_bomb": "planted_bomb",
    "suicide_attack": "planted_bomb",
    "mine": "mine_or_remnant",
    "unexploded": "mine_or_remnant",
    "demolition": "raid",
}
ACTORS = {
    "settlers": "israeli_settlers",
    "hamas": "palestinian_armed_groups",
    "islamic_jihad": "palestinian_armed_groups",
    "saudi_coalition": "saudi_led_coalition",
    "saf": "sudanese_armed_forces",
    "rsf": "rapid_support_forces",
    "us_forces": "united_states_forces",
    "syrian_forces": "syrian_government_forces",
}
UNSPECIFIED = "unspecified"
"""The label of a bare "strike", "attack" or "explosion", which says not by what."""
# What only one side names cannot be compared: no label says that a checkpoint was struck or not.
NOT_COMPARED = frozenset(
    {UNSPECIFIED, "other", "military", "police", "checkpoint", "peacekeepers", "dangerous_forces"}
    | {"unknown"}
    | {"chemical", "incendiary", "ramming", "tear_gas"}
)
ROLES = frozenset(Actor)


def object_family(value: str) -> str:
    """Give the family an object is counted in."""
    return OBJECTS.get(value, value)


def means_family(value: str) -> str:
    """Give the family a means is counted in."""
    return MEANS.get(value, value)


def actor_family(value: str) -> str:
    """Give the name of forces as the labels have it."""
    return ACTORS.get(value, value)
