"""Pouches that nobody honest seals: each is refused with its reason, before anything is done."""

from __future__ import annotations

import io
import os
import tarfile
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import pyrage
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from answerable.protocol import canonical, dsse, keys
from answerable.protocol.errors import BadPouch, PouchFault
from answerable.protocol.pouch import encryption, layout, manifest, opening, sealing, ustar, zstd
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.manifest import Manifest, Member
from answerable.protocol.pouch.pipe import Behind, Pipe
from answerable.protocol.pouch.sealing import Packed
from tests.protocol import make, pouches
from tests.protocol.make import Node, flipped, key, two_nodes
from tests.protocol.pouches import IDENTITIES, RECIPIENTS, archive, first, seal, wrap

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


# -- what happens on the way --------------------------------------------------------------------


def test_scenario_49_a_pouch_cut_off_or_changed_anywhere_brings_nothing() -> None:
    alice, bob = two_nodes()
    alice.say(*range(200))
    noise = os.urandom(200_000)
    out = io.BytesIO()
    words = [Packed(CONTENTS[0], lambda: noise)]
    sealing.seal(pouches.address(alice), [], words, key=NODE_KEY, out=out)
    data = out.getvalue()
    chunk = data.index(b"\n", data.index(b"\n--- ") + 1) + 1 + 16 + 64 * 1024 + 16

    cut = [data[:-1], data[:chunk], data[: chunk - 1], data[: len(data) // 2], data[:200], b""]
    changed = [flipped(data, at) for at in (30, 250, chunk - 100, chunk + 100, len(data) - 1)]
    for each in (*cut, *changed, data + b"x"):
        assert refused(each, bob) is PouchFault.NOT_OPENED
    assert bob.size(alice.own.origin) == 0


def test_a_header_without_end_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            start = b"age-encryption.org/v1\n" if self.given == size else b""
            return (start + b"-> X25519 " + b"x" * size)[:size]

    source = Endless()
    with pytest.raises(BadPouch):
        encryption.decrypt(source, io.BytesIO(), [IDENTITIES["bob"]], max_bytes=1 << 40)  # type: ignore[arg-type] # only read from

    assert source.given < 1 << 25


def test_armour_is_not_taken() -> None:
    bob = x25519.Recipient.from_str(RECIPIENTS["bob"])

    assert refused(pyrage.encrypt(b"x", [bob], armored=True)) is PouchFault.NOT_OPENED


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1", RECIPIENTS["bob"]])
def test_an_identity_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadPouch) as failure:
        encryption.recipient_of(text)

    assert failure.value.fault is PouchFault.BAD_RECIPIENT_KEY


def test_a_recipient_that_is_none_is_refused_before_anything_is_written() -> None:
    out = io.BytesIO()
    with pytest.raises(BadPouch):
        encryption.encrypt([b"x"], out, ["age1" + "q" * 58])

    assert out.getvalue() == b""


def test_a_file_that_changes_while_it_is_sealed_stops_the_sealing() -> None:
    versions = iter([b"one", b"longer"])
    with pytest.raises(BadPouch) as failure:
        sealing.seal(
            pouches.address(ALICE),
            [],
            [Packed(CONTENTS[0], lambda: next(versions))],
            key=NODE_KEY,
            out=io.BytesIO(),
        )

    assert failure.value.fault is PouchFault.WRONG_MEMBER


class Full(io.BytesIO):
    def write(self, data: Any) -> int:
        raise OSError(28, "No space left on device")


class Broken(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_full_disk_is_told_as_what_it_is() -> None:
    noise = os.urandom(20_000_000)
    files = [Packed(CONTENTS[0], lambda: noise)]
    data = io.BytesIO()
    sealing.seal(pouches.address(ALICE), [], files, key=NODE_KEY, out=data)

    with pytest.raises(OSError, match="No space"):
        sealing.seal(pouches.address(ALICE), [], files, key=NODE_KEY, out=Full())
    with pytest.raises(OSError, match="No space"):
        opening.open_pouch(
            io.BytesIO(data.getvalue()), Full(), [IDENTITIES["bob"]], lambda *_: None
        )


def test_a_broken_disk_is_told_as_what_it_is() -> None:
    with pytest.raises(OSError, match="Input/output"):
        opening.open_pouch(Broken(), io.BytesIO(), [IDENTITIES["bob"]], lambda *_: None)
    with pytest.raises(OSError, match="Input/output"):
        encryption.encrypt(iter(Broken().read, b""), io.BytesIO(), [RECIPIENTS["bob"]])


def test_a_file_that_breaks_in_the_middle_is_told_as_what_it_is() -> None:
    class Half(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            piece = super().read(size)
            if not piece:
                raise OSError(5, "Input/output error")
            return piece

    with pytest.raises(OSError, match="Input/output"):
        encryption.decrypt(Half(seal(ALICE)), io.BytesIO(), [IDENTITIES["bob"]], max_bytes=1 << 30)


def test_a_sink_that_fails_while_decrypting_is_told_as_what_it_is() -> None:
    with pytest.raises(OSError, match="No space"):
        encryption.decrypt(io.BytesIO(seal(ALICE)), Full(), [IDENTITIES["bob"]], max_bytes=1 << 30)


def test_who_reads_a_pipe_may_go_away_at_any_time() -> None:
    pipe = Pipe()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(100):
                pipe.write(bytes(1 << 22))
        except BaseException as exc:  # noqa: BLE001 - whatever it is, the test wants to see it
            failed.append(exc)

    thread = threading.Thread(target=write)
    thread.start()
    assert pipe.read(10) == bytes(10)
    pipe.abandon()
    thread.join()

    assert type(failed[0]).__name__ == "Abandoned"
    pipe.flush()


def test_what_follows_a_failure_behind_is_not_done() -> None:
    done: list[bytes] = []

    def act(data: bytes) -> None:
        done.append(data)
        raise ValueError("no")

    def give_ten() -> None:
        with Behind(act) as behind:
            behind.flush()
            for _ in range(10):
                behind.write(bytes(1 << 22))

    with pytest.raises(ValueError, match="no"):
        give_ten()

    assert len(done) < 10


@settings(max_examples=200)
@given(st.data())
def test_no_bytes_whatever_bring_anything_but_a_refusal(data: st.DataObject) -> None:
    tar = archive(first(good(HELLO)), (ustar.header(*size_of(HELLO)), HELLO[1]))
    at = data.draw(st.integers(0, len(tar) - 1))
    bit = data.draw(st.integers(0, 7))
    cut = data.draw(st.booleans())

    changed = tar[:at] if cut else flipped(tar, at, bit)

    out = io.BytesIO()
    with pytest.raises(BadPouch):
        opening.unpack(
            io.BytesIO(b"".join(zstd.compress([changed]))),
            out,
            lambda found, envelope: pouches.admit(BOB, found, envelope),
        )


@pytest.mark.parametrize(
    "name", [layout.MANIFEST, f"logs/{'0' * 64}/tile/entries/x001/x234/067.p/255"]
)
def test_another_implementation_writes_and_reads_the_same_headers(name: str) -> None:
    head = ustar.header(name, 1234)

    assert tarfile.TarInfo.frombuf(head, "ascii", "strict").name == name
    assert tarfile.TarInfo.frombuf(head, "ascii", "strict").size == 1234
    with pytest.raises(BadPouch):
        ustar.read_size(head[:124] + b"x" + head[125:], name)


def test_nothing_is_encrypted_to_nobody() -> None:
    with pytest.raises(pyrage.EncryptError):
        encryption.encrypt([b"x"], io.BytesIO(), [])


def test_a_pipe_that_ended_stays_ended() -> None:
    pipe = Pipe()
    pipe.write(b"ab")
    pipe.close()

    assert [pipe.read(1) for _ in range(4)] == [b"a", b"b", b"", b""]
