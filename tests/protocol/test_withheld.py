"""Scenario 56: an entry is withheld, its hash stands for it, and the tree still holds."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import content, erasure, files, tiles, tree, verify, withheld
from answerable.protocol.erasure import Basis, Reason, Redact, Target
from answerable.protocol.errors import BadNote, BadTile, EntryWithheld, LogDoesNotHold
from answerable.protocol.keys import LOG, VerifierKey
from answerable.protocol.memory import MemoryStore
from answerable.protocol.note import Note
from answerable.protocol.tiles import TileId
from tests.protocol import make
from tests.protocol.make import key
from tests.protocol.test_erasure import VECTORS

ORIGIN = "alice.example/log"
LOG_KEY = key("alice log")
VKEY = VerifierKey(ORIGIN, LOG, LOG_KEY.public)
BUNDLE = TileId(None, 0, 3)
ENTRIES = [b"entry 0", b"a name that should not be here", b""]


def raw_files(count: int) -> dict[str, bytes]:
    store = MemoryStore()
    make.raw_log(store, ORIGIN, LOG_KEY, make.raw_entries(count))
    return make.files_of(store, ORIGIN)


def redacted(found: dict[str, bytes], *indices: int) -> dict[str, bytes]:
    return dict(withheld.redact_files(found.items(), ORIGIN, indices, LOG_KEY))


def sealed(*indices: int) -> bytes:
    return withheld.seal(ORIGIN, BUNDLE, ENTRIES, indices, LOG_KEY)


@pytest.mark.parametrize(("count", "indices"), [(3, [1]), (300, [0, 255, 256, 299]), (256, [7])])
def test_scenario_56_the_verifier_reports_the_leaves_and_the_root_is_the_same(
    count: int, indices: list[int]
) -> None:
    whole = raw_files(count)

    report = verify.structure(make.reader_of(redacted(whole, *indices)), VKEY)

    assert report.hash_only == len(indices)
    assert report.checkpoint == verify.structure(make.reader_of(whole), VKEY).checkpoint


def test_scenario_56_the_bytes_of_the_entry_are_in_no_file() -> None:
    found = redacted(raw_files(20), 7)

    assert "tile/entries/000.p/20" not in found
    assert all(b"entry 7" not in data for data in found.values())
    assert b"entry 8" in found["redacted/tile/entries/000.p/20"]


def test_scenario_56_a_hash_that_does_not_lead_to_the_root_is_detected() -> None:
    found = redacted(raw_files(3), 1)
    path = "redacted/" + BUNDLE.path
    lies = [b"entry 0", b"something else", b"entry 2"]
    found[path] = withheld.seal(ORIGIN, BUNDLE, lies, [1], LOG_KEY)

    with pytest.raises(LogDoesNotHold, match="is not what was signed"):
        verify.structure(make.reader_of(found), VKEY)


def test_scenario_56_an_entry_changed_beside_the_withheld_one_is_detected() -> None:
    found = redacted(raw_files(3), 1)
    path = "redacted/" + BUNDLE.path
    found[path] = found[path].replace(b"entry 2", b"entry 3")

    with pytest.raises(LogDoesNotHold):
        verify.structure(make.reader_of(found), VKEY)


def test_scenario_56_only_the_logs_own_key_withholds() -> None:
    found = raw_files(3)
    stranger = key("a stranger")
    found |= dict(withheld.redact_files(raw_files(3).items(), ORIGIN, [1], stranger))
    del found[BUNDLE.path]

    with pytest.raises(LogDoesNotHold, match="did not sign"):
        verify.structure(make.reader_of(found), VKEY)


def test_a_bundle_that_is_there_counts_and_its_redacted_form_is_not_asked_for() -> None:
    found = raw_files(3) | {"redacted/" + BUNDLE.path: b"nonsense"}

    assert verify.structure(make.reader_of(found), VKEY).hash_only == 0


def test_a_bundle_that_is_nowhere_is_missing() -> None:
    found = raw_files(3)
    del found[BUNDLE.path]

    with pytest.raises(LogDoesNotHold, match="is missing"):
        verify.structure(make.reader_of(found), VKEY)
    with pytest.raises(LogDoesNotHold, match="is missing"):
        files.read_entry(make.reader_of(found), 0, 3)
    found["redacted/" + BUNDLE.path] = b"nonsense"
    with pytest.raises(LogDoesNotHold):
        files.read_entry(make.reader_of(found), 0, 3)


def test_other_entries_of_the_bundle_are_proven_as_before() -> None:
    whole, found = raw_files(20), redacted(raw_files(20), 7)

    assert files.prove(make.reader_of(found), 8) == files.prove(make.reader_of(whole), 8)
    with pytest.raises(EntryWithheld, match="entry 7 is withheld"):
        files.prove(make.reader_of(found), 7)


def test_statements_are_judged_around_a_withheld_one_and_contents_counted() -> None:
    alice, _bob = make.two_nodes()
    first = content.seal("a/b", b"x", make.seed("x"))
    places = alice.say(1, content=(content.reference(first),)) + alice.say(2, 3)
    for number, place in enumerate(places[:2], 10):
        target = Target(alice.own.origin, place.index, place.leaf_hash.hex(), first.commit.hex())
        body = Redact(target, Reason.MISTAKE, Basis.OWN_POLICY).encode()
        alice.say(number, type=erasure.REDACT, thread=None, body=body)
    whole = make.files_of(alice.store, alice.own.origin)

    def full(*indices: int) -> tuple[verify.Report, verify.Contents]:
        shown = whole
        if indices:
            shown = dict(
                withheld.redact_files(whole.items(), alice.own.origin, indices, alice.log_key)
            )
        return verify.full(make.reader_of(shown), alice.own)

    assert full()[1].redacted == 1
    report, found = full(1)
    assert (report.hash_only, found.statements, found.redacted) == (1, 4, 1)
    report, found = full(0)
    assert (report.hash_only, found.statements, found.redacted) == (1, 4, 0)


def test_what_is_written_reads_back_the_same() -> None:
    data = sealed(1)

    found = withheld.open_bundle(data, ORIGIN, BUNDLE, [VKEY])

    assert found.format() == data
    assert found.entries == (ENTRIES[0], None, b"")
    assert found.leaf_hashes() == [tree.hash_leaf(entry) for entry in ENTRIES]


@pytest.mark.parametrize("indices", [[], [3], [-1]])
def test_what_is_not_in_the_bundle_is_not_withheld(indices: list[int]) -> None:
    with pytest.raises(BadTile):
        sealed(*indices)


def test_an_entry_that_no_file_holds_is_not_withheld() -> None:
    with pytest.raises(BadTile, match="no entry 3"):
        redacted(raw_files(3), 3)
    with pytest.raises(BadTile):
        withheld.seal(ORIGIN, BUNDLE, ENTRIES[:2], [1], LOG_KEY)


def changed(text: str, *, entries: bytes | None = None) -> bytes:
    """The file of `sealed(1)` with another text, signed anew."""
    line = withheld.parse(sealed(1), ORIGIN, BUNDLE).signed.signatures[0]
    head = Note(text, (type(line)(ORIGIN, line.key_id, LOG_KEY.sign(text.encode())),)).format()
    kept = tiles.encode_bundle([ENTRIES[0], b"", b""]) if entries is None else entries
    return struct.pack(">I", len(head)) + head + kept


GOOD = withheld.parse(sealed(1), ORIGIN, BUNDLE).signed.text
LINE = GOOD.splitlines()[3]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x00",
        sealed(1)[:-1],
        sealed(1) + b"\x00",
        struct.pack(">I", 2**32 - 1) + sealed(1)[4:],
        bytes(withheld.MAX_BYTES + 1),
        changed(GOOD.replace("/v1", "/v2")),
        changed(GOOD.replace(ORIGIN, "bob.example/log")),
        changed(GOOD.replace(BUNDLE.path, "tile/entries/001.p/3")),
        changed(GOOD.replace("\n1 ", "\n01 ")),
        changed(GOOD.replace("\n1 ", "\n9 ")),
        changed(GOOD.replace("\n1 ", "\nx ")),
        changed(GOOD.replace("\n1 ", "\n" + "1" * 30 + " ")),
        changed(GOOD + LINE + "\n"),
        changed(GOOD.replace(LINE, "1 AAAA")),
        changed(GOOD.replace(LINE, "1 !")),
        changed(GOOD.replace(LINE + "\n", "")),
        changed(GOOD, entries=tiles.encode_bundle([b"entry 0", b"here", b""])),
    ],
)
def test_files_of_another_form_are_refused(data: bytes) -> None:
    with pytest.raises((BadTile, BadNote)):
        withheld.open_bundle(data, ORIGIN, BUNDLE, [VKEY])


def test_the_form_that_the_refused_ones_differ_from_is_accepted() -> None:
    assert withheld.open_bundle(changed(GOOD), ORIGIN, BUNDLE, [VKEY]).entries[1] is None


def test_the_vectors_are_read_and_refused_as_they_say() -> None:
    case = VECTORS["withheld"]
    bundle, vkey = tiles.parse_path(case["bundle"]), VerifierKey.parse(case["vkey"])

    found = withheld.open_bundle(
        bytes.fromhex(case["accepted"]["file"]), case["origin"], bundle, [vkey]
    )

    assert found.signed.text == case["accepted"]["text"]
    assert [each.hex() for each in found.leaf_hashes()] == case["accepted"]["leaves"]
    entries = [None if each is None else each.hex() for each in found.entries]
    assert entries == case["accepted"]["entries"]
    for refused in case["refused"]:
        with pytest.raises(BadTile):
            withheld.open_bundle(bytes.fromhex(refused["file"]), case["origin"], bundle, [vkey])


@given(st.binary(max_size=300) | st.binary(max_size=40).map(lambda tail: sealed(1)[:40] + tail))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = withheld.parse(data, ORIGIN, BUNDLE)
    except BadTile:
        return
    assert found.format() == data
