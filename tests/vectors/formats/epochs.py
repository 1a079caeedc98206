"""The beginning of a next log."""

from typing import Any

from answerable.protocol import genesis, keys
from answerable.protocol.canonical import JsonObject
from answerable.protocol.changes import Epoch, EpochReason
from answerable.protocol.keys import encode_base64
from answerable.protocol.standing import Standing
from tests.protocol.keychanges import FOUNDED, IDENTITY, alice, said, saying
from tests.protocol.make import channel, key, signed_genesis
from tests.vectors.group import Given, Group

ROOT = encode_base64(bytes(range(32)))
GENESIS = signed_genesis(FOUNDED).decode()
SECOND = Standing(**{**vars(alice()), "epoch": 2})
BODY: JsonObject = {
    "at": 0,
    "log": alice().origin,
    "size": 9,
    "root": ROOT,
    "reason": "state_lost",
    "new": encode_base64(key("log 2").public),
}


def begin(given: Given) -> Any:
    """Give the standing of a party in the log that an entry begins, after its founding keys."""
    found = genesis.verify(GENESIS.encode()).standing(given["party"])
    after = found.next_epoch(given["entry"].encode())
    return {
        "log": after.origin,
        "vkeys": [each.format() for each in after.log_keys(0)],
        "keyids": sorted(keys.keyid(each.public) for each in after.signers),
    }


def _begun(entry: bytes) -> Given:
    return {"party": "alice", "entry": entry.decode()}


def _epoch(name: str, *signers: str, kind: str = "epoch", **changed: Any) -> tuple[str, Given, str]:
    entry = saying(SECOND, kind, BODY | changed, *(signers or (IDENTITY, "log 2")))
    return name, _begun(entry), "bad_epoch"


GOOD = said(
    SECOND,
    Epoch(alice().origin, 9, ROOT, EpochReason.STATE_LOST, encode_base64(key("log 2").public)),
    IDENTITY,
    "log 2",
)
EPOCHS = {
    "begin": Group(
        begin,
        context={"genesis": GENESIS},
        accept=[("a next log", _begun(GOOD))],
        refuse=[
            _epoch("the new key did not sign", IDENTITY),
            _epoch("the identity did not sign", "alice office", "log 2"),
            _epoch("the old log's key did", "alice log", "log 2"),
            _epoch(
                "a key that was in use",
                IDENTITY,
                "alice node",
                new=encode_base64(key("alice node").public),
            ),
            _epoch(
                "a key of the other party",
                IDENTITY,
                "bob log",
                new=encode_base64(key("bob log").public),
            ),
            _epoch("a small-order key", new=encode_base64(b"\1" + bytes(31))),
            _epoch("not at its beginning", at=1),
            _epoch("another log before", log=FOUNDED.origin("bob")),
            _epoch("a root of one byte", root="AA=="),
            _epoch("a size below 0", size=-1),
            _epoch("an unknown reason", reason="tired"),
            _epoch("a member too many", extra=1),
            _epoch("another kind", kind="recover"),
            (
                "in the log before",
                _begun(saying(alice(), "epoch", BODY, IDENTITY, "log 2")),
                "bad_epoch",
            ),
            (
                "in the log after the next",
                _begun(
                    saying(
                        Standing(**{**vars(alice()), "epoch": 3}), "epoch", BODY, IDENTITY, "log 2"
                    )
                ),
                "bad_epoch",
            ),
            (
                "of another channel",
                _begun(
                    saying(
                        Standing(
                            **{**vars(channel("alice", "carol").standing("alice")), "epoch": 2}
                        ),
                        "epoch",
                        BODY,
                        IDENTITY,
                        "log 2",
                    )
                ),
                "bad_epoch",
            ),
        ],
    ),
}
