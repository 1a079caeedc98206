"""What the desk's tests share."""

from pathlib import Path

import pytest
from pytest_django import Settings

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


@pytest.fixture
def evidence_folder(settings: Settings, tmp_path: Path) -> Path:
    """Keep evidence in a folder of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return tmp_path / "evidence"
