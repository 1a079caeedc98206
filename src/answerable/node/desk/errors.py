"""What the desk refuses, one class per thing a caller may want to tell apart."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from answerable.casework.errors import ActNotPossible

__all__ = [
    "ActNotPossible",
    "BadInput",
    "ChangedMeanwhile",
    "DeskError",
    "LeaksRemain",
    "NotPermitted",
    "NotPossible",
    "SourcesRefuse",
    "WentElsewhere",
]


class DeskError(Exception):
    """Something that the desk refuses; nothing was changed."""


class NotPermitted(DeskError, PermissionDenied):
    """The person's roles do not allow the deed."""


class ChangedMeanwhile(DeskError):
    """Somebody else was first: the row moved on since it was read. Nothing typed is lost."""


class NotPossible(DeskError):
    """The rules do not allow the deed now. `code` says why and has a label in `labels`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadInput(DeskError):
    """What was typed cannot be taken. `problems` maps a field's path to a code with a label."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {code}" for field, code in problems.items()))
        self.problems = dict(problems)


class LeaksRemain(DeskError):
    """Protected phrases are still in the draft, and nobody decided to let them out."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class SourcesRefuse(DeskError):
    """Sources of reports on which it rests have not agreed. `sources` are codes with receipts."""

    def __init__(self, sources: list[tuple[str, str]], purpose: str) -> None:
        super().__init__(", ".join(code for code, _receipt in sources))
        self.sources = sources
        self.purpose = purpose


class WentElsewhere(Exception):
    """What stood under this reference was merged: the new reference answers for it."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(old)
        self.old, self.new = old, new
