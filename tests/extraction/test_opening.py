"""Taking a saved e-mail apart: everything in it, within bounds, whatever it tries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.apart import sandbox
from answerable.extraction.documents.document import Document, Limits, Mail, Notice, Request
from answerable.extraction.documents.opening import MOST_ATTACHED, open_mail
from answerable.extraction.errors import Unreadable
from tests.extraction.test_mail import message

TODAY = date(2026, 3, 2)
HEAD = b"From: A Witness <witness@example.invalid>\r\nTo: intake@example.invalid\r\nSubject: x\r\n"
PGP = "-----BEGIN PGP {0}-----\n{1}\n-----END PGP {0}-----\n"


def opened(data: bytes, file_name: str = "saved.eml") -> Mail:
    asked = Request(declared_media=None, file_name=file_name, today=TODAY, limits=Limits())
    found = open_mail(data, asked)
    assert found is not None
    return found


def test_a_message_is_taken_apart_in_a_process_of_its_own() -> None:
    letter = message()
    letter["Reply-To"] = "other@example.invalid"
    letter["Message-ID"] = "<7@example.invalid>"
    letter.add_attachment("The names of the dead", filename="../../etc/\u202ewitness.txt")

    found = sandbox.open_apart(bytes(letter), today=TODAY)

    assert isinstance(found, Mail)
    assert found.sender == "A Witness"
    assert found.addresses == ("witness@example.invalid", "other@example.invalid")
    assert found.sent == datetime(2026, 2, 3, 20, 15, tzinfo=UTC)
    assert ("X-Originating-IP", "203.0.113.9") in found.head
    assert found.message_id == "<7@example.invalid>"
    assert found.document.title == "Удар по клініці"
    assert found.document.text == "The clinic was struck at night."
    assert [each.strip() for each in found.attached] == [b"The names of the dead"]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ('"Samira <Sami> Dorvelle" <s@a.example>', ("Samira <Sami> Dorvelle",)),
        (
            '"Dorvelle, Samira" <s@a.example>, Jan Melk <j@a.example>',
            ("Dorvelle, Samira", "Jan Melk"),
        ),
        ("s@a.example (Samira Dorvelle), j@a.example (Jan Melk)", ("Samira Dorvelle", "Jan Melk")),
        ("Team: <s@a.example>, j@a.example;", ("Team:",)),
        ("<s@a.example>", ()),
        ("j@a.example, Samira Dorvelle <s@a.example>", ("Samira Dorvelle",)),
        ('"Samira @ Desk" <s@a.example>', ("Samira @ Desk",)),
        ("Samira Dorvelle <s@a.example> (Lomen)", ("Samira Dorvelle",)),
    ],
)
def test_everybody_is_named_whom_a_field_names(field: str, names: tuple[str, ...]) -> None:
    head = f"From: {field}\nTo: b@b.example\nSubject: S\n\nThree people were killed."

    assert opened(head.encode()).names == names


def test_what_is_no_message_is_read_as_what_it_is() -> None:
    assert isinstance(sandbox.open_apart(b"A clinic was struck.", today=TODAY), Document)


def test_a_message_with_pictures_in_its_page_is_no_saved_page() -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "a@b.invalid", "x"
    letter["Date"], letter["Received"] = "Tue, 03 Feb 2026 22:15:00 +0200", "from b.invalid"
    letter.set_content("<html><body><p>A clinic was struck.</p></body></html>", subtype="html")
    letter.add_related(b"\x89PNG small", "image", "png", cid="<1@b.invalid>")

    found = opened(bytes(letter), "")

    assert (found.document.text, found.attached, found.left_out) == ("A clinic was struck.", (), 1)


def test_a_file_called_a_message_is_one_however_late_its_known_fields_come() -> None:
    data = b"".join(b"X-%d: y\r\n" % number for number in range(400)) * 1 + HEAD + b"\r\nA word."

    assert opened(data).addresses == ("witness@example.invalid",)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HEAD + b"X-A: b\r\n" * 600 + b"\r\nwords", id="many fields"),
        pytest.param(HEAD + b"X-A: " + b"b" * 300_000 + b"\r\n\r\nwords", id="a long field"),
        pytest.param(
            b"From a@b Tue\n" + HEAD.replace(b"\r", b"") + b"\nhello\n\n"
            b"From c@d Wed\nFrom: c@d.invalid\n\nbye\n",
            id="a mailbox",
        ),
        pytest.param(
            HEAD + b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
                for n in range(40)
            ),
            id="nested",
        ),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + b"--b\r\n\r\nx\r\n" * 700 + b"--b--",
            id="many parts",
        ),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\n" * 30_000,
            id="borders alone",
        ),
    ],
)  # fmt: skip
def test_what_is_beyond_bounds_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        opened(data)


def test_cards_signatures_and_messages_within_are_left_out_and_counted() -> None:
    letter = message()
    letter.add_attachment("BEGIN:VCARD\nFN:A Witness\n", subtype="vcard", filename="me.vcf")
    letter.add_attachment(PGP.format("PUBLIC KEY BLOCK", "abc").encode(), "application", "x")
    letter.add_attachment(message("Forwarded"))
    for number in range(MOST_ATTACHED + 2):
        letter.add_attachment(f"file {number}".encode(), "application", "pdf")

    found = opened(bytes(letter))

    assert (len(found.attached), found.left_out) == (MOST_ATTACHED, 5)
    assert "Forwarded" not in found.document.text


def encrypted(kind: str, **parameters: str) -> bytes:
    letter = message()
    letter.replace_header("Content-Type", kind)
    for name, value in parameters.items():
        letter.set_param(name, value)
    letter["Content-Disposition"] = "attachment; filename=smime.p7m"
    return bytes(letter)


@pytest.mark.parametrize(
    "data",
    [
        encrypted("application/pkcs7-mime", smime_type="enveloped-data"),
        encrypted("application/pkcs7-mime", smime_type="signed-data"),
        bytes(message(PGP.format("MESSAGE", "hQEMA"))),
    ],
)
def test_an_encrypted_message_has_no_words_and_says_so(data: bytes) -> None:
    found = opened(data)

    assert found.document.text == ""
    assert Notice.ENCRYPTED_MAIL in found.document.notices


def test_the_signature_round_the_words_goes_and_is_told() -> None:
    words = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nA clinic was struck.\n"

    found = opened(bytes(message(words + PGP.format("SIGNATURE", "iQEz"))))

    assert found.document.text == "A clinic was struck."
    assert Notice.SIGNED_MAIL in found.document.notices


@pytest.mark.parametrize(
    ("date_field", "sent"),
    [
        ("Tue, 03 Feb 2026 22:15:00 -0000", datetime(2026, 2, 3, 22, 15, tzinfo=UTC)),
        ("Tue, 03 Feb 2099 22:15:00 +0000", None),
        ("Tue, 03 Feb 2026 99:99:99 +9999", None),
        ("", None),
    ],
)
def test_a_date_is_believed_where_it_can_be_one(date_field: str, sent: datetime | None) -> None:
    letter = message()
    letter.replace_header("Date", date_field)

    assert opened(bytes(letter)).sent == sent


@settings(max_examples=60, deadline=None)
@given(head=st.binary(max_size=300), body=st.binary(max_size=200))
def test_whatever_follows_is_taken_apart_or_refused(head: bytes, body: bytes) -> None:
    asked = Request(declared_media=None, file_name="a.eml", today=TODAY, limits=Limits())
    try:
        found = open_mail(HEAD + head + b"\r\n\r\n" + body, asked)
    except Unreadable:
        return

    assert found is None or "\x00" not in found.document.text


def test_the_key_of_the_sender_is_no_part_of_the_words() -> None:
    key = PGP.format("PUBLIC KEY BLOCK", "a name and an address")

    found = opened(HEAD + b"\r\nIt was struck.\r\n" + key.encode() + b"At night.\r\n")

    assert found.document.text.split() == ["It", "was", "struck.", "At", "night."]


@pytest.mark.parametrize(
    ("kind", "card"),
    [
        ("application/octet-stream", "BEGIN:VCARD\nFN:A Witness\n".encode("utf-8-sig")),
        ("application/octet-stream", "BEGIN:VCARD\nFN:A Witness\n".encode("utf-16")),
        ("text/vcard", b"FN:A Witness\n"),
        ("text/calendar", b"ORGANIZER:A Witness\n"),
        ("text/rfc822-headers", b"From: A Witness\n"),
    ],
)
def test_what_says_who_somebody_is_stays_sealed_by_its_kind_too(kind: str, card: bytes) -> None:
    letter = message()
    main, sub = kind.split("/")
    letter.add_attachment(card, maintype=main, subtype=sub, filename="card")

    found = opened(bytes(letter))

    assert (found.attached, found.left_out) == ((), 1)
