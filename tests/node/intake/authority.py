"""An authority of our own for tests: a root, a signer, and `openssl ts` that answers."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from answerable.node.intake.stamping import Authority, authority_of

URL = "http://127.0.0.1/tsa"
POLICY = "1.2.3.4.1"
_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.9
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
signer_digest = sha256
"""


class Tsa:
    """A time-stamping authority whose files lie in a folder."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not here")
        self.folder = folder
        root_key, signer_key = make_key(), make_key()
        root = certificate("Root of Kelorane", root_key, "Root of Kelorane", root_key, ca=True)
        signer = certificate("Clock of Kelorane", signer_key, "Root of Kelorane", root_key)
        self.roots = root.public_bytes(serialization.Encoding.PEM)
        (folder / "root.pem").write_bytes(self.roots)
        (folder / "signer.pem").write_bytes(signer.public_bytes(serialization.Encoding.PEM))
        (folder / "key.pem").write_bytes(
            signer_key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        (folder / "serial").write_text("01\n")
        (folder / "ts.cnf").write_text(_CONFIG.format(folder=folder))
        self.asked: list[bytes] = []

    @property
    def authority(self) -> Authority:
        """Return it as an operator trusts it."""
        return authority_of(URL, self.roots)

    def reply(self, query: bytes) -> bytes:
        """Answer a query."""
        self.asked.append(query)
        (self.folder / "query").write_bytes(query)
        return self.openssl(
            "-reply", "-queryfile", "query", "-signer", "signer.pem", "-inkey", "key.pem",
            "-config", "ts.cnf",
        )  # fmt: skip

    def openssl(self, *arguments: str) -> bytes:
        """Run `openssl ts`; what it cannot do is raised."""
        done = subprocess.run(
            ["openssl", "ts", *arguments],
            cwd=self.folder,
            capture_output=True,
            check=True,
        )
        return done.stdout

    def transport(self) -> httpx.MockTransport:
        """Answer over HTTP, without a network."""
        return httpx.MockTransport(
            lambda request: httpx.Response(200, stream=httpx.ByteStream(self.reply(request.read())))
        )


def make_key() -> rsa.RSAPrivateKey:
    """Make a key."""
    return rsa.generate_private_key(65537, 2048)


def certificate(
    name: str, key: rsa.RSAPrivateKey, issuer: str, by: rsa.RSAPrivateKey, *, ca: bool = False
) -> x509.Certificate:
    """Make a certificate that a key signs in an issuer's name."""
    now = datetime.now(UTC)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        built = built.add_extension(usage, critical=True)
    return built.sign(by, hashes.SHA256())
