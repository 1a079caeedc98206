"""`answerable upgrade`: backup, change, check; and nothing of another version is touched."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.nodes import answerable, outside


def change(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / "db.sqlite3")) as database, database:
        for statement in statements:
            database.execute(statement)


@pytest.fixture
def older(node: tuple[Path, int, int]) -> Path:
    """Return a node whose database lacks a table that this version has."""
    change(
        node[0],
        "DELETE FROM django_migrations WHERE app = 'sessions'",
        "DROP TABLE django_session",
    )
    return node[0]


def test_an_older_database_is_refused_then_upgraded_with_a_backup(older: Path) -> None:
    for command in ("up", "prepare"):
        args = (command, str(older)) if command == "up" else (command, "--home", str(older))
        refused = answerable(*args)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
        assert f"answerable upgrade {older}" in refused.stderr

    done = answerable("upgrade", str(older))

    assert done.returncode == 0, done.stderr
    assert "changed   sessions.0001_initial" in done.stdout
    [made] = (older / "backups").iterdir()
    assert str(made) in done.stdout
    assert answerable("backup", "--check", str(made)).returncode == 0
    assert answerable("prepare", "--home", str(older)).returncode == 0
    again = answerable("upgrade", str(older))
    assert (again.returncode, again.stdout.startswith("nothing to do")) == (0, True)
    assert len(list((older / "backups").iterdir())) == 1


def test_a_newer_database_is_refused_by_all_that_would_change_it(
    node: tuple[Path, int, int], tmp_path: Path
) -> None:
    home = node[0]
    change(
        home,
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('ledger', '0999_from_the_future', '2030-01-01')",
    )
    backup = tmp_path / "b"
    made = answerable("backup", "--home", str(home), "--out", str(backup), "--plain")
    assert made.returncode == 0, made.stderr

    for args in (
        ("up", str(home)),
        ("prepare", "--home", str(home)),
        ("upgrade", str(home)),
        ("restore", str(backup), str(tmp_path / "new")),
        ("restore", str(backup), str(home), "--replace"),
    ):
        done = answerable(*args)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert "newer version" in done.stderr
        assert "0999_from_the_future" in done.stderr


def test_a_failure_in_the_middle_names_the_backup_and_the_way_back(older: Path) -> None:
    # What the step wants to make is there already, in another form.
    change(older, "CREATE TABLE django_session (other)")

    done = answerable("upgrade", str(older))

    [made] = (older / "backups").iterdir()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert f"answerable restore {made} {older} --replace" in done.stderr
    back = answerable("restore", str(made), str(older), "--replace")
    assert back.returncode == 0, back.stderr


def test_the_keys_are_in_it_only_with_a_passphrase(older: Path, tmp_path: Path) -> None:
    for name, text in (("one", "amber river under nine bridges"), ("two", "seven lanterns here")):
        (tmp_path / name).write_text(text)

    done = answerable(
        *("upgrade", str(older), "--passphrase-file", str(tmp_path / "one")),
        *("--keys-passphrase-file", str(tmp_path / "two")),
    )

    assert done.returncode == 0, done.stderr
    made = sorted(path.suffix for path in (older / "backups").iterdir())
    assert made == [".backup", ".keys"]
    for path in (older / "backups").iterdir():
        assert path.read_bytes().startswith(b"age-encryption.org/v1\n")


def test_scenario_34_a_damaged_database_stops_the_start_loudly(
    node: tuple[Path, int, int],
) -> None:
    home = node[0]
    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'accounts_auditevent'"
        ).fetchone()[0]
    with (home / "db.sqlite3").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)

    done = answerable("up", str(home))

    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "restore --replace" in done.stderr


def test_killed_at_any_moment_the_same_command_finishes(older: Path) -> None:
    folder = older / "backups"
    moments: list[Callable[[], bool]] = [
        (older / ".backup-work").exists,
        lambda: any(folder.glob("*.new")),
        lambda: any(folder.glob("*.backup")),
        lambda: "sessions" in _taken(older),
    ]
    for moment in moments:
        process = subprocess.Popen(
            [sys.executable, "-m", "answerable.cli", "upgrade", str(older)],
            env=outside(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not moment():
            time.sleep(0.001)
        process.kill()
        process.wait()

    done = answerable("upgrade", str(older))

    assert done.returncode == 0, done.stderr
    assert answerable("prepare", "--home", str(older)).returncode == 0
    whole = list(folder.iterdir())
    assert {path.suffix for path in whole} == {".backup"}
    for path in whole:
        assert answerable("backup", "--check", str(path)).returncode == 0


def _taken(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / "db.sqlite3", timeout=20)) as database:
        return {app for (app,) in database.execute("SELECT app FROM django_migrations")}
