"""Sign a statement into the bytes of a log entry, and judge the entries of others.

Strict with our own pen: `sign` refuses what is out of schema. Total when reading a peer: `read`
never raises, and says why an entry is not understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from answerable.protocol import dsse, statement, tree
from answerable.protocol.dsse import Signature, Signed
from answerable.protocol.errors import BadEnvelope, BadStatement, Fault, NotCanonical
from answerable.protocol.keys import SigningKey
from answerable.protocol.names import format_time, parse_time
from answerable.protocol.statement import (
    IDENTITY_KINDS,
    KINDS,
    ContentRef,
    Ref,
    SeenHead,
    Statement,
    roles_for,
)

__all__ = [
    "KINDS",
    "MAX_ENTRY",
    "PAYLOAD_TYPE",
    "ContentRef",
    "Envelope",
    "Fault",
    "Keyring",
    "Reading",
    "Ref",
    "SeenHead",
    "Signer",
    "Statement",
    "check",
    "format_time",
    "open_entry",
    "parse_time",
    "read",
    "roles_for",
    "sign",
    "statement_id",
]

PAYLOAD_TYPE: Final = "application/vnd.answerable.entry.v1+json"
MAX_ENTRY: Final = 16 * 1024
# A change of keys is signed by the identity, the old and the new key.
MAX_SIGNATURES: Final = 4


@dataclass(frozen=True, slots=True)
class Signer:
    """A key of a party, its role, its office if it is an author's, and where in the log it counts.

    Roles are identity, log, mirror, delivery, node and author. `to_index` None: until further
    notice.
    """

    role: str
    office: str | None
    public: bytes
    from_index: int = 0
    to_index: int | None = None

    def counts_at(self, index: int) -> bool:
        """Tell whether the key may sign the entry at this index."""
        return self.from_index <= index and (self.to_index is None or index < self.to_index)


Keyring: TypeAlias = Mapping[str, Signer]


@dataclass(frozen=True, slots=True)
class Envelope:
    """An entry in good form. Its signature is not verified yet."""

    statement: Statement
    signed: Signed

    @property
    def author(self) -> Signature:
        """The signature of the key that the statement names."""
        return next(s for s in self.signed.signatures if s.keyid == self.statement.key)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be made of an entry. Without a fault, statement and signer are both there."""

    index: int
    leaf_hash: bytes
    statement: Statement | None
    signer: Signer | None
    fault: Fault | None = None
    detail: str = ""

    @property
    def is_known_kind(self) -> bool:
        """Tell whether this version knows the kind; one that it does not is only shown."""
        return self.statement is not None and self.statement.type in KINDS


def statement_id(entropy: bytes) -> str:
    """Name a statement by 16 random bytes."""
    if len(entropy) != 16:
        raise ValueError("a statement id is 16 bytes")
    return entropy.hex()


def sign(said: Statement, signers: Sequence[SigningKey]) -> bytes:
    """Sign our own statement; gives the entry's bytes.

    The first signer is the key that the statement names. Raises BadStatement for what is out of
    schema, of a kind this version does not know, or too large.
    """
    if said.type not in KINDS:
        raise BadStatement(f"{said.type!r} is not a kind of this version")
    if not signers or signers[0].keyid != said.key:
        raise BadStatement("the statement names another key")
    try:
        entry = dsse.sign(PAYLOAD_TYPE, said.payload(), signers).format()
        open_entry(entry)
    except (BadEnvelope, NotCanonical) as exc:
        raise BadStatement(str(exc)) from exc
    return entry


def open_entry(entry: bytes) -> Envelope:
    """Read an entry that must be in good form; raises BadEnvelope with the fault."""
    signed = dsse.parse(entry, PAYLOAD_TYPE, max_bytes=MAX_ENTRY)
    said = statement.parse(signed.payload, max_bytes=MAX_ENTRY)
    limit = 1 if said.type in KINDS - IDENTITY_KINDS else MAX_SIGNATURES
    if len(signed.signatures) > limit:
        raise BadEnvelope(Fault.WRONG_FORM, f"more than {limit} signatures")
    if all(each.keyid != said.key for each in signed.signatures):
        raise BadEnvelope(Fault.WRONG_FORM, "the key that the statement names did not sign")
    return Envelope(said, signed)


def check(envelope: Envelope, *, channel: str, log: str, index: int, keyring: Keyring) -> Signer:
    """Give the signer of an entry of this log at this index, or raise BadEnvelope.

    1. The statement is of this channel and this log. 2. Its key is one of the party's. 3. That
    key may sign this kind. 4. It counts at this index. 5. It signed. 6. No other known key's
    signature fails.
    """
    said = envelope.statement
    if said.channel != channel:
        raise BadEnvelope(Fault.OTHER_CHANNEL, said.channel)
    if said.log != log:
        raise BadEnvelope(Fault.OTHER_LOG, said.log)
    signer = keyring.get(said.key)
    if signer is None:
        raise BadEnvelope(Fault.UNKNOWN_KEY, said.key[:8])
    if signer.role not in roles_for(said.type):
        raise BadEnvelope(Fault.WRONG_ROLE, f"{signer.role} signs no {said.type}")
    if not signer.counts_at(index):
        raise BadEnvelope(Fault.KEY_NOT_VALID, f"{said.key[:8]} does not count at {index}")
    for signature in envelope.signed.signatures:
        known = keyring.get(signature.keyid)
        if known is not None:
            envelope.signed.verify(signature, known.public)
    return signer


def read(entry: bytes, *, channel: str, log: str, index: int, keyring: Keyring) -> Reading:
    """Judge an entry of a peer's log. Never raises: a peer's log is evidence."""
    leaf_hash = tree.hash_leaf(entry)
    said: Statement | None = None
    try:
        envelope = open_entry(entry)
        said = envelope.statement
        signer = check(envelope, channel=channel, log=log, index=index, keyring=keyring)
    except BadEnvelope as exc:
        return Reading(index, leaf_hash, said, None, exc.fault, exc.detail)
    return Reading(index, leaf_hash, said, signer)
