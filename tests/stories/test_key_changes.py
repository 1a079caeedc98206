"""Two real nodes replace their keys while messages flow, and one is down meanwhile."""

from collections.abc import Iterator

import pytest

from tests.stories.nodes import Node, close, create_pair, establish, until
from tests.stories.speaking import SIZES, WORDS, heard, say, texts

THREAD = "0" * 30


EVERY_KEY = (
    ("log", "--channel", "them"),
    ("mirror",),
    ("delivery",),
    ("node",),
    ("author", "--office", "embassy"),
    ("identity",),
)
KEYS = """
from answerable.node.ledger import identities
channel = Channel.objects.get(slug="them")
result = {
    party: [[k.role, k.public.hex()] for k in line.standing.signers if k.to_index is None]
    for party, line in identities.lines(channel).items()
}
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    a, b = create_pair(tmp_path_factory.mktemp("key-changes"))
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


def change(node: Node, deed: str, *arguments: str) -> str:
    """Change a key as an operator does: read its words, type them."""
    named = [each for each in arguments if each not in ("--why", "stolen", "lost")]
    words = node.cli("key", "words", *named).splitlines()[0]
    return node.cli("key", deed, *arguments, "--words", words)


def converge(a: Node, b: Node, thread: str, expected: list[str]) -> None:
    until(lambda: texts(a, thread) == texts(b, thread) == expected, "the words on both")
    until(lambda: all(m["with"] for node in (a, b) for m in heard(node, thread)), "all receipts")
    until(lambda: a.run(SIZES) == b.run(SIZES), "equal logs")
    assert a.run(KEYS) == b.run(KEYS)


def test_scenario_43_keys_are_replaced_while_messages_flow(pair: tuple[Node, Node]) -> None:
    a, b = pair
    thread, expected = THREAD + "0a", []

    for key in EVERY_KEY:
        say(a, thread, f"Before {key[0]}", "embassy")
        said = change(a, "rotate", *key)
        assert "counts in them from entry" in said
        say(b, thread, f"After {key[0]}", "liaison")
        expected += [f"Before {key[0]}", f"After {key[0]}"]

    converge(a, b, thread, sorted(expected))


def test_keys_are_replaced_on_both_sides_while_the_other_is_down(pair: tuple[Node, Node]) -> None:
    a, b = pair
    b.kill()

    for key in (("log", "--channel", "them"), ("node",), ("mirror",)):
        change(a, "rotate", *key)
    change(b, "rotate", "log", "--channel", "them")
    change(b, "rotate", "node")
    say(a, THREAD + "0d", "While you were down", "embassy")
    say(b, THREAD + "0d", "While I was down", "liaison")
    b.start()

    converge(a, b, THREAD + "0d", ["While I was down", "While you were down"])


def test_scenario_44_after_a_theft_keys_are_revoked_and_the_channel_goes_on(
    pair: tuple[Node, Node],
) -> None:
    a, b = pair

    for key in (("log", "--channel", "them"), ("node",), ("author", "--office", "embassy")):
        change(a, "revoke", *key, "--why", "stolen")
    say(a, THREAD + "0e", "After the theft", "embassy")
    say(b, THREAD + "0e", "Heard", "liaison")

    converge(a, b, THREAD + "0e", ["After the theft", "Heard"])
    refused = a.cli("key", "rotate", "mirror", "--words", "one two three", ok=False)
    assert "not the words of the key" in refused
    listed = a.cli("key", "list")
    assert "node (retired)" in listed
    assert "keys/logs/them." in listed
