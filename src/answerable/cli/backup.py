"""Make one consistent copy of a running node: database, evidence, settings; the keys apart."""

import argparse
import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import answerable
from answerable.cli import databases, node, passphrases, prepare
from answerable.cli.errors import Misused, Refused
from answerable.safekeeping import archive, locks
from answerable.safekeeping.errors import NoPassphrase, SafekeepingError, WrongPassphrase

DATA = "data"
KEYS = "keys"
WORK = ".backup-work"
_SHOWN = 5


@dataclass
class Made:
    """What a data backup holds, and what it lacks."""

    logs: list[tuple[str, int]]
    documents: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser(
        "backup",
        help="copy a node while it runs, or check such a copy",
        description="Writes database, evidence and settings into one file, sealed unless --plain "
        "is given; the keys, if wanted, into a second file with a passphrase of its own. Exit "
        "code 1 also when evidence is missing: the backup is there, and says what it lacks.",
    )
    node.add_home(parser)
    add = parser.add_argument
    add("--out", metavar="FILE", help="the new file")
    add("--passphrase-file", metavar="FILE", help="file with its passphrase; - for stdin")
    add("--recipient", metavar="KEY", action="append", help="seal to an age key instead (age1…)")
    add("--plain", action="store_true", help="do not seal it: whoever has the file reads it")
    add("--keys-out", metavar="FILE", help="a second new file, with the node's keys")
    add("--keys-passphrase-file", metavar="FILE", help="file with the second passphrase")
    add("--check", metavar="FILE", help="instead: check a backup; needs no node")
    add("--identity", metavar="FILE", help="with --check: the secret half of a recipient's key")


def run(args: argparse.Namespace) -> int:
    """Make the backup, or leave nothing behind."""
    if args.check:
        return _check(args)
    if not args.out:
        raise Misused("say where to: --out FILE, or --check FILE")
    node.start(args)
    prepare.check_not_half_restored()
    out, keys_out = Path(args.out), Path(args.keys_out) if args.keys_out else None
    if keys_out is not None and out.resolve() == keys_out.resolve():
        raise Misused("--out and --keys-out are the same file: name another for the keys")
    for path in filter(None, (out, keys_out)):
        if path.exists():
            raise Misused(f"{path} exists; name another file")
    lock = _lock(args)
    keys_lock = None
    if keys_out is not None:
        what = "New passphrase of the keys' file"
        text = passphrases.get(
            args.keys_passphrase_file, "--keys-passphrase-file", what, is_new=True
        )
        if isinstance(lock, locks.Passphrase) and lock.text == text:
            raise Misused("the keys' file needs a passphrase of its own")
        keys_lock = locks.Passphrase(text)
    made = make(out, lock, keys_out, keys_lock)
    print(f"wrote     {out} ({out.stat().st_size:,} bytes), read back and checked")
    if keys_out is not None:
        print(f"wrote     {keys_out}; keep it elsewhere than {out.name}")
    return report(made)


def make(
    out: Path, lock: locks.Lock, keys_out: Path | None = None, keys_lock: locks.Lock | None = None
) -> Made:
    """Write the files, read them back, and only then give them their names."""
    from django.conf import settings

    home: Path = settings.NODE.home
    try:
        with _work(home) as work:
            with _new_file(out, lock) as plain:
                made = _write_data(home, work, plain)
            if keys_out is not None and keys_lock is not None:
                with _new_file(keys_out, keys_lock) as plain:
                    _write_keys(home, plain)
    except SafekeepingError as exc:
        raise Refused(str(exc)) from exc
    except OSError as exc:
        raise Refused(f"the backup cannot be written: {exc.strerror or exc}") from exc
    return made


def report(made: Made) -> int:
    """Say what the backup holds; 1 if something that should be in it is not."""
    for origin, size in made.logs:
        print(f"log       {origin}  size {size}")
    print(f"documents {made.documents}")
    for label, names in (("missing", made.missing), ("damaged", made.damaged)):
        for name in names[:_SHOWN]:
            print(f"{label:<9} {name}")
        if len(names) > _SHOWN:
            print(f"{label:<9} and {len(names) - _SHOWN} more")
    return 1 if made.missing or made.damaged else 0


def _write_data(home: Path, work: Path, out: BinaryIO) -> Made:
    with databases.snapshot(work) as found:
        made = Made([(o, n) for o, n in found.rows(_LOGS)])
        about = {
            **_about(DATA),
            **found.about(),
            "migrations": sorted([app, name] for app, name in found.rows(_MIGRATIONS)),
            "logs": made.logs,
        }
        writer = archive.Writer(out, about)
        for name, size, source in found.files():
            writer.add(name, size, source)
        # After the snapshot: a document's bytes are stored before its row is.
        kept = {digest for (digest,) in found.rows(_DOCUMENTS)}
        if any(name.endswith(_MADE_EXHIBITS) for _app, name in about["migrations"]):
            kept |= {digest for (digest,) in found.rows(_EXHIBITS)}
        for digest in sorted(kept):
            made.documents += 1
            if not (home / "evidence" / _place(digest)).is_file():
                made.missing.append(f"document {digest}")
        for path in _walk(home / "evidence"):
            if path.is_relative_to(home / "evidence" / "bundles"):
                # An archive that waits to be read: what is taken in of it is kept by itself, and
                # what is not, as an e-mail that names its sender, is to be nowhere.
                continue
            if _add(writer, path, f"evidence/{path.relative_to(home / 'evidence').as_posix()}"):
                made.damaged.append(f"document {path.name}")
        for path in sorted((home / "authorities").glob("*.pem")):
            _add(writer, path, f"settings/authorities/{path.name}")
        if (home / "node.toml").exists():
            _add(writer, home / "node.toml", "settings/node.toml")
        writer.close()
    return made


def _write_keys(home: Path, out: BinaryIO) -> None:
    writer = archive.Writer(out, _about(KEYS))
    for path in _walk(home / "keys"):
        if path.suffix == ".key" or path.name == "folder.lock":
            _add(writer, path, path.relative_to(home).as_posix())
    _add(writer, home / "secret-key", "secret-key")
    writer.close()


_LOGS = "SELECT origin, size FROM ledger_loghead ORDER BY origin"
_MIGRATIONS = "SELECT app, name FROM django_migrations"
_DOCUMENTS = "SELECT sha256 FROM intake_document"
_EXHIBITS = "SELECT sha256 FROM desk_exhibit WHERE is_kept"
# An upgrade makes a backup before it makes this table.
_MADE_EXHIBITS = "evidence_on_an_incident"


def _about(kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "software": answerable.__version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _place(digest: str) -> str:
    return f"documents/{digest[:2]}/{digest[2:4]}/{digest}"


def _add(writer: archive.Writer, path: Path, name: str) -> bool:
    """Add a file; tell whether it is a document whose bytes are not those it is named after."""
    try:
        with path.open("rb") as file:
            found = writer.add(name, os.fstat(file.fileno()).st_size, file)
    except FileNotFoundError:
        # Erased meanwhile, for a reason that holds for the backup as well.
        return False
    return len(path.name) == 64 and path.name != found


def _walk(folder: Path) -> Iterator[Path]:
    """Give the plain files below a folder, in the order in which an archive has them."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


@contextlib.contextmanager
def _work(home: Path) -> Iterator[Path]:
    """Give an empty folder inside the node's, where a plain copy is no more exposed than there."""
    descriptor = os.open(home / "backup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    work = home / WORK
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # What a killed one left behind.
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except BlockingIOError as exc:
        raise Refused("another backup of this node is being made") from exc
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _new_file(path: Path, lock: locks.Lock) -> Iterator[BinaryIO]:
    """Give a place to write to; the file has its name only once it was read back from the disk."""
    from answerable.node.ledger.keylock import sync_folder

    draft = path.with_name(f"{path.name}.new")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with locks.closing(file, lock, secrets.token_bytes) as plain:
                yield plain
            file.flush()
            os.fsync(file.fileno())
            if not isinstance(lock, locks.Recipients):
                file.seek(0)
                ask = lock.text if isinstance(lock, locks.Passphrase) else ""
                with locks.opening(file, lambda: ask) as plain:
                    read_whole(plain)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.absolute().parent)


def read_whole(plain: BinaryIO) -> tuple[archive.About, int]:
    """Read an archive to its end; return what it is and how many files it holds."""
    about, members = archive.read(plain)
    return about, sum(1 for _ in members)


def _lock(args: argparse.Namespace) -> locks.Lock:
    if sum((args.plain, bool(args.recipient), args.passphrase_file is not None)) > 1:
        raise Misused("--plain, --recipient and --passphrase-file exclude each other")
    if args.plain:
        return locks.Plain()
    if args.recipient:
        return locks.Recipients(tuple(args.recipient))
    what = "New passphrase of the backup"
    return locks.Passphrase(
        passphrases.get(args.passphrase_file, "--passphrase-file", what, is_new=True)
    )


def _check(args: argparse.Namespace) -> int:
    """Read a backup to its end and say what it is."""
    try:
        with open_backup(Path(args.check), args.passphrase_file, args.identity) as plain:
            about, count = read_whole(plain)
    except (WrongPassphrase, NoPassphrase) as exc:
        raise Refused(f"{args.check} was not opened, so nothing is known of it: {exc}") from exc
    except SafekeepingError as exc:
        raise Refused(f"{args.check} does not hold: {exc}") from exc
    print(f"holds: {about.get('kind')} of {about.get('made')}, {count} files")
    print(f"version   {about.get('software')}")
    for origin, size in about.get("logs", ()):
        print(f"log       {origin}  size {size}")
    return 0


@contextlib.contextmanager
def open_backup(path: Path, passphrase: str | None, identity: str | None) -> Iterator[BinaryIO]:
    """Give the plain archive in a backup file; raises SafekeepingError where it does not open."""

    def ask() -> str:
        return passphrases.get(passphrase, "--passphrase-file", f"Passphrase of {path.name}")

    try:
        key = _identity(Path(identity)) if identity else None
        with path.open("rb") as file, locks.opening(file, ask, key) as plain:
            yield plain
    except OSError as exc:
        raise Misused(f"{path} cannot be read: {exc.strerror}") from exc


def _identity(path: Path) -> str:
    with path.open("rb") as file:
        lines = file.read(4096).decode("ascii", "replace").splitlines()
    return next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-1")), "")
