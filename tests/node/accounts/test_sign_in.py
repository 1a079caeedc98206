"""Signing in: passwords only, nobody signs up, wrong tries end in a lock."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from answerable.node.accounts import services
from answerable.node.accounts.models import Role
from answerable.node.jobs import queue
from answerable.node.settings import PASSWORD_HASHERS
from tests.factories import NOW, PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CHANGE = "/accounts/password/change/"


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


def _sign_in(client: Client, username: str, password: str) -> int:
    return client.post(LOGIN, {"login": username, "password": password}).status_code


def test_the_right_password_opens(client: Client) -> None:
    make_user("amal", password=PASSWORD)

    assert _sign_in(client, "amal", PASSWORD) == 302
    assert client.get("/accounts/settings/").status_code == 200


def test_a_wrong_password_does_not_say_whether_the_name_exists(client: Client) -> None:
    make_user("amal", password=PASSWORD)

    one = client.post(LOGIN, {"login": "amal", "password": "wrong"}).content.decode()
    other = client.post(LOGIN, {"login": "nobody", "password": "wrong"}).content.decode()

    assert "There is 1 thing to correct" in one
    assert one.count("not correct") == other.count("not correct") > 0


def test_after_many_wrong_tries_the_right_password_is_refused_too(client: Client) -> None:
    make_user("amal", password=PASSWORD)
    for _try in range(7):
        _sign_in(client, "amal", "wrong")

    assert _sign_in(client, "amal", PASSWORD) != 302


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code in (302, 404)
    assert "signup" not in client.get(LOGIN).content.decode()


def test_a_person_whose_access_ended_does_not_get_in(client: Client) -> None:
    boss = make_user("boss", Role.ADMINISTRATOR)
    amal = make_user("amal", password=PASSWORD)
    services.end_access(amal, by=boss, at=NOW)

    assert _sign_in(client, "amal", PASSWORD) != 302


def test_ending_access_ends_open_sessions(client: Client) -> None:
    boss = make_user("boss", Role.ADMINISTRATOR)
    amal = make_user("amal", password=PASSWORD)
    _sign_in(client, "amal", PASSWORD)
    services.end_access(amal, by=boss, at=NOW)

    assert client.get("/accounts/settings/").status_code == 302


def test_a_one_time_password_leads_to_choosing_an_own_one(client: Client) -> None:
    _user, secret = services.add_person("amal", "Amal", by=None, at=NOW)
    _sign_in(client, "amal", secret)

    response = client.get("/accounts/settings/")

    assert response.headers["Location"] == CHANGE


def test_an_own_password_ends_the_one_time_one(client: Client) -> None:
    user, secret = services.add_person("amal", "Amal", by=None, at=NOW)
    _sign_in(client, "amal", secret)

    answer = client.post(
        CHANGE, {"oldpassword": secret, "password1": PASSWORD, "password2": PASSWORD}
    )

    assert answer.headers["Location"] == "/"
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.check_password(PASSWORD)
    assert client.get("/accounts/settings/").status_code == 200


def test_a_short_password_is_refused(client: Client) -> None:
    _user, secret = services.add_person("amal", "Amal", by=None, at=NOW)
    _sign_in(client, "amal", secret)

    client.post(CHANGE, {"oldpassword": secret, "password1": "short", "password2": "short"})

    assert client.get("/accounts/settings/").headers["Location"] == CHANGE


def test_a_real_node_has_no_door_without_a_password(client: Client) -> None:
    make_user("amal", Role.OFFICER)

    assert client.post("/accounts/enter/", {"username": "amal"}).status_code == 404


def test_the_demonstration_lets_one_enter_as_anybody(client: Client, demo_node: None) -> None:
    make_user("amal", Role.OFFICER)

    page = client.get(LOGIN).content.decode()
    client.post("/accounts/enter/", {"username": "amal"})

    assert 'name="username" value="amal"' in page
    assert client.get("/accounts/settings/").status_code == 200


def test_settings_are_kept_and_used(client: Client) -> None:
    client.force_login(make_user("amal"))

    client.post("/accounts/settings/", {"language": "ar", "theme": "dark", "single_keys": ""})

    page = client.get("/accounts/settings/").content.decode()
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in page
    assert 'data-single-keys="off"' in page


def test_sessions_that_have_ended_are_forgotten(client: Client) -> None:
    make_user("amal", password=PASSWORD)
    _sign_in(client, "amal", PASSWORD)
    queue.enqueue("accounts.forget_sessions", at=NOW)

    queue.run_waiting(timezone.now() + timedelta(days=2))

    assert not Session.objects.exists()


def test_the_demonstration_lets_nobody_in_from_elsewhere(client: Client, demo_node: None) -> None:
    make_user("amal", Role.OFFICER)

    other = client.post("/accounts/enter/", {"username": "amal"}, REMOTE_ADDR="192.0.2.7")
    carried = client.post(
        "/accounts/enter/", {"username": "amal"}, headers={"X-Forwarded-For": "192.0.2.7"}
    )

    assert (other.status_code, carried.status_code) == (404, 404)


def test_one_changes_seats_in_the_demonstration(client: Client, demo_node: None) -> None:
    client.force_login(make_user("amal", Role.OFFICER))
    make_user("bela", Role.CLEARER)

    page = client.get("/accounts/enter/").content.decode()
    client.post("/accounts/enter/", {"username": "bela"})

    assert 'value="amal" aria-current="true"' in page
    assert client.get("/accounts/settings/").context["user"].username == "bela"


REAL_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]


def test_an_old_password_hash_is_made_anew_at_the_next_sign_in(
    client: Client, settings: Settings
) -> None:
    user = make_user("amal")
    user.password = make_password(PASSWORD, hasher="md5")
    user.save()
    settings.PASSWORD_HASHERS = [*REAL_HASHERS, "django.contrib.auth.hashers.MD5PasswordHasher"]

    _sign_in(client, "amal", PASSWORD)

    user.refresh_from_db()
    assert user.password.startswith("scrypt$")
    assert client.get("/accounts/settings/").status_code == 200


def test_the_node_keeps_passwords_by_a_hash_that_takes_memory() -> None:
    assert PASSWORD_HASHERS == REAL_HASHERS


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: the part of a sign-in that takes time."""

    algorithm = "counting"
    count = 0

    def encode(self, password: str, salt: str) -> str:
        """Count, and hash quickly."""
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("username", ["amal", "gone", "nobody"])
def test_a_wrong_password_costs_as_much_for_a_name_that_does_not_exist(
    client: Client, settings: Settings, username: str
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    boss = make_user("boss", Role.ADMINISTRATOR)
    make_user("amal", password=PASSWORD)
    services.end_access(make_user("gone", password=PASSWORD), by=boss, at=NOW)
    CountingHasher.count = 0

    _sign_in(client, username, "wrong")

    assert CountingHasher.count == 1


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(client: Client, there: str) -> None:
    make_user("amal", password=PASSWORD)

    answer = client.post(LOGIN, {"login": "amal", "password": PASSWORD, "next": there})

    assert answer.headers["Location"] == "/"
