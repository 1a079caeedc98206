"""Name what may tell of the same event as a report: incidents, and other reports, with the reason.

Bounded: candidates are read by index within some days, each kind up to a limit, without books.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Left

from answerable.casework.resemblance import (
    READ_CHARACTERS,
    Account,
    Hint,
    Pool,
    points_in,
)
from answerable.node.accounts.models import User
from answerable.node.accounts.roles import Standing
from answerable.node.desk.codes import IncidentStatus, Screening
from answerable.node.desk.models import Incident, Place, Report

# Around each report in a list, and around the one that somebody looks at.
IN_A_LIST, LOOKED_AT = timedelta(days=1), timedelta(days=30)
MOST_CANDIDATES, MOST_IN_A_LIST = 300, 100
_NOT_AGAIN = (Screening.OUT_OF_SCOPE, Screening.DUPLICATE)

Spans = Sequence[tuple[datetime, datetime]]
# A candidate as the database gives it, its columns by name: hundreds of models took their time.
_Row = Any


@dataclass(frozen=True)
class Resembling:
    """Something that may tell of the same, with why; `to` is what a decision names."""

    to: str
    title: str
    is_incident: bool
    why: tuple[tuple[str, float], ...]


def around(
    reports: Sequence[Report], user: User, *, within: timedelta = IN_A_LIST, most: int = 3
) -> dict[str, list[Resembling]]:
    """Return for each report what resembles it, of what the person may see."""
    if not reports:
        return {}
    # A list compares titles and points: fifty texts word by word would keep the page waiting.
    whole = within != IN_A_LIST
    mine = [_of_report(one, whole) for one in reports]
    spans = _spans((one.at for one in mine if one.at is not None), within)
    limit = MOST_CANDIDATES if whole else MOST_IN_A_LIST
    incidents = _incidents(user, spans, limit)
    others = _reports(user, spans, limit)
    titles = {
        **{one.reference: one.title for one in incidents},
        **{one.receipt_number: one.title for one in others},
    }
    known = {one.reference for one in incidents}
    pool = Pool([*_of_incidents(incidents, whole), *(_of_report(one, whole) for one in others)])
    return {
        one.key: [_told(hint, titles, known) for hint in pool.resembling(one, most=most)]
        for one in mine
    }


def _told(hint: Hint, titles: dict[str, str], incidents: set[str]) -> Resembling:
    why = tuple((str(reason), measure) for reason, measure in hint.why)
    return Resembling(hint.key, titles[hint.key], hint.key in incidents, why)


def _of_report(report: Report | _Row, whole: bool) -> Account:
    # A list brings the beginning along instead of the whole text.
    brought: str | None = getattr(report, "opening", None)
    opening = report.text[:READ_CHARACTERS] if brought is None else brought
    return Account(
        report.receipt_number,
        report.published_at or report.received_at,
        points_in(opening),
        title=report.title,
        opening=opening if whole else "",
    )


def _spans(times: Iterable[datetime], within: timedelta) -> list[tuple[datetime, datetime]]:
    """Return the stretches of time around these, joined where they meet."""
    joined: list[tuple[datetime, datetime]] = []
    for at in sorted(times):
        try:
            start, end = at - within, at + within
        except OverflowError:
            # A day at the end of all dates: nothing is near it.
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _inside(field: str, spans: Spans) -> Q:
    condition = Q(pk__in=())
    for start, end in spans:
        condition |= Q(**{f"{field}__gte": start, f"{field}__lte": end})
    return condition


def _incidents(user: User, spans: Spans, limit: int) -> list[_Row]:
    rows, _rest = _candidates(Standing.of(user))
    return list(rows.filter(_inside("start", spans))[:limit])


def _reports(user: User, spans: Spans, limit: int) -> list[_Row]:
    _rest, rows = _candidates(Standing.of(user))
    when = _inside("published_at", spans) | _inside("received_at", spans)
    return list(rows.filter(when)[:limit])


# To write these takes longer than to ask them.
@lru_cache(maxsize=512)
def _candidates(who: Standing) -> tuple[QuerySet[Incident, _Row], QuerySet[Report, _Row]]:
    incidents = Incident.objects.visible_to(who.user).exclude(status=IncidentStatus.MERGED)
    reports = Report.objects.visible_to(who.user).exclude(screening__in=_NOT_AGAIN)
    return (
        incidents.annotate(opening=Left("narrative", READ_CHARACTERS))
        .order_by("-start", "-pk")
        .values_list("pk", "reference", "title", "start", "opening", named=True),
        reports.annotate(opening=Left("text", READ_CHARACTERS))
        # Not by the column itself, or PostgreSQL would go through all reports by their time until
        # enough of them lie in these days.
        .order_by(Coalesce("received_at", "received_at").desc(), "-pk")
        .values_list(
            "receipt_number", "title", "published_at", "received_at", "opening", named=True
        ),
    )


def _of_incidents(incidents: Sequence[_Row], whole: bool) -> list[Account]:
    places: dict[int, tuple[set[Any], set[str]]] = {}
    rows = Place.objects.filter(incident__in=[one.pk for one in incidents]).order_by()
    for incident, latitude, longitude, name in rows.values_list(
        "incident", "latitude", "longitude", "names__name"
    ):
        points, names = places.setdefault(incident, (set(), set()))
        if latitude is not None and longitude is not None:
            points.add((float(latitude), float(longitude)))
        if name:
            names.add(name)
    found = []
    for one in incidents:
        points, names = places.get(one.pk, (set(), set()))
        opening = getattr(one, "opening", "") if whole else ""
        found.append(
            Account(
                one.reference, one.start, tuple(points), tuple(sorted(names)), one.title, opening
            )
        )
    return found
