"""The words for the victims' register."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

FATE: Words = {
    "killed": _("Killed"),
    "injured": _("Injured"),
    "missing": pgettext_lazy("person", "Missing"),
    "detained": _("Detained"),
    "abducted": _("Abducted"),
}
SEX: Words = {
    "female": _("Female"),
    "male": _("Male"),
    "other": pgettext_lazy("sex", "Other"),
    "unknown": pgettext_lazy("sex", "Not stated"),
}
AGE_BAND: Words = {
    "child": _("Child (under 18)"),
    "adult": _("Adult"),
    "older": _("Older person (60 and more)"),
    "unknown": pgettext_lazy("age", "Not stated"),
}
PREGNANT: Words = {
    "yes": pgettext_lazy("pregnant", "Yes"),
    "no": pgettext_lazy("pregnant", "No"),
    "unknown": pgettext_lazy("pregnant", "Not stated"),
}
VICTIM_ROLE: Words = {
    "none": _("None, or not stated"),
    "aid_worker": _("Aid worker"),
    "medic": _("Medical worker"),
    "journalist": _("Journalist"),
    "teacher": _("Teacher"),
    "rescuer": _("Rescuer"),
    "other": pgettext_lazy("role of a victim", "Another role"),
}
FAMILY_CONSENT: Words = {
    "not_asked": _("Not asked"),
    "agreed": _("The family agrees to be contacted"),
    "refused": _("The family does not want to be contacted"),
}
