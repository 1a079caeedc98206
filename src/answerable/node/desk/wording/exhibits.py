"""The words for evidence on an incident: what a piece is, what happened to it, may it be sent."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

EXHIBIT_KIND: Words = {
    "photo": _("Photograph"),
    "video": _("Video"),
    "audio": _("Sound recording"),
    "document": _("Document or letter"),
    "post": _("Post on a network"),
    "imagery": _("Satellite or aerial image"),
    "record": _("Log, list or data"),
    "medical": _("Medical record"),
    "remnant": _("Remnant of a weapon, or an object"),
    "sample": _("Sample"),
    "other": pgettext_lazy("evidence", "Something else"),
}
COPY_KIND: Words = {
    "original": _("The original"),
    "evidentiary_copy": _("Copy kept as evidence"),
    "working_copy": _("Working copy"),
    "unknown": _("Not known which copy"),
}
SEND_RULE: Words = {
    "no": _("Not to be sent"),
    "ask_first": _("Only after asking whoever gave it"),
    "cleaned_copy": _("As a cleaned copy"),
}
CUSTODY: Words = {
    "added": _("Taken in and kept"),
    "described": _("Described; it is not kept here"),
    "received": _("Received"),
    "handed_over": _("Handed over"),
    "stored": _("Put into storage"),
    "examined": _("Examined"),
    "copied": _("Copied"),
    "returned": _("Given back"),
    "lost": _("Lost or destroyed"),
    "downloaded": _("File downloaded"),
    "cleaned_copy": _("Cleaned copy made"),
    "checked": _("Checked: the bytes are as they came"),
    "found_changed": _("Checked: the bytes are missing or changed"),
    "corrected": _("Description corrected"),
    "set_aside": _("Set aside"),
    "taken_up": _("Taken up again"),
}
