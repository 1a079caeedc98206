"""Two people at once, really at once: threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import msgspec
import pytest
from django.db import connection, connections

from answerable.node.accounts.models import Role
from answerable.node.desk.choices import RaiseChoice
from answerable.node.desk.errors import ChangedMeanwhile, DeskError
from answerable.node.desk.models import Batch, Draft, Incident
from answerable.node.desk.services import batches, drafts, facts, recorded
from answerable.node.desk.services.drafts import around
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, cleared, make_draft, make_incident, make_paper

TEN = 10
Together = Callable[[Callable[[int], object]], list[object]]


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Together:
    """Run a deed in ten threads that begin at one moment; return what each came to.

    A database in memory cannot be shared by connections, so on SQLite its copy in a file is used.
    """
    copy = tmp_path / "copy.sqlite3"

    def run(deed: Callable[[int], object]) -> list[object]:
        # Made once: what one run wrote the next one reads.
        if connection.vendor == "sqlite" and not copy.exists():
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(copy)])
        start = Barrier(TEN)

        def one(number: int) -> object:
            if connection.vendor == "sqlite":
                own = connections["default"].copy()
                own.settings_dict = {**own.settings_dict, "NAME": str(copy)}
                connections["default"] = own
            try:
                start.wait()
                return deed(number)
            except DeskError as exc:
                return exc
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(TEN) as pool:
            return list(pool.map(one, range(TEN)))

    return run


def test_references_are_given_out_once_and_without_gaps(together: Together) -> None:
    desk = Desk()

    def take_in(number: int) -> str:
        return make_incident(desk, title=f"Incident {number}").reference

    assert sorted(map(str, together(take_in))) == [
        f"INC-2026-{number:04}" for number in range(1, TEN + 1)
    ]


def test_one_edit_of_ten_counts(together: Together) -> None:
    desk = Desk()
    incident = make_incident(desk)

    def edit(number: int) -> str:
        mine = Incident.objects.get(pk=incident.pk)
        facts.edit(mine, version=1, title=f"Title {number}", why="At once", by=desk.officer, at=NOW)
        return mine.title

    came_to = together(edit)

    assert sum(isinstance(one, ChangedMeanwhile) for one in came_to) == TEN - 1


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
    assert sum(isinstance(one, ChangedMeanwhile) for one in came_to) == TEN - 1


def test_a_delivery_of_several_goes_once_and_whole(together: Together) -> None:
    desk = Desk()
    paper = make_paper(desk)
    held = [cleared(desk, make_draft(desk, paper)) for _ in range(3)]
    batch = batches.gather(held, **desk.by())
    seen = batches.seen_of(batches.look(batch, **desk.by()))

    def go(_number: int) -> list[str]:
        mine = Batch.objects.get(pk=batch.pk)
        handed = batches.HandedOver(delivered_at=NOW)
        return [one.reference for one in batches.go(mine, seen=seen, handed=handed, **desk.by())]

    came_to = together(go)

    assert [len(one) for one in came_to if isinstance(one, list)] == [3]
    assert sum(isinstance(one, ChangedMeanwhile) for one in came_to) == TEN - 1


def test_ten_who_write_on_after_each_conflict_lose_nothing(together: Together) -> None:
    desk = Desk()
    draft = make_draft(desk, make_paper(desk), grounds="")

    def add_a_line(number: int) -> int:
        """Add a line as a person would: look, write, and when somebody was quicker, once more."""
        tries = 0
        while True:
            tries += 1
            mine = Draft.objects.get(pk=draft.pk)
            choice = drafts.choice_of(mine)
            assert isinstance(choice, RaiseChoice)
            longer = msgspec.structs.replace(choice, grounds=f"{choice.grounds}line {number};")
            try:
                drafts.save(
                    mine, longer, version=mine.version, by=desk.officer, at=NOW, by_itself=True
                )
            except ChangedMeanwhile:
                continue
            return tries

    def read(number: int) -> str:
        return str(Draft.objects.get(pk=draft.pk).choice["grounds"])

    tries = together(add_a_line)

    assert all(isinstance(one, int) for one in tries)
    # Read where it was written: on SQLite the threads work on a copy.
    [grounds] = set(map(str, together(read)))
    assert sorted(grounds.split(";")[:-1]) == sorted(f"line {number}" for number in range(TEN))


def test_ten_comments_and_ten_readers_at_once_are_all_there(together: Together) -> None:
    desk = Desk()
    draft = make_draft(desk, make_paper(desk))

    def speak(number: int) -> str:
        around.open_by(draft, desk.officer, NOW)
        return drafts.comment(draft, f"Comment {number}", by=desk.officer, at=NOW).text

    came_to = together(speak)

    assert sorted(map(str, came_to)) == sorted(f"Comment {number}" for number in range(TEN))


def test_of_ten_who_clear_one_step_one_does(together: Together) -> None:
    desk = Desk()
    draft = make_draft(desk, make_paper(desk))
    drafts.ask_clearance(draft, version=draft.version, by=desk.officer, at=NOW)
    people = [make_user(f"clearer-{n}", Role.CLEARER, office="bureau") for n in range(TEN)]

    def clear(number: int) -> str:
        mine = Draft.objects.get(pk=draft.pk)
        drafts.clear(mine, draft.digest, by=people[number], office=desk.bureau, at=NOW)
        return "cleared"

    came_to = together(clear)

    assert came_to.count("cleared") == 1
    assert sum(isinstance(one, DeskError) for one in came_to) == TEN - 1
