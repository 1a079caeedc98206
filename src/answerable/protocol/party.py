"""Who a party of a channel is: its names and its public keys, each in one role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from answerable.protocol import keys, names
from answerable.protocol.canonical import Json, JsonObject
from answerable.protocol.errors import BadGenesis, BadKey

MAX_NAME: Final = 200
MAX_OFFICES: Final = 64
MAX_AGE: Final = 8
_AGE: Final = re.compile(r"age1[02-9ac-hj-np-z]{10,4000}")
_ROLES: Final = ("identity", "log", "mirror", "delivery", "node")
_MEMBERS: Final = frozenset({"id", "domain", "name", "prefix", "keys", "authors", "age"})


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The author key of an office. An office signs, never a person."""

    office: str
    public: bytes


@dataclass(frozen=True, slots=True)
class Party:
    """A party: `prefix` begins the names of its logs and cosigners, `<domain>/answerable` unless
    an opaque label is wanted there; `node` signs requests between nodes; `age` are recipients for
    pouches.
    """

    id: str
    domain: str
    name: str
    identity: bytes
    log: bytes
    mirror: bytes
    delivery: bytes
    node: bytes
    authors: tuple[OfficeKey, ...]
    prefix: str = ""
    age: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.prefix:
            object.__setattr__(self, "prefix", f"{self.domain}/answerable")

    def public_keys(self) -> list[tuple[str, str | None, bytes]]:
        """Every key with its role and, for an author, its office."""
        own: list[tuple[str, str | None, bytes]] = [
            ("identity", None, self.identity),
            ("log", None, self.log),
            ("mirror", None, self.mirror),
            ("delivery", None, self.delivery),
            ("node", None, self.node),
        ]
        return own + [("author", author.office, author.public) for author in self.authors]

    def to_object(self) -> JsonObject:
        """The party as it stands in proposals and founding documents."""
        by_role = {
            role: keys.encode_base64(public) for role, office, public in self.public_keys()[:5]
        }
        return {
            "id": self.id,
            "domain": self.domain,
            "name": self.name,
            "prefix": self.prefix,
            "keys": dict(by_role),
            "authors": [
                {"office": author.office, "key": keys.encode_base64(author.public)}
                for author in self.authors
            ],
            "age": list(self.age),
        }


def is_recipient(text: str) -> bool:
    """Tell whether this is written like a recipient for pouches (age)."""
    return _AGE.fullmatch(text) is not None


def check(party: Party) -> None:
    """Raise BadGenesis unless the names are in form and the keys sound and all distinct."""
    if not names.PARTY.fullmatch(party.id):
        raise BadGenesis("a party's id is up to 32 small letters, digits and hyphens")
    if not names.DOMAIN.fullmatch(party.domain):
        raise BadGenesis("a domain is written in small letters")
    if not names.ORIGIN.fullmatch(party.prefix) or len(party.prefix) > 120:
        raise BadGenesis("a prefix is up to 120 small letters, digits, dots, hyphens and slashes")
    if not 0 < len(party.name) <= MAX_NAME or not party.name.isprintable():
        raise BadGenesis(f"a name is 1 to {MAX_NAME} printable characters")
    offices = [author.office for author in party.authors]
    if not 0 < len(offices) <= MAX_OFFICES or len(set(offices)) != len(offices):
        raise BadGenesis("a party has offices, each with one key")
    if not all(names.OFFICE.fullmatch(office) for office in offices):
        raise BadGenesis("an office is up to 32 small letters, digits and hyphens")
    if len(party.age) > MAX_AGE or not all(is_recipient(each) for each in party.age):
        raise BadGenesis("not a recipient for pouches")
    check_keys([party])


def check_keys(parties: Iterable[Party]) -> None:
    """Raise BadGenesis unless every key is sound and no key stands in two places."""
    seen: set[bytes] = set()
    for party in parties:
        for role, _, public in party.public_keys():
            try:
                keys.check_public_key(public)
            except BadKey as exc:
                raise BadGenesis(f"{party.id}, {role} key: {exc}") from exc
            if public in seen:
                raise BadGenesis(f"{party.id}, {role} key: it stands in another place too")
            seen.add(public)


def from_object(value: Json) -> Party:
    """Read a party and check it; raises BadGenesis."""
    it = _object(value, _MEMBERS)
    public = _object(it["keys"], frozenset(_ROLES))
    authors = [_object(each, frozenset({"office", "key"})) for each in _list(it["authors"])]
    if it["prefix"] == "":
        raise BadGenesis("a prefix is written out")
    party = Party(
        id=_text(it["id"]),
        domain=_text(it["domain"]),
        name=_text(it["name"]),
        prefix=_text(it["prefix"]),
        authors=tuple(OfficeKey(_text(each["office"]), _key(each["key"])) for each in authors),
        age=tuple(_text(each) for each in _list(it["age"])),
        **{role: _key(public[role]) for role in _ROLES},
    )
    check(party)
    return party


def _object(value: Json, members: frozenset[str]) -> JsonObject:
    if not isinstance(value, dict) or value.keys() != members:
        raise BadGenesis(f"an object of {', '.join(sorted(members))}")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise BadGenesis("not a list")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise BadGenesis("not text")
    return value


def _key(value: Json) -> bytes:
    try:
        return keys.decode_base64(_text(value))
    except ValueError as exc:
        raise BadGenesis(f"a key: {exc}") from exc
