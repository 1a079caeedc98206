"""Tell a person who verifies the wrong thing what it is and what to give instead."""

from pathlib import Path

from answerable.cli.errors import Misused
from answerable.protocol import package, proof

_POUCH = b"age-encryption.org/"
_MANIFEST = "manifest.dsse"


def beginning(path: Path) -> bytes:
    """Read the first bytes of a file, however large; raises Misused when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as exc:
        raise Misused(f"{path} cannot be read: {exc.strerror}") from exc


def check_folder(path: Path) -> None:
    """Raise Misused unless a folder can be an exported log."""
    if (path / "checkpoint").exists():
        return
    if (path / _MANIFEST).exists() or (path / "logs").is_dir():
        raise Misused(
            f"{path} is an unpacked pouch: verify each folder below {path / 'logs'}, with the "
            "verifier keys of the log and of those who must have countersigned"
        )
    if (path / package.ENTRY).exists():
        raise Misused(f"{path} is an unpacked evidence package: verify the .zip file itself")
    raise Misused(f"{path} is no exported log, there is no checkpoint in it: name the log's folder")


def check_proof(path: Path) -> None:
    """Raise Misused unless a file can be a proof."""
    begins = beginning(path)
    if begins.startswith(_POUCH):
        raise Misused(
            f"{path} is a pouch or a sealed file: answerable pouch show tells what a pouch holds, "
            "answerable backup --check a backup"
        )
    if not begins.startswith(proof.MAGIC.encode()):
        raise Misused(
            f"{path} is neither a .tlog-proof file nor an evidence package: name one, or a log's "
            "folder"
        )
