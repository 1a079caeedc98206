"""A channel's founding document: its parties, its terms, and every name and key that follow."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from answerable.protocol import canonical, identity, keys
from answerable.protocol.canonical import JsonObject
from answerable.protocol.changes import KeyRole
from answerable.protocol.envelope import Signer
from answerable.protocol.errors import BadGenesis
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import VerifierKey
from answerable.protocol.party import Party
from answerable.protocol.standing import Countersigner, Standing

VERSION: Final = 1
MAX_DEPTH: Final = 16


@dataclass(frozen=True)
class Genesis:
    """A channel's founding document. Parties stand in the order of their ids.

    `terms` is opaque here; `nonce` is 32 random bytes; `created` is an RFC 3339 instant.
    """

    parties: tuple[Party, ...]
    terms: JsonObject
    nonce: bytes
    created: str

    def payload(self) -> bytes:
        """Write the canonical bytes that every party's identity signs."""
        return canonical.encode(
            {
                "v": VERSION,
                "type": "open",
                "parties": [each.to_object() for each in self.parties],
                "terms": self.terms,
                "nonce": self.nonce.hex(),
                "created": self.created,
            },
            max_depth=MAX_DEPTH,
        )

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the payload."""
        return hashlib.sha256(self.payload()).digest()

    @cached_property
    def channel_id(self) -> str:
        """The channel's name: 26 characters that only this document has."""
        return base64.b32encode(self.digest[:16]).decode("ascii").rstrip("=").lower()

    def words(self) -> tuple[str, ...]:
        """Twelve words that both sides must read alike."""
        return keys.fingerprint_words(self.digest)

    def party(self, party_id: str) -> Party:
        """The party of that id; raises BadGenesis for a stranger."""
        for each in self.parties:
            if each.id == party_id:
                return each
        raise BadGenesis(f"{party_id!r} is no party of this channel")

    def other(self, party_id: str) -> Party:
        """The other of two parties; raises BadGenesis where there are more."""
        others = [each for each in self.parties if each != self.party(party_id)]
        if len(others) != 1:
            raise BadGenesis("the channel has more than two parties")
        return others[0]

    def origin(self, party_id: str, epoch: int = 1) -> str:
        """Name of the party's log."""
        suffix = "" if epoch == 1 else f"/e{epoch}"
        return f"{self.party(party_id).prefix}/{self.channel_id}/{party_id}{suffix}"

    def log_key(self, party_id: str, epoch: int = 1) -> VerifierKey:
        """The key that signs the party's checkpoints."""
        return VerifierKey(self.origin(party_id, epoch), keys.LOG, self.party(party_id).log)

    def mirror_key(self, party_id: str) -> VerifierKey:
        """The key by which the party says: every entry up to here is stored here."""
        it = self.party(party_id)
        return VerifierKey(f"{it.prefix}/mirror", keys.COSIGNER, it.mirror)

    def delivery_key(self, party_id: str) -> VerifierKey:
        """The key by which the party says: and every content that is not erased, too."""
        it = self.party(party_id)
        return VerifierKey(f"{it.prefix}/delivery", keys.COSIGNER, it.delivery)

    def cosigners(self, party_id: str) -> tuple[VerifierKey, ...]:
        """The keys that give receipts for the party's log: those of all the others."""
        others = [each.id for each in self.parties if each.id != party_id]
        return tuple(f(each) for each in others for f in (self.mirror_key, self.delivery_key))

    def standing(self, party_id: str) -> Standing:
        """The party's keys as they were when the channel was founded."""
        it = self.party(party_id)
        return Standing(
            channel=self.channel_id,
            party=party_id,
            prefix=it.prefix,
            epoch=1,
            signers=tuple(
                Signer(role, office, public) for role, office, public in it.public_keys()
            ),
            countersigners=(
                Countersigner(KeyRole.MIRROR, it.mirror, {}),
                Countersigner(KeyRole.DELIVERY, it.delivery, {}),
            ),
            age=it.age,
            taken=frozenset(
                public for each in self.parties for _role, _office, public in each.public_keys()
            ),
        )

    def log(self, party_id: str) -> LogIdentity:
        """What the party's log is judged by as long as no key has changed."""
        return identity.of([self.standing(each.id) for each in self.parties], party_id)

    def policy(self, party_id: str) -> str:
        """Who must have countersigned the party's log: the mirror of every other (tlog-policy)."""
        return self.log(party_id).policy()
