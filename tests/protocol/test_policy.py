"""Who must have countersigned: reading a policy, and holding a note against it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import checkpoint, keys, note, policy, tree
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import BadNote, BadPolicy
from answerable.protocol.keys import VerifierKey
from tests.protocol.make import NOW, channel, key

ORIGIN = "alice.example/log"
LOG = VerifierKey(ORIGIN, keys.LOG, key("log").public).format()
WITNESSES = {
    name: VerifierKey(f"{name}.example", keys.COSIGNER, key(name).public) for name in "abcd"
}
LINES = [f"log {LOG}", *(f"witness {name} {it.format()}" for name, it in WITNESSES.items())]
AT = Checkpoint(ORIGIN, 3, tree.hash_leaf(b""))


def read(*lines: str) -> policy.Policy:
    return policy.parse("".join(f"{line}\n" for line in (*LINES, *lines)).encode())


def note_by(*names: str) -> bytes:
    lines = [checkpoint.cosign(AT, f"{name}.example", key(name), NOW) for name in names]
    return note.parse(checkpoint.sign(AT, key("log"))).plus(lines).format()


@pytest.mark.parametrize(
    ("lines", "signers", "is_met"),
    [
        (["quorum none"], "", True),
        (["quorum a"], "a", True),
        (["quorum a"], "b", False),
        (["group g all a b", "quorum g"], "ab", True),
        (["group g all a b", "quorum g"], "a", False),
        (["group g any a b", "quorum g"], "b", True),
        (["group g any a b", "quorum g"], "c", False),
        (["group g 2 a b c", "quorum g"], "ac", True),
        (["group g 2 a b c", "quorum g"], "c", False),
        (["group g any a b", "group h all g c", "quorum h"], "bc", True),
        (["group g any a b", "group h all g c", "quorum h"], "ab", False),
    ],
)
def test_a_quorum_counts_its_members(lines: list[str], signers: str, is_met: bool) -> None:
    found = policy.evaluate(read(*lines), note_by(*signers))

    assert found.is_met is is_met
    assert {each.key.name for each in found.cosignatures} == {f"{n}.example" for n in signers}
    assert found.checkpoint == AT


def test_groups_that_name_each_other_many_times_over_are_judged_once_each() -> None:
    twice = ["group l0 any a b", "group r0 any a b"]
    for at in range(1, 200):
        twice += [f"group {side}{at} all l{at - 1} r{at - 1}" for side in "lr"]

    found = policy.evaluate(read(*twice, "quorum l199"), note_by("b"))

    assert found.is_met


def test_a_policy_deeper_than_the_stack_is_judged_all_the_same() -> None:
    chain = ["group g0 any a", *(f"group g{at} any g{at - 1}" for at in range(1, 2000))]

    assert not policy.evaluate(read(*chain, "quorum g1999"), note_by("b")).is_met


def test_comments_spaces_tabs_and_addresses_are_read() -> None:
    text = f"# who\n\n  log\t{LOG}   https://a.example/\nquorum none\n"

    assert policy.parse(text.encode()).logs[0].format() == LOG


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["quorum none", "quorum none"],
        ["quorum x"],
        ["quorum"],
        ["quorum a b"],
        ["unknown a"],
        ["log"],
        [f"log {LOG}", "quorum none"],
        [f"log {WITNESSES['a'].format()}", "quorum none"],
        [f"log {LOG[:-1]}", "quorum none"],
        ["witness e", "quorum none"],
        [f"witness a {WITNESSES['a'].format()}", "quorum none"],
        [f"witness e {WITNESSES['a'].format()}", "quorum none"],
        [f"witness none {WITNESSES['a'].format()}", "quorum none"],
        [f"witness e {LOG}", "quorum none"],
        ["group g all", "quorum none"],
        ["group a all b", "quorum none"],
        ["group g all g", "quorum none"],
        ["group g all x", "quorum none"],
        ["group g all a a", "quorum none"],
        ["group g 0 a", "quorum none"],
        ["group g 01 a", "quorum none"],
        ["group g 3 a b", "quorum none"],
        ["group g some a b", "quorum none"],
        ["quorum none\r"],
    ],
)
def test_a_policy_in_another_form_is_refused(lines: list[str]) -> None:
    with pytest.raises(BadPolicy):
        read(*lines)


def test_scenario_46_a_mirror_key_reused_as_a_witness_is_refused() -> None:
    again = VerifierKey("other.example/w", keys.COSIGNER, key("a").public).format()

    with pytest.raises(BadPolicy, match="twice"):
        read(f"witness e {again}", "quorum none")


def test_a_log_key_reused_as_a_witness_is_refused() -> None:
    again = VerifierKey("other.example/w", keys.COSIGNER, key("log").public).format()

    with pytest.raises(BadPolicy, match="twice"):
        read(f"witness e {again}", "quorum none")


@pytest.mark.parametrize("data", [b"\xff", b"#" * (policy.MAX_BYTES + 1)])
def test_a_policy_that_is_no_text_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(BadPolicy):
        policy.parse(data)


def test_a_note_of_a_log_that_the_policy_does_not_know_is_refused() -> None:
    other = checkpoint.sign(Checkpoint("other", 3, AT.root), key("log"))

    with pytest.raises(BadPolicy, match="no log"):
        policy.evaluate(read("quorum none"), other)


def test_a_note_whose_known_line_fails_is_refused() -> None:
    broken = note_by("a").replace(AT.text().encode(), b"%s\n4\n" % ORIGIN.encode(), 1)

    with pytest.raises(BadNote):
        policy.evaluate(read("quorum none"), broken)


def test_a_channel_writes_the_policy_of_each_log() -> None:
    founded = channel()

    found = policy.parse(founded.policy("alice").encode())

    assert found.logs == (founded.log_key("alice"),)
    assert set(found.witnesses.values()) == set(founded.cosigners("alice"))
    assert found.is_met_by(frozenset({founded.mirror_key("bob")}))
    assert not found.is_met_by(frozenset({founded.delivery_key("bob")}))


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    with contextlib.suppress(BadPolicy):
        policy.parse(data)
