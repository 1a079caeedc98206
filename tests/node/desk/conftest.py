"""What the desk's tests share."""

import pytest

from answerable.node.ledger.models import Channel
from tests.node.desk.factories import Desk, Other, make_paper, make_signed


@pytest.fixture
def desk(db: None) -> Desk:
    """Return the people of our party."""
    return Desk()


@pytest.fixture
def other(desk: Desk) -> Other:
    """Return the party across a signed channel."""
    return Other(*make_signed(desk))


@pytest.fixture
def paper(desk: Desk) -> Channel:
    """Return a channel whose counterpart runs nothing."""
    return make_paper(desk)
