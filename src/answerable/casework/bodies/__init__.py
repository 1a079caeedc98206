"""The body of each statement of a case: closed schemas of codes, ids, dates and numbers."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from answerable.casework.bodies.asking import (
    Asked,
    FollowUp,
    IncidentFacts,
    InformationRequested,
    Raise,
    Wanted,
)
from answerable.casework.bodies.attaching import Attach
from answerable.casework.bodies.procedure import (
    Close,
    Extension,
    Reopen,
    Resume,
    Suspend,
    Withdraw,
)
from answerable.casework.bodies.replying import (
    Ack,
    Acknowledged,
    Answer,
    Answers,
    Correct,
    Figures,
    Information,
    Interim,
    MeasureTaken,
    PositionOn,
    Positions,
    RedressGiven,
    Response,
    Supplied,
)
from answerable.casework.bodies.reporting import OWN_ACT, SelfReport
from answerable.casework.codes import Kind, Rejection
from answerable.casework.errors import BadBody, NotUnderstood
from answerable.casework.forms import NotOneForm, field_of, from_plain, to_plain
from answerable.casework.terms import Terms

__all__ = [
    "BODY_OF",
    "OWN_ACT",
    "Ack",
    "Acknowledged",
    "Answer",
    "Answers",
    "Asked",
    "Attach",
    "Body",
    "Close",
    "Correct",
    "Extension",
    "Figures",
    "FollowUp",
    "IncidentFacts",
    "Information",
    "InformationRequested",
    "Interim",
    "MeasureTaken",
    "PositionOn",
    "Positions",
    "Raise",
    "RedressGiven",
    "Reopen",
    "Response",
    "Resume",
    "SelfReport",
    "Supplied",
    "Suspend",
    "Terms",
    "Wanted",
    "Withdraw",
    "encode_body",
    "kind_of",
    "parse_body",
    "parse_terms",
]

Body = (
    Terms
    | Raise
    | Ack
    | Interim
    | Response
    | FollowUp
    | Extension
    | InformationRequested
    | Information
    | Suspend
    | Resume
    | Close
    | Reopen
    | Withdraw
    | Correct
    | SelfReport
    | Attach
)
BODY_OF: dict[Kind, type[Body]] = {
    Kind.TERMS: Terms,
    Kind.RAISE: Raise,
    Kind.ACK: Ack,
    Kind.INTERIM: Interim,
    Kind.RESPONSE: Response,
    Kind.FOLLOW_UP: FollowUp,
    Kind.EXTENSION: Extension,
    Kind.INFORMATION_REQUEST: InformationRequested,
    Kind.INFORMATION: Information,
    Kind.SUSPEND: Suspend,
    Kind.RESUME: Resume,
    Kind.CLOSE: Close,
    Kind.REOPEN: Reopen,
    Kind.WITHDRAW: Withdraw,
    Kind.CORRECT: Correct,
    Kind.SELF_REPORT: SelfReport,
    Kind.ATTACH: Attach,
}
_KIND_OF = {body_type: kind for kind, body_type in BODY_OF.items()}


def kind_of(body: Body) -> Kind:
    """Return the kind of statement that carries this body."""
    return _KIND_OF[type(body)]


def parse_body(kind: str, body: object) -> Body:
    """Read a statement's body, strictly and in its one form.

    Raises NotUnderstood for a kind that is unknown or not implemented, BadBody for everything else
    that does not fit.
    """
    body_type = BODY_OF.get(cast(Kind, kind))
    if body_type is None:
        raise NotUnderstood(Rejection.UNKNOWN_KIND, "this kind is not implemented")
    try:
        return from_plain(body_type, body)
    except (msgspec.ValidationError, NotOneForm) as exc:
        raise BadBody(Rejection.MALFORMED, field_of(exc)) from exc


def encode_body(body: Body) -> dict[str, Any]:
    """Write a body as plain values, ready for canonical JSON.

    Reads the result again before it returns, so that nothing is signed that a peer would refuse;
    raises BadBody.
    """
    try:
        plain = to_plain(body)
    except ValueError as exc:
        raise BadBody(Rejection.MALFORMED, str(exc)) from exc
    parse_body(kind_of(body), plain)
    return plain


def parse_terms(terms: object) -> Terms:
    """Read the terms that a channel's genesis carries. Raises BadBody."""
    return cast(Terms, parse_body(Kind.TERMS, terms))
