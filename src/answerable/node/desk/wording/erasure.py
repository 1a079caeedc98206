"""The words for erasing a text, or keeping it: reasons, bases, what is asked for, how it stands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.node.ledger.erasure_words import BASES, HOLD_REASONS, REASONS

Words = Mapping[str, str | Promise]

ERASURE_REASON: Words = {code: text for code, text in REASONS.items() if code != "author_request"}
COPY_REASON: Words = REASONS
HOLD_REASON: Words = HOLD_REASONS
ERASURE_BASIS: Words = BASES
ERASURE_DEED: Words = {
    "erase": _("Erase the text here, and ask the other side to erase it"),
    "erase_copy": _("Erase our copy of the text"),
    "keep": _("Keep our copy of the text under a legal hold"),
}
LEFT_IN: Words = {
    "incident": _("Incident"),
    "report": _("Report"),
    "draft": _("Draft"),
    "review": _("Review"),
    "toll": _("Toll"),
    "message": _("Message"),
    "inquiry": _("Inquiry"),
    "exhibit": _("Evidence"),
    "recorded": _("Second-hand"),
    "investigation": _("Investigation"),
    "following": _("Following up"),
    "document": _("Document"),
    "other": _("Without a page"),
}
ERASURE_STATE: Words = {
    "waiting": _("Waits for a second person"),
    "done": _("Done"),
    "dropped": _("Given up"),
}
