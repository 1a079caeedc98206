"""Keep this node's private keys in files outside the database and its backups.

One key a file, one line each, mode 0600 in folders of mode 0700, encrypted where the operator
chose a passphrase (`keylock`). The identity key lies in a folder of its own, so that an operator
can keep that one elsewhere and bring it when needed.
"""

import base64
import os
import re
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from answerable.node.ledger import keylock
from answerable.node.ledger.errors import BadKeyFile
from answerable.node.ledger.keylock import sync_folder
from answerable.protocol.errors import BadKey
from answerable.protocol.keys import SigningKey, keyid
from answerable.protocol.pouch import encryption

_HEAD: Final = "answerable-key-1 "
_LONGEST: Final = 8192
_NAME: Final = re.compile(
    r"[a-z0-9][a-z0-9-]{0,63}(?:/[a-z0-9][a-z0-9-]{0,63}){0,2}(?:\.[1-9][0-9]{0,3})?"
)

IDENTITY: Final = "identity/identity"
MIRROR: Final = "mirror"
DELIVERY: Final = "delivery"
NODE: Final = "node"
RETIRED: Final = "retired"
# Opens the pouches that are sealed for us; no key that signs.
AGE: Final = "age"


def log(slug: str) -> str:
    """Name the key that signs our log in a channel."""
    return f"logs/{slug}"


def author(office_code: str) -> str:
    """Name the key with which an office signs its statements."""
    return f"offices/{office_code}"


def names() -> list[str]:
    """Name every key that is here."""
    root: Path = settings.NODE.home / "keys"
    found = (path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.key"))
    return sorted(name for name in found if _NAME.fullmatch(name))


def newest(name: str) -> str:
    """Name the newest generation of a key: `mirror`, then `mirror.2`, `mirror.3`.

    No code of an office or slug of a channel has a dot, so no other key has such a name.
    """
    found = [generation_of(each) for each in names() if _first(each) == name]
    return _generation(name, max(found, default=1))


def following(name: str) -> str:
    """Name the generation of a key that is made next; a retired one's name is never used again."""
    taken = {name, f"{RETIRED}/{name}"}
    found = [generation_of(each) for each in names() if _first(each) in taken]
    return _generation(name, max(found, default=0) + 1)


def generation_of(name: str) -> int:
    """Tell which generation of its key a name is."""
    return int(name.partition(".")[2] or 1)


def retire(name: str) -> None:
    """Put a key aside that counts nowhere any more: kept, found by its public half, made no more.

    Written anew under its new name, since an encrypted file opens under its own name only.
    """
    secret = load_secret(name)
    make_secret(f"{RETIRED}/{name}", lambda: secret)
    path = _path(name)
    path.unlink()
    sync_folder(path.parent)


def is_encrypted(name: str) -> bool:
    """Tell whether the key's file is encrypted."""
    return _text(name).startswith(keylock.HEAD)


def exists(name: str) -> bool:
    """Tell whether the key is here."""
    return _path(name).is_file()


def make(name: str) -> SigningKey:
    """Make a key, or load it when it is here already. It is on disk before it is used."""
    return _signing(name, make_secret(name, lambda: secrets.token_bytes(32)))


def make_age(name: str = AGE) -> str:
    """Make an identity that opens pouches, or load it; return the recipient to seal them for."""
    secret = make_secret(name, lambda: encryption.make_identity().encode())
    return encryption.recipient_of(secret.decode("ascii"))


def age_identities() -> list[str]:
    """Load every identity that opens pouches: the one in use, and those it followed."""
    found = [name for name in names() if _first(name) in (AGE, f"{RETIRED}/{AGE}")]
    return [load_secret(name).decode("ascii") for name in found]


def load(name: str) -> SigningKey:
    """Load a key; raises BadKeyFile when it is missing, damaged or open to others."""
    return _signing(name, load_secret(name))


def keyid_of(name: str) -> str:
    """Give the id of a key, also of one that opens pouches; raises BadKeyFile."""
    if _first(name.removeprefix(f"{RETIRED}/")) == AGE:
        recipient = encryption.recipient_of(load_secret(name).decode("ascii"))
        return keyid(recipient.encode())
    return load(name).keyid


def by_public(public: bytes) -> SigningKey:
    """Load the key of ours that has this public key; raises BadKeyFile when it is not here."""
    found = name_of(public)
    if found is None:
        raise BadKeyFile(
            f"the key {public.hex()[:8]} is not in the folder of keys: bring its file back"
        )
    return load(found)


def name_of(public: bytes) -> str | None:
    """Name the key of ours that has this public key, also a retired one; None: it is not here."""
    folder: Path = settings.NODE.home / "keys"
    return _find(public, str(folder), _stamp(folder))


@lru_cache(maxsize=1024)
def _find(public: bytes, _folder: str, _stamp: int) -> str | None:
    """Find the name of a key by its public half; looked up anew once the folder has changed."""
    for name in names():
        try:
            if load(name).public == public:
                return name
        except BadKeyFile:
            # Damaged, or no key that signs: whoever needs that one is told.
            continue
    return None


def _stamp(folder: Path) -> int:
    """Give a number that changes when a key file comes or goes."""
    folders = [folder, *(path for path in folder.glob("*") if path.is_dir())]
    # A folder's time has steps of some milliseconds, in which a file may go: so it is counted too.
    return hash(
        tuple(
            (path.name, path.stat().st_mtime_ns, len(list(path.iterdir())))
            for path in folders
            if path.exists()
        )
    )


def make_secret(name: str, draw: Callable[[], bytes]) -> bytes:
    """Keep a new secret, drawn only if none is here; return the one that is on disk."""
    path = _path(name)
    if path.exists():
        return load_secret(name)
    _make_folders(path.parent)
    secret = draw()
    draft = _draft(path, keylock.encrypt(name, secret) if keylock.is_locked() else _plain(secret))
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
    text = _text(name)
    if text.startswith(keylock.HEAD):
        return keylock.decrypt(name, text)
    try:
        secret = base64.b64decode(text.removeprefix(_HEAD).strip(), validate=True)
    except ValueError as exc:
        raise BadKeyFile(f"the key file {name} is damaged") from exc
    if not text.startswith(_HEAD) or not secret:
        raise BadKeyFile(f"the key file {name} is damaged")
    return secret


def encrypt_all() -> int:
    """Encrypt the key files that are plain; return how many. Each is replaced whole."""
    return sum(
        _replace(name, keylock.encrypt(name, load_secret(name)))
        for name in names()
        if not is_encrypted(name)
    )


def decrypt_all() -> int:
    """Keep the encrypted key files as plain ones again; return how many."""
    return sum(_replace(name, _plain(load_secret(name))) for name in names() if is_encrypted(name))


def _replace(name: str, text: str) -> int:
    path = _path(name)
    _draft(path, text).replace(path)
    sync_folder(path.parent)
    return 1


def _draft(path: Path, text: str) -> Path:
    """Write a file beside its place, durably."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _plain(secret: bytes) -> str:
    return _HEAD + base64.b64encode(secret).decode() + "\n"


def _text(name: str) -> str:
    path = _path(name)
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise BadKeyFile(f"the key file {name} can be read by others: set its mode to 0600")
            data = file.read(_LONGEST + 1)
    except OSError as exc:
        raise BadKeyFile(f"the key file {name} cannot be read") from exc
    if len(data) > _LONGEST or not data.isascii():
        raise BadKeyFile(f"the key file {name} is damaged")
    return data.decode("ascii")


def _first(name: str) -> str:
    return name.partition(".")[0]


def _generation(name: str, number: int) -> str:
    return name if number == 1 else f"{name}.{number}"


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
