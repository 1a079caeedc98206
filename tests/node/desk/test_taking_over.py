"""An incident of our own from what another party told us."""

import pytest

from answerable.casework.codes import FigureCategory, FigureGroup, Kind, PlacePrecision
from answerable.casework.words import Fact, Place, ReportedFigure, Text, Words
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import Inquiry
from answerable.node.desk.services.taking_over import open_from_inquiry
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk.factories import HOUR, Desk, Other, raise_body

WORDS = Words(
    kind=Kind.RAISE,
    language="en",
    subject="Fire across the line",
    facts=(
        Fact(
            incident="i1",
            title="The mill",
            narrative="Two rounds fell.",
            places=(
                Place(
                    name="Млин", latin="Mlyn", lat="35.5", lon="24", precision=PlacePrecision.TOWN
                ),
            ),
            figures=(
                ReportedFigure(
                    category=FigureCategory.INJURED,
                    group=FigureGroup.TOTAL,
                    low=2,
                    stated_by="A hospital",
                ),
            ),
        ),
    ),
    questions=(Text(id="q1", text="Who was there?"),),
)


@pytest.fixture
def inquiry(other: Other) -> Inquiry:
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=WORDS)
    other.arrive()
    return Inquiry.objects.get(thread=thread)


def test_what_was_told_keeps_its_owner(desk: Desk, inquiry: Inquiry) -> None:
    incident = open_from_inquiry(inquiry, "i1", **desk.acts(NOW + 2 * HOUR))

    assert (incident.title, incident.narrative) == ("The mill", "Two rounds fell.")
    [figure] = incident.figures.all()
    assert (figure.stated_by, figure.low, figure.high) == ("A hospital", 2, None)
    [place] = incident.places.all()
    assert list(place.names.values_list("name", "script")) == [
        ("Млин", "cyrillic"),
        ("Mlyn", "latin"),
    ]
    assert incident.inquiry_links.get().inside == "i1"


def test_an_incident_that_was_not_told_is_not_opened(desk: Desk, inquiry: Inquiry) -> None:
    with pytest.raises(NotPossible, match="unknown_incident"):
        open_from_inquiry(inquiry, "i2", **desk.acts(NOW + 2 * HOUR))
