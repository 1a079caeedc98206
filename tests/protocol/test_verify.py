"""Verifying a whole log from its files: it holds, or the first bad place is named."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.protocol import dsse, envelope, note, tiles, verify
from answerable.protocol.errors import BadNote, LogDoesNotHold, ProtocolError
from answerable.protocol.memory import MemoryStore
from tests.protocol import make
from tests.protocol.make import channel, flipped, key, raw_entries, raw_log, two_nodes

FOUNDED = channel()
ALICE = FOUNDED.log("alice")
ORIGIN = ALICE.origin
Files = dict[str, bytes]


def files_of(entries: list[bytes]) -> Files:
    store = MemoryStore()
    raw_log(store, ORIGIN, key("alice log"), entries)
    return make.files_of(store, ORIGIN)


FILES = files_of(raw_entries(600))


def structure(files: Files) -> verify.Report:
    return verify.structure(make.reader_of(files), ALICE.key)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 511, 512, 600])
def test_a_log_that_was_exported_holds(size: int) -> None:
    files = files_of(raw_entries(size))

    found = structure(files)

    assert found.checkpoint.size == size
    assert found.receipts == ()
    assert found.files == len(files) - 1


def test_three_levels_of_tiles_hold() -> None:
    assert structure(files_of(raw_entries(65_537))).files == 2 * 257 + 1 + 1


@pytest.mark.parametrize("index", [0, 7, 255, 256, 300, 511, 512, 599])
def test_a_changed_entry_is_named(index: int) -> None:
    bundle = tiles.TileId(None, index // 256, min(256, 600 - index // 256 * 256))
    entries = raw_entries(600)[bundle.start : bundle.end]
    entries[index - bundle.start] = flipped(entries[index - bundle.start], 2)

    changed = FILES | {bundle.path: tiles.encode_bundle(entries)}

    with pytest.raises(LogDoesNotHold, match=f"^entry {index} in {bundle.path} is not"):
        structure(changed)


@pytest.mark.parametrize(
    ("path", "at"),
    [("tile/0/000", 33), ("tile/0/002.p/88", 0), ("tile/1/000.p/2", 63)],
)
def test_a_changed_tile_is_named(path: str, at: int) -> None:
    with pytest.raises(LogDoesNotHold, match=f"^{path} is not what its entries give"):
        structure(FILES | {path: flipped(FILES[path], at)})


@pytest.mark.parametrize("path", ["tile/0/000", "tile/entries/001", "tile/1/000.p/2"])
def test_a_missing_file_is_named(path: str) -> None:
    rest = {name: data for name, data in FILES.items() if name != path}

    with pytest.raises(LogDoesNotHold, match=rf"{path} is missing"):
        structure(rest)


def test_a_folder_without_a_checkpoint_holds_nothing() -> None:
    with pytest.raises(LogDoesNotHold, match="no checkpoint"):
        structure({})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda data: data[:-1], "entry 511"),
        (lambda data: data + b"\0", "entry 512"),
        (lambda data: b"", "entry 256"),
        (lambda data: flipped(data, 11), "entry 257"),
        (lambda data: flipped(data, 1, 7), "entry 256"),
    ],
)
def test_a_broken_bundle_is_named_with_the_entry_where_it_breaks(
    change: Callable[[bytes], bytes], named: str
) -> None:
    changed = FILES | {"tile/entries/001": change(FILES["tile/entries/001"])}

    with pytest.raises(LogDoesNotHold, match=f"^{named} in tile/entries/001: "):
        structure(changed)


def test_files_that_agree_with_each_other_alone_do_not_hold() -> None:
    other = files_of([*raw_entries(599), b"another"])

    with pytest.raises(LogDoesNotHold, match="agree with each other"):
        structure(other | {"checkpoint": FILES["checkpoint"]})


def test_entries_and_tiles_changed_together_are_named_together() -> None:
    other = files_of([*raw_entries(300), b"another", *raw_entries(600)[301:]])
    changed = FILES | {path: other[path] for path in ("tile/entries/001", "tile/0/001")}

    with pytest.raises(LogDoesNotHold, match=r"tile/1/000\.p/2 and the entries below it"):
        structure(changed)


def test_an_entry_and_another_tile_changed_are_both_told() -> None:
    changed = FILES | {
        "tile/0/001": flipped(FILES["tile/0/001"], 0),
        "tile/entries/000": flipped(FILES["tile/entries/000"], 2),
    }

    with pytest.raises(LogDoesNotHold, match=r"^entry 0 .* or tile/0/000 .* other"):
        structure(changed)


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=150, deadline=None)
def test_scenario_32_no_changed_bit_of_any_file_goes_unseen(path: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(FILES[path]) - 1))
    bit = data.draw(st.integers(0, 7))

    with pytest.raises(ProtocolError):
        structure(FILES | {path: flipped(FILES[path], at, bit)})


def test_scenario_04_full_files_serve_where_partial_ones_are_gone() -> None:
    grown = {path: data for path, data in FILES.items() if not path.endswith(".p/88")}
    longer = files_of(raw_entries(768))
    grown |= {path: longer[path] for path in ("tile/0/002", "tile/entries/002")}

    assert structure(grown).checkpoint.size == 600


def test_another_logs_key_does_not_open_it() -> None:
    with pytest.raises(BadNote):
        verify.structure(make.reader_of(FILES), FOUNDED.log_key("bob"))


def test_receipts_are_told_with_their_times() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    read = make.reader_of(make.files_of(alice.store, ORIGIN))

    found = verify.structure(read, ALICE.key, ALICE.cosigners)

    assert {each.key.name for each in found.receipts} == {bob.mirror.name, bob.delivery.name}
    assert {each.time for each in found.receipts} == {make.NOW}


def test_a_receipt_that_fails_refuses_the_log() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    files = make.files_of(alice.store, ORIGIN)
    opened = note.parse(files["checkpoint"])
    line = opened.signatures[1]
    broken = note.SignatureLine(line.name, line.key_id, flipped(line.signature, 9))
    files["checkpoint"] = note.Note(opened.text, (opened.signatures[0], broken)).format()

    with pytest.raises(BadNote):
        verify.structure(make.reader_of(files), ALICE.key, ALICE.cosigners)


def test_full_verification_counts_what_the_entries_are() -> None:
    said = make.entry(ALICE, 1)
    unknown = dsse.sign(
        envelope.PAYLOAD_TYPE,
        make.statement(ALICE, 2, type="truce").payload(),
        [key("alice office")],
    ).format()
    entries = [said, unknown, b"?", said, make.entry(FOUNDED.log("bob"), 1)]

    report, found = verify.full(make.reader_of(files_of(entries)), ALICE)

    assert report.checkpoint.size == 5
    assert (found.statements, found.unknown_kinds, found.not_understood) == (2, 1, 3)
    assert [(each.index, str(each.fault)) for each in found.faults] == [
        (2, "not_canonical"),
        (3, "duplicate_id"),
        (4, "other_log"),
    ]


def test_contents_that_statements_name_are_counted() -> None:
    alice, _ = two_nodes()
    sealed = make.content_of("words")
    alice.say(1, content=(sealed,))
    alice.say(2)

    _, found = verify.full(make.reader_of(make.files_of(alice.store, ORIGIN)), ALICE)

    assert (found.statements, found.contents) == (2, 1)


def test_only_the_first_hundred_faults_are_kept() -> None:
    _, found = verify.full(make.reader_of(files_of(raw_entries(120))), ALICE)

    assert found.not_understood == 120
    assert len(found.faults) == verify.MAX_FAULTS
