"""Keep this node's private keys in files outside the database and its backups.

One key a file, one line each, mode 0600 in folders of mode 0700. The identity key lies in a
folder of its own, so that an operator can keep that one elsewhere and bring it when needed.
"""

import base64
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from answerable.node.ledger.errors import BadKeyFile
from answerable.protocol.errors import BadKey
from answerable.protocol.keys import SigningKey

_HEAD: Final = "answerable-key-1 "
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}(?:/[a-z0-9][a-z0-9-]{0,63}){0,2}")

IDENTITY: Final = "identity/identity"
MIRROR: Final = "mirror"
DELIVERY: Final = "delivery"
NODE: Final = "node"


def log(slug: str) -> str:
    """Name the key that signs our log in a channel."""
    return f"logs/{slug}"


def author(office_code: str) -> str:
    """Name the key with which an office signs its statements."""
    return f"offices/{office_code}"


def exists(name: str) -> bool:
    """Tell whether the key is here."""
    return _path(name).is_file()


def make(name: str) -> SigningKey:
    """Make a key, or load it when it is here already. It is on disk before it is used."""
    return _signing(name, make_secret(name, lambda: secrets.token_bytes(32)))


def load(name: str) -> SigningKey:
    """Load a key; raises BadKeyFile when it is missing, damaged or open to others."""
    return _signing(name, load_secret(name))


def make_secret(name: str, draw: Callable[[], bytes]) -> bytes:
    """Keep a new secret, drawn only if none is here; return the one that is on disk."""
    path = _path(name)
    _make_folders(path.parent)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    text = _HEAD + base64.b64encode(draw()).decode() + "\n"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link appears whole or not at all, and never replaces a key that is here already.
        os.link(draft, path)
    except FileExistsError:
        return load_secret(name)
    finally:
        draft.unlink()
    sync_folder(path.parent)
    return load_secret(name)


def load_secret(name: str) -> bytes:
    """Load a secret; raises BadKeyFile when it is missing, damaged or open to others."""
    path = _path(name)
    try:
        if path.stat().st_mode & 0o077:
            raise BadKeyFile(f"the key file {name} can be read by others: set its mode to 0600")
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadKeyFile(f"the key file {name} cannot be read") from exc
    try:
        secret = base64.b64decode(text.removeprefix(_HEAD).strip(), validate=True)
    except ValueError as exc:
        raise BadKeyFile(f"the key file {name} is damaged") from exc
    if not text.startswith(_HEAD) or not secret:
        raise BadKeyFile(f"the key file {name} is damaged")
    return secret


def _signing(name: str, secret: bytes) -> SigningKey:
    try:
        return SigningKey.from_seed(secret)
    except BadKey as exc:
        raise BadKeyFile(f"the key file {name} is damaged") from exc


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise BadKeyFile("a key's name has small letters, digits and hyphens")
    home: Path = settings.NODE.home
    return home / "keys" / f"{name}.key"


def _make_folders(folder: Path) -> None:
    root: Path = settings.NODE.home / "keys"
    for part in (root, *(root / p for p in _steps(folder.relative_to(root)))):
        part.mkdir(mode=0o700, exist_ok=True)


def _steps(relative: Path) -> list[Path]:
    return [Path(*relative.parts[: count + 1]) for count in range(len(relative.parts))]


def sync_folder(folder: Path) -> None:
    """Make what was created or renamed in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
