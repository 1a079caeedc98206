"""Make evidence packages for tests: one message of Alice, with a content and both receipts."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.protocol import (
    checkpoint,
    content,
    envelope,
    history,
    log,
    note,
    package,
    receipts,
    stored_zip,
)
from answerable.protocol.content import Content
from answerable.protocol.keys import COSIGNER, VerifierKey
from answerable.protocol.note import SignatureLine
from answerable.protocol.package import Package
from tests.protocol import make
from tests.protocol.make import NOW, Node, channel, key, seed, signed_genesis

TEXT, PAGE = b"For people.\n", b"<!doctype html>\n"
WITNESS = VerifierKey("witness.example/w", COSIGNER, key("witness").public)
SEALED = content.seal("text/plain", b"What happened at the clinic?", seed("salt"))
SEALED_JSON = content.seal("application/vnd.answerable.words.v1+json", b"{}", seed("salt 2"))
SEALED_OTHER = content.seal("application/pdf", b"%PDF", seed("salt 3"))


def witness_line(data: bytes, *, time: int = NOW, by: str = "witness") -> SignatureLine:
    """A witness's line under a note."""
    at = checkpoint.parse(note.parse(data).text)
    return checkpoint.cosign(at, WITNESS.name, key(by), time)


def witnessed_note(data: bytes, *, time: int = NOW) -> bytes:
    return note.parse(data).plus([witness_line(data, time=time)]).format()


def said(
    *, contents: Sequence[Content] = (), receipted: bool = True, witnessed: bool = False
) -> tuple[Node, int]:
    """Alice has said one thing among others; gives her node and where it stands."""
    founded = channel()
    alice, bob = Node("alice", founded).begin(), Node("bob", founded).begin()
    alice.say(*range(3))
    told = make.statement(alice.own, 7, content=tuple(content.reference(each) for each in contents))
    entry = envelope.sign(told, [key("alice office")])
    [place] = log.append(alice.store, alice.own, [entry], alice.log_key, permit=make.CLEAN)
    for each in contents:
        bob.store.hold(each.commit, each.salt, each.record)
    make.follow(bob, alice)
    if receipted:
        make.exchange_receipts(alice, bob)
    if witnessed:
        shown = witnessed_note(alice.note())
        receipts.take_witnessed(alice.store, alice.own, [WITNESS], shown, time=NOW)
    return alice, place.index


def parts(
    *, contents: Sequence[Content] = (), receipted: bool = True, witnessed: bool = False
) -> Package:
    """The parts of a package of that message."""
    alice, index = said(contents=contents, receipted=receipted, witnessed=witnessed)
    return Package(
        alice.store.entries(alice.own.origin, index, index + 1)[0],
        history.proof_file(alice.store, alice.own.origin, index),
        signed_genesis(alice.founded),
        witnesses=(WITNESS,) if witnessed else (),
        contents=tuple(contents),
    )


def packed(found: Package | None = None) -> bytes:
    return package.write(package.judge(found or parts(contents=[SEALED])), text=TEXT, page=PAGE)


def changed(data: bytes, **members: bytes | None) -> bytes:
    """The same package with members changed, added or (None) left out; `_` stands for a dot."""
    found = stored_zip.read(data)
    for name, value in members.items():
        if value is None:
            del found[name]
        else:
            found[name] = value
    return stored_zip.write(found)
