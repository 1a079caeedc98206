"""An e-mail comes in: its words become a report, and who sent it is in the vault alone."""

from __future__ import annotations

import io
import logging
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import management
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.casework.consent import Purpose
from answerable.casework.disclosure import Outgoing
from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.codes import DatePrecision
from answerable.node.desk.errors import BadInput, NotPermitted
from answerable.node.desk.models import Compartment, Report
from answerable.node.desk.services.drafts import files
from answerable.node.intake.models import Custody, Document, DocumentReport, ReceivedMail, Way
from answerable.node.intake.services.bringing import bring_in
from answerable.node.vault.errors import AlreadySealed, NothingSealed, NoVault, Tampered
from answerable.node.vault.errors import NotPermitted as OnlyCustodians
from answerable.node.vault.leaving import WithKey, consult
from answerable.node.vault.models import NameTrace, SealedMail, Source
from answerable.node.vault.services import keys, mails, sources
from answerable.safekeeping import sealed
from tests.extraction.documents import ARTICLE
from tests.extraction.test_cleaning import photograph
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, Other, make_draft, make_signed
from tests.node.desk_pages.conftest import Browser
from tests.node.vault.conftest import FIRST, People

# Each stands in the message, none anywhere else.
CANARIES = (
    "Samira", "Dorvelle", "samira@mail", "drop@mail", "123 45 67", "203.0.113.9", "pump-7",
    "samira_list",
)  # fmt: skip


def letter(text: str = "Twelve people were killed at the mill in Kelorane.\n") -> EmailMessage:
    found = EmailMessage()
    found["Received"] = "from pump-7.mail.example (203.0.113.9); Sat, 28 Feb 2026 10:00:01 +0000"
    found["From"] = "Samira Dorvelle <samira@mail.example>"
    found["Reply-To"] = "drop@mail.example"
    found["To"] = "desk@party.example"
    found["Subject"] = "What Samira Dorvelle saw at the mill"
    found["Date"] = "Sat, 28 Feb 2026 12:00:00 +0200"
    found["Message-ID"] = "<pump-7@mail.example>"
    found.set_content(text + "\n-- \nSamira\n+99 50 123 45 67\n")
    return found


def with_files() -> EmailMessage:
    found = letter()
    found.add_attachment(ARTICLE.encode(), "text", "html", filename="../samira_list\u202e.html")
    found.add_attachment(photograph(), "image", "jpeg", filename="samira_list.jpg")
    found.add_attachment(b"PK\x03\x04" + bytes(99), "application", "zip", filename="a.zip")
    return found


def receive(data: bytes | EmailMessage, people: People) -> ReceivedMail:
    found = bring_in(
        bytes(data), way=Way.UPLOAD, file_name="samira_list.eml", by=people.intake, at=NOW
    )
    assert isinstance(found, ReceivedMail)
    return found


def upload(client: Client, data: bytes) -> Any:
    file = io.BytesIO(data)
    file.name = "samira_list.eml"
    return client.post("/documents/new/", {"file": file})


def everything(tmp_path: Path) -> bytes:
    """Return all rows and all files of evidence, names included."""
    out = tmp_path / "rows.json"
    management.call_command("dumpdata", output=str(out), verbosity=0)
    root = Path(settings.MEDIA_ROOT)
    stored = [path for path in root.rglob("*") if path.is_file()]
    return b"\n".join([out.read_bytes(), *(str(path).encode() for path in stored)])


def test_the_words_and_the_moment_become_a_report(vault: People) -> None:
    report = receive(letter(), vault).report

    assert report.title == "What [✏] saw at the mill"
    assert report.text.startswith("Twelve people were killed at the mill in Kelorane.")
    assert report.text.endswith("[✏]\n[☎ 1]")
    assert report.published_at == datetime(2026, 2, 28, 10, 0, tzinfo=UTC)
    assert report.published_precision == DatePrecision.MINUTE
    assert report.received_by == vault.intake


def test_nothing_outside_the_vault_says_who_sent_it(
    vault: People, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    receive(with_files(), vault)

    rows = everything(tmp_path)
    assert b"killed at the mill" in rows
    assert not [word for word in CANARIES if word.encode() in rows]
    assert not [word for word in CANARIES if word in caplog.text]


def test_the_source_agreed_to_use_inside_and_to_nothing_else(vault: People) -> None:
    report = receive(letter(), vault).report

    source = Source.objects.get()
    assert [one.purpose for one in source.consents.all()] == [Purpose.USE_INSIDE]
    verdict = consult([report.receipt_number], [], at=NOW)
    assert [one.source for one in verdict.refusals] == [source.code]


@pytest.mark.parametrize("with_key", [False, True])
def test_the_check_before_leaving_knows_what_the_message_held(
    with_key: bool, vault: People
) -> None:
    receive(letter("Ask also at 050 765 43 21.\n"), vault)
    text = Outgoing("facts", "Dorvelle Samira, drop@mail.example, +99 50 765 43 21, the mill")

    key = WithKey(FIRST, vault.nur) if with_key else None
    found = {one.text for one in consult([], [text], at=NOW, with_key=key).names}

    assert found == {"Dorvelle Samira", "drop@mail.example", "+99 50 765 43 21"}


def test_a_custodian_reads_its_fields_and_takes_the_original_out(vault: People) -> None:
    data = bytes(with_files())
    receive(data, vault)
    nur, source, kept = Browser(vault.nur), Source.objects.get(), SealedMail.objects.get()
    asked = {"reason": "To call back", "passphrase": FIRST}

    page = nur.send(f"/sources/{source.code}/reveal/", **asked).content.decode()
    for word in ("Samira Dorvelle", "drop@mail.example", "203.0.113.9", "123 45 67"):
        assert word in page
    response = nur.send(f"/sources/{source.code}/mails/{kept.pk}/", **asked)

    assert response.content == data
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"] == (
        f'attachment; filename="{source.code}-{kept.pk}.eml"'
    )
    assert AuditEvent.objects.filter(verb="mail opened", by=vault.nur).exists()
    wrong = nur.send(f"/sources/{source.code}/mails/{kept.pk}/", reason="x", passphrase="y" * 20)
    assert b"does not open your key" in wrong.content


def test_nobody_but_a_custodian_takes_it_out(vault: People) -> None:
    receive(letter(), vault)
    kept = SealedMail.objects.get()

    with pytest.raises(OnlyCustodians):
        mails.open_original(kept, FIRST, reason="x", by=vault.intake, at=NOW)


def test_rows_that_were_swapped_do_not_open(vault: People) -> None:
    receive(letter(), vault)
    other = letter()
    other.replace_header("Message-ID", "<2@mail.example>")
    receive(other, vault)
    first, second = SealedMail.objects.all()
    SealedMail.objects.filter(pk=first.pk).update(original=bytes(second.original))
    first.refresh_from_db()

    with pytest.raises(Tampered):
        mails.open_original(first, FIRST, reason="x", **vault.nur_at())


def test_attached_files_are_documents_of_the_same_report_without_their_names(
    vault: People,
) -> None:
    found = receive(with_files(), vault)

    documents = Document.objects.order_by("id")
    assert [one.media for one in documents] == ["text/html", "image/jpeg"]
    assert {(one.file_name, one.way, one.report) for one in documents} == {
        ("", Way.ATTACHED, found.report)
    }
    assert (found.attached, found.left_out) == (2, 1)
    assert documents[0].custody.filter(kind=Custody.ATTACHED).exists()


def test_the_words_of_attached_files_have_the_same_marks_as_the_message(vault: People) -> None:
    mail = letter("Call drop@mail.example.\n")
    told = "By Samira Dorvelle (drop@mail.example): seven people died at the mill."
    mail.add_attachment(told, filename="told.txt")

    found = receive(mail, vault)

    words = Document.objects.get().reading.text
    mark = found.report.text.partition("Call ")[2].partition(".")[0]
    assert words == f"By [✏] ({mark}): seven people died at the mill."
    assert mark.startswith("[✉ ")


def test_a_file_that_is_here_already_stays_with_its_own_report(vault: People) -> None:
    bring_in(ARTICLE.encode(), way=Way.UPLOAD, by=vault.intake, at=NOW)

    found = receive(with_files(), vault)

    assert (found.attached, found.left_out) == (1, 2)
    assert DocumentReport.objects.count() == 1


def test_an_original_is_never_with_a_message(db: None) -> None:
    desk = Desk()
    other = Other(*make_signed(desk))
    keys.found(FIRST, work=sealed.LEAST_WORK, by=make_user("nur", Role.CUSTODIAN), at=NOW)
    data = bytes(letter())
    assert isinstance(bring_in(data, way=Way.UPLOAD, **desk.by()), ReceivedMail)
    draft = make_draft(desk, other.channel)

    for bytes_of_it in (data, b"Authentication-Results: x; spf=pass\r\n" + data):
        with pytest.raises(BadInput):
            files.attach_upload(
                draft, bytes_of_it, files.About("x", "amber"), version=draft.version, **desk.by()
            )


def test_without_a_vault_it_is_refused_with_what_to_do(people: People, client: Client) -> None:
    client.force_login(people.intake)

    page = upload(client, bytes(with_files())).content.decode()

    assert "Ask a source custodian to found it" in page
    assert not Report.objects.exists()
    assert not Document.objects.exists()
    with pytest.raises(NoVault):
        receive(letter(), people)


@pytest.mark.parametrize("change", ["nothing", "another copy of it"])
def test_the_same_message_twice_is_told(change: str, vault: People, client: Client) -> None:
    found = receive(letter(), vault)
    again = letter()
    if change == "another copy of it":
        again["X-Copy"] = "2"
    client.force_login(vault.intake)

    response = upload(client, bytes(again))

    assert response.url == f"/documents/mails/{found.report.receipt_number}/"
    assert "here already" in client.get(response.url).content.decode()
    assert Report.objects.count() == 1
    with pytest.raises(AlreadySealed):
        receive(again, vault)


def test_a_false_message_of_the_same_id_does_not_shut_the_true_one_out(vault: People) -> None:
    false = letter("Nothing happened here.\n")
    receive(false, vault)

    found = receive(letter(), vault)

    assert "mill in Kelorane" in found.report.text
    assert Report.objects.count() == 2


def test_whoever_else_its_fields_name_is_marked_in_its_words(vault: People) -> None:
    sent = letter("The pump was struck. Ask Ilan Vantry.\n")
    sent.replace_header("Reply-To", "Ilan Vantry <ilan@mail.example>")

    found = receive(sent, vault)

    assert "Ask [✏]." in found.report.text


def test_whoever_may_not_know_of_it_is_told_nothing_of_a_second_time(
    vault: People, client: Client
) -> None:
    found = receive(letter(), vault)
    room = Compartment.objects.create(code="C-1", name="x", opened_by=vault.officer, opened_at=NOW)
    Report.objects.update(compartment=room)
    client.force_login(make_user("zora", Role.INTAKE))

    response = upload(client, bytes(letter()))

    assert response.url == "/documents/"
    assert "here already" not in client.get(response.url).content.decode()
    assert client.get(f"/documents/mails/{found.report.receipt_number}/").status_code == 404


def test_an_encrypted_message_is_sealed_and_its_words_are_for_a_person(vault: People) -> None:
    locked = letter("-----BEGIN PGP MESSAGE-----\nhQEMA\n-----END PGP MESSAGE-----\n")

    found = receive(locked, vault)

    assert "hQEMA" not in found.report.text
    assert "encrypted_mail" in found.notices


def test_its_page_says_what_may_be_known_and_the_report_leads_there(
    vault: People, client: Client
) -> None:
    found = receive(with_files(), vault)
    client.force_login(vault.officer)

    response = client.get(f"/documents/of-report/{found.report.receipt_number}/", follow=True)

    page = response.content.decode()
    assert found.source in page
    assert "use inside this party and to nothing else" in page
    assert Document.objects.order_by("id")[0].sha256 in page
    assert not [word for word in CANARIES if word in page]


def test_its_page_asks_as_often_for_many_files_as_for_one(vault: People, client: Client) -> None:
    few = receive(with_files(), vault)
    many = letter()
    many.replace_header("Message-ID", "<many@mail.example>")
    for number in range(6):
        many.add_attachment(f"List {number} of the dead".encode(), "text", "x")
    most = receive(many, vault)
    client.force_login(vault.officer)
    client.get("/documents/")

    counts = []
    for found in (few, most):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/documents/mails/{found.report.receipt_number}/")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12


def test_erasing_the_identity_erases_the_original(vault: People) -> None:
    receive(letter(), vault)

    sources.erase(Source.objects.get(), by=vault.nur, at=NOW)

    assert not SealedMail.objects.exists()
    assert not NameTrace.objects.exists()
    with pytest.raises(NothingSealed):
        sources.reveal(Source.objects.get(), FIRST, reason="x", **vault.nur_at())


def test_who_takes_no_reports_in_brings_no_message_in(vault: People) -> None:
    with pytest.raises(NotPermitted):
        bring_in(bytes(letter()), way=Way.UPLOAD, by=vault.auditor, at=NOW)
