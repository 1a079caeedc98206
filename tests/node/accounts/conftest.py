"""What the tests of accounts share."""

import dataclasses

import pytest
from pytest_django import Settings


@pytest.fixture
def demo_node(settings: Settings) -> None:
    """Make the node of this test a demonstration."""
    settings.NODE = dataclasses.replace(settings.NODE, demo=True)
