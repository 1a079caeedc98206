"""Asking the other side: bounded in bytes and time, and never led elsewhere."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from answerable.node.ledger.errors import BadAddress, PeerFailed
from answerable.node.ledger.peer_client import PeerClient, check_address
from answerable.protocol.keys import SigningKey

KEY = SigningKey.from_seed(b"\x01" * 32)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://peer.example", "https://peer.example"),
        (" https://peer.example:8443/ ", "https://peer.example:8443"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("http://localhost:8001", "http://localhost:8001"),
        ("http://[::1]:8001", "http://[::1]:8001"),
    ],
)
def test_an_address_is_kept_in_plain_form(url: str, plain: str) -> None:
    assert check_address(url) == plain


@pytest.mark.parametrize(
    "url",
    [
        "http://peer.example",
        "http://10.0.0.1:8001",
        "https://user:word@peer.example",
        "https://peer.example/path",
        "https://peer.example?x=1",
        "https://peer.example#x",
        "ftp://peer.example",
        "file:///etc/passwd",
        "https://",
        "https://peer.example:port",
        "",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        check_address(url)


@given(st.text(max_size=60))
def test_no_text_is_mistaken_for_an_address(text: str) -> None:
    try:
        plain = check_address(text)
    except BadAddress:
        return
    assert check_address(plain) == plain


@contextmanager
def served(
    *pieces: bytes,
    pause: float = 0.0,
    forever: bool = False,
    tls: ssl.SSLContext | None = None,
) -> Iterator[str]:
    """Answer one request with these bytes; repeat the last one for ever if asked."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _ = server.accept()
        if tls is not None:
            connection = tls.wrap_socket(connection, server_side=True)
        with connection:
            connection.recv(65536)
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
                while forever:
                    connection.sendall(pieces[-1])
                    time.sleep(pause)
            except OSError:
                return

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()
        thread.join(5)


def tls_of(folder: Path) -> ssl.SSLContext:
    """Make a certificate for this machine; `tls.pem` in the folder is who is to be trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kelorane")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.pem").write_bytes(made.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tls.key").write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "tls.pem", folder / "tls.key")
    return context


def reason_of(
    url: str, *, limit: int = 1000, whole: float = 5.0, authority: Path | None = None
) -> str:
    with (
        PeerClient(url, KEY, whole=whole, authority=authority) as client,
        pytest.raises(PeerFailed) as caught,
    ):
        client.get("log/x", limit)
    return caught.value.reason


def test_an_answer_without_end_is_cut_off() -> None:
    with served(HEAD + b"\r\n", b"x" * 65536, forever=True) as url:
        assert reason_of(url) == "too_large"


def test_a_promised_length_is_not_believed() -> None:
    with served(HEAD + b"Content-Length: 4611686018427387904\r\n\r\n", b"x" * 2000) as url:
        assert reason_of(url) == "too_large"


def test_an_answer_that_drips_is_given_up() -> None:
    with served(HEAD + b"\r\n", b"x", pause=0.05, forever=True) as url:
        assert reason_of(url, whole=0.3) == "timed_out"


def test_a_head_that_drips_is_given_up() -> None:
    with served(b"HTTP/1.1 200 OK\r\n", b"X", pause=0.05, forever=True) as url:
        assert reason_of(url, whole=0.3) == "timed_out"


def test_an_answer_that_never_begins_is_given_up() -> None:
    with served(b"", b"", pause=0.05, forever=True) as url:
        assert reason_of(url, whole=0.3) == "timed_out"


def test_a_head_that_drips_under_tls_is_given_up(tmp_path: Path) -> None:
    drip = (b"HTTP/1.1 200 OK\r\n", b"X")
    with served(*drip, pause=0.05, forever=True, tls=tls_of(tmp_path)) as url:
        assert reason_of(url, whole=0.3, authority=tmp_path / "tls.pem") == "timed_out"


def test_a_connection_that_is_made_when_the_time_is_over_is_given_up() -> None:
    with served(b"HTTP/1.1 200 OK\r\n", b"X", pause=0.05, forever=True) as url:
        assert reason_of(url, whole=0.0) == "timed_out"


def test_a_head_without_end_is_cut_off() -> None:
    with served(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 65536, forever=True) as url:
        assert reason_of(url) == "broken_off"


def test_an_answer_that_ends_early_is_no_answer() -> None:
    with served(HEAD + b"Content-Length: 500\r\n\r\n", b"x") as url:
        assert reason_of(url) == "broken_off"


def test_a_packed_answer_is_not_unpacked() -> None:
    with served(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx") as url:
        assert reason_of(url) == "bad_answer"


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with served(moved) as url:
        assert reason_of(url) == "bad_answer"


def test_nobody_there_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert reason_of(f"http://127.0.0.1:{port}") == "unreachable"


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, "not_found"), (429, "too_many_requests"), (500, "bad_answer"), (304, "bad_answer")],
)
def test_a_status_becomes_a_reason(status: int, reason: str) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(status))

    with (
        PeerClient("http://127.0.0.1:9", KEY, transport=transport) as client,
        pytest.raises(PeerFailed) as caught,
    ):
        client.get("log/x", 10)

    assert caught.value.reason == reason
