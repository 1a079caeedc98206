"""Invitations: a link that opens once, for three days, for one person."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from answerable.node.accounts import invitations
from answerable.node.accounts.models import AuditEvent, Invitation, Role, User
from tests.factories import NOW, PASSWORD, give_codes, make_user

pytestmark = pytest.mark.django_db
SETTINGS = "/accounts/settings/"
GIVEN = {"name": "Amal of the embassy", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def boss() -> User:
    return make_user("boss", Role.ADMINISTRATOR)


@pytest.fixture
def amal() -> User:
    return make_user("amal", Role.OFFICER, second_factor=False)


def _link(amal: User, boss: User) -> str:
    return f"/accounts/join/{invitations.invite(amal, by=boss, at=timezone.now())}/"


def test_an_administrator_gets_a_link_that_is_kept_only_as_a_digest(
    client: Client, amal: User, boss: User
) -> None:
    client.force_login(boss)

    page = client.post(f"/administration/people/{amal.pk}/invite/").content.decode()

    found = re.search(r"/accounts/join/([\w-]{43})/", page)
    assert found
    assert Invitation.objects.get().digest == invitations.digest_of(found[1])
    assert AuditEvent.objects.filter(verb="person invited", by=boss).exists()


def test_who_was_invited_chooses_a_password_and_sets_up_a_factor(
    client: Client, amal: User, boss: User
) -> None:
    link = _link(amal, boss)

    client.get(link)
    client.post(link, GIVEN)

    amal.refresh_from_db()
    assert amal.name == "Amal of the embassy"
    assert amal.check_password(PASSWORD)
    assert client.get("/").headers["Location"] == "/accounts/2fa/"
    # The password was typed a moment ago; it is not asked for again.
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_a_link_opens_once(client: Client, amal: User, boss: User) -> None:
    link = _link(amal, boss)
    client.post(link, GIVEN)
    stranger = Client()

    again = stranger.post(link, {**GIVEN, "password1": "x" * 15, "password2": "x" * 15})

    assert again.status_code == 404
    amal.refresh_from_db()
    assert amal.check_password(PASSWORD)


def test_two_who_hold_one_invitation_do_not_both_use_it(amal: User, boss: User) -> None:
    token = invitations.invite(amal, by=boss, at=NOW)
    one, two = invitations.find(token, NOW), invitations.find(token, NOW)
    invitations.accept(one, name="Amal", password=PASSWORD, at=NOW)

    with pytest.raises(invitations.NotValid):
        invitations.accept(two, name="Mallory", password="y" * 15, at=NOW)


def test_a_link_ends_after_three_days(amal: User, boss: User) -> None:
    token = invitations.invite(amal, by=boss, at=NOW)

    assert invitations.find(token, NOW + timedelta(days=3, seconds=-1)).user == amal
    with pytest.raises(invitations.NotValid):
        invitations.find(token, NOW + timedelta(days=3))


def test_a_newer_link_ends_the_older(client: Client, amal: User, boss: User) -> None:
    older = _link(amal, boss)
    _link(amal, boss)

    assert client.get(older).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "%F0%9F%98%80", "a" * 5000])
def test_a_made_up_link_opens_nothing(client: Client, token: str) -> None:
    assert client.get(f"/accounts/join/{token}/").status_code == 404


def test_a_person_whose_access_ended_does_not_come_in_by_a_link(
    client: Client, amal: User, boss: User
) -> None:
    link = _link(amal, boss)
    User.objects.filter(pk=amal.pk).update(is_active=False)

    assert client.post(link, GIVEN).status_code == 404


def test_an_invitation_does_not_go_round_a_second_factor(
    client: Client, amal: User, boss: User
) -> None:
    give_codes(amal)

    answer = client.post(_link(amal, boss), GIVEN)

    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get(SETTINGS).status_code == 302


@pytest.mark.parametrize(
    ("one", "two"),
    [("short", "short"), (PASSWORD, PASSWORD + "!"), ("amal amal amal", ""), ("", "")],
)
def test_a_poor_password_uses_nothing_up(
    client: Client, amal: User, boss: User, one: str, two: str
) -> None:
    link = _link(amal, boss)

    refused = client.post(link, {"name": "Amal", "password1": one, "password2": two})

    assert refused.status_code == 200
    assert client.get(link).status_code == 200


def test_only_administrators_invite(client: Client, amal: User) -> None:
    client.force_login(make_user("bela", Role.PRINCIPAL))

    assert client.post(f"/administration/people/{amal.pk}/invite/").status_code == 403
