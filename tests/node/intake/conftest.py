"""What the tests of documents share."""

from pathlib import Path

import pytest
from pytest_django import Settings

from answerable.node.accounts.models import Role, User
from tests.factories import make_user


@pytest.fixture(autouse=True)
def evidence_folder(settings: Settings, tmp_path: Path) -> Path:
    """Keep evidence in a folder of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def amal(db: None) -> User:
    """Make an officer."""
    return make_user("amal", Role.OFFICER)
