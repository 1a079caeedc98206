"""Tiles and bundles, roots, proofs, and proof files, over the entries `entry 0`, `entry 1` …"""

import hashlib
from functools import lru_cache
from typing import Any

from answerable.protocol import history, keys, proof, tiles, tree
from answerable.protocol.keys import encode_base64
from answerable.protocol.memory import MemoryStore
from tests.protocol.make import flipped, key, raw_entries, raw_log
from tests.vectors.formats.noted import ORIGIN
from tests.vectors.group import Given, Group

SIZES = (1, 2, 3, 7, 8, 255, 256, 257)
NOISE = hashlib.sha256(b"noise").digest()


@lru_cache
def log_of(size: int) -> MemoryStore:
    """A log of this size, signed."""
    store = MemoryStore()
    raw_log(store, ORIGIN, key("log"), raw_entries(size))
    return store


def root(size: int) -> bytes:
    return history.root_at(log_of(300), ORIGIN, size)


def read_path(given: Given) -> Any:
    found = tiles.parse_path(given["path"])
    return {
        "level": "entries" if found.level is None else found.level,
        "index": found.index,
        "width": found.width,
    }


def read_bundle(given: Given) -> Any:
    entries = tiles.decode_bundle(bytes.fromhex(given["hex"]), given["count"])
    return {"entries_hex": [each.hex() for each in entries]}


def list_files(given: Given) -> Any:
    found = [each.path for each in tiles.tile_set(given["size"])]
    lines = "".join(f"{path}\n" for path in found)
    partial = [path for path in found if ".p/" in path]
    return {
        "count": len(found),
        "partial": partial,
        "sha256_of_lines": hashlib.sha256(lines.encode()).hexdigest(),
    }


def tile(given: Given) -> Any:
    data = history.tile(log_of(given["size"]), ORIGIN, given["path"], given["size"])
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _path(name: str, path: str) -> tuple[str, Given, str]:
    return name, {"path": path}, "bad_tile"


TILES = {
    "path": Group(
        read_path,
        accept=[
            (path, {"path": path})
            for path in [
                "tile/0/000",
                "tile/0/255.p/1",
                "tile/1/x001/000",
                "tile/63/000.p/255",
                "tile/entries/x001/x234/067",
                "tile/entries/999.p/17",
            ]
        ],
        refuse=[
            _path("level 64", "tile/64/000"),
            _path("a level with a leading zero", "tile/00/000"),
            _path("another name", "tile/data/000"),
            _path("two digits", "tile/0/00"),
            _path("four digits", "tile/0/0000"),
            _path("a group of zeros before", "tile/0/x000/001"),
            _path("no x", "tile/0/001/000"),
            _path("an x too many", "tile/0/x001"),
            _path("width 0", "tile/0/000.p/0"),
            _path("width 256", "tile/0/000.p/256"),
            _path("a width with a leading zero", "tile/0/000.p/01"),
            _path("a slash before", "/tile/0/000"),
            _path("a slash after", "tile/0/000/"),
            _path("a way up", "tile/0/../0/000"),
            _path("a line end", "tile/0/000\n"),
            _path("another script's digits", "tile/0/\u0660\u0660\u0660"),
            _path("longer than 64 characters", "tile/0/x001/" + "x000/" * 12 + "000"),
        ],
    ),
    "bundle": Group(
        read_bundle,
        accept=[
            ("no entries", {"hex": "", "count": 0}),
            ("two entries", {"hex": "00026162000163", "count": 2}),
            ("an empty entry", {"hex": "0000", "count": 1}),
        ],
        refuse=[
            ("an entry is missing", {"hex": "00026162", "count": 2}, "bad_tile"),
            ("a byte is missing", {"hex": "000261", "count": 1}, "bad_tile"),
            ("half a length", {"hex": "00", "count": 1}, "bad_tile"),
            ("a byte too many", {"hex": "0002616200", "count": 1}, "bad_tile"),
            ("an entry too many", {"hex": "00026162000163", "count": 1}, "bad_tile"),
        ],
    ),
    "files": Group(
        list_files,
        accept=[
            (f"size {size}", {"size": size})
            for size in (0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000)
        ],
    ),
    "tile": Group(
        tile,
        accept=[
            (f"{path} of size {size}", {"size": size, "path": path})
            for size, path in [
                (1, "tile/0/000.p/1"),
                (1, "tile/entries/000.p/1"),
                (255, "tile/0/000.p/255"),
                (256, "tile/0/000"),
                (256, "tile/1/000.p/1"),
                (256, "tile/entries/000"),
                (257, "tile/0/001.p/1"),
                (257, "tile/1/000.p/1"),
                (257, "tile/0/000.p/7"),
            ]
        ],
        refuse=[
            ("a hash that is not there yet", {"size": 256, "path": "tile/0/001.p/1"}, "missing"),
            (
                "a partial tile is not hashed upward",
                {"size": 255, "path": "tile/1/000.p/1"},
                "missing",
            ),
            ("wider than the log", {"size": 255, "path": "tile/0/000"}, "missing"),
        ],
    ),
}


def check_inclusion(given: Given) -> Any:
    leaf, top, *path = (
        keys.decode_base64(each) for each in (given["leaf"], given["root"], *given["proof"])
    )
    proof.check_inclusion(leaf, int(given["index"]), int(given["size"]), top, path)
    return {"holds": True}


def check_consistency(given: Given) -> Any:
    old, new, *path = (
        keys.decode_base64(each) for each in (given["old_root"], given["root"], *given["proof"])
    )
    proof.check_consistency(int(given["old_size"]), old, int(given["size"]), new, path)
    return {"holds": True}


def _inclusion(index: int, size: int, **changed: Any) -> Given:
    path = history.inclusion(log_of(300), ORIGIN, index, size)
    return {
        "index": str(index),
        "size": str(size),
        "leaf": encode_base64(tree.hash_leaf(b"entry %d" % index)),
        "root": encode_base64(root(size)),
        "proof": [encode_base64(each) for each in path],
    } | changed


def _consistency(old: int, size: int, **changed: Any) -> Given:
    path = history.consistency(log_of(300), ORIGIN, old, size)
    return {
        "old_size": str(old),
        "size": str(size),
        "old_root": encode_base64(root(old)),
        "root": encode_base64(root(size)),
        "proof": [encode_base64(each) for each in path],
    } | changed


def _mutated(found: Given) -> list[tuple[str, Given]]:
    path: list[str] = found["proof"]
    noise = encode_base64(NOISE)
    first = keys.decode_base64(path[0])
    bent = encode_base64(flipped(first, 0))
    return [
        ("a flipped bit", found | {"proof": [bent, *path[1:]]}),
        ("the last hash is missing", found | {"proof": path[:-1]}),
        ("the first hash is missing", found | {"proof": path[1:]}),
        ("a hash more", found | {"proof": [*path, noise]}),
        ("a hash more before", found | {"proof": [noise, *path]}),
        ("the first two swapped", found | {"proof": [path[1], path[0], *path[2:]]}),
        ("another root", found | {"root": noise}),
        ("twice the size", found | {"size": str(2 * int(found["size"]))}),
        ("a hash of 31 bytes", found | {"proof": [encode_base64(first[:-1]), *path[1:]]}),
        ("a hash of 33 bytes", found | {"proof": [encode_base64(first + b"\0"), *path[1:]]}),
        ("64 hashes", found | {"proof": [noise] * 64}),
        ("the size 2^63", found | {"size": str(2**63)}),
    ]


def _refused(
    label: str, found: Given, more: list[tuple[str, Given]]
) -> list[tuple[str, Given, str]]:
    return [(f"{label}: {name}", it, "bad_proof") for name, it in _mutated(found) + more]


INCLUSIONS = [
    (index, size)
    for size in SIZES
    for index in sorted({0, size // 2, size - 2, size - 1})
    if index >= 0
]
CONSISTENCIES = [
    (old, size) for size in SIZES for old in sorted({1, size // 2, size - 1, size}) if old > 0
]
ONE, SEVEN = _inclusion(0, 1), _inclusion(4, 7)
GREW, SAME = _consistency(3, 7), _consistency(7, 7)
LEAF = {"leaf": encode_base64(tree.hash_leaf(b"entry 5"))}
PROOFS = {
    "root": Group(
        lambda given: {"root": encode_base64(tree.root_hash(raw_entries(given["size"])))},
        accept=[(f"size {size}", {"size": size}) for size in (0, *SIZES)],
    ),
    "inclusion": Group(
        check_inclusion,
        accept=[(f"{index} of {size}", _inclusion(index, size)) for index, size in INCLUSIONS]
        + [("4 of 7 as 4 of 8: a proof does not vouch for the size", SEVEN | {"size": "8"})],
        refuse=_refused(
            "4 of 7",
            SEVEN,
            [
                ("another leaf", SEVEN | LEAF),
                ("another index", SEVEN | {"index": "5"}),
                ("the index is the size", SEVEN | {"index": "7"}),
                ("an index below 0", SEVEN | {"index": "-1"}),
                (
                    "a leaf of 31 bytes",
                    SEVEN | {"leaf": encode_base64(keys.decode_base64(SEVEN["leaf"])[:-1])},
                ),
                ("the size 0", SEVEN | {"index": "0", "size": "0"}),
            ],
        )
        + _refused("256 of 257", _inclusion(255, 257), [])
        + [
            (
                "0 of 1: the root of nothing",
                ONE | {"root": encode_base64(tree.EMPTY_ROOT)},
                "bad_proof",
            ),
            ("0 of 1: a hash", ONE | {"proof": [encode_base64(NOISE)]}, "bad_proof"),
        ],
    ),
    "consistency": Group(
        check_consistency,
        accept=[(f"{old} to {size}", _consistency(old, size)) for old, size in CONSISTENCIES]
        + [("3 to 7 as 3 to 8: a proof does not vouch for the size", GREW | {"size": "8"})],
        refuse=_refused(
            "3 to 7",
            GREW,
            [
                ("another old root", GREW | {"old_root": encode_base64(NOISE)}),
                ("no proof", GREW | {"proof": []}),
                ("from 0", GREW | {"old_size": "0"}),
                ("backwards", GREW | {"old_size": "8"}),
            ],
        )
        + _refused("255 to 257", _consistency(255, 257), [])
        + [
            ("7 to 7: with a hash", SAME | {"proof": [encode_base64(NOISE)]}, "bad_proof"),
            ("7 to 7: two roots", SAME | {"old_root": encode_base64(NOISE)}, "bad_proof"),
            (
                "4 to 8: with the old root in front",
                _consistency(4, 8)
                | {"proof": [encode_base64(root(4)), *_consistency(4, 8)["proof"]]},
                "bad_proof",
            ),
        ],
    ),
}
