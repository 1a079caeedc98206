"""We report an act of our own, and the other side reports one of its own to us."""

from datetime import date
from typing import Any

import pytest

from answerable.casework import bodies
from answerable.casework.codes import (
    Act,
    EventKind,
    FigureCategory,
    FigureGroup,
    Kind,
    Measure,
    MeasureStatus,
    Position,
    TimePrecision,
)
from answerable.casework.thread import Ref
from answerable.casework.words import Fact, Place, Text, Words
from answerable.node.accounts.models import AuditEvent
from answerable.node.desk import projector
from answerable.node.desk.choices import (
    FigureChoice,
    MeasureChoice,
    PositionChoice,
    QuestionChoice,
)
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Draft, Incident, IncidentInquiry, Inquiry
from answerable.node.desk.services import (
    both_ledgers,
    correspondence,
    drafts,
    figures,
    inquiries,
    recorded,
    taking_over,
    threads,
)
from answerable.node.desk.services.counts import Count
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    change,
    cleared,
    make_incident,
    make_paper,
)

SAID: dict[str, Any] = {
    "positions": (
        PositionChoice(
            incident="i1", position=Position.ACCEPTS_PARTIALLY, text="Our shell fell short."
        ),
    ),
    "figures": (
        FigureChoice(
            incident="i1",
            category=FigureCategory.INJURED,
            group=FigureGroup.TOTAL,
            low=2,
            high=3,
            as_of=date(2026, 2, 25),
        ),
    ),
    "measures": (
        MeasureChoice(incident="i1", code=Measure.DISCIPLINE, status=MeasureStatus.PLANNED),
    ),
    "inquiries_welcome": True,
}


def written(desk: Desk, channel: Any, **given: Any) -> tuple[Incident, Draft]:
    """A report of our own act, complete."""
    incident = make_incident(desk)
    draft = drafts.start_self_report([incident], channel, **desk.acts())
    return incident, change(desk, draft, **(SAID | given))


def report_of_theirs() -> tuple[bodies.SelfReport, Words]:
    """What the other side reports of itself."""
    body = bodies.SelfReport(
        reference="BOB-2026-0009",
        instrument="letter",  # type: ignore[arg-type]
        incidents=(
            bodies.IncidentFacts(
                id="i1", kind=EventKind.ATTACK, start=NOW.date(), precision=TimePrecision.DAY
            ),
        ),
        positions=(bodies.PositionOn(incident="i1", position=Position.ACCEPTS_RESPONSIBILITY),),
        figures=(
            bodies.Acknowledged(
                incident="i1",
                category=FigureCategory.KILLED,
                group=FigureGroup.TOTAL,
                low=1,
                high=4,
                as_of=NOW.date(),
            ),
        ),
        inquiries_welcome=False,
        language="en",
        marking="amber",  # type: ignore[arg-type]
    )
    place = Place(name="Port Sarel", precision="town")  # type: ignore[arg-type]
    words = Words(
        kind=Kind.SELF_REPORT,
        language="en",
        subject="A clinic was hit by our fire",
        facts=(Fact(incident="i1", title="Clinic in Port Sarel", places=(place,)),),
        positions=(Text(id="i1", text="The coordinates were wrong."),),
    )
    return bodies.parse_body(Kind.SELF_REPORT, bodies.encode_body(body)), words  # type: ignore[return-value]


def received(other: Other) -> Inquiry:
    thread = ledger.new_thread()
    body, words = report_of_theirs()
    other.say(thread, body, words=words)
    other.arrive()
    return Inquiry.objects.get(thread=thread)


def test_we_report_our_own_act_and_it_stands_in_our_rows(desk: Desk, other: Other) -> None:
    incident, draft = written(desk, other.channel)

    inquiry = drafts.send(cleared(desk, draft), **desk.by())

    assert (inquiry.role, inquiry.state, inquiry.waiting_on) == ("asked", "self_reported", "them")
    assert inquiry.self_reported
    assert inquiry.is_ours
    assert inquiry.subject == incident.title
    assert (inquiry.questions, inquiry.next_due) == (0, None)
    assert inquiry.their_reference == ""
    link = IncidentInquiry.objects.get(thread=inquiry.thread)
    incident.refresh_from_db()
    assert (link.incident, link.inside, incident.status) == (incident, "i1", "raised")
    [line] = both_ledgers.of_inquiry(inquiry)[0][2].acknowledged
    assert (line.low, line.high) == (2, 3)


def test_what_others_counted_is_not_told_unless_somebody_chooses_it(
    desk: Desk, other: Other
) -> None:
    incident = make_incident(desk)
    figures.add_figure(
        incident,
        Count("killed", 3, 3),
        stated_by="Field office",
        owner_role="own_assessment",
        **desk.by(),
    )

    draft = drafts.start_self_report([incident], other.channel, **desk.acts())

    [share] = drafts.choice_of(draft).incidents  # type: ignore[union-attr]
    assert share.figures == ()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"positions": ()}, "own_act_needs_a_position"),
        (
            {"positions": (PositionChoice(incident="i1", position=Position.DENIES_INVOLVEMENT),)},
            "not_a_position_on_an_own_act",
        ),
        ({"subject": " "}, "required"),
        ({"incidents": ()}, "required"),
    ],
)
def test_a_report_that_lacks_something_does_not_leave(
    desk: Desk, other: Other, given: dict[str, Any], problem: str
) -> None:
    _incident, draft = written(desk, other.channel, **given)

    found = drafts.preview(draft, at=NOW)

    assert problem in {one.code for one in found.problems}
    with pytest.raises(BadInput):
        drafts.ask_clearance(draft, version=draft.version, **desk.by())


def test_it_needs_clearance_like_everything_of_substance(desk: Desk, other: Other) -> None:
    _incident, draft = written(desk, other.channel)

    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    assert draft.state == "awaiting_clearance"
    with pytest.raises(NotPossible):
        drafts.send(draft, **desk.by())


def test_what_they_report_of_themselves_arrives_and_waits_for_us(desk: Desk, other: Other) -> None:
    inquiry = received(other)

    assert (inquiry.role, inquiry.state, inquiry.waiting_on) == ("raising", "self_reported", "us")
    assert inquiry.is_theirs
    assert inquiry.reference == inquiry.their_reference == "BOB-2026-0009"
    assert inquiry.subject == "A clinic was hit by our fire"
    assert inquiries.open_acts(inquiry) >= {Act.ACKNOWLEDGE, Act.FOLLOW_UP, Act.CLOSE}


def test_we_take_note_and_ask_about_it_and_they_answer(desk: Desk, other: Other) -> None:
    inquiry = correspondence.acknowledge(received(other), **desk.acts(NOW + 2 * HOUR))
    assert inquiry.acknowledged_at == NOW + 2 * HOUR

    draft = drafts.start("follow_up", inquiry, **desk.acts(NOW + 3 * HOUR))
    draft = change(
        desk,
        draft,
        questions=(QuestionChoice(text="Who was in the building?"),),
        at=NOW + 3 * HOUR,
    )
    inquiry = drafts.send(cleared(desk, draft, at=NOW + 4 * HOUR), **desk.by(NOW + 4 * HOUR))
    assert (inquiry.state, inquiry.questions, inquiry.waiting_on) == ("followed_up", 1, "them")
    assert inquiry.next_due is not None

    answer = bodies.Response(
        final=True,
        answers=(bodies.Answer(question="q1", code="answered"),),  # type: ignore[arg-type]
        language="en",
        marking="amber",  # type: ignore[arg-type]
    )
    other.say(inquiry.thread, bodies.encode_body(answer), kind="response", at=NOW + 2 * DAY)
    other.arrive(NOW + 2 * DAY)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.self_reported) == ("answered", True)


def test_we_open_an_incident_of_our_own_from_it(desk: Desk, other: Other) -> None:
    inquiry = received(other)

    incident = taking_over.open_from_inquiry(inquiry, "i1", **desk.acts())

    assert incident.title == "Clinic in Port Sarel"
    assert [str(name) for place in incident.places.all() for name in place.names.all()]
    [ledgers] = [pair for _inside, _title, pair in both_ledgers.of_inquiry(inquiry)]
    assert [(line.low, line.high) for line in ledgers.acknowledged] == [(1, 4)]


def test_we_take_our_report_back_while_nothing_was_asked(desk: Desk, other: Other) -> None:
    _incident, draft = written(desk, other.channel)
    inquiry = drafts.send(cleared(desk, draft), **desk.by())

    inquiry = correspondence.withdraw(inquiry, reason="error", **desk.acts(NOW + HOUR))

    assert inquiry.state == "withdrawn"


def test_we_correct_what_we_reported(desk: Desk, other: Other) -> None:
    _incident, draft = written(desk, other.channel)
    inquiry = drafts.send(cleared(desk, draft), **desk.by())
    correction = drafts.start("correct", inquiry, of=inquiry.raised_leaf, **desk.acts(NOW + HOUR))
    correction = change(
        desk,
        correction,
        figures=(FigureChoice(incident="i1", category=FigureCategory.INJURED, low=4, high=4),),
        at=NOW + HOUR,
    )

    inquiry = drafts.send(cleared(desk, correction, at=NOW + HOUR), **desk.by(NOW + HOUR))

    [figure] = threads.read(inquiry.channel, inquiry.thread).account.figures_on("i1")
    assert (figure.low, figure.high) == (4, 4)


def test_on_paper_it_is_handed_over(desk: Desk) -> None:
    channel = make_paper(desk)
    _incident, draft = written(desk, channel)

    inquiry = recorded.record_delivery(
        cleared(desk, draft), delivered_at=NOW, delivered_to="Duty officer", **desk.by()
    )

    assert (inquiry.state, inquiry.role, inquiry.second_hand) == ("self_reported", "asked", True)
    assert inquiry.delivered_at == NOW


def test_one_thread_is_opened_once(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    ref = threads.read(inquiry.channel, inquiry.thread).ref(inquiry.raised_leaf)
    assert isinstance(ref, Ref)
    body, words = report_of_theirs()

    other.say(inquiry.thread, body, words=words, at=NOW + 2 * HOUR)
    other.arrive(NOW + 2 * HOUR)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.out_of_sequence) == ("self_reported", 1)


def test_folding_anew_gives_the_same_row(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    before = {k: v for k, v in vars(inquiry).items() if k not in ("_state", "id")}

    projector.rebuild(at=NOW + DAY)

    again = Inquiry.objects.get(thread=inquiry.thread)
    assert {k: v for k, v in vars(again).items() if k not in ("_state", "id")} == before


def test_the_trail_says_what_was_done_and_no_word_of_it(desk: Desk, other: Other) -> None:
    _incident, draft = written(desk, other.channel)
    drafts.send(cleared(desk, draft), **desk.by())

    verbs = set(AuditEvent.objects.values_list("verb", flat=True))

    assert {"draft started: self_report", "sent: self_report"} <= verbs
    assert not any("shell" in str(event.details) for event in AuditEvent.objects.all())
