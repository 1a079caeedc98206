"""Ask a time-stamping authority about a digest, and believe its answer only when it verifies.

RFC 3161. What leaves is the digest, a number made of chance, and when it was asked. Knows no rows
and no settings: the authority is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from answerable.node.ledger.bounded_http import BoundedClient, check_status
from answerable.node.ledger.errors import PeerFailed

# A token with a chain of certificates has a few thousand bytes.
MOST_BYTES: Final = 64 * 1024
WHOLE_SECONDS: Final = 30.0
_SHA256: Final = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_QUERY: Final = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}


class StampFailed(Exception):
    """No time stamp that could be believed; the class says why, and is what a job writes down."""


class AuthorityNotReached(StampFailed):
    """It did not answer, or not in time, or its TLS is not trusted."""


class AuthorityAnsweredOddly(StampFailed):
    """What it answered is no answer of such an authority, or it sent us elsewhere."""


class AuthorityRefused(StampFailed):
    """It says that it gives no time stamp for this."""


class StampDoesNotVerify(StampFailed):
    """The answer is of another question, or not signed by whom the operator trusts."""


class BadAuthority(ValueError):
    """The operator's setting cannot be meant; the words say why."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority as the operator trusts it. `policy` is the one that answers must be under."""

    url: str
    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    policy: x509.ObjectIdentifier | None = None

    @property
    def host(self) -> str:
        """Return the name of the machine that is asked."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp that was verified. `response` is the answer to the byte."""

    at: datetime
    signer: str
    policy: str
    serial: str
    response: bytes


def authority_of(url: str, certificates: bytes, policy: str = "") -> Authority:
    """Return the authority of the operator's settings; raises BadAuthority.

    Of the certificates (PEM) those that signed themselves are trusted; the others stand between.
    """
    try:
        found = x509.load_pem_x509_certificates(certificates)
        wanted = x509.ObjectIdentifier(policy) if policy else None
    except ValueError as exc:
        raise BadAuthority("the certificates or the policy cannot be read") from exc
    roots = tuple(one for one in found if _signed_itself(one))
    if not roots:
        raise BadAuthority("no root is among the certificates")
    return Authority(url, roots, tuple(one for one in found if one not in roots), wanted)


def stamp(
    data: bytes,
    authority: Authority,
    *,
    transport: httpx.BaseTransport | None = None,
    whole: float = WHOLE_SECONDS,
) -> Stamp:
    """Have the SHA-256 of some bytes stamped; raises StampFailed. Not inside a transaction."""
    builder = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.build()
    digest, nonce = request.message_imprint.message, request.nonce
    if nonce is None:
        raise StampDoesNotVerify("nonce")
    body = _asked(request.as_bytes(), authority, transport, whole)
    return verified(body, digest, authority, nonce=nonce)


def verified(
    body: bytes, digest: bytes, authority: Authority, *, nonce: int | None = None
) -> Stamp:
    """Return the time stamp in an answer about a digest, or raise the StampFailed that says why."""
    answer = _decoded(body)
    if answer.status not in (0, 1):
        raise AuthorityRefused(str(answer.status))
    verifier = VerifierBuilder(
        policy_id=authority.policy,
        roots=list(authority.roots),
        intermediates=list(authority.between),
        nonce=nonce,
    ).build()
    try:
        # The library compares the digests, and not by which algorithm they were made.
        if answer.tst_info.message_imprint.hash_algorithm != _SHA256:
            raise StampDoesNotVerify("algorithm")
        verifier.verify(answer, digest)
        info = answer.tst_info
        return Stamp(
            at=info.gen_time.astimezone(UTC) if info.gen_time.tzinfo else _utc(info.gen_time),
            signer=_signer(answer)[:200],
            policy=info.policy.dotted_string[:100],
            serial=format(info.serial_number, "x")[:80],
            response=body,
        )
    except (VerificationError, ValueError, TypeError) as exc:
        raise StampDoesNotVerify(type(exc).__name__) from exc


def _asked(
    query: bytes, authority: Authority, transport: httpx.BaseTransport | None, whole: float
) -> bytes:
    try:
        with (
            BoundedClient(authority.url, transport=transport, whole=whole) as http,
            http.ask("POST", authority.url, query, _QUERY) as response,
        ):
            check_status(response)
            return http.body(response, MOST_BYTES)
    except PeerFailed as exc:
        if exc.reason in ("timed_out", "unreachable", "not_trusted", "broken_off"):
            raise AuthorityNotReached(exc.reason) from exc
        raise AuthorityAnsweredOddly(exc.reason) from exc


def _decoded(body: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(body)
    except (ValueError, TypeError) as exc:
        raise AuthorityAnsweredOddly("not a reply") from exc


def _signer(answer: TimeStampResponse) -> str:
    """Return what the certificate that signed calls itself."""
    [info] = answer.signed_data.signer_infos
    for data in answer.signed_data.certificates:
        one = x509.load_der_x509_certificate(data)
        if (one.issuer, one.serial_number) == (info.issuer, info.serial_number):
            names = one.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
            return str(names[0].value) if names else one.subject.rfc4514_string()
    return ""


def _signed_itself(one: x509.Certificate) -> bool:
    """Tell by the signature: anybody may write the same name twice."""
    try:
        one.verify_directly_issued_by(one)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
