"""Long lists are not counted to their ends, and every page of them can be reached."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.jobs.models import Job
from answerable.node.ui import paging
from answerable.node.ui.paging import LongPaginator
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def jobs(count: int) -> LongPaginator:
    """Return that many rows of some table, in pages of fifty."""
    Job.objects.bulk_create(
        Job(name="some", args={}, run_at=NOW + timedelta(seconds=number), created_at=NOW)
        for number in range(count)
    )
    return LongPaginator(Job.objects.order_by("pk"), 50)


@pytest.mark.parametrize(
    ("count", "number", "first", "last", "has_next"),
    [
        (0, None, 0, 0, False),
        (50, "1", 1, 50, False),
        (51, "1", 1, 50, True),
        (51, "2", 51, 51, False),
        (51, "nonsense", 1, 50, True),
        (51, "-3", 1, 50, True),
        (51, "3", 51, 51, False),
        (51, "9" * 40, 51, 51, False),
    ],
)
def test_a_page_says_where_it_stands_and_whether_another_follows(
    count: int, number: Any, first: int, last: int, *, has_next: bool
) -> None:
    page = jobs(count).get_page(number)

    assert (page.start_index(), page.end_index()) == (first, last)
    assert page.has_next() == has_next
    assert page.has_previous() == (first > 50)
    assert (page.paginator.count, page.paginator.is_more) == (count, False)  # type: ignore[attr-defined]


def test_of_a_long_list_the_first_thousand_are_counted_and_the_rest_can_be_reached() -> None:
    pages = jobs(paging.MOST + 120)

    first, beyond, last = (pages.get_page(number) for number in (1, 22, 23))

    assert pages.is_more
    assert pages.counted == paging.MOST
    assert first.has_next()
    assert (beyond.start_index(), beyond.end_index(), beyond.has_next()) == (1051, 1100, True)
    assert (last.start_index(), last.end_index(), last.has_next()) == (1101, 1120, False)
    assert pages.get_page(24).number == paging.MOST // 50


def test_a_list_that_ends_on_its_first_page_is_asked_for_once() -> None:
    pages = jobs(30)

    with CaptureQueriesContext(connection) as queries:
        page = pages.get_page(None)
        assert (len(page), pages.count, page.has_other_pages()) == (30, 30, False)

    assert len(queries) == 1
