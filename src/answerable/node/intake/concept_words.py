"""The concepts of claims in words: what was struck, by what, by whom as stated, what is denied."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.extraction.told.concepts import Actor, Denial, Means, Object

OBJECTS: dict[str, str | Promise] = {
    Object.HOSPITAL: _("Hospital"),
    Object.CLINIC: _("Clinic"),
    Object.AMBULANCE: _("Ambulance"),
    Object.SCHOOL: _("School"),
    Object.UNIVERSITY: _("University"),
    Object.KINDERGARTEN: _("Kindergarten"),
    Object.RESIDENTIAL: _("Homes"),
    Object.SHELTER: _("Shelter"),
    Object.CAMP: _("Camp of displaced people"),
    Object.MARKET: _("Market"),
    Object.SHOP: _("Shop"),
    Object.AID_CONVOY: _("Aid convoy"),
    Object.AID_DISTRIBUTION: _("Distribution of aid"),
    Object.NGO_PREMISES: _("Premises of an aid organisation"),
    Object.UN_PREMISES: _("Premises of the United Nations"),
    Object.RED_CROSS: _("Red Cross or Red Crescent"),
    Object.PEACEKEEPERS: _("Peacekeepers"),
    Object.WAREHOUSE: _("Warehouse"),
    Object.WORSHIP: _("Place of worship"),
    Object.CULTURE: _("Cultural site"),
    Object.CEMETERY: _("Cemetery"),
    Object.MEDIA_OFFICE: _("Office of a news medium"),
    Object.POWER: _("Power supply"),
    Object.WATER: _("Water supply"),
    Object.FUEL: _("Fuel store"),
    Object.FARM: _("Farm or food store"),
    Object.BAKERY: _("Bakery"),
    Object.FACTORY: _("Factory"),
    Object.DANGEROUS_FORCES: _("Dam, dyke or nuclear plant"),
    Object.BRIDGE: _("Bridge"),
    Object.ROAD: _("Road"),
    Object.PORT: _("Port"),
    Object.AIRPORT: _("Airport"),
    Object.RAILWAY: _("Railway"),
    Object.BUS: _("Bus"),
    Object.VEHICLE: _("Vehicle"),
    Object.BOAT: _("Boat"),
    Object.CHECKPOINT: _("Checkpoint"),
    Object.DETENTION: _("Place of detention"),
    Object.POLICE: _("Police station"),
    Object.GOVERNMENT: _("Government building"),
    Object.PUBLIC_BUILDING: _("Public building"),
    Object.TRANSPORT: _("Transport"),
    Object.HOTEL: _("Hotel"),
    Object.PLAYGROUND: _("Playground"),
    Object.MILITARY: _("Military object"),
}

MEANS: dict[str, str | Promise] = {
    Means.AIRSTRIKE: _("Airstrike"),
    Means.GLIDE_BOMB: _("Glide bomb"),
    Means.BARREL_BOMB: _("Barrel bomb"),
    Means.HELICOPTER: _("Helicopter"),
    Means.MISSILE: _("Missile"),
    Means.ROCKET: _("Rocket"),
    Means.DRONE: _("Drone"),
    Means.ARTILLERY: _("Artillery"),
    Means.MORTAR: _("Mortar"),
    Means.TANK: _("Tank"),
    Means.NAVAL: _("Fire from the sea"),
    Means.CLUSTER: _("Cluster munition"),
    Means.INCENDIARY: _("Incendiary weapon"),
    Means.CHEMICAL: _("Chemical weapon"),
    Means.SMALL_ARMS: _("Small arms"),
    Means.SNIPER: _("Sniper"),
    Means.GRENADE: _("Grenade"),
    Means.IED: _("Improvised explosive device"),
    Means.CAR_BOMB: _("Car bomb"),
    Means.SUICIDE_ATTACK: _("Suicide attack"),
    Means.MINE: _("Mine"),
    Means.UNEXPLODED: _("Unexploded munition"),
    Means.RAID: _("Raid"),
    Means.DEMOLITION: _("Demolition"),
    Means.ARSON: _("Arson"),
    Means.STABBING: _("Stabbing"),
    Means.RAMMING: _("Ramming with a vehicle"),
    Means.BEATING: _("Beating"),
    Means.TEAR_GAS: _("Tear gas"),
}

ACTORS: dict[str, str | Promise] = {
    Actor.STATE_FORCES: _("Forces of a state"),
    Actor.ARMED_GROUP: _("Armed group"),
    Actor.POLICE: _("Police"),
    Actor.SETTLERS: _("Settlers"),
    Actor.COALITION: _("Coalition"),
    Actor.MERCENARIES: _("Mercenaries"),
    Actor.GUNMEN: _("Gunmen"),
    Actor.CROWD: _("Crowd"),
}

DENIALS: dict[str, str | Promise] = {
    Denial.DENIES: _("Denies it"),
    Denial.DENIES_INVOLVEMENT: _("Denies involvement"),
    Denial.DENIES_HARM: _("Denies harm to civilians"),
    Denial.BLAMES_OTHERS: _("Says that others did it"),
}
# Who was counted, as far as a text says it.
PEOPLE: dict[str, str | Promise] = {
    "children": _("children"),
    "women": _("women"),
    "men": _("men"),
    "elderly": _("elderly people"),
    "medics": _("medical staff"),
    "aid_workers": _("aid workers"),
    "journalists": _("journalists"),
    "teachers": _("teachers"),
    "rescuers": _("rescuers"),
    "combatants": _("fighters or soldiers"),
    "civilians": _("civilians"),
    "girls": _("girls"),
    "boys": _("boys"),
}
# And how an object or means stands in the text.
BESIDE: dict[str, str | Promise] = {
    **PEOPLE,
    "near": _("beside what was struck"),
    "denied": _("named in a denial"),
}
