"""Signed requests between nodes: what is signed, the fields, and forms that do not count."""

from typing import Any

from answerable.node.ledger import request_signatures as signing
from answerable.protocol.keys import SigningKey
from tests.protocol.make import NOW, key, seed
from tests.vectors.group import Given, Group

KEY = key("alice node")
PATH = "/answerable/v1/log/" + "0a" * 32 + "/tile/entries/x001/000.p/7"
NONCE = "AAAAAAAAAAAAAAAAAAAAAA"


def sign(given: Given) -> Any:
    signer = SigningKey.from_seed(bytes.fromhex(given["seed"]))
    method, path, body = given["method"], given["path"], given["body"].encode()
    fields = signing.sign(
        method, path, body, key=signer, created=given["created"], nonce=given["nonce"]
    )
    return {"fields": fields, "base": signing.read(method, path, body, fields).base.decode()}


def check(given: Given) -> Any:
    claim = signing.read(given["method"], given["path"], given["body"].encode(), given["fields"])
    signing.check(claim, bytes.fromhex(given["public_hex"]), now=given["now"])
    return {"keyid": claim.keyid, "nonce": claim.nonce, "created": claim.created}


def _asked(method: str, path: str, body: str = "") -> Given:
    return {
        "seed": seed("alice node").hex(),
        "method": method,
        "path": path,
        "body": body,
        "created": NOW,
        "nonce": NONCE,
    }


FIELDS = signing.sign("GET", PATH, b"", key=KEY, created=NOW, nonce=NONCE)


def _given(**changed: Any) -> Given:
    return {
        "method": "GET",
        "path": PATH,
        "body": "",
        "fields": FIELDS,
        "public_hex": KEY.public.hex(),
        "now": NOW,
    } | changed


def _without(name: str) -> dict[str, str]:
    return {field: value for field, value in FIELDS.items() if field != name}


def _input(old: str, new: str) -> Given:
    changed = FIELDS["Signature-Input"].replace(old, new)
    assert changed != FIELDS["Signature-Input"]
    return _given(fields=FIELDS | {"Signature-Input": changed})


def _signature(old: str, new: str) -> Given:
    return _given(fields=FIELDS | {"Signature": FIELDS["Signature"].replace(old, new, 1)})


LAST = FIELDS["Signature"][-4:]
REQUESTS = {
    "sign": Group(
        sign,
        accept=[
            ("a checkpoint", _asked("GET", "/answerable/v1/log/" + "0a" * 32 + "/checkpoint")),
            ("a bundle", _asked("GET", PATH)),
            ("a nudge", _asked("POST", "/answerable/v1/nudge")),
            ("a body", _asked("POST", "/answerable/v1/nudge", "hello")),
        ],
    ),
    "check": Group(
        check,
        accept=[
            ("a request", _given()),
            ("60 seconds old", _given(now=NOW + 60)),
            ("60 seconds ahead", _given(now=NOW - 60)),
        ],
        refuse=[
            (name, it, error)
            for name, it, error in [
                ("61 seconds old", _given(now=NOW + 61), "late"),
                ("61 seconds ahead", _given(now=NOW - 61), "late"),
                ("another method", _given(method="POST"), "bad_signature"),
                ("another path", _given(path=PATH[:-1] + "8"), "bad_signature"),
                ("another key", _given(public_hex=key("bob node").public.hex()), "bad_signature"),
                ("another body", _given(body="x"), "body_differs"),
                ("no digest", _given(fields=_without("Content-Digest")), "body_differs"),
                ("no input", _given(fields=_without("Signature-Input")), "unsigned"),
                ("no signature", _given(fields=_without("Signature")), "unsigned"),
                ("a path in upper case", _given(path=PATH.upper()), "malformed"),
                ("an escaped path", _given(path=PATH + "%2f"), "malformed"),
                ("a query", _given(path=PATH + "?a=b"), "malformed"),
                ("a path of another version", _given(path="/answerable/v2/nudge"), "malformed"),
                ("without the path", _input('"@path" ', ""), "unsigned"),
                ("in another order", _input('"@method" "@path"', '"@path" "@method"'), "unsigned"),
                ("a space more", _input(";created", "; created"), "unsigned"),
                ("a time with a leading zero", _input("created=", "created=0"), "unsigned"),
                ("a short nonce", _input(f'"{NONCE}"', '"AAAAAAAAAAAAAAAAAAAAA"'), "unsigned"),
                ("another nonce", _input(NONCE, NONCE + "A"), "bad_signature"),
                ("another algorithm", _input('"ed25519"', '"rsa-pss-sha512"'), "unsigned"),
                ("another tag", _input("answerable-v1", "answerable-v2"), "unsigned"),
                ("another label", _input("answerable=", "other="), "unsigned"),
                ("a parameter more", _input(";tag=", ";expires=1;tag="), "unsigned"),
                (
                    "two labels",
                    _given(
                        fields=FIELDS
                        | {"Signature-Input": FIELDS["Signature-Input"] + ", other=()"}
                    ),
                    "unsigned",
                ),
                ("a changed signature", _signature("=:", "=:AAAA"), "unsigned"),
                (
                    "a signature of noughts",
                    _given(fields=FIELDS | {"Signature": f"answerable=:{'A' * 86}==:"}),
                    "bad_signature",
                ),
                (
                    "a signature with bits left over",
                    _given(fields=FIELDS | {"Signature": f"answerable=:{'A' * 85}B==:"}),
                    "malformed",
                ),
            ]
        ],
    ),
}
