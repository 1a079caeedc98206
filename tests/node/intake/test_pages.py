"""The pages for documents."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from answerable.node.accounts.models import Role, User
from answerable.node.desk.models import Report
from answerable.node.intake.models import Document, Way
from answerable.node.intake.services import documents
from tests.extraction.documents import ARTICLE, encrypted_pdf
from tests.extraction.test_cleaning import OWNER, photograph
from tests.factories import NOW, make_user

PAGE = ARTICLE.encode()


@pytest.fixture
def desk(client: Client, amal: User) -> Client:
    """Sign an officer in."""
    client.force_login(amal)
    return client


def upload(client: Client, data: bytes, name: str = "article.html", **fields: str) -> Any:
    file = io.BytesIO(data)
    file.name = name
    return client.post("/documents/new/", {"file": file, **fields})


@pytest.fixture
def document(amal: User) -> Document:
    """Read the article in."""
    return documents.receive_document(
        PAGE, way=Way.UPLOAD, file_name="a\u202e.html", by=amal, at=NOW
    ).document


def test_an_uploaded_file_leads_to_its_facts_beside_its_text(desk: Client) -> None:
    response = upload(desk, PAGE, url="https://courier.invalid/clinic")

    page = desk.get(response.url).content.decode()
    assert "Between four and six people were killed" in page
    assert 'value="The Island Courier"' in page
    assert 'value="2026-02-03"' in page
    assert Document.objects.get().sha256 in page


def test_a_table_that_was_read_as_a_text_is_led_to_the_data_sets(desk: Client) -> None:
    table, text = (upload(desk, b"Date,Killed\n2026-03-01,3\n%d" % n, name)
                   for n, name in enumerate(("a.CSV", "a.txt")))  # fmt: skip

    assert "This looks like a table" in desk.get(table.url).content.decode()
    assert "This looks like a table" not in desk.get(text.url).content.decode()


def test_a_pasted_text_is_kept_with_the_line_ends_it_was_copied_with(desk: Client) -> None:
    desk.post("/documents/new/", {"text": "The clinic was struck at night.\r\n\r\nFour died."})

    document = Document.objects.get()
    assert (document.way, document.file_name) == (Way.PASTE, "")
    assert document.size == len("The clinic was struck at night.\n\nFour died.")


def test_the_form_says_that_a_source_belongs_into_the_vault(desk: Client) -> None:
    assert "it goes into the vault" in desk.get("/documents/new/").content.decode()


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "There is nothing to read"),
        (encrypted_pdf("secret", "other"), "protected by a password"),
        (b"PK\x03\x04" + b"\x00" * 99, "This document is damaged"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
    ids=["empty", "encrypted", "archive", "oversized"],
)
def test_a_refused_file_says_what_to_do_and_keeps_what_was_typed(
    data: bytes, advice: str, desk: Client
) -> None:
    response = upload(desk, data, note="found on the pavement")

    page = response.content.decode()
    assert advice in page
    assert "found on the pavement" in page
    assert not Document.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"text": "   "}, {"note": "only a note"}])
def test_neither_file_nor_text_is_asked_for(fields: dict[str, str], desk: Client) -> None:
    page = desk.post("/documents/new/", fields).content.decode()

    assert "Choose a file" in page or "There is nothing to read" in page


def test_a_file_and_a_text_at_once_are_not_guessed_about(desk: Client) -> None:
    assert "not both" in upload(desk, PAGE, text="And a text").content.decode()
    assert not Document.objects.exists()


def test_the_same_file_again_leads_to_the_one_that_is_here(desk: Client) -> None:
    first, second = upload(desk, PAGE), upload(desk, PAGE, name="copy.html")

    assert second.url == first.url
    assert "here already" in str(list(get_messages(second.wsgi_request))[-1])


def test_a_form_without_its_token_is_refused_although_the_size_is_bounded_first(
    amal: User,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(amal)

    assert upload(client, PAGE).status_code == 403
    assert not Document.objects.exists()


def test_the_report_is_made_with_what_the_person_corrected(
    desk: Client, document: Document
) -> None:
    desk.post(
        f"/documents/{document.sha256}/",
        {"title": "Clinic hit", "publisher": "Courier", "published": "2026-02-04", "language": ""},
    )

    report = Report.objects.get()
    assert (report.title, report.publisher, report.language) == ("Clinic hit", "Courier", "")
    assert document.report == report


def test_a_report_without_a_title_is_not_made(desk: Client, document: Document) -> None:
    page = desk.post(f"/documents/{document.sha256}/", {"title": " "}).content.decode()

    assert "errors-above" in page
    assert not Report.objects.exists()


def test_the_original_is_only_ever_handed_out_as_bytes_to_keep(
    desk: Client, document: Document
) -> None:
    response = desk.post(f"/documents/{document.sha256}/original/")

    assert response.content == PAGE
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'attachment; filename="{document.sha256}.original"'


def test_looking_at_the_address_of_an_original_hands_nothing_out(
    desk: Client, document: Document
) -> None:
    assert desk.get(f"/documents/{document.sha256}/original/").status_code == 405


def test_a_changed_original_is_not_handed_out_but_told(
    desk: Client, document: Document, evidence_folder: Path
) -> None:
    next(path for path in evidence_folder.rglob("*") if path.is_file()).write_bytes(b"other")

    response = desk.post(f"/documents/{document.sha256}/original/", follow=True)

    assert "missing or was changed" in response.content.decode()


def test_markup_inside_a_document_is_shown_as_words(desk: Client) -> None:
    text = b"They wrote <script>alert(1)</script> and <img src=x onerror=alert(1)> on the wall."
    response: Any = desk.post("/documents/new/", {"text": text.decode()})

    page = desk.get(response.url).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_file_name_with_a_direction_trick_is_shown_spelt_out(
    desk: Client, document: Document
) -> None:
    page = desk.get(f"/documents/{document.sha256}/").content.decode()

    assert "a[U+202E].html" in page
    assert "\u202e" not in page


def test_a_long_text_is_shown_in_part_until_asked_for(desk: Client, amal: User) -> None:
    data = b"The clinic was struck at night. " * 3_000 + b"The end of it."
    long = documents.receive_document(data, way=Way.PASTE, by=amal, at=NOW).document

    assert "The end of it." not in desk.get(f"/documents/{long.sha256}/").content.decode()
    assert "The end of it." in desk.get(f"/documents/{long.sha256}/?whole").content.decode()


def test_the_list_leads_to_documents_and_their_reports(desk: Client, document: Document) -> None:
    assert "No report yet" in desk.get("/documents/").content.decode()

    desk.post(f"/documents/{document.sha256}/", {"title": "Clinic hit"})

    page = desk.get("/documents/").content.decode()
    assert f"/documents/{document.sha256}/" in page
    assert Report.objects.get().receipt_number in page


def test_a_report_leads_back_to_its_document(desk: Client, document: Document) -> None:
    desk.post(f"/documents/{document.sha256}/", {"title": "Clinic hit"})
    receipt = Report.objects.get().receipt_number

    response: Any = desk.get(f"/documents/of-report/{receipt}/")

    assert response.url == f"/documents/{document.sha256}/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["", "original/"])
def test_an_administrator_is_not_told_that_a_document_exists(
    method: str, address: str, client: Client, document: Document
) -> None:
    client.force_login(make_user("admin", Role.ADMINISTRATOR))

    response = getattr(client, method)(f"/documents/{document.sha256}/{address}")

    assert response.status_code in ({404} if method == "post" or not address else {404, 405})


def test_a_clearer_sees_a_document_and_can_neither_take_it_out_nor_report_it(
    client: Client, document: Document
) -> None:
    client.force_login(make_user("noor", Role.CLEARER))

    page = client.get(f"/documents/{document.sha256}/").content.decode()

    assert "Between four and six people were killed" in page
    assert "Make the report" not in page
    assert client.post(f"/documents/{document.sha256}/original/").status_code == 403
    assert client.post(f"/documents/{document.sha256}/", {"title": "x"}).status_code == 403
    assert client.get("/documents/new/").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Client, document: Document) -> None:
    assert client.get(f"/documents/{document.sha256}/").status_code == 302
    assert upload(client, PAGE).url.startswith("/accounts/")


def test_a_picture_is_covered_until_somebody_chooses_and_is_written_anew(
    desk: Client, amal: User
) -> None:
    found = documents.receive_document(photograph(), way=Way.UPLOAD, by=amal, at=NOW).document

    page = desk.get(f"/documents/{found.sha256}/").content.decode()
    shown = desk.get(f"/documents/{found.sha256}/picture/")

    before, _, after = page.partition('class="shown-file covered"')
    assert '<input type="checkbox" id="see-picture"><label for="see-picture">' in before
    assert f'src="/documents/{found.sha256}/picture/"' in after
    assert "Nobody has described it" in after
    assert shown["Content-Type"] == "image/jpeg"
    assert OWNER.encode() not in shown.content


def test_what_is_no_picture_has_none(desk: Client, document: Document) -> None:
    assert "see-picture" not in desk.get(f"/documents/{document.sha256}/").content.decode()
    assert desk.get(f"/documents/{document.sha256}/picture/").status_code == 404


def test_what_is_to_know_of_a_reading_is_said_once(desk: Client, amal: User) -> None:
    found = documents.receive_document(photograph(), way=Way.UPLOAD, by=amal, at=NOW).document

    page = desk.get(f"/documents/{found.sha256}/").content.decode()

    # Not as a notice of the node, too, which stands at the top of every page.
    assert page.casefold().count("type in what they say") == 1
