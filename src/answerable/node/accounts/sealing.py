"""Keep short secrets out of the database: sealed under a key made from the node's secret file.

The file `secret-key` lies outside the database and is in the backup with the keys, so that who
reads the database alone, or its backup, can make no code.
"""

import base64
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "v1."
NONCE = 12
SECOND_FACTOR = "answerable second factor v1"


class NotSealed(Exception):
    """The text was sealed under another key, or not sealed at all."""


def seal(text: str, purpose: str = SECOND_FACTOR) -> str:
    """Return the text sealed; the same text never looks the same twice."""
    nonce = os.urandom(NONCE)
    box = ChaCha20Poly1305(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode(), None)
    return PREFIX + base64.urlsafe_b64encode(nonce + box).decode("ascii")


def unseal(sealed: str, purpose: str = SECOND_FACTOR) -> str:
    """Return the text that was sealed for this purpose, or raise `NotSealed`."""
    if not sealed.startswith(PREFIX):
        raise NotSealed
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(PREFIX))
        box = ChaCha20Poly1305(_key(settings.SECRET_KEY, purpose))
        return box.decrypt(raw[:NONCE], raw[NONCE:], None).decode()
    except (ValueError, InvalidTag) as exc:
        raise NotSealed from exc


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, None, purpose.encode()).derive(secret.encode())
