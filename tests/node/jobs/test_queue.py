"""Putting jobs on the table: with the transaction, once per key, once per slot."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from answerable.node.jobs import queue, registry
from answerable.node.jobs.models import Job, Recurring, State
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

SEEN: list[dict[str, object]] = []


@queue.handler("test.see")
def see(job: queue.Running) -> None:
    SEEN.append(job.args)


@queue.handler("test.long")
def long_work(job: queue.Running) -> None:
    for n in range(3):
        job.progress(n, 3, "Counting")


@queue.handler("test.quiet", keep=False)
def quiet(job: queue.Running) -> None:
    """Leave no row behind."""


@queue.handler("test.every_minute", every=timedelta(minutes=1), keep=False)
def every_minute(job: queue.Running) -> None:
    """Recur."""


EVERY_MINUTE = registry.find("test.every_minute")


def test_a_job_gets_the_arguments_it_was_put_with() -> None:
    SEEN.clear()
    queue.enqueue("test.see", {"channel": "north"}, at=NOW)

    queue.run_waiting(NOW)

    assert SEEN == [{"channel": "north"}]


def test_what_was_not_committed_leaves_no_job() -> None:
    with transaction.atomic():
        queue.enqueue("test.see", at=NOW)
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_a_name_without_a_handler_is_refused_when_put() -> None:
    with pytest.raises(queue.NoSuchJob):
        queue.enqueue("test.nobody", at=NOW)


def test_a_key_that_waits_is_not_put_twice() -> None:
    first = queue.enqueue("test.see", at=NOW, unique_key="thread-1")

    second = queue.enqueue("test.see", at=NOW, unique_key="thread-1")

    assert first == second


def test_a_key_that_is_wanted_sooner_moves_forward() -> None:
    later = NOW + timedelta(hours=1)
    job = queue.enqueue("test.see", at=NOW, run_at=later, unique_key="thread-1")

    queue.enqueue("test.see", at=NOW, unique_key="thread-1")

    job.refresh_from_db()
    assert job.run_at == NOW


def test_a_running_job_does_not_stand_for_a_new_one() -> None:
    running = queue.enqueue("test.see", at=NOW, unique_key="thread-1")
    queue.claim("a", at=NOW)

    new = queue.enqueue("test.see", at=NOW, unique_key="thread-1")

    assert new != running


def test_a_waiting_job_starts_only_when_the_one_with_its_key_has_ended() -> None:
    queue.enqueue("test.see", at=NOW, unique_key="channel-1")
    running = queue.claim("a", at=NOW)
    assert running is not None
    for _ in range(3):
        waiting = queue.enqueue("test.see", at=NOW, unique_key="channel-1")
    other = queue.enqueue("test.see", at=NOW, unique_key="channel-2")

    meanwhile = [queue.claim("b", at=NOW), queue.claim("c", at=NOW)]
    queue.perform(running, clock=lambda: NOW)
    afterwards = [queue.claim("b", at=NOW), queue.claim("c", at=NOW)]

    assert meanwhile == [other, None]
    assert afterwards == [waiting, None]


def test_what_waits_behind_a_killed_worker_is_done_after_its_lease_and_not_beside_it() -> None:
    queue.enqueue("test.see", at=NOW, unique_key="channel-1")
    killed = queue.claim("a", at=NOW)
    waiting = queue.enqueue("test.see", at=NOW, unique_key="channel-1")
    later = NOW + queue.LEASE

    taken_up = queue.claim("b", at=later)
    beside = queue.claim("c", at=later)
    assert taken_up is not None
    queue.perform(taken_up, clock=lambda: later)
    after = queue.claim("c", at=later)

    assert (taken_up, beside, after) == (killed, None, waiting)


def test_a_failed_attempt_gives_way_to_a_newer_job_with_its_key() -> None:
    old = queue.enqueue("test.fail", at=NOW, unique_key="thread-1")
    claimed = queue.claim("a", at=NOW)
    new = queue.enqueue("test.fail", at=NOW, unique_key="thread-1")

    assert claimed is not None
    queue.perform(claimed, clock=lambda: NOW)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == (State.CANCELLED, State.WAITING)


def test_a_job_is_not_started_before_its_time() -> None:
    queue.enqueue("test.see", at=NOW, run_at=NOW + timedelta(seconds=1))

    assert queue.claim("a", at=NOW) is None


def test_a_recurring_job_is_put_once_per_slot_by_all_workers() -> None:
    put = [queue.enqueue_recurring(EVERY_MINUTE, at=NOW) for _worker in range(3)]

    assert len([job for job in put if job]) == 1


def test_a_recurring_job_comes_again_in_the_next_slot() -> None:
    queue.enqueue_recurring(EVERY_MINUTE, at=NOW)
    queue.run_waiting(NOW)

    assert queue.enqueue_recurring(EVERY_MINUTE, at=NOW + timedelta(minutes=1)) is not None


def test_a_recurring_job_does_not_overtake_itself() -> None:
    queue.enqueue_recurring(EVERY_MINUTE, at=NOW)
    queue.claim("a", at=NOW, lease=timedelta(minutes=5))

    assert queue.enqueue_recurring(EVERY_MINUTE, at=NOW + timedelta(minutes=1)) is None


def test_a_clock_set_back_does_not_stop_what_recurs() -> None:
    queue.enqueue_recurring(EVERY_MINUTE, at=NOW + timedelta(days=1))
    queue.run_waiting(NOW + timedelta(days=1))

    assert queue.enqueue_recurring(EVERY_MINUTE, at=NOW) is not None


def test_a_quiet_job_leaves_no_row() -> None:
    queue.enqueue("test.quiet", at=NOW)

    queue.run_waiting(NOW)

    assert not Job.objects.exists()


def test_progress_stands_in_the_row() -> None:
    job = queue.enqueue("test.long", at=NOW)

    queue.run_waiting(NOW)

    job.refresh_from_db()
    assert (job.done_n, job.total_n, job.message) == (2, 3, "Counting")


def test_a_running_job_that_is_cancelled_stops_at_its_next_report() -> None:
    job = queue.enqueue("test.long", at=NOW)
    claimed = queue.claim("a", at=NOW)
    queue.cancel(job, at=NOW)

    assert claimed is not None
    queue.perform(claimed, clock=lambda: NOW)

    job.refresh_from_db()
    assert (job.state, job.done_n) == (State.CANCELLED, 0)


def test_a_finished_job_cannot_be_cancelled() -> None:
    job = queue.enqueue("test.see", at=NOW)
    queue.run_waiting(NOW)

    assert not queue.cancel(job, at=NOW)


def test_rows_of_what_ended_go_after_a_week() -> None:
    queue.enqueue("test.see", at=NOW)
    queue.run_waiting(NOW)

    queue.enqueue("jobs.forget_finished", at=NOW)
    queue.run_waiting(NOW + timedelta(days=8))

    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"state": "odd"}, {"state": State.RUNNING, "lease_until": None}, {"lease_until": NOW}],
)
def test_the_database_itself_refuses_a_job_in_no_possible_state(wrong: dict[str, object]) -> None:
    queue.enqueue("test.see", at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(**wrong)


def test_the_database_keeps_one_row_per_recurring_name() -> None:
    Recurring.objects.create(name="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        Recurring.objects.create(name="x")


def test_a_person_sees_their_own_jobs_only() -> None:
    amal, other = make_user("amal"), make_user("other")
    mine = queue.enqueue("test.see", at=NOW, by=amal)
    queue.enqueue("test.see", at=NOW, by=other)

    assert list(Job.objects.visible_to(amal)) == [mine]
