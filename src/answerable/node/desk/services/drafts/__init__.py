"""Drafts: what is being written, its preview, its clearance, and its way out."""

from answerable.node.desk.services.calendars import terms_of
from answerable.node.desk.services.drafts.around import comment, differences, keep_copy
from answerable.node.desk.services.drafts.chains import steps_of
from answerable.node.desk.services.drafts.clearing import (
    ask_clearance,
    can_clear,
    can_waive,
    clear,
    return_to_author,
    waive_clearance,
)
from answerable.node.desk.services.drafts.editing import (
    bring_back,
    keep_phrase,
    replace_phrase,
    save,
    withdraw,
)
from answerable.node.desk.services.drafts.frames import choice_of
from answerable.node.desk.services.drafts.previewing import Finding, Preview, Stay, preview
from answerable.node.desk.services.drafts.sending import send
from answerable.node.desk.services.drafts.starting import (
    highest_marking,
    language_of,
    propose_due,
    start,
    start_inquiry,
    start_self_report,
)

__all__ = [
    "Finding",
    "Preview",
    "Stay",
    "ask_clearance",
    "bring_back",
    "can_clear",
    "can_waive",
    "choice_of",
    "clear",
    "comment",
    "differences",
    "highest_marking",
    "keep_copy",
    "keep_phrase",
    "language_of",
    "preview",
    "propose_due",
    "replace_phrase",
    "return_to_author",
    "save",
    "send",
    "start",
    "start_inquiry",
    "start_self_report",
    "steps_of",
    "terms_of",
    "waive_clearance",
    "withdraw",
]
