"""The audit trail: whatever is done to its rows, it shows."""

import contextlib
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from answerable.node.accounts import audit
from answerable.node.accounts.models import AuditEvent, AuditHead
from tests.factories import NOW, make_user

CHANGES = {
    "verb": "other",
    "subject_kind": "other",
    "subject_id": "other",
    "details": {"n": 99},
    "at": NOW.replace(year=2020),
    "previous": "f" * 64,
    "digest": "f" * 64,
}


def _record(count: int) -> None:
    for n in range(count):
        audit.record(None, "raised", "inquiry", str(n), at=NOW, details={"n": n})


class TrailTests(TestCase):
    @given(count=st.integers(1, 6), data=st.data())
    @settings(max_examples=40, deadline=None)
    def test_a_changed_event_is_found_wherever_it_stands(
        self, count: int, data: st.DataObject
    ) -> None:
        _record(count)
        number = data.draw(st.integers(1, count))
        field = data.draw(st.sampled_from(sorted(CHANGES)))
        with _writable():
            AuditEvent.objects.filter(number=number).update(**{field: CHANGES[field]})

        with pytest.raises(audit.BrokenTrail):
            audit.check_trail()

    @given(count=st.integers(1, 6), data=st.data())
    @settings(max_examples=20, deadline=None)
    def test_a_missing_event_is_found_wherever_it_stood(
        self, count: int, data: st.DataObject
    ) -> None:
        _record(count)
        AuditEvent.objects.filter(number=data.draw(st.integers(1, count))).delete()

        with pytest.raises(audit.BrokenTrail):
            audit.check_trail()


@pytest.mark.django_db
def test_an_untouched_trail_holds() -> None:
    _record(3)

    assert audit.check_trail() == 3


@pytest.mark.django_db
def test_an_empty_trail_holds() -> None:
    assert audit.check_trail() == 0


@pytest.mark.django_db
def test_the_person_belongs_to_what_is_chained() -> None:
    audit.record(make_user("amal"), "cleared", "draft", "1", at=NOW)
    with _writable():
        AuditEvent.objects.update(by=make_user("other"))

    with pytest.raises(audit.BrokenTrail, match="event 1 was changed"):
        audit.check_trail()


@pytest.mark.django_db
def test_a_trail_without_its_end_does_not_hold() -> None:
    _record(2)
    AuditHead.objects.all().delete()

    with pytest.raises(audit.BrokenTrail):
        audit.check_trail()


@pytest.mark.django_db
def test_what_is_undone_leaves_no_event() -> None:
    with transaction.atomic():
        _record(1)
        transaction.set_rollback(True)

    assert audit.check_trail() == 0


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_an_event() -> None:
    _record(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.update(verb="other")


@pytest.mark.django_db
def test_the_head_is_one_row() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditHead.objects.create(id=2)


@contextlib.contextmanager
def _writable() -> Iterator[None]:
    """Do what someone with the database's own tools can do: take the guard away."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute("DROP TRIGGER accounts_auditevent_stays")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "ALTER TABLE accounts_auditevent DISABLE TRIGGER accounts_auditevent_stays"
            )
    yield
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute(SQLITE)
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "ALTER TABLE accounts_auditevent ENABLE TRIGGER accounts_auditevent_stays"
            )


SQLITE: str = import_module(
    "answerable.node.accounts.migrations.0002_events_cannot_be_changed"
).SQLITE
