"""Keys of the vault: found it, admit a second custodian, change a passphrase, open it for a deed.

The opened key lives for one deed in one process and is kept nowhere: each deed that reads asks for
the passphrase. So any number of processes serve, and a stolen session reads nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import keyfiles, scrubbing
from answerable.node.vault import sealing, traces
from answerable.node.vault.errors import (
    NotAdmitted,
    NotPossible,
    NoVault,
    Tampered,
    TooManyTries,
    WrongPassphrase,
)
from answerable.node.vault.models import Custodian, NameTrace, SealedMail, Source, Vault
from answerable.node.vault.permissions import require_custodian
from answerable.safekeeping import errors as safekeeping
from answerable.safekeeping import sealed

KEY_FILE: Final = "vault"
LEAST_LETTERS: Final = 14
MOST_LETTERS: Final = 512
TRIES: Final = 5
PAUSE: Final = timedelta(minutes=15)

# A passphrase costs 128 MiB for half a second: one at a time, so that a small machine can bear it.
_OPENING = threading.BoundedSemaphore(1)


@transaction.atomic
def found(
    passphrase: str, *, anew: bool = False, by: User, at: datetime, work: int = sealed.WORK
) -> Vault:
    """Make the vault's key; `by` is its first custodian.

    With `anew`, for a passphrase that nobody has any more: what was sealed is lost and goes.
    Refused while somebody else could still open it.
    """
    require_custodian(by)
    _check_new(passphrase)
    if Vault.objects.exists():
        if not anew or _others(by).exists():
            raise NotPossible("vault_exists")
        _give_up(by, at)
    secret, recipient = sealing.make_key()
    try:
        with transaction.atomic():
            vault = Vault.objects.create(
                recipient=recipient, seal=_seal_of(recipient), founded_by=by, founded_at=at
            )
    except IntegrityError as exc:
        raise NotPossible("vault_exists") from exc
    own = _new_custodian(passphrase, by, at, work)
    Custodian.objects.filter(pk=own.pk).update(
        vault_key=sealing.seal_key(secret, own.recipient), admitted_at=at, admitted_by=by
    )
    audit.record(by, "vault founded", "vault", "1", at=at)
    return vault


@transaction.atomic
def ask(passphrase: str, *, by: User, at: datetime, work: int = sealed.WORK) -> Custodian:
    """Make a key of one's own, which another custodian then admits. Also for a lost passphrase."""
    require_custodian(by)
    _check_new(passphrase)
    if not Vault.objects.exists():
        raise NoVault
    if not _others(by).exists():
        raise NotPossible("nobody_could_admit")
    own = _new_custodian(passphrase, by, at, work)
    audit.record(by, "vault key asked for", "custodian", str(by.pk), at=at)
    return own


def admit(custodian: Custodian, recipient: str, passphrase: str, *, by: User, at: datetime) -> None:
    """Seal the vault's key for another custodian, whose key is the one that was compared."""
    secret = open_vault(passphrase, by=by, at=at)
    require_custodian(custodian.user)
    if recipient != custodian.recipient:
        raise NotPossible("changed_meanwhile")
    with transaction.atomic():
        changed = Custodian.objects.filter(
            pk=custodian.pk, admitted_at__isnull=True, recipient=custodian.recipient
        ).update(vault_key=sealing.seal_key(secret, recipient), admitted_at=at, admitted_by=by)
        if not changed:
            raise NotPossible("changed_meanwhile")
        audit.record(by, "vault key given", "custodian", str(custodian.user_id), at=at)


@transaction.atomic
def dismiss(custodian: Custodian, *, by: User, at: datetime) -> None:
    """Take a custodian's key away. Refused for the last one who can open the vault."""
    require_custodian(by)
    if custodian.is_admitted and not _others(custodian.user).exists():
        raise NotPossible("last_custodian")
    custodian.delete()
    audit.record(by, "vault key taken", "custodian", str(custodian.user_id), at=at)
    scrubbing.scrub_after_commit(at=at)


def change_passphrase(
    old: str, new: str, *, by: User, at: datetime, work: int = sealed.WORK
) -> None:
    """Seal one's own key with another passphrase. The vault's key stays as it is."""
    _check_new(new)
    own_secret = _open_own(old, by, at)
    with transaction.atomic():
        Custodian.objects.filter(user=by).update(
            own_key=sealing.lock_key(own_secret, new, secrets.token_bytes, work)
        )
        audit.record(by, "vault passphrase changed", "custodian", str(by.pk), at=at)
        # The old one must not open what stands in the database's files any more.
        scrubbing.scrub_after_commit(at=at)


def keep_index(keeps: bool, passphrase: str, *, by: User, at: datetime) -> None:
    """Make the traces of all names anew, or do without them; also when the node's key is lost."""
    secret = open_vault(passphrase, by=by, at=at)
    with transaction.atomic():
        Vault.objects.filter(pk=1).update(
            keeps_index=keeps, seal=_seal_of(sealing.public_half(secret))
        )
        NameTrace.objects.all().delete()
        if keeps:
            for source in Source.objects.filter(sealed_at__isnull=False, erased_at__isnull=True):
                identity = sealing.unseal(bytes(source.sealed), source.code, source.version, secret)
                trace(source, identity)
        audit.record(by, "vault index made anew", "vault", "1", at=at, details={"kept": keeps})
        scrubbing.scrub_after_commit(at=at)


def open_vault(passphrase: str, *, by: User, at: datetime) -> str:
    """Return the vault's key; for the length of one deed only. Not inside a transaction.

    Raises WrongPassphrase, TooManyTries after five wrong ones, NotAdmitted, Tampered.
    """
    own_secret = _open_own(passphrase, by, at)
    own = Custodian.objects.get(user=by)
    if not own.is_admitted:
        raise NotAdmitted
    secret = sealing.open_key(bytes(own.vault_key), own_secret)
    vault = Vault.objects.get(pk=1)
    if sealing.public_half(secret) != vault.recipient:
        raise Tampered
    return secret


def current() -> Vault:
    """Return the vault to seal for; raises NoVault, or Tampered if its key was exchanged."""
    vault = Vault.objects.filter(pk=1).first()
    if vault is None:
        raise NoVault
    check(vault)
    return vault


def check(vault: Vault) -> None:
    """Raise Tampered if the vault's key was exchanged, or the node's is another."""
    if not hmac.compare_digest(vault.seal, _seal_of(vault.recipient)):
        raise Tampered


def node_key() -> bytes:
    """Return the key of this node that makes traces; it lies in a file, not in the database."""
    return keyfiles.make_secret(KEY_FILE, lambda: secrets.token_bytes(32))


def trace(source: Source, identity: sealing.Identity) -> None:
    """Keep the traces of a source's names instead of those that were here."""
    NameTrace.objects.filter(source=source).delete()
    made = traces.traces_of(identity, node_key())
    NameTrace.objects.bulk_create(NameTrace(source=source, digest=one) for one in sorted(made))


def fingerprint(recipient: str) -> str:
    """Return four groups of digits by which two people compare a key on the telephone."""
    number = int.from_bytes(hashlib.sha256(recipient.encode()).digest()[:8], "big")
    digits = f"{number % 10**16:016d}"
    return " ".join(digits[place : place + 4] for place in range(0, 16, 4))


def _open_own(passphrase: str, by: User, at: datetime) -> str:
    require_custodian(by)
    own = Custodian.objects.filter(user=by).first()
    if own is None:
        raise NotAdmitted
    # Counted before it is tried, so that many at once are not many tries.
    free = Custodian.objects.filter(pk=own.pk, tries__lt=TRIES)
    if not free.update(tries=F("tries") + 1):
        _check_pause(own, at)
    try:
        with _OPENING:
            secret = sealed.unseal(bytes(own.own_key), passphrase[:MOST_LETTERS])
    except safekeeping.WrongPassphrase as exc:
        _count_wrong(own, by, at)
        raise WrongPassphrase from exc
    except safekeeping.SafekeepingError as exc:
        raise Tampered from exc
    Custodian.objects.filter(pk=own.pk).update(tries=0, blocked_until=None)
    return secret.decode("ascii")


def _check_pause(own: Custodian, at: datetime) -> None:
    """Begin anew once the pause is over, for one of those who ask at once."""
    over = Custodian.objects.filter(pk=own.pk, tries__gte=TRIES, blocked_until__lte=at)
    if not over.update(tries=1, blocked_until=None):
        raise TooManyTries


@transaction.atomic
def _count_wrong(own: Custodian, by: User, at: datetime) -> None:
    Custodian.objects.filter(pk=own.pk, tries__gte=TRIES).update(blocked_until=at + PAUSE)
    audit.record(by, "vault passphrase wrong", "custodian", str(by.pk), at=at)


def _new_custodian(passphrase: str, by: User, at: datetime, work: int) -> Custodian:
    secret, recipient = sealing.make_key()
    Custodian.objects.filter(user=by).delete()
    return Custodian.objects.create(
        user=by,
        recipient=recipient,
        own_key=sealing.lock_key(secret, passphrase, secrets.token_bytes, work),
        asked_at=at,
    )


def _others(user: User) -> QuerySet[Custodian]:
    return (
        Custodian.objects.filter(admitted_at__isnull=False, user__is_active=True)
        .filter(user__memberships__role="custodian")
        .exclude(user=user)
        .distinct()
    )


def _give_up(by: User, at: datetime) -> None:
    Source.objects.filter(sealed_at__isnull=False, erased_at__isnull=True).update(
        sealed=b"", erased_at=at, erased_by=by
    )
    NameTrace.objects.all().delete()
    SealedMail.objects.all().delete()
    Custodian.objects.all().delete()
    Vault.objects.all().delete()
    audit.record(by, "vault given up", "vault", "1", at=at)
    scrubbing.scrub_after_commit(at=at)


def _check_new(passphrase: str) -> None:
    if not LEAST_LETTERS <= len(passphrase) <= MOST_LETTERS:
        raise NotPossible("passphrase_too_short")


def _seal_of(recipient: str) -> str:
    return hmac.digest(node_key(), b"vault-recipient\n" + recipient.encode(), "sha256").hex()
