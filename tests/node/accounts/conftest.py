"""What the tests of accounts share."""

import dataclasses

import pytest
from pytest_django import Settings

from tests.node.desk.factories import Desk


@pytest.fixture
def demo_node(settings: Settings) -> None:
    """Make the node of this test a demonstration."""
    settings.NODE = dataclasses.replace(settings.NODE, demo=True)


@pytest.fixture
def desk(db: None) -> Desk:
    """Return the people of our party, where what they do is what is read."""
    return Desk()
