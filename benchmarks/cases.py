"""Fill a node with a few years' work: what it holds of its own, and what two parties said.

Reports and incidents are written in bulk, since only their number and shape matter.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime

from answerable.node.desk.models import (
    Attribution,
    Figure,
    Incident,
    IncidentInquiry,
    IncidentReport,
    Investigation,
    Place,
    PlaceName,
    Report,
    ReportWords,
    StruckObject,
)
from answerable.node.desk.services import searching
from answerable.node.ledger.models import Channel
from benchmarks.archive import correspond, write
from benchmarks.correspondence import DAY, SENTENCE, YEARS, Case
from tests.node.desk.factories import Desk, Other


def fill(
    desk: Desk, other: Other, *, reports: int, incidents: int, inquiries: int, now: datetime
) -> None:
    """Add so many reports, incidents and inquiries, half of them raised by either side."""
    chance = random.Random(7)  # The same cases in every run.
    write_reports(desk, reports, now)
    write_incidents(desk, incidents, now)
    link_reports(desk, now)
    cases = correspond(other, inquiries, chance, now)
    link_incidents(desk, other.channel, cases, now)
    lead_investigations(desk, other.channel, cases, now)


# -- what came in ---------------------------------------------------------------------------------


def write_reports(desk: Desk, count: int, now: datetime) -> None:
    """Write reports of some 2 kB of text, most of them screened."""
    have = Report.objects.count()

    def rows() -> Iterator[Report]:
        for number in range(count):
            at = now - YEARS * (count - number) / (count + 1)
            screening = ("received", *["accepted"] * 6, "out_of_scope")[number % 8]
            decided = screening != "received"
            yield Report(
                receipt_number=f"B-{at.year}-{have + number:06d}",
                title=f"Report {number} of a strike on a building in district {number % 97}",
                publisher=f"Publisher {number % 53}",
                published_at=at,
                published_precision="day",
                language=("en", "uk", "ar", "he", "ru")[number % 5],
                text=SENTENCE * 25,
                route=("upload", "paste", "form")[number % 3],
                received_at=at,
                received_by=desk.officer,
                screening=screening,
                screening_reason="Not about civilians" if screening == "out_of_scope" else "",
                screened_by=desk.officer if decided else None,
                screened_at=at + DAY if decided else None,
            )

    made = write(Report, rows())
    write(ReportWords, (searching.words_of(one) for one in made))


def write_incidents(desk: Desk, count: int, now: datetime) -> None:
    """Write incidents, each with a place, an object, a figure or three, and an attribution."""
    have = Incident.objects.count()
    statuses = ("candidate", "in_review", "ready", "raised", "raised", "resolved")

    def rows() -> Iterator[Incident]:
        for number in range(count):
            at = now - YEARS * (count - number) / (count + 1)
            yield Incident(
                reference=f"B-{at.year}-{have + number:05d}",
                title=f"Building hit in district {number % 97}, {number}",
                kind=("attack", "abduction", "detention", "denial_of_aid")[number % 4],
                start=at - 2 * DAY,
                time_precision="day",
                narrative=SENTENCE * 10,
                status=statuses[number % len(statuses)],
                office=desk.embassy,
                opened_by=desk.officer,
                opened_at=at,
                changed_at=at,
            )

    made = write(Incident, rows())
    by = {"added_by": desk.officer, "added_at": now}
    places = write(
        Place,
        (
            Place(
                incident=one, latitude="31.5", longitude="34.4", precision="neighbourhood",
                supplied_by="a publisher", **by,
            )
            for one in made
        ),
    )  # fmt: skip
    write(PlaceName, (PlaceName(place=one, name=f"District {one.pk}") for one in places))
    write(StruckObject, (StruckObject(incident=one, code="medical_unit") for one in made))
    write(
        Attribution,
        (
            Attribution(incident=one, party_name="Bob", stated_by="A publisher", **by)
            for one in made
        ),
    )
    write(
        Figure,
        (
            Figure(
                incident=one, stated_by=f"Publisher {number}", category=("killed", "injured")[
                    number % 2
                ], low=number, high=number, qualifier="exact", stated_on=now.date(), **by,
            )
            for one in made
            for number in range(1 + one.pk % 3)
        ),
    )  # fmt: skip


def link_reports(desk: Desk, now: datetime) -> None:
    """Link every accepted report to an incident."""
    accepted = Report.objects.filter(screening="accepted", incident_links=None)
    incidents = list(Incident.objects.values_list("pk", flat=True))
    write(
        IncidentReport,
        (
            IncidentReport(
                incident_id=incidents[number % len(incidents)],
                report_id=report,
                linked_by=desk.officer,
                linked_at=now,
            )
            for number, report in enumerate(accepted.values_list("pk", flat=True))
        ),
    )


# -- what only we know ----------------------------------------------------------------------------


def link_incidents(desk: Desk, channel: Channel, cases: Sequence[Case], now: datetime) -> None:
    """Say which incident of ours each case speaks of."""
    incidents = list(Incident.objects.order_by("pk").values_list("pk", flat=True))
    write(
        IncidentInquiry,
        (
            IncidentInquiry(
                incident_id=incidents[case.number % len(incidents)],
                channel=channel,
                thread=case.thread,
                inside="i1",
                linked_by=desk.officer,
                linked_at=now,
            )
            for case in cases
        ),
    )


def lead_investigations(desk: Desk, channel: Channel, cases: Sequence[Case], now: datetime) -> None:
    """Open an investigation of every case that we were asked about; a tenth is the officer's."""
    write(
        Investigation,
        (
            Investigation(
                channel=channel,
                thread=case.thread,
                office=desk.embassy,
                lead=desk.officer if case.number % 20 == 1 else desk.investigator,
                opened_by=desk.investigator,
                opened_at=now,
                closed_at=now if len(case.said) > 3 else None,
            )
            for case in cases
            if not case.ours
        ),
    )
