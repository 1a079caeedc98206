"""A job is done by one worker at a time, whatever crashes and whatever the clock does."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from answerable.node.jobs import queue
from answerable.node.jobs.models import Job, State
from tests.factories import NOW

DONE: list[int] = []


@queue.handler("test.note")
def note(job: queue.Running) -> None:
    DONE.append(job.args.get("n", 0))


@queue.handler("test.report")
def report(job: queue.Running) -> None:
    job.progress(0, 1)
    DONE.append(1)


@queue.handler("test.fail")
def fail(job: queue.Running) -> None:
    raise ValueError(job.attempt)


class JobsMachine(RuleBasedStateMachine):
    """Two workers on one table; either may die or be starved, and the clock may jump."""

    def __init__(self) -> None:
        super().__init__()
        Job.objects.all().delete()
        self.now = NOW
        self.held: dict[str, list[Job]] = {"a": [], "b": []}
        self.put = 0
        self.finished: set[int] = set()

    @initialize()
    def begin_with_work(self) -> None:
        for _job in range(3):
            self.put_a_job(late=0, key=None)

    @rule(late=st.sampled_from([0, 0, 30]), key=st.sampled_from([None, "one", "two"]))
    def put_a_job(self, late: int, key: str | None) -> None:
        due = self.now + timedelta(seconds=late)
        queue.enqueue("test.note", {"n": self.put}, at=self.now, run_at=due, unique_key=key)
        self.put += 1

    @rule(worker=st.sampled_from(["a", "b"]))
    def claim(self, worker: str) -> None:
        job = queue.claim(worker, at=self.now)
        if job is not None:
            self.held[worker].append(job)

    @rule(worker=st.sampled_from(["a", "b"]))
    def starve_the_other_worker(self, worker: str) -> None:
        self.now += queue.LEASE
        while (job := queue.claim(worker, at=self.now)) is not None:
            self.held[worker].append(job)

    @precondition(lambda self: any(self.held.values()))
    @rule(worker=st.sampled_from(["a", "b"]))
    def finish(self, worker: str) -> None:
        if self.held[worker]:
            job = self.held[worker].pop()
            before = Job.objects.get(pk=job.pk)
            queue.perform(job, clock=lambda: self.now)
            after = Job.objects.get(pk=job.pk)
            if (before.worker, before.attempts) != (job.worker, job.attempts):
                assert after.state == before.state, "who lost the lease changed the job"
            elif before.state == State.RUNNING:
                # Starved again and again it ends as failed, once its attempts are used up.
                used_up = job.attempts > job.max_attempts
                assert after.state == (State.FAILED if used_up else State.DONE)
                assert job.pk not in self.finished, "a job ended twice"
                self.finished.add(job.pk)

    @rule(worker=st.sampled_from(["a", "b"]))
    def renew(self, worker: str) -> None:
        queue.renew(worker, at=self.now)

    @rule(worker=st.sampled_from(["a", "b"]))
    def die_and_come_back(self, worker: str) -> None:
        self.held[worker].clear()
        queue.release(worker, at=self.now)

    @rule(seconds=st.sampled_from([-90, -1, 1, 30, 61, 200]))
    def let_the_clock_jump(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def a_key_waits_once(self) -> None:
        waiting = list(
            Job.objects.filter(state=State.WAITING, unique_key__isnull=False).values_list(
                "unique_key", flat=True
            )
        )
        assert len(waiting) == len(set(waiting))

    @invariant()
    def nothing_that_ended_goes_on(self) -> None:
        ended = Job.objects.filter(pk__in=self.finished)
        assert set(ended.values_list("state", flat=True)) <= {State.DONE.value, State.FAILED.value}

    def teardown(self) -> None:
        """Whatever happened: with workers alive again, every job ends."""
        self.now += timedelta(days=1)
        queue.release("a", at=self.now)
        queue.release("b", at=self.now)
        while (job := queue.claim("c", at=self.now)) is not None:
            queue.perform(job, clock=lambda: self.now)
        unfinished = Job.objects.exclude(state__in=(State.DONE, State.FAILED))
        assert not unfinished.exists()


class LeaseTests(TestCase):
    def test_a_job_is_done_by_one_worker_at_a_time(self) -> None:
        run_state_machine_as_test(
            JobsMachine, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
        )


@given(attempts=st.integers(1, 60), jitter=st.floats(0, 1))
def test_waiting_between_attempts_is_bounded(attempts: int, jitter: float) -> None:
    delay = queue.retry_delay(attempts, jitter)

    assert timedelta(seconds=1) <= delay <= timedelta(minutes=45)


@pytest.mark.django_db
def test_a_job_whose_lease_ran_out_is_taken_up_by_another_worker() -> None:
    queue.enqueue("test.note", at=NOW)
    first = queue.claim("a", at=NOW)

    second = queue.claim("b", at=NOW + queue.LEASE)

    assert first is not None
    assert second is not None
    assert (second.pk, second.worker, second.attempts) == (first.pk, "b", 2)


@pytest.mark.django_db
def test_who_lost_the_lease_changes_nothing_any_more() -> None:
    queue.enqueue("test.note", at=NOW)
    lost = queue.claim("a", at=NOW)
    queue.claim("b", at=NOW + queue.LEASE)

    assert lost is not None
    queue.perform(lost, clock=lambda: NOW + queue.LEASE)

    row = Job.objects.get()
    assert (row.state, row.worker) == (State.RUNNING, "b")


@pytest.mark.django_db
def test_who_lost_the_lease_is_told_at_the_next_report() -> None:
    queue.enqueue("test.report", at=NOW)
    lost = queue.claim("a", at=NOW)
    queue.claim("b", at=NOW + queue.LEASE)
    DONE.clear()

    assert lost is not None
    queue.perform(lost, clock=lambda: NOW + queue.LEASE)

    assert DONE == []


@pytest.mark.django_db
def test_a_renewed_lease_is_not_taken_away() -> None:
    queue.enqueue("test.note", at=NOW)
    queue.claim("a", at=NOW)

    queue.renew("a", at=NOW + timedelta(seconds=50))

    assert queue.claim("b", at=NOW + queue.LEASE) is None


@pytest.mark.django_db
def test_a_failing_job_is_tried_again_later_and_in_the_end_has_failed() -> None:
    job = queue.enqueue("test.fail", at=NOW)
    now, tries = NOW, 0

    while (claimed := queue.claim("a", at=now)) is not None:
        queue.perform(claimed, clock=lambda: now)  # noqa: B023  called at once
        now, tries = now + timedelta(hours=1), tries + 1

    job.refresh_from_db()
    assert (job.state, job.attempts, tries) == (State.FAILED, 8, 8)
    assert job.error == "ValueError"


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_every_time_fails_in_the_end() -> None:
    job = queue.enqueue("test.note", at=NOW)
    Job.objects.update(max_attempts=1)
    queue.claim("a", at=NOW)
    queue.release("a", at=NOW)

    claimed = queue.claim("a", at=NOW)

    assert claimed is not None
    queue.perform(claimed, clock=lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "GiveUp")
