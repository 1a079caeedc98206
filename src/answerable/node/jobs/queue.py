"""Put jobs on the table, take them from it, and write down what came of them.

Everything that decides is one conditional UPDATE, so two workers cannot both believe that they
hold a job, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from answerable.node.jobs import registry
from answerable.node.jobs.models import Job, Recurring, State
from answerable.node.jobs.registry import (
    Cancelled,
    GiveUp,
    Handler,
    LeaseLost,
    NoSuchJob,
    Running,
    handler,
)

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

__all__ = [
    "Cancelled",
    "GiveUp",
    "LeaseLost",
    "NoSuchJob",
    "Running",
    "cancel",
    "enqueue",
    "handler",
    "run_waiting",
]

LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=30)
# Two who put the same job on the table at one moment settle it in two tries.
ENQUEUE_TRIES = 5

log = logging.getLogger(__name__)


def enqueue(
    name: str,
    args: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    run_at: datetime | None = None,
    unique_key: str | None = None,
    by: AbstractBaseUser | None = None,
) -> Job:
    """Put a job on the table, in the caller's transaction: no commit, no job.

    With a `unique_key` at most one job with it waits: the waiting one is returned, and what this
    transaction wrote is seen by it. One that already runs does not count, since it may have read
    too early; the waiting one starts when that one has ended.
    """
    entry = registry.find(name)
    due = run_at or at
    for tries_left in reversed(range(ENQUEUE_TRIES)):
        with transaction.atomic():
            # The lock keeps a worker from starting the waiting job before we have committed.
            waiting = unique_key and (
                Job.objects.select_for_update()
                .filter(unique_key=unique_key, state=State.WAITING)
                .first()
            )
            if waiting:
                if due < waiting.run_at:
                    waiting.run_at = due
                    waiting.save(update_fields=["run_at"])
                return waiting
            try:
                with transaction.atomic():
                    return Job.objects.create(
                        name=name,
                        args=dict(args or {}),
                        unique_key=unique_key,
                        requested_by_id=by.pk if by is not None else None,
                        created_at=at,
                        run_at=due,
                        keep=entry.keep,
                        max_attempts=entry.max_attempts,
                    )
            except IntegrityError:
                if unique_key is None or not tries_left:
                    raise
        # Someone else put the same job on the table at this moment: look again.
    raise AssertionError("the last try returns or raises")


def enqueue_recurring(entry: Handler, *, at: datetime) -> Job | None:
    """Put a recurring job on the table, once per slot over all workers, never two at a time."""
    slot = entry.slot(at)
    Recurring.objects.get_or_create(name=entry.name)
    with transaction.atomic():
        # A slot far ahead of ours was written by a clock that has been set back since.
        unseen = Q(last_slot__lt=slot) | Q(last_slot__gt=slot + 2)
        won = Recurring.objects.filter(unseen, name=entry.name).update(last_slot=slot)
        busy = Job.objects.filter(name=entry.name, state=State.RUNNING, lease_until__gt=at)
        if not won or busy.exists():
            return None
        return enqueue(entry.name, at=at, unique_key=f"recurring:{entry.name}")


def claim(
    worker: str, *, at: datetime, lease: timedelta = LEASE, only_urgent: bool = False
) -> Job | None:
    """Take the job that has been due longest, or one whose worker stopped renewing its lease.

    Never one with the key of a job that somebody holds: two at a time would do the same work.
    """
    held = Job.objects.filter(
        state=State.RUNNING, lease_until__gt=at, unique_key=OuterRef("unique_key")
    )
    due = Q(state=State.WAITING, run_at__lte=at) | Q(state=State.RUNNING, lease_until__lte=at)
    due &= Q(~Exists(held))
    if only_urgent:
        due &= Q(name__in=registry.urgent())
    if not Job.objects.filter(due).exists():
        return None
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = Job.objects.select_for_update(skip_locked=skip) if skip else Job.objects.all()
        job = rows.filter(due).order_by("run_at", "pk").first()
        if job is None:
            return None
        job.state, job.worker = State.RUNNING, worker
        job.lease_until, job.attempts = at + lease, job.attempts + 1
        job.save(update_fields=["state", "worker", "lease_until", "attempts"])
        return job


def renew(worker: str, *, at: datetime, lease: timedelta = LEASE) -> int:
    """Renew the leases of all jobs that this worker still holds; return how many."""
    held = Job.objects.filter(worker=worker, state=State.RUNNING)
    return held.update(lease_until=at + lease)


def release(worker: str, *, at: datetime) -> int:
    """Give back the jobs of a worker that has stopped; they start again at once."""
    held = Job.objects.filter(worker=worker, state=State.RUNNING)
    return held.update(lease_until=at)


def perform(job: Job, *, clock: Callable[[], datetime], jitter: float = 0.5) -> Exception | None:
    """Do a claimed job and write down what came of it; return the error of a failed attempt."""
    try:
        if job.attempts > job.max_attempts:
            raise GiveUp("its worker died every time")
        entry = registry.find(job.name)
        entry.work(Running(job.pk, job.name, job.args, job.attempts, clock, partial(_report, job)))
    except LeaseLost:
        log.warning("job taken up by another worker: id=%s name=%s", job.pk, job.name)
        return None
    except Cancelled:
        _finish(job, State.CANCELLED, at=clock())
        return None
    except Exception as exc:  # noqa: BLE001  whatever a handler raises is a failed attempt
        _fail(job, exc, at=clock(), jitter=jitter)
        return exc
    _finish(job, State.DONE, at=clock())
    return None


def run_waiting(at: datetime, *, limit: int = 1000) -> int:
    """Do all jobs that are due, here and now; return how many. A failed attempt is raised."""
    for done in range(limit):
        job = claim("in-process", at=at)
        if job is None:
            return done
        error = perform(job, clock=lambda: at)
        if error is not None:
            raise error
    return limit


def cancel(job: Job, *, at: datetime) -> bool:
    """Cancel a waiting job, or ask a running one to stop; return False if it had finished."""
    waiting = Job.objects.filter(pk=job.pk, state=State.WAITING)
    if waiting.update(state=State.CANCELLED, finished_at=at):
        return True
    return bool(Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_asked=True))


def retry_delay(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait after the n-th failed attempt; jitter (0 to 1) spreads the tries."""
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_RETRY) * (0.5 + jitter)


def forget_finished(*, before: datetime) -> int:
    """Remove the rows of jobs that ended before a moment; return how many."""
    ended = (State.DONE, State.CANCELLED, State.FAILED)
    return Job.objects.filter(state__in=ended, finished_at__lt=before).delete()[0]


def _held(job: Job) -> Any:
    """Return the row only while this very attempt holds it."""
    return Job.objects.filter(
        pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts
    )


def _report(job: Job, done: int, total: int | None, message: str) -> None:
    if not _held(job).update(done_n=done, total_n=total, message=message[:200]):
        raise LeaseLost(job.pk)
    if _held(job).filter(cancel_asked=True).exists():
        raise Cancelled(job.pk)


def _finish(job: Job, state: State, *, at: datetime) -> None:
    if state == State.DONE and not job.keep:
        _held(job).delete()
        return
    _held(job).update(state=state, finished_at=at, lease_until=None, error="")


def _fail(job: Job, exc: Exception, *, at: datetime, jitter: float) -> None:
    error = type(exc).__name__[:120]
    log.warning(
        "job attempt failed: id=%s name=%s attempt=%s error=%s",
        job.pk,
        job.name,
        job.attempts,
        error,
    )
    log.debug("job attempt failed, in detail: id=%s", job.pk, exc_info=exc)
    last = isinstance(exc, GiveUp) or job.attempts >= job.max_attempts
    if not last:
        again = {
            "state": State.WAITING,
            "run_at": at + retry_delay(job.attempts, jitter),
            "lease_until": None,
            "error": error,
        }
        try:
            with transaction.atomic():
                _held(job).update(**again)
            return
        except IntegrityError:
            # A newer job with the same key waits already and will do the same work.
            log.info("job left to a newer one with its key: id=%s name=%s", job.pk, job.name)
            _finish(job, State.CANCELLED, at=at)
            return
    _held(job).update(state=State.FAILED, finished_at=at, lease_until=None, error=error)
