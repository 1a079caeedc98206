"""Two people set up a second factor: one a passkey, one codes of an app without JavaScript."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pair import PASSWORD, Pair
from tests.browser.person import Person
from tests.factories import code_of

NEWCOMERS = """
from answerable.node.accounts import services
from answerable.node.accounts.models import Office, Role, User
for username in ("nora", "omar"):
    if not User.objects.filter(username=username).exists():
        services.add_person(
            username, username.title(), by=None, at=timezone.now(), password={password!r},
            office=Office.objects.get(code="embassy"), role=Role.OFFICER,
        )
"""


@pytest.fixture(scope="module")
def url(pair: Pair) -> str:
    """Return the desk's address by name: a browser makes no passkey for a bare address."""
    pair.dorvelle.run(NEWCOMERS.format(password=PASSWORD))
    return pair.dorvelle.desk_url.replace("127.0.0.1", "localhost")


def _come_in(person: Person) -> None:
    person.go("/")
    person.fill("User name", person.username)
    person.fill("Password", PASSWORD)
    person.press("Sign in")


def _is_at(person: Person, heading: str) -> None:
    expect(person.page.get_by_role("heading", name=heading, level=1)).to_be_visible()


def _sign_out(person: Person) -> None:
    person.go("/accounts/logout/")
    person.press("Sign out", inside="main")


def test_a_passkey_is_added_and_opens_by_itself(browser: Browser, url: str) -> None:
    nora = Person(browser, url, "nora")
    device = nora.context.new_cdp_session(nora.page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    _come_in(nora)
    _is_at(nora, "Second factor")
    nora.photograph("second-factor")
    nora.follow("Add a passkey")
    nora.fill("Password", PASSWORD)
    nora.press("Go on")
    nora.press("Add a passkey")
    _is_at(nora, "Recovery codes")
    nora.follow("I have kept them")
    _is_at(nora, "Board")
    _sign_out(nora)
    nora.press("Sign in with a passkey")

    _is_at(nora, "Board")
    assert nora.trouble == []
    nora.leave()


def test_codes_of_an_app_are_set_up_and_asked_for_without_javascript(
    browser: Browser, url: str
) -> None:
    omar = Person(browser, url, "omar", scripts=False)

    _come_in(omar)
    _is_at(omar, "Second factor")
    omar.follow("Set up codes")
    omar.fill("Password", PASSWORD)
    omar.press("Go on")
    omar.photograph("codes")
    secret = omar.page.locator("main p bdi.hash").inner_text().replace(" ", "")
    omar.fill("Code that the app shows", code_of(secret, datetime.now(UTC)))
    omar.press("Switch codes on")
    _is_at(omar, "Recovery codes")
    omar.photograph("recovery-codes")
    omar.follow("I have kept them")
    _is_at(omar, "Board")
    _sign_out(omar)
    _come_in(omar)
    _is_at(omar, "Second factor")
    # The code that switched codes on is used up: the next half-minute's.
    omar.fill("Code from the app, or a recovery code", code_of(secret, datetime.now(UTC), later=1))
    omar.press("Sign in")

    _is_at(omar, "Board")
    assert omar.trouble == []
    omar.leave()
