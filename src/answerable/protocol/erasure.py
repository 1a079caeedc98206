"""Say that a content was erased, or is kept all the same: bodies of `redact` and `redacted`.

Both are technical statements: their thread is null, and they say only codes and where the content
is referred to. What became of a content after all that was said is for `holdings` to fold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from answerable.protocol import canonical, names
from answerable.protocol.canonical import Json, JsonObject
from answerable.protocol.errors import BadErasure

REDACT: Final = "redact"
REDACTED: Final = "redacted"


class Reason(StrEnum):
    """Why a content is erased."""

    DATA_SUBJECT_REQUEST = "data_subject_request"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    SOURCE_PROTECTION = "source_protection"
    SAFETY_OF_PERSON = "safety_of_person"
    VICTIM_DIGNITY = "victim_dignity"
    COURT_ORDER = "court_order"
    UNLAWFUL_PROCESSING = "unlawful_processing"
    RETENTION_PERIOD = "retention_period"
    MISTAKE = "mistake"
    # Only in `redacted`: because the content's author asked for it.
    AUTHOR_REQUEST = "author_request"


class HoldReason(StrEnum):
    """Why a content is kept although its author asked that it be erased."""

    LEGAL_HOLD_LITIGATION = "legal_hold_litigation"
    LEGAL_HOLD_INVESTIGATION = "legal_hold_investigation"
    EVIDENCE_PRESERVATION = "evidence_preservation"
    RECORD_RETENTION_DUTY = "record_retention_duty"
    PUBLIC_ARCHIVE = "public_archive"
    COURT_ORDER = "court_order"


class Basis(StrEnum):
    """The kind of rule that an erasure, or keeping, rests on."""

    DATA_PROTECTION_LAW = "data_protection_law"
    CONSENT = "consent"
    WITNESS_PROTECTION = "witness_protection"
    SECURITY_OF_PERSON = "security_of_person"
    COURT_ORDER = "court_order"
    LEGAL_CLAIMS = "legal_claims"
    DUTY_TO_INVESTIGATE = "duty_to_investigate"
    ARCHIVE_LAW = "archive_law"
    AGREED_TERMS = "agreed_terms"
    OWN_POLICY = "own_policy"


class Outcome(StrEnum):
    """What a holder did with its copy."""

    ERASED = "erased"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A content, by the entry that refers to it: log, index, leaf hash, commitment; both in hex."""

    log: str
    index: int
    leaf: str
    commit: str


@dataclass(frozen=True, slots=True)
class Redact:
    """The author of a content erased it, and asks the other holders to do the same."""

    target: Target
    reason: Reason
    basis: Basis

    def encode(self) -> JsonObject:
        """Write the body; raises BadErasure for a reason that only `redacted` may give."""
        if self.reason is Reason.AUTHOR_REQUEST:
            raise BadErasure("an author does not erase because the author asked")
        return {**_target(self.target), "reason": self.reason.value, "basis": self.basis.value}


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a holder did with its own copy of a content, asked or not."""

    target: Target
    outcome: Outcome
    reason: Reason | HoldReason
    basis: Basis

    def encode(self) -> JsonObject:
        """Write the body; raises BadErasure where the reason does not go with the outcome."""
        if isinstance(self.reason, HoldReason) != (self.outcome is Outcome.KEPT):
            raise BadErasure("a content is kept for the reason of a hold, and erased for another")
        return {
            **_target(self.target),
            "outcome": self.outcome.value,
            "reason": self.reason.value,
            "basis": self.basis.value,
        }


Body: TypeAlias = Redact | Redacted


def parse(kind: str, body: Mapping[str, Json]) -> Body:
    """Read the body of a `redact` or `redacted` strictly; raises BadErasure."""
    if kind == REDACT:
        return _redact(body)
    if kind == REDACTED:
        return _redacted(body)
    raise BadErasure("not a statement about an erasure")


def _redact(body: Mapping[str, Json]) -> Redact:
    _check_members(body, "reason", "basis")
    reason = _code(Reason, body["reason"])
    if reason is Reason.AUTHOR_REQUEST:
        raise BadErasure("an author does not erase because the author asked")
    return Redact(_read_target(body), reason, _code(Basis, body["basis"]))


def _redacted(body: Mapping[str, Json]) -> Redacted:
    _check_members(body, "outcome", "reason", "basis")
    outcome = _code(Outcome, body["outcome"])
    reason: Reason | HoldReason
    if outcome is Outcome.KEPT:
        reason = _code(HoldReason, body["reason"])
    else:
        reason = _code(Reason, body["reason"])
    return Redacted(_read_target(body), outcome, reason, _code(Basis, body["basis"]))


_PLACE: Final = ("log", "index", "leaf", "commit")


def _check_members(body: Mapping[str, Json], *others: str) -> None:
    if body.keys() != {*_PLACE, *others}:
        raise BadErasure(f"a body of {', '.join((*_PLACE, *others))}")


def _target(target: Target) -> JsonObject:
    return {
        "log": target.log,
        "index": target.index,
        "leaf": target.leaf,
        "commit": target.commit,
    }


def _read_target(body: Mapping[str, Json]) -> Target:
    index = body["index"]
    if isinstance(index, bool) or not isinstance(index, int):
        raise BadErasure("an index is a number")
    if not 0 <= index <= canonical.MAX_INTEGER:
        raise BadErasure("an index out of range")
    return Target(
        _text(body["log"], names.ORIGIN),
        index,
        _text(body["leaf"], names.HEX32),
        _text(body["commit"], names.HEX32),
    )


def _text(value: Json, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise BadErasure("a log, a leaf or a commitment that is not in its form")
    return value


Code = TypeVar("Code", bound=StrEnum)


def _code(codes: type[Code], value: Json) -> Code:
    if not isinstance(value, str) or value not in list(codes):
        raise BadErasure(f"not a known {codes.__name__.lower()}")
    return codes(value)
