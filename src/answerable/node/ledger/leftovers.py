"""Find where else the words of a text stand, so that a person can decide on what no rule covers.

An erasure deletes the text and what was made of it. The same words may stand in rows that have
another origin: a report from which they were taken, another message that says them again. Those are
named, never deleted.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from answerable.casework.words import MEDIA_TYPE

# Shorter text than this says nothing that could be looked for.
SHORTEST: Final = 12
TEXTS: Final = 20
SHOWN: Final = 50
# What a text holds beside words: kinds, languages, names inside the thread, dates, numbers.
_CODE: Final = re.compile(r"[a-z0-9_.:+-]{0,40}|[0-9TZ:.+-]+")
_END: Final = re.compile(r"[.!?;/\n\u060c\u061b\u061f]+")
# Not looked at: what holds no words of a case, and the logs, whose words are contents.
_APPS: Final = ("accounts", "desk", "intake", "insight", "jobs", "vault")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A row that holds the same words: table, key of the row, columns."""

    model: str
    pk: int
    fields: tuple[str, ...]


def texts_of(media: str | None, data: bytes | None) -> list[str]:
    """Return what somebody wrote in a content, whole and by sentence, the longest first."""
    if data is None:
        return []
    try:
        text = data.decode()
        found = set(_strings(json.loads(text))) if media == MEDIA_TYPE else {text}
    except (ValueError, RecursionError):
        return []
    written = {one.strip() for one in found if not _CODE.fullmatch(one)}
    # Who quotes, quotes a sentence: each is looked for by itself.
    sentences = {part.strip() for one in written for part in _END.split(one)}
    written |= {one for one in sentences if len(one) >= SHORTEST}
    return sorted(written - {""}, key=lambda one: (-len(one), one))


def find(texts: Iterable[str]) -> list[Leftover]:
    """Return the rows of this node that hold any of these texts, as far as they are long enough.

    Only the longest are looked for, since every table is read for each: it is a help for a person,
    not a proof that nothing is left.
    """
    long_enough = [one for one in texts if len(one) >= SHORTEST]
    # Where a whole text stands, so does each of its sentences.
    parts = [one for one in long_enough if not any(o != one and o in one for o in long_enough)]
    wanted = parts[:TEXTS]
    if not wanted:
        return []
    found: list[Leftover] = []
    for model in _models():
        found += _in_model(model, wanted)
    return found[:SHOWN]


def holds(value: object, texts: Iterable[str]) -> bool:
    """Tell whether a value of a row says one of the texts: is one, or has a long one in it."""
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False)
    return any(
        value == one or (len(one) >= SHORTEST and (one in value or _escaped(one) in value))
        for one in texts
    )


def _in_model(model: type[Model], texts: list[str]) -> list[Leftover]:
    """Look through one table, column by column: so many conditions at once are too many."""
    written = [form for one in texts for form in dict.fromkeys((one, _escaped(one)))]
    found: dict[int, list[str]] = {}
    for field in model._meta.concrete_fields:
        if not _may_hold_words(field):
            continue
        holding = reduce(or_, (Q(as_text__contains=form) for form in written))
        rows = model._default_manager.annotate(as_text=Cast(field.name, TextField()))
        keys = rows.filter(holding).order_by("pk").values_list("pk", flat=True)[:SHOWN]
        for key in keys:
            found.setdefault(int(key), []).append(field.name)
    return [
        Leftover(model._meta.label_lower, key, tuple(names)) for key, names in sorted(found.items())
    ]


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in _APPS]


def _may_hold_words(field: "Field[Any, Any]") -> bool:
    if isinstance(field, JSONField):
        return True
    if isinstance(field, TextField):
        return True
    return isinstance(field, CharField) and (field.max_length or 0) > SHORTEST


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member)


def _escaped(text: str) -> str:
    """Write a text as JSON in a column holds it: escaped, on a database that keeps the escapes."""
    return json.dumps(text)[1:-1]
