"""Who may sign for a party, and since when: its founding keys, and what its log changed of them.

The account is folded from the party's own `key`, `revoke` and `epoch` statements, which only its
identity key can sign. Total: a change that does not fit changes nothing and is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from answerable.protocol import changes, envelope, keys, party
from answerable.protocol.changes import Epoch, KeyChange, KeyRole, Revocation, SizeOf
from answerable.protocol.envelope import Envelope, Keyring, Signer
from answerable.protocol.errors import BadEnvelope, BadEpoch, BadStatement
from answerable.protocol.keys import COSIGNER, LOG, VerifierKey

# What a party may make everyone else keep and fold again, in one log.
MAX_CHANGES: Final = 512
MAX_REFUSED: Final = 32


@dataclass(frozen=True, slots=True)
class Countersigner:
    """A key of a party by which it countersigns the logs of others, and for which sizes.

    For a log that is not in `since` it counts from the beginning; once `until` is there, it counts
    for no log that is not in it.
    """

    role: KeyRole
    public: bytes
    since: Mapping[str, int]
    until: Mapping[str, int] | None = None

    def counts_at(self, origin: str, size: int) -> bool:
        """Tell whether its line under a checkpoint of this size of that log is a receipt."""
        if size < self.since.get(origin, 0):
            return False
        return self.until is None or size < self.until.get(origin, 0)


@dataclass(frozen=True)
class Standing:
    """A party's keys as they stand after some entries of its log.

    `signers` holds every key that the party ever had, with the indices of its own log at which it
    counts; for the log's key these are sizes. `taken` are the keys of all parties, which nobody may
    use again. `count` is how many changes this log made. `refused` are the first that did not fit:
    (index, why).
    """

    channel: str
    party: str
    prefix: str
    epoch: int
    signers: tuple[Signer, ...]
    countersigners: tuple[Countersigner, ...]
    age: tuple[str, ...]
    taken: frozenset[bytes]
    count: int = 0
    refused: tuple[tuple[int, str], ...] = ()

    @property
    def origin(self) -> str:
        """Name of the log that the party writes now."""
        suffix = "" if self.epoch == 1 else f"/e{self.epoch}"
        return f"{self.prefix}/{self.channel}/{self.party}{suffix}"

    @property
    def next_origin(self) -> str:
        """Name of the log that would follow this one."""
        return replace(self, epoch=self.epoch + 1).origin

    @cached_property
    def keyring(self) -> Keyring:
        """Every key by its keyid, whatever its role."""
        return {keys.keyid(each.public): each for each in self.signers}

    def current(self, role: KeyRole, office: str | None = None) -> bytes | None:
        """The public key that counts for a role now, or None while there is none."""
        for each in reversed(self.signers):
            if (each.role, each.office, each.to_index) == (role.value, office, None):
                return each.public
        return None

    def log_keys(self, size: int) -> tuple[VerifierKey, ...]:
        """The keys that may sign this log's checkpoint of this size: one, or none."""
        return tuple(
            VerifierKey(self.origin, LOG, each.public)
            for each in self.signers
            if each.role == KeyRole.LOG and each.counts_at(size)
        )

    def cosigner_keys(self, origin: str, size: int) -> tuple[VerifierKey, ...]:
        """The keys by which this party gives receipts for that log at this size."""
        return tuple(
            VerifierKey(f"{self.prefix}/{each.role}", COSIGNER, each.public)
            for each in self.countersigners
            if each.counts_at(origin, size)
        )

    def after(self, index: int, entry: bytes) -> Standing:
        """Give the standing once this entry stands at this index of the party's log.

        Never raises. What changes no key gives the same standing: this object itself.
        """
        try:
            opened = envelope.open_entry(entry)
        except BadEnvelope:
            return self
        is_beginning = index == 0 and self.epoch > 1
        if opened.statement.type not in changes.KINDS or is_beginning:
            return self
        try:
            envelope.check(
                opened,
                channel=self.channel,
                log=self.origin,
                index=index,
                keyring=self.keyring,
            )
            return replace(self._changed(index, opened), count=self.count + 1)
        except (BadEnvelope, BadStatement) as exc:
            if len(self.refused) == MAX_REFUSED:
                return self
            return replace(self, refused=(*self.refused, (index, str(exc))))

    def next_epoch(self, entry: bytes) -> Standing:
        """Give the standing in the log that this entry begins; raises BadEpoch.

        Whether its owner names the right end of the log before is for the caller to compare.
        """
        begun = replace(self, epoch=self.epoch + 1, count=0, refused=())
        try:
            opened = envelope.open_entry(entry)
            # Identity keys count by their place in the log before; all that still count may sign.
            envelope.check(
                opened,
                channel=self.channel,
                log=begun.origin,
                index=0,
                keyring=_from_the_start(self.signers),
            )
            change = changes.parse(opened.statement.type, opened.statement.body)
            if not isinstance(change, Epoch) or change.log != self.origin:
                raise BadEpoch("not the beginning of this party's next log")
            public = keys.decode_base64(change.new)
            self._check_new(opened, public)
        except (BadEnvelope, BadStatement) as exc:
            raise BadEpoch(str(exc)) from exc
        kept = _from_the_start(self.signers).values()
        others = tuple(each for each in kept if each.role != KeyRole.LOG)
        return replace(
            begun,
            signers=(*others, Signer(KeyRole.LOG.value, None, public)),
            taken=self.taken | {public},
        )

    def _changed(self, index: int, opened: Envelope) -> Standing:
        change = changes.parse(opened.statement.type, opened.statement.body)
        if isinstance(change, Epoch):
            raise BadStatement("an epoch stands at the beginning of a log")
        if self.count >= MAX_CHANGES:
            raise BadStatement(f"a log changes keys {MAX_CHANGES} times at most")
        if change.at != index:
            raise BadStatement(f"says that it stands at {change.at}")
        if isinstance(change, Revocation):
            return self._revoked(change)
        if change.role is KeyRole.AGE:
            return self._with_recipient(change)
        return self._with_key(change, opened)

    def _with_recipient(self, change: KeyChange) -> Standing:
        if change.new in self.age:
            raise BadStatement("this recipient is there already")
        kept = self.age
        if change.old is not None:
            kept = tuple(each for each in self.age if keys.keyid(each.encode()) != change.old)
            if kept == self.age:
                raise BadStatement("there is no such recipient to replace")
        if len(kept) >= party.MAX_AGE:
            raise BadStatement(f"there are {party.MAX_AGE} recipients already")
        # The newest comes first: pouches are sealed to all, and read by whoever has one.
        return replace(self, age=(change.new, *kept))

    def _with_key(self, change: KeyChange, opened: Envelope) -> Standing:
        current = self.current(change.role, change.office)
        if (current and keys.keyid(current)) != change.old:
            raise BadStatement("not the key that counts now is replaced")
        self._check_new(opened, change.public)
        if current is not None:
            _check_signed(opened, current)
        fresh = Signer(change.role.value, change.office, change.public, change.at + 1)
        ended = _end(self.signers, current, change.at + 1)
        if change.role not in changes.COSIGNERS:
            return self._with(ended, fresh)
        since = {each.log: each.size for each in change.sizes}
        countersigner = Countersigner(change.role, change.public, since)
        return replace(
            self._with(ended, fresh),
            countersigners=(*_end_cosigner(self.countersigners, current, since), countersigner),
        )

    def _with(self, ended: tuple[Signer, ...], fresh: Signer) -> Standing:
        return replace(self, signers=(*ended, fresh), taken=self.taken | {fresh.public})

    def _revoked(self, change: Revocation) -> Standing:
        if any(keys.keyid(each.encode()) == change.key for each in self.age):
            kept = tuple(each for each in self.age if keys.keyid(each.encode()) != change.key)
            return replace(self, age=kept)
        found = self.keyring.get(change.key)
        if found is None or found.to_index is not None:
            raise BadStatement("no key of that id counts now")
        if found.role == KeyRole.IDENTITY:
            raise BadStatement("an identity is replaced, never revoked")
        trusted = {each.log: each.size + 1 for each in change.sizes}
        to_index = change.at
        if found.role == KeyRole.LOG:
            # Nothing that the revocation's own log holds can be disowned by it: what this bounds
            # is which notes of a stolen key are still looked at.
            to_index = min(trusted.get(self.origin, change.at + 1), change.at + 1)
        ended = _end(self.signers, found.public, to_index)
        cosigners = self.countersigners
        if found.role in changes.COSIGNERS:
            cosigners = _end_cosigner(cosigners, found.public, trusted)
        return replace(self, signers=ended, countersigners=cosigners)

    def _check_new(self, opened: Envelope, public: bytes) -> None:
        if public in self.taken:
            raise BadStatement("the new key is in use, or was")
        _check_signed(opened, public)


def sizes_of(found: Mapping[str, int]) -> tuple[SizeOf, ...]:
    """Write sizes by log in the order in which statements carry them."""
    return tuple(SizeOf(log, found[log]) for log in sorted(found))


def fold(standing: Standing, entries: Iterable[tuple[int, bytes]]) -> Standing:
    """Give the standing after these entries of its log, in their order."""
    for index, entry in entries:
        standing = standing.after(index, entry)
    return standing


def _check_signed(opened: Envelope, public: bytes) -> None:
    """Whoever names a key must hold it: its signature is asked for as well."""
    named = keys.keyid(public)
    for signature in opened.signed.signatures:
        if signature.keyid == named:
            opened.signed.verify(signature, public)
            return
    raise BadStatement(f"the key {named[:8]} did not sign")


def _end(signers: tuple[Signer, ...], public: bytes | None, to_index: int) -> tuple[Signer, ...]:
    return tuple(
        replace(each, to_index=to_index) if each.public == public else each for each in signers
    )


def _end_cosigner(
    found: tuple[Countersigner, ...], public: bytes | None, until: Mapping[str, int]
) -> tuple[Countersigner, ...]:
    return tuple(replace(each, until=until) if each.public == public else each for each in found)


def _from_the_start(signers: tuple[Signer, ...]) -> dict[str, Signer]:
    """The keys that still count, each from index 0 of a new log on."""
    kept = [replace(each, from_index=0) for each in signers if each.to_index is None]
    return {keys.keyid(each.public): each for each in kept}
