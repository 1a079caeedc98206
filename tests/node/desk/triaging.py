"""What tests of the inbox share: what waits, and the decisions there are."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.models import (
    Arrival,
    Report,
)
from answerable.node.desk.services import triage
from answerable.node.desk.services.triage import Filter
from answerable.node.vault.services import sources
from tests.factories import NOW, make_user
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    make_report,
    raise_body,
    raise_words,
)

TODAY = NOW.date()
THREAD = "a" * 32


def waiting(user: User, *, today: date = TODAY, **wanted: str) -> list[str]:
    """Return the names of what stands in the person's inbox."""
    return [str(one) for one in triage.page(user, Filter(**wanted), today=today).things]


def asked_by_them(other: Other, **given: Any) -> Arrival:
    """Have the other side ask us something; return it as it stands in the inbox."""
    other.say(THREAD, raise_body(**given), words=raise_words())
    other.arrive(NOW + HOUR)
    return Arrival.objects.get()


def verbs() -> list[str]:
    return [event.verb for event in AuditEvent.objects.filter(verb__startswith="triage")]


DEEDS: list[Callable[[list[triage.Chosen], dict[str, Any]], Any]] = [
    lambda it, by: triage.take_up(it, **by),
    lambda it, by: triage.snooze(it, TODAY + timedelta(1), today=TODAY, **by),
    lambda it, by: triage.put_out_of_scope(it, "no_event", **by),
    lambda it, by: triage.ask_source(it, "When?", TODAY + timedelta(1), today=TODAY, **by),
]


def from_a_source(desk: Desk) -> tuple[Report, User]:
    report = make_report(desk)
    custodian = make_user("custos", Role.CUSTODIAN)
    sources.add(sources.About("witness", reach="safe"), receipt=str(report), **desk.by())
    return report, custodian
