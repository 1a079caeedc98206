"""Put a canary into every private field of every row, and find them again in what comes out."""

from __future__ import annotations

import re
import zlib
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

from django.db import models
from django.db.models import Model

from tests.factories import NOW
from tests.node.guards.fields import all_models, closed_sets, name_of, private

MARK = re.compile(r"qzv(\d{3})x(\d{1,9})vzq", re.IGNORECASE)
# What the columns of a row demand together and no single field says.
DEMANDS: dict[str, dict[str, Any]] = {
    "intake.BundleFile": {"outcome": "refused", "problem": "empty"},
    "desk.InvestigationStep": {"stage": "nexus_check", "outcome": "nexus"},
    "desk.FollowStep": {"outcome": "passed_over", "means": ""},
    "desk.Remedy": {"kind": "redress", "code": "acknowledgement_private", "status": "considered"},
    "ledger.Pouch": {"direction": "in", "state": "opened", "digest": "ab" * 32},
    "desk.TaskChange": {"due_before": date(2026, 3, 1)},
    "desk.Grading": {"scale": "reliability", "code": "B", "credibility": "2"},
}
# Fields that are empty until something happens, and what else that would set.
HAPPENED: dict[str, dict[str, Any]] = {
    "desk.IncidentMove": {"undone_at": NOW, "undone_by": models.F("by")}
}


class Canaries:
    """The canaries that were put into fields: which field each stands for."""

    def __init__(self) -> None:
        self.fields = [field for model in all_models() for field in private(model)]

    def of(self, field: Any, pk: object) -> str:
        """Return the canary of a field of a row."""
        return f"qzv{self.fields.index(field):03}x{pk}vzq"

    def put_everywhere(self) -> None:
        """Make a row of every model that has private fields and no row; fill all of all rows."""
        for model in all_models():
            fields = private(model)
            if fields and not model._default_manager.exists():
                _make(model)
            for row in model._default_manager.all() if fields else ():
                changes = {f.name: _shaped(f, self.of(f, row.pk)) for f in fields}
                changes |= HAPPENED.get(model._meta.label, {})
                model._default_manager.filter(pk=row.pk).update(**changes)

    def found_in(self, data: bytes | str) -> set[tuple[str, int]]:
        """Return the fields, each with the key of its row, whose canaries came out."""
        text = data if isinstance(data, str) else " ".join(_layers(data))
        return {(name_of(self.fields[int(m[1])]), int(m[2])) for m in MARK.finditer(text)}


def _shaped(field: Any, canary: str) -> Any:
    return [[1, canary]] if isinstance(field, models.JSONField) else canary


def _layers(data: bytes) -> list[str]:
    """Return the text of bytes as they are and, where they are packed, of what is inside."""
    found = [data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")]
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                found += [name, *_layers(packed.read(name))]
    elif data[:2] == b"\x1f\x8b":
        found += _layers(zlib.decompress(data, 31))
    return found


def _make(model: type[Model]) -> None:
    """Make a row out of what the fields say of themselves, tied to the first of every other row."""
    closed, given = closed_sets(model), dict(DEMANDS.get(model._meta.label, {}))
    for field in model._meta.local_fields:
        if field.name in given or (field.primary_key and not field.is_relation):
            continue
        value = _value(field, closed.get(field.name, []))
        if value is not None:
            given[field.name] = value
    model._default_manager.create(**given)


def _value(field: Any, codes: list[str]) -> Any:
    if codes or field.choices:
        return next(one for one in (codes or [pair[0] for pair in field.choices]) if one)
    if field.is_relation:
        if field.null and field.name != "compartment":
            return None
        return field.related_model._default_manager.order_by("pk").first()
    if field.has_default() or field.null:
        # Texts that something else demands must be there, and differ from one another.
        return field.name if isinstance(field, models.TextField) else None
    match field:
        case models.DateTimeField():
            return NOW
        case models.DateField():
            return NOW.date()
        case models.BooleanField():
            return False
        case models.IntegerField() | models.FloatField() | models.DecimalField():
            return 1
        case models.JSONField():
            return []
        case models.BinaryField():
            return b"x"
        case _:
            return field.name[: field.max_length]
