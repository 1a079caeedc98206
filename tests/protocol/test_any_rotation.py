"""Whatever a log says of keys, everyone folds the same standing from it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.protocol import (
    checkpoint,
    history,
    identity,
    sync,
    verify,
)
from answerable.protocol.changes import KeyRole
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import BadNote
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import LOG, VerifierKey
from answerable.protocol.sync import SyncState
from tests.protocol import keychanges, make
from tests.protocol.keychanges import (
    ALICE_LOG,
    FOUNDED,
    IDENTITY,
    alice,
    new_key,
    revoked,
    said,
)
from tests.protocol.make import NOW, Node, entry, key
from tests.protocol.test_rotation import known

OLD, NEW = (VerifierKey(ALICE_LOG, LOG, key(name).public) for name in ("alice log", "new log"))


ROLES = [KeyRole.LOG, KeyRole.MIRROR, KeyRole.NODE, KeyRole.AUTHOR, KeyRole.IDENTITY]
NAMES = ["alice log", "alice mirror", "alice node", "alice office", IDENTITY, "n1", "n2", "n3"]


@st.composite
def any_change(draw: st.DrawFn, at: int) -> bytes:
    """A change of keys of any kind by anyone; some of them fit."""
    role = draw(st.sampled_from(ROLES))
    old, new = draw(st.sampled_from([None, *NAMES])), draw(st.sampled_from(NAMES))
    place = draw(st.sampled_from([at, at, at, at + 1]))
    sizes = draw(st.dictionaries(st.sampled_from(["alice", "bob"]), st.integers(0, 9), max_size=2))
    if draw(st.booleans()):
        signers = dict.fromkeys(
            [draw(st.sampled_from([IDENTITY, IDENTITY, "n1", "n2", "n3"])), old or new, new]
        )
        office = "office" if role is KeyRole.AUTHOR else None
        more = sizes if role is KeyRole.MIRROR else {}
        return said(alice(), new_key(place, role, new, old, office, **more), *signers)
    return said(alice(), revoked(place, new, **sizes), draw(st.sampled_from([IDENTITY, "n1"])))


@st.composite
def any_log(draw: st.DrawFn) -> list[bytes]:
    """Entries of a log: changes of keys, statements, and bytes that are neither."""
    count = draw(st.integers(1, 12))
    entries = []
    for index in range(count):
        kind = draw(st.sampled_from(["change", "change", "statement", "bytes"]))
        if kind == "change":
            entries.append(draw(any_change(index)))
        elif kind == "statement":
            entries.append(entry(FOUNDED.log("alice"), index))
        else:
            entries.append(draw(st.binary(max_size=8)))
    return entries


@given(any_log(), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_standing_is_the_same_however_it_is_folded(
    entries: list[bytes], data: st.DataObject
) -> None:
    whole = identity.LogIdentity(alice(), (FOUNDED.standing("bob"),))
    for index, each in enumerate(entries):
        whole = whole.after(index, each)
    signers = [name for name in NAMES if key(name).public in _counting(whole, len(entries))]
    owner, follower = Node("alice", FOUNDED).begin(), Node("bob", FOUNDED).begin()
    at = 0
    while at < len(entries):
        end = data.draw(st.integers(at + 1, len(entries)))
        before = whole_at(entries, end)
        counting = _counting(before, end)
        names = [name for name in NAMES if key(name).public in counting]
        make.grow(owner.store, ALICE_LOG, key((names or ["alice log"])[0]), entries[at:end])
        # Those who know only older keys are given a line by each.
        head = owner.store.lock(ALICE_LOG)
        known_keys = [key(name) for name in names if name != "alice log"]
        note = checkpoint.sign(
            Checkpoint(ALICE_LOG, head.size, head.root), *known_keys, key("alice log")
        )
        try:
            step = sync.take_note(follower.store, known(follower), note, time=NOW)
            while step.state is SyncState.FETCH:
                bundles = make.serve(owner, step)
                step = sync.take_bundles(follower.store, known(follower), bundles)
        except BadNote:
            pass
        at = end
        mirrored = follower.size(ALICE_LOG)
        assert known(follower).owner == whole_at(entries, mirrored).owner

    read = history.reader(owner.store, ALICE_LOG)
    if signers:
        report, _ = verify.full(read, FOUNDED.log("alice"))
        assert report.checkpoint.size == len(entries)
    else:
        with pytest.raises(BadNote):
            verify.full(read, FOUNDED.log("alice"))


def whole_at(entries: list[bytes], size: int) -> LogIdentity:
    """The identity after the first entries, folded one by one."""
    found = FOUNDED.log("alice")
    for index, each in enumerate(entries[:size]):
        found = found.after(index, each)
    return found


def _counting(found: LogIdentity, size: int) -> set[bytes]:
    return {each.public for each in found.owner.log_keys(size)}


def test_changes_made_for_tests_are_those_of_the_channel() -> None:
    assert keychanges.alice() == FOUNDED.log("alice").owner
