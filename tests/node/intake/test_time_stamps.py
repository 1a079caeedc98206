"""Documents are time stamped by the operator's authority, which is believed only if it verifies."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from answerable.node.accounts.models import User
from answerable.node.intake import stamping
from answerable.node.intake.models import Document, TimeStamp, Way
from answerable.node.intake.services import documents, timestamps
from answerable.node.jobs import queue
from answerable.node.jobs.models import Job
from tests.factories import NOW
from tests.node.intake.authority import POLICY, URL, Tsa, certificate, make_key
from tests.node.ledger.test_peer_client import HEAD, served

TEXT = b"The clinic was struck at night."
DIGEST = hashlib.sha256(TEXT).digest()


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    """Found an authority."""
    return Tsa(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    """Found another one, of the same name."""
    return Tsa(tmp_path_factory.mktemp("stranger"))


@pytest.fixture
def chosen(settings: Settings, tsa: Tsa) -> Settings:
    """Have the operator choose the authority."""
    settings.NODE = replace(
        settings.NODE, timestamp_url=URL, timestamp_certificates=tsa.folder / "root.pem"
    )
    return settings


def receive(amal: User) -> Document:
    return documents.receive_document(TEXT, way=Way.PASTE, by=amal, at=NOW).document


def answering(reply: Callable[[bytes], bytes], status: int = 200, **head: str) -> Any:
    return httpx.MockTransport(
        lambda request: httpx.Response(
            status, stream=httpx.ByteStream(reply(request.read())), headers=head
        )
    )


def test_a_digest_is_asked_about_and_nothing_else_leaves(tsa: Tsa) -> None:
    found = stamping.stamp(TEXT, tsa.authority, transport=tsa.transport())

    assert (found.signer, found.policy) == ("Clock of Kelorane", POLICY)
    assert DIGEST in tsa.asked[-1]
    assert len(tsa.asked[-1]) < 100
    assert TEXT not in tsa.asked[-1]


def test_a_new_document_has_a_job_and_then_a_time_stamp(
    chosen: Settings, amal: User, tsa: Tsa
) -> None:
    document = receive(amal)
    assert Job.objects.filter(name=timestamps.STAMP_JOB).count() == 1

    timestamps.stamp(document, at=NOW, transport=tsa.transport())
    timestamps.stamp(document, at=NOW, transport=tsa.transport())

    kept = TimeStamp.objects.get()
    assert (kept.document, kept.authority, kept.verified_at) == (document, "127.0.0.1", NOW)


def test_others_check_it_with_openssl(
    chosen: Settings, amal: User, tsa: Tsa, client: Client
) -> None:
    document = receive(amal)
    timestamps.stamp(document, at=NOW, transport=tsa.transport())
    client.force_login(amal)

    page = client.get(f"/documents/{document.sha256}/").content.decode()
    answer = client.get(f"/documents/{document.sha256}/time-stamp.tsr")

    assert "Clock of Kelorane" in page
    assert answer["Content-Type"] == "application/timestamp-reply"
    (tsa.folder / "it.tsr").write_bytes(answer.content)
    (tsa.folder / "it.original").write_bytes(TEXT)
    checked = ("-verify", "-in", "it.tsr", "-CAfile", "root.pem", "-data", "it.original")
    tsa.openssl(*checked)
    (tsa.folder / "it.original").write_bytes(TEXT + b"!")
    with pytest.raises(subprocess.CalledProcessError):
        tsa.openssl(*checked)


def test_without_an_authority_nothing_is_asked(amal: User, client: Client) -> None:
    document = receive(amal)
    client.force_login(amal)

    page = client.get(f"/documents/{document.sha256}/").content.decode()

    assert not Job.objects.filter(name=timestamps.STAMP_JOB).exists()
    assert "ime stamp" not in page
    assert client.get(f"/documents/{document.sha256}/time-stamp.tsr").status_code == 404
    client.post(f"/documents/{document.sha256}/time-stamp/")
    assert not Job.objects.filter(name=timestamps.STAMP_JOB).exists()


def test_one_that_came_before_is_stamped_when_somebody_asks(
    amal: User, client: Client, settings: Settings, tsa: Tsa
) -> None:
    document = receive(amal)
    settings.NODE = replace(
        settings.NODE, timestamp_url=URL, timestamp_certificates=tsa.folder / "root.pem"
    )
    client.force_login(amal)

    client.post(f"/documents/{document.sha256}/time-stamp/")

    assert Job.objects.get(name=timestamps.STAMP_JOB).args == {"sha256": document.sha256}


def test_an_answer_to_another_question_is_not_believed(tsa: Tsa) -> None:
    earlier = stamping.stamp(TEXT, tsa.authority, transport=tsa.transport()).response

    with pytest.raises(stamping.StampDoesNotVerify):
        stamping.stamp(TEXT, tsa.authority, transport=answering(lambda _query: earlier))
    with pytest.raises(stamping.StampDoesNotVerify):
        stamping.verified(earlier, hashlib.sha256(b"other").digest(), tsa.authority)
    assert stamping.verified(earlier, DIGEST, tsa.authority).response == earlier


def test_another_algorithm_of_the_same_bytes_is_not_believed(tsa: Tsa) -> None:
    builder = TimestampRequestBuilder().data(TEXT)
    query = builder.hash_algorithm(HashAlgorithm.SHA512).build()
    answer = tsa.reply(query.as_bytes())

    with pytest.raises(stamping.StampDoesNotVerify):
        stamping.verified(answer, query.message_imprint.message, tsa.authority)


def test_whoever_is_not_trusted_is_not_believed(tsa: Tsa, stranger: Tsa) -> None:
    with pytest.raises(stamping.StampDoesNotVerify):
        stamping.stamp(TEXT, tsa.authority, transport=stranger.transport())


def test_a_time_stamp_under_another_policy_is_not_believed(tsa: Tsa) -> None:
    wanted = stamping.authority_of(URL, tsa.roots, "1.2.3.4.9")

    with pytest.raises(stamping.StampDoesNotVerify):
        stamping.stamp(TEXT, wanted, transport=tsa.transport())


def test_a_changed_byte_anywhere_is_not_believed(tsa: Tsa) -> None:
    answer = stamping.stamp(TEXT, tsa.authority, transport=tsa.transport()).response
    changed = 0

    for place in range(20, len(answer), 37):
        bad = bytearray(answer)
        bad[place] ^= 0x41
        try:
            found = stamping.verified(bytes(bad), DIGEST, tsa.authority)
        except stamping.StampFailed:
            changed += 1
            continue
        # What nobody signed, such as a second copy of the chain, says nothing else.
        assert (found.signer, found.policy) == ("Clock of Kelorane", POLICY)

    assert changed > 20


@hypothesis_settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=200))
def test_no_bytes_break_it(body: bytes) -> None:
    authority = stamping.Authority(URL, ())

    with pytest.raises((stamping.StampFailed, ValueError)):
        stamping.verified(body, DIGEST, authority)


def test_a_refusal_is_told_apart(tsa: Tsa) -> None:
    with pytest.raises(stamping.AuthorityRefused):
        stamping.stamp(
            TEXT, tsa.authority, transport=answering(lambda _query: tsa.reply(b"no query"))
        )


@pytest.mark.parametrize(
    ("transport", "error"),
    [
        (answering(lambda _query: b"", 302, Location="http://10.0.0.1/"), "AnsweredOddly"),
        (answering(lambda _query: b"", 500), "AnsweredOddly"),
        (answering(lambda _query: b"x" * (stamping.MOST_BYTES + 1)), "AnsweredOddly"),
        (answering(lambda _query: b"<html>"), "AnsweredOddly"),
    ],
)
def test_an_odd_answer_is_refused_and_never_followed(
    transport: httpx.MockTransport, error: str, tsa: Tsa
) -> None:
    with pytest.raises(stamping.StampFailed) as caught:
        stamping.stamp(TEXT, tsa.authority, transport=transport)

    assert error in type(caught.value).__name__


def test_a_dripping_answer_is_given_up(tsa: Tsa) -> None:
    with served(HEAD + b"\r\n", b"x", pause=0.02, forever=True) as url:
        slow = replace(tsa.authority, url=url)
        with pytest.raises(stamping.AuthorityNotReached):
            stamping.stamp(TEXT, slow, whole=0.2)


def test_what_failed_is_tried_again_and_named_to_the_administrator(
    chosen: Settings, amal: User
) -> None:
    receive(amal)
    job = Job.objects.get(name=timestamps.STAMP_JOB)

    # Nothing listens there.
    with pytest.raises(stamping.AuthorityNotReached):
        queue.run_waiting(NOW)

    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("waiting", "AuthorityNotReached", 1)
    assert job.run_at > NOW


def test_a_certificate_that_only_names_itself_as_its_issuer_is_no_root(tsa: Tsa) -> None:
    name = "Root of Kelorane"
    forged = certificate(name, make_key(), name, make_key(), ca=True)
    pem = forged.public_bytes(serialization.Encoding.PEM)

    with pytest.raises(stamping.BadAuthority):
        stamping.authority_of(URL, pem)
    assert stamping.authority_of(URL, tsa.roots + pem).between == (forged,)


def test_settings_that_cannot_be_meant_are_refused(tsa: Tsa) -> None:
    signer = (tsa.folder / "signer.pem").read_bytes()
    for certificates in (b"", b"nothing", signer):
        with pytest.raises(stamping.BadAuthority):
            stamping.authority_of(URL, certificates)
    found = stamping.authority_of(URL, tsa.roots + signer, POLICY)
    assert found.policy == x509.ObjectIdentifier(POLICY)
    assert len(found.between) == 1
