"""All that is needed to judge one log: who signs it, who writes in it, who countersigns it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from answerable.protocol import checkpoint, note
from answerable.protocol.checkpoint import SignedCheckpoint
from answerable.protocol.envelope import Keyring
from answerable.protocol.errors import BadCheckpoint
from answerable.protocol.keys import VerifierKey
from answerable.protocol.standing import Standing


@dataclass(frozen=True)
class LogIdentity:
    """What one log is judged by: its owner's standing, and that of everyone who countersigns it.

    `witnesses` are third parties whose lines are kept and shown; no rule depends on them.
    """

    owner: Standing
    others: tuple[Standing, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()

    @property
    def channel(self) -> str:
        """The channel's id."""
        return self.owner.channel

    @property
    def party(self) -> str:
        """The id of the log's owner."""
        return self.owner.party

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.owner.origin

    @property
    def keyring(self) -> Keyring:
        """Every key that the owner ever had, and where in its log it counts."""
        return self.owner.keyring

    @property
    def key(self) -> VerifierKey:
        """The key that signs the log now; raises BadCheckpoint while there is none."""
        found = self.owner.log_keys(checkpoint.MAX_SIZE)
        if not found:
            raise BadCheckpoint("the log's key was revoked, and no other follows yet")
        return found[0]

    @property
    def cosigners(self) -> tuple[VerifierKey, ...]:
        """The keys that give receipts now."""
        return self.cosigners_at(checkpoint.MAX_SIZE)

    def cosigners_at(self, size: int) -> tuple[VerifierKey, ...]:
        """The keys whose lines under a checkpoint of this size are receipts."""
        return tuple(key for each in self.others for key in each.cosigner_keys(self.origin, size))

    def after(self, index: int, entry: bytes) -> LogIdentity:
        """Give the identity once this entry stands at this index of the log. Never raises."""
        owner = self.owner.after(index, entry)
        return self if owner is self.owner else replace(self, owner=owner)

    def open_note(self, data: bytes) -> SignedCheckpoint:
        """Open a note of this log with every line of the keys that count at its size.

        Raises BadNote or BadCheckpoint.
        """
        size = checkpoint.parse(note.parse(data).text).size
        signers = self.owner.log_keys(size)
        if not signers:
            raise BadCheckpoint("no key of the log counts at that size")
        others = (*self.cosigners_at(size), *self.witnesses)
        return checkpoint.open_note(data, signers[0], others)

    def policy(self, size: int = checkpoint.MAX_SIZE) -> str:
        """Who must have countersigned the log at this size: every other's mirror (tlog-policy).

        Witnesses are named, and asked for nothing.
        """
        lines = [f"log {key.format()}" for key in self.owner.log_keys(size)]
        mirrors = []
        for other in self.others:
            mirrors.append(f"{other.party}-mirror")
            for key in other.cosigner_keys(self.origin, size):
                lines.append(f"witness {other.party}-{key.name.rpartition('/')[2]} {key.format()}")
        for number, witness in enumerate(self.witnesses, 1):
            lines.append(f"witness witness-{number} {witness.format()}")
        lines += [f"group mirrors all {' '.join(mirrors)}", "quorum mirrors"]
        return "".join(f"{line}\n" for line in lines)


def of(standings: Iterable[Standing], party: str) -> LogIdentity:
    """Give what the log of this party is judged by; the others countersign it."""
    found = {each.party: each for each in standings}
    owner = found.pop(party)
    return LogIdentity(owner, tuple(found.values()))
