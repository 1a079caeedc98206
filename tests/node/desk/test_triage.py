"""What came in waits in one queue until somebody decides; each decision says who, when and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from answerable.node.accounts.models import AuditEvent, Role
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
from answerable.node.desk.services import correspondence, triage
from answerable.node.desk.services.triage import Filter, Place, chosen, hints
from answerable.node.desk.services.triage.queue import PER_PAGE
from tests.factories import NOW, make_office, make_user
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    make_incident,
    make_report,
)
from tests.node.desk.triaging import (
    DEEDS,
    THREAD,
    TODAY,
    asked_by_them,
    verbs,
    waiting,
)


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
