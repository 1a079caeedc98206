"""Sign requests between nodes, and check them (RFC 9421), in the one form that both sides use.

Pure: the time and the nonce are arguments. docs/protocol/http.md describes the form;
docs/decisions tells why it is our own hundred lines.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from answerable.node.ledger.errors import BadRequestSignature
from answerable.protocol import errors as protocol_errors
from answerable.protocol import keys
from answerable.protocol.keys import SigningKey

WINDOW: Final = 60
"""How many seconds a signature counts, before and after the receiver's own clock."""

LABEL: Final = "answerable"
TAG: Final = "answerable-v1"
_COMPONENTS: Final = '("@method" "@path" "content-digest")'
_INPUT: Final = re.compile(
    re.escape(f"{LABEL}={_COMPONENTS}")
    + r";created=(?P<created>[1-9][0-9]{0,14})"
    + r';keyid="(?P<keyid>[0-9a-f]{64})"'
    + r';nonce="(?P<nonce>[A-Za-z0-9_-]{22,64})"'
    + r';alg="ed25519"'
    + re.escape(f';tag="{TAG}"')
)
_SIGNATURE: Final = re.compile(re.escape(LABEL) + r"=:(?P<base64>[A-Za-z0-9+/]{86}==):")
_METHOD: Final = re.compile(r"[A-Z]{1,16}")
_PATH: Final = re.compile(r"/answerable/v1/[a-z0-9/.]{1,200}")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says about its signer; nothing of it is proven until `check`."""

    keyid: str
    nonce: str
    created: int
    base: bytes
    signature: bytes


def content_digest(body: bytes) -> str:
    """Write the Content-Digest field of a body (RFC 9530), also of an empty one."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign(
    method: str, path: str, body: bytes, *, key: SigningKey, created: int, nonce: str
) -> dict[str, str]:
    """Give the three header fields that make this request ours at this POSIX second."""
    parameters = (
        f'{_COMPONENTS};created={created};keyid="{key.keyid}";nonce="{nonce}"'
        f';alg="ed25519";tag="{TAG}"'
    )
    digest = content_digest(body)
    signature = key.sign(_base(method, path, digest, parameters))
    return {
        "Content-Digest": digest,
        "Signature-Input": f"{LABEL}={parameters}",
        "Signature": f"{LABEL}=:{base64.b64encode(signature).decode()}:",
    }


def read(method: str, path: str, body: bytes, fields: Mapping[str, str]) -> Claim:
    """Read who claims to have signed; raises BadRequestSignature for any other form."""
    if not _METHOD.fullmatch(method) or not _PATH.fullmatch(path):
        raise BadRequestSignature("not a method or path of the channel")
    given = _INPUT.fullmatch(fields.get("Signature-Input", ""))
    signature = _SIGNATURE.fullmatch(fields.get("Signature", ""))
    if given is None or signature is None:
        raise BadRequestSignature("unsigned, or signed in another form", "unsigned")
    digest = content_digest(body)
    if fields.get("Content-Digest") != digest:
        raise BadRequestSignature("the body is not the one that was signed", "body_differs")
    parameters = fields["Signature-Input"].removeprefix(f"{LABEL}=")
    try:
        raw = keys.decode_base64(signature["base64"])
    except ValueError as exc:
        raise BadRequestSignature("not canonical base64") from exc
    return Claim(
        given["keyid"],
        given["nonce"],
        int(given["created"]),
        _base(method, path, digest, parameters),
        raw,
    )


def check(claim: Claim, public: bytes, *, now: int) -> None:
    """Raise BadRequestSignature unless this key signed within the window around now."""
    if abs(now - claim.created) > WINDOW:
        raise BadRequestSignature("outside the window", "late")
    if keys.keyid(public) != claim.keyid:
        raise BadRequestSignature("another key", "bad_signature")
    try:
        keys.verify(public, claim.base, claim.signature)
    except protocol_errors.BadSignature as exc:
        raise BadRequestSignature("the signature does not fit", "bad_signature") from exc


def _base(method: str, path: str, digest: str, parameters: str) -> bytes:
    return (
        f'"@method": {method}\n"@path": {path}\n"content-digest": {digest}\n'
        f'"@signature-params": {parameters}'
    ).encode()
