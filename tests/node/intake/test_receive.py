"""Reading a document in and keeping its original."""

import hashlib
from pathlib import Path

import pytest

from answerable.extraction.documents.document import Media, Notice
from answerable.extraction.errors import Unreadable
from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.errors import NotPermitted
from answerable.node.desk.keeping import OriginalChanged
from answerable.node.intake.models import Custody, CustodyEvent, Document, Reading, Way
from answerable.node.intake.services import documents
from tests.extraction.documents import (
    ARTICLE,
    encrypted_pdf,
    fanned_out_pdf,
    one_page_pdf,
    pdf_saying,
    unpacking_bomb,
)
from tests.extraction.test_mail import message
from tests.extraction.test_office import docx_saying
from tests.extraction.test_pictures import picture, told
from tests.factories import NOW, make_user

PAGE = ARTICLE.encode()


def receive(data: bytes, by: User, name: str = "article.html") -> documents.Received:
    return documents.receive_document(data, way=Way.UPLOAD, file_name=name, by=by, at=NOW)


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def custody(document: Document) -> list[str]:
    return [event.kind for event in document.custody.all()]


def test_the_bytes_are_kept_unchanged_under_their_hash(amal: User, evidence_folder: Path) -> None:
    document = receive(PAGE, amal).document

    (stored,) = stored_files(evidence_folder)
    assert stored.read_bytes() == PAGE
    assert stored.name == document.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_who_brought_it_in_and_when_is_kept(amal: User) -> None:
    document = receive(PAGE, amal).document

    assert (document.received_by, document.received_at, document.size) == (amal, NOW, len(PAGE))
    assert custody(document) == [Custody.RECEIVED, Custody.READ]


def test_what_was_read_is_kept_beside_it(amal: User) -> None:
    reading = receive(PAGE, amal).document.reading

    assert (reading.title, reading.publisher) == (
        "Clinic struck in the night",
        "The Island Courier",
    )
    assert (str(reading.published), reading.published_basis) == ("2026-02-03", "declared")
    assert "Between four and six people were killed" in reading.text


def test_the_same_bytes_a_second_time_are_found_and_not_stored_twice(
    amal: User, evidence_folder: Path
) -> None:
    first = receive(PAGE, amal)
    second = receive(PAGE, make_user("noor", Role.INVESTIGATOR), name="other.html")

    assert (first.is_new, second.is_new) == (True, False)
    assert second.document == first.document
    assert len(stored_files(evidence_folder)) == 1
    assert custody(first.document)[-1] == Custody.RECEIVED_AGAIN


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"x" * (documents.LIMITS.max_bytes + 1), "too_large"),
        (encrypted_pdf("secret", "other"), "encrypted"),
        (pdf_saying("The clinic was struck")[:200], "damaged"),
        (b"PK\x03\x04" + b"\x00" * 100, "unsupported_type"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "damaged"),
        (bytes(message()), "names_its_sender"),
        (unpacking_bomb(megabytes=300), "too_much_memory"),
        (fanned_out_pdf(levels=10), "too_much_memory"),
    ],
    ids=[
        "nothing",
        "blanks",
        "oversized",
        "encrypted",
        "damaged",
        "archive",
        "picture",
        "e-mail",
        "streams",
        "pages",
    ],
)
def test_a_document_that_cannot_be_read_leaves_nothing_behind(
    data: bytes, code: str, amal: User, evidence_folder: Path
) -> None:
    with pytest.raises(Unreadable) as refusal:
        receive(data, amal)

    assert refusal.value.code == code
    assert not Document.objects.exists()
    assert not AuditEvent.objects.exists()
    assert stored_files(evidence_folder) == []


def test_a_picture_and_an_office_document_are_kept_with_what_they_tell(amal: User) -> None:
    paper = receive(docx_saying("<w:p><w:t>The clinic</w:t></w:p>"), amal, name="a.docx").document
    photograph = receive(picture(told()), amal, name="a.jpg").document

    assert (paper.media, paper.reading.text) == (str(Media.DOCX), "The clinic")
    assert photograph.reading.facts["latitude"] == "-31.510000"
    assert photograph.reading.text == ""


def test_a_mislabelled_document_is_taken_as_what_it_is(amal: User) -> None:
    document = receive(pdf_saying("The clinic was struck"), amal, name="letter.html").document

    assert document.media == "application/pdf"
    assert document.reading.notices == [Notice.NOT_WHAT_IT_CLAIMED]


def test_a_program_in_a_pdf_is_told_and_kept_as_bytes(amal: User) -> None:
    data = one_page_pdf(
        b"BT /F1 12 Tf 72 700 Td (The clinic) Tj ET",
        catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
    )

    assert receive(data, amal, "a.pdf").document.reading.notices == [Notice.ACTIVE_CONTENT]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../../etc/cron.d/job.html", "job.html"),
        ("C:\\Windows\\system.html", "system.html"),
        ("report\u202efdp.html", "report[U+202E]fdp.html"),
        ("a\x00.html", "a[U+0000].html"),
    ],
)
def test_a_file_name_is_kept_harmless_and_never_used_as_a_path(
    name: str, kept: str, amal: User, evidence_folder: Path
) -> None:
    document = receive(PAGE, amal, name=name).document

    assert document.file_name == kept
    assert [path.name for path in stored_files(evidence_folder)] == [document.sha256]


@pytest.mark.parametrize("role", [Role.CLEARER, Role.ADMINISTRATOR])
def test_only_officers_and_investigators_read_documents_in(role: Role, db: None) -> None:
    with pytest.raises(NotPermitted):
        receive(PAGE, make_user("noor", role))


def test_the_original_comes_out_as_it_went_in_and_that_is_written_down(amal: User) -> None:
    document = receive(PAGE, amal).document

    assert documents.open_original(document, by=amal, at=NOW) == PAGE
    assert custody(document)[-1] == Custody.DOWNLOADED
    assert AuditEvent.objects.latest("number").verb == "document downloaded"


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_an_original_that_was_changed_on_disk_is_never_handed_out(
    harm: str, amal: User, evidence_folder: Path
) -> None:
    document = receive(PAGE, amal).document
    (stored,) = stored_files(evidence_folder)
    if harm == "changed":
        stored.write_bytes(PAGE.replace(b"struck", b"spared"))
    else:
        stored.unlink()

    with pytest.raises(OriginalChanged):
        documents.open_original(document, by=amal, at=NOW)

    assert custody(document)[-1] == Custody.FOUND_CHANGED


def test_what_a_killed_write_left_behind_is_put_right(amal: User, evidence_folder: Path) -> None:
    digest = hashlib.sha256(PAGE).hexdigest()
    place = evidence_folder / "documents" / digest[:2] / digest[2:4] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(PAGE[:100])

    receive(PAGE, amal)

    assert place.read_bytes() == PAGE


def test_bytes_that_are_there_without_their_document_are_taken_as_they_are(
    amal: User, evidence_folder: Path
) -> None:
    receive(PAGE, amal)
    for row in (CustodyEvent, Reading, Document):
        row.objects.all().delete()

    assert receive(PAGE, amal).is_new
    assert len(stored_files(evidence_folder)) == 1
