"""A column whose text is sealed: who has the database alone, or its backup, reads nothing of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from answerable.node.accounts import sealing

_PURPOSE = "answerable victims' register v1"
# Short texts tell less by their length.
_BLOCK = 64
# Stands where a text was sealed under a key that is not here any more.
UNREADABLE = "\ufffd"


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is sealed on its way into the database. Nothing can be searched for in it."""

    def deconstruct(self) -> Any:
        """Say that the column is one of text: a migration knows nothing of the sealing."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """Return the text sealed; an empty one stays empty, so that a constraint can ask."""
        text = super().get_prep_value(value)
        if not text:
            return text
        return sealing.seal(text + "\0" * (-len(text.encode()) % _BLOCK), _PURPOSE)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Return the text opened; what does not open is shown as such and breaks no page."""
        if not value:
            return value
        try:
            return sealing.unseal(value, _PURPOSE).rstrip("\0")
        except sealing.NotSealed:
            return UNREADABLE
