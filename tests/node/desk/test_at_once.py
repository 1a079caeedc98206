"""Two people at once, really at once: threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections

from answerable.node.desk.errors import ChangedMeanwhile
from answerable.node.desk.models import Draft, Incident
from answerable.node.desk.services import facts, recorded
from tests.factories import NOW
from tests.node.desk.factories import Desk, cleared, make_draft, make_incident, make_paper

Together = Callable[[Callable[[int], object]], list[object]]


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Together:
    """Run a deed in four threads that begin at one moment; return what each came to.

    A database in memory cannot be shared by connections, so on SQLite its copy in a file is used.
    """
    copy = tmp_path / "copy.sqlite3"

    def run(deed: Callable[[int], object]) -> list[object]:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(copy)])
        start = Barrier(4)

        def one(number: int) -> object:
            if connection.vendor == "sqlite":
                own = connections["default"].copy()
                own.settings_dict = {**own.settings_dict, "NAME": str(copy)}
                connections["default"] = own
            try:
                start.wait()
                return deed(number)
            except ChangedMeanwhile as exc:
                return exc
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(one, range(4)))

    return run


def test_references_are_given_out_once_and_without_gaps(together: Together) -> None:
    desk = Desk()

    def take_in(number: int) -> str:
        return make_incident(desk, title=f"Incident {number}").reference

    assert sorted(map(str, together(take_in))) == [
        f"INC-2026-000{number}" for number in range(1, 5)
    ]


def test_one_edit_of_four_counts(together: Together) -> None:
    desk = Desk()
    incident = make_incident(desk)

    def edit(number: int) -> str:
        mine = Incident.objects.get(pk=incident.pk)
        facts.edit(mine, version=1, title=f"Title {number}", why="At once", by=desk.officer, at=NOW)
        return mine.title

    came_to = together(edit)

    assert sum(isinstance(one, ChangedMeanwhile) for one in came_to) == 3


def test_a_message_leaves_once(together: Together) -> None:
    desk = Desk()
    draft = cleared(desk, make_draft(desk, make_paper(desk)))

    def deliver(number: int) -> str:
        mine = Draft.objects.get(pk=draft.pk)
        mine.version, mine.state = draft.version, draft.state
        recorded.record_delivery(mine, delivered_at=NOW, by=desk.officer, at=NOW)
        return "sent"

    came_to = together(deliver)

    assert came_to.count("sent") == 1
    assert sum(isinstance(one, ChangedMeanwhile) for one in came_to) == 3
