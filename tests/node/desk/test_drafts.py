"""Writing what leaves: what is chosen, what stays, and what must not go."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from answerable.node.desk.choices import PlaceShare, QuestionChoice
from answerable.node.desk.errors import (
    BadInput,
    ChangedMeanwhile,
    LeaksRemain,
    NotPermitted,
    NotPossible,
)
from answerable.node.desk.models import Draft
from answerable.node.desk.services import drafts, figures, places, reports
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.places import Name
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    Desk,
    change,
    cleared,
    make_draft,
    make_incident,
    make_report,
    raise_on_paper,
)

WITNESS = "Samira Mansour"


def texts(preview: drafts.Preview) -> str:
    return str(preview.body) + str(preview.words)


def shown(draft: Draft) -> drafts.Preview:
    return drafts.preview(draft, at=NOW)


def test_only_what_was_chosen_leaves(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk, narrative="What the night nurse told us")
    draft = make_draft(desk, paper, about=[incident])

    assert "night nurse" not in texts(shown(draft))
    assert ("narrative", 1) in {(stay.kind, stay.count) for stay in shown(draft).stays}


def test_the_preview_is_what_is_sent(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    before = shown(draft)
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    after = shown(draft)

    assert (after.digest, after.body, after.words) == (before.digest, before.body, before.words)
    assert after.rendering == before.rendering


def test_a_chosen_place_is_told_no_finer_than_chosen(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)
    place = places.add_place(
        incident,
        names=[Name("سارل", "ar", "arabic"), Name("Sarel", "en")],
        latitude=Decimal("35.123456"),
        longitude=Decimal("-25.987654"),
        precision="exact",
        **desk.by(),
    )
    draft = make_draft(desk, paper, about=[incident])
    [share] = choice(draft).incidents
    told = PlaceShare(
        place=place.pk,
        names=tuple(place.names.values_list("pk", flat=True)),
        coordinates=True,
        precision="town",  # type: ignore[arg-type]
    )

    draft = change(desk, draft, incidents=(replaced(share, places=(told,)),))

    words = shown(draft).words
    assert words is not None
    assert words["facts"][0]["places"] == [
        {"name": "سارل", "latin": "Sarel", "lat": "35.12", "lon": "-25.99", "precision": "town"}
    ]


def test_unknown_is_told_as_unknown_and_not_as_zero(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)
    figures.add_figure(
        incident, Count("injured"), stated_by="Red Crescent", owner_role="ngo", **desk.by()
    )

    words = shown(make_draft(desk, paper, about=[incident])).words

    assert words is not None
    [figure] = words["facts"][0]["figures"]
    assert not {"low", "high"} & set(figure)


def test_what_our_own_sources_counted_is_not_preselected(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)
    figures.add_figure(incident, Count("killed", 2, 2), stated_by="The nurse", **desk.by())

    draft = make_draft(desk, paper, about=[incident])

    assert "The nurse" not in texts(shown(draft))


def test_what_is_missing_is_named_by_its_field(desk: Desk, paper: Channel) -> None:
    draft = drafts.start_inquiry([make_incident(desk)], paper, **desk.acts())

    problems = {problem.field: problem.code for problem in shown(draft).problems}

    assert problems == {"questions": "required"}
    assert shown(draft).digest == ""


def test_a_date_that_has_passed_is_refused(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper, reply_due=NOW - DAY)

    assert [problem.code for problem in shown(draft).problems] == ["due_is_past"]


def test_a_marking_above_the_terms_is_refused(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper, marking="red")

    with pytest.raises(BadInput) as refused:
        drafts.ask_clearance(draft, version=draft.version, **desk.by())

    assert refused.value.problems == {"marking": "marking_too_high"}


def test_what_two_people_type_is_not_overwritten(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    old = draft.version
    change(desk, draft, subject="First")

    with pytest.raises(ChangedMeanwhile):
        drafts.save(draft, choice(draft), version=old, **desk.by())


def test_an_investigator_may_write_and_not_send(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    drafts.save(draft, choice(draft), version=draft.version, by=desk.investigator, at=NOW)

    with pytest.raises(NotPermitted):
        drafts.waive_clearance(draft, "", reason="Alone", by=desk.investigator, at=NOW)


def marked(desk: Desk, text: str = f"What did {WITNESS} see?") -> Any:
    report = make_report(desk)
    reports.mark_phrase(report, WITNESS, **desk.by())
    return make_incident(desk, of=[report]), (QuestionChoice(text=text),)


@pytest.mark.parametrize(
    "written", [WITNESS, "Mansour Samira", "SAMIRA MANSOUR", "Самира Мансур", "Samira  Mansour"]
)
def test_a_witness_name_is_found_however_it_is_written(
    desk: Desk, paper: Channel, written: str
) -> None:
    incident, _questions = marked(desk)
    draft = make_draft(desk, paper, about=[incident], questions=(f"What did {written} see?",))

    with pytest.raises(LeaksRemain):
        drafts.ask_clearance(draft, version=draft.version, **desk.by())


def test_a_name_is_found_in_a_draft_that_is_not_complete(desk: Desk, paper: Channel) -> None:
    incident, questions = marked(desk)
    draft = make_draft(desk, paper, about=[incident], subject="")

    draft = change(desk, draft, questions=questions)

    assert shown(draft).problems
    assert [one.where for one in shown(draft).leaks] == ["questions.0.text"]


def test_a_name_that_comes_with_a_figure_is_found_too(desk: Desk, paper: Channel) -> None:
    incident, _questions = marked(desk)
    figures.add_figure(
        incident, Count("killed", 1, 1), stated_by=WITNESS, owner_role="expert", **desk.by()
    )

    draft = make_draft(desk, paper, about=[incident])

    assert [one.found for one in shown(draft).leaks] == [WITNESS]


def test_a_phrase_can_be_replaced(desk: Desk, paper: Channel) -> None:
    incident, questions = marked(desk)
    draft = change(desk, make_draft(desk, paper, about=[incident]), questions=questions)
    [finding] = shown(draft).leaks

    drafts.replace_phrase(draft, finding.key, "a nurse", version=draft.version, **desk.by())

    assert choice(draft).questions[0].text == "What did a nurse see?"
    assert shown(draft).is_sendable


def test_a_phrase_can_be_kept_with_a_reason(desk: Desk, paper: Channel) -> None:
    incident, questions = marked(desk)
    draft = change(desk, make_draft(desk, paper, about=[incident]), questions=questions)
    [finding] = shown(draft).leaks

    drafts.keep_phrase(
        draft, finding.key, reason="She asked for it", version=draft.version, **desk.by()
    )

    assert shown(draft).is_sendable
    assert [one.kept.reason for one in shown(draft).leaks if one.kept] == ["She asked for it"]


def test_a_decision_does_not_cover_another_place(desk: Desk, paper: Channel) -> None:
    incident, questions = marked(desk)
    draft = change(desk, make_draft(desk, paper, about=[incident]), questions=questions)
    [finding] = shown(draft).leaks
    drafts.keep_phrase(draft, finding.key, reason="Agreed", version=draft.version, **desk.by())

    draft = change(desk, draft, grounds=f"{WITNESS} said so")

    assert [one.where for one in shown(draft).open_leaks] == ["grounds"]


def test_a_draft_of_two_incidents_tells_them_apart(desk: Desk, paper: Channel) -> None:
    both = [make_incident(desk), make_incident(desk, title="Convoy")]

    draft = make_draft(desk, paper, about=both)

    body = shown(draft).body
    assert body is not None
    assert [one["id"] for one in body["incidents"]] == ["i1", "i2"]


def test_an_incident_without_a_date_cannot_be_raised(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk, start=None, time_precision="unknown")

    draft = make_draft(desk, paper, about=[incident])

    assert {one.code for one in shown(draft).problems} == {"incident_has_no_date"}


def test_nothing_can_be_said_in_an_observers_record(desk: Desk) -> None:
    record = ledger.create_record(title="Record", parties=[("a", "A"), ("b", "B")], at=NOW)

    with pytest.raises(NotPossible, match="observer_says_nothing"):
        drafts.start_inquiry([make_incident(desk)], record, **desk.acts())


def test_a_discarded_draft_is_not_edited_any_more(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    drafts.withdraw(draft, **desk.by())

    with pytest.raises(NotPossible, match="draft_is_not_editable"):
        drafts.save(draft, choice(draft), version=draft.version, **desk.by())


def test_sending_marks_the_incidents_as_raised(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)

    inquiry = raise_on_paper(desk, paper, about=[incident])

    incident.refresh_from_db()
    assert incident.status == "raised"
    assert incident.inquiry_links.get().thread == inquiry.thread


def test_a_paper_counterpart_is_not_signed_to(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))

    with pytest.raises(NotPossible, match="paper_channel"):
        drafts.send(draft, **desk.by())


def choice(draft: Draft) -> Any:
    return drafts.choice_of(draft)


def replaced(share: Any, **given: Any) -> Any:
    return msgspec.structs.replace(share, **given)
