"""The words of the inbox: what is decided about what came in, and why it is none of ours."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

TRIAGE_DEED: Words = {
    "assigned": _("Assigned"),
    "taken_up": _("Taken up"),
    "linked": _("Linked to an incident"),
    "opened": _("An incident was opened from it"),
    "out_of_scope": _("Out of scope"),
    "duplicate": _("Duplicate"),
    "asked_source": _("The source is to be asked"),
    "snoozed": _("Put away until a day"),
    "done": _("Dealt with"),
    "answered": _("Our side has spoken since"),
    "undone": _("Taken back"),
}
OUT_OF_SCOPE: Words = {
    "no_event": _("It tells of no single event"),
    "no_civilian_harm": _("No civilian was harmed or in danger"),
    "outside_remit": _("The place or time is not ours to deal with"),
    "too_little": _("It says too little to be followed up"),
    "with_another_body": _("Another body deals with it"),
    "not_genuine": _("It is no genuine report"),
    "other": _("Another reason, in words"),
}
INBOX_SHOW: Words = {
    "": _("Mine and nobody's"),
    "mine": _("In my hand"),
    "others": _("In somebody else's hand"),
    "snoozed": _("Put away for now"),
}
# What was refused, in a sentence.
problems: dict[str, str | Promise] = {
    "day_is_not_to_come": _("Choose a day that is still to come."),
    "message_is_not_here": _("The case of this message is not here any more."),
    "message_was_dealt_with": _("Somebody has dealt with this message already."),
    "no_such_incident": _("No incident stands under this reference."),
    "no_such_report": _("No report has this receipt number."),
    "no_source_behind": _("No source is in the vault for this report, so nobody can be asked."),
    "nobody_named": _("Choose a person, an office, or both."),
    "not_yours_to_undo": _("This cannot be taken back here."),
    "nothing_in_hand": _("Choose at least one row."),
    "nothing_to_undo": _("There is nothing of yours to take back."),
    "only_for_messages": _("A report is linked or decided on; only a message is dealt with."),
    "only_for_reports": _("This can be decided about reports only."),
    "person_does_no_triage": _("This person does no triage."),
    "person_does_not_see_it": _("This person may not see it."),
    "question_is_open": _("Its source is being asked something already."),
    "question_was_asked": _("The source was asked already; that cannot be taken back."),
    "report_was_decided_on": _("Somebody has decided about this report already."),
}
