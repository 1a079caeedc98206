"""The words for codes of composing and following up, which only this node's people read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

CHAIN_ROLE: Words = {
    "clearer": _("Clearer"),
    "legal": _("Legal adviser"),
}
LADDER_OUTCOME: Words = {
    "taken": _("Taken"),
    "passed_over": _("Passed over"),
}
STEP_MEANS: Words = {
    "message": _("A message of this record"),
    "call": _("Call"),
    "meeting": _("Meeting"),
    "letter": _("Letter"),
    "email": _("E-mail"),
    "other": _("Other"),
}
CALL_RESULT: Words = {
    "taken_up": _("They take it up"),
    "call_back": _("They will call back"),
    "message_left": _("A message was left"),
    "no_answer": _("Nobody answered"),
    "refused": _("They would not speak about it"),
}
BATCH_STATE: Words = {
    "gathered": _("Put together, not gone"),
    "gone": _("Gone"),
    "dropped": _("Taken apart"),
}
MAKER_KIND: Words = {
    "person": _("A person"),
    "office": _("An office"),
    "service": _("A service"),
}
MAKING_WAY: Words = {
    "human": _("By people"),
    "machine": _("By a machine"),
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
    "translation_of_nothing": _("Translate at least one text."),
    "translation_is_stale": _(
        "The authentic text has changed since: correct the translation first."
    ),
    "translation_cleared_by_its_author": _(
        "Somebody of another office clears a translation, who did not enter it."
    ),
    "goes_otherwise_at_that_time": _(
        "At the time that you gave, not the same goes as was shown here. Look at the list, which "
        "is now of that time, and record it again. Nothing was changed."
    ),
    "nothing_of_the_batch_goes": _("Nothing of it can go now. Nothing was changed."),
    "pause_is_too_long": _("The terms allow no pause as long as this. Give an earlier time."),
}
