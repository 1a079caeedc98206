"""Making a report of a document."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from answerable.node.accounts.models import Role, User
from answerable.node.desk.errors import NotPermitted
from answerable.node.desk.models import Figure, Incident, Report
from answerable.node.desk.services import reports
from answerable.node.desk.services.counts import Count
from answerable.node.intake.models import Custody, Document, Way
from answerable.node.intake.services import documents
from tests.extraction.documents import ARTICLE, pdf_with_facts
from tests.factories import NOW, make_user


def receive(data: bytes, by: User, way: Way = Way.UPLOAD) -> Document:
    return documents.receive_document(
        data, way=way, url="https://courier.invalid/clinic", by=by, at=NOW
    ).document


def make_report(document: Document, by: User, text: str = "", title: str = "Corrected") -> Report:
    return documents.make_report(
        document,
        title=title,
        publisher="The Island Courier",
        published=date(2026, 2, 4),
        language="en",
        text=text,
        by=by,
        at=NOW,
    )


def test_the_report_has_the_corrected_facts_and_the_text_of_the_document(amal: User) -> None:
    document = receive(ARTICLE.encode(), amal)

    report = make_report(document, amal)

    assert report.receipt_number
    assert (report.title, report.route, report.received_by) == ("Corrected", "upload", amal)
    assert report.text == document.reading.text
    assert report.url == "https://courier.invalid/clinic"


def test_the_day_of_a_report_is_the_same_day_in_far_zones(amal: User) -> None:
    report = make_report(receive(ARTICLE.encode(), amal), amal)

    assert report.published_at is not None
    for zone in ("Pacific/Honolulu", "Pacific/Auckland"):
        with timezone.override(zone):
            shown = timezone.localtime(report.published_at)
        assert shown.date() in {date(2026, 2, 4), date(2026, 2, 5)}
    with timezone.override("America/Los_Angeles"):
        assert timezone.localtime(report.published_at).date() == date(2026, 2, 4)


def test_correcting_a_report_leaves_the_document_as_it_was(amal: User) -> None:
    document = receive(ARTICLE.encode(), amal)

    make_report(document, amal)

    assert document.reading.title == "Clinic struck in the night"
    assert documents.open_original(document, by=amal, at=NOW) == ARTICLE.encode()


def test_a_document_becomes_one_report_however_often_it_is_asked(amal: User) -> None:
    document = receive(ARTICLE.encode(), amal)

    first = make_report(document, amal)
    second = make_report(document, amal, title="Another")

    assert second == first
    assert Report.objects.count() == 1
    assert [event.kind for event in document.custody.all()].count(Custody.REPORT_MADE) == 1


def test_what_a_scan_says_is_typed_in(amal: User) -> None:
    document = receive(pdf_with_facts(Title="Scan"), amal)

    assert make_report(document, amal, text="The clinic was struck").text == "The clinic was struck"


def test_pasted_text_comes_by_that_route(amal: User) -> None:
    assert make_report(receive(b"The clinic was struck", amal, Way.PASTE), amal).route == "paste"


def test_only_officers_and_investigators_make_reports(amal: User) -> None:
    document = receive(ARTICLE.encode(), amal)

    with pytest.raises(NotPermitted):
        make_report(document, make_user("noor", Role.CLEARER))


def test_the_acceptance_article_becomes_one_report_whose_totals_are_tolls(
    amal: User, shared: Path
) -> None:
    data = (shared / "cases" / "article-2024-01.txt").read_bytes()
    document = receive(data, amal)

    report = make_report(document, amal, title=document.reading.title)
    totals = {"killed": 25_001, "displaced": 1_000_000}
    toll = reports.record_toll(
        situation="Gaza Strip",
        as_of=date(2024, 1, 24),
        owner="Palestinian Ministry of Health",
        figures=[Count(category, low=low) for category, low in totals.items()],
        report=report,
        by=amal,
        at=NOW,
    )

    assert list(Report.objects.all()) == [report]
    assert report.title.startswith("U.S. and Israel initiate dialogue")
    assert {one.category: (one.low, one.high) for one in toll.figures.all()} == {
        "killed": (25_001, None),
        "displaced": (1_000_000, None),
    }
    assert (toll.owner, toll.report) == ("Palestinian Ministry of Health", report)
    assert not Incident.objects.exists()
    assert not Figure.objects.exists()
