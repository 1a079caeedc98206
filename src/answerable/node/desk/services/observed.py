"""Read an observer's record: real cases that nobody here raised, and how their accounts changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from answerable.node.accounts.models import User
from answerable.node.desk.codes import OwnerRole
from answerable.node.desk.models import Incident, RecordedStatement
from answerable.node.ledger.models import Channel


@dataclass(frozen=True)
class Turn:
    """The position a party took from some day on, until its next one."""

    position: str
    since: datetime
    precision: str


@dataclass(frozen=True)
class Account:
    """What one party whose conduct is asked about said of it over time, as it was retold."""

    party: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Observed:
    """One case of the record."""

    incident: Incident
    accounts: tuple[Account, ...]
    statements: int


def records(user: User) -> list[tuple[Channel, list[Observed]]]:
    """Return every public record with its cases, the newest event first."""
    found = []
    for channel in Channel.objects.filter(kind=Channel.Kind.RECORD).order_by("title"):
        cases = _cases(channel, user)
        found.append((channel, sorted(cases, key=_newest_first, reverse=True)))
    return found


def _cases(channel: Channel, user: User) -> list[Observed]:
    rows = (
        RecordedStatement.objects.visible_to(user)
        .filter(channel=channel, incident__isnull=False, set_aside_at__isnull=True)
        .order_by("stated_at", "pk")
    )
    said: dict[int, list[RecordedStatement]] = {}
    for row in rows:
        if row.incident_id is not None:
            said.setdefault(row.incident_id, []).append(row)
    incidents = Incident.objects.visible_to(user).filter(pk__in=said)
    return [
        Observed(one, tuple(_accounts(said[one.pk])), len(said[one.pk]))
        for one in incidents.prefetch_related("places__names", "attributions")
    ]


def _accounts(said: Iterable[RecordedStatement]) -> list[Account]:
    """Fold what each party itself said into the positions it took; silence changes none."""
    turns: dict[str, list[Turn]] = {}
    for one in said:
        if one.owner_role != OwnerRole.PARTY_ASKED:
            continue
        mine = turns.setdefault(one.party_name or one.stated_by, [])
        if one.position and (not mine or mine[-1].position != one.position):
            mine.append(Turn(one.position, one.stated_at, one.stated_precision))
    return [Account(party, tuple(taken)) for party, taken in turns.items()]


def _newest_first(case: Observed) -> tuple[bool, float, int]:
    start = case.incident.start
    return (start is not None, start.timestamp() if start else 0.0, case.incident.pk)
