"""Files with a draft under attack: whose hand was in it, what changed since, who sees what."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from django.test import Client

from answerable.casework.errors import ClearanceRefused
from answerable.casework.files import MOST_BYTES
from answerable.node.accounts.models import Membership, Role
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Compartment, Draft, DraftFile, DraftIncident, Exhibit
from answerable.node.desk.services import board, drafts
from answerable.node.desk.services.drafts import around, files
from answerable.node.ledger import services as ledger
from tests.extraction.test_cleaning import photograph
from tests.factories import NOW
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    cleared,
    make_draft,
    make_incident,
    make_kept,
)
from tests.node.desk.test_files import ABOUT, file_of, sent, upload

pytestmark = pytest.mark.usefixtures("evidence_folder")


def with_evidence(desk: Desk, other: Other) -> Draft:
    incident = make_incident(desk)
    kept = make_kept(desk, incident, photograph())
    Exhibit.objects.update(sending="cleaned_copy")
    draft = make_draft(desk, other.channel, about=[incident])
    files.attach_evidence(draft, kept, ABOUT, version=draft.version, **desk.by())
    return draft


def test_whoever_put_a_file_with_it_does_not_clear_it(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    Membership.objects.create(user=desk.clearer, office=desk.embassy, role=Role.OFFICER)
    files.attach_upload(draft, b"a", ABOUT, version=draft.version, by=desk.clearer, at=NOW)
    upload(desk, draft, b"b")
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    with pytest.raises(ClearanceRefused, match="same_person"):
        drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)

    assert drafts.can_clear(draft, desk.clearer) == []
    assert not board._to_clear(desk.clearer)


@pytest.mark.parametrize("since", ["stays here", "set aside", "of another case"])
def test_evidence_that_may_no_longer_be_sent_does_not_leave(
    desk: Desk, other: Other, since: str
) -> None:
    draft = cleared(desk, with_evidence(desk, other))
    if since == "stays here":
        Exhibit.objects.update(sending="no")
    elif since == "set aside":
        Exhibit.objects.update(set_aside_at=NOW, set_aside_by=desk.officer)
    else:
        DraftIncident.objects.all().delete()

    with pytest.raises(NotPossible, match="evidence_may_not_be_sent"):
        drafts.send(draft, **desk.by())

    draft.refresh_from_db()
    assert draft.state == "cleared"


def test_evidence_that_may_be_sent_leaves(desk: Desk, other: Other) -> None:
    assert file_of(sent(desk, with_evidence(desk, other))).subject == ABOUT.description


def test_other_words_do_not_make_a_text_too_large(desk: Desk, other: Other) -> None:
    draft = make_draft(desk, other.channel)
    made = upload(desk, draft, b"Zelda " * (MOST_BYTES // 6 - 1))

    with pytest.raises(BadInput) as refusal:
        files.replace_words(draft, "Zelda", "a person who was there")

    assert refusal.value.problems == {"replacement": "copy_too_large"}
    assert DraftFile.objects.get().size == made.size


def test_a_picture_that_is_erased_goes_from_a_draft_that_has_it_too(
    desk: Desk, other: Other
) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, photograph())
    inquiry = sent(desk, draft)
    again = make_draft(desk, other.channel)
    upload(desk, again, photograph())
    Draft.objects.filter(pk=again.pk).update(thread=inquiry.thread, kind="follow_up")
    leaf = file_of(inquiry).leaf
    [spot] = [
        one
        for one in ledger.erasures.spots(other.channel, leaf)
        if one.promise.media == "image/jpeg"
    ]

    told: dict[str, Any] = {"reason": "source_protection", "basis": "witness_protection"}
    request = ledger.erasures.ask(
        other.channel, leaf, "erase", commit=spot.target.commit, **told, **desk.acts(NOW + HOUR)
    )
    ledger.erasures.confirm(request, by=desk.clearer, office=desk.bureau, at=NOW + HOUR)

    assert not DraftFile.objects.exists()
    again.refresh_from_db()
    assert again.state == "withdrawn"


def test_a_reader_that_does_not_start_is_said_and_nothing_breaks(
    desk: Desk, other: Other, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(desk, other.channel)
    upload(desk, draft, photograph())
    inquiry = sent(desk, draft)
    new = make_draft(desk, other.channel)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    client.force_login(desk.officer)

    page = client.post(
        f"/drafts/{new.pk}/files/",
        {
            "file": io.BytesIO(photograph()),
            "description": "A wall",
            "marking": "amber",
            "version": new.version,
        },
    )
    picture = client.get(
        f"/inquiries/{inquiry.reference}/messages/{file_of(inquiry).leaf}/picture/"
    )

    assert "The reader does not start here" in page.content.decode()
    assert picture.status_code == 404
    assert not new.files.exists()


def test_the_address_of_evidence_is_shown_to_those_who_see_it(
    desk: Desk, other: Other, client: Client
) -> None:
    draft = with_evidence(desk, other)
    shown = f"/drafts/{draft.pk}/leaves/"
    client.force_login(desk.officer)
    assert "made from evidence" in client.get(shown).content.decode()

    shut = Compartment.objects.create(
        code="C-1", name="apart", opened_by=desk.officer, opened_at=NOW
    )
    incident = Exhibit.objects.get().incident
    type(incident).objects.update(compartment=shut)

    page = client.get(shown)
    assert page.status_code == 200
    assert "made from evidence" not in page.content.decode()


@pytest.mark.parametrize("version", [2**70, -5])
def test_a_text_kept_beside_a_draft_is_of_a_version_that_there_was(
    desk: Desk, other: Other, version: int
) -> None:
    draft = make_draft(desk, other.channel)

    around.keep_copy(draft, drafts.choice_of(draft), version=version, **desk.by())

    assert all(1 <= one.version <= draft.version for one in draft.copies.all())
