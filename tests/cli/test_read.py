"""`answerable read`."""

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from answerable.cli import main, read, showing
from answerable.cli.showing import Told
from answerable.extraction import claimlines
from answerable.extraction.accepting import accept
from answerable.extraction.apart.claimer import TextAnswer
from answerable.extraction.documents.document import Document, Media
from tests.extraction import documents


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    read.add_parser(parser.add_subparsers(dest="command"))
    return read.run(parser.parse_args(["read", *words]))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.html"
    path.write_text(documents.ARTICLE)
    return path


def test_a_document_is_shown_with_its_facts_and_its_hash(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(article), "--format", "text") == 0

    shown = capsys.readouterr().out
    assert "Title:     Clinic struck in the night" in shown
    assert "Publisher: The Island Courier" in shown
    assert "Published: 2026-02-03 (as the document says)" in shown
    assert hashlib.sha256(article.read_bytes()).hexdigest() in shown
    assert "Between four and six people were killed" in shown


def test_claims_are_shown_with_their_words(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(article)) == 0

    shown = capsys.readouterr().out
    assert shown.startswith("article.html: Clinic struck in the night\nPublished: 2026-02-03 (as")
    assert "4–6 killed" in shown
    assert "“Between four and six people”" in shown


def test_jsonl_is_one_line_for_each_claim_and_can_be_read_again(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(article), "--format", "jsonl") == 0
    lines = capsys.readouterr().out.encode().splitlines()

    assert run(str(article), "--format", "json") == 0
    text = json.loads(capsys.readouterr().out)["text"]
    claims = claimlines.parse(lines)["article.html"]
    assert len(claims) == len(lines) > 1
    assert accept(text, claims).claims == tuple(claims)
    assert json.loads(lines[0])["sha256"] == hashlib.sha256(article.read_bytes()).hexdigest()


def test_days_count_from_the_day_of_publication_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.txt").write_text("Five people were killed in a strike on Monday.")

    assert run(str(tmp_path / "note.txt"), "--published", "2026-03-05T23:30:00+02:00") == 0
    assert "2026-03-02" in capsys.readouterr().out
    assert run(str(tmp_path / "note.txt")) == 0
    assert "Published: not known" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["article.html", "line.txt"])
def test_the_day_that_is_told_goes_before_the_one_that_a_document_states_and_this_is_said(
    article: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "KHARTOUM, 3 Feb 2026 (Agency) - Five people were killed in Omdurman on Monday."
    (article.parent / "line.txt").write_text(line)

    assert run(str(article.parent / name), "--published", "2026-03-05") == 0
    shown, said = capsys.readouterr()
    assert "Published: 2026-03-05 (as you said)" in shown
    assert said == (
        f"{name}: it states 2026-02-03 as its day; days were counted from --published 2026-03-05\n"
    )


def test_without_a_day_told_days_count_from_the_date_line_of_a_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "KHARTOUM, 3 Feb 2026 (Agency) - Five people were killed in Omdurman on Monday."
    (tmp_path / "line.txt").write_text(line)

    assert run(str(tmp_path / "line.txt")) == 0

    shown, said = capsys.readouterr()
    assert "Published: 2026-02-03 (as its date line says)" in shown
    assert "2026-02-02" in shown
    assert said == ""


def test_a_language_that_is_not_read_claims_nothing_and_this_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.txt").write_text("Cinq personnes ont été tuées lundi dans une frappe.")

    assert run(str(tmp_path / "note.txt")) == 0

    shown = capsys.readouterr().out
    assert "Sentences in a language that is not read: 1" in shown
    assert "No claims were found." in shown
    assert run(str(tmp_path / "note.txt"), "--format", "jsonl") == 0
    assert "in no language that is read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--published", "Monday"),
        ("--published", "2999-01-01"),
        ("--language", "Klingon!"),
        ("--language", "ua"),
    ],
)
def test_a_day_or_a_language_that_is_none_is_misuse(
    article: Path, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(str(article), *words)

    assert ended.value.code == 2
    assert ("Ukrainian is uk" in capsys.readouterr().err) == (words[1] == "ua")


def test_json_is_one_line_for_each_document(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(article), str(article), "--format", "json") == 0

    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    assert json.loads(first)["published_basis"] == "declared"


def test_claims_beyond_the_most_that_are_shown_are_counted() -> None:
    document, args = Document(media=Media.TEXT), argparse.Namespace(format="table")
    [said] = showing.left_out(document, Told(TextAnswer(left_out=1200), None), args)

    assert said == "only the first 100,000 claims are shown; 1,200 are left out"
    assert not [*showing.left_out(document, Told(TextAnswer(), None), args)]


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_a_document_of_pictures_is_no_document_that_claims_nothing(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scan.pdf").write_bytes(documents.pdf_with_facts())

    assert run(str(tmp_path / "scan.pdf"), "--format", form) == 0

    shown, said = capsys.readouterr()
    assert "It holds pictures and no text" in (shown if form == "table" else said)


def test_a_refused_document_is_one_line_of_complaint_that_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "locked.pdf").write_bytes(documents.encrypted_pdf("secret", "other"))

    assert run(str(tmp_path / "locked.pdf")) == 1

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("locked.pdf: This document is protected by a password.")
    assert len(captured.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.txt", "nowhere.txt: cannot be opened: No such file or directory\n"),
        ("x" * 300, "cannot be opened: File name too long\n"),
        ("", "unnamed: cannot be opened: its name is empty\n"),
    ],
)
def test_a_file_that_is_not_there_is_misuse(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(name) == 2
    assert capsys.readouterr().err.endswith(said)


def test_the_others_are_read_where_one_is_refused(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")

    assert run(str(tmp_path / "empty.txt"), str(article)) == 1
    shown, said = capsys.readouterr()
    assert "Clinic struck in the night" in shown
    assert said == "empty.txt: It is empty: there is not one word in it.\n"


def test_a_file_name_cannot_speak_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a\x1b[2J\u202e.txt"
    path.write_text("The clinic was struck at night")

    assert run(str(path)) == 0
    assert "a[U+001B][2J[U+202E].txt" in capsys.readouterr().out


def test_the_acceptance_article_is_shown(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(shared / "cases" / "article-2024-01.txt"), "--format", "text") == 0
    assert "Language:  en (estimated, please check)" in capsys.readouterr().out


def test_reading_needs_no_node(article: Path) -> None:
    script = (
        "import sys; from answerable.cli.main import main; code = main(sys.argv[1:]); "
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "read", str(article)], capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_does_not_start_is_one_line_and_no_fault_of_the_document(
    article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    assert main.main(["read", str(article), str(article)]) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == ["answerable read: the reader does not start here"]
