"""What a message says, as the parts that its kind has."""

from typing import Any

import msgspec

from answerable.casework.codes import Kind
from answerable.node.desk.choices import AnyChoice
from answerable.node.desk.forms.drafts.parts import (
    Figures,
    Ground,
    Grounds,
    InformationAsked,
    Issues,
    Measures,
    Notes,
    Part,
    Questions,
    RedressGiven,
    Requests,
)
from answerable.node.desk.forms.drafts.replies import Again, Answers, Given, OwnPositions, Positions
from answerable.node.desk.forms.drafts.shares import Incidents

PARTS: dict[str, tuple[type[Part], ...]] = {
    Kind.RAISE: (Incidents, Questions, Requests, Issues, Grounds),
    Kind.RESPONSE: (Answers, Positions, Figures, Measures, RedressGiven, Notes),
    Kind.FOLLOW_UP: (Again, Questions, Requests, Notes),
    Kind.INFORMATION_REQUEST: (InformationAsked, Notes),
    Kind.INFORMATION: (Given, Incidents, Notes),
    Kind.SELF_REPORT: (Incidents, OwnPositions, Figures, Measures, RedressGiven, Notes),
    Kind.CORRECT: (Incidents, Answers, Positions, Figures, Notes),
}


class Says:
    """All parts of a message together; behaves like one form."""

    def __init__(self, kind: str, choice: AnyChoice, ground: Ground, data: Any = None) -> None:
        self.choice = choice
        parts = [part(choice, ground, data) for part in PARTS[kind]]
        self.parts = [part for part in parts if not part.is_empty()]

    def is_valid(self) -> bool:
        """Check every part, so that all mistakes are shown at once."""
        return not [part for part in self.parts if not part.is_valid()]

    def forms(self) -> list[Any]:
        """Return all forms of all parts, for the summary of errors."""
        return [form for part in self.parts for form in part.forms]

    def applied(self) -> AnyChoice:
        """Return the choice with what the parts hold; call it when valid."""
        plain = msgspec.to_builtins(self.choice)
        for part in self.parts:
            plain[part.name] = msgspec.to_builtins(part.value())
        return msgspec.convert(plain, type(self.choice))
