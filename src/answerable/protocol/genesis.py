"""Found a channel: one side proposes, the other accepts, both sign, and its name is its digest.

Three files travel. The proposal says who the first party is and what terms it offers. The
acceptance is the founding document with both parties in it, signed by the second. The first
checks that nothing of its own was changed, signs too, and hands the complete document back. Two
people compare `Genesis.words` by telephone before either relies on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from answerable.protocol import canonical, charter, dsse, keys, names, party
from answerable.protocol.canonical import Json, JsonObject
from answerable.protocol.charter import Genesis
from answerable.protocol.dsse import Signed
from answerable.protocol.errors import BadEnvelope, BadGenesis, NotCanonical, TermsChanged
from answerable.protocol.keys import SigningKey
from answerable.protocol.party import OfficeKey, Party

__all__ = [
    "Genesis",
    "OfficeKey",
    "Party",
    "Proposal",
    "SignedGenesis",
    "accept",
    "check_party",
    "check_terms",
    "countersign",
    "open_genesis",
    "open_proposal",
    "propose",
    "verify",
]

GENESIS_TYPE: Final = "application/vnd.answerable.genesis.v1+json"
PROPOSAL_TYPE: Final = "application/vnd.answerable.proposal.v1+json"
MAX_BYTES: Final = 512 * 1024
MAX_TERMS: Final = 64 * 1024
MAX_TERMS_DEPTH: Final = 12
MAX_PARTIES: Final = 16

check_party = party.check


@dataclass(frozen=True)
class SignedGenesis:
    """A founding document with the parties whose identity has signed it, and its bytes."""

    genesis: Genesis
    signed_by: frozenset[str]
    data: bytes

    @property
    def is_complete(self) -> bool:
        """Tell whether every party has signed."""
        return len(self.signed_by) == len(self.genesis.parties)


@dataclass(frozen=True)
class Proposal:
    """What one side offers. Its identity signed it, which shows only who holds the key."""

    party: Party
    terms: JsonObject
    nonce: bytes
    created: str


def check_terms(terms: JsonObject) -> None:
    """Raise BadGenesis unless these terms, opaque here, can be signed: 64 KiB, no floats."""
    try:
        written = canonical.encode(terms, max_depth=MAX_TERMS_DEPTH)
    except NotCanonical as exc:
        raise BadGenesis(f"terms: {exc}") from exc
    if len(written) > MAX_TERMS:
        raise BadGenesis(f"terms of {len(written)} bytes where {MAX_TERMS} are allowed")


def propose(
    proposer: Party, terms: JsonObject, *, nonce: bytes, created: str, identity: SigningKey
) -> bytes:
    """Write the first file. `nonce` is 32 random bytes. Raises BadGenesis."""
    party.check(proposer)
    check_terms(terms)
    payload = canonical.encode(
        {
            "v": charter.VERSION,
            "type": "proposal",
            "party": proposer.to_object(),
            "terms": terms,
            "nonce": nonce.hex(),
            "created": created,
        },
        max_depth=charter.MAX_DEPTH,
    )
    data = dsse.sign(PROPOSAL_TYPE, payload, [identity]).format()
    open_proposal(data)
    return data


def open_proposal(data: bytes) -> Proposal:
    """Read the first file, or a counter-proposal; raises BadGenesis."""
    signed, it = _open(data, PROPOSAL_TYPE, "proposal", "party")
    proposal = Proposal(
        party.from_object(it["party"]), _terms(it["terms"]), _nonce(it), _created(it)
    )
    _signers(signed, (proposal.party,))
    return proposal


def accept(
    proposal: bytes, acceptor: Party, *, nonce: bytes, created: str, identity: SigningKey
) -> bytes:
    """Write the second file: the founding document on the terms proposed, signed by the acceptor.

    Its nonce mixes both sides' 32 random bytes. Raises BadGenesis.
    """
    offered = open_proposal(proposal)
    party.check(acceptor)
    if len(nonce) != 32:
        raise BadGenesis("a nonce has 32 bytes")
    parties = tuple(sorted((offered.party, acceptor), key=lambda each: each.id))
    mixed = hashlib.sha256(offered.nonce + nonce).digest()
    genesis = Genesis(parties, offered.terms, mixed, created)
    data = dsse.sign(GENESIS_TYPE, genesis.payload(), [identity]).format()
    if open_genesis(data).signed_by != {acceptor.id}:
        raise BadGenesis("the identity key is not the accepting party's")
    return data


def countersign(
    data: bytes, *, party: Party, proposal: bytes | None, identity: SigningKey
) -> bytes:
    """Add our signature to a founding document that the other side made; gives the third file.

    `proposal` is the file we sent, whose terms must stand unchanged; None where we take the
    other side's terms as they are. Raises TermsChanged when our own party, or our terms, were
    altered; BadGenesis for everything else.
    """
    found = open_genesis(data)
    if found.genesis.party(party.id) != party:
        raise TermsChanged("our own party is not as we described it")
    if proposal is not None and open_proposal(proposal).terms != found.genesis.terms:
        raise TermsChanged("the terms are not those that we proposed")
    if identity.public != party.identity:
        raise BadGenesis("the identity key is not ours")
    signed = dsse.parse(data, GENESIS_TYPE, max_bytes=MAX_BYTES)
    ours = dsse.Signature(identity.keyid, identity.sign(signed.message))
    others = [each for each in signed.signatures if each.keyid != identity.keyid]
    both = tuple(sorted((*others, ours), key=lambda each: each.keyid))
    return Signed(signed.payload_type, signed.payload, both).format()


def open_genesis(data: bytes) -> SignedGenesis:
    """Read a founding document that some parties have signed.

    Raises BadGenesis when it is malformed, when a key stands in two places, and for any
    signature that fails or is a stranger's.
    """
    signed, it = _open(data, GENESIS_TYPE, "open", "parties")
    listed = it["parties"]
    if not isinstance(listed, list) or not 2 <= len(listed) <= MAX_PARTIES:
        raise BadGenesis("a channel has two parties or more")
    parties = tuple(party.from_object(each) for each in listed)
    ids = [each.id for each in parties]
    if ids != sorted(set(ids)):
        raise BadGenesis("parties stand once each, in the order of their ids")
    if len({each.prefix for each in parties}) != len(parties):
        raise BadGenesis("two parties have one prefix")
    party.check_keys(parties)
    genesis = Genesis(parties, _terms(it["terms"]), _nonce(it), _created(it))
    return SignedGenesis(genesis, _signers(signed, parties), data)


def verify(data: bytes) -> Genesis:
    """Give the founding document that every party has signed, or raise BadGenesis."""
    found = open_genesis(data)
    if not found.is_complete:
        raise BadGenesis("not every party has signed")
    return found.genesis


def _open(data: bytes, payload_type: str, kind: str, *members: str) -> tuple[Signed, JsonObject]:
    try:
        signed = dsse.parse(data, payload_type, max_bytes=MAX_BYTES)
        it = canonical.decode_object(
            signed.payload, max_bytes=MAX_BYTES, max_depth=charter.MAX_DEPTH
        )
    except (BadEnvelope, NotCanonical) as exc:
        raise BadGenesis(str(exc)) from exc
    if it.keys() != {"v", "type", "terms", "nonce", "created", *members}:
        raise BadGenesis("not the members of such a document")
    if it["v"] is not charter.VERSION or it["type"] != kind:
        raise BadGenesis("another version or type")
    return signed, it


def _signers(signed: Signed, parties: Iterable[Party]) -> frozenset[str]:
    by_keyid = {keys.keyid(each.identity): each for each in parties}
    found: set[str] = set()
    for signature in signed.signatures:
        signer = by_keyid.get(signature.keyid)
        if signer is None:
            raise BadGenesis("a stranger's signature")
        try:
            signed.verify(signature, signer.identity)
        except BadEnvelope as exc:
            raise BadGenesis(f"the signature of {signer.id} does not verify") from exc
        found.add(signer.id)
    return frozenset(found)


def _terms(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise BadGenesis("terms are an object")
    check_terms(value)
    return value


def _nonce(it: JsonObject) -> bytes:
    value = it["nonce"]
    if not isinstance(value, str) or not names.HEX32.fullmatch(value):
        raise BadGenesis("a nonce is 32 bytes in hex")
    return bytes.fromhex(value)


def _created(it: JsonObject) -> str:
    value = it["created"]
    try:
        if not isinstance(value, str):
            raise ValueError("created is text")
        names.parse_time(value)
    except ValueError as exc:
        raise BadGenesis(str(exc)) from exc
    return value
