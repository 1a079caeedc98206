"""Translations stay beside the text: who made them, what changed since, and which may go along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from answerable.casework.rendering import Rendering, render
from answerable.node.accounts import trail
from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.errors import (
    BadInput,
    ChangedMeanwhile,
    LeaksRemain,
    NotPermitted,
    NotPossible,
)
from answerable.node.desk.models import Draft, Message, ProtectedPhrase, Translation
from answerable.node.desk.services import compartments, discretion, drafts, translations
from answerable.node.desk.services.forgetting import forget
from answerable.node.desk.services.translations import Made, Shown
from answerable.node.ledger.forgetting import Forgotten
from answerable.node.ledger.models import Channel, Content, Entry
from tests.factories import NOW, make_user
from tests.node.desk.factories import (
    Desk,
    change,
    cleared,
    make_draft,
    make_incident,
    make_paper,
    make_signed,
    raise_on_paper,
)

MADE = Made("uk", "Bureau of translations", NOW.date(), maker_kind="office")


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def paper(desk: Desk) -> Channel:
    return make_paper(desk)


def said_by(draft: Draft) -> Rendering:
    """Return a draft as it reads."""
    said = drafts.preview(draft, at=NOW).rendering
    assert said is not None
    return said


def key_of(said: Rendering, text: str) -> str:
    """Return the key of a text."""
    return next(one.key for one in translations.originals(said) if one.text == text)


def translated(
    desk: Desk, of: Draft | Message, said: Rendering, text: str = "Що сталося?", **given: Any
) -> Translation:
    """Translate the first question."""
    made = given.pop("made", MADE)
    texts = given.pop("texts", {key_of(said, "What happened?"): text})
    return translations.add(of, said, texts, made, **desk.acts(), **given)


def listed(desk: Desk, draft: Draft) -> list[Shown]:
    """Return the translations of a draft as a page shows them."""
    rows = translations.of_draft(desk.officer, draft)
    return translations.shown(rows, translations.originals(said_by(draft)))


def test_every_text_of_a_message_can_be_translated_and_no_code(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper, grounds="Both are bound.")

    texts = [one.text for one in translations.originals(said_by(draft))]

    assert {"Attack on a clinic", "What happened?", "Both are bound."} <= set(texts)
    assert not {"en", "amber", draft.reference} & set(texts)


def test_a_translation_says_who_made_it_and_stands_beside_the_text(
    desk: Desk, paper: Channel
) -> None:
    draft = make_draft(desk, paper)

    translated(
        desk, draft, said_by(draft), made=Made("uk", "A. Translator", NOW.date(), way="machine")
    )

    [one] = listed(desk, draft)
    assert [(pair.original.text, pair.text) for pair in one.pairs] == [
        ("What happened?", "Що сталося?")
    ]
    assert (one.translation.maker, one.translation.way) == ("A. Translator", "machine")
    assert not one.is_stale


def test_it_is_said_when_the_text_has_changed_since(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    said = said_by(draft)
    texts = {one.key: "…" for one in translations.originals(said)}
    translated(desk, draft, said, texts=texts)

    change(desk, draft, subject="Attack on two clinics")

    [one] = listed(desk, draft)
    assert one.is_stale
    assert {pair.original.text for pair in one.pairs if pair.is_stale} == {"Attack on two clinics"}


def test_what_was_translated_as_a_draft_stands_beside_the_message(
    desk: Desk, paper: Channel
) -> None:
    inquiry = raise_on_paper(desk, paper)
    draft = Draft.objects.get(sent_leaf=inquiry.raised_leaf)
    message = inquiry.messages.get()
    translated(desk, draft, said_by(draft))

    rows = translations.of_message(desk.officer, message)
    said = render(message.kind, message.body, message.words)

    [one] = translations.shown(rows, translations.originals(said))
    assert not one.is_stale
    [newest] = translations.newest(desk.officer)
    assert vars(newest)["of"] == message.leaf


def test_a_correction_is_a_new_version_and_the_old_one_is_kept(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    first = translated(desk, draft, said_by(draft))

    second = translated(desk, draft, said_by(draft), "Що трапилося?", replaces=first)

    [one] = listed(desk, draft)
    assert one.translation == second
    assert second.version == 2
    assert [old.texts.get().text for old in one.earlier] == ["Що сталося?"]
    with pytest.raises(ChangedMeanwhile):
        translated(desk, draft, said_by(draft), "Інакше", replaces=first)


@pytest.mark.parametrize(
    ("texts", "made", "field"),
    [
        ({}, MADE, "texts"),
        ({"no such text": "x"}, MADE, "texts"),
        ({"message//subject/1": "\u202e"}, MADE, "texts"),
        (None, Made("uk", "  ", NOW.date()), "maker"),
        (None, Made("uk", "A", NOW.date() + timedelta(days=2)), "made_on"),
    ],
)
def test_what_says_nothing_or_not_by_whom_is_refused(
    desk: Desk, paper: Channel, texts: dict[str, str] | None, made: Made, field: str
) -> None:
    draft = make_draft(desk, paper)
    given: dict[str, Any] = {} if texts is None else {"texts": texts}

    with pytest.raises(BadInput) as refused:
        translated(desk, draft, said_by(draft), made=made, **given)

    assert field in refused.value.problems
    assert not Translation.objects.exists()


def test_what_would_turn_its_neighbours_round_is_taken_out(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)

    row = translated(desk, draft, said_by(draft), "left\u202e\x00 right")

    assert row.texts.get().text == "left right"


def test_what_no_page_holds_is_refused(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)

    with pytest.raises(BadInput):
        translated(desk, draft, said_by(draft), "x" * 20_001)


def test_a_clearer_of_another_office_lets_it_go_along(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))
    translated(desk, draft, said_by(draft))
    [one] = listed(desk, draft)

    with pytest.raises(NotPermitted):
        translations.clear(one, draft, **desk.acts())
    translations.clear(one, draft, by=desk.clearer, office=desk.bureau, at=NOW)

    [again] = listed(desk, draft)
    assert again.is_cleared
    with pytest.raises(ChangedMeanwhile):
        translations.clear(again, draft, by=desk.clearer, office=desk.bureau, at=NOW)


def test_a_clearer_of_its_own_office_does_not(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    translated(desk, draft, said_by(draft))
    [one] = listed(desk, draft)
    colleague = make_user("nadia", Role.CLEARER)

    with pytest.raises(NotPossible) as refused:
        translations.clear(one, draft, by=colleague, office=desk.embassy, at=NOW)

    assert refused.value.code == "translation_cleared_by_its_author"


def test_a_protected_name_in_a_translation_is_found(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)
    ProtectedPhrase.objects.create(
        incident=incident, phrase="Оріана", is_name=True, marked_by=desk.officer, marked_at=NOW
    )
    draft = make_draft(desk, paper, about=[incident])
    translated(desk, draft, said_by(draft), "Що бачила Оріана?")
    [one] = listed(desk, draft)

    with pytest.raises(LeaksRemain):
        translations.clear(one, draft, by=desk.clearer, office=desk.bureau, at=NOW)


def test_a_translation_of_what_stood_there_before_is_not_cleared(
    desk: Desk, paper: Channel
) -> None:
    draft = make_draft(desk, paper)
    said = said_by(draft)
    translated(desk, draft, said, texts={key_of(said, "Attack on a clinic"): "Напад"})
    change(desk, draft, subject="Other")
    [one] = listed(desk, draft)

    with pytest.raises(NotPossible) as refused:
        translations.clear(one, draft, by=desk.clearer, office=desk.bureau, at=NOW)

    assert refused.value.code == "translation_is_stale"


def test_it_never_leaves_by_the_channel(desk: Desk) -> None:
    channel, _peer = make_signed(desk)
    draft = make_draft(desk, channel)
    translated(desk, draft, said_by(draft), "Канарка")

    drafts.send(cleared(desk, draft), **desk.by())

    held = [bytes(row.data) for row in Entry.objects.all()]
    held += [bytes(row.record or b"") for row in Content.objects.all()]
    assert not any("Канарка".encode() in data for data in held)


def test_it_goes_with_the_text_when_that_is_erased(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)
    message = inquiry.messages.get()
    said = render(message.kind, message.body, message.words)
    translated(desk, message, said)
    translated(desk, Draft.objects.get(), said)

    forget(
        Forgotten(
            channel=paper,
            origin=message.origin,
            index=message.index,
            leaf=message.leaf,
            thread=inquiry.thread,
            commit="",
            ours=True,
            media=None,
            data=None,
            at=NOW,
        )
    )

    assert not Translation.objects.exists()


def test_the_trail_holds_no_word_of_it(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)

    translated(desk, draft, said_by(draft))

    event = AuditEvent.objects.get(verb="translation kept")
    assert event.subject_id == str(draft.pk)
    assert "Bureau" not in str(event.details)


def test_the_trail_tells_nobody_outside_of_a_message_that_a_compartment_keeps(
    desk: Desk, paper: Channel
) -> None:
    inquiry = raise_on_paper(desk, paper)
    message = inquiry.messages.get()
    translated(desk, message, render(message.kind, message.body, message.words))
    auditor = make_user("vera", Role.AUDITOR, office="audit")
    room = compartments.open_compartment(name="Referral", **desk.by())

    compartments.put(inquiry, room, **desk.by())

    event = AuditEvent.objects.get(verb="translation kept")
    assert (event.subject_id, event.details) == (message.leaf, {"thread": inquiry.thread})
    [line] = trail.shown([event], auditor)
    assert line.is_withheld
    assert (line.subject, line.details) == ("", {})
    named = frozenset({("message", message.leaf), ("thread", inquiry.thread)})
    assert set(discretion.hidden(auditor, named)) == named
