"""Keep the evidence on an incident: files as they came, and things that others hold, described.

Nothing of it leaves by itself. Through whose hands it went is in `custody`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from answerable.casework.codes import Marking
from answerable.extraction.documents.document import Limits
from answerable.extraction.text.wording import shown_name
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.codes import DatePrecision
from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.exhibit_codes import (
    CopyKind,
    Custody,
    ExhibitKind,
    SendRule,
)
from answerable.node.desk.models import Exhibit, Incident
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import custody
from answerable.node.desk.services.facts import note_change, stand
from answerable.node.desk.services.reports import tidy_line

MOST_BYTES = Limits().max_bytes
_SIX_PLACES = Decimal("0.000001")
_HASH = re.compile(r"[0-9a-f]{64}")
_LINES = {"made_note": 200, "url": 2000, "archive_url": 2000, "whereabouts": 300, "keeper": 200}
_LONGEST = 10_000


@dataclass(frozen=True, kw_only=True)
class About:
    """What is said of a piece of evidence."""

    kind: str
    description: str
    copy: str = CopyKind.UNKNOWN
    provenance: str = ""
    made_on: date | None = None
    made_precision: str = DatePrecision.UNKNOWN
    made_note: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    url: str = ""
    archive_url: str = ""
    marking: str = Marking.AMBER
    sending: str = SendRule.NO
    # Of a thing that is not kept here.
    whereabouts: str = ""
    keeper: str = ""
    sha256: str = ""


NAMES = tuple(one.name for one in fields(About))


def add_file(
    incident: Incident, data: bytes, about: About, *, file_name: str, by: User, at: datetime
) -> Exhibit:
    """Keep a file as evidence on an incident, unchanged and unopened.

    Do not call inside a transaction: the bytes are stored before the row is.
    """
    require(by, Deed.INCIDENT)
    if not data:
        raise BadInput({"file": "file_is_empty"})
    if len(data) > MOST_BYTES:
        raise BadInput({"file": "file_too_large"})
    kept = _checked(about, is_kept=True, today=day_of(at))
    digest = keeping.digest_of(data)
    _check_is_new(incident, digest)
    keeping.keep(default_storage, data)
    with transaction.atomic():
        stand(incident)
        _check_is_new(incident, digest)
        exhibit = Exhibit.objects.create(
            incident=incident,
            is_kept=True,
            size=len(data),
            file_name=shown_name(file_name),
            added_by=by,
            added_at=at,
            **{**kept, "sha256": digest},
        )
        custody.note(exhibit, Custody.ADDED, by, at, found=digest)
        custody.trail("evidence added", exhibit, by, at)
    return exhibit


@transaction.atomic
def describe(incident: Incident, about: About, *, by: User, at: datetime) -> Exhibit:
    """Record a piece of evidence that is not kept here: where it is, and who has it."""
    require(by, Deed.INCIDENT)
    stand(incident)
    exhibit = Exhibit.objects.create(
        incident=incident,
        is_kept=False,
        added_by=by,
        added_at=at,
        **_checked(about, is_kept=False, today=day_of(at)),
    )
    custody.note(exhibit, Custody.DESCRIBED, by, at)
    custody.trail("evidence described", exhibit, by, at)
    return exhibit


@transaction.atomic
def correct(
    exhibit: Exhibit, about: About, *, version: int, reason: str, by: User, at: datetime
) -> None:
    """Change what is said of a piece of evidence; both stay in the incident's history.

    The bytes of a file, its hash and its name cannot be changed.
    """
    require(by, Deed.INCIDENT)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    kept = _checked(about, is_kept=exhibit.is_kept, today=day_of(at))
    if exhibit.is_kept:
        kept["sha256"] = exhibit.sha256
    before = {name: getattr(exhibit, name) for name in NAMES}
    differing = [name for name in NAMES if before[name] != kept[name]]
    if not differing:
        raise NotPossible("already_so")
    custody.hold(exhibit, version)
    changed = Exhibit.objects.filter(pk=exhibit.pk, version=version).update(
        version=F("version") + 1, **kept
    )
    if not changed:
        raise ChangedMeanwhile(str(exhibit.pk))
    note_change(
        exhibit.incident,
        "exhibits",
        _told(exhibit, before, differing),
        _told(exhibit, kept, differing),
        reason=reason,
        by=by,
        at=at,
    )
    custody.note(exhibit, Custody.CORRECTED, by, at, reason=reason)
    custody.trail("evidence corrected", exhibit, by, at, fields=differing)


@transaction.atomic
def set_aside(exhibit: Exhibit, *, reason: str, by: User, at: datetime) -> None:
    """Say that it is no evidence of this incident; it stays with its custody, uncounted."""
    _put(exhibit, Custody.SET_ASIDE, "evidence set aside", reason, by, at)


@transaction.atomic
def take_up(exhibit: Exhibit, *, reason: str, by: User, at: datetime) -> None:
    """Take a piece of evidence up again that was set aside."""
    _put(exhibit, Custody.TAKEN_UP, "evidence taken up again", reason, by, at)


@transaction.atomic
def _put(exhibit: Exhibit, kind: Custody, verb: str, reason: str, by: User, at: datetime) -> None:
    require(by, Deed.INCIDENT)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    custody.hold(exhibit)
    goes = kind == Custody.SET_ASIDE
    changed = Exhibit.objects.filter(pk=exhibit.pk, set_aside_at__isnull=goes).update(
        set_aside_at=at if goes else None,
        set_aside_by=by if goes else None,
        version=F("version") + 1,
    )
    if not changed:
        raise ChangedMeanwhile(str(exhibit.pk))
    custody.note(exhibit, kind, by, at, reason=reason)
    custody.trail(verb, exhibit, by, at)


def _check_is_new(incident: Incident, digest: str) -> None:
    same = Exhibit.objects.filter(incident=incident, sha256=digest, is_kept=True)
    if same.exists():
        raise BadInput({"file": "evidence_is_here"})


def _told(exhibit: Exhibit, values: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return facts as the history keeps them, with the number of the piece."""
    said = "; ".join(f"{name}: {'' if values[name] is None else values[name]}" for name in names)
    return f"{exhibit.pk}: {said}"


def _checked(about: About, *, is_kept: bool, today: date) -> dict[str, Any]:
    """Return the columns of what was said, or raise `BadInput` for what cannot be taken."""
    given: dict[str, Any] = {name: getattr(about, name) for name in NAMES}
    for name, most in _LINES.items():
        given[name] = tidy_line(given[name])[:most]
    given["description"] = given["description"].strip()[:_LONGEST]
    given["provenance"] = given["provenance"].strip()[:_LONGEST]
    given["sha256"] = "" if is_kept else given["sha256"].strip().lower()
    if is_kept:
        given["whereabouts"] = given["keeper"] = ""
    problems = {**_unknown_codes(given), **_bad_point(given)}
    if not given["description"]:
        problems["description"] = "required"
    if (given["made_on"] is None) != (given["made_precision"] == DatePrecision.UNKNOWN):
        problems["made_on"] = "date_and_precision_disagree"
    elif given["made_on"] is not None and given["made_on"] > today:
        problems["made_on"] = "stated_in_future"
    if given["sha256"] and not _HASH.fullmatch(given["sha256"]):
        problems["sha256"] = "not_a_hash"
    if not is_kept and not given["whereabouts"] and not given["keeper"]:
        problems["whereabouts"] = "evidence_is_somewhere"
    if problems:
        raise BadInput(problems)
    return given


def _unknown_codes(given: Mapping[str, Any]) -> dict[str, str]:
    sets = {
        "kind": ExhibitKind,
        "copy": CopyKind,
        "made_precision": DatePrecision,
        "marking": Marking,
        "sending": SendRule,
    }
    return {name: "unknown_code" for name, codes in sets.items() if given[name] not in list(codes)}


def _bad_point(given: dict[str, Any]) -> dict[str, str]:
    """Round a point to what is stored, and say what is wrong with one that is none."""
    latitude, longitude = given["latitude"], given["longitude"]
    if (latitude is None) != (longitude is None):
        return {"latitude": "both_coordinates"}
    problems: dict[str, str] = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = given[name]
        if value is None:
            continue
        if not value.is_finite() or abs(value) > most:
            problems[name] = "not_on_earth"
        else:
            given[name] = value.quantize(_SIX_PLACES)
    return problems
