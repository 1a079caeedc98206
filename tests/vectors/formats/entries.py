"""Entries as a reader judges them: every fault, in the order in which it is looked for."""

import re
from dataclasses import replace
from typing import Any

from answerable.protocol import canonical, dsse, envelope, tree
from answerable.protocol.canonical import JsonObject
from answerable.protocol.envelope import PAYLOAD_TYPE, ContentRef, Ref, SeenHead, Signer
from answerable.protocol.errors import BadEnvelope, Fault
from answerable.protocol.keys import SigningKey, encode_base64
from tests.protocol import make
from tests.protocol.make import channel, flipped, key
from tests.vectors.group import Given, Group

FOUNDED = channel()
OWN = FOUNDED.log("alice")
OTHER_CHANNEL = channel("alice", "carol").log("alice")
OFFICE, IDENTITY = key("alice office"), key("alice identity")
ENTRY = make.entry(OWN)
VALID_FROM_5 = "alice office counts from index 5 on, and no more from 9 on"


def judge(given: Given) -> Any:
    """Judge an entry; `ids` are the statement ids that stand before it in the log.

    Three dots in it stand for `dots`, so many `times`.
    """
    entry = given["entry"].replace("...", given.get("dots", "") * given.get("times", 1)).encode()
    found = envelope.read(
        entry,
        channel=given.get("channel", OWN.channel),
        log=given.get("log", OWN.origin),
        index=given["index"],
        keyring=KEYRINGS[given["keys"]],
    )
    if found.fault is not None:
        raise BadEnvelope(found.fault, found.detail)
    assert found.statement is not None
    assert found.signer is not None
    if found.statement.id in given["ids"]:
        raise BadEnvelope(Fault.DUPLICATE_ID, "")
    return {
        "leaf_hash": found.leaf_hash.hex(),
        "id": found.statement.id,
        "type": found.statement.type,
        "is_known_kind": found.is_known_kind,
        "signer": f"{found.signer.role} {found.signer.office or ''}".strip(),
    }


KEYRINGS = {
    "all": OWN.keyring,
    "ranged": {OFFICE.keyid: Signer("author", "office", OFFICE.public, 5, 9)},
}
CONTEXT: Given = {
    "channel": OWN.channel,
    "log": OWN.origin,
    "keys": {
        name: [
            {
                "keyid": keyid,
                "role": each.role,
                "office": each.office,
                "public_hex": each.public.hex(),
                "from_index": each.from_index,
                "to_index": each.to_index,
            }
            for keyid, each in ring.items()
        ]
        for name, ring in KEYRINGS.items()
    },
}


def given_entry(entry: bytes | str, **changed: Any) -> Given:
    text = entry if isinstance(entry, str) else entry.decode()
    return (
        _shortened(text)
        | {
            "index": 0,
            "keys": "all",
            "ids": [],
        }
        | changed
    )


def _shortened(text: str) -> Given:
    """Write the one long run of an entry, if there is one, as dots."""
    found = re.search(r"(eHh4|\[)\1{99,}", text)
    if found is None:
        return {"entry": text}
    start, end = found.span()
    times = (end - start) // len(found[1])
    return {"entry": f"{text[:start]}...{text[end:]}", "dots": found[1], "times": times}


def payload(**changed: Any) -> JsonObject:
    value = canonical.decode_object(make.statement(OWN).payload())
    return value | changed


def signed(value: JsonObject | bytes, *signers: SigningKey, kind: str = PAYLOAD_TYPE) -> bytes:
    data = value if isinstance(value, bytes) else canonical.encode(value)
    return dsse.sign(kind, data, signers or (OFFICE,)).format()


def outer(**changed: Any) -> str:
    value = canonical.decode_object(ENTRY) | changed
    return canonical.encode({k: v for k, v in value.items() if v is not None}).decode()


def sized(length: int) -> bytes:
    """An entry of exactly this many bytes, or the next that base64 allows."""
    text = "x" * (length * 3 // 4 - 700)
    while len(signed(payload(body={"a": text}))) < length:
        text += "x"
    return signed(payload(body={"a": text}))


def _bad(name: str, fault: str, entry: bytes | str, **changed: Any) -> tuple[str, Given, str]:
    return name, given_entry(entry, **changed), fault


LOOSE = canonical.encode(payload()).replace(b'{"body"', b'{ "body"')
SIGNATURE: dict[str, Any] = canonical.decode_object(ENTRY)["signatures"][0]  # type: ignore[index, assignment] # a list of objects
CHANGE = payload(type="key", key=IDENTITY.keyid)
TWO = dsse.sign(PAYLOAD_TYPE, canonical.encode(CHANGE), [IDENTITY, key("alice log")])
TWO_BROKEN = replace(
    TWO,
    signatures=(
        TWO.signatures[0],
        dsse.Signature(key("alice log").keyid, flipped(TWO.signatures[1].sig, 3)),
    ),
)
REF = {"log": "a", "index": 0, "leaf": "0" * 64}
HEAD = {"origin": OWN.origin, "size": 7, "root": encode_base64(bytes(32))}
CONTENT = {"commit": "1" * 64, "size_class": 10, "media": "a/b"}

MALFORMED: list[tuple[str, dict[str, Any]]] = [
    ("a member too many", {"extra": 1}),
    ("a body that is a list", {"body": []}),
    ("a channel in another form", {"channel": "short"}),
    ("a log with an empty part", {"log": "a//b"}),
    ("a log with a way up", {"log": "a/../b"}),
    ("an id in upper case", {"id": "AB" * 16}),
    ("a type with a space", {"type": "two words"}),
    ("a type of 33 letters", {"type": "a" * 33}),
    ("a time with an offset", {"ts": "2026-01-02T03:04:05+00:00"}),
    ("a time with a fraction", {"ts": "2026-01-02T03:04:05.5Z"}),
    ("a day that does not exist", {"ts": "2026-02-30T03:04:05Z"}),
    ("a leap second", {"ts": "2016-12-31T23:59:60Z"}),
    ("a thread that is a number", {"thread": 5}),
    ("a reference without a leaf", {"refs": [{"log": OWN.origin, "index": 0}]}),
    ("a reference with an index below 0", {"refs": [REF | {"index": -1}]}),
    ("a reference with true for an index", {"refs": [REF | {"index": True}]}),
    ("65 references", {"refs": [REF] * 65}),
    ("a head with a root of one byte", {"heads": [HEAD | {"root": "AA=="}]}),
    ("17 heads", {"heads": [HEAD] * 17}),
    ("a content twice", {"content": [CONTENT, CONTENT]}),
    ("a size class of 63", {"content": [CONTENT | {"size_class": 63}]}),
    ("a media type in upper case", {"content": [CONTENT | {"media": "A/b"}]}),
    ("a key that is no keyid", {"key": "abc"}),
]

STATEMENTS = {
    "judge": Group(
        judge,
        context=CONTEXT,
        accept=[
            ("a statement", given_entry(ENTRY)),
            (
                "with a reference, a head and a content",
                given_entry(
                    make.entry(
                        OWN,
                        2,
                        refs=(Ref(OWN.origin, 0, "0" * 64),),
                        heads=(SeenHead(FOUNDED.origin("bob"), 7, encode_base64(bytes(32))),),
                        content=(ContentRef("1" * 64, 10, "text/plain"),),
                    ),
                    index=1,
                ),
            ),
            ("of the channel itself", given_entry(make.entry(OWN, 3, thread=None))),
            ("a kind that is not known", given_entry(signed(payload(type="truce")))),
            (
                "a kind that is not known, of the identity",
                given_entry(signed(payload(type="truce", key=IDENTITY.keyid), IDENTITY)),
            ),
            (
                "terms, of the identity",
                given_entry(signed(payload(type="terms", key=IDENTITY.keyid), IDENTITY)),
            ),
            ("a change of keys with two signatures", given_entry(TWO.format())),
            (
                "a change of keys with a signature of a key not known yet",
                given_entry(signed(CHANGE, IDENTITY, key("new log"))),
            ),
            (VALID_FROM_5, given_entry(ENTRY, index=5, keys="ranged")),
            ("the last index at which it counts", given_entry(ENTRY, index=8, keys="ranged")),
            (f"an entry of {envelope.MAX_ENTRY} bytes at most", given_entry(sized(16380))),
        ],
        refuse=[
            _bad("1: a byte too many", "too_large", sized(16385)),
            _bad("1 before 2: too large, and no JSON", "too_large", "[" * 16385),
            _bad("2: nothing", "not_canonical", ""),
            _bad("2: no JSON", "not_canonical", "entry 0"),
            _bad("2: no object", "not_canonical", "[]"),
            _bad("2: a line end", "not_canonical", ENTRY + b"\n"),
            _bad("2: space", "not_canonical", ENTRY.replace(b'{"payload"', b'{ "payload"')),
            _bad("2: an escape", "not_canonical", ENTRY.replace(b'"sig"', b'"\\u0073ig"')),
            _bad("2: a member twice", "not_canonical", b'{"payload":"",' + ENTRY[1:]),
            _bad("3: no members", "wrong_form", "{}"),
            _bad("3: a member is missing", "wrong_form", outer(signatures=None)),
            _bad("3: a member too many", "wrong_form", outer(other=1)),
            _bad(
                "3 before 4: a member too many, another type",
                "wrong_form",
                outer(other=1, payloadType="x"),
            ),
            _bad("4: another type", "wrong_payload_type", outer(payloadType="text/plain")),
            _bad(
                "4 before 5: another type, no signatures",
                "wrong_payload_type",
                outer(payloadType="text/plain", signatures=[]),
            ),
            _bad("5: no signatures", "wrong_form", outer(signatures=[])),
            _bad("5: signatures that are no list", "wrong_form", outer(signatures=SIGNATURE)),
            _bad(
                "5: a signature of one key twice", "wrong_form", outer(signatures=[SIGNATURE] * 2)
            ),
            _bad(
                "5: 17 signatures",
                "wrong_form",
                outer(signatures=[SIGNATURE | {"keyid": f"{n:064x}"} for n in range(17)]),
            ),
            _bad(
                "5: a keyid in upper case",
                "wrong_form",
                outer(signatures=[SIGNATURE | {"keyid": "A" * 64}]),
            ),
            _bad(
                "5: base64 with bits left over",
                "wrong_form",
                outer(signatures=[SIGNATURE | {"sig": "QR=="}]),
            ),
            _bad("5: a payload that is no text", "wrong_form", outer(payload=7)),
            _bad("6: space in the payload", "not_canonical", signed(LOOSE)),
            _bad("6: a payload that is no object", "not_canonical", signed(b"[]")),
            _bad(
                "6: nested too deeply",
                "not_canonical",
                signed(canonical.encode(payload(body={"a": {"b": {"c": {"d": {"e": {}}}}}}))),
            ),
            _bad(
                "6 before 7: space in the payload, another version",
                "not_canonical",
                signed(LOOSE.replace(b'"v":1', b'"v":2')),
            ),
            _bad("7: version 2", "unknown_version", signed(payload(v=2))),
            _bad("7: true is not 1", "unknown_version", signed(payload(v=True))),
            _bad(
                "7 before 8: version 2, a member too many",
                "unknown_version",
                signed(payload(v=2, extra=1)),
            ),
            *(
                _bad(f"8: {name}", "wrong_form", signed(payload(**changed)))
                for name, changed in MALFORMED
            ),
            _bad("8: two signatures", "wrong_form", signed(payload(), OFFICE, IDENTITY)),
            _bad(
                "8: five signatures of a change of keys",
                "wrong_form",
                signed(CHANGE, IDENTITY, *(key(f"new {n}") for n in range(4))),
            ),
            _bad(
                "8: the key that is named did not sign", "wrong_form", signed(payload(), IDENTITY)
            ),
            _bad(
                "8 before 9: a member too many, another channel",
                "wrong_form",
                signed(payload(extra=1, channel="a" * 26)),
            ),
            _bad("9: another channel", "other_channel", ENTRY, channel=OTHER_CHANNEL.channel),
            _bad(
                "9 before 10: another channel and log",
                "other_channel",
                make.entry(OTHER_CHANNEL),
            ),
            _bad("10: the other party's log", "other_log", ENTRY, log=FOUNDED.origin("bob")),
            _bad("10: the next log", "other_log", ENTRY, log=f"{OWN.origin}/e2"),
            _bad(
                "10 before 11: another log, a stranger's key",
                "other_log",
                signed(payload(log="a/b", key=key("stranger").keyid), key("stranger")),
            ),
            _bad(
                "11: a stranger's key",
                "unknown_key",
                signed(payload(key=key("stranger").keyid), key("stranger")),
            ),
            _bad(
                "12: the log's key says nothing",
                "wrong_role",
                signed(payload(key=key("alice log").keyid), key("alice log")),
            ),
            _bad(
                "12: the identity raises nothing",
                "wrong_role",
                signed(payload(key=IDENTITY.keyid), IDENTITY),
            ),
            _bad("12: an office revokes nothing", "wrong_role", signed(payload(type="revoke"))),
            _bad(
                "12 before 13: an office revokes nothing, wherever",
                "wrong_role",
                signed(payload(type="revoke")),
                keys="ranged",
            ),
            _bad("13: before the key counts", "key_not_valid", ENTRY, index=4, keys="ranged"),
            _bad("13: after the key counted", "key_not_valid", ENTRY, index=9, keys="ranged"),
            _bad(
                "13 before 14: too early, and not signed",
                "key_not_valid",
                outer(signatures=[SIGNATURE | {"sig": encode_base64(bytes(64))}]),
                index=4,
                keys="ranged",
            ),
            _bad(
                "14: a signature of other bytes",
                "bad_signature",
                outer(payload=encode_base64(canonical.encode(payload(body={})))),
            ),
            _bad(
                "14: a signature of 63 bytes",
                "bad_signature",
                outer(signatures=[SIGNATURE | {"sig": encode_base64(bytes(63))}]),
            ),
            _bad(
                "14: signed as another type",
                "bad_signature",
                signed(payload(), kind="application/vnd.answerable.other.v1+json").replace(
                    b"other.v1", b"entry.v1"
                ),
            ),
            _bad(
                "14: the second signature of a known key fails",
                "bad_signature",
                TWO_BROKEN.format(),
            ),
            _bad(
                "15: the id is taken",
                "duplicate_id",
                ENTRY,
                index=1,
                ids=[make.statement(OWN).id],
            ),
        ],
    ),
    "signed_bytes": Group(
        lambda given: {
            "message": dsse.pre_authentication(given["type"], given["payload"].encode()).decode()
        },
        accept=[
            ("a payload", {"type": PAYLOAD_TYPE, "payload": "{}"}),
            ("lengths are of bytes", {"type": "text/plain", "payload": "\u00e9"}),
            ("nothing", {"type": "", "payload": ""}),
        ],
    ),
    "leaf": Group(
        lambda given: {"leaf_hash": tree.hash_leaf(given["entry"].encode()).hex()},
        accept=[("an empty entry", {"entry": ""}), ("an entry", {"entry": "entry 0"})],
    ),
}
