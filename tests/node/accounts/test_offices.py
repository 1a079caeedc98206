"""Offices form a tree: no circle, a bounded depth, and what lies under one moves with it."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from answerable.node.accounts import offices, services
from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.offices import DEEPEST, Circle, TooDeep, within
from tests.factories import NOW, make_office, make_user


def move(office: Office, parent: Office | None) -> None:
    """Put an office under another."""
    boss = User.objects.first() or make_user("boss")
    offices.change_office(office, name=office.name, parent=parent, by=boss, at=NOW)


@pytest.mark.django_db
def test_an_office_moves_with_all_that_lies_under_it() -> None:
    ministry = make_office("ministry")
    embassy = make_office("embassy")
    desk = make_office("desk", parent=embassy)

    move(embassy, ministry)

    desk.refresh_from_db()
    assert desk.rank == 2
    assert [one.code for one in offices.line_of(desk)] == ["desk", "embassy", "ministry"]


@pytest.mark.django_db
def test_an_office_cannot_lie_under_itself() -> None:
    embassy = make_office("embassy")
    desk = make_office("desk", parent=embassy)

    for below in (embassy, desk):
        with pytest.raises(Circle):
            move(embassy, below)


@pytest.mark.django_db
def test_the_tree_is_not_deeper_than_a_query_can_ask() -> None:
    line = [services.add_office("o0", "O", by=None, at=NOW)]
    for number in range(1, DEEPEST):
        line.append(services.add_office(f"o{number}", "O", parent=line[-1], by=None, at=NOW))

    with pytest.raises(TooDeep):
        services.add_office("below", "O", parent=line[-1], by=None, at=NOW)
    with pytest.raises(TooDeep):
        move(line[0], make_office("above"))
    assert set(Office.objects.filter(within([line[0].pk]))) == set(line)


class TreeTests(TestCase):
    @given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 5)), max_size=12))
    @settings(max_examples=25, deadline=None)
    def test_whatever_is_moved_it_stays_a_tree(self, moves: list[tuple[int, int]]) -> None:
        boss = make_user("boss")
        rows = [services.add_office(f"o{n}", f"O{n}", by=None, at=NOW) for n in range(6)]
        for number, under in moves:
            parent = None if under < 0 else Office.objects.get(pk=rows[under].pk)
            office = Office.objects.get(pk=rows[number].pk)
            try:
                offices.change_office(office, name=office.name, parent=parent, by=boss, at=NOW)
            except (Circle, TooDeep):
                continue

        assert len(offices.in_order()) == 6
        for office in Office.objects.all():
            assert office.rank == len(offices.line_of(office)) - 1
            assert office in Office.objects.filter(within([offices.line_of(office)[-1].pk]))


@pytest.mark.django_db
def test_the_page_says_why_an_office_cannot_go_there(client: Client) -> None:
    client.force_login(make_user("boss", Role.ADMINISTRATOR))
    embassy = make_office("embassy")
    desk = make_office("desk", parent=embassy)

    page = client.post("/administration/offices/embassy/", {"name": "Embassy", "parent": desk.pk})

    assert "cannot lie under itself" in page.content.decode()
    client.post("/administration/offices/embassy/", {"name": "The embassy", "parent": ""})
    embassy.refresh_from_db()
    assert embassy.name == "The embassy"
