"""Figures have owners; both ledgers stand side by side and are never added up."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from answerable.casework import bodies
from answerable.casework.codes import FigureCategory, FigureGroup
from answerable.node.desk.choices import FigureChoice
from answerable.node.desk.errors import BadInput
from answerable.node.desk.models import Incident
from answerable.node.desk.services import both_ledgers, figures, recorded, threads
from answerable.node.desk.services.counts import Count
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    Desk,
    Other,
    make_incident,
    raise_on_paper,
    raise_signed,
    response_body,
)


@pytest.fixture
def incident(desk: Desk) -> Incident:
    return make_incident(desk)


def test_a_figure_keeps_its_range_and_its_owner(desk: Desk, incident: Incident) -> None:
    figure = figures.add_figure(
        incident,
        Count("killed", 3, 5),
        stated_by="A hospital",
        stated_on=date(2026, 2, 21),
        **desk.by(),
    )

    assert (figure.low, figure.high, figure.qualifier) == (3, 5, "range")
    assert figure.ledger == "reported"


def test_unknown_is_not_zero(desk: Desk, incident: Incident) -> None:
    unknown = figures.add_figure(incident, Count("missing"), stated_by="A", **desk.by())
    none = figures.add_figure(incident, Count("missing", 0, 0), stated_by="B", **desk.by())

    assert unknown.is_unknown
    assert not none.is_unknown
    assert (unknown.low, none.low) == (None, 0)


def test_only_the_owner_decides_the_ledger(desk: Desk, incident: Incident) -> None:
    figures.add_figure(incident, Count("killed", 7, 7), stated_by="A monitor", **desk.by())
    figures.add_figure(
        incident, Count("killed", 2, 2), stated_by="Bob", owner_role="party_asked", **desk.by()
    )

    both = both_ledgers.of_incident(incident)

    assert [line.low for line in both.reported] == [7]
    assert [line.low for line in both.acknowledged] == [2]
    [row] = both.rows()
    assert (len(row.reported), len(row.acknowledged)) == (1, 1)


def test_a_mixed_count_is_marked(desk: Desk, incident: Incident) -> None:
    figure = figures.add_figure(
        incident, Count("killed", 7, 7, mixed=True), stated_by="A", **desk.by()
    )

    assert figure.mixed


def test_a_figure_set_aside_stays_and_no_longer_counts(desk: Desk, incident: Incident) -> None:
    figure = figures.add_figure(incident, Count("killed", 7), stated_by="A", **desk.by())
    with pytest.raises(BadInput):
        figures.set_aside_figure(figure, reason="", **desk.by())

    figures.set_aside_figure(figure, reason="Counted twice", **desk.by())

    assert both_ledgers.of_incident(incident).reported == ()
    assert incident.figures.count() == 1


def test_a_figure_without_an_owner_is_refused(desk: Desk, incident: Incident) -> None:
    with pytest.raises(BadInput):
        figures.add_figure(incident, Count("killed", 7), stated_by=" ", **desk.by())
    figure = figures.add_figure(incident, Count("killed", 7), stated_by="A", **desk.by())
    with pytest.raises(IntegrityError), transaction.atomic():
        incident.figures.filter(pk=figure.pk).update(stated_by="")


def test_what_they_acknowledge_when_signing_stands_in_the_other_ledger(
    desk: Desk, other: Other
) -> None:
    incident = make_incident(desk)
    figures.add_figure(
        incident, Count("killed", 3, 5), stated_by="UN office", owner_role="un_body", **desk.by()
    )
    inquiry = raise_signed(desk, other.channel, about=[incident])
    ref = threads.read(inquiry.channel, inquiry.thread).ref(inquiry.raised_leaf)
    assert ref is not None
    other.say(
        inquiry.thread,
        response_body(
            figures=(
                bodies.Acknowledged(
                    incident="i1",
                    category=FigureCategory.KILLED,
                    group=FigureGroup.TOTAL,
                    low=2,
                    high=2,
                    as_of=NOW.date(),
                ),
            )
        ),
        refs=[ref],
    )
    other.arrive()

    for both in (both_ledgers.of_incident(incident), both_ledgers.of_inquiry(inquiry)[0][2]):
        assert [(line.low, line.high) for line in both.reported] == [(3, 5)]
        assert [(line.low, line.signed, line.owner) for line in both.acknowledged] == [
            (2, True, "Bob")
        ]


def test_what_they_acknowledge_on_paper_is_shown_as_noted(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)
    inquiry = raise_on_paper(desk, paper, about=[incident])
    recorded.record_reply(
        inquiry,
        kind="acknowledgement",
        stated_by="Bob's spokesman",
        stated_at=NOW + DAY,
        summary="Two were killed",
        confidence="checked",
        position="accepts_partially",
        figures=[FigureChoice(incident="i1", category="killed", low=2, high=2)],  # type: ignore[arg-type]
        **desk.acts(NOW + DAY),
    )

    [line] = both_ledgers.of_incident(incident).acknowledged
    assert (line.low, line.signed) == (2, False)
