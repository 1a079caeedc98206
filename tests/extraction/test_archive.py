"""Archives of strangers: each file with its bytes or the reason why not, and nothing on a disk."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.apart.archives import count_apart, unpack_apart
from answerable.extraction.documents.archive import (
    STANDARD,
    ArchiveLimits,
    Packed,
    is_hidden,
    open_archive,
)
from answerable.extraction.errors import Unreadable
from tests.extraction import archives
from tests.extraction.archives import packed
from tests.extraction.test_office import docx_saying

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")
NOTE = b"Five people were killed in Dorvelle on Monday."


def files(data: bytes, limits: ArchiveLimits = STANDARD, start: int = 0) -> list[Packed]:
    return list(open_archive(io.BytesIO(data), limits).files(start))


def told(data: bytes, limits: ArchiveLimits = STANDARD) -> list[str]:
    return [one.problem for one in files(data, limits)]


def apart(data: bytes, start: int = 0, limits: ArchiveLimits = STANDARD) -> Iterator[Packed]:
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        yield from unpack_apart(file, start=start, limits=limits)


def test_each_file_comes_with_its_name_and_its_bytes() -> None:
    assert files(packed(("north/a.txt", NOTE), ("b.txt", b"B"))) == [
        Packed(0, "north/a.txt", NOTE),
        Packed(1, "b.txt", b"B"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/a.txt",
        "/etc/a.txt",
        "C:\\Users\\a.txt",
        "a\u202etxt.exe",
        "a\x07.txt",
        "a" * 9000,
    ],
)
def test_a_name_is_a_label_and_leads_nowhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    (one,) = apart(packed((name, NOTE)))

    assert one.data == NOTE
    assert list(tmp_path.rglob("*")) == []


def test_two_files_of_one_name_are_two() -> None:
    assert [one.data for one in files(packed(("a.txt", b"1"), ("a.txt", b"2")))] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (packed(("a.zip", packed(("b.txt", NOTE)))), "archive_inside"),
        (archives.locked("a.txt", NOTE), "encrypted"),
        (archives.with_link("a.txt", "/etc/passwd"), "no_plain_file"),
        (packed(("a.txt", b"\x00" * 9_000_000)), "too_much_memory"),
        (packed(("a.txt", b"x" * (20 * 1024 * 1024 + 1)), how=zipfile.ZIP_STORED), "too_large"),
        (packed(("a.txt", NOTE), how=zipfile.ZIP_LZMA), "unsupported_type"),
        (packed(("a.txt", b"")), "empty"),
        (packed((".git/config", NOTE)), "hidden_file"),
        (packed(("__MACOSX/a.txt", NOTE)), "hidden_file"),
        (archives.lying_of_its_size("a.txt", NOTE, 3), "damaged"),
        (archives.lying_of_its_size("a.txt", NOTE, 4_000_000_000), "too_large"),
        (archives.lying_of_its_size("a.txt", NOTE, 5_000), "damaged"),
    ],
    ids=["archive", "locked", "link", "bomb", "large", "lzma", "empty", "hidden", "mac", "less",
         "huge", "more"],
)  # fmt: skip
def test_what_is_refused_is_told_and_the_rest_goes_on(data: bytes, problem: str) -> None:
    assert told(data) == [problem]

    beside = io.BytesIO(data)
    with zipfile.ZipFile(beside, "a") as archive:
        archive.writestr("note.txt", NOTE)
    assert told(beside.getvalue()) == [problem, ""]


def test_an_office_document_is_no_archive_inside() -> None:
    paper = docx_saying("Clinic struck")

    assert files(packed(("a.docx", paper)))[0].data == paper
    with pytest.raises(Unreadable) as refused:
        files(paper)
    assert refused.value.code == "unsupported_type"


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"no archive", STANDARD, "damaged"),
        (packed(("a.txt", NOTE))[:-30], STANDARD, "damaged"),
        (packed(), STANDARD, "empty"),
        (packed(*[("a.txt", b"1")] * 4), ArchiveLimits(max_files=3), "too_many_files"),
        (packed(("a.txt", NOTE)), ArchiveLimits(max_bytes=20), "too_large"),
    ],
    ids=["none", "cut", "nothing", "many", "large"],
)
def test_an_archive_is_refused_whole(data: bytes, limits: ArchiveLimits, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(apart(data, limits=limits))
    assert refused.value.code == code


def test_all_together_may_not_unpack_to_more_than_the_bound() -> None:
    two = packed(("a.txt", b"x" * 600), ("b.txt", b"y" * 600), ("c.txt", b"z" * 100))

    assert told(two, ArchiveLimits(max_total_bytes=1000)) == ["", "too_many_files", ""]


def test_a_file_that_the_index_names_many_times_over_ends_at_the_bound() -> None:
    most = ArchiveLimits(max_total_bytes=3 * 1024 * 1024)

    problems = told(archives.overlapping("a.txt", 40), most)

    assert len(problems) == 40
    assert problems.count("") <= 3


def test_the_child_says_what_the_library_says_and_goes_on_from_a_number() -> None:
    data = packed(("a.txt", NOTE), (".b", b"1"), ("c.txt", b"C" * 300_000))

    assert list(apart(data)) == files(data)
    assert list(apart(data, start=2)) == files(data, start=2)
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        assert count_apart(file) == 3


def test_a_file_that_ends_the_child_is_told_and_the_child_goes_on_behind_it() -> None:
    noise = bytes(range(256)) * 60_000
    data = packed(("a.txt", NOTE), ("b.txt", noise), ("c.txt", NOTE), how=zipfile.ZIP_STORED)
    # Room for Python and a small file, and not for a large one.
    tight = msgspec.structs.replace(STANDARD, memory_bytes=48 * 1024 * 1024)

    assert [one.problem for one in apart(data, limits=tight)] == ["", "too_much_memory", ""]


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 400), st.binary(max_size=30))
def test_any_bytes_give_files_or_a_reason(junk: bytes, at: int, over: bytes) -> None:
    good = packed(("a.txt", NOTE), ("b.txt", NOTE * 3))
    for data in (junk, b"PK\x03\x04" + junk, good[:at] + over + good[at + len(over) :]):
        try:
            for one in files(data):
                assert bool(one.data) != bool(one.problem)
        except Unreadable as refusal:
            assert refusal.code  # noqa: PT017


@given(st.text(max_size=40))
def test_dots_that_mean_a_folder_hide_nothing(name: str) -> None:
    assert is_hidden(f"../{name}") == is_hidden(name)
