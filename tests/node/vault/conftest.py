"""What the vault's tests share: two custodians, somebody at intake, and cheap passphrases."""

from __future__ import annotations

from typing import Any

import pytest

from answerable.node.accounts.models import Role, User
from answerable.node.vault.models import Custodian, Source
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import keys, sources
from answerable.safekeeping import sealed
from tests.factories import NOW, make_user

FIRST = "correct horse battery staple"
SECOND = "an entirely different sentence"
WHO = Identity(
    name="Samira Dorvelle",
    other_names="Самира Дорвелл\nUmm Talin",
    contact="+99 50 123 45 67\nsamira@mail.example\n@samira_d",
    note="Meets at the pump house on Thursdays",
)
# What proves that a word of it is nowhere: each is in `WHO`, none is anywhere else.
CANARIES = (
    "Samira", "Dorvelle", "Самира", "Umm Talin", "samira@mail", "123 45 67", "samira_d",
    "pump house",
)  # fmt: skip


class People:
    """Those who have to do with sources."""

    def __init__(self) -> None:
        self.nur: User = make_user("nur", Role.CUSTODIAN)
        self.olga: User = make_user("olga", Role.CUSTODIAN)
        self.intake: User = make_user("ines", Role.INTAKE)
        self.officer: User = make_user("amal", Role.OFFICER)
        self.clearer: User = make_user("boris", Role.CLEARER, office="bureau")
        self.administrator: User = make_user("dana", Role.ADMINISTRATOR)
        self.auditor: User = make_user("aron", Role.AUDITOR)

    def nur_at(self, at: Any = NOW) -> dict[str, Any]:
        """The first custodian, at a time."""
        return {"by": self.nur, "at": at}


@pytest.fixture
def people(db: None) -> People:
    """Return the people; the vault is not founded yet."""
    return People()


@pytest.fixture
def vault(people: People) -> People:
    """Return the people of a vault that its first custodian founded."""
    keys.found(FIRST, work=sealed.LEAST_WORK, **people.nur_at())
    return people


def seal(people: People, identity: Identity = WHO, receipt: str = "R-2026-00001") -> Source:
    """Have somebody at intake seal a source."""
    about = sources.About("witness", reach="safe")
    return sources.add(about, receipt=receipt, identity=identity, by=people.intake, at=NOW)


def second(people: People) -> Custodian:
    """Let the second custodian ask for a key."""
    return keys.ask(SECOND, by=people.olga, at=NOW, work=sealed.LEAST_WORK)
