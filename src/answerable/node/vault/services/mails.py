"""E-mails by which reports came: seal one as it came, find it again, open it with a reason."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from django.db import IntegrityError, transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import scrubbing
from answerable.node.vault import sealing
from answerable.node.vault.errors import AlreadySealed, NotPossible, Tampered
from answerable.node.vault.models import SealedMail, Source
from answerable.node.vault.permissions import require_custodian, require_sealer
from answerable.node.vault.services import keys

HEAD: Final = "head"
ORIGINAL: Final = "original"

Head = tuple[tuple[str, str], ...]


def check_ready(by: User) -> None:
    """Raise unless this person could seal an e-mail now; NoVault where there is no vault yet."""
    require_sealer(by)
    keys.current()


def check_new(original: bytes, fingerprint: bytes = b"") -> None:
    """Raise `AlreadySealed` where these bytes lie in the vault, or the same message as a copy.

    `fingerprint` is what all copies of one message have in common; nothing where that is not known.
    """
    known = SealedMail.objects.filter(bytes_digest=_digest(b"bytes", original))
    if fingerprint:
        known |= SealedMail.objects.filter(message_digest=_digest(b"id", fingerprint))
    found = known.only("receipt").first()
    if found is not None:
        raise AlreadySealed(found.receipt)


@transaction.atomic
def keep(
    source: Source,
    receipt: str,
    *,
    head: Sequence[tuple[str, str]],
    original: bytes,
    fingerprint: bytes,
    by: User,
    at: datetime,
) -> SealedMail:
    """Seal an e-mail as it came. Needs no passphrase, and reads nothing."""
    require_sealer(by)
    vault = keys.current()
    name = secrets.token_hex(16)
    plain_head = msgspec.msgpack.encode(tuple(head))
    try:
        with transaction.atomic():
            mail = SealedMail.objects.create(
                source=source,
                receipt=receipt,
                name=name,
                head=sealing.seal_part(plain_head, name, HEAD, vault.recipient),
                original=sealing.seal_part(original, name, ORIGINAL, vault.recipient),
                bytes_digest=_digest(b"bytes", original),
                message_digest=_digest(b"id", fingerprint) if fingerprint else None,
                sealed_by=by,
                sealed_at=at,
            )
    except IntegrityError:
        check_new(original, fingerprint)
        raise
    details = {"report": receipt}
    audit.record(by, "mail sealed", "source", source.code, at=at, details=details)
    scrubbing.scrub_after_commit(at=at)
    return mail


def heads(mails: Iterable[SealedMail], secret: str) -> list[tuple[SealedMail, Head]]:
    """Open the fields of e-mails with the vault's key, for somebody who gave a reason."""
    found = []
    for mail in mails:
        data = sealing.unseal_part(bytes(mail.head), mail.name, HEAD, secret)
        try:
            found.append((mail, msgspec.msgpack.decode(data, type=Head)))
        except msgspec.MsgspecError as exc:
            raise Tampered from exc
    return found


def open_original(
    mail: SealedMail, passphrase: str, *, reason: str, by: User, at: datetime
) -> bytes:
    """Return an e-mail as it came, for a reason that the others read. Not in a transaction.

    The opening is in the trail before anything is handed out.
    """
    require_custodian(by)
    if not reason.strip():
        raise NotPossible("reason_needed")
    secret = keys.open_vault(passphrase, by=by, at=at)
    data = sealing.unseal_part(bytes(mail.original), mail.name, ORIGINAL, secret)
    with transaction.atomic():
        details = {"reason": reason.strip()[:300], "report": mail.receipt}
        audit.record(by, "mail opened", "source", mail.source.code, at=at, details=details)
    return data


def _digest(of: bytes, data: bytes) -> str:
    key = keys.node_key()
    return hashlib.blake2b(data, digest_size=16, key=key, person=b"mail " + of).hexdigest()
