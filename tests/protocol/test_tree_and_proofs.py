"""Trees, proofs and proof files: what leads to a root, and what must not."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import keys, proof, tiles, tree
from answerable.protocol.checkpoint import MAX_SIZE
from answerable.protocol.errors import BadProof, BadTile, DamagedStore
from answerable.protocol.proof import ProofFile
from answerable.protocol.ranges import Hashes
from answerable.protocol.tree import RightEdge
from tests.protocol.make import flipped, raw_entries

LEAVES = [tree.hash_leaf(entry) for entry in raw_entries(700)]


def reference_root(leaves: list[bytes]) -> bytes:
    """The definition, word for word: split at the largest power of two below the size."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return tree.hash_node(reference_root(leaves[:k]), reference_root(leaves[k:]))


def hashes_of(size: int) -> Hashes:
    levels = {0: LEAVES[:size]}
    edge = RightEdge()
    for leaf in LEAVES[:size]:
        edge.append(leaf)
    for level, _, value in edge.grown:
        levels.setdefault(level // 8, []).append(value)
    return Hashes(lambda level, start, end: b"".join(levels[level][start:end]), size)


SIZES = st.integers(1, 700)


@given(st.integers(0, 700))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    edge = RightEdge()
    for leaf in LEAVES[:size]:
        edge.append(leaf)

    assert edge.root == reference_root(LEAVES[:size])
    assert edge.root == hashes_of(size).range_root(0, size)


@given(SIZES, st.data())
def test_an_inclusion_proof_leads_to_the_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = reference_root(LEAVES[:size])

    path = hashes_of(size).inclusion(index)

    proof.check_inclusion(LEAVES[index], index, size, root, path)


@given(SIZES, st.data())
def test_a_consistency_proof_leads_to_both_roots(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    old_root, root = reference_root(LEAVES[:old]), reference_root(LEAVES[:size])

    path = hashes_of(size).consistency(old)

    proof.check_consistency(old, old_root, size, root, path)


def mutations(path: list[bytes], chance: random.Random) -> list[list[bytes]]:
    noise = hashlib.sha256(str(chance.random()).encode()).digest()
    changed = [[*path, noise], [noise, *path], path[:-1], path[1:], [*path, *path]]
    for at in range(len(path)):
        changed.append([*path[:at], flipped(path[at], chance.randrange(32)), *path[at + 1 :]])
        changed.append([*path[:at], *path[at + 1 :]])
        if at:
            swapped = list(path)
            swapped[at - 1], swapped[at] = swapped[at], swapped[at - 1]
            changed.append(swapped)
    return [each for each in changed if each != path]


@given(SIZES, st.data())
def test_scenario_01_a_changed_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = reference_root(LEAVES[:size])
    path = hashes_of(size).inclusion(index)

    for changed in mutations(path, random.Random(size)):
        with pytest.raises(BadProof):
            proof.check_inclusion(LEAVES[index], index, size, root, changed)
    for wrong in (index - 1, index + 1, size + 1):
        with pytest.raises(BadProof):
            proof.check_inclusion(LEAVES[index], wrong, size, root, path)


@given(SIZES, st.data())
def test_scenario_01_a_changed_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    old_root, root = reference_root(LEAVES[:old]), reference_root(LEAVES[:size])
    path = hashes_of(size).consistency(old)

    for changed in mutations(path, random.Random(size)):
        with pytest.raises(BadProof):
            proof.check_consistency(old, old_root, size, root, changed)
    with pytest.raises(BadProof):
        proof.check_consistency(old, flipped(old_root, 0), size, root, path)
    with pytest.raises(BadProof):
        proof.check_consistency(old, old_root, size, flipped(root, 0), path)


ROOT = tree.EMPTY_ROOT
HASH = bytes(32)


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 0, []),
        (1, 1, []),
        (-1, 1, []),
        (0, MAX_SIZE + 1, [HASH] * 63),
        (0, 2**63 - 1, [HASH] * 64),
        (0, 2, [bytes(31)]),
        (0, 2, [b""]),
        (0, 2, [bytes(33)]),
    ],
)
def test_scenario_02_an_impossible_inclusion_is_refused(
    index: int, size: int, path: list[bytes]
) -> None:
    with pytest.raises(BadProof):
        proof.check_inclusion(HASH, index, size, ROOT, path)


@pytest.mark.parametrize(
    ("old", "size", "path"),
    [
        (0, 1, []),
        (0, 0, []),
        (2, 1, [HASH]),
        (1, MAX_SIZE + 1, [HASH]),
        (1, 2, []),
        (1, 2, [HASH] * 64),
        (1, 2, [bytes(31)]),
        (1, 1, [HASH]),
    ],
)
def test_scenario_02_an_impossible_consistency_is_refused(
    old: int, size: int, path: list[bytes]
) -> None:
    with pytest.raises(BadProof):
        proof.check_consistency(old, ROOT, size, ROOT, path)


def test_a_hash_of_another_length_is_refused_as_leaf_and_as_root() -> None:
    for leaf, root in ((bytes(31), ROOT), (HASH, bytes(33))):
        with pytest.raises(BadProof):
            proof.check_inclusion(leaf, 0, 1, root, [])


def test_scenario_06_an_entry_that_looks_like_a_node_has_another_hash() -> None:
    left, right = LEAVES[:2]

    assert tree.hash_leaf(left + right) != tree.hash_node(left, right)
    assert tree.hash_leaf(b"\x01" + left + right) != tree.hash_node(left, right)


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="fit"):
        RightEdge(3, [HASH])


def test_proofs_beyond_the_tree_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="index"):
        hashes_of(3).inclusion(3)
    for old in (0, 4):
        with pytest.raises(ValueError, match="sizes"):
            hashes_of(3).consistency(old)


def test_missing_hashes_are_damage_not_a_wrong_root() -> None:
    with pytest.raises(DamagedStore):
        Hashes(lambda level, start, end: b"", 3).range_root(0, 3)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65535, 65536, 65537, 70000])
def test_scenario_03_a_log_has_exactly_these_files(size: int) -> None:
    paths = {tile.path for tile in tiles.tile_set(size)}

    expected = set()
    for level, count in [("entries", size), *((str(n), size >> 8 * n) for n in range(3))]:
        for index in range(count // 256):
            expected.add(f"tile/{level}/{tiles.format_index(index)}")
        if count % 256:
            expected.add(f"tile/{level}/{tiles.format_index(count // 256)}.p/{count % 256}")
    assert paths == expected


def test_seventy_thousand_entries_have_the_tiles_that_the_format_says() -> None:
    paths = [tile.path for tile in tiles.tile_set(70_000)]

    assert "tile/0/273.p/112" in paths
    assert "tile/1/000" in paths
    assert "tile/1/001.p/17" in paths
    assert "tile/2/000.p/1" in paths
    assert len(paths) == 2 * 274 + 2 + 1


@given(st.none() | st.integers(0, 63), st.integers(0, 2**40), st.integers(1, 256))
def test_a_path_reads_back(level: int | None, index: int, width: int) -> None:
    tile = tiles.TileId(level, index, width)

    assert tiles.parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "checkpoint",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/entries/x1/000",
        "tile/-1/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/../000",
        "tile/0/" + "x001/" * 20 + "000",
    ],
)
def test_scenario_42_a_path_in_another_form_is_refused(path: str) -> None:
    with pytest.raises(BadTile):
        tiles.parse_path(path)


def test_large_numbers_stand_in_groups_of_three() -> None:
    assert tiles.format_index(1_234_067) == "x001/x234/067"
    assert tiles.format_index(1000) == "x001/000"


@given(st.lists(st.binary(max_size=300), max_size=300))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    data = tiles.encode_bundle(entries)

    assert tiles.decode_bundle(data, len(entries)) == entries


def test_scenario_05_the_largest_and_the_empty_entry_fit_a_bundle() -> None:
    entries = [b"", bytes(tiles.MAX_ENTRY), b""]

    assert tiles.decode_bundle(tiles.encode_bundle(entries), 3) == entries
    with pytest.raises(BadTile):
        tiles.encode_bundle([bytes(tiles.MAX_ENTRY + 1)])


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x02a", b"\x00\x01ab", b"\x00\x00\x00"])
def test_a_bundle_with_bytes_missing_or_left_over_is_refused(data: bytes) -> None:
    with pytest.raises(BadTile):
        tiles.decode_bundle(data, 1)


def test_scenario_04_a_full_bundle_serves_for_a_partial_one() -> None:
    entries = raw_entries(256)
    full, partial = tiles.encode_bundle(entries), tiles.encode_bundle(entries[:7])

    assert tiles.decode_up_to(full, 7) == entries[:7]
    assert tiles.decode_up_to(partial, 7) == entries[:7]
    with pytest.raises(BadTile):
        tiles.decode_up_to(partial, 6)


FILE = ProofFile(5, (LEAVES[0], LEAVES[1]), b"note\n\n\xe2\x80\x94 a QUFBQUFB\n")


@given(
    st.integers(0, MAX_SIZE),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63),
    st.none() | st.binary(max_size=50),
)
def test_a_proof_file_reads_back(index: int, path: list[bytes], extra: bytes | None) -> None:
    file = ProofFile(index, tuple(path), FILE.note, extra)

    assert proof.parse(file.format()) == file


GOOD = FILE.format()
INDEX = b"index 5\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD.replace(b"@v1", b"@v2"),
        GOOD.split(b"\n\n", maxsplit=1)[0],
        GOOD.replace(INDEX, b""),
        GOOD.replace(INDEX, b"index 05\n"),
        GOOD.replace(INDEX, b"index -5\n"),
        GOOD.replace(INDEX, b"index 9223372036854775808\n"),
        GOOD.replace(INDEX, b"extra ?\n" + INDEX),
        GOOD.replace(INDEX, b"extra QQ==\nextra QQ==\n" + INDEX),
        GOOD.replace(INDEX, INDEX + keys.encode_base64(bytes(31)).encode() + b"\n"),
        GOOD.replace(INDEX, INDEX + keys.encode_base64(HASH).encode()[:-2] + b"B=\n"),
        GOOD.replace(INDEX, INDEX + keys.encode_base64(HASH).encode() * 1 + b" \n"),
        GOOD.replace(INDEX, INDEX + (keys.encode_base64(HASH).encode() + b"\n") * 62),
        GOOD.replace(INDEX, "index \u0665\n".encode()),
        b"c2sp.org/tlog-proof@v1\n\nnote",
        GOOD + bytes(proof.MAX_FILE),
    ],
)
def test_a_proof_file_in_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(BadProof):
        proof.parse(data)
