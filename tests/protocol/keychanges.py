"""Make changes of keys for tests: `alice` and `bob` of `make.channel()`, keys named in words."""

import hashlib

from answerable.protocol import envelope
from answerable.protocol.canonical import JsonObject
from answerable.protocol.changes import Change, Epoch, KeyChange, KeyRole, Revocation, SizeOf
from answerable.protocol.envelope import Statement
from answerable.protocol.keys import encode_base64
from answerable.protocol.standing import Standing
from tests.protocol.make import CREATED, channel, key

FOUNDED = channel()
IDENTITY = "alice identity"
ALICE_LOG = FOUNDED.origin("alice")
BOB_LOG = FOUNDED.origin("bob")
RECIPIENT = "age1" + "q" * 58
KINDS = {KeyChange: "key", Revocation: "revoke", Epoch: "epoch"}


def alice() -> Standing:
    return FOUNDED.standing("alice")


def new_key(
    at: int, role: KeyRole, new: str, old: str | None, office: str | None = None, **sizes: int
) -> KeyChange:
    """A change from one named key to another; sizes are of `alice`'s or `bob`'s log."""
    return KeyChange(
        at,
        role,
        office,
        None if old is None else key(old).keyid,
        encode_base64(key(new).public),
        _sizes(sizes),
    )


def revoked(at: int, name: str, **sizes: int) -> Revocation:
    return Revocation(at, key(name).keyid, _sizes(sizes))


def said(standing: Standing, change: Change, *signers: str) -> bytes:
    """Sign a change into an entry; the first signer is who says it."""
    return saying(standing, KINDS[type(change)], change.body(), *signers)


def saying(standing: Standing, kind: str, body: JsonObject, *signers: str) -> bytes:
    """Sign any body into an entry of a kind."""
    content = f"{standing.origin} {kind} {sorted(body.items())!r} {signers}"
    statement = Statement(
        channel=standing.channel,
        log=standing.origin,
        id=envelope.statement_id(hashlib.sha256(content.encode()).digest()[:16]),
        type=kind,
        ts=CREATED,
        thread=None,
        body=body,
        key=key(signers[0]).keyid,
    )
    return envelope.sign(statement, [key(name) for name in signers])


def rotated(standing: Standing, at: int, role: KeyRole, new: str, old: str, **more: int) -> bytes:
    """The entry by which a key of alice's is replaced as it should be."""
    office = "office" if role is KeyRole.AUTHOR else None
    return said(standing, new_key(at, role, new, old, office, **more), IDENTITY, old, new)


def _sizes(sizes: dict[str, int]) -> tuple[SizeOf, ...]:
    return tuple(SizeOf(FOUNDED.origin(name), size) for name, size in sorted(sizes.items()))
