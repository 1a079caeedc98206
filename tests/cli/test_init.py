"""`answerable init`: a whole node or nothing."""

import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.nodes import answerable, init


def test_nobody_else_can_read_what_it_makes(made: tuple[Path, str]) -> None:
    home, _said = made

    loose = [
        path.name
        for path in [home, *home.rglob("*")]
        if stat.S_IMODE(path.lstat().st_mode) & 0o077 and "static" not in path.parts
    ]

    assert loose == []


def test_it_makes_the_partys_keys_outside_the_database(made: tuple[Path, str]) -> None:
    home, _said = made

    assert list((home / "keys").rglob("*.key"))


def test_the_first_administrator_gets_a_one_time_password(made: tuple[Path, str]) -> None:
    home, said = made

    assert re.search(r"password  [a-z2-9]{4}(-[a-z2-9]{4}){3} ", said)
    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        rows = database.execute("SELECT username, must_change_password FROM accounts_user")
        assert rows.fetchall() == [("admin", 1)]


def test_it_leaves_nothing_beside_the_folder(made: tuple[Path, str]) -> None:
    home, _said = made

    assert [path.name for path in home.parent.iterdir()] == [home.name]


def test_the_settings_that_it_wrote_can_be_read(made: tuple[Path, str]) -> None:
    home, _said = made

    done = answerable(
        "manage",
        "--home",
        str(home),
        "shell",
        "--verbosity=0",
        "-c",
        "from django.conf import settings; print(settings.NODE.node_name)",
    )

    assert done.stdout.strip() == 'The "Embassy" node', done.stderr


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    done, _desk, _channel = init(tmp_path)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--party", "Meridia!"),
        ("--domain", "no domain"),
        ("--desk-address", "nowhere"),
        ("--reference-prefix", "x y"),
        ("--mode", "paper"),
    ],
)
def test_a_wrong_answer_is_misuse_and_leaves_nothing_behind(
    tmp_path: Path, wrong: tuple[str, str]
) -> None:
    done, _desk, _channel = init(tmp_path / "node", *wrong)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_counterpart_on_paper_is_there_from_the_start(tmp_path: Path) -> None:
    home = tmp_path / "node"

    done, _desk, _channel = init(
        home, "--mode", "paper", "--counterpart", "orvan", "--counterpart-name", "Orvan"
    )

    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        assert database.execute("SELECT slug, kind FROM ledger_channel").fetchall() == [
            ("orvan", "paper")
        ]


def test_a_folder_with_a_space_is_printed_as_a_shell_takes_it(tmp_path: Path) -> None:
    home = tmp_path / "our node"

    done, _desk, _channel = init(home)

    assert f"start it  answerable up '{home}'" in done.stdout
