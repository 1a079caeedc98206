"""Whether a person may learn that a thing exists: asked of the apps that keep things apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from answerable.node.accounts.models import User

Thing = tuple[str, str]
# Told a person and the kind and id of things, it returns those that the person may not hear of.
Ask = Callable[[User, frozenset[Thing]], Iterable[Thing]]

_asked: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Have an app asked; called once, when the app is ready."""
    _asked[name] = ask


def hidden(user: User, things: Iterable[Thing]) -> frozenset[Thing]:
    """Return those of the things that the person may not hear of."""
    wanted = frozenset(things)
    if not wanted:
        return frozenset()
    return frozenset(thing for ask in _asked.values() for thing in ask(user, wanted))
