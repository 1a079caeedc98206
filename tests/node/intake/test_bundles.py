"""Many documents at once: an archive on the page, a folder by a command."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_STORED

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from answerable.cli import importing
from answerable.extraction.errors import Unreadable
from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.errors import NotPermitted, NotPossible
from answerable.node.desk.models import Compartment, Report
from answerable.node.intake.models import (
    Bundle,
    BundleFile,
    BundleState,
    Custody,
    Document,
    Outcome,
)
from answerable.node.intake.services import bundles
from answerable.node.jobs import queue
from answerable.node.jobs.models import Job
from tests.extraction.archives import packed
from tests.extraction.documents import ARTICLE
from tests.extraction.test_mail import message
from tests.extraction.test_office import docx_saying
from tests.factories import NOW, make_user

LATER = NOW + timedelta(hours=1)
PAGE, NOTE = ARTICLE.encode(), b"Five people were killed in Dorvelle on Monday."


def bring_in(by: User, *files: tuple[str, bytes], with_reports: bool = True) -> Bundle:
    archive = ContentFile(packed(*files))
    return bundles.receive_archive(
        archive, name="found.zip", with_reports=with_reports, by=by, at=NOW
    )


def read(bundle: Bundle, tell: Callable[[int, int], None] = lambda _done, _total: None) -> Bundle:
    bundles.read_archive(bundle, at=lambda: LATER, tell=tell)
    return bundle


def outcomes(bundle: Bundle) -> list[tuple[str, str, str]]:
    return list(bundle.files.values_list("name", "outcome", "problem"))


def test_each_file_becomes_a_document_with_its_original_its_custody_and_its_report(
    amal: User,
) -> None:
    bundle = read(bring_in(amal, ("north/a.html", PAGE), ("b.txt", NOTE)))

    assert outcomes(bundle) == [("north/a.html", "received", ""), ("b.txt", "received", "")]
    document = Document.objects.get(file_name="a.html")
    assert document.way == "archive"
    assert next((one.kind, one.detail) for one in document.custody.all()) == (
        Custody.RECEIVED,
        "found.zip · 1",
    )
    assert document.report is not None
    assert document.report.title == "Clinic struck in the night"
    assert Job.objects.filter(name="intake.read_claims").count() == 2
    assert (bundle.state, bundle.kept_as) == (BundleState.ENDED, "")


def test_what_is_refused_is_told_with_the_reason_and_the_rest_goes_on(amal: User) -> None:
    bundle = read(
        bring_in(
            amal,
            ("../../a.zip", packed(("x.txt", NOTE))),
            ("mail.eml", bytes(message())),
            ("C:\\evil\u202etxt.exe", b"\x7fELF" * 9),
            ("b.txt", NOTE),
            (".hidden", NOTE),
        )
    )

    assert outcomes(bundle) == [
        ("a.zip", "refused", "archive_inside"),
        ("2.eml", "refused", "names_its_sender"),
        ("C_/evil[U+202E]txt.exe", "refused", "unsupported_type"),
        ("b.txt", "received", ""),
        ("hidden", "refused", "hidden_file"),
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_archive_twice_makes_nothing_twice(amal: User) -> None:
    files = [("a.html", PAGE), ("b.txt", NOTE), ("b.txt", NOTE)]
    first = read(bring_in(amal, *files))
    again = read(bring_in(amal, *files))

    assert [one.outcome for one in first.files.all()] == ["received", "received", "known"]
    assert [one.outcome for one in again.files.all()] == ["known"] * 3
    assert (Document.objects.count(), Report.objects.count()) == (2, 2)


class Enough(Exception):
    """The worker is stopped."""


def test_stopped_it_goes_on_where_it_was_and_takes_nothing_in_twice(amal: User) -> None:
    bundle = bring_in(amal, ("a.html", PAGE), ("b.txt", NOTE), ("c.txt", NOTE + b" Six."))

    def stop(done: int, total: int) -> None:
        if (done, total) == (2, 3):
            raise Enough

    with pytest.raises(Enough):
        read(bundle, stop)
    # A stop between the document and its line in the bundle: the file counts as taken in.
    bundle.files.get(number=1).delete()
    read(bundle)

    assert [one[1] for one in outcomes(bundle)] == ["received"] * 3
    assert Report.objects.count() == 3
    document = Document.objects.get(file_name="a.html")
    assert [one.kind for one in document.custody.all()].count(Custody.RECEIVED_AGAIN) == 0


def test_a_cancelled_job_is_continued_by_whoever_asks_and_ended_early_by_whoever_wants(
    amal: User,
) -> None:
    bundle = bring_in(amal, ("a.html", PAGE))
    queue.cancel(Job.objects.get(), at=NOW)
    other = make_user("noor", Role.OFFICER)

    bundles.go_on(bundle, by=other, at=NOW)
    bundles.leave(bundle, by=other, at=NOW)

    assert bundle.state == BundleState.LEFT
    queue.run_waiting(at=NOW)
    assert Document.objects.count() == 0
    with pytest.raises(NotPossible):
        bundles.go_on(bundle, by=other, at=NOW)
    verbs = AuditEvent.objects.filter(subject_kind="bundle").values_list("verb", flat=True)
    assert set(verbs) == {"bundle received", "bundle continued", "bundle left"}


def test_an_archive_is_kept_only_while_it_is_read(
    amal: User,
    evidence_folder: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    junk = ContentFile(b"PK\x03\x04x")
    with pytest.raises(Unreadable):
        bundles.receive_archive(junk, name="a", with_reports=True, by=amal, at=NOW)
    with pytest.raises(NotPermitted):
        bring_in(make_user("aud", Role.AUDITOR), ("a.txt", NOTE))
    with django_capture_on_commit_callbacks(execute=True):
        bundles.leave(bring_in(amal, ("a.txt", b"left out")), by=amal, at=NOW)
        read(bring_in(amal, ("b.txt", NOTE)))

    kept = [path.read_bytes() for path in evidence_folder.rglob("*") if path.is_file()]
    assert kept == [NOTE]


def test_a_scan_or_a_picture_waits_for_the_words_of_a_person(amal: User) -> None:
    bundle = read(bring_in(amal, ("a.txt", NOTE), with_reports=False))

    assert [one.outcome for one in bundle.files.all()] == ["received"]
    assert Report.objects.count() == 0


def test_what_a_compartment_keeps_is_neither_shown_nor_linked(amal: User) -> None:
    insider = make_user("insider", Role.OFFICER)
    read(bring_in(insider, ("secret.html", PAGE)))
    report = Document.objects.get().report
    assert report is not None
    room = Compartment.objects.create(code="C-1", name="x", opened_by=insider, opened_at=NOW)
    Report.objects.filter(pk=report.pk).update(compartment=room)

    mine = read(bring_in(amal, ("mine.html", PAGE), ("b.txt", NOTE)))
    theirs = Bundle.objects.order_by("pk").first()
    assert theirs is not None

    assert list(bundles.bundles_for(amal)) == [mine]
    client = Client()
    client.force_login(amal)
    assert client.get(f"/documents/bundles/{theirs.pk}/").status_code == 404
    shown = client.get(f"/documents/bundles/{mine.pk}/")
    assert shown.context["counts"] == {"received": 2, "known": 0, "refused": 0}
    assert report.receipt_number not in shown.content.decode()
    client.force_login(make_user("noor", Role.OFFICER))
    assert "mine.html" not in client.get(f"/documents/bundles/{mine.pk}/").content.decode()


def test_what_was_refused_is_named_to_whoever_brought_it_in_alone(amal: User) -> None:
    bundle = read(bring_in(amal, ("a.html", PAGE), ("Testimony of one.zip", b"PK\x03\x04")))
    client = Client()
    client.force_login(make_user("noor", Role.OFFICER))

    theirs = client.get(f"/documents/bundles/{bundle.pk}/?show=all").content.decode()
    listed = client.get("/documents/bundles/").content.decode()

    assert "a.html" in theirs
    assert "Testimony" not in theirs
    assert "<bdi>2</bdi>" not in listed
    client.force_login(amal)
    assert "Testimony" in client.get(f"/documents/bundles/{bundle.pk}/?show=all").content.decode()


@pytest.fixture
def desk(amal: User, client: Client) -> Client:
    client.force_login(amal)
    return client


def upload(desk: Client, data: bytes, name: str = "found.zip", **more: str) -> str:
    file = SimpleUploadedFile(name, data, "application/zip")
    answer = desk.post("/documents/new/", {"file": file, "with_reports": "on", **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_archive_on_the_page_of_documents_is_read_by_a_job(desk: Client) -> None:
    upload(desk, packed(("a.html", PAGE), ("b.exe", b"MZ\x00" * 30)))
    bundle = Bundle.objects.get()
    queue.run_waiting(at=timezone.now())

    page = desk.get(f"/documents/bundles/{bundle.pk}/")
    assert page.context["counts"] == {"received": 1, "known": 0, "refused": 1}
    assert "R-2026-00001" in page.content.decode()
    only = desk.get(f"/documents/bundles/{bundle.pk}/?only=refused&page=x").content.decode()
    assert "a.html" not in only
    assert "It looks like a program or its data." in only
    assert "found.zip" in desk.get("/documents/bundles/").content.decode()
    document = Document.objects.get()
    assert "found.zip" in desk.get(f"/documents/{document.sha256}/").content.decode()


def test_a_large_text_is_held_in_memory_and_a_large_archive_is_taken(desk: Client) -> None:
    upload(desk, b"Five people were killed. " * 200_000, "a.txt")
    upload(desk, packed(("a.txt", NOTE * 60_000), how=ZIP_STORED), "a.zip")

    assert Document.objects.get().size == 5_000_000
    assert Bundle.objects.get().total == 1


def test_an_office_document_is_still_one_document(desk: Client) -> None:
    assert "Clinic struck" in upload(
        desk, docx_saying("<w:p><w:t>Clinic struck</w:t></w:p>"), "a.docx"
    )
    assert Bundle.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "more", "says"),
    [
        (b"PK\x03\x04junk", {}, "This document is damaged"),
        (packed(), {}, "There is nothing to read"),
        (packed(("a.txt", NOTE)), {"url": "https://example.org/a"}, "have no address"),
        (b"x" * (20 * 1024 * 1024 + 1), {}, "larger than 20 MB"),
    ],
    ids=["damaged", "empty", "address", "large"],
)
def test_an_archive_that_is_not_taken_is_told_on_the_form(
    desk: Client, data: bytes, more: dict[str, str], says: str
) -> None:
    assert says in upload(desk, data, **more)
    assert not Bundle.objects.exists()
    assert not BundleFile.objects.exists()


def test_a_stopped_archive_is_continued_from_its_page(desk: Client) -> None:
    upload(desk, packed(("a.html", PAGE)))
    bundle = Bundle.objects.get()
    desk.post(f"/jobs/{bundle.job}/cancel/")

    path = f"/documents/bundles/{bundle.pk}/"
    assert "it can go on where it was" in desk.get(path).content.decode()
    assert desk.post(f"{path}go-on/")["Location"] == path
    queue.run_waiting(at=timezone.now())
    assert "was ended early" in desk.post(f"{path}go-on/", follow=True).content.decode()
    assert bundle.files.get().outcome == Outcome.RECEIVED


def test_the_command_brings_a_folder_in_and_takes_up_what_came_since(
    amal: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "notes"
    (folder / ".hidden").mkdir(parents=True)
    (folder / "a.html").write_bytes(PAGE)
    (folder / "more.zip").write_bytes(packed(("b.txt", NOTE)))
    how = argparse.Namespace(without_reports=False)

    assert importing.bring_in(str(folder), amal, how) == 1
    assert "taken in      2" in capsys.readouterr().out
    (folder / "c.txt").write_bytes(NOTE + b" Six.")
    importing.bring_in(str(folder), amal, how)

    assert "taken in      1\nhere already  2" in capsys.readouterr().out
    assert set(Document.objects.values_list("way", flat=True)) == {"folder"}
    assert Report.objects.count() == 3


def test_a_folder_goes_on_under_its_name_for_the_same_person(amal: User) -> None:
    bundle, done = bundles.take_up_folder("notes", 2, with_reports=True, by=amal, at=NOW)
    assert done == set()
    file = bundles.take(bundle, 0, "notes/a.html", PAGE, at=NOW)
    bundles.refuse(bundle, 1, "notes/.b", "hidden_file")

    again, done = bundles.take_up_folder("notes", 3, with_reports=True, by=amal, at=NOW)

    assert (again, bundles.next_number(again)) == (bundle, 2)
    assert done == {("notes/a.html", file.sha256), ("notes/.b", "")}
    bundles.end(again, at=NOW)
    assert bundles.take_up_folder("notes", 3, with_reports=True, by=amal, at=NOW)[0] != bundle


def test_of_a_refused_email_neither_name_nor_hash_is_kept_and_it_is_read_again(amal: User) -> None:
    bundle, _done = bundles.take_up_folder("notes", 2, with_reports=True, by=amal, at=NOW)
    for number, name in enumerate(("A Witness.eml", "a witness.txt")):
        bundles.take(bundle, number, name, bytes(message()), at=LATER)

    kept = list(bundle.files.values_list("name", "sha256"))
    again, done = bundles.take_up_folder("notes", 2, with_reports=True, by=amal, at=NOW)

    assert kept == [("1.eml", ""), ("2.eml", "")]
    assert (again, done) == (bundle, set())


def test_a_folder_goes_on_as_it_was_begun(amal: User) -> None:
    bundles.take_up_folder("notes", 2, with_reports=True, by=amal, at=NOW)

    with pytest.raises(bundles.BegunOtherwise):
        bundles.take_up_folder("notes", 2, with_reports=False, by=amal, at=NOW)

    assert Bundle.objects.get_queryset().get().with_reports


def test_an_archive_that_a_stop_left_without_a_row_is_removed_after_a_day(amal: User) -> None:
    bundle = bring_in(amal, ("a.txt", NOTE))
    left = default_storage.save("bundles/archive", ContentFile(b"PK"))
    now = default_storage.get_modified_time(left)

    assert bundles.sweep(at=now + timedelta(hours=23)) == 0
    assert bundles.sweep(at=now + timedelta(hours=25)) == 1

    assert not default_storage.exists(left)
    assert default_storage.exists(bundle.kept_as)
