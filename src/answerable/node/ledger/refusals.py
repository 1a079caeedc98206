"""Count what the channel listener refuses, by reason, without a write for every knock."""

import logging
import threading
from collections import Counter
from datetime import datetime
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import F

from answerable.node.ledger.models import REASONS, Refusal

# Seconds between two writes of one process: a flood costs no more than this.
PAUSE: Final = 10.0

log = logging.getLogger(__name__)


class Tally:
    """Refusals that are not written down yet. Those of the last seconds die with the process."""

    def __init__(self) -> None:
        self._waiting: Counter[str] = Counter()
        self._written = float("-inf")
        self._lock = threading.Lock()

    def note(self, reason: str, *, at: datetime, now: float) -> None:
        """Count one refusal; `now` in seconds of any steady clock. Never raises."""
        with self._lock:
            self._waiting[reason if reason in REASONS else "malformed"] += 1
            if now - self._written < PAUSE:
                return
            self._written = now
            waiting, self._waiting = self._waiting, Counter()
        try:
            _write(waiting, at)
        except DatabaseError:
            log.warning("refusals could not be counted")


def counted() -> list[Refusal]:
    """Return what was refused here since the beginning, for each reason that there was."""
    return list(Refusal.objects.order_by("-last_at"))


def _write(waiting: Counter[str], at: datetime) -> None:
    with transaction.atomic():
        for reason, count in sorted(waiting.items()):
            row, _ = Refusal.objects.get_or_create(reason=reason, defaults={"last_at": at})
            Refusal.objects.filter(pk=row.pk).update(count=F("count") + count, last_at=at)


TALLY: Final = Tally()
