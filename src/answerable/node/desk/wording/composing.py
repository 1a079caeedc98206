"""The words for codes of composing and following up, which only this node's people read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

CHAIN_ROLE: Words = {
    "clearer": _("Clearer"),
    "legal": _("Legal adviser"),
}
BATCH_STATE: Words = {
    "gathered": _("Put together, not gone"),
    "gone": _("Gone"),
    "dropped": _("Taken apart"),
}

# Small names: these are no vocabulary of a case.
problems: Words = {
    "batch_needs_two": _("Choose at least two: one alone goes from its own page."),
    "batch_holds_too_many": _("One delivery holds at most forty messages."),
    "batch_of_one_channel_and_marking": _("One delivery has one channel and one marking."),
    "batch_has_a_case_twice": _(
        "Two of them belong to one case: what is said second stands on what was said first, so "
        "send it afterwards."
    ),
    "draft_is_in_a_batch": _("One of them is in another delivery already."),
    "nothing_of_the_batch_goes": _("Nothing of it can go now. Nothing was changed."),
}
