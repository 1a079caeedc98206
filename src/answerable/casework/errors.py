"""What can go wrong when a statement is written, read or cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from answerable.casework.codes import Act, ClearanceFault, Rejection, Side, State, WordsFault


class CaseworkError(Exception):
    """Something is not as the shared rules ask."""


class BadBody(CaseworkError):
    """A statement's body is not of its kind's closed schema.

    `code` is what an `ack rejected` would carry. `detail` names the field, for a developer.
    """

    def __init__(self, code: Rejection, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class NotUnderstood(BadBody):
    """A statement's kind is unknown, or reserved and not implemented here."""


class BadWords(CaseworkError):
    """A content document is not of its closed schema.

    `detail` is the path of the field and never its text: texts do not go into logs.
    """

    def __init__(self, code: WordsFault, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class ActNotPossible(CaseworkError):
    """An act does not fit the state of the inquiry or what was said before."""

    def __init__(
        self,
        code: Rejection,
        *,
        state: State | None = None,
        act: Act | None = None,
        side: Side | None = None,
    ) -> None:
        super().__init__(f"{code}: state={state} act={act} side={side}")
        self.code = code
        self.state = state
        self.act = act
        self.side = side


class ClearanceRefused(CaseworkError):
    """A clearance or its waiver does not meet the rule."""

    def __init__(self, code: ClearanceFault) -> None:
        super().__init__(str(code))
        self.code = code
