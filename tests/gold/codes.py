"""The short codes of the gold set's labels, and what each stands for (docs/gold.md)."""

from __future__ import annotations

LANGUAGES = ("en", "uk", "ru", "ar", "he")
STYLES = (
    *("agency", "ministry", "ngo", "un", "post", "military", "denial", "local", "report"),
    *("headline", "log", "letter", "testimony", "caption"),
)
OUTCOMES = {
    "k": "killed",
    "i": "injured",
    "m": "missing",
    "a": "abducted",
    "d": "detained",
    "p": "displaced",
    "x": "casualties",
}
CATEGORIES = {
    "ch": "children",
    "wo": "women",
    "me": "men",
    "el": "elderly",
    "md": "medics",
    "aw": "aid_workers",
    "jo": "journalists",
    "te": "teachers",
    "re": "rescuers",
    "co": "combatants",
}
SPANS = {"S": (2, 9), "D": (20, 99), "H": (200, 999), "T": (2000, 9999), "M": (10000, 99999)}
OBJECTS = {
    "home": "residential",
    "med": "medical_unit",
    "amb": "ambulance",
    "school": "school",
    "worship": "worship_cultural",
    "un": "un_premises",
    "ngo": "ngo_premises",
    "convoy": "aid_convoy",
    "aid": "aid_distribution",
    "camp": "idp_site_shelter",
    "evac": "vehicle",
    "press": "press",
    "water": "water_sanitation",
    "power": "power",
    "food": "food_bakery_agriculture",
    "market": "market",
    "prison": "detention",
    "vehicle": "vehicle",
    "transport": "transport",
    "work": "workplace",
    "public": "public_building",
    "other": "other",
}
MEANS = {
    "air": "airstrike",
    "drone": "drone",
    "missile": "missile",
    "shell": "shelling",
    "gun": "shooting",
    "mine": "mine_or_remnant",
    "ied": "planted_bomb",
    "raid": "raid",
    "fire": "arson",
    "blade": "stabbing",
    "beat": "beating",
    "hit": "unspecified",
    "other": "other",
}
ACTORS = {
    "ru": "russian_forces",
    "ua": "ukrainian_forces",
    "il": "israeli_forces",
    "settlers": "israeli_settlers",
    "hamas": "palestinian_armed_groups",
    "hez": "hezbollah",
    "houthi": "houthis",
    "yemen": "yemeni_government_forces",
    "coalition": "saudi_led_coalition",
    "saf": "sudanese_armed_forces",
    "rsf": "rapid_support_forces",
    "us": "united_states_forces",
    "syria": "syrian_government_forces",
    "sdf": "syrian_democratic_forces",
    "tr": "turkish_forces",
    "iran": "iranian_forces",
    "lb": "lebanese_forces",
    "pa": "palestinian_authority_forces",
    "is": "islamic_state",
    "unknown": "unknown",
    "other": "other",
}
