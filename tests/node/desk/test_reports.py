"""Reports as they come in, tolls of a situation, and phrases that must not leave."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Report, TollFigure
from answerable.node.desk.services import drafts, reports
from answerable.node.desk.services.counts import Count
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import DAY, Desk, change, make_draft, make_incident, make_report


def test_a_report_gets_a_receipt_number(desk: Desk) -> None:
    numbers = [make_report(desk).receipt_number for _one in range(3)]

    assert numbers == ["R-2026-00001", "R-2026-00002", "R-2026-00003"]


def test_a_report_that_failed_gives_its_number_back(desk: Desk) -> None:
    with transaction.atomic():
        make_report(desk)
        transaction.set_rollback(True)

    assert make_report(desk).receipt_number == "R-2026-00001"


def test_each_year_counts_anew(desk: Desk) -> None:
    make_report(desk)

    later = reports.create_report(
        title="Next", route="form", by=desk.officer, at=NOW.replace(year=2027)
    )

    assert later.receipt_number == "R-2027-00001"


def test_a_date_without_a_precision_is_a_day(desk: Desk) -> None:
    assert make_report(desk, published_at=NOW).published_precision == "day"


def test_an_administrator_takes_nothing_in(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        reports.create_report(title="?", route="form", by=desk.administrator, at=NOW)


def test_a_duplicate_names_the_other(desk: Desk) -> None:
    first, second = make_report(desk), make_report(desk)

    with pytest.raises(BadInput):
        reports.screen(second, "duplicate", **desk.by())
    reports.screen(second, "duplicate", duplicate_of=first, **desk.by())

    assert second.duplicate_of == first


def test_duplicates_do_not_run_in_a_circle(desk: Desk) -> None:
    first, second = make_report(desk), make_report(desk)
    reports.screen(second, "duplicate", duplicate_of=first, **desk.by())

    with pytest.raises(BadInput):
        reports.screen(first, "duplicate", duplicate_of=second, **desk.by())


def test_of_two_who_screen_at_once_one_is_told(desk: Desk) -> None:
    report = make_report(desk)
    stale = Report.objects.get(pk=report.pk)
    reports.screen(report, "accepted", **desk.by())

    with pytest.raises(ChangedMeanwhile):
        reports.screen(stale, "out_of_scope", reason="Old", **desk.by())


def test_a_toll_keeps_its_owner_and_its_date(desk: Desk) -> None:
    toll = reports.record_toll(
        situation="The island",
        as_of=date(2026, 2, 28),
        owner="Ministry of Health",
        figures=[Count("killed", 120), Count("injured", 300, 350, qualifier="about")],
        **desk.by(),
    )

    assert list(toll.figures.values_list("category", "low", "high", "qualifier")) == [
        ("killed", 120, None, "at_least"),
        ("injured", 300, 350, "about"),
    ]


def test_a_toll_has_no_way_into_an_incident(desk: Desk) -> None:
    related = {field.related_model for field in TollFigure._meta.get_fields()}

    assert not any("Incident" in str(model) for model in related)


@pytest.mark.parametrize(
    "count",
    [
        Count("killed", 5, 3),
        Count("killed", -1),
        Count("killed", 3, qualifier="exact"),
        Count("killed", 3, 3, qualifier="range"),
        Count("killed", 3, qualifier="not_stated"),
        Count("anything", 3),
    ],
)
def test_a_count_that_cannot_be_meant_is_refused(desk: Desk, count: Count) -> None:
    with pytest.raises(BadInput):
        reports.record_toll(
            situation="The island",
            as_of=date(2026, 2, 28),
            owner="A ministry",
            figures=[count],
            **desk.by(),
        )


@pytest.mark.parametrize(
    ("low", "high", "qualifier"),
    [(5, 3, "range"), (None, None, "exact"), (3, None, "exact"), (0, 0, "not_stated")],
)
def test_the_database_refuses_it_too(
    desk: Desk, low: int | None, high: int | None, qualifier: str
) -> None:
    toll = reports.record_toll(
        situation="S", as_of=NOW.date(), owner="O", figures=[Count("killed")], **desk.by()
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        toll.figures.update(low=low, high=high, qualifier=qualifier)


def test_marking_a_phrase_twice_changes_nothing(desk: Desk) -> None:
    report = make_report(desk)

    first = reports.mark_phrase(report, "  Samira   Mansour ", **desk.by())
    second = reports.mark_phrase(report, "Samira Mansour", **desk.by(NOW + DAY))

    assert (first.pk, second.phrase) == (second.pk, "Samira Mansour")


def test_a_phrase_that_was_decided_on_stays_marked(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)
    phrase = reports.mark_phrase(incident, "Samira Mansour", **desk.by())
    draft = change(
        desk, make_draft(desk, paper, about=[incident]), grounds="Samira Mansour said so"
    )
    [finding] = drafts.preview(draft, at=NOW).leaks
    drafts.keep_phrase(draft, finding.key, reason="Agreed", version=draft.version, **desk.by())

    with pytest.raises(NotPossible, match="phrase_was_decided_on"):
        reports.unmark_phrase(phrase, **desk.by())
