"""What partners' programs are answered: their deliveries, and problems after RFC 9457."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

from answerable.node.intake.models import Delivery

TYPE: Final = "urn:answerable:problem:"

TITLES: Final = {
    "bad_key": "The idempotency key is missing or not of its form",
    "bad_request": "The request is not of its form",
    "document_of_a_change": "A document cannot come with a change",
    "key_used": "The idempotency key was used for another body",
    "length_required": "The length is not announced",
    "method": "This is not done in this way",
    "names_a_person": "A person is named where none may be",
    "not_admitted": "The token does not count",
    "not_found": "There is no such delivery of yours",
    "not_json": "The body is not JSON",
    "not_valid": "The report does not keep to its form",
    "too_busy": "Other deliveries are being read",
    "too_large": "The body is too large",
    "too_many_at_once": "Too many requests at one moment",
    "too_many": "Too many reports at once",
    "too_often": "Too many requests",
    "too_slow": "The body came too slowly",
    "unsupported": "The content type is not taken",
}


class Became(Struct, frozen=True):
    """What a report became, by the partner's own id."""

    id: str
    became: Literal["new", "changed", "same"]


class Where(Struct, frozen=True):
    """One thing that is wrong: a JSON pointer into what was sent, and what to do."""

    pointer: str
    detail: str


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why a request was not done (RFC 9457). `delivery` is there where it was kept as refused."""

    type: str
    title: str
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: str = ""
    problems: tuple[Where, ...] = ()
    delivery: str = ""


class Receipt(Struct, frozen=True, omit_defaults=True):
    """How a delivery stands. Nothing of a case is ever in it."""

    delivery: str
    state: Literal["received", "refused"]
    received_at: datetime
    reports: tuple[Became, ...] = ()
    problem: Problem | None = None


def problem(
    status: int, code: str, detail: str, *places: tuple[str, str], delivery: str = ""
) -> Problem:
    """Return a problem in the form of RFC 9457."""
    where = tuple(Where(pointer, said) for pointer, said in places)
    title = TITLES.get(code, "The document cannot be read")
    return Problem(TYPE + code, title, status, detail, where, delivery)


def problem_of(delivery: Delivery) -> Problem:
    """Return why a delivery was refused, as it was said at the time."""
    places = [(str(where), str(said)) for where, said in delivery.problems]
    detail = places[0][1] if places else ""
    return problem(delivery.status, delivery.reason, detail, *places, delivery=delivery.name)


def receipt_of(delivery: Delivery) -> Receipt:
    """Return how a delivery stands."""
    return Receipt(
        delivery.name,
        "received" if delivery.file_id else "refused",
        delivery.at,
        tuple(Became(key, became) for key, became in delivery.outcomes),
        None if delivery.file_id else problem_of(delivery),
    )


def respond(what: Receipt | Problem, status: int, **fields: str) -> HttpResponse:
    """Return an answer as JSON that nobody keeps."""
    is_problem = isinstance(what, Problem)
    answer = HttpResponse(
        msgspec.json.encode(what),
        status=status,
        content_type="application/problem+json" if is_problem else "application/json",
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = "en"
    for name, value in fields.items():
        answer.headers[name.replace("_", "-")] = value
    return answer
