"""Make sure that what was deleted is not left in the database's files.

SQLite overwrites deleted rows with zeros (`secure_delete`), but older pages stand in its
write-ahead log until that is folded in and cut. PostgreSQL keeps dead rows until a vacuum.
"""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.utils import OperationalError

from answerable.node.jobs import queue
from answerable.node.ledger import forgetting

SCRUB_JOB = "ledger.scrub"
AGAIN_AFTER = timedelta(seconds=30)
PATIENCE_MS = 500

log = logging.getLogger(__name__)


def scrub_after_commit(*, at: datetime) -> None:
    """Arrange that deleted bytes leave the files: at once, and by a job if somebody reads then."""
    queue.enqueue(SCRUB_JOB, {}, at=at, unique_key=SCRUB_JOB)
    transaction.on_commit(scrub, robust=True)


def scrub() -> bool:
    """Make deleted bytes leave the database's files; tell whether they have.

    Not inside a transaction. Waits half a second at most for those who read at this moment.
    """
    if connection.in_atomic_block:
        return False
    return _vacuum() if connection.vendor == "postgresql" else _cut_log()


def _cut_log() -> bool:
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = bool(cursor.fetchone()[0])
        except OperationalError:
            busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual}")
    if busy:
        log.info("write-ahead log not cut yet: somebody reads")
    return not busy


def _vacuum() -> bool:
    with connection.cursor() as cursor:
        for table in forgetting.emptied_tables():
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
    return True
