"""The bodies of `key`, `revoke` and `epoch`: one form each, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import changes
from answerable.protocol.canonical import Json, JsonObject
from answerable.protocol.changes import Epoch, EpochReason, KeyChange, KeyRole, Revocation, SizeOf
from answerable.protocol.errors import BadStatement
from answerable.protocol.keys import encode_base64
from tests.protocol.keychanges import ALICE_LOG, BOB_LOG, RECIPIENT, new_key, revoked
from tests.protocol.make import key

KEY = new_key(7, KeyRole.MIRROR, "second mirror", "alice mirror", alice=1, bob=9).body()
REVOKE = revoked(7, "alice log", alice=5).body()
EPOCH = Epoch(
    ALICE_LOG, 9, encode_base64(bytes(32)), EpochReason.FORKED, encode_base64(key("e2").public)
).body()
BODIES = {"key": KEY, "revoke": REVOKE, "epoch": EPOCH}


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("key", new_key(0, KeyRole.LOG, "new", "old")),
        ("key", new_key(2**53 - 1, KeyRole.AUTHOR, "new", None, "the-office")),
        ("key", new_key(3, KeyRole.DELIVERY, "new", "old", bob=4)),
        ("key", KeyChange(3, KeyRole.AGE, None, None, RECIPIENT)),
        ("revoke", revoked(3, "old")),
        ("revoke", revoked(3, "old", alice=0, bob=8)),
        ("epoch", changes.parse("epoch", EPOCH)),
    ],
)
def test_what_was_written_is_read_again(kind: str, change: changes.Change) -> None:
    assert changes.parse(kind, change.body()) == change


def test_a_new_key_is_bytes_and_a_recipient_is_text() -> None:
    assert new_key(0, KeyRole.LOG, "new", None).public == key("new").public
    assert KeyChange(3, KeyRole.AGE, None, None, RECIPIENT).public == RECIPIENT.encode()


SMALL_ORDER = [bytes(32), b"\x01" + bytes(31), bytes([0xEC] + [0xFF] * 30 + [0x7F])]
NOT_CANONICAL = [bytes([0xEE] + [0xFF] * 30 + [0x7F]), b"\xff" * 32]


@pytest.mark.parametrize("public", [*SMALL_ORDER, *NOT_CANONICAL, bytes(31), bytes(33), b""])
def test_scenario_09_a_key_that_proves_nothing_is_refused(public: bytes) -> None:
    with pytest.raises(BadStatement):
        changes.parse("key", KEY | {"new": encode_base64(public)})
    with pytest.raises(BadStatement):
        changes.parse("epoch", EPOCH | {"new": encode_base64(public)})


WRONG: list[tuple[str, JsonObject]] = [
    ("key", {"at": -1}),
    ("key", {"at": True}),
    ("key", {"at": "7"}),
    ("key", {"at": None}),
    ("key", {"at": 2**53}),
    ("key", {"role": "witness"}),
    ("key", {"role": None}),
    ("key", {"role": "author"}),
    ("key", {"role": "log"}),
    ("key", {"role": "age"}),
    ("key", {"office": "office"}),
    ("key", {"role": "author", "office": "An Office", "sizes": []}),
    ("key", {"role": "author", "office": 5, "sizes": []}),
    ("key", {"old": "ab"}),
    ("key", {"old": "A" * 64}),
    ("key", {"old": 5}),
    ("key", {"new": None}),
    ("key", {"new": encode_base64(key("new").public).rstrip("=")}),
    ("key", {"role": "age", "sizes": [], "new": "age1b"}),
    ("key", {"role": "age", "sizes": [], "new": RECIPIENT + "\n"}),
    ("key", {"more": 1}),
    ("key", {"sizes": {}}),
    ("key", {"sizes": [5]}),
    ("key", {"sizes": [{"log": BOB_LOG}]}),
    ("key", {"sizes": [{"log": BOB_LOG, "size": -1}]}),
    ("key", {"sizes": [{"log": "a b", "size": 1}]}),
    ("key", {"sizes": [{"log": BOB_LOG, "size": 1}, {"log": ALICE_LOG, "size": 1}]}),
    ("key", {"sizes": [{"log": BOB_LOG, "size": 1}, {"log": BOB_LOG, "size": 1}]}),
    ("key", {"sizes": [{"log": f"log{n:02}", "size": 1} for n in range(17)]}),
    ("revoke", {"key": None}),
    ("revoke", {"key": "0" * 63}),
    ("revoke", {"more": 1}),
    ("epoch", {"at": 1}),
    ("epoch", {"reason": "bored"}),
    ("epoch", {"root": encode_base64(bytes(31))}),
    ("epoch", {"root": "!"}),
    ("epoch", {"log": ""}),
    ("epoch", {"size": None}),
    ("epoch", {"new": "!"}),
]


@pytest.mark.parametrize(("kind", "changed"), WRONG)
def test_no_other_form_is_read(kind: str, changed: JsonObject) -> None:
    with pytest.raises(BadStatement):
        changes.parse(kind, BODIES[kind] | changed)


@pytest.mark.parametrize(("kind", "member"), [(k, m) for k, body in BODIES.items() for m in body])
def test_no_member_may_be_left_out(kind: str, member: str) -> None:
    with pytest.raises(BadStatement):
        changes.parse(kind, {name: BODIES[kind][name] for name in BODIES[kind] if name != member})


def test_another_kind_changes_no_key() -> None:
    with pytest.raises(BadStatement, match="changes no key"):
        changes.parse("raise", KEY)


JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(BOB_LOG),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(BODIES)), st.data())
def test_whatever_a_member_is_it_is_read_whole_or_refused(kind: str, data: st.DataObject) -> None:
    member = data.draw(st.sampled_from(sorted(BODIES[kind])))
    body = BODIES[kind] | {member: data.draw(JSON)}

    try:
        found = changes.parse(kind, body)
    except BadStatement:
        return

    assert found.body() == body


def test_sizes_are_named_by_log() -> None:
    found = changes.parse("key", KEY)

    assert isinstance(found, KeyChange)
    assert found.sizes == (SizeOf(ALICE_LOG, 1), SizeOf(BOB_LOG, 9))
    assert isinstance(changes.parse("revoke", REVOKE), Revocation)
