"""Files go with a message as cleaned copies, cleared with it, signed, and erased like its words."""

from __future__ import annotations

import io
import zipfile
from contextlib import nullcontext
from typing import Any

import pytest
from PIL import Image

from answerable.casework.files import MOST_BYTES
from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, LeaksRemain, NotPossible
from answerable.node.desk.models import (
    Clearance,
    Draft,
    DraftFile,
    Exhibit,
    Inquiry,
    ProtectedPhrase,
)
from answerable.node.desk.services import correspondence, drafts, story, threads
from answerable.node.desk.services.drafts import files
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel, Content, Promise
from answerable.node.ledger.pouches.choosing import Choice, choose
from answerable.node.ledger.publishing import publish
from tests.extraction.test_cleaning import OWNER, drawing, photograph
from tests.factories import NOW
from tests.node.desk import erasing
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    cleared,
    make_draft,
    make_incident,
    make_kept,
    raise_signed,
)

pytestmark = pytest.mark.usefixtures("evidence_folder")

ABOUT = files.About("The east wall of the clinic", "amber")


def upload(desk: Desk, draft: Draft, data: bytes, about: files.About = ABOUT) -> DraftFile:
    return files.attach_upload(draft, data, about, version=draft.version, **desk.by())


def sent(desk: Desk, draft: Draft) -> Inquiry:
    return drafts.send(cleared(desk, draft), **desk.by())


def file_of(inquiry: Inquiry) -> story.StoryItem:
    [found] = [one for one in story.of(inquiry) if one.kind == "attach"]
    return found


def test_a_picture_goes_as_a_copy_without_owner_and_place(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, photograph())

    inquiry = sent(desk, draft)

    file = file_of(inquiry)
    media, data = ledger.file_of(other.channel, file.leaf)
    assert media == "image/jpeg"
    assert OWNER.encode() not in data
    assert not Image.open(io.BytesIO(data)).getexif()
    assert file.subject == "The east wall of the clinic"
    assert file.goes_with == inquiry.raised_leaf
    [raised] = [one for one in story.of(inquiry) if one.leaf == inquiry.raised_leaf]
    assert [one.leaf for one in raised.files] == [file.leaf]
    # The log alone holds it now.
    assert not DraftFile.objects.exists()


def test_only_the_salted_commitment_and_a_size_class_are_said_of_a_file(
    desk: Desk, other: Other
) -> None:
    draft = make_draft(desk, other.channel)
    made = upload(desk, draft, photograph())
    inquiry = sent(desk, draft)

    spoken = threads.read(other.channel, inquiry.thread).spoken[-1]
    assert spoken.body == {"marking": "amber"}
    promised = list(Promise.objects.filter(index=spoken.entry.index).order_by("pk"))
    assert [one.media for one in promised] == [
        "application/vnd.answerable.words.v1+json",
        "image/jpeg",
    ]
    assert made.sha256 not in AuditEvent.objects.latest("pk").details


def test_evidence_is_sent_only_where_its_page_allows_and_its_custody_says_so(
    desk: Desk, other: Other
) -> None:
    incident = make_incident(desk)
    kept = make_kept(desk, incident, photograph())
    draft = make_draft(desk, other.channel, about=[incident])

    def attach() -> DraftFile:
        return files.attach_evidence(draft, kept, ABOUT, version=draft.version, **desk.by())

    with pytest.raises(NotPossible, match="evidence_may_not_be_sent"):
        attach()
    Exhibit.objects.update(sending="cleaned_copy")
    made = attach()

    assert made.exhibit == kept
    assert [one.kind for one in kept.custody.all()] == ["added", "cleaned_copy"]


@pytest.mark.parametrize(
    "changed", [{"is_kept": True, "marking": "red"}, {"set_aside": True}, {"elsewhere": True}]
)
def test_evidence_of_another_case_set_aside_or_marked_higher_is_not_sent(
    desk: Desk, other: Other, changed: dict[str, Any]
) -> None:
    incident = make_incident(desk)
    kept = make_kept(desk, incident, photograph())
    Exhibit.objects.update(sending="cleaned_copy")
    draft = make_draft(desk, other.channel, about=[incident])
    if "marking" in changed:
        Exhibit.objects.update(marking="red")
    elif "set_aside" in changed:
        Exhibit.objects.update(set_aside_at=NOW, set_aside_by=desk.officer)
    else:
        Exhibit.objects.update(incident=make_incident(desk))

    with pytest.raises(NotPossible, match="evidence_may_not_be_sent"):
        files.attach_evidence(draft, kept, ABOUT, version=draft.version, **desk.by())


def test_a_file_is_not_marked_below_the_evidence_that_it_was_made_from(
    desk: Desk, other: Other
) -> None:
    incident = make_incident(desk)
    kept = make_kept(desk, incident, photograph())
    Exhibit.objects.update(sending="cleaned_copy", marking="amber")
    draft = make_draft(desk, other.channel, about=[incident])
    low = files.About("The wall", "green")
    with pytest.raises(BadInput) as refusal:
        files.attach_evidence(draft, kept, low, version=draft.version, **desk.by())
    made = files.attach_evidence(draft, kept, ABOUT, version=draft.version, **desk.by())
    with pytest.raises(BadInput):
        files.change(draft, made, low, version=draft.version, **desk.by())
    assert refusal.value.problems == {"marking": "marking_below_evidence"}
    DraftFile.objects.update(marking="green")

    for marking, is_refused in (("amber", True), ("green", False), ("amber", True)):
        Exhibit.objects.update(marking=marking)
        with pytest.raises(NotPossible, match="below_evidence") if is_refused else nullcontext():
            if draft.state == "editing":
                drafts.ask_clearance(draft, version=draft.version, **desk.by())
            else:
                drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)
    assert draft.state == "awaiting_clearance"


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_is_empty"),
        (b"From: amal@example.org\nSubject: x\n\nx", "not_cleaned_unsupported_type"),
        (b"%PDF-1.7 and so on", "not_cleaned_unsupported_type"),
        (b"<html><script>alert(1)</script>", "not_cleaned_unsupported_type"),
        (b"\xff\xd8\xff\xe0 no picture", "not_cleaned_damaged"),
        (b"MZ\x00\x01", "not_cleaned_unsupported_type"),
        (b"a" * (files.MOST_UPLOADED + 1), "file_too_large_to_clean"),
        (b"a" * (MOST_BYTES + 1), "copy_too_large"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(
    desk: Desk, other: Other, data: bytes, code: str
) -> None:
    draft = make_draft(desk, other.channel)

    with pytest.raises(BadInput) as refusal:
        upload(desk, draft, data)

    assert refusal.value.problems == {"file": code}
    assert not DraftFile.objects.exists()


def test_an_office_document_with_a_macro_is_refused(desk: Desk, other: Other) -> None:
    with pytest.raises(BadInput) as refusal:
        upload(desk, make_draft(desk, other.channel), docx())

    assert refusal.value.problems == {"file": "not_cleaned_unsupported_type"}


def test_a_picture_that_unpacks_to_too_much_is_refused(desk: Desk, other: Other) -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")

    with pytest.raises(BadInput) as refusal:
        upload(desk, make_draft(desk, other.channel), out.getvalue())

    assert refusal.value.problems == {"file": "not_cleaned_too_much_memory"}


def test_a_file_is_not_marked_above_the_channel(desk: Desk, other: Other) -> None:
    with pytest.raises(BadInput) as refusal:
        upload(desk, make_draft(desk, other.channel), b"words", files.About("x", "red"))

    assert refusal.value.problems == {"marking": "marking_too_high"}


def test_a_description_that_turns_the_reading_round_is_made_plain(desk: Desk, other: Other) -> None:
    about = files.About("clinic\u202egpj.exe ../../etc\x00", "amber")

    assert upload(desk, make_draft(desk, other.channel), b"x", about).description == (
        "clinicgpj.exe ../../etc"
    )
    with pytest.raises(BadInput):
        upload(desk, Draft.objects.get(), b"x", files.About(" \u202e ", "amber"))


def test_no_files_go_with_a_request_or_on_paper(desk: Desk, other: Other, paper: Channel) -> None:
    with pytest.raises(NotPossible, match="no_files_on_paper"):
        upload(desk, make_draft(desk, paper), b"words")

    inquiry = raise_signed(desk, other.channel)
    asked = drafts.start("information_request", inquiry, **desk.acts())
    with pytest.raises(NotPossible, match="kind_carries_no_files"):
        upload(desk, asked, b"words")


def test_at_most_eight_files_go_with_a_message(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    first = upload(desk, draft, b"words")
    DraftFile.objects.bulk_create(
        DraftFile(
            **{
                f.attname: getattr(first, f.attname)
                for f in DraftFile._meta.concrete_fields
                if f.name not in ("id", "number")
            },
            number=n,
        )
        for n in range(2, 9)
    )

    with pytest.raises(NotPossible, match="too_many_files"):
        upload(desk, draft, b"words")


def test_a_change_of_a_file_voids_the_clearance(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    file = upload(desk, draft, b"words of a witness")
    cleared(desk, draft)
    was = draft.digest

    files.change(
        draft, file, files.About("The west wall", "amber"), version=draft.version, **desk.by()
    )

    assert draft.state == "editing"
    assert Clearance.objects.filter(draft=draft, kind="voided", digest=was).exists()
    cleared(desk, draft)
    assert draft.digest != was
    files.take_out(draft, file, version=draft.version, **desk.by())
    assert (draft.state, draft.files.count()) == ("editing", 0)


def test_a_copy_that_is_not_what_was_cleared_does_not_leave(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, b"words")
    cleared(desk, draft)
    DraftFile.objects.update(data=b"other words")

    with pytest.raises(NotPossible, match="file_was_changed"):
        drafts.send(draft, **desk.by())

    draft.refresh_from_db()
    DraftFile.objects.update(data=b"words", description="Something else")
    with pytest.raises(NotPossible, match="draft_is_not_cleared"):
        drafts.send(draft, **desk.by())
    assert not Inquiry.objects.exists()


def test_whoever_was_overtaken_adds_nothing(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    with pytest.raises(ChangedMeanwhile):
        files.attach_upload(draft, b"words", ABOUT, version=draft.version - 1, **desk.by())

    assert not DraftFile.objects.exists()


def test_words_in_a_file_and_about_it_are_searched_and_can_be_replaced(
    desk: Desk, other: Other
) -> None:
    incident = make_incident(desk)
    ProtectedPhrase.objects.create(
        incident=incident, phrase="Samira Dorvelle", is_name=True, marked_by=desk.officer,
        marked_at=NOW,
    )  # fmt: skip
    draft = make_draft(desk, other.channel, about=[incident])
    upload(
        desk,
        draft,
        b"Seen by Samira Dorvelle at noon.",
        files.About("Note of Samira Dorvelle", "amber"),
    )

    leaks = drafts.preview(draft, at=NOW).open_leaks
    assert [one.where for one in leaks] == ["file[0]", "file[0].text"]
    with pytest.raises(LeaksRemain):
        drafts.ask_clearance(draft, version=draft.version, **desk.by())

    drafts.replace_phrase(draft, leaks[0].key, "a witness", version=draft.version, **desk.by())

    file = draft.files.get()
    assert file.description == "Note of a witness"
    assert bytes(file.data) == b"Seen by a witness at noon."
    assert not drafts.preview(draft, at=NOW).open_leaks
    assert sent(desk, draft)


def test_a_finding_in_a_file_is_kept_with_a_reason(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, b"Write to amal@clinic.example about it.")
    [seen] = drafts.preview(draft, at=NOW).open_seen

    drafts.keep_phrase(
        draft, seen.key, reason="A public address", version=draft.version, **desk.by()
    )

    assert drafts.preview(draft, at=NOW).is_sendable


def test_a_discarded_draft_keeps_no_copy(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, drawing())

    drafts.withdraw(draft, **desk.by())

    assert not DraftFile.objects.exists()


def test_a_file_is_erased_and_then_its_description(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, photograph())
    inquiry = sent(desk, draft)
    leaf = file_of(inquiry).leaf
    words, file = ledger.erasures.spots(other.channel, leaf)

    for spot in (file, words):
        request = ledger.erasures.ask(
            other.channel, leaf, "erase", reason=erasing.ERASE["reason"],
            basis=erasing.ERASE["basis"], commit=spot.target.commit,
            **desk.acts(NOW + HOUR),
        )  # fmt: skip
        ledger.erasures.confirm(request, by=desk.clearer, office=desk.bureau, at=NOW + HOUR)

    assert set(
        Content.objects.filter(promises__index=file.target.index).values_list("state", "record")
    ) == {("redacted", None)}
    with pytest.raises(ledger.NoSuchMessage):
        ledger.file_of(other.channel, leaf)
    item = file_of(inquiry)
    assert item.file is not None
    assert (item.file.state, item.subject) == ("redacted", "")
    # The inquiry itself stands.
    assert Inquiry.objects.get().subject == "Attack on a clinic"


def test_a_pouch_takes_the_file_along_with_the_words(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, photograph())
    sent(desk, draft)
    publish(other.channel, ledger.channels.our_log(other.channel).origin)

    # The words of the inquiry, those of the file, and the file.
    assert choose(other.channel, Choice()).contents == 3


def test_a_file_is_taken_back_with_its_message(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, b"words")
    inquiry = sent(desk, draft)

    correspondence.withdraw(inquiry, reason="error", **desk.acts(NOW + HOUR))

    assert file_of(inquiry).withdrawn
