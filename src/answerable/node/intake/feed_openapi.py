"""The OpenAPI document of what partners' programs ask, made from the types that read it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

import msgspec

from answerable.extraction.datasets.sent import MOST_REPORTS, Sent
from answerable.node.intake.feed_answers import Problem, Receipt

VERSION: Final = "1"
_REF: Final = "#/components/schemas/"
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Another one for each delivery, the same one when it is sent again. Kept for "
    "seven days: the same key with the same body gets the same answer and makes nothing twice, "
    "with another body it is refused (422).",
    "schema": {"type": "string", "minLength": 8, "maxLength": 128},
}
_REFUSALS: Final = {
    "400": "The body is not JSON, or the key is missing.",
    "401": "No token, or one that does not count.",
    "408": "The body came too slowly: it must be here within two minutes.",
    "411": "No Content-Length.",
    "413": "Too large, or too many reports at once.",
    "415": "Another content type.",
    "422": "Not of the form, a document that cannot be read, or a key used for another body.",
    "429": "Too many requests a minute or at one moment; Retry-After says how long to wait.",
    "503": "Other deliveries are being read; send it again with the same key.",
}


@cache
def document() -> dict[str, Any]:
    """Return the document as plain values."""
    (_sent, receipt, problem), schemas = msgspec.json.schema_components(
        (Sent, Receipt, Problem), ref_template=_REF + "{name}"
    )
    found: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Answerable: reports of partners",
            "version": VERSION,
            "description": "Sends reports into the inbox of one office. Nothing can be read but "
            "how one's own deliveries stand. Guide: docs/partners.md.",
            "license": {"name": "As the program", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/reports": {"post": _post(receipt, problem)},
            "/deliveries/{name}": {"get": _get(receipt, problem)},
            "/openapi.json": {"get": _itself()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }
    plain: dict[str, Any] = json.loads(msgspec.json.encode(found))
    return plain


def as_json() -> str:
    """Return the document as it is served and kept in docs/partners-openapi.json."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def _post(receipt: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    one = {"$ref": _REF + "Sent"}
    many = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_REPORTS}
    form = {
        "type": "object",
        "required": ["report", "document"],
        "additionalProperties": False,
        "properties": {"report": one, "document": {"type": "string", "format": "binary"}},
    }
    return {
        "operationId": "sendReports",
        "summary": "Send one report, a list, one a line, or one with a document",
        "description": "All of a delivery is taken or nothing. A report whose id came before is a "
        "new version of that one; what it said before is kept.",
        "parameters": [_KEY],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"oneOf": [one, many]}},
                "application/x-ndjson": {"schema": {"type": "string"}},
                "multipart/form-data": {"schema": form},
            },
        },
        "responses": {
            "201": _answer("Received.", receipt),
            **{status: _refused(said, problem) for status, said in _REFUSALS.items()},
        },
    }


def _get(receipt: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "operationId": "seeDelivery",
        "summary": "See how one of your own deliveries stands",
        "parameters": [name],
        "responses": {
            "200": _answer("It was received, or refused and why.", receipt),
            "401": _refused(_REFUSALS["401"], problem),
            "404": _refused("There is no such delivery of yours.", problem),
            "429": _refused(_REFUSALS["429"], problem),
        },
    }


def _itself() -> dict[str, Any]:
    return {
        "operationId": "describe",
        "summary": "This document",
        "security": [],
        "responses": {"200": _answer("This document.", {"type": "object"})},
    }


def _answer(said: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": schema}}}


def _refused(said: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": said, "content": {"application/problem+json": {"schema": schema}}}
