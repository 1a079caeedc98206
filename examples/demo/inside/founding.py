"""Make the node's party, offices and people, and found its channels, by the services for it."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test.utils import override_settings

from answerable.node.accounts import services as accounts
from answerable.node.accounts.models import Office, Role, User
from answerable.node.ledger import services as ledger
from answerable.node.vault.services import keys as vault
from examples.demo import shapes

# Under this name the passwords hold the passphrase of a party that keeps a vault.
VAULT = "passphrase of the vault"


class QuickHasher(PBKDF2PasswordHasher):
    """For passwords of 20 random letters, which no stretching makes safer.

    The first sign-in with one stretches it as usual.
    """

    iterations = 1000


def set_up(party: shapes.Party, passwords: dict[str, str], *, at: datetime) -> None:
    """Make the party with its keys, its offices, and whoever works there."""
    ledger.create_self(code=party.code, name=party.name, domain=party.domain, at=at)
    for office in party.offices:
        add_office(office, passwords, at=at)
    if passphrase := passwords.get(VAULT):
        vault.found(passphrase, by=_custodian(), at=at)


def add_office(office: shapes.Office, passwords: dict[str, str], *, at: datetime) -> None:
    """Make an office and its people; each password is random and needs no replacing."""
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.QuickHasher"]):
        _add_office(office, passwords, at=at)


def _add_office(office: shapes.Office, passwords: dict[str, str], *, at: datetime) -> None:
    parent = Office.objects.get(code=office.under) if office.under else None
    row = accounts.add_office(office.code, office.name, by=None, at=at, parent=parent)
    Office.objects.filter(pk=row.pk).update(rank=office.rank)
    for person in office.people:
        first, *more = [Role(role) for role in person.roles]
        user, _secret = accounts.add_person(
            person.username,
            person.name,
            by=None,
            at=at,
            office=row,
            role=first,
            password=passwords[person.username],
        )
        for role in more:
            accounts.give_role(user, row, role, by=None, at=at)


def propose(title: str, slug: str, terms: dict[str, Any], *, at: datetime) -> str:
    """Propose a signed channel; return the file for the other side."""
    _channel, file = ledger.establish.propose(
        title=title, slug=slug, terms=terms, at=at, by=_administrator()
    )
    return _packed(file)


def accept(file: str, title: str, slug: str, *, at: datetime) -> dict[str, str]:
    """Accept a proposal; return the file to send back and the words to read out."""
    channel, back = ledger.establish.accept(
        base64.b64decode(file), title=title, slug=slug, at=at, by=_administrator()
    )
    return {"file": _packed(back), "words": " ".join(ledger.establish.words_of(channel))}


def finish(file: str, words: str, *, at: datetime) -> str | None:
    """Establish the channel after the words were compared; return the file that completes it."""
    _channel, complete = ledger.establish.finish(
        base64.b64decode(file), words=words, at=at, by=_administrator()
    )
    return None if complete is None else _packed(complete)


def open_paper(
    slug: str, title: str, code: str, name: str, terms: dict[str, Any], *, at: datetime
) -> None:
    """Open a channel with a counterpart that runs nothing."""
    ledger.create_paper(
        title=title,
        slug=slug,
        their_code=code,
        their_name=name,
        terms=terms,
        at=at,
        by=_administrator(),
    )


def _administrator() -> User | None:
    return User.objects.filter(memberships__role=Role.ADMINISTRATOR).order_by("pk").first()


def _custodian() -> User:
    return User.objects.filter(memberships__role=Role.CUSTODIAN).earliest("pk")


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
