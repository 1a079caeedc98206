"""What the tests of documents share."""

from pathlib import Path

import pytest
from pytest_django import Settings

from answerable.node.accounts.models import Role, User
from answerable.node.vault.services import keys
from answerable.safekeeping import sealed
from tests.factories import make_user
from tests.node.vault.conftest import FIRST, People


@pytest.fixture(autouse=True)
def evidence_folder(settings: Settings, tmp_path: Path) -> Path:
    """Keep evidence in a folder of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def amal(db: None) -> User:
    """Make an officer."""
    return make_user("amal", Role.OFFICER)


@pytest.fixture
def people(db: None) -> People:
    """Return those who have to do with sources; the vault is not founded yet."""
    return People()


@pytest.fixture
def vault(people: People) -> People:
    """Return the people of a vault that its first custodian founded."""
    keys.found(FIRST, work=sealed.LEAST_WORK, **people.nur_at())
    return people
