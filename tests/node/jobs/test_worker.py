"""The worker: it does what waits, and gives back what it could not finish."""

import threading
from datetime import UTC, datetime
from random import Random

import pytest

from answerable.node.jobs import queue
from answerable.node.jobs.models import Job, State
from answerable.node.jobs.worker import Worker
from tests.factories import NOW

DONE = threading.Event()


@queue.handler("test.signal")
def signal_done(job: queue.Running) -> None:
    DONE.set()


def _worker() -> Worker:
    return Worker("main", threads=2, clock=lambda: datetime.now(UTC), random=Random(1))


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
