"""Reports that come as rows of a table: many at once, found and handed on as any other."""

import pytest

from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.errors import BadInput
from answerable.node.desk.models import Remit, Report
from answerable.node.desk.services import reports, searching, tabulated
from answerable.node.desk.services.tabulated import Told
from tests.node.desk.factories import Desk

pytestmark = pytest.mark.django_db


def test_each_has_its_own_number_in_their_order(desk: Desk) -> None:
    before = reports.create_report(title="Earlier", route="form", **desk.by())

    made = tabulated.create_reports([Told("One", ""), Told("Two", "")], **desk.by())

    numbers = [int(one.receipt_number.rpartition("-")[2]) for one in (before, *made)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    event = AuditEvent.objects.latest("number")
    assert (event.subject_id, event.details) == (
        made[0].receipt_number,
        {"count": 2, "last": made[1].receipt_number},
    )


def test_they_are_found_by_their_words_also_when_they_were_renewed(desk: Desk) -> None:
    (made,) = tabulated.create_reports([Told("Clinic in Dorvelle", "")], **desk.by())
    assert searching.matching(Report.objects.all(), "dorvelle").get() == made

    told = Told("School in Port Sarel", "", publisher="The Courier", language="en")
    tabulated.renew_report(made, told, **desk.by())

    assert searching.matching(Report.objects.all(), "sarel").get() == made
    assert not searching.matching(Report.objects.all(), "dorvelle").exists()
    made.refresh_from_db()
    assert (made.publisher, made.language) == ("The Courier", "en")


def test_each_goes_to_the_office_whose_it_is(desk: Desk) -> None:
    Remit.objects.create(order=1, office=desk.bureau, area="Dorvelle")

    made = tabulated.create_reports(
        [Told("Clinic in Dorvelle", ""), Told("Other", "")], **desk.by()
    )

    offices = [Report.objects.get(pk=one.pk).office for one in made]
    assert offices == [desk.bureau, None]


def test_none_is_taken_in_where_one_has_no_title(desk: Desk) -> None:
    with pytest.raises(BadInput):
        tabulated.create_reports([Told("One", ""), Told(" ", "")], **desk.by())
    assert not Report.objects.exists()
    assert tabulated.create_reports([], **desk.by()) == []
