"""The words for examining one's own conduct and for the own operations log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

VERDICT: Words = {
    "ours": _("It was ours"),
    "not_ours": _("It was not ours"),
    "unclear": _("Not clear"),
}
IMPORT_STATE: Words = {
    "read": _("Read, not taken yet"),
    "taken": _("Taken"),
    "dropped": _("Dropped"),
}
COLUMN: Words = {
    "key": _("Number that stays the same in every version"),
    "start": _("Start"),
    "end": _("End"),
    "uncertain": _("Time may be wrong by (minutes)"),
    "latitude": _("Latitude (WGS 84)"),
    "longitude": _("Longitude (WGS 84)"),
    "point": _("Latitude and longitude in one cell"),
    "grid": _("Grid reference (MGRS)"),
    "radius": _("Place may be wrong by (metres)"),
    "action": _("What was done"),
    "unit": _("Unit"),
    "note": _("Remarks"),
}
TASK_STATE: Words = {
    "open": pgettext_lazy("task", "To do"),
    "done": pgettext_lazy("task", "Done"),
    "dropped": pgettext_lazy("task", "Dropped"),
}
HOLD_KIND: Words = {
    "footage": _("Footage"),
    "logs": _("Logs"),
    "communications": _("Communications"),
    "documents": _("Documents"),
    "remnants": _("Remnants"),
    "other": _("Something else"),
}
HOLD_STATE: Words = {
    "asked": _("Asked, not confirmed"),
    "confirmed": _("Confirmed: it is kept"),
    "refused": _("Refused"),
    "lost": _("Lost"),
}
PROOF_STANDARD: Words = {
    "reasonable_suspicion": _("Reasonable suspicion"),
    "reasonable_grounds": _("Reasonable grounds to believe"),
    "more_likely_than_not": _("More likely than not"),
    "clear_and_convincing": _("Clear and convincing"),
    "beyond_reasonable_doubt": _("Beyond reasonable doubt"),
}
REMEDY_KIND: Words = {
    "measure": _("Measure"),
    "redress": _("Redress"),
}
DIFFERENCE: Words = {
    "position": _("Position"),
    "reasons": _("Reasons"),
    "figures": _("Figures"),
    "measures": _("Measures"),
    "redress": _("Redress"),
}
# What a row of the table of notes and signed statements is about.
COMPARED: Words = {
    "receipt": _("Receipt"),
    "reply_due": _("Answer requested by"),
    "event_kind": _("Kind of event"),
    "day": _("Day"),
    "question": _("Question"),
    "answer": _("Answered?"),
    "answer_text": _("Answer in words"),
    "position": _("Position"),
    "figure": _("Acknowledged figure"),
}
BOTH_SAY: Words = {
    "same": _("The same"),
    "different": _("Different"),
    "only_recorded": _("Recorded only"),
    "only_signed": _("Signed only"),
}
