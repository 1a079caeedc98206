"""The words for an incident's dossier: what is known of it, how places compare, what is missing."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

PRIORITY: Words = {
    "urgent": _("Urgent"),
    "high": _("High"),
    "normal": _("Normal"),
    "low": _("Low"),
}
WEAPON: Words = {
    "air_dropped": _("Air-dropped weapon"),
    "missile": _("Missile or rocket"),
    "drone": _("Drone"),
    "artillery": _("Artillery or mortar"),
    "tank": _("Tank or vehicle gun"),
    "naval": _("Naval gun"),
    "small_arms": _("Small arms"),
    "mine": _("Mine or explosive device"),
    "incendiary": _("Incendiary weapon"),
    "cluster": _("Cluster munition"),
    "no_weapon": _("No weapon"),
    "other": _("Another weapon"),
}
SERVICE_IMPACT: Words = {
    "health": _("Health care"),
    "education": _("Education"),
    "food": _("Food"),
    "water": _("Water and sanitation"),
    "power": _("Power"),
    "shelter": _("Shelter"),
    "communication": _("Communication"),
    "aid": _("Aid delivery"),
}
OBSERVATION: Words = {
    "whole_family": _("A whole family was killed"),
    "second_strike": _("A second strike at the same place"),
    "rescuers_harmed": _("People who came to help were harmed"),
    "sheltering": _("People were sheltering there"),
    "queueing": _("People were waiting in line there"),
    "evacuating": _("People were leaving the area"),
}
DESTRUCTION: Words = {
    "none": _("Not damaged"),
    "damaged": _("Damaged"),
    "partly_destroyed": _("Partly destroyed"),
    "destroyed": _("Destroyed"),
    "unknown": _("Damage not known"),
}
DECLARED_TARGET: Words = {
    "yes": _("Declared a target by the party"),
    "no": _("Not declared a target"),
    "unknown": _("Not known whether declared a target"),
}
COUNTED_AS: Words = {
    "civilian": _("described as civilians"),
    "belligerent": _("described as fighters"),
    "directly_participating": _("described as taking a direct part in hostilities"),
    "unknown": _("not said whether civilians"),
}
MOVE_KIND: Words = {
    "merge": _("Merged"),
    "split": _("Split"),
}
CIRCLES: Words = {
    "same": _("It is the same point."),
    "inside": _("One circle lies wholly within the other: both can mean the same place."),
    "meet": _("The circles meet: both can mean the same place."),
    "apart": _("The circles do not meet: as stated, these are two places."),
    "not_comparable": _(
        "At least one of them is known too roughly to say whether they can be the same place."
    ),
}
TOPIC: Words = {
    "place": _("Place"),
    "time": _("Time"),
    "object": _("What was concerned"),
    "figures": _("Figures"),
    "sources": _("Sources"),
    "evidence": _("Evidence"),
    "conduct": _("Whose conduct"),
    "question": _("Question"),
}
STANDING: Words = {
    # With a context: elsewhere "Missing" counts people.
    "enough": pgettext_lazy("information", "There"),
    "thin": pgettext_lazy("information", "Thin"),
    "missing": pgettext_lazy("information", "Missing"),
}
WHY: Words = {
    "place_is_exact": _("A point within a neighbourhood or closer."),
    "place_has_no_point": _("The place is known closely, but it has no coordinates."),
    "place_is_wide": _("Only a village, a town or a wider area is known."),
    "no_place": _("No place where it happened is named."),
    "time_is_close": _("The time is known to the hour or closer."),
    "time_is_a_day": _("Only the day is known, not the hour."),
    "time_is_wide": _("The time window is longer than a day."),
    "no_time": _("No time is named."),
    "object_named": _("It is said what was concerned and whether it was notified."),
    "object_not_said_whether_notified": _("It is not said whether the object had been notified."),
    "no_object": _("It is not said what was concerned."),
    "figures_have_owners": _("Several owners state figures."),
    "figures_all_unknown": _("Owners are named, but nobody states a number."),
    "figures_of_one_owner": _("Only one owner states figures."),
    "no_figures": _("Nobody has stated a figure."),
    "sources_independent": _("Sources of different origin speak of it."),
    "sources_of_one_origin": _("All sources have one origin: reposts count once."),
    "one_source": _("One source alone speaks of it."),
    "no_source": _("No report is linked."),
    "evidence_kept": _("At least one file is kept with its hash."),
    "evidence_only_described": _("Evidence is described, but nothing is kept here."),
    "no_evidence": _("No evidence is named."),
    "party_named_with_owner": _("It is said whose conduct is asked about, and who says so."),
    "no_party": _("Nobody has said whose conduct is asked about."),
    "question_asked": _("At least one question is asked or written."),
    "no_question": _("No question is written yet."),
}
# What each criterion of concern asks; the short names stand in `case`.
CONCERN_CRITERION_TEXT: Words = {
    "civilians_killed_or_injured": _(
        "Civilians were reported killed or injured, whatever their number."
    ),
    "children": _("Children were reported killed, injured, recruited, abducted or detained."),
    "medical": _(
        "A medical unit, transport or person was harmed, or care for the wounded was hindered."
    ),
    "humanitarian_object": _("A humanitarian object, convoy or person was harmed."),
    "notified_site": _("The site or movement had been notified to the party asked."),
    "journalists": _("Journalists or their equipment were harmed at their work."),
    "abduction": _("Civilians were taken away, or their fate is not told."),
    "detention": _("Civilians were detained, or harmed while they were detained."),
    "denial_of_aid": _("Relief was refused, delayed or diverted."),
    "own_nationals": _("Our own nationals or staff were harmed."),
    "grave_damage": _(
        "Homes, schools, water, power or other civilian objects were gravely damaged."
    ),
    "pattern": _("It is like other incidents in place, object or manner."),
}
FIELD: Words = {
    "title": _("Title"),
    "kind": _("Kind of event"),
    "start": _("Beginning"),
    "end": _("End"),
    "time_precision": _("How exactly the time is known"),
    "zone": _("Zone of these times"),
    "when_note": _("Note on the time"),
    "narrative": _("What happened, in our words"),
    "counterpart_text": _("Wording for the counterpart"),
    "public_text": _("Wording for the public"),
    "priority": _("Priority on our desk"),
    "country": _("Country"),
    "region": _("Province or region"),
    "first_reported_at": _("First reported"),
    "first_reported_precision": _("How exactly that date is known"),
    "first_reported_by": _("First reported by"),
    "first_reported_url": _("Where it was first reported"),
    "strikes_low": _("Strikes, at least"),
    "strikes_high": _("Strikes, at most"),
    "weapon": _("Weapon, as stated"),
    "weapon_note": _("Which weapon, and who says so"),
    "targeted": _("Who or what was aimed at, as stated"),
    "service_impact": _("What people could no longer use"),
    "observations": _("What stood out"),
    "places": _("Places"),
    "struck_objects": _("What was concerned"),
    "issue_tags": _("Issues engaged"),
    "exhibits": _("Evidence"),
}
# What went along with an incident, before a number: "Places 2".
MOVABLE: Words = {
    "reports": _("Reports"),
    "places": _("Places"),
    "objects": _("Objects"),
    "figures": _("Figures"),
    "attributions": _("Statements on whose conduct"),
    "statements": _("Statements recorded second-hand"),
    "phrases": _("Protected words"),
    "issues": _("Issues engaged"),
    "inquiries": _("Inquiries"),
    "drafts": _("Drafts"),
    "evidence": _("Evidence"),
    "victims": _("Entries of the victims' register"),
}
