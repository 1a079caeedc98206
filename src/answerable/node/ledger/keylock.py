"""Encrypt the key files of this node, and open them with the operator's passphrase once a process.

The passphrase opens one small file, `keys/folder.lock`, which holds the folder's key; that key
encrypts each key file. So signing costs no scrypt, a new passphrase is one renamed file, and a
folder whose conversion was interrupted is legible: each file says for itself how it is kept.
"""

import base64
import hashlib
import os
import re
import secrets
import shlex
import subprocess
import threading
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings

from answerable.node.ledger.errors import BadKeyFile
from answerable.safekeeping import sealed
from answerable.safekeeping.errors import SafekeepingError, WrongPassphrase

HEAD: Final = "answerable-key-2"
LEAST_LETTERS: Final = 12
MOST_BYTES: Final = 1024

_LINE = re.compile(rf"{HEAD} ([0-9a-f]{{16}}) ([A-Za-z0-9+/]{{40,4096}}={{0,2}})\n")
_LOCK_BYTES = 1024
_WAIT = 30

# What each folder key that was unlocked in this process is called. Never more than a few.
_known: dict[str, bytes] = {}
_unlocking = threading.Lock()


def path() -> Path:
    """Return where the lock lies."""
    home: Path = settings.NODE.home
    return home / "keys" / "folder.lock"


def is_locked() -> bool:
    """Tell whether new key files of this node are encrypted."""
    return path().exists()


def check() -> None:
    """Raise BadKeyFile, saying what to do, unless the key files can be opened."""
    if is_locked():
        _folder_key(None)


def create(passphrase: str) -> None:
    """Make a folder key, sealed with a passphrase; key files made from now on are encrypted."""
    if not is_locked():
        write(_seal(secrets.token_bytes(32), passphrase))


def change(old: str, new: str) -> None:
    """Seal the folder key with another passphrase; the key files stay as they are."""
    write(_seal(_open(old), new))


def remove() -> None:
    """Forget the folder key, once no key file needs it any more."""
    path().unlink(missing_ok=True)
    sync_folder(path().parent)


def encrypt(name: str, secret: bytes) -> str:
    """Return the line that keeps a secret in the file of this name."""
    key = _folder_key(None)
    nonce = secrets.token_bytes(12)
    sealing = ChaCha20Poly1305(key).encrypt(nonce, secret, _bound_to(_name(key), name))
    return f"{HEAD} {_name(key)} {base64.b64encode(nonce + sealing).decode()}\n"


def decrypt(name: str, line: str) -> bytes:
    """Return the secret of an encrypted key file; raises BadKeyFile."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise BadKeyFile(f"the key file {name} is damaged")
    key = _folder_key(found[1])
    try:
        data = base64.b64decode(found[2], validate=True)
        return ChaCha20Poly1305(key).decrypt(data[:12], data[12:], _bound_to(found[1], name))
    except (InvalidTag, ValueError) as exc:
        raise BadKeyFile(f"the key file {name} is damaged") from exc


def unlock(passphrase: str) -> None:
    """Open the lock with this passphrase instead of the configured one, for this process."""
    key = _open(passphrase)
    _known[_name(key)] = key


def forget() -> None:
    """Let this process begin anew: the next use asks for the passphrase again."""
    _known.clear()


def check_new(passphrase: str) -> None:
    """Raise BadKeyFile for a passphrase that is too short to keep anything."""
    if len(passphrase) < LEAST_LETTERS:
        raise BadKeyFile(f"a passphrase has at least {LEAST_LETTERS} characters")


def configured_passphrase() -> str:
    """Return the passphrase from where the settings say; raises BadKeyFile with what to do."""
    node = settings.NODE
    if node.key_passphrase_file is not None:
        return read_passphrase(node.key_passphrase_file)
    if node.key_passphrase_command:
        return _from_command(node.key_passphrase_command)
    raise BadKeyFile(
        "the key files are encrypted: set ANSWERABLE_KEY_PASSPHRASE_FILE or "
        "ANSWERABLE_KEY_PASSPHRASE_COMMAND to where the passphrase comes from"
    )


def read_passphrase(file: Path) -> str:
    """Read a passphrase, the first line of a file that not everybody may read."""
    try:
        if file.stat().st_mode & 0o007:
            raise BadKeyFile(f"the passphrase file {file} can be read by others: set mode 0600")
        with file.open("rb") as opened:
            return _first_line(opened.read(MOST_BYTES + 1), str(file))
    except OSError as exc:
        raise BadKeyFile(f"the passphrase file {file} cannot be read: {exc.strerror}") from exc


def write(data: bytes) -> None:
    """Put the lock in place whole; what was there stays until that moment."""
    target = path()
    target.parent.mkdir(mode=0o700, exist_ok=True)
    draft = target.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make what was created or renamed in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder_key(wanted: str | None) -> bytes:
    """Return the folder's key, or the one of this name, unlocking at most once a process."""
    # Where no name is given the lock says which: it may be another folder's by now.
    with _unlocking:
        known = _known.get(wanted or _lock_name())
        if known is not None:
            return known
        key = _open(configured_passphrase())
        if wanted not in (None, _name(key)):
            raise BadKeyFile("a key file was encrypted with another folder's key")
        _known[_name(key)] = key
        return key


def _open(passphrase: str) -> bytes:
    data = _read()
    try:
        key = sealed.unseal(data[data.index(b"\n") + 1 :], passphrase)
    except WrongPassphrase as exc:
        raise BadKeyFile("the passphrase does not open the key files; nothing was changed") from exc
    except SafekeepingError as exc:
        raise BadKeyFile(f"the lock of the key files is damaged: {exc}") from exc
    if len(key) != 32 or _name(key) != _lock_name():
        raise BadKeyFile("the lock of the key files is damaged")
    return key


def _seal(key: bytes, passphrase: str) -> bytes:
    check_new(passphrase)
    _known[_name(key)] = key
    return f"{_name(key)}\n".encode() + sealed.seal(key, passphrase, secrets.token_bytes)


def _read() -> bytes:
    try:
        with path().open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise BadKeyFile("keys/folder.lock can be read by others: set its mode to 0600")
            data = file.read(_LOCK_BYTES + 1)
    except OSError as exc:
        raise BadKeyFile("the key files are encrypted, and keys/folder.lock is missing") from exc
    if len(data) > _LOCK_BYTES or not re.match(rb"[0-9a-f]{16}\n", data):
        raise BadKeyFile("the lock of the key files is damaged")
    return data


def _lock_name() -> str:
    return _read()[:16].decode("ascii")


def _name(key: bytes) -> str:
    return hashlib.sha256(b"answerable-folder-key\n" + key).hexdigest()[:16]


def _bound_to(lock: str, name: str) -> bytes:
    # A file under another name, or in another node's folder, does not open.
    return f"{HEAD} {lock} {name}".encode()


def _from_command(command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 # The operator's own command, run without a shell.
            shlex.split(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=_WAIT,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as exc:
        raise BadKeyFile("ANSWERABLE_KEY_PASSPHRASE_COMMAND gave no passphrase") from exc
    return _first_line(done.stdout, "ANSWERABLE_KEY_PASSPHRASE_COMMAND")


def _first_line(data: bytes, where: str) -> str:
    line, _, rest = data.partition(b"\n")
    try:
        text = line.rstrip(b"\r").decode("utf-8")
    except UnicodeDecodeError as exc:
        raise BadKeyFile(f"{where} holds no text") from exc
    if not text or rest.strip() or len(data) > MOST_BYTES:
        raise BadKeyFile(f"{where} must hold one line, the passphrase, and nothing else")
    return text
