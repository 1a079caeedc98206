"""What names a message by its leaf follows it into the next log, or says why it need not."""

from __future__ import annotations

from django.apps import apps

from answerable.node.desk.services.next_log import FOLLOWING

STAYS = {
    "desk.Inquiry.raised_leaf": "folded anew from the logs",
    "desk.Message.leaf": "folded anew from the logs",
    "desk.RecordedStatement.leaf": "a key made here, of no log",
}


def named() -> set[str]:
    """Return the columns of the desk's tables that hold a leaf, by their names."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("desk").get_models()
        for field in model._meta.concrete_fields
        if field.name == "leaf" or field.name.endswith("_leaf")
    }


def test_every_column_that_holds_a_leaf_follows_or_says_why_not() -> None:
    following = {f"{model._meta.label}.{column}" for model, column in FOLLOWING}

    assert named() == following | set(STAYS)
    assert not following & set(STAYS)
