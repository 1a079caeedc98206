"""Who may act as what, and where."""

import gc
import weakref
from typing import cast

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.functional import SimpleLazyObject

from answerable.node.accounts.models import Membership, Office, Role, User
from answerable.node.accounts.roles import Standing, has_role, offices_of, require_role, roles_of
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db


def test_a_role_holds_in_its_office_only() -> None:
    amal = make_user("amal", Role.OFFICER, office="embassy")

    assert has_role(amal, Role.OFFICER, make_office("embassy"))
    assert not has_role(amal, Role.OFFICER, make_office("bureau"))


def test_without_an_office_any_will_do() -> None:
    assert has_role(make_user("amal", Role.CLEARER), Role.CLEARER)


def test_one_role_is_not_another() -> None:
    assert roles_of(make_user("amal", Role.OFFICER)) == {Role.OFFICER}


def test_a_person_whose_access_ended_has_no_role_left() -> None:
    amal = make_user("amal", Role.OFFICER)
    amal.is_active = False

    assert roles_of(amal) == frozenset()
    assert not has_role(amal, Role.OFFICER)
    assert not offices_of(amal).exists()


def test_the_offices_of_a_person_can_be_asked_by_role() -> None:
    amal = make_user("amal", Role.OFFICER, office="embassy")
    Membership.objects.create(user=amal, office=make_office("bureau"), role=Role.CLEARER)

    assert [office.code for office in offices_of(amal, Role.CLEARER)] == ["bureau"]
    assert {office.code for office in offices_of(amal)} == {"embassy", "bureau"}


def test_who_lacks_the_role_is_turned_away() -> None:
    with pytest.raises(PermissionDenied):
        require_role(make_user("amal", Role.OFFICER), Role.CLEARER, Role.ADMINISTRATOR)


@pytest.mark.parametrize("wrong", [{"code": ""}, {"name": ""}])
def test_the_database_refuses_a_nameless_office(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(**({"code": "x", "name": "X"} | wrong))


def test_the_database_refuses_an_office_under_itself() -> None:
    office = make_office()

    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.filter(pk=office.pk).update(parent=office)


def test_the_database_refuses_a_role_that_is_not_there() -> None:
    make_user("amal", Role.OFFICER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(role="king")


@pytest.mark.parametrize("wrong", [{"username": ""}, {"language": "xx"}, {"theme": "pink"}])
def test_the_database_refuses_a_person_that_cannot_be(wrong: dict[str, str]) -> None:
    make_user("amal")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(**wrong)


class Sent:
    """Stands for a request with all that was sent by it."""


def test_what_is_kept_of_a_person_lets_go_of_the_request() -> None:
    user, sent = make_user("noor", Role.OFFICER), Sent()
    gone = weakref.ref(sent)

    # As the person of a request is: a wrapping that holds what it was found by.
    def found(held: Sent = sent) -> User:
        return user

    kept = Standing.of(cast("User", SimpleLazyObject(found)))
    del sent, found
    gc.collect()

    assert gone() is None
    assert type(kept.user) is User
    assert [one.role for one in kept.user.memberships.all()] == [Role.OFFICER]
