"""Do jobs until told to stop: claim, run in threads, renew leases, start what recurs."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import DatabaseError, close_old_connections

from answerable.node.jobs import queue, registry
from answerable.node.jobs.models import Job

# Seconds between two looks at the table; shorter for a while after there was something to do,
# since what is under way between two nodes comes in several steps.
POLL, POLL_BUSY = 0.2, 0.04
BUSY = timedelta(seconds=1)
# Of several threads so many do urgent jobs only: while one waits for another node's answer, the
# other goes on.
KEPT_FREE = 2
GRACE = 10.0
RENEW_EVERY = timedelta(seconds=15)

log = logging.getLogger(__name__)


class Worker:
    """One process that does jobs. `seat` is its place: who sits there now has replaced the last.

    Two live workers must not share a seat; the supervisor's instance lock sees to that.
    """

    def __init__(
        self, seat: str, *, threads: int, clock: Callable[[], datetime], random: Random
    ) -> None:
        self.seat = seat
        self.clock = clock
        self.random = random
        self.threads = threads
        self.running: dict[threading.Thread, bool] = {}
        self.wake = threading.Condition()
        self.slots: dict[str, int] = {}
        self.renewed_at = self.started_at = clock()

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set, then wait a little for running jobs and give back the rest."""
        registry.discover()
        taken_over = queue.release(self.seat, at=self.clock())
        log.info("worker started: seat=%s taken_over=%s", self.seat, taken_over)
        while not stop.is_set():
            try:
                busy = self.step()
            except DatabaseError as exc:
                # The database may be restarting or locked; the jobs are safe in it.
                log.warning("worker cannot reach its table: error=%s", type(exc).__name__)
                close_old_connections()
                busy = False
            if not busy:
                with self.wake:
                    # The end of a job is a reason to look at once: it may have put down another.
                    self.wake.wait(self._pause())
        self._drain()

    def step(self) -> bool:
        """Do what is due now; return True if a job was started, so that more may be waiting."""
        now = self.clock()
        if abs(now - self.renewed_at) >= RENEW_EVERY:
            queue.renew(self.seat, at=now)
            self.renewed_at = now
        for entry in registry.recurring():
            slot = entry.slot(now)
            if self.slots.get(entry.name) != slot:
                queue.enqueue_recurring(entry, at=now)
                self.slots[entry.name] = slot
        job = self._claim(now)
        if job is None:
            return False
        thread = threading.Thread(target=self._do, args=(job,), daemon=True, name=f"job-{job.pk}")
        with self.wake:
            self.running[thread] = registry.is_urgent(job.name)
        thread.start()
        self.started_at = now
        return True

    def _pause(self) -> float:
        return POLL_BUSY if abs(self.clock() - self.started_at) < BUSY else POLL

    def _claim(self, now: datetime) -> Job | None:
        """Take the next job that a thread is free for.

        Of several threads some do urgent jobs only, so that neither a long job nor many short
        ones hold up the channels; the urgent ones in turn leave the others their threads.
        """
        with self.wake:
            urgent = sum(self.running.values())
            others = len(self.running) - urgent
        if urgent + others >= self.threads:
            return None
        if not urgent:
            job = queue.claim(self.seat, at=now, only_urgent=True)
            if job is not None:
                return job
        is_kept_free = others >= max(1, self.threads - KEPT_FREE) and self.threads > 1
        if is_kept_free and not urgent:
            return None
        return queue.claim(self.seat, at=now, only_urgent=is_kept_free)

    def _do(self, job: Job) -> None:
        try:
            queue.perform(job, clock=self.clock, jitter=self.random.random())
        finally:
            close_old_connections()
            with self.wake:
                self.running.pop(threading.current_thread(), None)
                self.wake.notify_all()

    def _drain(self) -> None:
        with self.wake:
            self.wake.wait_for(lambda: not self.running, timeout=GRACE)
        given_back = queue.release(self.seat, at=self.clock())
        log.info("worker stopped: seat=%s given_back=%s", self.seat, given_back)
