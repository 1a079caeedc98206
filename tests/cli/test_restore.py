"""`answerable restore`: everything back, or everything as it was; and never two that sign."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from answerable.cli import restore
from tests.cli.nodes import answerable, outside
from tests.cli.test_backup import add_document

PASSPHRASE = "amber river under nine bridges"
RENAMES = "rename,renameat,renameat2"


@pytest.fixture
def kept(node: tuple[Path, int, int], tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return a node's folder, a plain backup of it, and its keys' file."""
    home, _desk, _channel = node
    add_document(home, b"what a witness said")
    (tmp_path / "two").write_text(PASSPHRASE)
    done = answerable(
        *("backup", "--home", str(home), "--out", str(tmp_path / "data"), "--plain"),
        *("--keys-out", str(tmp_path / "keys")),
        *("--keys-passphrase-file", str(tmp_path / "two")),
    )
    assert done.returncode == 0, done.stderr
    return home, tmp_path / "data", tmp_path / "keys"


def name_office(home: Path, name: str) -> None:
    with closing(sqlite3.connect(home / "db.sqlite3")) as database, database:
        database.execute("UPDATE accounts_office SET name = ?", [name])


def office(home: Path) -> str:
    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        return str(database.execute("SELECT name FROM accounts_office").fetchone()[0])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_folder_holds_what_the_old_one_held(
    kept: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    home, data, keys = kept
    new = tmp_path / "new"

    done = answerable(
        *("restore", str(data), str(new)),
        *("--keys", str(keys), "--keys-passphrase-file", str(tmp_path / "two")),
    )

    assert done.returncode == 0, done.stderr
    assert contents(new / "keys") == contents(home / "keys")
    assert contents(new / "evidence") == contents(home / "evidence")
    assert (new / "node.toml").read_bytes() == (home / "node.toml").read_bytes()
    assert (new / "secret-key").read_bytes() == (home / "secret-key").read_bytes()
    assert list((new / "high-water").iterdir()) == []
    assert office(new) == office(home)
    loose = [path for path in (new, *new.rglob("*")) if path.stat().st_mode & 0o077]
    assert loose == []
    assert answerable("prepare", "--home", str(new)).returncode == 0


def test_without_the_keys_it_says_that_they_are_needed(
    kept: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _home, data, _keys = kept

    done = answerable("restore", str(data), str(tmp_path / "new"))

    assert (done.returncode, "needs     its keys" in done.stdout) == (0, True)
    assert len((tmp_path / "new" / "secret-key").read_text()) > 50


def test_a_nodes_folder_is_never_overwritten_unasked(kept: tuple[Path, Path, Path]) -> None:
    home, data, _keys = kept
    before = contents(home)

    done = answerable("restore", str(data), str(home))

    assert (done.returncode, "--replace" in done.stderr) == (1, True)
    assert contents(home) == before


def test_replacing_moves_the_database_aside_and_keeps_the_marks(
    kept: tuple[Path, Path, Path],
) -> None:
    home, data, _keys = kept
    name_office(home, "Changed since")
    marks = contents(home / "high-water")
    later = add_document(home, b"came in since")

    done = answerable("restore", str(data), str(home), "--replace")

    assert done.returncode == 0, done.stderr
    assert office(home) == "Head office"
    [aside] = home.glob("replaced-*")
    assert office(aside) == "Changed since"
    assert contents(home / "high-water") == marks
    assert later.exists()
    assert not list(home.glob(".restore*"))
    assert answerable("prepare", "--home", str(home)).returncode == 0


def test_a_running_node_is_left_alone(kept: tuple[Path, Path, Path]) -> None:
    home, data, _keys = kept
    from answerable.cli.supervisor import instance_lock

    with instance_lock(home):
        done = answerable("restore", str(data), str(home), "--replace")

    assert (done.returncode, "runs already" in done.stderr) == (1, True)


def test_what_is_damaged_or_of_another_kind_changes_nothing(
    kept: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    home, data, keys = kept
    whole = data.read_bytes()
    changed, cut = bytearray(whole), whole[: len(whole) // 2]
    changed[len(whole) // 2] ^= 1
    before = {name: data for name, data in contents(home).items() if name != "lock"}

    for wrong in (bytes(changed), cut, b"", b"nonsense"):
        (tmp_path / "wrong").write_bytes(wrong)
        for where in ((str(home), "--replace"), (str(tmp_path / "new"),)):
            done = answerable("restore", str(tmp_path / "wrong"), *where)
            assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    other = answerable(
        "restore", str(keys), str(home), "--replace", "--passphrase-file", str(tmp_path / "two")
    )

    assert (other.returncode, "no backup of data" in other.stderr) == (1, True)
    after = {name: data for name, data in contents(home).items() if name != "lock"}
    assert after == before
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".new*"))


def test_killed_at_any_rename_it_is_the_old_node_or_the_same_command_finishes(
    kept: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    home, data, keys = kept
    name_office(home, "Changed since")
    shutil.copytree(home, tmp_path / "before")
    command = [sys.executable, "-m", "answerable.cli", "restore", str(data), str(home), "--replace"]
    command += ["--keys", str(keys), "--keys-passphrase-file", str(tmp_path / "two")]
    interrupted = 0

    for nth in range(1, 20):
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "before", home)
        fault = f"inject={RENAMES}:signal=KILL:when={nth}"
        traced = ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={RENAMES}"]
        done = subprocess.run(
            [*traced, "-e", fault, *command], env=outside(), capture_output=True, check=False
        )
        if done.returncode == 0:
            break
        assert "KILL" in (tmp_path / "trace").read_text(), done.stderr

        start = answerable("prepare", "--home", str(home))
        if start.returncode:
            interrupted += 1
            assert "restore into this folder was interrupted" in start.stderr
            again = subprocess.run(command, env=outside(), capture_output=True, check=False)
            assert again.returncode == 0, again.stderr
            assert answerable("prepare", "--home", str(home)).returncode == 0
            assert office(home) == "Head office"
            [aside] = home.glob("replaced-*")
            assert office(aside) == "Changed since"
        else:
            assert office(home) == "Changed since"
        assert contents(home / "keys") == contents(tmp_path / "before" / "keys")

    assert interrupted >= 3
    assert done.returncode == 0, done.stderr
    assert re.search("^restored", done.stdout.decode())


def test_the_address_of_a_database_comes_from_a_file_and_a_password_in_sight_is_told(
    kept: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _home, data, _keys = kept
    url = "postgresql://us:hidden-word@127.0.0.1/answerable"
    (tmp_path / "url").write_text(f"{url}\n")
    (tmp_path / "two-lines").write_text(f"{url}\n{url}\n")
    restore = ("restore", str(data), str(tmp_path / "new"))

    by_file = answerable(*restore, "--database-url-file", str(tmp_path / "url"))
    in_sight = answerable(*restore, "--database-url", url)
    bad = answerable(*restore, "--database-url-file", str(tmp_path / "two-lines"))

    assert (by_file.returncode, in_sight.returncode, bad.returncode) == (2, 2, 2)
    # Both were read: this backup goes into no PostgreSQL database.
    assert "SQLite" in by_file.stderr
    assert "can see the password" not in by_file.stderr
    assert "--database-url-file" in in_sight.stderr
    assert "one line, the database's address" in bad.stderr
    assert "hidden-word" not in by_file.stderr + in_sight.stderr + bad.stderr


def test_two_restores_in_one_second_keep_both_databases(tmp_path: Path) -> None:
    home = tmp_path / "node"
    home.mkdir()

    names = []
    for _ in range(3):
        names.append(restore._free_name(home))
        (home / names[-1]).mkdir()

    assert len(set(names)) == 3


def test_a_restored_node_is_compared_with_its_keys(
    kept: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _home, data, keys = kept

    done = answerable(
        *("restore", str(data), str(tmp_path / "a new node")),
        *("--keys", str(keys), "--keys-passphrase-file", str(tmp_path / "two")),
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "missing" not in done.stdout
    assert "not compared" not in done.stdout
    assert f"answerable up '{tmp_path}/a new node'" in done.stdout
