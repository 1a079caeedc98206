"""Find the reports that print one text, let them count as one source, take one out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from answerable.extraction.text.reprints import are_printings, bands, shingles
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import Route
from answerable.node.desk.errors import ChangedMeanwhile
from answerable.node.desk.models import Printing, PrintingKey, Report
from answerable.node.desk.permissions import Deed, require

# A text is printed again within days; what looks alike a month later tells of something else.
WITHIN = timedelta(days=10)
_CANDIDATES = 20
# These come by rows and by record, each of its own event however alike the words are.
_NOT = (Route.IMPORT, Route.RECORD, Route.CHANNEL)


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


def one_of_each(links: Iterable[Any]) -> list[Any]:
    """Return the first link of each group; links to reports, annotated with `printing_group`."""
    found: dict[tuple[str, int], Any] = {}
    for link in links:
        group = link.printing_group
        found.setdefault(("group", group) if group else ("report", link.report_id), link)
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
