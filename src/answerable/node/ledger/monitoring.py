"""Answer monitoring: a stranger learns that the node serves, and whoever has the token the rest."""

import hmac
import logging
import os
import secrets
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from answerable.node.jobs.models import Job, State
from answerable.node.ledger import disk
from answerable.node.ledger.health import Health, LogHealth, channel_health
from answerable.node.ledger.models import Channel, Refusal
from answerable.node.ledger.peer_access import Buckets

KEPT_IN: Final = "monitoring-token"
_SERVES, _FAILS = "ok\n", "failed\n"
# Seconds for which one look at the database answers everybody: a flood of questions costs nothing.
_FRESH: Final = 1.0
_REPORTS = Buckets(rate=1, burst=10)

log = logging.getLogger(__name__)


class Pulse:
    """Remembers for a moment whether the database answered."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._beats = False

    def beats(self, now: float) -> bool:
        """Tell whether the database answers; `now` in seconds of any steady clock."""
        with self._lock:
            if now - self._asked >= _FRESH:
                self._beats, self._asked = _database_answers(), now
            return self._beats


_PULSE = Pulse()


@csrf_exempt
@login_not_required
@require_safe
def pulse(request: HttpRequest) -> HttpResponse:
    """Say that this listener serves and its database answers; the same in every state."""
    return _pulse()


@csrf_exempt
@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The same to a stranger; to whoever brings the token, how every channel stands."""
    given = request.headers.get("Authorization", "")
    if not _is_token(given) or not _PULSE.beats(time.monotonic()):
        return _pulse()
    if not _REPORTS.take("", time.monotonic()):
        return HttpResponse(status=429)
    answer = JsonResponse(report(at=timezone.now()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def report(*, at: datetime) -> dict[str, Any]:
    """Return sizes, ages, states and room, in codes and numbers; no name, no case, no address."""
    channels = Channel.objects.select_related("ours", "theirs").order_by("slug")
    jobs = Job.objects.filter(state=State.WAITING)
    return {
        "at": at.isoformat(timespec="seconds"),
        "channels": [channel_report(channel_health(each, at=at), at=at) for each in channels],
        "disk": [
            {"name": each.name, "free": each.free, "total": each.total, "level": each.level}
            for each in disk.spaces()
        ],
        "jobs": {
            "waiting": jobs.count(),
            "due": jobs.filter(run_at__lte=at).count(),
            "failed": Job.objects.filter(state=State.FAILED).count(),
        },
        "refused": {each.reason: each.count for each in Refusal.objects.all()},
    }


def channel_report(found: Health, *, at: datetime) -> dict[str, Any]:
    """Return how one channel stands, in codes and numbers. Ages are in seconds."""
    channel, waiting = found.channel, found.ours.waiting_since if found.ours else None
    return {
        "channel": channel.slug,
        "kind": channel.kind,
        "state": channel.state,
        "well": found.is_well,
        "ours": _log_report(found.ours, at),
        "theirs": _log_report(found.theirs, at),
        "queue": found.queue,
        "oldest_waiting": _age(waiting, at),
        "last_contact": _age(found.last_contact, at),
        "failures": found.failures,
        "last_error": found.last_error,
        "receipts": found.alarm or "in_time",
        "odd_receipt": found.odd_receipt,
        "clock_skew": found.clock_skew,
        "keys_to_compare": found.keys_to_compare,
        "contents_awaited": found.contents_promised,
        "contents_given_up": found.contents_missing,
    }


def _log_report(log: LogHealth | None, at: datetime) -> dict[str, Any] | None:
    if log is None:
        return None
    return {
        "size": log.size,
        "receipted": log.receipted,
        "with_contents": log.with_contents,
        "last_receipt": _age(log.last_receipt_at, at),
        "frozen": log.frozen,
        "suspect": log.suspect,
        "evidence": log.evidence,
    }


def make_token() -> Path:
    """Make the token's file unless it is there; whoever can read it may see the report."""
    path: Path = settings.NODE.home / KEPT_IN
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    return path


def _is_token(given: str) -> bool:
    path: Path = settings.NODE.home / KEPT_IN
    try:
        # Open to others, it is no secret any more.
        if path.stat().st_mode & 0o077:
            return False
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    wanted = f"Bearer {token}"
    return len(token) >= 32 and hmac.compare_digest(given.encode(), wanted.encode())


def _pulse() -> HttpResponse:
    return answer_for(_PULSE.beats(time.monotonic()))


def answer_for(beats: bool) -> HttpResponse:
    """Build the one answer to everybody: that it serves, or that it does not."""
    answer = HttpResponse(
        _SERVES if beats else _FAILS, status=200 if beats else 503, content_type="text/plain"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _database_answers() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Reads a table of ours: a database that is there and empty is no node's.
            cursor.execute("SELECT 1 FROM ledger_channel LIMIT 1")
    except Error:
        log.warning("the database does not answer")
        return False
    return True


def _age(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else int((at - since).total_seconds())
