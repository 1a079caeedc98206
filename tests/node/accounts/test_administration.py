"""The administrator's pages and what they do."""

import re

import pytest
from django.test import Client

from answerable.node.accounts import audit, services
from answerable.node.accounts.models import AuditEvent, Membership, Office, Role, User
from tests.factories import NOW, make_office, make_user

pytestmark = pytest.mark.django_db
PAGES = ["people/", "people/add/", "offices/", "trail/", "trail/?check=1"]


@pytest.fixture
def boss(client: Client) -> User:
    boss = make_user("boss", Role.ADMINISTRATOR)
    client.force_login(boss)
    return boss


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_for_administrators(client: Client, page: str) -> None:
    client.force_login(make_user("amal", Role.OFFICER, Role.CLEARER, Role.INVESTIGATOR))

    assert client.get(f"/administration/{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_opens_them(client: Client, boss: User, page: str) -> None:
    assert client.get(f"/administration/{page}").status_code == 200


def test_a_person_is_added_with_a_role_and_a_one_time_password(client: Client, boss: User) -> None:
    office = make_office("bureau")

    page = client.post(
        "/administration/people/add/",
        {"name": "Amal", "username": "amal", "office": office.pk, "role": "officer"},
    ).content.decode()

    amal = User.objects.get(username="amal")
    secret = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", page)
    assert secret
    assert amal.check_password(secret[0])
    assert [(m.office.code, m.role) for m in amal.memberships.all()] == [("bureau", "officer")]


def test_a_user_name_is_given_once(client: Client, boss: User) -> None:
    make_user("amal")

    page = client.post(
        "/administration/people/add/",
        {"name": "Amal", "username": "amal", "office": make_office().pk, "role": "officer"},
    ).content.decode()

    assert "Someone has this user name already." in page
    assert User.objects.filter(username="amal").count() == 1


def test_a_new_password_is_shown_once_and_must_be_replaced(client: Client, boss: User) -> None:
    amal = make_user("amal", password="the old one")

    client.post(f"/administration/people/{amal.pk}/password/")

    amal.refresh_from_db()
    assert amal.must_change_password
    assert not amal.check_password("the old one")


def test_the_last_administrator_cannot_be_shut_out(client: Client, boss: User) -> None:
    client.post(f"/administration/people/{boss.pk}/end/")

    boss.refresh_from_db()
    assert boss.is_active


def test_the_last_administrators_role_cannot_be_taken(client: Client, boss: User) -> None:
    client.post(f"/administration/roles/{boss.memberships.get().pk}/take/")

    assert boss.memberships.exists()


def test_one_of_two_administrators_can_be_shut_out(client: Client, boss: User) -> None:
    other = make_user("other", Role.ADMINISTRATOR)

    client.post(f"/administration/people/{other.pk}/end/")

    other.refresh_from_db()
    assert not other.is_active


def test_an_administrator_without_access_does_not_count(boss: User) -> None:
    other = make_user("other", Role.ADMINISTRATOR)
    services.end_access(other, by=boss, at=NOW)

    with pytest.raises(services.LastAdministrator):
        services.end_access(boss, by=boss, at=NOW)


def test_access_can_be_restored_with_a_new_password(client: Client, boss: User) -> None:
    amal = make_user("amal")
    services.end_access(amal, by=boss, at=NOW)

    client.post(f"/administration/people/{amal.pk}/restore/")

    amal.refresh_from_db()
    assert amal.is_active
    assert amal.has_usable_password()


def test_a_role_is_given_and_taken(client: Client, boss: User) -> None:
    amal, office = make_user("amal"), make_office("bureau")

    client.post(f"/administration/people/{amal.pk}/", {"office": office.pk, "role": "analyst"})
    given = Membership.objects.get(user=amal)
    client.post(f"/administration/roles/{given.pk}/take/")

    assert (given.office, given.role) == (office, "analyst")
    assert not Membership.objects.filter(user=amal).exists()


def test_an_office_is_added_under_another(client: Client, boss: User) -> None:
    head = make_office("head")

    client.post(
        "/administration/offices/", {"name": "Bureau South", "code": "south", "parent": head.pk}
    )

    south = Office.objects.get(code="south")
    assert (south.parent, south.rank) == (head, head.rank + 1)


def test_an_office_code_is_given_once(client: Client, boss: User) -> None:
    make_office("head")

    page = client.post("/administration/offices/", {"name": "X", "code": "head"}).content.decode()

    assert "An office has this code already." in page


def test_every_deed_of_an_administrator_stands_in_the_trail(client: Client, boss: User) -> None:
    amal, office = make_user("amal"), make_office("bureau")

    client.post(f"/administration/people/{amal.pk}/", {"office": office.pk, "role": "analyst"})
    client.post(f"/administration/people/{amal.pk}/password/")
    client.post(f"/administration/people/{amal.pk}/end/")

    assert audit.check_trail() == 3
    assert [event.verb for event in AuditEvent.objects.all()] == [
        "role given",
        "password reset",
        "access ended",
    ]
    assert {event.by for event in AuditEvent.objects.all()} == {boss}


def test_a_broken_trail_is_loud(client: Client, boss: User) -> None:
    audit.record(boss, "looked", "page", "1", at=NOW)
    AuditEvent.objects.all().delete()

    page = client.get("/administration/trail/?check=1").content.decode()

    assert "The trail does not hold" in page
