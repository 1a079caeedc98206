"""Propose a mapping for a table that nobody described: by its HXL tags, else by its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import Any

import msgspec

from answerable.extraction.datasets.errors import NotAMapping
from answerable.extraction.datasets.mapping import SCHEMA, Mapping, of_values
from answerable.extraction.datasets.sheet import Sheet

_WHO, _DEAD = r"(?:total|people|persons|civilians?)", r"(?:killed|deaths|dead|fatalities)"
_HURT, _LEAST = r"(?:injured|wounded|injuries)", r"(?:min(?:imum)?|low(?:est)?)"
_MOST = r"(?:max(?:imum)?|high(?:est)?)"
# What a column may hold, as the words of a heading say it; the first that fits is taken.
_HEADINGS: tuple[tuple[str, str], ...] = (
    ("key", r"(?:incident|event|record|case|sind)?[ _]?(?:event )?(?:id|code|number|reference)"),
    ("key", r"incident|case|ref|_?uu?id|record"),
    ("key", r"event[ _]id[ _]\w+|unique[ _](?:id|reference)(?:[ _]code)?"),
    ("date", r"(?:incident|event|start)?[ _]?date(?:[ _](?:start|of (?:incident|event|attack)))?"),
    ("year", r"year"),
    ("month", r"month"),
    ("day", r"day"),
    ("text", r"(?:event |incident )?(?:description|details|notes|narrative|summary|text)"),
    ("text", r"what(?: has)? happened|event|account"),
    ("title", r"(?:title|headline|name)"),
    ("latitude", r"(?:geometry\.)?lat(?:itude)?"),
    ("longitude", r"(?:geometry\.)?lon(?:g|gitude)?"),
    ("country", r"country(?: name)?"),
    ("names", r"(?:location|place|city|town|village|locality|neighbou?rhood)(?:[ _]name)?"),
    ("names", r"(?:adm(?:in)?[ _]?[1-4]|region|district|governorate|province)(?:[ _]name)?"),
    ("url", r"(?:source[ _])?(?:url|link)s?"),
    ("sources", r"sources?"),
    ("actors", r"(?:actor|perpetrator|reported perpetrator)(?:[ _](?:name|1))?"),
    ("killed_low", rf"(?:{_WHO} )?{_DEAD} \(?{_LEAST}\)?|{_LEAST} (?:{_WHO} )?{_DEAD}"),
    ("killed_high", rf"(?:{_WHO} )?{_DEAD} \(?{_MOST}\)?|{_MOST} (?:{_WHO} )?{_DEAD}"),
    ("injured_low", rf"(?:{_WHO} )?{_HURT} \(?{_LEAST}\)?|{_LEAST} (?:{_WHO} )?{_HURT}"),
    ("injured_high", rf"(?:{_WHO} )?{_HURT} \(?{_MOST}\)?|{_MOST} (?:{_WHO} )?{_HURT}"),
    ("killed", r"(?:total |people |persons |civilians? )?(?:killed|deaths|dead|fatalities)"),
    ("injured", r"(?:total |people |persons |civilians? )?(?:injured|wounded|injuries)"),
    ("abducted", r"(?:total |people )?(?:abducted|kidnapped)"),
    ("detained", r"(?:total |people )?(?:detained|arrested)"),
    ("missing", r"(?:total |people )?missing"),
    ("displaced", r"(?:total |people )?displaced"),
)  # fmt: skip
_TAGS: tuple[tuple[str, str], ...] = (
    ("key", r"#event \+id|#event \+code|#meta \+id"),
    ("date", r"#date(?: \+(?:occurred|start|event))?"),
    ("year", r"#date \+year"),
    ("month", r"#date \+month"),
    ("day", r"#date \+day"),
    ("text", r"#description(?: .*)?|#event \+description(?: .*)?"),
    ("latitude", r"#geo \+lat|#lat"),
    ("longitude", r"#geo \+lon(?:g)?|#lon(?:g)?"),
    ("country", r"#country(?: \+name(?: \+i_en)?)?"),
    ("names", r"#loc \+name(?: .*)?|#adm[1-5](?: \+name(?: \+i_en)?)?|#admin[1-5]?"),
    ("actors", r"#group(?: \+perp)?(?: \+name)?(?: \+i_en)?"),
    ("sources", r"#meta \+source|#source"),
    ("url", r"#meta \+url"),
)
_COUNTED = (
    ("killed", ("killed", "dead", "deaths")), ("injured", ("injured", "wounded")),
    ("abducted", ("kidnapped", "abducted")), ("detained", ("detained", "arrested")),
    ("missing", ("missing",)), ("displaced", ("displaced",)),
)  # fmt: skip
# Narrower counts are not added and not guessed: only what says that it counts all, or nothing.
_ALL = {"total", "all", "civilians", "people", "ind", "num", "i_en"}
_DATES: dict[str, tuple[str, ...]] = {
    "date": (),
    "date_day_first": ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"),
    "date_month_first": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
}
_BOUNDED = ("killed", "injured")
MEANINGS = (
    "key", "title", "text", *_DATES, "year", "month", "day", "names", "country", "latitude",
    "longitude", "actors", "sources", "url", "killed", "killed_low", "killed_high", "injured",
    "injured_low", "injured_high", *(one for one, _ in _COUNTED if one not in _BOUNDED),
)  # fmt: skip
_SEVERAL = frozenset({"key", "names", "actors", "sources", "text"})
# What a mapping says beside the meaning of columns, or by the columns of one version of a file.
_OF_THE_FILE = ("publisher", "licence", "credit", "match", "leave_out")
SENSITIVE = re.compile(r"sexual|rape|crsv|sgbv|gbv\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What each column seems to hold. A person looks at it before anything is read by it."""

    columns: dict[str, str]
    by_tags: bool


def propose(sheet: Sheet) -> Proposal:
    """Say for each column what it seems to hold, by its tag where it has one, else by its name."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        meaning = _by_tag(sheet.tags[column]) if column in sheet.tags else _by_name(column)
        if meaning and (meaning in _SEVERAL or meaning not in found.values()):
            found[column] = meaning
    return Proposal(found, bool(sheet.tags))


def mapping_of(
    columns: Pairs[str, str], sheet: Sheet, *, name: str, title: str, publisher: str = ""
) -> Mapping:
    """Return the mapping that gives columns these meanings, or raise `NotAMapping`.

    Columns that count sexual violence by their name are left out of what is kept.
    """
    by: dict[str, list[str]] = {}
    for column, meaning in columns.items():
        by.setdefault(meaning, []).append(column)
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "name": name,
        "title": title,
        "publisher": publisher,
        "key": by.get("key", []),
        "heading": {"columns": [*by.get("title", []), *by.get("names", [])[:2],
                                *by.get("country", [])], "join": ", "},
        "text": {"columns": by.get("text", [])},
        "url": {"columns": by.get("url", [])},
        "where": {"names": by.get("names", [])} | _single(by, "country", "latitude", "longitude"),
        "when": _single(by, "year", "month", "day") if "year" in by else _date(by),
        "actors": by.get("actors", []),
        "sources": by.get("sources", []),
        "figures": [one for meaning, _ in _COUNTED if (one := _figure(by, meaning))],
        "match": [name for name in sheet.columns if not SENSITIVE.search(name)][:40],
        "leave_out": [name for name in sheet.columns if SENSITIVE.search(name)
                      and name not in columns][:40],
    }  # fmt: skip
    return of_values(values)


def chosen_twice(columns: Pairs[str, str]) -> str:
    """Return a meaning that several columns have and only one can, or nothing."""
    several = _SEVERAL | {"title", "url"}
    found = ["date" if one in _DATES else one for one in columns.values() if one not in several]
    return next((one for one in found if found.count(one) > 1), "")


def meanings_of(mapping: Mapping, sheet: Sheet) -> dict[str, str] | None:
    """Return the meaning that a mapping gives each column; None where it says more than that."""
    when, where = mapping.when, mapping.where
    dates = next((name for name, forms in _DATES.items() if forms == when.forms), "")
    given = [
        ("key", mapping.key), ("text", mapping.text.columns), (dates, (when.column,)),
        ("year", (when.year,)), ("month", (when.month,)), ("day", (when.day,)),
        ("names", where.names), ("country", (where.country,)), ("latitude", (where.latitude,)),
        ("longitude", (where.longitude,)), ("actors", mapping.actors),
        ("sources", mapping.sources), ("url", mapping.url.columns),
        *((f"{one.counts}{part}", (column,)) for one in mapping.figures for part, column in
          (("", one.column or one.best), ("_low", one.low), ("_high", one.high))),
        ("title", mapping.heading.columns),
    ]  # fmt: skip
    found: dict[str, str] = {}
    for meaning, columns in given:
        for column in columns:
            if column in sheet.columns and meaning in MEANINGS:
                found.setdefault(column, meaning)
    told = {one: found[one] for one in sheet.columns if one in found}
    try:
        again = mapping_of(told, sheet, name=mapping.name, title=mapping.title)
    except NotAMapping:
        return None
    same = {name: getattr(mapping, name) for name in _OF_THE_FILE}
    return told if msgspec.structs.replace(again, **same) == mapping else None


def _date(by: Pairs[str, list[str]]) -> dict[str, Any]:
    for meaning, forms in _DATES.items():
        if meaning in by:
            return {"column": by[meaning][0]} | ({"forms": list(forms)} if forms else {})
    return {}


def _figure(by: Pairs[str, list[str]], counts: str) -> dict[str, str]:
    ends = {part: by[f"{counts}_{part}"][0] for part in ("low", "high") if f"{counts}_{part}" in by}
    alone = {"best" if ends else "column": by[counts][0]} if counts in by else {}
    return {"counts": counts, **alone, **ends} if alone or ends else {}


def _single(by: Pairs[str, list[str]], *names: str) -> dict[str, str]:
    return {name: by[name][0] for name in names if name in by}


def _by_name(column: str) -> str:
    words = " ".join(re.split(r"[\s_]+", column.casefold())).strip()
    return next((m for m, form in _HEADINGS if re.fullmatch(form, words)), "")


def _by_tag(tag: str) -> str:
    fits: Iterator[str] = (m for m, form in _TAGS if re.fullmatch(form, tag))
    found = next(fits, "")
    if found or not tag.startswith("#affected"):
        return found
    parts = set(re.split(r"[\s+]+", tag.removeprefix("#affected"))) - {""}
    for meaning, words in _COUNTED:
        if parts & set(words) and parts <= set(words) | _ALL:
            return meaning
    return ""
