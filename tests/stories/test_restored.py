"""Real nodes whose database was put back, lost a part, or is wanted by two."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.stories.nodes import Node, close, create_pair, establish, free_port, until
from tests.stories.speaking import SIZES, WORDS, heard, say, texts

pytestmark = pytest.mark.database_story
THREAD = "d" * 32
ON_POSTGRESQL = os.environ.get("ANSWERABLE_TEST_DATABASE") == "postgresql"
MAY_SIGN = """
from answerable.node.ledger import publishing
from answerable.node.ledger.models import LogHead
found = publishing.assess(LogHead.objects.select_related("channel").get(is_ours=True))
result = [found.may_sign, found.reason]
"""
FOLD_IN = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
# Who closes the last connection folds the log in; this one stays open until it is killed.
import sqlite3
held = sqlite3.connect(connection.settings_dict["NAME"])
held.execute("SELECT count(*) FROM ledger_entry").fetchone()
"""


def speak(node: Node, text: str) -> str:
    node.run(WORDS)
    return say(node, THREAD, text, "embassy")


def test_scenario_20_a_second_node_on_the_same_data_refuses(tmp_path: Path) -> None:
    node = Node.create(tmp_path / "a", "alice", offices=["embassy"])
    try:
        second = node.home
        if ON_POSTGRESQL:
            # A folder may be copied; the database that both name is one.
            second = tmp_path / "copy"
            shutil.copytree(node.home, second)
            file = second / "node.toml"
            file.write_text(re.sub(r":\d+\"", lambda _: f':{free_port()}"', file.read_text()))
        node.start()

        said = node.cli("up", "--home", str(second), ok=False)

        refusal = "another node works on this database" if ON_POSTGRESQL else "runs already"
        assert refusal in said
        assert len(said.splitlines()) == 1
        assert node.run("result = 1") == 1
        assert node.process is not None
        assert node.process.poll() is None
    finally:
        close(node)


def restored(folder: Path) -> tuple[Node, Node, str]:
    """Make a pair, put the first one's database back by one receipted message; neither runs.

    Return both, and the leaf of the message that came after the backup.
    """
    a, b = create_pair(folder)
    establish(a, b)
    a.start()
    b.start()
    speak(a, "Before the backup")
    until(lambda: len(heard(b, THREAD)) == 1, "the first message")
    a.cli("backup", "--out", str(folder / "kept"), "--plain")
    late = speak(a, "After the backup")
    until(lambda: all(m["with"] for m in heard(a, THREAD)), "the receipts")
    close(a, b)
    to = ["--database-url", _new_database()] if ON_POSTGRESQL else []
    said = a.cli("restore", str(folder / "kept"), str(a.home), "--replace", *to)
    assert "signs     nothing" in said
    return a, b, late


def test_scenario_21_restored_with_its_peer_in_reach_a_node_gets_everything_back(
    tmp_path: Path,
) -> None:
    a, b, late = restored(tmp_path)
    try:
        a.start()
        b.start()

        until(lambda: a.run(MAY_SIGN)[0], "leave to sign")
        until(lambda: late in [m["leaf"] for m in heard(a, THREAD)], "the entry after the backup")
        speak(a, "Afterwards")

        expected = ["After the backup", "Afterwards", "Before the backup"]
        until(lambda: texts(b, THREAD) == expected, "the new message on B")
        until(lambda: a.run(SIZES) == b.run(SIZES), "equal logs")
    finally:
        close(a, b)


def test_scenario_22_restored_and_alone_a_node_signs_nothing_and_its_peer_holds_all(
    tmp_path: Path,
) -> None:
    a, b, late = restored(tmp_path)
    try:
        start = a.cli("prepare", ok=False)

        assert "nothing will be signed" in start
        assert a.run(MAY_SIGN) == [False, "restored"]
        with pytest.raises(AssertionError, match="MayNotSign"):
            speak(a, "Must not be signed")
        assert texts(a, THREAD) == ["Before the backup"]
        # Nothing that the peer had receipted is lost: it still has it.
        assert late in [message["leaf"] for message in heard(b, THREAD)]
    finally:
        close(a, b)


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL keeps its log itself")
def test_scenario_34_with_its_write_ahead_log_deleted_a_node_signs_nothing(tmp_path: Path) -> None:
    a, b = create_pair(tmp_path)
    try:
        establish(a, b)
        a.run(FOLD_IN)
        speak(a, "Only in the log beside")
        # Killed, not ended: who ends in order folds the log into the database.
        close(a, b)
        for name in ("db.sqlite3-wal", "db.sqlite3-shm"):
            (a.home / name).unlink()

        start = a.cli("prepare", ok=False)

        assert "nothing will be signed" in start
        assert a.run(MAY_SIGN) == [False, "database_behind"]
        with pytest.raises(AssertionError, match="MayNotSign"):
            speak(a, "Must not be signed")
    finally:
        close(a, b)


def _new_database() -> str:
    from tests import postgres

    return postgres.new_database()
