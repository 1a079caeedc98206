"""Find what a log of a channel is judged by: the first of a party, a later one, an old one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from answerable.protocol import checkpoint, identity, succession
from answerable.protocol.charter import Genesis
from answerable.protocol.identity import LogIdentity

# The entries of one log that change keys, by index; and those of all logs, by hash of the origin.
Changed: TypeAlias = tuple[tuple[int, bytes], ...]
Changes: TypeAlias = Mapping[str, Changed]
_EPOCH: Final = re.compile(r"/e([2-9]|[1-9][0-9]{1,8})")


def log_of(founded: Genesis, origin: str, changes: Changes) -> LogIdentity | None:
    """What a log of the channel is judged by, an old one as well; `changes` by hash of the origin.

    None where the channel has no log of that name.
    """
    for party in founded.parties:
        first = founded.origin(party.id)
        number = _number(first, origin)
        if number is None:
            continue
        # An old log is judged as it stood before the next one began.
        later = f"{first}/e{number + 1}"
        standings = [
            succession.line(founded, each.id, _without(changes, later)).standing
            for each in founded.parties
        ]
        found = identity.of(standings, party.id)
        return found if found.origin == origin else None
    return None


def fitting(founded: Genesis, changes: Changes) -> dict[str, Changed]:
    """The changes without those that did not fit and so changed nothing."""
    read = _without(changes, "")
    standings = [succession.line(founded, each.id, read).standing for each in founded.parties]
    refused = {
        (checkpoint.origin_hash(each.origin), index)
        for each in standings
        for index, _why in each.refused
    }
    return {
        name: tuple(each for each in said if (name, each[0]) not in refused)
        for name, said in changes.items()
    }


def _number(first: str, origin: str) -> int | None:
    """Which log of a party this is; None for one of another name."""
    if origin == first:
        return 1
    epoch = _EPOCH.fullmatch(origin.removeprefix(first)) if origin.startswith(first) else None
    return int(epoch[1]) if epoch else None


def _without(changes: Changes, origin: str) -> succession.ChangesOf:
    """Read changes of keys as if this one log were not there; none can follow it then."""
    hidden = checkpoint.origin_hash(origin)
    return lambda name: None if (at := checkpoint.origin_hash(name)) == hidden else changes.get(at)
