"""Nodes that version 0.1.0 made are upgraded, hold what they held, and go on talking."""

import gzip
import re
import shutil
import sqlite3
from pathlib import Path

from tests.stories.nodes import Node, close, free_port, until

GIVEN = Path(__file__).parent / "0.1.0"
NAMES = ("kelorane", "dorvelle")

# What a person would miss, and what the other side holds of it.
COUNTED = (
    "accounts_user",
    "accounts_auditevent",
    "desk_incident",
    "desk_report",
    "desk_draft",
    "desk_investigation",
    "desk_review",
    "desk_message",
    "desk_inquiry",
    "ledger_entry",
    "ledger_content",
    "ledger_cosignature",
)
STANDING = """
from answerable.node.desk.models import Inquiry
result = sorted([i.thread, i.state] for i in Inquiry.objects.all())
"""
HEADS = """
result = {h.origin: [h.size, bytes(h.root).hex()] for h in LogHead.objects.all() if h.note}
"""
SAY = """
from answerable.casework.codes import Kind
from answerable.casework.words import Words, encode_words
channel = Channel.objects.get(slug="river")
text = encode_words(Words(kind=Kind.INTERIM, language="en", notes="After the upgrade"))
with transaction.atomic():
    place = ledger.append(channel, "interim", thread="a" * 32, body={"code": "still_examining"},
                          words=text, office_code="embassy", at=timezone.now())
result = place.leaf
"""
HEARD = """
channel = Channel.objects.get(slug="river")
result = [m.words["notes"] for m in ledger.messages(channel, "a" * 32) if m.words]
"""


def lay_out(folder: Path, name: str) -> Node:
    """Lay out a node as it lay on a disk when version 0.1.0 was stopped."""
    home = folder / name
    shutil.copytree(GIVEN / name, home)
    with sqlite3.connect(home / "db.sqlite3") as database:
        database.executescript(gzip.decompress((GIVEN / f"{name}.sql.gz").read_bytes()).decode())
    database.close()
    (home / "evidence").mkdir()
    (home / "secret-key").write_text("for tests only " * 5)
    desk, channel = free_port(), free_port()
    (home / "node.toml").write_text(
        f'desk_address = "127.0.0.1:{desk}"\nchannel_address = "127.0.0.1:{channel}"\n'
    )
    for path in (home, *home.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return Node(home, desk, channel)


def counted(node: Node) -> dict[str, int]:
    with sqlite3.connect(node.home / "db.sqlite3") as database:
        return {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in COUNTED
        }


def tables(node: Node) -> dict[str, tuple[object, ...]]:
    """Return what each table is made of, whatever the order in which it was made."""
    with sqlite3.connect(node.home / "db.sqlite3") as database:
        made = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        found: dict[str, tuple[object, ...]] = {
            name: (
                {row[1:4] for row in database.execute(f"PRAGMA table_info({name})")},
                set(re.findall(r'CONSTRAINT "(\w+)"', sql)),
                {row[1] for row in database.execute(f"PRAGMA index_list({name})")}
                - {f"sqlite_autoindex_{name}_{number}" for number in range(9)},
                sql.count("DEFERRABLE"),
            )
            for name, sql in made.fetchall()
            if not name.startswith("sqlite_")
        }
    database.close()
    return found


def test_a_pair_of_0_1_0_is_upgraded_and_goes_on_talking(tmp_path: Path) -> None:
    first, second = pair = [lay_out(tmp_path, name) for name in NAMES]
    before = [counted(node) for node in pair]
    try:
        for node in pair:
            refused = node.cli("prepare", ok=False)
            said = node.cli("upgrade", str(node.home))
            again = node.cli("upgrade", str(node.home))

            assert f"answerable upgrade {node.home}" in refused
            assert "changed   ledger." in said
            assert said.rstrip().splitlines()[-1].startswith("upgraded ")
            assert again.startswith("nothing to do")
            [made] = (node.home / "backups").iterdir()
            assert node.cli("backup", "--check", str(made)).startswith("holds: data")
            assert "does not hold" not in node.cli("verify", str(node.home))

        assert [counted(node) for node in pair] == before
        # Step by step or all at once, the tables are the same.
        new = Node.create(tmp_path / "new", "new", offices=["embassy"])
        assert tables(first) == tables(new)
        for node in pair:
            node.run("from answerable.node.ledger.models import LogHead")
        # Replaying all that was said gives the same standing as was stored.
        for node in pair:
            stored = node.run(STANDING)
            node.cli("manage", "rebuild")
            assert node.run(STANDING) == stored != []

        for node, peer in ((first, second), (second, first)):
            node.run(f"Channel.objects.filter(slug='river').update(peer_url='{peer.channel_url}')")
            node.start()
        first.run(SAY)
        until(lambda: second.run(HEARD) == ["After the upgrade"], "the message on the other side")
        until(lambda: _same_river(first, second), "equal logs")
    finally:
        close(*pair)


def _same_river(first: Node, second: Node) -> bool:
    mine, theirs = first.run(HEADS), second.run(HEADS)
    shared = set(mine) & set(theirs)
    return len(shared) == 2 and all(mine[origin] == theirs[origin] for origin in shared)
