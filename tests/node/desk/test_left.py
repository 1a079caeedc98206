"""What still holds the words of an erased text is named as people know it, with its page."""

from answerable.node.desk.services import figures, left
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.left import Left
from answerable.node.desk.wording import word
from tests.node.desk.factories import Desk, make_incident, make_report


def test_parts_of_an_incident_are_its_page_once(desk: Desk) -> None:
    incident = make_incident(desk)
    count = Count("killed", 3, 3)
    figure = figures.add_figure(incident, count, stated_by="The mayor", **desk.by())

    found = left.describe(
        [["desk.figure", figure.pk, ["stated_by"]], ["desk.incident", incident.pk, ["title"]]]
    )

    place = f"/incidents/{incident.reference}/"
    assert found == [Left("incident", incident.reference, place)]


def test_a_report_is_named_by_its_number(desk: Desk) -> None:
    report = make_report(desk)

    [found] = left.describe([["desk.report", report.pk, ["text"]]])

    assert found == Left("report", report.receipt_number, f"/reports/{report.receipt_number}/")
    assert str(word("left_in", found.kind)) == "Report"


def test_what_is_gone_meanwhile_is_not_named(desk: Desk) -> None:
    assert left.describe([["desk.placename", 99, ["name"]]]) == []
