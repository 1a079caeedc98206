"""Receipts, evidence, and what is under way with a log, as rows."""

import hashlib
from typing import Any

from answerable.node.ledger import models
from answerable.node.ledger.storage.heads import HeadRows, fetch, write
from answerable.protocol.errors import NoSuchLog
from answerable.protocol.store import Cosignature, Evidence, Mirror

_RECEIPT = "SELECT size, name, key_id, time, line FROM ledger_cosignature WHERE log_id = %s"
_COVERING = f"{_RECEIPT} AND size >= %s AND size <= %s ORDER BY size, name, key_id"
_LAST = f"{_RECEIPT} AND name = %s ORDER BY size DESC, key_id DESC LIMIT 1"
_ADD = (
    "INSERT INTO ledger_cosignature (log_id, size, name, key_id, time, line)"
    " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (log_id, name, key_id, size) DO NOTHING"
)
_LARGEST = 2**63 - 1
_MIRROR = "SELECT pending, frozen FROM ledger_loghead WHERE channel_id = %s AND origin = %s"


class ReceiptRows(HeadRows):
    """A store of one channel, as far as receipts and faults go."""

    def add_cosignature(self, cosignature: Cosignature) -> None:
        """Keep a receipt; does nothing if this size has one of that name and key already."""
        key, given = self._key(cosignature.origin), cosignature
        key_id = given.key_id.hex()
        write(_ADD, key, given.size, given.name, key_id, given.time, given.line)

    def cosignatures(
        self,
        origin: str,
        min_size: int = 0,
        max_size: int | None = None,
        *,
        limit: int | None = None,
    ) -> list[Cosignature]:
        """Receipts for sizes from `min_size` to `max_size`, by size and name; the first `limit`."""
        most = _LARGEST if max_size is None else max_size
        values = (self._key(origin), min_size, most)
        rows = (
            fetch(_COVERING, *values)
            if limit is None
            else fetch(f"{_COVERING} LIMIT %s", *values, limit)
        )
        return [_cosignature(origin, row) for row in rows]

    def last_cosignature(self, origin: str, name: str) -> Cosignature | None:
        """The cosigner's receipt for the largest size."""
        rows = fetch(_LAST, self._key(origin), name)
        return _cosignature(origin, rows[0]) if rows else None

    def mirror(self, origin: str) -> Mirror:
        """What is under way with the log."""
        found = fetch(_MIRROR, self._channel.pk, origin)
        if not found:
            raise NoSuchLog(origin)
        pending, frozen = found[0]
        return Mirror(None if pending is None else bytes(pending), frozen or None)

    def set_pending(self, origin: str, note: bytes | None) -> None:
        """Remember the note whose entries are being fetched."""
        models.LogHead.objects.filter(pk=self._key(origin)).update(pending=note)

    def freeze(self, origin: str, code: str) -> None:
        """Stop the log for good, with the first reason given. The library never undoes it."""
        models.LogHead.objects.filter(pk=self._key(origin), frozen="").update(frozen=code)

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep evidence; does nothing if the same bytes are kept already."""
        models.Evidence.objects.get_or_create(
            log_id=self._key(evidence.origin),
            code=evidence.code,
            digest=hashlib.sha256(evidence.data).hexdigest(),
            defaults={"data": evidence.data, "time": evidence.time},
        )

    def evidence(self, origin: str) -> list[Evidence]:
        """All evidence about the log, oldest first."""
        rows = models.Evidence.objects.filter(log_id=self._key(origin)).order_by("pk")
        return [Evidence(origin, row.code, bytes(row.data), row.time) for row in rows]


def _cosignature(origin: str, row: tuple[Any, ...]) -> Cosignature:
    size, name, key_id, time, line = row
    return Cosignature(origin, size, name, bytes.fromhex(key_id), time, line)
