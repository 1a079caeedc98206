"""What the tests of the desk's pages share: people who are signed in, and cases they can open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from answerable.node.accounts.models import User
from answerable.node.ledger.models import Channel
from tests.node.desk.factories import Desk, Other, make_paper, make_signed

Browse = Callable[[User], "Browser"]


class Browser:
    """A person's browser without JavaScript: opens pages and sends their forms."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def open(self, path: str) -> str:
        """Return the text of a page that must be there."""
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    def status(self, path: str) -> int:
        """Return how a page answers."""
        return int(self.client.get(path).status_code)

    def send(self, path: str, **fields: Any) -> Any:
        """Send a form and return the answer as it is."""
        return self.client.post(path, fields)

    def done(self, path: str, **fields: Any) -> str:
        """Send a form that must be taken, and return where it leads."""
        response = self.client.post(path, fields)
        assert response.status_code == 302, (path, response.content.decode()[-3000:])
        return str(response["Location"])

    def refused(self, path: str, **fields: Any) -> str:
        """Send a form that must be shown again, and return the page."""
        response = self.client.post(path, fields)
        assert response.status_code == 200, (path, response.status_code)
        return str(response.content.decode())


@pytest.fixture
def desk(db: None) -> Desk:
    """Return the people of our party."""
    return Desk()


@pytest.fixture
def officer(desk: Desk) -> Browser:
    """Return the officer's browser."""
    return Browser(desk.officer)


@pytest.fixture
def clearer(desk: Desk) -> Browser:
    """Return the browser of the clearer in the other office."""
    return Browser(desk.clearer)


@pytest.fixture
def investigator(desk: Desk) -> Browser:
    """Return the investigator's browser."""
    return Browser(desk.investigator)


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
