"""The worker: it does what waits, and gives back what it could not finish."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from answerable.node.jobs import queue, registry
from answerable.node.jobs.models import Job, State
from answerable.node.jobs.worker import Worker
from tests.factories import NOW

DONE = threading.Event()


@queue.handler("test.signal")
def signal_done(job: queue.Running) -> None:
    DONE.set()


RELEASE = threading.Event()


@queue.handler("test.held")
def hold(job: queue.Running) -> None:
    RELEASE.wait(20)


@queue.handler("test.held_urgent", urgent=True)
def hold_urgent(job: queue.Running) -> None:
    RELEASE.wait(20)


def _worker(*, threads: int = 2, recurring: bool = True) -> Worker:
    worker = Worker("main", threads=threads, clock=lambda: datetime.now(UTC), random=Random(1))
    if not recurring:
        # As if each had been put on the table in this period already.
        far = datetime.now(UTC)
        worker.slots = {entry.name: entry.slot(far) for entry in registry.recurring()}
    return worker


@pytest.mark.django_db(transaction=True)
def test_a_waiting_job_is_done_by_a_running_worker() -> None:
    DONE.clear()
    queue.enqueue("test.signal", at=NOW)
    stop = threading.Event()
    thread = threading.Thread(target=_worker().run, args=(stop,))

    thread.start()
    happened = DONE.wait(20)
    stop.set()
    thread.join(20)

    assert happened
    assert Job.objects.get(name="test.signal").state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_new_worker_on_the_seat_takes_over_what_the_last_left_behind() -> None:
    DONE.clear()
    queue.enqueue("test.signal", at=NOW)
    queue.claim("main", at=datetime.now(UTC))
    stop = threading.Event()
    thread = threading.Thread(target=_worker().run, args=(stop,))

    thread.start()
    happened = DONE.wait(20)
    stop.set()
    thread.join(20)

    assert happened
    assert Job.objects.get(name="test.signal").attempts == 2


@pytest.fixture
def released() -> Iterator[None]:
    RELEASE.clear()
    yield
    RELEASE.set()


def _step_until_idle(worker: Worker) -> None:
    while worker.step():
        pass


def _names(worker: Worker) -> list[str]:
    running = Job.objects.filter(state=State.RUNNING, worker=worker.seat)
    return sorted(running.values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("released")
def test_an_urgent_job_does_not_wait_behind_long_ones() -> None:
    for _ in range(3):
        queue.enqueue("test.held", at=NOW)
    worker = _worker(recurring=False)
    _step_until_idle(worker)
    queue.enqueue("test.held_urgent", at=NOW + timedelta(seconds=1))

    _step_until_idle(worker)

    assert _names(worker) == ["test.held", "test.held_urgent"]
    RELEASE.set()
    worker._drain()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("released")
def test_urgent_jobs_leave_the_others_a_thread() -> None:
    for _ in range(3):
        queue.enqueue("test.held_urgent", at=NOW + timedelta(seconds=1))
    queue.enqueue("test.held", at=NOW)
    worker = _worker(recurring=False)

    _step_until_idle(worker)

    assert _names(worker) == ["test.held", "test.held_urgent"]
    RELEASE.set()
    worker._drain()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("released")
def test_of_three_threads_two_are_left_to_urgent_jobs() -> None:
    for _ in range(3):
        queue.enqueue("test.held", at=NOW)
    for _ in range(3):
        queue.enqueue("test.held_urgent", at=NOW + timedelta(seconds=1))
    worker = _worker(threads=3, recurring=False)

    _step_until_idle(worker)

    assert _names(worker) == ["test.held", "test.held_urgent", "test.held_urgent"]
    RELEASE.set()
    worker._drain()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("released")
def test_a_single_thread_does_the_urgent_job_first_and_then_all_others() -> None:
    queue.enqueue("test.held", at=NOW)
    worker = _worker(threads=1, recurring=False)

    _step_until_idle(worker)

    assert _names(worker) == ["test.held"]
    RELEASE.set()
    worker._drain()
