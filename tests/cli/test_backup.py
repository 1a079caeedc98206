"""`answerable backup`: one moment of a running node, whole or not at all."""

import hashlib
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.nodes import answerable, outside

PASSPHRASE = "amber river under nine bridges"
KEYS_PASSPHRASE = "seven lanterns on the quay"
BACKUP = [sys.executable, "-m", "answerable.cli", "backup"]


@pytest.fixture
def secrets(tmp_path: Path) -> tuple[str, str]:
    """Return two passphrase files: for the data, for the keys."""
    for name, text in (("one", PASSPHRASE), ("two", KEYS_PASSPHRASE)):
        (tmp_path / name).write_text(text + "\n")
    return str(tmp_path / "one"), str(tmp_path / "two")


def add_document(home: Path, data: bytes) -> Path:
    """Put a document into a node as intake does; return where its bytes lie."""
    digest = hashlib.sha256(data).hexdigest()
    path = home / "evidence" / "documents" / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    with closing(sqlite3.connect(home / "db.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO intake_document (sha256, size, media, way, file_name, url, note,"
            " received_at, received_by_id) VALUES (?, ?, 'text/plain', 'paste', '', '', '',"
            " '2026-01-01', (SELECT min(id) FROM accounts_user))",
            [digest, len(data)],
        )
    return path


def insert(database: sqlite3.Connection, table: str, **values: object) -> int:
    """Put a row into a table; what is not said and must be there is an empty text."""
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    row: dict[str, object] = {
        name: "" for _n, name, _type, needed, _default, key in columns if needed and not key
    }
    row |= values
    into, marks = ", ".join(row), ", ".join("?" * len(row))
    statement = f"INSERT INTO {table} ({into}) VALUES ({marks})"
    return int(database.execute(statement, list(row.values())).lastrowid or 0)


def add_exhibit(home: Path, data: bytes) -> Path:
    """Put a file into a node as evidence on an incident; return where its bytes lie."""
    path = add_document(home, data)
    with closing(sqlite3.connect(home / "db.sqlite3")) as database, database:
        database.execute("DELETE FROM intake_document WHERE sha256 = ?", [path.name])
        [who] = database.execute("SELECT min(id) FROM accounts_user").fetchone()
        unknown = {"time_precision": "unknown", "first_reported_precision": "unknown"}
        incident = insert(
            database, "desk_incident", reference="I-1", title="I", kind="attack",
            status="candidate", priority="normal", service_impact="[]", observations="[]",
            opened_by_id=who, version=1, **unknown,
        )  # fmt: skip
        insert(
            database, "desk_exhibit", incident_id=incident, kind="photo", copy="unknown",
            description="D", made_precision="unknown", marking="amber", sending="no",
            sha256=path.name, is_kept=1, size=len(data), file_name="a", added_by_id=who, version=1,
        )  # fmt: skip
    return path


def unpack(file: Path, folder: Path) -> Path:
    """Unpack a plain backup with the common tools."""
    folder.mkdir()
    subprocess.run(f"zstd -dcq < '{file}' | tar x -C '{folder}'", shell=True, check=True)
    return folder


def test_it_holds_database_evidence_and_settings_and_nothing_else(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home = node[0]
    (home / "authorities").mkdir()
    (home / "authorities" / "them.pem").write_text("certificate")
    kept = add_document(home, b"what a witness said")

    done = answerable("backup", "--home", str(home), "--out", str(tmp_path / "b"), "--plain")
    found = unpack(tmp_path / "b", tmp_path / "found")

    assert (done.returncode, "documents 1" in done.stdout) == (0, True), done.stderr
    names = {path.relative_to(found).as_posix() for path in found.rglob("*") if path.is_file()}
    assert names == {
        "about.json",
        "SHA256SUMS",
        "database/db.sqlite3",
        kept.relative_to(home).as_posix(),
        "settings/authorities/them.pem",
        "settings/node.toml",
    }
    assert not list(home.glob(".backup*"))
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0


def test_what_is_written_while_it_is_made_is_in_it_whole_or_not_at_all(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home = node[0]
    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        database.executescript("CREATE TABLE left_side (n); CREATE TABLE right_side (n);")
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(home / "db.sqlite3", timeout=20)) as database:
            while not stop.is_set():
                with database:
                    database.execute("INSERT INTO left_side VALUES (randomblob(5000))")
                    database.execute("INSERT INTO right_side VALUES (1)")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = answerable("backup", "--home", str(home), "--out", str(tmp_path / "b"), "--plain")
    finally:
        stop.set()
        writer.join()

    assert done.returncode == 0, done.stderr
    found = unpack(tmp_path / "b", tmp_path / "found")
    with closing(sqlite3.connect(found / "database" / "db.sqlite3")) as database:
        [left], [right] = (
            database.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("left_side", "right_side")
        )
    assert left == right > 0


def test_a_sealed_one_opens_with_its_passphrase_alone(
    node: tuple[Path, int, int], tmp_path: Path, secrets: tuple[str, str]
) -> None:
    home, (one, two) = node[0], secrets
    data, keys = str(tmp_path / "b"), str(tmp_path / "k")

    made = answerable(
        *("backup", "--home", str(home), "--out", data, "--passphrase-file", one),
        *("--keys-out", keys, "--keys-passphrase-file", two),
    )
    right = answerable("backup", "--check", data, "--passphrase-file", one)
    right_keys = answerable("backup", "--check", keys, "--passphrase-file", two)
    wrong = answerable("backup", "--check", data, "--passphrase-file", two)
    none = answerable("backup", "--check", data)

    assert made.returncode == 0, made.stderr
    assert right.stdout.startswith("holds: data of ")
    assert right_keys.stdout.startswith("holds: keys of ")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
    assert "passphrase does not open" in wrong.stderr
    assert (none.returncode, none.stderr.count("\n")) == (2, 1)
    for file in (data, keys):
        assert Path(file).read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")


def test_missing_and_changed_evidence_is_named_and_the_rest_is_there(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home = node[0]
    gone, changed = add_document(home, b"gone"), add_document(home, b"changed")
    lost = add_exhibit(home, b"lost")
    lost.unlink()
    gone.unlink()
    changed.write_bytes(b"by somebody")

    done = answerable("backup", "--home", str(home), "--out", str(tmp_path / "b"), "--plain")

    assert done.returncode == 1
    assert f"missing   document {gone.name}" in done.stdout
    assert f"missing   document {lost.name}" in done.stdout
    assert f"damaged   document {changed.name}" in done.stdout
    assert answerable("backup", "--check", str(tmp_path / "b")).returncode == 0


def test_a_changed_byte_is_found_by_checking(node: tuple[Path, int, int], tmp_path: Path) -> None:
    file = tmp_path / "b"
    answerable("backup", "--home", str(node[0]), "--out", str(file), "--plain")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    done = answerable("backup", "--check", str(file))

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "does not hold" in done.stderr


def test_a_damaged_database_is_not_backed_up(node: tuple[Path, int, int], tmp_path: Path) -> None:
    home = node[0]
    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(home / "db.sqlite3")

    done = answerable("backup", "--home", str(home), "--out", str(tmp_path / "b"), "--plain")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "b.new").exists()


def damage(path: Path) -> None:
    """Overwrite some pages in the middle of a database."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 8192 * 4096)
        file.write(b"\xa5" * 16384)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ((), "--passphrase-file FILE is needed"),
        (("--plain", "--recipient", "age1x"), "exclude each other"),
        (("--recipient", "age1nonsense"), "a recipient is an age key"),
        (("--plain", "--keys-out", "KEYS"), "--keys-passphrase-file FILE is needed"),
    ],
)
def test_how_it_is_closed_must_be_said(
    node: tuple[Path, int, int], tmp_path: Path, more: tuple[str, ...], what: str
) -> None:
    file = tmp_path / "b"
    given = [str(tmp_path / "k") if each == "KEYS" else each for each in more]

    done = answerable("backup", "--home", str(node[0]), "--out", str(file), *given)

    assert done.returncode in (1, 2)
    assert (what in done.stderr, done.stderr.count("\n")) == (True, 1), done.stderr
    assert not file.exists()


def test_the_two_files_do_not_open_with_one_passphrase(
    node: tuple[Path, int, int], tmp_path: Path, secrets: tuple[str, str]
) -> None:
    one, _two = secrets

    done = answerable(
        *("backup", "--home", str(node[0]), "--out", str(tmp_path / "b")),
        *("--passphrase-file", one),
        *("--keys-out", str(tmp_path / "k"), "--keys-passphrase-file", one),
    )

    assert (done.returncode, "of its own" in done.stderr) == (2, True)


def test_nothing_is_overwritten(node: tuple[Path, int, int], tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")

    done = answerable("backup", "--home", str(node[0]), "--out", str(tmp_path / "b"), "--plain")

    assert done.returncode == 2
    assert (tmp_path / "b").read_text() == "mine"


def test_killed_at_any_moment_there_is_a_whole_backup_or_none(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home = node[0]
    add_document(home, bytes(3_000_000))
    file, draft = tmp_path / "b", tmp_path / "b.new"
    moments: list[Callable[[], bool]] = [
        (home / ".backup-work").exists,
        (home / ".backup-work" / "db.sqlite3").exists,
        draft.exists,
        lambda: draft.exists() and draft.stat().st_size > 0,
        file.exists,
    ]
    for moment in moments:
        process = subprocess.Popen(
            [*BACKUP, "--home", str(home), "--out", str(file), "--plain"],
            env=outside(),
            stdout=subprocess.DEVNULL,
        )
        while process.poll() is None and not moment():
            time.sleep(0.0005)
        process.send_signal(signal.SIGKILL)
        process.wait()

        if file.exists():
            assert answerable("backup", "--check", str(file)).returncode == 0
            file.unlink()

    done = answerable("backup", "--home", str(home), "--out", str(file), "--plain")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.glob("b*")) == ["b"]
    assert not (home / ".backup-work").exists()


def test_the_keys_never_take_the_place_of_the_data(
    node: tuple[Path, int, int], secrets: tuple[str, str], tmp_path: Path
) -> None:
    home, _desk, _channel = node
    same = (str(tmp_path / "both"), f"{tmp_path}/./both")

    done = answerable(
        "backup", "--home", str(home), "--out", same[0], "--plain",
        "--keys-out", same[1], "--keys-passphrase-file", secrets[1],
    )  # fmt: skip

    assert (done.returncode, "the same file" in done.stderr) == (2, True)
    assert not (tmp_path / "both").exists()
