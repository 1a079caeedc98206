"""Pouches that nobody honest seals: each is refused with its reason, before anything is done."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import pytest
import zstandard

from answerable.protocol import canonical, dsse, keys
from answerable.protocol.errors import BadPouch, PouchFault
from answerable.protocol.pouch import layout, manifest, sealing, ustar, zstd
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.manifest import Manifest, Member
from answerable.protocol.pouch.sealing import Packed
from tests.protocol import make, pouches
from tests.protocol.make import Node, flipped, key, two_nodes
from tests.protocol.pouches import RECIPIENTS, archive, first, seal, wrap

ALICE, BOB = two_nodes()
HELLO = (f"content/{'0' * 64}", b"hello")
NODE_KEY = key("alice node")


def refused(data: bytes, node: Node = BOB, **limits: int) -> PouchFault:
    before = node.store.head(ALICE.own.origin)
    with pytest.raises(BadPouch) as failure:
        pouches.unpack(node, data, **limits)
    assert node.store.head(ALICE.own.origin) == before
    return failure.value.fault


def signed(found: Manifest) -> bytes:
    return dsse.sign(manifest.PAYLOAD_TYPE, found.payload(), [NODE_KEY]).format()


def good(*members: tuple[str, bytes]) -> bytes:
    return signed(pouches.plain_manifest(ALICE, members))


def header_of(
    name: str, size: int, *, kind: Literal[0, 1] = tarfile.USTAR_FORMAT, **changed: Any
) -> bytes:
    """A header as Python's tar library writes it: another implementation's."""
    info = tarfile.TarInfo(name)
    info.size = size
    for field, value in changed.items():
        setattr(info, field, value)
    return info.tobuf(kind)


def test_what_was_made_by_hand_is_a_pouch_when_nothing_is_wrong() -> None:
    data = wrap(archive(first(good(HELLO)), (ustar.header(*size_of(HELLO)), HELLO[1])))

    assert pouches.unpack(BOB, data).file(HELLO[0]) == b"hello"


def size_of(member: tuple[str, bytes]) -> tuple[str, int]:
    return member[0], len(member[1])


@pytest.mark.parametrize(
    ("what", "head"),
    [
        ("a link", header_of(HELLO[0], 5, type=tarfile.SYMTYPE, linkname="/etc/passwd")),
        ("a hard link", header_of(HELLO[0], 5, type=tarfile.LNKTYPE, linkname="x")),
        ("a folder", header_of(HELLO[0], 5, type=tarfile.DIRTYPE)),
        ("a device", header_of(HELLO[0], 5, type=tarfile.CHRTYPE)),
        ("a pax header", header_of(HELLO[0], 5, type=tarfile.XHDTYPE)),
        ("a GNU long name", header_of("n" * 200, 5, kind=tarfile.GNU_FORMAT)),
        ("an absolute name", header_of("/etc/passwd", 5)),
        ("a nested name", header_of("content/../../x", 5)),
        ("another name", header_of(f"content/{'1' * 64}", 5)),
        ("an owner", header_of(HELLO[0], 5, uid=1000)),
        ("a time", header_of(HELLO[0], 5, mtime=1)),
        ("another size", header_of(HELLO[0], 6)),
        ("no header", os.urandom(512)),
        ("an early end", bytes(512)),
    ],
)
def test_scenario_48_anything_but_the_one_plain_file_that_is_due_is_refused(
    what: str, head: bytes
) -> None:
    data = wrap(archive(first(good(HELLO)), (head, HELLO[1])))

    assert refused(data) is PouchFault.BAD_ARCHIVE, what


@pytest.mark.parametrize(
    ("what", "tar"),
    [
        ("trailing bytes", archive(first(good())) + b"x"),
        ("a third end block", archive(first(good())) + bytes(512)),
        ("no end", archive(first(good()), end=b"")),
        ("half an end", archive(first(good()), end=bytes(512))),
        ("bytes between the files", archive(first(good()), end=b"x" + bytes(1023))),
        ("the manifest not first", archive((ustar.header(*size_of(HELLO)), HELLO[1]))),
        ("the manifest with an owner", archive((header_of(layout.MANIFEST, 5, uid=1), b"12345"))),
        ("a manifest's padding", ustar.header(layout.MANIFEST, 5) + b"12345" + b"\1" * 507),
        ("a file that ends early", archive(first(good(HELLO)), end=b"")),
    ],
)
def test_scenario_48_an_archive_has_nothing_before_between_or_behind(what: str, tar: bytes) -> None:
    assert refused(wrap(tar)) is PouchFault.BAD_ARCHIVE, what


def test_scenario_48_another_content_of_the_same_size_is_refused() -> None:
    data = wrap(archive(first(good(HELLO)), (ustar.header(*size_of(HELLO)), b"Hello")))

    assert refused(data) is PouchFault.WRONG_MEMBER


RANGE = LogRange(ALICE.own.origin, 0, 300)
NAMES = list(layout.log_names([RANGE]))
RECEIPT = layout.receipt_name(BOB.own.origin, "mirror")
CONTENTS = [f"content/{digit * 64}" for digit in "012"]


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("a log without its end", NAMES[:-1]),
        ("a log in another order", [NAMES[1], NAMES[0], *NAMES[2:]]),
        ("a repeated name", [*NAMES, CONTENTS[0], CONTENTS[0]]),
        ("contents out of order", [*NAMES, CONTENTS[1], CONTENTS[0]]),
        ("receipts behind contents", [*NAMES, CONTENTS[0], RECEIPT]),
        ("a receipt of no kind", [*NAMES, RECEIPT.rpartition("/")[0]]),
        ("a content with a kind", [*NAMES, f"{CONTENTS[0]}/mirror"]),
        ("a nested name", [*NAMES, "content/../x"]),
        ("a tile that the log has not", [*NAMES, NAMES[-1].replace("000", "007")]),
    ],
)
def test_scenario_48_a_manifest_lists_exactly_what_such_a_pouch_has(
    what: str, names: list[str]
) -> None:
    found = pouches.plain_manifest(ALICE, [(name, b"") for name in names], [RANGE])

    assert refused(wrap(archive(first(signed(found))))) is PouchFault.WRONG_MEMBER, what


def test_every_name_that_a_pouch_may_have_is_taken() -> None:
    hash_ = RECEIPT.split("/")[1]
    names = [*NAMES, f"receipts/{hash_}/delivery", RECEIPT, f"keys/{hash_}", CONTENTS[0]]
    found = pouches.plain_manifest(ALICE, [(name, b"") for name in names], [RANGE])

    assert manifest.read(signed(found))[0] == found


@pytest.mark.parametrize("name", [NAMES[0], NAMES[1], NAMES[-1], RECEIPT, CONTENTS[0]])
def test_scenario_48_a_file_larger_than_its_kind_is_refused_by_its_manifest(name: str) -> None:
    found = pouches.plain_manifest(ALICE, [(each, b"") for each in NAMES], [RANGE])
    size = layout.max_size(name) + 1
    members = [m for m in found.members if m.name != name] + [Member(name, size, "00" * 32)]
    order = [*NAMES, RECEIPT, CONTENTS[0]]
    members.sort(key=lambda each: order.index(each.name))

    data = wrap(archive(first(signed(replace(found, members=tuple(members))))))

    assert refused(data) is PouchFault.TOO_LARGE


def test_a_proof_is_short() -> None:
    assert layout.max_size("proof/" + "0" * 64) == layout.MAX_PROOF


def test_scenario_48_a_million_files_are_refused_before_the_first_of_them() -> None:
    found = pouches.plain_manifest(ALICE, [])
    digest = "00" * 32
    many = (Member(f"content/{n:064x}", 0, digest) for n in range(manifest.MAX_MEMBERS + 1))
    data = wrap(archive(first(signed(replace(found, members=tuple(many))))))

    assert refused(data) is PouchFault.BAD_MANIFEST
    with pytest.raises(BadPouch) as failure:
        sealing.seal(
            pouches.address(ALICE),
            [],
            [Packed("content/x", bytes)] * (manifest.MAX_MEMBERS + 1),
            key=NODE_KEY,
            out=io.BytesIO(),
        )
    assert failure.value.fault is PouchFault.TOO_LARGE


def test_scenario_48_a_log_of_2_to_the_53_entries_costs_nothing() -> None:
    vast = LogRange(ALICE.own.origin, 0, 2**53 - 1)
    found = pouches.plain_manifest(ALICE, [(NAMES[0], b"")], [vast])

    assert refused(wrap(archive(first(signed(found))))) is PouchFault.WRONG_MEMBER


def test_scenario_48_a_manifest_of_a_size_that_none_has_is_not_read() -> None:
    head = ustar.header(layout.MANIFEST, manifest.MAX_BYTES + 1)

    assert refused(wrap(head + bytes(1024))) is PouchFault.TOO_LARGE


def test_scenario_48_more_than_the_policy_allows_is_refused_by_its_manifest() -> None:
    data = wrap(archive(first(good(HELLO)), (ustar.header(*size_of(HELLO)), HELLO[1])))

    assert refused(data, max_total=4) is PouchFault.TOO_LARGE
    assert refused(data, max_file=100) is PouchFault.TOO_LARGE


def test_scenario_48_what_grows_like_no_honest_file_is_refused() -> None:
    name = CONTENTS[0]
    size = layout.MAX_CONTENT
    found = replace(pouches.plain_manifest(ALICE, []), members=(Member(name, size, "00" * 32),))
    tar = archive(first(signed(found)), (ustar.header(name, size), bytes(size)))
    bomb = zstandard.ZstdCompressor(level=19).compress(tar)

    assert refused(pouches.encrypt(bomb)) is PouchFault.BAD_COMPRESSION


def test_an_honest_file_of_zeros_is_no_bomb() -> None:
    zeros = [Packed(name, lambda: bytes(layout.MAX_CONTENT)) for name in CONTENTS]
    out = io.BytesIO()
    sealing.seal(pouches.address(ALICE), [], zeros, key=NODE_KEY, out=out)

    assert pouches.unpack(BOB, out.getvalue()).file(CONTENTS[1]) == bytes(layout.MAX_CONTENT)


def test_scenario_48_a_window_over_8_mib_is_refused() -> None:
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    tar = archive(first(good()))

    data = pouches.encrypt(stream.compress(tar) + stream.flush())

    assert refused(data) is PouchFault.BAD_COMPRESSION


@pytest.mark.parametrize("data", [b"", b"no zstd at all", b"\x28\xb5\x2f\xfd"])
def test_what_is_not_compressed_is_refused(data: bytes) -> None:
    assert refused(pouches.encrypt(data)) in (PouchFault.BAD_COMPRESSION, PouchFault.BAD_ARCHIVE)


def test_something_behind_the_compressed_archive_is_refused() -> None:
    data = b"".join(zstd.compress([archive(first(good()))])) + b"junk"

    assert refused(pouches.encrypt(data)) is PouchFault.BAD_COMPRESSION


# -- who sealed it, and for whom -----------------------------------------------------------------


def change(field: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda it: it.__setitem__(field, value)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"channel": "a" * 26}, PouchFault.OTHER_CHANNEL),
        ({"sender": "carol"}, PouchFault.OTHER_SENDER),
        ({"recipient": "carol"}, PouchFault.OTHER_RECIPIENT),
        ({"age": (RECIPIENTS["carol"],)}, PouchFault.OTHER_RECIPIENT),
    ],
)
def test_scenario_50_a_pouch_for_another_that_was_encrypted_again_to_us_is_refused(
    changed: dict[str, Any], fault: PouchFault
) -> None:
    found = replace(pouches.plain_manifest(ALICE, []), **changed)

    assert refused(wrap(archive(first(signed(found))))) is fault


def test_scenario_50_a_pouch_of_another_channel_with_the_same_keys_is_refused() -> None:
    other = make.channel(terms={"another": True})

    data = seal(Node("alice", other).begin())

    assert refused(data) is PouchFault.OTHER_CHANNEL


def test_scenario_50_what_is_encrypted_to_somebody_else_cannot_be_opened() -> None:
    assert refused(wrap(archive(first(good())), "carol")) is PouchFault.NOT_OPENED


@pytest.mark.parametrize("role", ["alice log", "alice office", "bob node", "carol node"])
def test_a_manifest_of_any_other_key_than_the_senders_node_is_refused(role: str) -> None:
    payload = pouches.plain_manifest(ALICE, []).payload()
    data = dsse.sign(manifest.PAYLOAD_TYPE, payload, [key(role)]).format()

    assert refused(wrap(archive(first(data)))) is PouchFault.BAD_SIGNATURE


def test_a_signature_that_does_not_fit_is_refused() -> None:
    it = canonical.decode_object(good())
    signature = keys.decode_base64(it["signatures"][0]["sig"])  # type: ignore[index,call-overload,arg-type] # a list of objects
    it["signatures"][0]["sig"] = keys.encode_base64(flipped(signature, 3))  # type: ignore[index,call-overload] # the same

    assert refused(wrap(archive(first(canonical.encode(it))))) is PouchFault.BAD_SIGNATURE


@pytest.mark.parametrize(
    "spoil",
    [
        change("v", 2),
        change("type", "raise"),
        change("more", 1),
        lambda it: it.pop("previous"),
        change("channel", "A"),
        change("sender", 1),
        change("age", []),
        change("age", "age1"),
        change("age", ["age1"]),
        change("age", [1]),
        change("age", [RECIPIENTS["bob"], RECIPIENTS["bob"]]),
        change("number", 0),
        change("number", True),
        change("number", "1"),
        change("number", 2),
        change("previous", "ab" * 32),
        change("previous", 7),
        change("created", "yesterday"),
        change("created", 7),
        change("total", 1),
        change("logs", {}),
        change("logs", [{"origin": "a", "from": 2, "to": 1}]),
        change("logs", [{"origin": "a", "from": 1}]),
        change("logs", ["a"]),
        change("logs", [{"origin": o, "from": 0, "to": 0} for o in ("b", "a")]),
        change("members", [{"name": 1, "size": 0, "sha256": "00" * 32}]),
        change("members", [{"name": "x" * 201, "size": 0, "sha256": "00" * 32}]),
        change("members", [{"name": "x", "size": 0, "sha256": "00"}]),
    ],
)
def test_a_manifest_out_of_form_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    it: dict[str, Any] = dict(canonical.decode_object(pouches.plain_manifest(ALICE, []).payload()))
    spoil(it)
    data = dsse.sign(manifest.PAYLOAD_TYPE, canonical.encode(it), [NODE_KEY]).format()

    assert refused(wrap(archive(first(data)))) is PouchFault.BAD_MANIFEST


def test_a_manifest_that_no_reader_would_take_is_not_signed() -> None:
    with pytest.raises(BadPouch):
        manifest.sign(replace(pouches.plain_manifest(ALICE, []), number=2), NODE_KEY)
