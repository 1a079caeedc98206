"""Two parties, two real nodes, one channel: what is said arrives, whatever happens on the way.

The ledger carries anything, so these stories send replies to no inquiry. The desk answers such a
reply by a rejection of its own; only the replies are looked at here.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stories.nodes import Node, close, create_pair, establish, until
from tests.stories.speaking import SIZES, WORDS, heard, say, texts

THREAD = "0" * 31

pytestmark = pytest.mark.database_story


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    folder = tmp_path_factory.mktemp("two-nodes")
    a, b = create_pair(folder)
    try:
        establish(a, b)
        for node in (a, b):
            node.start(wait=False)
        for node in (a, b):
            node.wait_ready()
            node.run(WORDS)
        yield a, b
    finally:
        close(a, b)


def test_words_arrive_and_both_receipts_come_back(pair: tuple[Node, Node]) -> None:
    a, b = pair

    say(a, THREAD + "1", "We are looking into it", "embassy")

    until(lambda: texts(b, THREAD + "1") == ["We are looking into it"], "the words on B")
    until(lambda: all(m["with"] for m in heard(a, THREAD + "1")), "the delivery receipt on A")


def test_both_nodes_hold_the_same_logs(pair: tuple[Node, Node]) -> None:
    a, b = pair
    say(a, THREAD + "2", "One", "embassy")
    say(b, THREAD + "2", "Two", "liaison")

    until(lambda: a.run(SIZES) == b.run(SIZES), "equal logs")

    until(lambda: texts(a, THREAD + "2") == texts(b, THREAD + "2") == ["One", "Two"], "words")


def test_what_was_said_while_the_other_was_down_waits_and_arrives(
    pair: tuple[Node, Node],
) -> None:
    a, b = pair
    b.kill()

    for number in range(5):
        say(a, THREAD + "3", f"Message {number}", "embassy")
    waiting = a.run('result = ledger.channel_health(Channel.objects.get(slug="them")).queue')
    b.start()

    assert waiting >= 5
    expected = [f"Message {number}" for number in range(5)]
    until(lambda: texts(b, THREAD + "3") == expected, "the messages on B")
    until(lambda: all(m["receipt"] for m in heard(a, THREAD + "3")), "the receipts on A")


def test_a_node_killed_while_it_speaks_loses_and_repeats_nothing(pair: tuple[Node, Node]) -> None:
    a, b = pair
    said = [say(a, THREAD + "4", "Before", "embassy")]

    for number in range(2):
        a.kill()
        said.append(say(a, THREAD + "4", f"While down {number}", "embassy"))
        a.start(wait=False)
        said.append(say(a, THREAD + "4", f"While starting {number}", "embassy"))
        a.wait_ready()

    until(lambda: len(heard(b, THREAD + "4")) == len(said), "all on B")
    assert [m["leaf"] for m in heard(b, THREAD + "4")] == said
    until(lambda: a.run(SIZES) == b.run(SIZES), "equal logs")


def say_five(node: Node) -> list[str]:
    return [say(node, THREAD + "6", f"At once {number}", "embassy") for number in range(5)]


def test_processes_that_speak_at_once_get_a_place_each(pair: tuple[Node, Node]) -> None:
    a, b = pair
    other = Node(a.home, a.desk_port, a.channel_port)
    other.run(WORDS)

    try:
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(say_five, node) for node in (a, other)]
            said = [leaf for done in both for leaf in done.result()]
    finally:
        other.close()

    until(lambda: len(heard(b, THREAD + "6")) == 10, "all on B")
    assert {m["leaf"] for m in heard(b, THREAD + "6")} == set(said)


def test_an_exported_log_is_what_the_channel_holds(pair: tuple[Node, Node]) -> None:
    a, _ = pair

    a.cli("export-log", "them", "--out", str(a.home / "exported"))

    policy = (a.home / "exported" / "policy").read_text()
    checkpoint = (a.home / "exported" / "checkpoint").read_text()
    assert checkpoint.splitlines()[0] in policy
    assert "bob.example/answerable/mirror" in checkpoint


def test_a_database_put_back_from_yesterday_refuses_to_sign(pair: tuple[Node, Node]) -> None:
    a, _ = pair
    if not (a.home / "db.sqlite3").exists():
        pytest.skip("the story puts a database file back; this node has none")
    a.stop()
    old = (a.home / "db.sqlite3").read_bytes()
    say(a, THREAD + "5", "After the backup", "embassy")
    a.close()
    for name in ("db.sqlite3-wal", "db.sqlite3-shm"):
        (a.home / name).unlink(missing_ok=True)
    (a.home / "db.sqlite3").write_bytes(old)
    a.run(WORDS)

    with pytest.raises(AssertionError, match="database_behind"):
        say(a, THREAD + "5", "Something else", "embassy")

    assert "database_behind" in json.dumps(a.cli("channel", "show", "them"))
