"""Two real nodes: a text is erased on one, and the other confirms or keeps it under a hold."""

from collections.abc import Iterator

import pytest

from tests.stories.nodes import Node, close, establish, until
from tests.stories.speaking import SIZES, WORDS, heard, say, texts

THREAD = "e" * 31
CANARY = "The witness lives at Kanarienweg"
PEOPLE = """
from answerable.node.accounts.models import Membership, Office, Role, User
first, second = Office.objects.order_by("rank", "code")[:2]
for name, role, office in (("amal", Role.OFFICER, first), ("boris", Role.CLEARER, second)):
    person = User.objects.create_user(name, name=name, password=None, at=timezone.now())
    Membership.objects.create(user=person, office=office, role=role)
result = first.code
"""
TOLD = """
from answerable.node.ledger import erasure_words
channel = Channel.objects.get(slug="them")
result = [line.text for told in erasure_words.told_of(channel).values() for one in told
          for line in one.lines]
"""

pytestmark = pytest.mark.database_story


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    folder = tmp_path_factory.mktemp("erasure")
    a = Node.create(folder / "a", "alice", offices=["embassy", "bureau"])
    b = Node.create(folder / "b", "bob", offices=["liaison", "ministry"])
    try:
        establish(a, b)
        for node in (a, b):
            node.start(wait=False)
        for node in (a, b):
            node.wait_ready()
            node.run(WORDS)
            node.run(PEOPLE)
        yield a, b
    finally:
        close(a, b)


def erase(node: Node, leaf: str, *codes: str) -> None:
    """Two people of a node erase a text, or keep it, on the command line."""
    asked = node.cli("erase", "them", leaf, *codes, "--as", "amal")
    node.cli("erase", "--confirm", asked.split()[1], "--as", "boris")


def spoken(pair: tuple[Node, Node], thread: str, text: str) -> str:
    """Alice says something, and Bob has its words and the receipts are back."""
    a, b = pair
    leaf = say(a, thread, text, "embassy")
    until(lambda: texts(b, thread) == [text], "the words on B")
    until(lambda: all(m["with"] for m in heard(a, thread)), "the delivery receipt on A")
    return leaf


def test_an_author_erases_and_the_other_side_confirms(pair: tuple[Node, Node]) -> None:
    a, b = pair
    leaf = spoken(pair, THREAD + "1", f"{CANARY} 1")

    erase(a, leaf, "--reason", "source_protection", "--basis", "witness_protection")
    until(lambda: "decide" in b.cli("erase"), "the request on B")
    assert texts(b, THREAD + "1") == [f"{CANARY} 1"]
    erase(b, leaf, "--reason", "author_request", "--basis", "agreed_terms")

    until(lambda: any("Bob erased its copy" in line for line in a.run(TOLD)), "the answer on A")
    assert texts(a, THREAD + "1") == texts(b, THREAD + "1") == ["None"]
    until(lambda: a.run(SIZES) == b.run(SIZES), "equal logs")
    for node in (a, b):
        assert "1 content erased" in node.cli("verify")
        assert b"Kanarienweg 1" not in b"".join(
            path.read_bytes() for path in node.home.glob("db.sqlite3*")
        )


def test_the_other_side_keeps_under_a_hold_and_both_say_so(pair: tuple[Node, Node]) -> None:
    a, b = pair
    leaf = spoken(pair, THREAD + "2", f"{CANARY} 2")

    erase(a, leaf, "--reason", "victim_dignity", "--basis", "own_policy")
    until(lambda: "decide" in b.cli("erase"), "the request on B")
    hold = ("--keep", "--reason", "legal_hold_litigation", "--basis", "legal_claims")
    erase(b, leaf, *hold)

    kept = "keeps a copy under a hold: Legal hold: court proceedings"
    until(lambda: any(kept in line for line in a.run(TOLD)), "the hold on A")
    assert any("Kept here under a hold" in line for line in b.run(TOLD))
    assert texts(a, THREAD + "2") == ["None"]
    assert texts(b, THREAD + "2") == [f"{CANARY} 2"]


def test_a_text_erased_while_the_other_was_down_never_arrives(pair: tuple[Node, Node]) -> None:
    a, b = pair
    b.kill()
    leaf = say(a, THREAD + "3", f"{CANARY} 3", "embassy")

    erase(a, leaf, "--reason", "mistake", "--basis", "own_policy")
    b.start()

    until(lambda: heard(b, THREAD + "3"), "the message on B")
    until(lambda: all(m["with"] for m in heard(a, THREAD + "3")), "the delivery receipt on A")
    assert texts(b, THREAD + "3") == ["None"]
    assert b.cli("erase") == "nothing waits\n"
