"""Ask who may clear a draft, and whether clearance may be waived; for pages."""

from answerable.node.accounts.models import User
from answerable.node.desk.models import Draft
from answerable.node.desk.permissions import Deed, may
from answerable.node.desk.services.drafts.chains import has_hand_in, offices_to_clear
from answerable.node.desk.services.drafts.clearing import can_clear, can_waive

__all__ = ["can_clear", "can_waive", "has_hand_in", "may_waive", "offices_to_clear"]


def may_waive(draft: Draft, user: User) -> bool:
    """Tell whether this person may record that nobody else can clear the draft."""
    return may(user, Deed.SEND, draft.office) and can_waive(draft)
