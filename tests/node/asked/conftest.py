"""What the tests of the side that is asked share."""

import pytest

from answerable.node.desk.models import Inquiry, Investigation
from answerable.node.desk.services import investigations
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import Desk, make_paper
from tests.node.desk.test_recorded import complaint
from tests.node.desk_pages.conftest import Browser


@pytest.fixture
def desk(db: None) -> Desk:
    """Return the people of our party."""
    return Desk()


@pytest.fixture
def paper(desk: Desk) -> Channel:
    """Return a channel whose counterpart runs nothing."""
    return make_paper(desk)


@pytest.fixture
def inquiry(desk: Desk, paper: Channel) -> Inquiry:
    """Return what we are asked."""
    return complaint(desk, paper)


@pytest.fixture
def investigation(desk: Desk, inquiry: Inquiry) -> Investigation:
    """Return the open investigation of it."""
    return investigations.open_investigation(
        inquiry, by=desk.investigator, office=desk.embassy, at=NOW
    )


@pytest.fixture
def investigator(desk: Desk) -> Browser:
    """Return the investigator's browser."""
    return Browser(desk.investigator)
