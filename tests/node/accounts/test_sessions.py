"""Open sessions: seen, ended, locked, and what was being sent kept until its writer is back."""

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from answerable.node.accounts import sign_ins
from answerable.node.accounts.models import Role, SignIn, User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
LIST = "/accounts/sessions/"
SETTINGS = "/accounts/settings/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def amal() -> User:
    return make_user("amal", Role.INTAKE, password=PASSWORD)


def _enter(agent: str = FIREFOX, address: str = "192.0.2.77") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    client.post(LOGIN, {"login": "amal", "password": PASSWORD})
    return client


def _idle(client: Client, seconds: int) -> None:
    session = client.session
    session[sign_ins.SEEN] -= seconds
    session.save()


def test_one_sees_where_one_is_signed_in_and_addresses_only_by_about(amal: User) -> None:
    here = _enter()
    _enter(PHONE, "198.51.100.9")

    page = here.get(LIST).content.decode()

    assert "Firefox · Linux" in page
    assert "Safari · iPhone" in page
    assert "198.51.0.0/16" in page
    assert "198.51.100.9" not in page
    assert page.count("This session") == 1


def test_one_session_is_ended_and_the_other_goes_on(amal: User) -> None:
    here, other = _enter(), _enter(PHONE)
    row = SignIn.objects.get(key=other.session.session_key)

    here.post(f"{LIST}{row.pk}/end/")

    assert other.get(SETTINGS).status_code == 302
    assert here.get(SETTINGS).status_code == 200
    assert SignIn.objects.count() == 1


def test_all_others_are_ended_also_those_that_stand_on_no_list(amal: User) -> None:
    here, other, unlisted = _enter(), _enter(PHONE), Client()
    unlisted.force_login(amal)

    here.post(f"{LIST}others/end/")

    assert other.get(SETTINGS).status_code == 302
    assert unlisted.get(SETTINGS).status_code == 302
    assert here.get(SETTINGS).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(amal: User) -> None:
    theirs, stranger = _enter(), Client()
    stranger.force_login(make_user("bela", Role.OFFICER))
    row = SignIn.objects.get(user=amal)

    assert stranger.post(f"{LIST}{row.pk}/end/").status_code == 404
    assert theirs.get(SETTINGS).status_code == 200


def test_an_administrator_ends_a_persons_sessions(client: Client, amal: User) -> None:
    theirs = _enter()
    client.force_login(make_user("boss", Role.ADMINISTRATOR))

    client.post(f"/administration/people/{amal.pk}/sessions/")

    assert theirs.get(SETTINGS).status_code == 302
    assert not SignIn.objects.filter(user=amal).exists()


def test_a_new_password_keeps_this_session_and_ends_the_others(amal: User) -> None:
    here, other = _enter(), _enter(PHONE)

    new = "another correct horse"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert here.get(SETTINGS).status_code == 200
    assert other.get(SETTINGS).status_code == 302


def test_signing_in_gives_the_session_a_new_name(amal: User) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    client.post(LOGIN, {"login": "amal", "password": PASSWORD})

    assert client.session.session_key != planted


def test_after_a_quarter_of_an_hour_one_shows_oneself_again(amal: User) -> None:
    client = _enter()
    _idle(client, 15 * 60 + 5)

    locked = client.get(SETTINGS)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert (
        locked.headers["Location"]
        == f"/accounts/reauthenticate/?next={SETTINGS.replace('/', '%2F')}"
    )
    assert client.get(SETTINGS).status_code == 200


def test_before_a_quarter_of_an_hour_nothing_locks(amal: User) -> None:
    client = _enter()
    _idle(client, 14 * 60)

    assert client.get(SETTINGS).status_code == 200
    _idle(client, 14 * 60)
    assert client.get(SETTINGS).status_code == 200


def test_having_shown_oneself_before_the_lock_does_not_open_it(amal: User) -> None:
    client = _enter()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/lock/")

    assert client.get(SETTINGS).status_code == 302
    client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert client.get(SETTINGS).status_code == 302


def test_a_locked_session_does_nothing_and_keeps_what_was_being_sent(amal: User) -> None:
    client = _enter()
    client.post("/accounts/lock/")

    sent = client.post(SETTINGS, {"language": "uk", "theme": "dark", "password": "never kept"})
    client.get("/accounts/reauthenticate/")
    back = client.post(sent.headers["Location"], {"password": PASSWORD})
    page = client.get(back.headers["Location"]).content.decode()

    amal.refresh_from_db()
    assert (amal.language, amal.theme) == ("", "auto")
    assert back.headers["Location"] == "/accounts/kept/"
    assert f'action="{SETTINGS}"' in page
    assert 'name="theme" value="dark"' in page
    assert "never kept" not in page


def test_what_was_kept_leads_to_no_other_site(amal: User) -> None:
    client = _enter()
    client.post("/accounts/lock/")
    client.post(SETTINGS, {"theme": "dark"}, headers={"Referer": "https://evil.example/"})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.get("/accounts/kept/").content.decode()

    assert "evil.example" not in page


def test_a_part_of_a_page_is_told_to_load_the_page_that_unlocks(amal: User) -> None:
    client = _enter()
    client.post("/accounts/lock/")

    answer = client.post(SETTINGS, {"theme": "dark"}, headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/accounts/reauthenticate/?next=")


def test_a_locked_page_tells_nothing_of_what_waits(amal: User) -> None:
    client = _enter()
    client.post("/accounts/lock/")

    page = client.get("/accounts/reauthenticate/").content.decode()

    assert "This session is locked" in page
    assert "<nav" not in page.split('class="page-head"')[0]


@given(st.text(max_size=300))
def test_any_device_and_any_address_gets_words_or_none(text: str) -> None:
    assert len(sign_ins.device_of(text)) <= 80
    assert len(sign_ins.network_of(text)) <= 40


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("203.0.113.9", "203.0.0.0/16"),
        ("2001:db8:1:2::9", "2001:db8::/32"),
        ("127.0.0.1", "127.0.0.1"),
        ("", ""),
    ],
)
def test_an_address_is_kept_without_its_end(address: str, about: str) -> None:
    assert sign_ins.network_of(address) == about
