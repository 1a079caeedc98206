"""Hold a node's database for one node: on PostgreSQL two folders could name the same one."""

import contextlib
from collections.abc import Iterator

from answerable.cli.errors import Refused

# "answerable node" as a number: PostgreSQL names its advisory locks so.
LOCK_NUMBER = 0x616E7377


@contextlib.contextmanager
def database() -> Iterator[None]:
    """Hold the database until the block ends; raises Refused if another node works on it.

    A SQLite file lies in the node's folder, whose own lock holds it.
    """
    from django.db import OperationalError, connections

    connection = connections.create_connection("default")
    if connection.vendor != "postgresql":
        yield
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
            row = cursor.fetchone()
    except OperationalError as exc:
        connection.close()
        first = (str(exc).strip().splitlines() or ["it does not answer"])[0]
        raise Refused(f"the database cannot be used: {first}") from exc
    try:
        if not row or not row[0]:
            raise Refused("another node works on this database")
        yield
    finally:
        connection.close()
