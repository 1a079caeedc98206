"""Keep the bytes of originals where the operator keeps evidence, named by their own hash."""

import contextlib
import hashlib
import os

from django.core.files.base import ContentFile
from django.core.files.storage import Storage


class OriginalChanged(Exception):
    """The stored bytes are gone or are no longer those that were received."""


def digest_of(data: bytes) -> str:
    """Return the SHA-256 that names these bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(storage: Storage, data: bytes) -> str:
    """Store bytes that no document refers to yet, and return their digest.

    What a killed write left behind under the same name is put right. Raises `OriginalChanged` if
    what is stored in the end is not these bytes.
    """
    digest = digest_of(data)
    name = _name(digest)
    if storage.exists(name) and not _holds(storage, digest):
        storage.delete(name)
    if not storage.exists(name):
        written = storage.save(name, ContentFile(data))
        if written != name:
            # Somebody stored the same bytes at the same moment, and the storage made a copy.
            storage.delete(written)
        _flush(storage, name)
    fetch(storage, digest)
    return digest


def fetch(storage: Storage, digest: str) -> bytes:
    """Return the bytes of this digest, checked; raise `OriginalChanged` if they are not those."""
    try:
        with storage.open(_name(digest), "rb") as file:
            data: bytes = file.read()
    except FileNotFoundError as error:
        raise OriginalChanged(digest) from error
    if digest_of(data) != digest:
        raise OriginalChanged(digest)
    return data


def found(storage: Storage, digest: str) -> str:
    """Return the digest of what is stored under this one; nothing where nothing is stored."""
    try:
        with storage.open(_name(digest), "rb") as file:
            return digest_of(file.read())
    except FileNotFoundError:
        return ""


def _holds(storage: Storage, digest: str) -> bool:
    try:
        fetch(storage, digest)
    except OriginalChanged:
        return False
    return True


def _name(digest: str) -> str:
    # Two levels of folders, because some file systems are slow with very many files in one.
    return f"documents/{digest[:2]}/{digest[2:4]}/{digest}"


def _flush(storage: Storage, name: str) -> None:
    """Have a file on a local disk written out before the database says that it is there."""
    with contextlib.suppress(NotImplementedError):
        for path in (storage.path(name), os.path.dirname(storage.path(name))):  # noqa: PTH120
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
