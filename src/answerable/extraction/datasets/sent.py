"""Reports as a partner's program sends them: the documented form, read strictly, made records.

docs/partners.md describes it, and the OpenAPI document is made from these types.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from answerable.extraction.datasets import records
from answerable.extraction.datasets.errors import DataSetError
from answerable.extraction.datasets.records import Day, Figure, Record, Spot
from answerable.extraction.when.moments import Grain

MOST_REPORTS, MOST_BYTES = 100, 1024 * 1024
TEXT_CHARS = 100_000
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
# Where a program would put who told it: never taken in clear, under whatever name.
_OF_A_PERSON = frozenset((
    "address", "author", "contact", "contacts", "email", "e-mail", "e_mail", "mail", "phone",
    "phones", "telephone", "mobile", "whatsapp", "telegram", "signal", "reporter", "reporter_name",
    "informant", "witness", "witnesses", "whistleblower", "sender", "from", "name", "first_name",
    "last_name", "full_name", "identity", "person", "victims", "names", "username", "user", "ip",
))  # fmt: skip
ID = r"^[^\x00-\x1f\x7f]+\Z"

EARLIEST, LATEST = 1900, 2100

Line = Annotated[str, Meta(max_length=300)]
Count = Annotated[int, Meta(ge=0, le=2_147_483_647)]


class _Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What all parts have in common: a name that is not known is an error."""


class Happened(_Part, frozen=True, kw_only=True):
    """When it happened: a day, or the first and the last one, and how exactly that is known."""

    first: date
    last: date | None = None
    grain: Literal["day", "week", "month", "year"] = "day"


class Place(_Part, frozen=True, kw_only=True):
    """Where it happened: names from the smallest to the largest, and a point if one is known."""

    names: Annotated[tuple[Line, ...], Meta(max_length=8)] = ()
    country: Line = ""
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None
    precision: Literal[
        "exact", "near_exact", "street", "neighbourhood", "village", "town", "district",
        "governorate", "country", "unknown",
    ] = "unknown"  # fmt: skip
    radius_km: Annotated[float, Meta(ge=0, le=20_000)] | None = None


class Stated(_Part, frozen=True, kw_only=True):
    """One figure as the partner reports it; without a bound that side is open, which is not 0."""

    counts: Literal["killed", "injured", "abducted", "detained", "missing", "displaced"]
    group: Literal[
        "total", "civilians", "children", "women", "men", "girls", "boys", "staff", "mixed",
        "security_forces", "unknown", "medics", "aid_workers", "journalists", "teachers",
        "students", "rescuers", "elderly",
    ] = "total"  # fmt: skip
    low: Count | None = None
    high: Count | None = None
    about: bool = False


class Sent(_Part, frozen=True, kw_only=True):
    """One report. `id` is the partner's own; the same one again is a new version, not another.

    There is no field for a person: who told it, and who came to harm, is never sent here.
    """

    id: Annotated[str, Meta(min_length=1, max_length=200, pattern=ID)]
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    text: Annotated[str, Meta(max_length=TEXT_CHARS)] = ""
    source: Annotated[str, Meta(max_length=200)] = ""
    published: date | None = None
    language: Annotated[
        str, Meta(max_length=35, pattern=r"^(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})?\Z")
    ] = ""
    url: Annotated[str, Meta(max_length=2000, pattern=r"^(?:https?://[^\s\x00-\x1f]+)?\Z")] = ""
    happened: Happened | None = None
    place: Place | None = None
    kind: Literal["", "attack", "abduction", "detention", "denial_of_aid", "other"] = ""
    figures: Annotated[tuple[Stated, ...], Meta(max_length=20)] = ()


class NotSent(DataSetError):
    """What came does not keep to the form; `problems` says where and what to do, in sentences."""

    def __init__(self, *problems: tuple[str, str], code: str = "not_valid") -> None:
        super().__init__("; ".join(said for _where, said in problems))
        self.problems, self.code = problems, code


def read_sent(data: bytes, *, one_a_line: bool = False) -> list[Sent]:
    """Return the reports of a body: one object, a list of them, or one a line.

    Raises `NotSent` with everything that is wrong, each with a JSON pointer. Of a list that holds
    one bad report none is taken.
    """
    if len(data) > MOST_BYTES:
        raise NotSent(("", "Send at most 1 MB of JSON at once."), code="too_large")
    plain = _lines(data) if one_a_line else _loads(data)
    many = isinstance(plain, list)
    items = plain if isinstance(plain, list) else [plain]
    if not items:
        raise NotSent(("", "There is no report in this. Send one object, or a list of them."))
    if len(items) > MOST_REPORTS:
        raise NotSent(("", f"Send at most {MOST_REPORTS} reports at once."), code="too_many")
    problems: list[tuple[str, str]] = []
    found: list[Sent] = []
    code = "not_valid"
    for place, item in enumerate(items):
        try:
            found.append(_one(item))
        except NotSent as error:
            start = f"/{place}" if many else ""
            code = error.code if error.code == "names_a_person" else code
            problems += [(start + where, said) for where, said in error.problems]
    seen: set[str] = set()
    for place, one in enumerate(found if not problems else ()):
        if one.id in seen:
            problems.append((f"/{place}/id", "Another report of this list has the same id."))
        seen.add(one.id)
    if problems:
        raise NotSent(*problems[:50], code=code)
    return found


def record_of(sent: Sent, number: int, *, publisher: str, text: str = "") -> Record:
    """Return a report as data sets keep their rows; `text` is a document's where it sends none."""
    happened, place = sent.happened, sent.place
    return Record(
        number=number,
        key=sent.id,
        title=" ".join(sent.title.split()),
        text=sent.text or text,
        publisher=publisher,
        url=sent.url,
        language=sent.language,
        published=_day(sent.published, None, "day") if sent.published else None,
        when=_day(happened.first, happened.last, happened.grain) if happened else None,
        where=_spot(place) if place else None,
        kind=sent.kind,
        sources=(sent.source,) if sent.source else (),
        figures=tuple(
            Figure(one.counts, one.group, one.low, one.high, None, one.about, f"figures/{place}")
            for place, one in enumerate(sent.figures)
        ),
        original=dict(_cells(json.loads(msgspec.json.encode(sent)))),
    )


def _one(item: Any) -> Sent:
    if not isinstance(item, dict):
        raise NotSent(("", "A report is a JSON object with id and title."))
    found = next((name for name in item if name.casefold() in _OF_A_PERSON), None)
    if found is not None:
        raise NotSent(
            (f"/{found[:60]}",
             "Who told it, how to reach them and who came to harm is not taken in here. Leave this "
             "out; give a source to the office's custodian by a way you agree on."),
            code="names_a_person",
        )  # fmt: skip
    if any(_NO_CHARACTER.search(text) for text in _texts(item)):
        raise NotSent(("", "A text holds NUL or half a character. Take it out."))
    try:
        sent = msgspec.convert(item, Sent)
    except (msgspec.ValidationError, RecursionError) as error:
        said, _, where = str(error).partition(" - at `$")
        raise NotSent((_pointer(where), _sentence(said))) from error
    problems = tuple(_problems(sent))
    if problems:
        raise NotSent(*problems)
    return sent


def _problems(sent: Sent) -> Iterator[tuple[str, str]]:
    if not _is_seen(sent.title):
        yield "/title", "The title is blank. Say in a line what the report is about."
    if sent.id != sent.id.strip():
        yield "/id", "Send the id without blanks at its ends."
    if not _is_seen(sent.id):
        yield "/id", "The id is blank. Send the one that the report has with you."
    happened, place = sent.happened, sent.place
    for where, day in (
        ("/published", sent.published),
        ("/happened/first", happened.first if happened else None),
        ("/happened/last", happened.last if happened else None),
    ):
        if day is not None and not EARLIEST <= day.year <= LATEST:
            yield where, f"Send a day of the years {EARLIEST} to {LATEST}."
    if happened and happened.last and happened.last < happened.first:
        yield "/happened/last", "The last day is before the first one."
    if place and (place.latitude is None) != (place.longitude is None):
        yield "/place", "Send both latitude and longitude, or neither."
    for number, one in enumerate(sent.figures):
        if one.low is None and one.high is None:
            yield f"/figures/{number}", "Send low, high or both; leave out what nobody counted."
        elif one.low is not None and one.high is not None and one.low > one.high:
            yield f"/figures/{number}", "The lower number is above the higher one."


def _is_seen(text: str) -> bool:
    """Tell whether a text has anything that can be seen."""
    return any(unicodedata.category(one)[0] in "LNPS" for one in text)


def _loads(data: bytes) -> Any:
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except NotSent:
        raise
    except UnicodeDecodeError as error:
        raise NotSent(("", "Send the JSON in UTF-8."), code="not_json") from error
    except (ValueError, RecursionError) as error:
        said = "This is not JSON, or is nested too deeply or holds a number of too many digits."
        raise NotSent(("", said), code="not_json") from error


def _lines(data: bytes) -> list[Any]:
    lines = [line for line in data.split(b"\n") if line.strip()]
    if len(lines) > MOST_REPORTS:
        raise NotSent(("", f"Send at most {MOST_REPORTS} reports at once."), code="too_many")
    return [_loads(line) for line in lines]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotSent(("", "A name stands twice in one object. Send each once."), code="not_json")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _sentence(said: str) -> str:
    """Return what msgspec says as a sentence, and nothing of what was sent."""
    if said.startswith("Invalid enum value"):
        return "This is none of the values that the form has for it."
    if said.startswith("Object contains unknown field"):
        return "There is a field that the form has not. Leave it out, or look for its name there."
    return f"{said.removesuffix('.')[:200]}."


def _pointer(where: str) -> str:
    """Return the place that msgspec names (".place.names[0]`") as a JSON pointer."""
    return re.sub(r"\[(\d+|\.\.\.)\]", r".\1", where.rstrip("`")).replace(".", "/")


def _day(first: date, last: date | None, grain: str) -> Day:
    return Day(first, last or first, Grain(grain))


def _spot(place: Place) -> Spot:
    has_point = place.latitude is not None
    usual = records.RADIUS_KM[place.precision]
    radius = usual if place.radius_km is None else place.radius_km
    return Spot(
        place.names, place.country, place.latitude, place.longitude,
        radius if has_point else None, place.precision if has_point else "unknown",
    )  # fmt: skip


def _cells(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give what was sent as a row's cells: "place/names/0" and what stands there."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in pairs:
            yield from _cells(item, f"{path}/{name}" if path else str(name))
    elif value is not None:
        yield path, value if isinstance(value, str) else json.dumps(value)
