"""What came in waits in one queue until somebody decides; each decision says who, when and why."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk import projector
from answerable.node.desk.codes import Screening
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import (
    Arrival,
    Compartment,
    CompartmentMember,
    Folder,
    IncidentReport,
    Inquiry,
    Report,
    TriageDecision,
)
from answerable.node.desk.services import correspondence, places, triage
from answerable.node.desk.services.triage import Filter, Place, chosen, hints
from answerable.node.desk.services.triage.queue import PER_PAGE
from answerable.node.jobs import queue as jobs
from answerable.node.vault.codes import QuestionState
from answerable.node.vault.models import SourceQuestion, SourceReport
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import keys, questions, sources
from answerable.safekeeping import sealed
from tests.factories import NOW, make_office, make_user, on_a_page
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    make_incident,
    make_report,
    raise_body,
    raise_words,
)

TODAY = NOW.date()
THREAD = "a" * 32


def waiting(user: User, *, today: date = TODAY, **wanted: str) -> list[str]:
    """Return the names of what stands in the person's inbox."""
    return [str(one) for one in triage.page(user, Filter(**wanted), today=today).things]


def asked_by_them(other: Other, **given: Any) -> Arrival:
    """Have the other side ask us something; return it as it stands in the inbox."""
    other.say(THREAD, raise_body(**given), words=raise_words())
    other.arrive(NOW + HOUR)
    return Arrival.objects.get()


def verbs() -> list[str]:
    return [event.verb for event in AuditEvent.objects.filter(verb__startswith="triage")]


# What waits.


def test_the_oldest_report_stands_first_and_an_urgent_message_before_all(
    desk: Desk, other: Other
) -> None:
    first, second = make_report(desk), make_report(desk)

    message = asked_by_them(other, urgency="immediate", reply_due=NOW + 8 * HOUR)

    assert waiting(desk.officer) == [str(message), str(first), str(second)]


def test_what_we_say_ourselves_is_nobody_s_inbox(desk: Desk, other: Other) -> None:
    asked_by_them(other)

    assert [one.kind for one in Arrival.objects.all()] == ["raise"]


def test_a_rebuild_puts_nothing_into_the_inbox_again(desk: Desk, other: Other) -> None:
    message = asked_by_them(other)
    triage.finish(chosen(message), **desk.by())

    projector.rebuild(at=NOW + DAY)

    assert waiting(desk.officer) == []
    assert Arrival.objects.count() == 1


def test_what_our_side_answers_leaves_the_inbox_by_itself(desk: Desk, other: Other) -> None:
    message = asked_by_them(other)

    correspondence.acknowledge(Inquiry.objects.get(), **desk.acts(NOW + 2 * HOUR))

    message.refresh_from_db()
    assert message.done_at == NOW + 2 * HOUR
    assert message.done_by is None
    decision = TriageDecision.objects.get()
    assert (decision.deed, decision.by) == ("answered", None)


def test_a_page_begins_where_the_one_before_it_ended(desk: Desk, other: Other) -> None:
    names = [str(make_report(desk)) for _ in range(PER_PAGE + 3)]
    message = asked_by_them(other)

    first = triage.page(desk.officer, Filter(), today=TODAY)
    assert first.after is not None
    again = Place.parse(str(first.after))
    second = triage.page(desk.officer, Filter(), today=TODAY, after=again)

    assert [str(one) for one in (*first.things, *second.things)] == [*names, str(message)]
    assert second.after is None


@pytest.mark.parametrize(
    "text", ["", "x", "2-1-r-1", "1-99999999999999999999-r-1", "1-1-r-", "١-1-r-1"]
)
def test_a_place_that_nobody_wrote_is_none(text: str) -> None:
    assert Place.parse(text) is None


def test_an_office_sees_its_own_what_is_under_it_and_nobody_s(desk: Desk) -> None:
    section = make_office("section", parent=desk.embassy)
    names = [str(make_report(desk)) for _ in range(4)]
    for name, office in zip(names, (desk.embassy, section, desk.bureau, None), strict=True):
        Report.objects.filter(receipt_number=name).update(office=office)

    assert waiting(desk.officer) == [names[0], names[1], names[3]]
    assert waiting(desk.officer, office="section") == [names[1]]
    assert waiting(desk.officer, office="none") == [names[3]]
    assert waiting(desk.officer, office="all") == names
    assert waiting(desk.officer, office="bureau") == []
    assert triage.count(desk.officer, today=TODAY) == 3


def test_a_message_belongs_to_the_office_of_its_case(desk: Desk, other: Other) -> None:
    message = asked_by_them(other)
    Folder.objects.create(channel=other.channel, thread=THREAD, office=desk.bureau)

    assert waiting(desk.officer) == []
    assert waiting(desk.officer, office="all") == [str(message)]


def test_kinds_are_told_apart(desk: Desk, other: Other) -> None:
    report, message = make_report(desk), asked_by_them(other)

    assert waiting(desk.officer, kind="report") == [str(report)]
    assert waiting(desk.officer, kind="message") == [str(message)]
    assert waiting(desk.officer, kind="raise") == [str(message)]
    assert waiting(desk.officer, kind="response") == []


def test_what_is_in_a_compartment_is_not_there_nor_counted(desk: Desk, other: Other) -> None:
    report, message = make_report(desk), asked_by_them(other)
    room = Compartment.objects.create(
        code="C-1", name="Room", opened_by=desk.investigator, opened_at=NOW
    )
    CompartmentMember.objects.create(
        compartment=room, user=desk.investigator, added_by=desk.investigator, added_at=NOW
    )
    Report.objects.filter(pk=report.pk).update(compartment=room)
    Folder.objects.create(channel=other.channel, thread=THREAD, compartment=room)

    assert waiting(desk.officer, office="all") == []
    assert triage.count(desk.officer, today=TODAY) == 0
    assert triage.find([f"{one.thing}.{one.token}" for one in chosen(report)], desk.officer) is None
    assert (
        triage.find([f"{one.thing}.{one.token}" for one in chosen(message)], desk.officer) is None
    )
    assert len(waiting(desk.investigator)) == 2
    with pytest.raises(NotPossible, match="person_does_not_see_it"):
        triage.assign(chosen(report), person=desk.officer, by=desk.investigator, at=NOW)


# What is decided.


def test_a_report_given_to_a_person_leaves_the_others_queue(desk: Desk) -> None:
    report = make_report(desk)

    triage.assign(chosen(report), person=desk.investigator, reason="Hers", **desk.by())

    assert waiting(desk.officer) == []
    assert waiting(desk.officer, show="others") == [str(report)]
    assert waiting(desk.investigator) == waiting(desk.investigator, show="mine") == [str(report)]
    decision = TriageDecision.objects.get()
    assert (decision.by, decision.at, decision.reason) == (desk.officer, NOW, "Hers")
    event = AuditEvent.objects.get(verb="triage: assigned")
    assert event.details == {"decision": decision.pk, "person": desk.investigator.pk}


def test_a_report_and_a_message_are_given_to_an_office(desk: Desk, other: Other) -> None:
    report, message = make_report(desk), asked_by_them(other)

    triage.assign(chosen(report, message), office=desk.bureau, **desk.by())

    report.refresh_from_db()
    assert report.office == desk.bureau
    assert Folder.objects.get().office == desk.bureau
    assert waiting(desk.officer) == []


def test_two_messages_of_one_case_are_given_together_and_taken_back(
    desk: Desk, other: Other
) -> None:
    asked_by_them(other)
    other.say(THREAD, {"not": "read here"}, kind="session", at=NOW + 2 * HOUR)
    other.arrive(NOW + 2 * HOUR)
    first, second = Arrival.objects.order_by("pk")
    here, there = (one.memberships.get().office for one in (desk.officer, desk.clearer))
    triage.assign(chosen(first), office=here, by=desk.officer, at=NOW + DAY)

    done = triage.assign(chosen(first, second), office=there, by=desk.officer, at=NOW + DAY)

    assert (done.decided, done.left) == ([str(first), str(second)], [])
    assert Folder.objects.get().office == there
    back = triage.undo(
        triage.decided_in(done.batch, desk.officer), by=desk.officer, at=NOW + DAY + HOUR
    )
    assert (back.left, Folder.objects.get().office) == ([], here)


@pytest.mark.parametrize(
    "day", [datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(1, 1, 1, 1, tzinfo=UTC)]
)
def test_a_report_of_the_first_or_last_day_has_its_line(desk: Desk, day: datetime) -> None:
    report = make_report(desk)
    Report.objects.filter(pk=report.pk).update(published_at=day, published_precision="minute")
    report.refresh_from_db()

    assert hints.around([report], desk.officer)[str(report)] == []


def test_somebody_is_named_and_does_triage(desk: Desk) -> None:
    report = make_report(desk)

    with pytest.raises(BadInput):
        triage.assign(chosen(report), **desk.by())
    with pytest.raises(BadInput):
        triage.assign(chosen(report), person=desk.clearer, **desk.by())
    assert not TriageDecision.objects.exists()


def test_what_is_put_away_is_back_on_its_day(desk: Desk) -> None:
    report = make_report(desk)

    triage.snooze(chosen(report), TODAY + timedelta(3), today=TODAY, **desk.by())

    assert waiting(desk.officer, today=TODAY + timedelta(2)) == []
    assert waiting(desk.officer, today=TODAY + timedelta(2), show="snoozed") == [str(report)]
    assert waiting(desk.officer, today=TODAY + timedelta(3)) == [str(report)]
    assert triage.count(desk.officer, today=TODAY) == 0


def test_nothing_is_put_away_until_today(desk: Desk) -> None:
    with pytest.raises(BadInput):
        triage.snooze(chosen(make_report(desk)), TODAY, today=TODAY, **desk.by())


def test_out_of_scope_has_a_reason_of_the_list_and_another_one_has_words(desk: Desk) -> None:
    first, second = make_report(desk), make_report(desk)

    triage.put_out_of_scope(chosen(first), "no_event", **desk.by())
    with pytest.raises(BadInput):
        triage.put_out_of_scope(chosen(second), "other", reason=" ", **desk.by())

    first.refresh_from_db()
    assert first.screening == Screening.OUT_OF_SCOPE
    assert TriageDecision.objects.get().code == "no_event"
    assert waiting(desk.officer) == [str(second)]


def test_a_report_is_linked_or_opens_an_incident(desk: Desk) -> None:
    incident, one, two, three = make_incident(desk), *(make_report(desk) for _ in range(3))

    triage.link(chosen(one), incident, reason="Same street", **desk.by())
    opened, done = triage.open_incident(
        chosen(two, three), title="Market", kind="attack", **desk.acts()
    )

    assert done.decided == [str(two), str(three)]
    assert set(opened.reports.all()) == {two, three}
    assert IncidentReport.objects.get(report=one).incident == incident
    assert waiting(desk.officer) == []
    assert set(TriageDecision.objects.values_list("deed", flat=True)) == {"linked", "opened"}


def test_a_duplicate_names_the_other(desk: Desk) -> None:
    one, two = make_report(desk), make_report(desk)

    triage.mark_duplicate(chosen(two), one, **desk.by())

    two.refresh_from_db()
    assert two.duplicate_of == one


def test_a_message_is_taken_up_and_dealt_with(desk: Desk, other: Other) -> None:
    message = asked_by_them(other)

    triage.take_up(chosen(message), **desk.by())
    assert waiting(desk.investigator) == []
    message.refresh_from_db()
    triage.finish(chosen(message), reason="Read", **desk.by())

    assert waiting(desk.officer) == []
    assert verbs() == ["triage: taken_up", "triage: done"]


def test_what_fits_only_the_one_is_refused_for_the_other(desk: Desk, other: Other) -> None:
    report, message = make_report(desk), asked_by_them(other)

    with pytest.raises(NotPossible, match="only_for_messages"):
        triage.finish(chosen(report), **desk.by())
    with pytest.raises(NotPossible, match="only_for_reports"):
        triage.put_out_of_scope(chosen(message), "no_event", **desk.by())


DEEDS: list[Callable[[list[triage.Chosen], dict[str, Any]], Any]] = [
    lambda it, by: triage.take_up(it, **by),
    lambda it, by: triage.snooze(it, TODAY + timedelta(1), today=TODAY, **by),
    lambda it, by: triage.put_out_of_scope(it, "no_event", **by),
    lambda it, by: triage.ask_source(it, "When?", TODAY + timedelta(1), today=TODAY, **by),
]


@pytest.mark.parametrize("deed", DEEDS)
def test_whose_role_does_no_triage_decides_nothing(
    desk: Desk, deed: Callable[[list[triage.Chosen], dict[str, Any]], Any]
) -> None:
    report = make_report(desk)
    for person in (desk.clearer, desk.administrator, make_user("eve", Role.PRINCIPAL)):
        with pytest.raises(PermissionDenied):
            deed(chosen(report), {"by": person, "at": NOW})
    assert not TriageDecision.objects.exists()


@pytest.mark.parametrize("deed", DEEDS[:3])
def test_of_two_who_decide_the_second_is_told(
    desk: Desk, deed: Callable[[list[triage.Chosen], dict[str, Any]], Any]
) -> None:
    report = make_report(desk)
    seen_by_both = chosen(report)

    triage.snooze(seen_by_both, TODAY + timedelta(5), today=TODAY, **desk.by())

    with pytest.raises(ChangedMeanwhile):
        deed(seen_by_both, {"by": desk.investigator, "at": NOW})
    assert TriageDecision.objects.count() == 1


def test_of_several_what_moved_on_is_left_and_named(desk: Desk) -> None:
    one, two = make_report(desk), make_report(desk)
    seen = chosen(one, two)
    triage.take_up(chosen(two), by=desk.investigator, at=NOW)

    done = triage.put_out_of_scope(seen, "too_little", **desk.by())

    assert done.decided == [str(one)]
    assert [left.key for left in done.left] == [str(two)]
    two.refresh_from_db()
    assert two.screening == Screening.RECEIVED


# Asking the source.


def from_a_source(desk: Desk) -> tuple[Report, User]:
    report = make_report(desk)
    custodian = make_user("custos", Role.CUSTODIAN)
    sources.add(sources.About("witness", reach="safe"), receipt=str(report), **desk.by())
    return report, custodian


def test_a_question_rests_until_the_source_has_answered(desk: Desk) -> None:
    report, custodian = from_a_source(desk)

    triage.ask_source(
        chosen(report), "At what time?", TODAY + timedelta(14), today=TODAY, **desk.by()
    )
    assert waiting(desk.officer) == []
    question = SourceQuestion.objects.get()
    questions.settle(question, "answered", "At noon", by=custodian, at=NOW + HOUR)
    jobs.run_waiting(NOW + HOUR)

    assert waiting(desk.officer) == [str(report)]
    question.refresh_from_db()
    assert (question.state, question.answer) == (QuestionState.ANSWERED, "At noon")


def test_with_who_a_source_is_goes_what_it_was_asked_here_and_in_the_vault(desk: Desk) -> None:
    report, custodian = from_a_source(desk)
    other = make_report(desk)
    sources.add(sources.About("witness", reach="safe"), receipt=str(other), **desk.by())
    source = SourceReport.objects.get(receipt=str(report)).source
    keys.found("a sentence of words", work=sealed.LEAST_WORK, by=custodian, at=NOW)
    sources.seal(source, Identity(name="Samira Dorvelle"), by=custodian, at=NOW)
    until = TODAY + timedelta(14)
    triage.ask_source(chosen(report), "Did Samira see it?", until, today=TODAY, **desk.by())
    triage.ask_source(chosen(other), "When was it?", until, today=TODAY, **desk.by())

    sources.erase(source, by=custodian, at=NOW + HOUR)
    jobs.run_waiting(NOW + HOUR)

    assert SourceQuestion.objects.get(receipt=str(report)).words == "–"
    assert SourceQuestion.objects.get(receipt=str(other)).words == "When was it?"
    reasons = TriageDecision.objects.values_list("report__receipt_number", "reason")
    assert dict(reasons) == {str(report): "–", str(other): "When was it?"}


def test_nobody_is_asked_where_no_source_is_known(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="no_source_behind"):
        triage.ask_source(
            chosen(make_report(desk)), "When?", TODAY + timedelta(1), today=TODAY, **desk.by()
        )
    assert not TriageDecision.objects.exists()


# Taking back.


def undo(desk: Desk, batch: str, user: User | None = None) -> triage.Done:
    by = user or desk.officer
    return triage.undo(triage.decided_in(batch, by), by=by, at=NOW + HOUR)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_decision_is_taken_back_exactly(
    desk: Desk, deed: Callable[[list[triage.Chosen], dict[str, Any]], Any]
) -> None:
    report, _custodian = from_a_source(desk)
    report.refresh_from_db()
    [before] = Report.objects.filter(pk=report.pk).values()
    done = deed(chosen(report), desk.by())

    undo(desk, done.batch)

    assert Report.objects.filter(pk=report.pk).values().get() == before
    assert waiting(desk.officer) == [str(report)]
    last = TriageDecision.objects.latest("id")
    assert (last.deed, last.undoes, last.by) == (
        "undone",
        TriageDecision.objects.earliest("id"),
        desk.officer,
    )
    assert set(SourceQuestion.objects.values_list("state", flat=True)) <= {"taken_back"}


def test_giving_to_an_office_and_linking_are_taken_back(desk: Desk, other: Other) -> None:
    report, message = make_report(desk), asked_by_them(other)
    given = triage.assign(chosen(report, message), office=desk.bureau, **desk.by())
    assert len(undo(desk, given.batch).decided) == 2
    report.refresh_from_db()
    assert report.office is None
    assert Folder.objects.get().office is None

    linked = triage.link(chosen(report), make_incident(desk), **desk.by())
    undo(desk, linked.batch)

    assert IncidentReport.objects.get().unlinked_at is not None
    assert str(report) in waiting(desk.officer)


def test_only_what_nobody_changed_since_is_taken_back(desk: Desk) -> None:
    one, two = make_report(desk), make_report(desk)
    done = triage.take_up(chosen(one, two), **desk.by())
    two.refresh_from_db()
    triage.put_out_of_scope(chosen(two), "no_event", by=desk.investigator, at=NOW)

    taken = undo(desk, done.batch)

    assert taken.decided == [str(one)]
    assert [left.key for left in taken.left] == [str(two)]
    two.refresh_from_db()
    assert two.screening == Screening.OUT_OF_SCOPE


def test_another_s_decision_and_one_taken_back_are_not_taken_back(desk: Desk) -> None:
    done = triage.take_up(chosen(make_report(desk)), **desk.by())

    with pytest.raises(NotPossible, match="nothing_to_undo"):
        undo(desk, done.batch, desk.investigator)
    undo(desk, done.batch)
    with pytest.raises(NotPossible, match="nothing_to_undo"):
        undo(desk, done.batch)


def test_an_incident_that_was_opened_stays(desk: Desk) -> None:
    _incident, done = triage.open_incident(
        chosen(make_report(desk)), title="Market", kind="attack", **desk.acts()
    )

    assert triage.decided_in(done.batch, desk.officer) == []


# What may tell of the same.


def alike(report: Report, user: User, **how: Any) -> dict[str, set[str]]:
    """Return what is named beside a report, with the reasons."""
    report.refresh_from_db()
    [found] = hints.around([report], user, **how).values()
    return {one.to: {reason for reason, _ in one.why} for one in found}


def test_an_incident_near_in_time_and_place_is_named_and_another_report(desk: Desk) -> None:
    incident = make_incident(desk, start=NOW - 3 * HOUR, title="Clinic")
    places.add_place(
        incident,
        names=[places.Name("Port Sarel")],
        latitude=Decimal("31.5"),
        longitude=Decimal("34.45"),
        **desk.by(),
    )
    far = make_incident(desk, start=NOW - 3 * DAY, title="Elsewhere")
    other = make_report(desk, "Shelling of the harbour at night")

    report = make_report(desk, "Shelling of the harbour", text="At 31.501, 34.449 near Port Sarel")

    assert alike(report, desk.officer, within=2 * DAY) == {
        str(incident): {"time", "place", "place_name"},
        str(other): {"time", "wording"},
    }
    assert alike(report, desk.officer)[str(incident)] == {"time", "place"}
    assert str(far) not in alike(report, desk.officer, within=5 * DAY)


def test_what_is_hidden_merged_or_decided_is_not_named(desk: Desk) -> None:
    report = make_report(desk, "Shelling of the harbour at night")
    hidden, put_away = (make_report(desk, "Shelling of the harbour at night") for _ in range(2))
    room = Compartment.objects.create(
        code="C-1", name="Room", opened_by=desk.investigator, opened_at=NOW
    )
    Report.objects.filter(pk=hidden.pk).update(compartment=room)
    triage.put_out_of_scope(chosen(put_away), "no_event", **desk.by())

    assert alike(report, desk.officer) == {}


def test_hints_for_a_page_cost_the_same_as_for_one(desk: Desk) -> None:
    rows = [make_report(desk, f"Report {number}") for number in range(30)]

    officer = on_a_page(desk.officer)

    with CaptureQueriesContext(connection) as one:
        hints.around(rows[:1], officer)
    with CaptureQueriesContext(connection) as all_of_them:
        hints.around(rows, officer)

    assert len(all_of_them) == len(one) <= 3
