"""What is cut off, changed or broken on the way: nothing is taken, and the reason is told."""

from __future__ import annotations

import io
import os
import tarfile
import threading
from typing import Any

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from answerable.protocol.errors import BadPouch, PouchFault
from answerable.protocol.pouch import encryption, layout, opening, sealing, ustar, zstd
from answerable.protocol.pouch.pipe import Behind, Pipe
from answerable.protocol.pouch.sealing import Packed
from tests.protocol import pouches
from tests.protocol.make import flipped, two_nodes
from tests.protocol.pouches import IDENTITIES, RECIPIENTS, archive, first, seal
from tests.protocol.test_pouch_refusals import (
    ALICE,
    BOB,
    CONTENTS,
    HELLO,
    NODE_KEY,
    good,
    refused,
    size_of,
)


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


@pytest.mark.parametrize(
    "text", ["", "AGE-SECRET-KEY-1", RECIPIENTS["bob"]], ids=["none", "short", "public"]
)
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


def test_a_sealing_that_fails_leaves_no_thread_to_the_collector() -> None:
    noise = os.urandom(20_000_000)
    before = set(threading.enumerate())

    with pytest.raises(OSError, match="No space") as failure:
        sealing.seal(
            pouches.address(ALICE),
            [],
            [Packed(CONTENTS[0], lambda: noise)],
            key=NODE_KEY,
            out=Full(),
        )

    # The error still refers to all that was under way; nothing of it waits for its end.
    assert failure.value.__traceback__ is not None
    assert set(threading.enumerate()) == before
