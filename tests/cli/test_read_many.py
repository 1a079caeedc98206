"""`answerable read` of folders and archives: all of it, once, however often it is stopped."""

import argparse
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.cli import read, readmany
from answerable.cli.errors import Refused
from answerable.cli.main import main
from answerable.cli.progress import Progress, duration
from answerable.cli.resuming import ResumableFile
from answerable.extraction import claimlines
from answerable.extraction.apart import processes
from answerable.extraction.documents.document import Limits
from tests.extraction.archives import packed

Captured = pytest.CaptureFixture[str]


def note(number: int) -> bytes:
    return f"{number + 2} people were killed in a strike on Dorvelle on 5 March 2026.".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with three notes, one of them in an archive, and what is left out."""
    folder = tmp_path / "notes"
    (folder / "north").mkdir(parents=True)
    (folder / "a.txt").write_bytes(note(0))
    (folder / "north" / "b.txt").write_bytes(note(1))
    (folder / "z.zip").write_bytes(packed(("../c.txt", note(2)), ("d.exe", b"\x7fELF" * 20)))
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "e.txt").write_bytes(note(3))
    (folder / "f.txt").symlink_to("/etc/passwd")
    os.mkfifo(folder / "g.txt")
    return folder


def test_all_documents_of_a_folder_are_read_and_what_is_not_is_told(
    folder: Path, capsys: Captured
) -> None:
    assert main(["read", str(folder), "--format", "jsonl"]) == 1

    said = capsys.readouterr()
    assert list(claimlines.parse(said.out.encode().splitlines())) == [
        "notes/a.txt",
        "notes/north/b.txt",
        "notes/z.zip/c.txt",
    ]
    assert said.err.splitlines() == [
        "notes/.hidden: This is a hidden file, and was left out. Give it another name if it is a "
        "document.",
        *[
            f"notes/{name}.txt: This is a link or something else that is no plain file. It was not "
            "followed."
            for name in "fg"
        ],
        said.err.splitlines()[3],
        "3 read, 1 refused, 3 left out (hidden files, links)",
    ]
    assert said.err.splitlines()[3].endswith("It looks like: program.")


def test_the_same_command_reads_nothing_twice(folder: Path, capsys: Captured) -> None:
    output = folder / "claims.jsonl"
    assert main(["read", str(folder), "--output", str(output)]) == 1
    first = output.read_bytes()
    (folder / "h.txt").write_bytes(note(1))
    (folder / "i.txt").write_bytes(note(9))
    capsys.readouterr()

    assert main(["read", str(folder), "--output", str(output)]) == 1

    told = capsys.readouterr().err.splitlines()
    assert told[-1].startswith("1 read, 4 read before, 1 refused before")
    assert any(line.startswith("notes/z.zip/d.exe: ") for line in told)
    assert output.read_bytes().startswith(first)
    assert set(claimlines.parse(output.read_bytes().splitlines())) == {
        *("notes/a.txt", "notes/north/b.txt", "notes/z.zip/c.txt", "notes/i.txt")
    }


def test_a_text_whose_claims_take_too_long_is_refused_and_the_others_are_read(
    tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "a.txt").write_bytes(note(0))
    (tmp_path / "b.txt").write_bytes(b"5 killed in Kherson. " * 40_000)
    (tmp_path / "c.txt").write_bytes(note(1))
    parser = argparse.ArgumentParser()
    read.add_parser(parser.add_subparsers())
    args = parser.parse_args(["read", str(tmp_path), "--format", "jsonl"])

    assert readmany.read_many(args, limits=Limits(cpu_seconds=1)) == 1

    said = capsys.readouterr()
    names = [Path(name).name for name in claimlines.parse(said.out.encode().splitlines())]
    assert names == ["a.txt", "c.txt"]
    assert "b.txt: Reading this document took too long and was stopped." in said.err
    assert processes.stop_readers() == 0


class Stopping(io.StringIO):
    """A stream on which somebody presses Ctrl-C when the bar is drawn first."""

    is_stopped = False

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if "░" in text and not self.is_stopped:
            self.is_stopped = True
            raise KeyboardInterrupt
        return super().write(text)


def test_stopped_and_continued_the_output_is_that_of_one_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [(f"{number}.txt", note(number)) for number in range(6)]
    (tmp_path / "all.zip").write_bytes(packed(*files))
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    assert main(["read", str(tmp_path / "all.zip"), "--output", str(whole)]) == 0

    command = ["read", str(tmp_path / "all.zip"), "--output", str(parts), "--format", "jsonl"]
    stopped = Stopping()
    with monkeypatch.context() as terminal:
        terminal.setattr("sys.stderr", stopped)
        assert main(command) == readmany.STOPPED
    assert "The same command goes on from here." in stopped.getvalue()
    begun = parts.read_bytes()
    # A kill while a line is written leaves a part of it behind.
    parts.write_bytes(begun + b'{"schema":"answ')
    assert main(command) == 0

    assert 0 < len(begun) < len(whole.read_bytes())
    assert parts.read_bytes() == whole.read_bytes()


OPTIONS: dict[str, Any] = {"format": "jsonl"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=6),
    cut=st.integers(0, 400),
    torn=st.binary(max_size=9),
)
def test_wherever_a_kill_cuts_the_state_no_line_is_doubled_or_lost(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], cut: int, torn: bytes
) -> None:
    path = tmp_path_factory.mktemp("cut") / "out.jsonl"
    texts = {f"{number:064x}": json.dumps(line) + "\n" for number, line in enumerate(lines)}
    with ResumableFile(path, OPTIONS) as kept:
        for digest, text in texts.items():
            kept.add(digest, text)
            kept.write_out()
        state = kept.state_path
    head = state.read_bytes().split(b"\n")[0] + b"\n"
    # A kill may take the end of the state, never its head, which was written out before all else.
    state.write_bytes(state.read_bytes()[: len(head) + cut])
    path.write_bytes(path.read_bytes() + torn)

    with ResumableFile(path, OPTIONS) as kept:
        for digest, text in texts.items():
            if not kept.has(digest):
                kept.add(digest, text)

    assert path.read_text("utf-8") == "".join(texts.values())


def test_a_file_of_another_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("mine\n")

    with pytest.raises(Refused, match="not begun by this command"):
        ResumableFile(path, OPTIONS)
    assert path.read_text() == "mine\n"


def test_other_options_a_shorter_file_and_a_second_writer_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with ResumableFile(path, OPTIONS) as kept:
        kept.add("0" * 64, "a line\n")
        with pytest.raises(Refused, match="another command is writing"):
            ResumableFile(path, OPTIONS)
    with pytest.raises(Refused, match="other options"):
        ResumableFile(path, {"format": "json"})
    path.write_text("a")
    with pytest.raises(Refused, match="changed meanwhile"):
        ResumableFile(path, OPTIONS)


def test_a_folder_with_nothing_to_read_is_said_and_is_no_success(
    tmp_path: Path, folder: Path, capsys: Captured
) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / ".hidden").write_text("Five people were killed.")

    assert main(["read", str(tmp_path / "bare")]) == 1
    assert "bare: there is nothing to read in this folder" in capsys.readouterr().err


def test_an_output_file_in_a_folder_that_is_not_there_is_misuse(
    tmp_path: Path, folder: Path, capsys: Captured
) -> None:
    assert main(["read", str(folder), "--output", str(tmp_path / "nope" / "x")]) == 2
    assert f"the folder {tmp_path / 'nope'} is not there" in capsys.readouterr().err


def test_a_table_has_no_output_file(folder: Path, capsys: Captured) -> None:
    assert main(["read", str(folder), "--output", "x", "--format", "table"]) == 2
    assert "--output takes --format jsonl or json" in capsys.readouterr().err
    assert main(["read", str(folder), str(folder / "nothing")]) == 2


def test_without_a_terminal_a_line_is_told_now_and_then() -> None:
    seconds = iter(range(0, 1000, 4))
    stream = io.StringIO()
    progress = Progress(10_000, stream=stream, clock=lambda: float(next(seconds)))

    for _ in range(4):
        progress.step()

    assert stream.getvalue() == "3 of 10,000 · 0.2/s · 14 h 48 min left\n"


@pytest.mark.parametrize(
    ("seconds", "told"), [(8, "8 s"), (200, "3 min 20 s"), (7500, "2 h 05 min")]
)
def test_a_length_of_time_is_told_in_two_parts(seconds: float, told: str) -> None:
    assert duration(seconds) == told
