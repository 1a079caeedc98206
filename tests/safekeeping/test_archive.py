"""Archives: what was put in comes out, and nothing but what the writer writes is read."""

import io
import subprocess
import tarfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.safekeeping import archive
from answerable.safekeeping.errors import (
    BadName,
    DamagedArchive,
    NewerArchive,
    SafekeepingError,
)

FILES = {
    "database/a": b"rows" * 300,
    "evidence/x/1": b"",
    "evidence/x-1": b"one",
    "top": b"t" * 512,
}


def write(files: dict[str, bytes], about: dict[str, object] | None = None) -> bytes:
    out = io.BytesIO()
    writer = archive.Writer(out, about or {"kind": "data"})
    for name, data in files.items():
        writer.add(name, len(data), io.BytesIO(data))
    writer.close()
    return out.getvalue()


def read(data: bytes) -> tuple[archive.About, dict[str, bytes]]:
    about, members = archive.read(io.BytesIO(data))
    found = {}
    for member in members:
        out = io.BytesIO()
        member.copy(out)
        found[member.name] = out.getvalue()
    return about, found


def packed(tar: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(tar)


def unpacked(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()


def tarred(*members: tarfile.TarInfo, about: bytes = b'{"format": "answerable-archive"}') -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        first = tarfile.TarInfo("about.json")
        first.size, first.mode = len(about), 0o600
        tar.addfile(first, io.BytesIO(about))
        for member in members:
            tar.addfile(member, io.BytesIO(bytes(member.size)))
    return packed(out.getvalue())


def test_what_was_put_in_comes_out() -> None:
    about, found = read(write(FILES, {"kind": "data", "made": "today"}))

    assert found == FILES
    assert (about["kind"], about["made"], about["version"]) == ("data", "today", 1)


def test_common_tools_unpack_and_check_it(tmp_path: Path) -> None:
    (tmp_path / "it").write_bytes(unpacked(write(FILES)))

    subprocess.run(["tar", "xf", "it"], cwd=tmp_path, check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)

    assert (tmp_path / "database" / "a").read_bytes() == FILES["database/a"]


def test_a_file_that_nobody_reads_is_checked_all_the_same() -> None:
    _about, members = archive.read(io.BytesIO(write(FILES)))

    assert [member.name for member in members] == list(FILES)


@given(st.integers(0, 10**6), st.integers(0, 7))
def test_a_changed_bit_is_found(at: int, bit: int) -> None:
    tar = bytearray(unpacked(write(FILES)))
    tar[at % len(tar)] ^= 1 << bit

    with pytest.raises(SafekeepingError):
        read(packed(bytes(tar)))


@given(st.integers(0, 10**6), st.integers(0, 7))
def test_a_changed_bit_of_the_compressed_file_changes_nothing_or_is_found(
    at: int, bit: int
) -> None:
    whole = write(FILES)
    changed = bytearray(whole)
    changed[at % len(whole)] ^= 1 << bit

    try:
        _about, found = read(bytes(changed))
    except SafekeepingError:
        return
    assert found == FILES


@given(st.integers(0, 10**6))
def test_an_archive_that_is_cut_short_is_refused(left: int) -> None:
    tar = unpacked(write(FILES))

    with pytest.raises(DamagedArchive):
        read(packed(tar[: left % len(tar)]))


@given(st.integers(0, 10**6))
def test_a_compressed_file_that_is_cut_short_is_refused_or_lacks_nothing(left: int) -> None:
    whole = write(FILES)

    try:
        _about, found = read(whole[: left % len(whole)])
    except DamagedArchive:
        return
    assert found == FILES


@pytest.mark.parametrize("more", [b"x", packed(b""), packed(b"x"), bytes(512)])
def test_something_behind_the_end_is_refused(more: bytes) -> None:
    if more == packed(b""):
        assert read(write(FILES) + more)[1] == FILES
        return
    with pytest.raises(DamagedArchive):
        read(write(FILES) + more)


@given(st.binary(max_size=2000))
@example(packed(b""))
@example(packed(bytes(4096)))
def test_any_bytes_are_refused_in_our_words(data: bytes) -> None:
    with pytest.raises(SafekeepingError):
        read(data)


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up", "a/../b", "a//b", ".hidden", "a/.hidden", "", "x" * 101, "a\nb", "é"],
)
def test_a_name_that_leads_elsewhere_is_neither_written_nor_read(name: str) -> None:
    with pytest.raises(BadName):
        write({name: b""})

    member = tarfile.TarInfo(name)
    member.mode = 0o600
    if name and len(name) <= 100:
        with pytest.raises(DamagedArchive):
            read(tarred(member, about=b'{"format": "answerable-archive", "version": 1}'))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_only_plain_files_are_read(kind: bytes) -> None:
    member = tarfile.TarInfo("evidence")
    member.mode, member.type, member.linkname = 0o600, kind, "/etc/passwd"

    with pytest.raises(DamagedArchive, match="plain file"):
        read(tarred(member, about=b'{"format": "answerable-archive", "version": 1}'))


@pytest.mark.parametrize("names", [("b", "a"), ("a", "a"), ("a/b", "a")])
def test_files_out_of_order_or_twice_are_neither_written_nor_read(names: tuple[str, str]) -> None:
    writer = archive.Writer(io.BytesIO(), {})
    writer.add(names[0], 0, io.BytesIO())
    with pytest.raises(BadName):
        writer.add(names[1], 0, io.BytesIO())

    members = [tarfile.TarInfo(name) for name in names]
    for member in members:
        member.mode = 0o600
    with pytest.raises(DamagedArchive, match="order"):
        read(tarred(*members, about=b'{"format": "answerable-archive", "version": 1}'))


def test_a_later_format_is_named() -> None:
    with pytest.raises(NewerArchive):
        read(tarred(about=b'{"format": "answerable-archive", "version": 2}'))


@pytest.mark.parametrize("about", [b"[]", b"{}", b"[" * 100_000, b"\xff"])
def test_what_does_not_say_what_it_is_is_refused(about: bytes) -> None:
    with pytest.raises(DamagedArchive):
        read(tarred(about=about))


def test_a_size_of_petabytes_allocates_nothing() -> None:
    member = tarfile.TarInfo("evidence/x")
    member.mode, member.size = 0o600, 2**60
    header = member.tobuf(tarfile.GNU_FORMAT)
    whole = unpacked(write({}))
    end = whole.index(b"SHA256SUMS")

    with pytest.raises(DamagedArchive, match="cut short"):
        read(packed(whole[:end] + header + bytes(4096)))


def test_a_source_that_becomes_shorter_is_refused() -> None:
    writer = archive.Writer(io.BytesIO(), {})

    with pytest.raises(DamagedArchive, match="shorter"):
        writer.add("a", 10, io.BytesIO(b"123"))


def test_a_damaged_frame_is_told_of_also_while_a_member_is_copied() -> None:
    whole = write({"big": bytes(range(256)) * 4096 * 8})
    about, _members = archive.read(io.BytesIO(whole))
    assert about["kind"] == "data"
    start = whole.index(b"\x28\xb5\x2f\xfd")

    found = []
    for place in range(start + 12, len(whole), max(1, len(whole) // 40)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        with pytest.raises(SafekeepingError) as caught:
            read(bytes(changed))
        found.append(type(caught.value))

    assert DamagedArchive in found
