"""The page of a package says how to check it, what it proves and what it does not."""

from dataclasses import replace

import pytest

from answerable.protocol import package, package_page, stored_zip
from answerable.protocol.errors import BadPackage
from answerable.protocol.package import Package, Report
from answerable.protocol.package_page import Code, Section
from tests.protocol.make import flipped
from tests.protocol.packages import SEALED, parts


def texts(found: Package) -> tuple[str, str]:
    members = stored_zip.read(package_page.pack(found))
    return members["README.txt"].decode(), members["README.html"].decode()


def test_it_says_how_to_check_and_that_it_is_no_finding_of_fact() -> None:
    text, page = texts(parts(contents=[SEALED]))

    for said in (text, page):
        assert "tlogcheck proof proof.tlog-proof entry.json $(cat vkeys)" in said
        assert "securesystemslib" in said
        assert "sha256sum" in said
    plain = " ".join(text.split())
    assert "It is no finding of fact" in plain
    assert "of small order" in plain
    assert "receipt bob.example/answerable/mirror, 2026-01-02 03:04:05 UTC" in plain


def test_without_words_it_says_that_they_are_not_here() -> None:
    text, _ = texts(parts())

    assert "The words of the message are not in this package." in " ".join(text.split())
    assert "answerable-content-v1" not in text


def test_without_a_receipt_it_says_so() -> None:
    text, _ = texts(parts(receipted=False, witnessed=True))

    assert "nothing here shows its receipt" in " ".join(text.split())
    assert "witness  witness.example/w" in text


def test_a_message_that_is_not_understood_names_no_author() -> None:
    found = package.judge(parts())
    unread = replace(found.reading, statement=None, signer=None)

    shown = package_page.sections(replace(found, reading=unread), str)

    assert not any("author's signature" in section.title for section in shown)


@pytest.mark.parametrize("time", [0, None, 2**62])
def test_a_time_beyond_the_calendar_is_shown_as_a_number(time: int | None) -> None:
    found = package.judge(parts())
    odd = tuple(replace(each, time=time) for each in found.receipts)

    shown = package_page.as_text("t", package_page.sections(replace(found, receipts=odd), str))

    assert (b"at second" in shown) == (time == 2**62)


def test_the_page_escapes_and_runs_nothing() -> None:
    shown = package_page.as_page(
        "<script>", [Section("<b>", ("a & b", Code("<pre>")))], language="ar", direction="rtl"
    ).decode()

    assert '<html lang="ar" dir="rtl">' in shown
    assert "default-src" in shown
    assert "<script>" not in shown
    assert "&lt;pre&gt;" in shown


def test_the_texts_are_the_readers_and_the_commands_are_not() -> None:
    found = stored_zip.read(package_page.pack(parts(), str.upper, language="xx"))

    assert "ONE MESSAGE OF A CHANNEL" in found["README.txt"].decode()
    assert "answerable verify PACKAGE.zip" in found["README.txt"].decode()


def test_what_does_not_hold_is_not_packed() -> None:
    found = parts()
    broken = replace(found, entry=flipped(found.entry, 9))

    with pytest.raises(BadPackage):
        package_page.pack(broken)


def test_it_is_the_same_twice() -> None:
    reports: list[Report] = [package.judge(parts()) for _ in range(2)]

    assert reports[0] == reports[1]
    assert package_page.pack(parts()) == package_page.pack(parts())
