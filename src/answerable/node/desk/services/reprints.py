"""Find the reports that print one text, let them count as one source, take one out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from answerable.extraction.text.reprints import are_printings, bands, shingles
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import Route
from answerable.node.desk.errors import ChangedMeanwhile
from answerable.node.desk.models import (
    Figure,
    Incident,
    IncidentReport,
    Printing,
    PrintingKey,
    Report,
)
from answerable.node.desk.permissions import Deed, require

# A text is printed again within days; what looks alike a month later tells of something else.
WITHIN = timedelta(days=10)
_CANDIDATES = 20
# These come by rows and by record, each of its own event however alike the words are.
_NOT = (Route.IMPORT, Route.RECORD, Route.CHANNEL)
# What two figures have in common that state the same.
_COUNTED = ("owner_role", "category", "group", "low", "high", "best", "qualifier", "mixed",
            "counted_as", "basis", "as_of")  # fmt: skip


@transaction.atomic
def find_printings(report: Report) -> None:
    """Note by which keys a report's text is found, and group it with those that print the same."""
    if report.route in _NOT or not (runs := shingles(report.text)):
        return
    keys = bands(runs)
    same = [one for one in _candidates(report, keys) if are_printings(runs, shingles(one.text))]
    mine, is_new = Printing.objects.get_or_create(report=report)
    if is_new:
        PrintingKey.objects.bulk_create([PrintingKey(report=report, key=key) for key in keys])
    if not same or mine.taken_out_at is not None:
        return
    groups = sorted({one.printing.group_id or one.pk for one in same})
    # The oldest group takes in the others, which this text shows to be one with it.
    theirs = Printing.objects.filter(group__in=groups[1:]).values_list("pk", flat=True)
    members = {*theirs, *(one.pk for one in same), report.pk, *groups[:1]}
    joined = Printing.objects.filter(pk__in=members, taken_out_at=None)
    joined.update(group=groups[0])


@transaction.atomic
def take_out(report: Report, *, by: User, at: datetime) -> None:
    """Let a report count by itself again; it is not put into a group a second time."""
    require(by, Deed.REPORT)
    if not others(report, by).exists():
        # Not of what is shut away from them: the answer would tell that its text lies here.
        raise ChangedMeanwhile(report.receipt_number)
    taken = Printing.objects.filter(report=report, group__isnull=False).update(
        group=None, taken_out_by=by, taken_out_at=at
    )
    if not taken:
        raise ChangedMeanwhile(report.receipt_number)
    audit.record(by, "printing taken out", "report", report.receipt_number, at=at)


def others(report: Report, user: User) -> QuerySet[Report]:
    """Return the other reports of its group that a person may know of, the first one first."""
    seen = Report.objects.visible_to(user).exclude(pk=report.pk).defer("text")
    group = Printing.objects.filter(report=report, group__isnull=False).values("group")
    return seen.filter(printing__group__in=group).order_by("received_at", "pk")


def printings_beside(report: Report) -> QuerySet[Printing, int]:
    """Return the keys of the other reports of its group, whoever may know of them."""
    group = Printing.objects.filter(report=report, group__isnull=False).values("group")
    same = Printing.objects.filter(group__in=group).exclude(report=report)
    return same.values_list("report_id", flat=True)


def incident_beside(report: Report, user: User) -> Incident | None:
    """Return the newest incident that another printing of its text is linked to, if one knows both.

    None where the report is linked to that one already.
    """
    links = IncidentReport.objects.visible_to(user).filter(unlinked_at=None)
    mine = links.filter(report=report).values("incident")
    beside = links.filter(report__in=others(report, user).values("pk")).exclude(incident__in=mine)
    seen = Incident.objects.visible_to(user).filter(pk__in=beside.values("incident"))
    return seen.order_by("-pk").first()


def by_source(links: Iterable[Any]) -> list[list[Any]]:
    """Return links to reports, annotated with `printing_group`, in lists of one source each."""
    found: dict[tuple[str, int], list[Any]] = {}
    for link in links:
        group = link.printing_group
        found.setdefault(("group", group) if group else ("report", link.report_id), []).append(link)
    return list(found.values())


def one_of_each(links: Iterable[Any]) -> list[Any]:
    """Return the first link of each group; links to reports, annotated with `printing_group`."""
    return [links[0] for links in by_source(links)]


def as_linked(links: QuerySet[IncidentReport]) -> QuerySet[IncidentReport]:
    """Have links bring along of their report what `same_figures` and `by_source` look at."""
    return links.annotate(
        publisher=F("report__publisher"),
        printing_group=F("report__printing__group"),
        receipt=F("report__receipt_number"),
        title=F("report__title"),
    )


def same_figures(figures: Iterable[Figure], links: Iterable[Any]) -> list[list[Figure]]:
    """Return figures in lists that one text states: its printings say the same once.

    Two whom one text quotes stay two. Where a paper itself is who states it, each printing names
    another paper, and still it is one. `links` are the incident's, as `as_linked` gives them.
    """
    known = {link.report_id: link for link in links if link.printing_group}
    found: dict[tuple[Any, ...], list[Figure]] = {}
    for figure in figures:
        link = known.get(figure.report_id)
        if link is None:
            found[("figure", figure.pk)] = [figure]
            continue
        own = figure.stated_by in (link.publisher, link.title)
        owner = "" if own else figure.stated_by.casefold()
        key = (link.printing_group, owner, *(getattr(figure, name) for name in _COUNTED))
        found.setdefault(key, []).append(figure)
    return list(found.values())


def find_all(*, at_once: int = 200) -> int:
    """Look for printings among reports that were here before they were looked for; return how many.

    May be stopped and called again: what has its keys is not looked at again.
    """
    done, last = 0, 0
    rows = Report.objects.get_queryset().filter(printing=None).exclude(route__in=_NOT)
    while portion := list(rows.filter(pk__gt=last).exclude(text="").order_by("pk")[:at_once]):
        for report in portion:
            find_printings(report)
        done, last = done + len(portion), portion[-1].pk
    return done


def _candidates(report: Report, keys: tuple[int, ...]) -> QuerySet[Report]:
    """Return those that share most keys and came within some days, at most twenty."""
    near = Report.objects.get_queryset().filter(printing__taken_out_at=None, printing__isnull=False)
    if (day := report.published_at) is not None:
        within = Q(published_at__range=(day - WITHIN, day + WITHIN))
        near = near.filter(within | Q(published_at=None))
    found = (
        # Before they are cut to twenty: old printings of a text must not hide those of these days.
        PrintingKey.objects.filter(key__in=keys, report__in=near)
        .exclude(report=report)
        .values("report_id")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "report_id")
        .values_list("report_id", flat=True)[:_CANDIDATES]
    )
    return near.filter(pk__in=list(found)).select_related("printing")
