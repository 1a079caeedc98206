"""A database is put back, a folder is cloned, a mark is lost: what two real nodes do."""

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterator

import pytest

from tests.stories.nodes import Node, close, create_pair, establish, until
from tests.stories.speaking import WORDS, heard, say, texts

THREAD = "5" * 31
# Of an ended log each side may hold another rest; what counts is the same.
SIZES = """
channel = Channel.objects.get(slug="them")
result = {h.origin: [h.size if h.counts_to is None else h.counts_to] for h in channel.logs.all()}
"""
NEED = """
need = ledger.recovering.need_of(Channel.objects.get(slug="them"))
result = need.code if need else None
"""
ORIGINS = """
from answerable.node.ledger.channels import our_log, their_log
channel = Channel.objects.get(slug="them")
result = [our_log(channel).origin, their_log(channel).origin]
"""
STATE = 'result = Channel.objects.get(slug="them").state'
VISIBLE = """
from answerable.node.ledger.models import Content
result = Content.objects.exclude(state="held").count()
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    a, b = create_pair(tmp_path_factory.mktemp("recovery"))
    try:
        if not (a.home / "db.sqlite3").exists():
            pytest.skip("these stories put a database file back; on PostgreSQL a backup does it")
        establish(a, b)
        for node in (a, b):
            start(node)
        yield a, b
    finally:
        close(a, b)


def start(node: Node) -> None:
    node.start()
    node.run(WORDS)


def keep(node: Node) -> bytes:
    """Stop the node, as a backup of old did, and give its database."""
    node.stop()
    node.close()
    # What was committed last may lie in the write-ahead log: a killed process leaves it there.
    with contextlib.closing(sqlite3.connect(node.home / "db.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (node.home / "db.sqlite3").read_bytes()


def put_back(node: Node, database: bytes) -> None:
    node.stop()
    node.close()
    for name in ("db.sqlite3-wal", "db.sqlite3-shm"):
        (node.home / name).unlink(missing_ok=True)
    (node.home / "db.sqlite3").write_bytes(database)


QUEUE = """
from answerable.node.jobs.models import Job
health = ledger.channel_health(Channel.objects.get(slug="them"))
result = health.queue + Job.objects.filter(name="desk.project").exclude(state="done").count()
"""


def quiet(a: Node, b: Node) -> None:
    """Wait until nothing is under way: the desk also answers what does not fit."""

    def is_quiet() -> bool:
        return bool(a.run(SIZES) == b.run(SIZES)) and not a.run(QUEUE) and not b.run(QUEUE)

    def stays_quiet() -> bool:
        if not is_quiet():
            return False
        time.sleep(1.5)
        return is_quiet()

    until(stays_quiet, "both nodes to be quiet")


def settled(a: Node, b: Node) -> bool:
    return bool(a.run(SIZES) == b.run(SIZES)) and not a.run(NEED) and not b.run(NEED)


def test_scenario_21_a_database_put_back_takes_everything_back_and_goes_on(
    pair: tuple[Node, Node],
) -> None:
    a, b = pair
    thread = THREAD + "1"
    say(a, thread, "Before the backup", "embassy")
    until(lambda: all(m["with"] for m in heard(a, thread)), "the first receipts")
    old = keep(a)
    start(a)
    for number in range(3):
        say(a, thread, f"After the backup {number}", "embassy")
        say(b, thread, f"Theirs {number}", "liaison")
    until(lambda: len(texts(b, thread)) == len(texts(a, thread)) == 7, "all on both")
    quiet(a, b)
    before = a.run(SIZES)

    put_back(a, old)
    start(a)

    until(lambda: settled(a, b), "the log to be whole again")
    assert a.run(SIZES) == before
    until(lambda: a.run(VISIBLE) == 0, "the contents of our own")
    assert texts(a, thread) == texts(b, thread)
    say(a, thread, "And on", "embassy")
    until(lambda: "And on" in texts(b, thread), "the next words on B")
    assert b.run(STATE) == "established"
    assert "holds" in a.cli("verify", str(a.home))


def test_scenario_60_without_a_mark_the_other_sides_word_is_not_enough(
    pair: tuple[Node, Node],
) -> None:
    a, b = pair
    thread = THREAD + "2"
    quiet(a, b)
    old = keep(a)
    start(a)
    say(a, thread, "Receipted, then forgotten here", "embassy")
    quiet(a, b)
    put_back(a, old)
    shutil.rmtree(a.home / "high-water")

    start(a)

    until(lambda: a.run(NEED) == "only_the_peers_word", "the other side to be asked")
    # The words come after the entries.
    until(lambda: texts(a, thread) == ["Receipted, then forgotten here"], "its words")
    with pytest.raises(AssertionError, match="MayNotSign"):
        say(a, thread, "Not now", "embassy")
    said = a.cli("recover", ok=False)
    assert "still signs nothing" in said

    a.cli("recover", "them", "--new-log", "--yes")

    assert a.run(ORIGINS)[0].endswith("/e2")
    until(lambda: b.run(ORIGINS)[1].endswith("/e2"), "B to follow the next log")
    say(a, thread, "In the next log", "embassy")
    say(b, thread, "Heard", "liaison")
    until(lambda: texts(a, thread) == texts(b, thread) and len(texts(a, thread)) == 3, "words")
    until(lambda: all(m["with"] for m in heard(a, thread) if m["ours"]), "receipts in it")


def test_scenario_22_cut_off_it_is_read_only_and_says_again_what_was_never_delivered(
    pair: tuple[Node, Node],
) -> None:
    a, b = pair
    thread = THREAD + "3"
    say(a, thread, "Delivered", "embassy")
    until(lambda: texts(b, thread) == ["Delivered"], "the words on B")
    quiet(a, b)
    b.stop()
    say(a, thread, "Never delivered", "embassy")
    old = keep(a)
    start(a)
    say(a, thread, "Published, then lost", "embassy")
    put_back(a, old)
    start(a)

    until(lambda: a.run(NEED) == "peer_not_asked", "the doubt")
    with pytest.raises(AssertionError, match="MayNotSign"):
        say(a, thread, "Not now", "embassy")
    assert texts(a, thread) == ["Delivered", "Never delivered"]

    a.cli("recover", "them", "--new-log", "--yes")
    start(b)

    until(lambda: b.run(ORIGINS)[1] == a.run(ORIGINS)[0], "B to follow the next log")
    until(lambda: texts(b, thread) == ["Delivered", "Never delivered"], "what was said again")
    until(lambda: all(m["with"] for m in heard(a, thread)), "the receipts in the next log")
    assert settled(a, b)


def test_scenario_24_a_folder_that_runs_twice_is_found_and_the_channel_goes_on_in_a_next_log(
    pair: tuple[Node, Node],
) -> None:
    a, b = pair
    thread = THREAD + "4"
    quiet(a, b)
    old = keep(a)
    marks = {path.name: path.read_bytes() for path in (a.home / "high-water").glob("*.json")}
    start(a)
    say(a, thread, "By the one", "embassy")
    until(lambda: all(m["receipt"] for m in heard(a, thread)) and heard(a, thread), "a receipt")
    put_back(a, old)
    # The marks go back too, as when a whole machine is rolled back: nothing shows from inside.
    for name, data in marks.items():
        (a.home / "high-water" / name).write_bytes(data)
    a.run(WORDS)
    say(a, thread, "By the other", "embassy")

    start(a)

    until(lambda: a.run(STATE) == "frozen", "the fork to be found here")
    until(lambda: b.run(STATE) == "frozen", "the fork to be found there")
    a.cli("recover", "them", "--new-log", "--yes")
    until(lambda: b.run(STATE) == "established", "B to go on", within=120)
    until(lambda: "By the other" in texts(b, thread), "what was said again")
    say(b, thread, "Go on", "liaison")
    until(lambda: "Go on" in texts(a, thread), "words on A")
    assert texts(a, thread) == texts(b, thread)
