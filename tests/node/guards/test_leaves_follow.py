"""What names a message by its leaf follows it into the next log, or says why it need not."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Field

from answerable.node.desk.services.next_log import FOLLOWING

# As long as a leaf is in hexadecimal digits.
AS_LONG = 64
# In these a correction names what it corrects, among other things: it is aimed anew.
AIMED = {"desk.Draft.refs", "desk.Draft.choice", "desk.DraftCopy.choice"}
STAYS = {
    "desk.Inquiry.raised_leaf": "folded anew from the logs",
    "desk.Inquiry.tip": "folded anew from the logs",
    "desk.Message.leaf": "folded anew from the logs",
    "desk.RecordedStatement.leaf": "a key made here, of no log",
    "desk.RecordedStatement.refs": "keys made here, of no log",
}
# As long as a leaf, and none: by their names, whatever table they are in.
NO_LEAF = {
    "character": "a code of the review",
    "digest": "a hash of words",
    "found": "a hash of a file",
    "key": "a keyed hash of a place and words",
    "reference": "by which people speak of a case",
    "sha256": "a hash of a file",
    "their_reference": "by which people speak of a case",
    "zone": "a time zone",
}


def holds_leaves(field: Field[object, object]) -> bool:
    """Tell whether a column may hold a leaf, or a list of them, or a choice that names one."""
    is_named = field.name in ("leaf", "refs", "choice") or field.name.endswith("_leaf")
    return is_named or (field.max_length == AS_LONG and field.name not in NO_LEAF)


def named() -> set[str]:
    """Return the columns of the desk's tables that hold a leaf, by their names."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("desk").get_models()
        for field in model._meta.concrete_fields
        if holds_leaves(field)
    }


def test_every_column_that_holds_a_leaf_follows_or_says_why_not() -> None:
    following = {f"{model._meta.label}.{column}" for model, column in FOLLOWING}

    assert named() == following | AIMED | set(STAYS)
    assert not following & set(STAYS)
