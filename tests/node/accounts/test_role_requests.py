"""A role that lets texts leave, or opens the vault, is given by two people."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from answerable.node.accounts import role_requests, services
from answerable.node.accounts.models import AuditEvent, Role, RoleRequest, User
from answerable.node.accounts.roles import has_role
from tests.factories import NOW, make_office, make_user

pytestmark = pytest.mark.django_db
GUARDED = [Role.CLEARER, Role.CUSTODIAN]


@pytest.fixture
def boss() -> User:
    """Return an administrator."""
    return make_user("boss", Role.ADMINISTRATOR)


def ask(user: User, role: Role, by: User) -> RoleRequest:
    """Have an administrator give a role, which only asks for it."""
    request = services.give_role(user, make_office(), role, by=by, at=NOW)
    assert request is not None
    return request


@pytest.mark.parametrize("role", GUARDED)
def test_one_person_only_asks_for_it(boss: User, role: Role) -> None:
    amal = make_user("amal")

    ask(amal, role, boss)

    assert not has_role(amal, role)


@pytest.mark.parametrize("second", [Role.ADMINISTRATOR, Role.PRINCIPAL])
def test_a_second_person_gives_it_and_both_are_on_record(boss: User, second: Role) -> None:
    amal, other = make_user("amal"), make_user("other", second)
    request = ask(amal, Role.CLEARER, boss)

    role_requests.grant(request, by=other, at=NOW)

    assert has_role(amal, Role.CLEARER)
    assert (request.asked_by, request.decided_by) == (boss, other)
    verbs = list(AuditEvent.objects.values_list("verb", "by__username"))
    assert verbs == [
        ("role asked for", "boss"),
        ("role confirmed", "other"),
        ("role given", "other"),
    ]


def test_who_asked_cannot_give_it(boss: User) -> None:
    make_user("other", Role.ADMINISTRATOR)
    request = ask(make_user("amal"), Role.CLEARER, boss)

    with pytest.raises(PermissionDenied):
        role_requests.grant(request, by=boss, at=NOW)


def test_who_would_get_it_cannot_give_it(boss: User) -> None:
    amal = make_user("amal", Role.ADMINISTRATOR)
    request = ask(amal, Role.CUSTODIAN, boss)

    with pytest.raises(PermissionDenied):
        role_requests.grant(request, by=amal, at=NOW)


def test_for_oneself_one_asks_and_the_other_gives(boss: User) -> None:
    other = make_user("other", Role.ADMINISTRATOR)
    request = ask(boss, Role.CLEARER, boss)

    role_requests.grant(request, by=other, at=NOW)

    assert has_role(boss, Role.CLEARER)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.CUSTODIAN])
def test_others_decide_nothing(boss: User, role: Role) -> None:
    request = ask(make_user("amal"), Role.CLEARER, boss)

    with pytest.raises(PermissionDenied):
        role_requests.grant(request, by=make_user("other", role), at=NOW)


def test_a_party_of_one_does_it_alone_with_a_reason_on_record(boss: User) -> None:
    request = ask(boss, Role.CLEARER, boss)
    with pytest.raises(role_requests.NeedsReason):
        role_requests.waive(request, why=" ", by=boss, at=NOW)

    role_requests.waive(request, why="I work alone", by=boss, at=NOW)

    assert has_role(boss, Role.CLEARER)
    assert request.waiver == "I work alone"
    assert AuditEvent.objects.filter(verb="role given without a second person").exists()


def test_nobody_does_it_alone_where_a_second_person_is(boss: User) -> None:
    make_user("other", Role.PRINCIPAL)
    request = ask(boss, Role.CLEARER, boss)

    with pytest.raises(role_requests.OthersCould):
        role_requests.waive(request, why="In a hurry", by=boss, at=NOW)


def test_it_is_decided_once(boss: User) -> None:
    other = make_user("other", Role.ADMINISTRATOR)
    request = ask(make_user("amal"), Role.CLEARER, boss)
    again = RoleRequest.objects.get(pk=request.pk)
    role_requests.refuse(request, by=other, at=NOW)

    with pytest.raises(role_requests.DecidedBefore):
        role_requests.grant(again, by=other, at=NOW)

    assert not has_role(request.user, Role.CLEARER)


def test_asking_twice_is_asking_once(boss: User) -> None:
    amal = make_user("amal")

    assert ask(amal, Role.CLEARER, boss) == ask(amal, Role.CLEARER, boss)


def test_the_database_itself_refuses_one_person_twice(boss: User) -> None:
    request = ask(make_user("amal"), Role.CLEARER, boss)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleRequest.objects.filter(pk=request.pk).update(
            state="given", decided_by=boss, decided_at=NOW
        )


def test_other_roles_are_given_at_once(boss: User) -> None:
    amal = make_user("amal")

    services.give_role(amal, make_office(), Role.ANALYST, by=boss, at=NOW)

    assert has_role(amal, Role.ANALYST)


def test_the_page_lists_what_waits_and_a_principal_gives_it(boss: User, client: Client) -> None:
    amal = make_user("amal")
    client.force_login(boss)
    said = client.post(
        f"/administration/people/{amal.pk}/",
        {"office": make_office().pk, "role": "clearer"},
        follow=True,
    ).content.decode()
    assert "waits for a second person" in said
    [request] = RoleRequest.objects.all()
    client.force_login(make_user("head", Role.PRINCIPAL))

    page = client.get("/administration/roles/").content.decode()
    client.post(f"/administration/roles/{request.pk}/grant/")

    assert "Amal" in page
    assert has_role(amal, Role.CLEARER)
