"""Every address of the desk, from the table of addresses itself, filled in with things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.node.access.things import Case
from tests.node.access.world import World

# Signing in and a person's own second factors belong to nobody's role; `tests/node/accounts` has
# them. `health` answers a token.
APART = ("account_", "mfa_", "health", "enter", "invit", "session")

# What stands for an argument whose name several addresses share, by how their names begin.
PK: tuple[tuple[str, str], ...] = (
    ("draft", "draft"),
    ("exhibit", "exhibit"),
    ("victim", "victim"),
    ("task", "task"),
    ("investigation-hold", "hold"),
    ("identity", "draft"),
    ("review", "review"),
    ("claim", "review"),
    ("place-remove", "place"),
    ("place-sign-off", "place"),
    ("move", "move"),
    ("object-remove", "object"),
    ("figure-set-aside", "figure"),
    ("statement-set-aside", "statement"),
)


@dataclass(frozen=True)
class Address:
    """One line of the table of addresses."""

    name: str
    arguments: tuple[str, ...]

    def is_of_a_case(self, world: World) -> bool:
        """Tell whether a thing of a case stands in it, which a compartment can hide."""
        return any(_value(self.name, one, world, world.open)[1] for one in self.arguments)

    def path(self, world: World, case: Case) -> str:
        """Return the address with things of the case in it."""
        kwargs = {one: _value(self.name, one, world, case)[0] for one in self.arguments}
        return reverse(self.name, kwargs=kwargs)


class NothingStandsFor(Exception):
    """The world has nothing for an argument of an address."""


def all_addresses() -> list[Address]:
    """Return every named address of the desk, in order."""
    return sorted(_walk(get_resolver("answerable.node.urls").url_patterns, "", ()), key=_key)


def _walk(patterns: Any, space: str, before: tuple[str, ...]) -> Iterator[Address]:
    for one in patterns:
        arguments = (*before, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, inner, arguments)
        elif isinstance(one, URLPattern) and not _stands_apart(one, space):
            yield Address(f"{space}{one.name}", arguments)


def _stands_apart(one: URLPattern, space: str) -> bool:
    name = one.name or str(one.pattern)
    return not space and name.startswith(APART)


def _key(address: Address) -> str:
    return address.name


def _value(name: str, argument: str, world: World, case: Case) -> tuple[Any, bool]:
    """Return what stands for an argument, and whether it is a thing of a case."""
    space, _colon, short = name.rpartition(":")
    if f"{short}:{argument}" in world.values:
        return world.values[f"{short}:{argument}"], False
    if f"{space}/{argument}" in world.values:
        return world.values[f"{space}/{argument}"], False
    if f"{short}:{argument}" in case.values:
        return case.values[f"{short}:{argument}"], True
    if space != "desk" and argument in world.values:
        return world.values[argument], False
    for key in _names(name, short, argument):
        if key in case.values:
            return case.values[key], True
    if argument in world.values:
        return world.values[argument], False
    raise NothingStandsFor(f"{name}: {argument}")


def _names(name: str, short: str, argument: str) -> list[str]:
    if argument == "reference":
        return [_kind(short)]
    if argument == "pk":
        return [kind for start, kind in PK if short.startswith(start)]
    return [argument]


def _kind(short: str) -> str:
    """Return what a reference names: the route says it, and here its beginning does."""
    path = next(str(one.pattern) for one in _desk_patterns() if one.name == short)
    if path.startswith("incidents/"):
        return "incident"
    return "asked" if "investigation" in short or short == "incident-from-inquiry" else "inquiry"


def _desk_patterns() -> list[URLPattern]:
    from answerable.node.desk.urls import urlpatterns

    return urlpatterns
