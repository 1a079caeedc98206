"""The pages of files: add one to a draft, see the copy, take it out; get one that came."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from answerable.node.desk.models import Draft, DraftFile, Exhibit
from answerable.node.desk.services import drafts, story
from answerable.node.desk.services.drafts import files
from tests.extraction.test_cleaning import OWNER, photograph
from tests.node.desk.factories import Desk, Other, cleared, make_draft, make_incident, make_kept
from tests.node.desk.test_files_given import given
from tests.node.desk_pages.conftest import Browser

pytestmark = pytest.mark.usefixtures("evidence_folder")
SAID = {"description": "The east wall", "marking": "amber"}


@pytest.fixture
def draft(desk: Desk, other: Other) -> Draft:
    return make_draft(desk, other.channel)


def named(data: bytes, name: str = "Samira's phone ‮gpj.exe") -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def add(officer: Browser, draft: Draft, data: bytes, **more: Any) -> None:
    draft.refresh_from_db()
    said = {**SAID, "version": draft.version, **more}
    officer.done(f"/drafts/{draft.pk}/files/", file=named(data), **said)


def test_an_uploaded_picture_is_shown_as_its_copy_and_can_be_taken_out(
    officer: Browser, draft: Draft
) -> None:
    assert "Files" in officer.open(f"/drafts/{draft.pk}/leaves/")
    add(officer, draft, photograph())

    file = DraftFile.objects.get()
    page = officer.open(f"/drafts/{draft.pk}/files/")
    assert "The east wall" in page
    assert "Samira" not in page
    assert f"/drafts/{draft.pk}/files/{file.pk}/copy/" in page
    copy = officer.client.get(f"/drafts/{draft.pk}/files/{file.pk}/copy/")
    assert OWNER.encode() not in copy.content
    assert copy["Content-Disposition"] == f'attachment; filename="draft-{draft.pk}-1.jpg"'
    assert copy["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in copy["Content-Security-Policy"]
    assert "The east wall" in officer.open(f"/drafts/{draft.pk}/leaves/")

    officer.done(f"/drafts/{draft.pk}/files/{file.pk}/out/")
    assert not DraftFile.objects.exists()


def test_what_cannot_be_cleaned_is_refused_in_a_sentence(officer: Browser, draft: Draft) -> None:
    said = {**SAID, "version": draft.version}
    page = officer.refused(f"/drafts/{draft.pk}/files/", file=named(b"%PDF-1.7 x"), **said)

    assert "save its pages as pictures" in page
    assert "The east wall" in page


@pytest.mark.parametrize("both", [True, False])
def test_one_file_is_chosen_from_one_place(
    officer: Browser, desk: Desk, other: Other, both: bool
) -> None:
    incident = make_incident(desk)
    kept = make_kept(desk, incident, photograph())
    Exhibit.objects.update(sending="cleaned_copy")
    draft = make_draft(desk, other.channel, about=[incident])
    said: dict[str, Any] = {**SAID, "version": draft.version}
    if both:
        said |= {"file": named(b"words"), "exhibit": kept.pk}

    assert "Choose one file" in officer.refused(f"/drafts/{draft.pk}/files/", **said)


def test_evidence_is_added_from_the_case(officer: Browser, desk: Desk, other: Other) -> None:
    incident = make_incident(desk)
    kept = make_kept(desk, incident, photograph())
    Exhibit.objects.update(sending="cleaned_copy")
    draft = make_draft(desk, other.channel, about=[incident])

    officer.done(f"/drafts/{draft.pk}/files/", exhibit=kept.pk, version=draft.version, **SAID)

    assert DraftFile.objects.get().exhibit == kept
    assert "made from evidence" in officer.open(f"/drafts/{draft.pk}/files/")


def test_what_is_said_of_a_file_can_be_changed(officer: Browser, draft: Draft) -> None:
    add(officer, draft, b"words")
    file = DraftFile.objects.get()
    draft.refresh_from_db()

    where = f"/drafts/{draft.pk}/files/{file.pk}/"
    assert "The east wall" in officer.open(where)
    said = {"description": "The roof", "marking": "green", "is_graphic": "on"}
    officer.done(where, version=draft.version, **said)

    file.refresh_from_db()
    assert (file.description, file.marking, file.is_graphic) == ("The roof", "green", True)


def test_the_clearer_sees_a_graphic_picture_covered(
    officer: Browser, clearer: Browser, desk: Desk, draft: Draft
) -> None:
    add(officer, draft, photograph(), is_graphic="on")
    draft.refresh_from_db()
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    page = clearer.open(f"/drafts/{draft.pk}/check/")

    assert "Show the picture. It is hard to look at." in page
    assert "covered" in page
    file = DraftFile.objects.get()
    assert clearer.status(f"/drafts/{draft.pk}/files/{file.pk}/copy/") == 200


def test_a_sent_file_stands_on_its_message_and_on_the_case(
    officer: Browser, desk: Desk, draft: Draft
) -> None:
    add(officer, draft, photograph())
    draft.refresh_from_db()
    inquiry = drafts.send(cleared(desk, draft), **desk.by())
    [file] = [one for one in story.of(inquiry) if one.kind == "attach"]
    address = f"/inquiries/{inquiry.reference}/messages/{file.leaf}/"

    case = officer.open(f"/inquiries/{inquiry.reference}/")
    assert address in case
    assert "1 file" in case
    assert address in officer.open(
        f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"
    )
    page = officer.open(address)
    assert "The east wall" in page
    assert "Erase this file…" in page
    given = officer.client.get(f"{address}file/")
    assert given["Content-Disposition"].startswith(
        f'attachment; filename="{inquiry.reference}-{file.leaf[:8]}.jpg'
    )
    assert given["X-Content-Type-Options"] == "nosniff"
    shown = officer.client.get(f"{address}picture/")
    assert Image.open(io.BytesIO(shown.content)).size == (20, 40)


def test_a_text_that_came_is_downloaded_as_text(officer: Browser, other: Other) -> None:
    inquiry = given(other)
    [file] = [one for one in story.of(inquiry) if one.kind == "attach"]
    address = f"/inquiries/{inquiry.reference}/messages/{file.leaf}/"

    answer = officer.client.get(f"{address}file/")

    assert '<pre dir="auto" class="text-file" tabindex="0">words</pre>' in officer.open(address)
    assert (answer.content, answer["Content-Type"]) == (b"words", "text/plain; charset=utf-8")
    assert officer.status(f"{address}picture/") == 404
    assert officer.status(f"/inquiries/{inquiry.reference}/messages/{'0' * 64}/file/") == 404


def test_a_file_that_is_not_what_it_is_called_is_told_and_not_given(
    officer: Browser, other: Other
) -> None:
    inquiry = given(other, "image/jpeg", b"<html><script>alert(1)</script>")
    [file] = [one for one in story.of(inquiry) if one.kind == "attach"]
    address = f"/inquiries/{inquiry.reference}/messages/{file.leaf}/"

    assert officer.client.get(f"{address}file/").status_code == 302
    assert officer.status(f"{address}picture/") == 404
    assert "not of the type that its message names" in officer.open(address)


def test_the_file_is_erased_before_its_description(
    officer: Browser, clearer: Browser, desk: Desk, draft: Draft
) -> None:
    add(officer, draft, b"words")
    draft.refresh_from_db()
    inquiry = drafts.send(cleared(desk, draft), **desk.by())
    [file] = [one for one in story.of(inquiry) if one.kind == "attach"]
    address = f"/inquiries/{inquiry.reference}/messages/{file.leaf}/"

    codes = {"reason": "source_protection", "basis": "witness_protection"}
    where = officer.done(f"{address}erasure/erase/", office=desk.embassy.pk, **codes)
    clearer.done(f"{where}confirm/", office=desk.bureau.pk)

    page = officer.open(address)
    assert "The file was erased." in page
    assert "The east wall" in page
    assert "Erase this text…" in page
    assert officer.status(f"{address}file/") == 404


def test_the_pages_ask_for_no_bytes_of_files(officer: Browser, draft: Draft) -> None:
    add(officer, draft, photograph())

    assert files.of(draft)[0].get_deferred_fields() == {"data"}
