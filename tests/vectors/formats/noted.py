"""Verifier keys, notes, checkpoints, countersignatures, and who must have given them."""

import hashlib
from typing import Any

from nacl.bindings import crypto_core_ed25519_add

from answerable.protocol import checkpoint, cosignature, keys, note, tree
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.keys import COSIGNER, LOG, SigningKey, VerifierKey
from answerable.protocol.note import SignatureLine
from tests.protocol.make import NOW, flipped, key, seed
from tests.vectors.group import Given, Group

ORIGIN = "alice.example/log"
AT = Checkpoint(ORIGIN, 7, tree.hash_leaf(b"root"))
ROOT = keys.encode_base64(AT.root)
LOG_KEY = VerifierKey(ORIGIN, LOG, key("log").public)
NAMED = {name: VerifierKey(f"{name}.example/mirror", COSIGNER, key(name).public) for name in "bcd"}
VKEY, B = LOG_KEY.format(), NAMED["b"].format()
SIGNED = checkpoint.sign(AT, key("log")).decode()
LINES = {name: checkpoint.cosign(AT, it.name, key(name), NOW) for name, it in NAMED.items()}


def plus(*lines: SignatureLine) -> str:
    return SIGNED + "".join(f"{line.format()}\n" for line in lines)


RECEIPTED = plus(LINES["b"])
PQ = SignatureLine("pq.example/mirror", b"\1\2\3\4", bytes(2428))


def raw_vkey(public: bytes, *, name: str = "a.example", kind: int = 1, key_id: str = "") -> str:
    """Write a verifier key without looking at it; its id fits unless another is given."""
    digest = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).hexdigest()
    return f"{name}+{key_id or digest[:8]}+{keys.encode_base64(bytes([kind]) + public)}"


def read_vkey(given: Given) -> Any:
    found = VerifierKey.parse(given["vkey"])
    return {
        "name": found.name,
        "type": found.type,
        "key_id": found.key_id.hex(),
        "public_hex": found.public.hex(),
        "keyid": keys.keyid(found.public),
    }


def words(given: Given) -> Any:
    return {"words": " ".join(keys.fingerprint_words(bytes.fromhex(given["sha256"])))}


GOOD = key("log").public
ORDER_8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
BAD_POINTS = {
    "the neutral point": "01" + "00" * 31,
    "the neutral point, written with a sign": "01" + "00" * 30 + "80",
    "a point of order 2": "ec" + "ff" * 30 + "7f",
    "a point of order 4": "00" * 32,
    "a point of order 8": ORDER_8,
    "another point of order 8": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "a number not below p: p": "ed" + "ff" * 30 + "7f",
    "a number not below p: p + 1": "ee" + "ff" * 30 + "7f",
    "a sound key plus a point of order 8": crypto_core_ed25519_add(
        GOOD, bytes.fromhex(ORDER_8)
    ).hex(),
    "not on the curve": "02" + "00" * 31,
}
VKEYS = {
    "read": Group(
        read_vkey,
        accept=[("a log's", {"vkey": VKEY}), ("a countersigner's", {"vkey": B})],
        refuse=[
            (name, {"vkey": text}, "bad_key")
            for name, text in [
                ("the id of another key", raw_vkey(GOOD, key_id="00000000")),
                ("an id in upper case", VKEY.replace(LOG_KEY.key_id.hex(), "ABCDEF01")),
                ("no id", f"a.example+{VKEY.rpartition('+')[2]}"),
                ("a name with a space", raw_vkey(GOOD, name="a example")),
                ("a name with a no-break space", raw_vkey(GOOD, name="a\u00a0example")),
                ("no name", raw_vkey(GOOD, name="")),
                ("a name of 256 characters", raw_vkey(GOOD, name="a" * 256)),
                ("a line end", VKEY + "\n"),
                ("padding that is not needed", VKEY + "="),
                ("base64 cut off", VKEY[:-1]),
                ("a key of 31 bytes", raw_vkey(GOOD[:31])),
                ("a key of 33 bytes", raw_vkey(GOOD + b"\0")),
                ("type 0x02, ECDSA", raw_vkey(GOOD, kind=2)),
                ("type 0x06, ML-DSA-44, reserved", raw_vkey(GOOD, kind=6)),
                ("type 0xff", raw_vkey(GOOD, kind=255)),
            ]
        ]
        + [
            (name, {"vkey": raw_vkey(bytes.fromhex(public))}, "bad_key")
            for name, public in BAD_POINTS.items()
        ],
    ),
    "fingerprint_words": Group(
        words,
        accept=[
            ("the first words of the list", {"sha256": bytes(range(32)).hex()}),
            ("the last words of the list", {"sha256": bytes(range(255, 223, -1)).hex()}),
        ],
    ),
}


def read_note(given: Given) -> Any:
    found = note.parse(given["note"].encode())
    return {
        "text": found.text,
        "signatures": [
            {"name": it.name, "key_id": it.key_id.hex(), "signature_hex": it.signature.hex()}
            for it in found.signatures
        ],
    }


def verify_note(given: Given) -> Any:
    known = [VerifierKey.parse(each) for each in given["known"]]
    found = note.verify(note.parse(given["note"].encode()), known)
    return {"signed": [{"vkey": it.key.format(), "time": it.time} for it in found]}


def _known(name: str, text: str, *known: str) -> tuple[str, Given]:
    return name, {"note": text, "known": list(known)}


def _forged(name: str, text: str, *known: str) -> tuple[str, Given, str]:
    return (*_known(name, text, *known), "bad_note")


BROKEN = SignatureLine(NAMED["b"].name, NAMED["b"].key_id, flipped(LINES["b"].signature, 70))


def signed_at(time: int) -> bytes:
    """A countersignature that its key made, at whatever time."""
    message = f"cosignature/v1\ntime {time}\n{AT.text()}".encode()
    return time.to_bytes(8, "big") + key("b").sign(message)


NO_TIME = SignatureLine(NAMED["b"].name, NAMED["b"].key_id, signed_at(0))
LATER = checkpoint.cosign(AT, NAMED["b"].name, key("b"), NOW + 9)
NOTES = {
    "read": Group(
        read_note,
        accept=[
            ("a note with one line", {"note": SIGNED}),
            ("an empty line within the text", {"note": SIGNED.replace("\n7\n", "\n\n7\n")}),
            ("a hundred lines", {"note": "a\n\n" + "\u2014 x QUFBQUE=\n" * 100}),
        ],
        refuse=[
            (name, {"note": text}, "bad_note")
            for name, text in [
                ("nothing", ""),
                ("no signature", "text\n\n"),
                ("no empty line", SIGNED.replace("\n\n", "\n")),
                ("no text", "\n\n\u2014 a QUFBQUE=\n"),
                ("no line end at the end", SIGNED[:-1]),
                ("an empty line at the end", SIGNED + "\n"),
                ("carriage returns", SIGNED.replace("\n", "\r\n")),
                ("a control character", SIGNED.replace("7", "7\u0007", 1)),
                ("a hyphen for the dash", SIGNED.replace("\u2014", "-")),
                ("a tab for the space", SIGNED.replace("log RW", "log\tRW")),
                ("a tab between name and signature", "a\n\n\u2014 x\tQUFBQUE=\n"),
                ("a no-break space in a name", "a\n\n\u2014 x\u00a0y QUFBQUE=\n"),
                ("a plus sign in a name", "a\n\n\u2014 x+y QUFBQUE=\n"),
                ("a signature without a name", "a\n\n\u2014 QUFBQUE=\n"),
                ("a signature that is only an id", "a\n\n\u2014 x QUFBQQ==\n"),
                ("base64 with bits left over", "a\n\n\u2014 x QUFBQUF=\n"),
                ("base64 without padding", "a\n\n\u2014 x QUFBQUE\n"),
                ("101 lines", "a\n\n" + "\u2014 x QUFBQUE=\n" * 101),
            ]
            if text != SIGNED
        ],
    ),
    "verify": Group(
        verify_note,
        accept=[
            _known("the log and a countersigner", RECEIPTED, VKEY, B),
            _known("a line of an unknown key is passed over", RECEIPTED, VKEY),
            _known("a line of a type not known yet is passed over", plus(PQ), VKEY, B),
            _known("of two lines of one key the first counts", plus(LINES["b"], LATER), VKEY, B),
            _known("the order is the note's", plus(LINES["c"], LINES["b"]), B, VKEY),
        ],
        refuse=[
            _forged("no known key signed", RECEIPTED, NAMED["c"].format()),
            _forged("a known key's line fails", plus(BROKEN), VKEY, B),
            _forged("its second line fails", plus(LINES["b"], BROKEN), VKEY, B),
            _forged("its time is 0", plus(NO_TIME), VKEY, B),
            _forged("the text was changed", RECEIPTED.replace("\n7\n", "\n8\n"), VKEY, B),
        ],
    ),
}


def read_checkpoint(given: Given) -> Any:
    found = checkpoint.parse(given["text"])
    return {"origin": found.origin, "size": str(found.size), "root_hex": found.root.hex()}


def open_checkpoint(given: Given) -> Any:
    others = [VerifierKey.parse(each) for each in given["others"]]
    found = checkpoint.open_note(given["note"].encode(), VerifierKey.parse(given["log"]), others)
    return {
        "size": str(found.checkpoint.size),
        "signed": [{"vkey": it.key.format(), "time": it.time} for it in found.verified],
    }


def _at(size: str, *, origin: str = ORIGIN, root: str = ROOT) -> Given:
    return {"text": f"{origin}\n{size}\n{root}\n"}


def _opened(text: str, log: str = VKEY, *others: str) -> Given:
    return {"note": text, "log": log, "others": list(others)}


ONLY_B = f"{AT.text()}\n{LINES['b'].format()}\n"
CHECKPOINTS = {
    "text": Group(
        read_checkpoint,
        accept=[
            ("a size", _at("7")),
            ("an empty log", _at("0", root=keys.encode_base64(tree.EMPTY_ROOT))),
            ("the largest size", _at(str(2**63 - 1))),
            ("an origin of 255 characters", _at("7", origin="a" * 255)),
        ],
        refuse=[
            (name, it, "bad_checkpoint")
            for name, it in [
                ("a plus sign", _at("+7")),
                ("a leading zero", _at("07")),
                ("a minus sign", _at("-7")),
                ("a space after the size", _at("7 ")),
                ("another script's digit", _at("\u0667")),
                ("no size", _at("")),
                ("2^63", _at(str(2**63))),
                ("an empty log with another root", _at("0")),
                ("an extension line", {"text": _at("7")["text"] + "more\n"}),
                ("an empty line", {"text": _at("7")["text"].replace("\n7\n", "\n7\n\n")}),
                ("no line end at the end", {"text": _at("7")["text"][:-1]}),
                ("a root without padding", _at("7", root=ROOT.rstrip("="))),
                ("a root of 31 bytes", _at("7", root=keys.encode_base64(bytes(31)))),
                ("a root with bits left over", _at("7", root="A" * 42 + "B=")),
                ("no origin", _at("7", origin="")),
                ("an origin with a space", _at("7", origin="a b")),
                ("an origin with a plus sign", _at("7", origin="a+b")),
                ("an origin beyond ASCII", _at("7", origin="al\u00efce")),
                ("an origin of 256 characters", _at("7", origin="a" * 256)),
            ]
        ],
    ),
    "note": Group(
        open_checkpoint,
        accept=[
            ("the log signed", _opened(SIGNED)),
            ("with a receipt", _opened(RECEIPTED, VKEY, B)),
        ],
        refuse=[
            ("only a countersigner signed", _opened(ONLY_B, VKEY, B), "bad_checkpoint"),
            (
                "another log, of the same key",
                _opened(SIGNED, raw_vkey(GOOD, name="b.example/log")),
                "bad_checkpoint",
            ),
            ("a receipt that fails", _opened(plus(BROKEN), VKEY, B), "bad_note"),
            ("a changed size", _opened(SIGNED.replace("\n7\n", "\n6\n")), "bad_note"),
        ],
    ),
}


def cosign(given: Given) -> Any:
    at = checkpoint.parse(given["text"])
    signer = SigningKey.from_seed(bytes.fromhex(given["seed"]))
    return {"line": checkpoint.cosign(at, given["name"], signer, int(given["time"])).format()}


def verify_cosignature(given: Given) -> Any:
    public, signature = (bytes.fromhex(given[name]) for name in ("public_hex", "signature_hex"))
    return {"time": str(cosignature.verify(given["text"], public, signature))}


def judge_time(given: Given) -> Any:
    return {"odd": cosignature.time_fault(given["time"], now=given["now"], previous=given["last"])}


def _cosigning(time: int) -> Given:
    return {"text": AT.text(), "name": "b.example/mirror", "seed": seed("b").hex()} | {
        "time": str(time)
    }


def _made(signature: bytes, text: str = AT.text()) -> Given:
    public = NAMED["b"].public.hex()
    return {"text": text, "public_hex": public, "signature_hex": signature.hex()}


GIVEN = LINES["b"].signature
COSIGNATURES = {
    "sign": Group(
        cosign,
        accept=[(f"at {time}", _cosigning(time)) for time in (1, NOW, 2**63 - 1)],
        refuse=[(f"at {time}", _cosigning(time), "bad_cosign_time") for time in (0, 2**63)],
    ),
    "verify": Group(
        verify_cosignature,
        accept=[("a receipt", _made(GIVEN))],
        refuse=[
            (name, it, "bad_signature")
            for name, it in [
                ("time 0", _made(signed_at(0))),
                ("time 2^63", _made(signed_at(2**63))),
                ("another time", _made(flipped(GIVEN, 7))),
                ("a changed signature", _made(flipped(GIVEN, 71))),
                ("another text", _made(GIVEN, AT.text().replace("7", "8", 1))),
                ("the text without its last line end", _made(GIVEN, AT.text()[:-1])),
                ("71 bytes", _made(GIVEN[:-1])),
                ("a plain signature of the text", _made(key("b").sign(AT.text().encode()))),
            ]
        ],
    ),
    "times": Group(
        judge_time,
        accept=[
            (name, {"time": time, "now": NOW, "last": last})
            for name, time, last in [
                ("now", NOW, None),
                ("300 s ahead", NOW + 300, None),
                ("301 s ahead", NOW + 301, None),
                ("like that of a smaller size", NOW, NOW),
                ("before that of a smaller size", NOW - 1, NOW),
                ("long ago", 1, None),
            ]
        ],
    ),
}
