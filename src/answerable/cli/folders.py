"""Read exported logs and the keys to judge them by, for commands that need no node."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from answerable.cli.errors import Misused, Refused
from answerable.protocol import genesis, policy, succession, tiles
from answerable.protocol.channel_logs import Changed, log_of
from answerable.protocol.errors import BadKey, Missing, ProtocolError
from answerable.protocol.files import Reader
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import LOG, VerifierKey
from answerable.protocol.policy import Policy

GENESIS: Final = "genesis.json"
POLICY: Final = "policy"
CHANGES: Final = "changes"
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_MAX_LOGS: Final = 1024
# Nothing in a log's folder is larger: a bundle of 256 entries of the format's largest size.
_MAX_FILE: Final = tiles.WIDTH * (2 + tiles.MAX_ENTRY)


@dataclass(frozen=True)
class Keys:
    """What a log or proof is judged by. `demanded` must all have signed; `source` is for people."""

    log: VerifierKey
    others: tuple[VerifierKey, ...]
    source: str
    identity: LogIdentity | None = None
    policy: Policy | None = None
    demanded: bool = False


def read_file(path: Path, limit: int = _MAX_FILE) -> bytes:
    """Read a file that the user named; raises Misused when it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as exc:
        raise Misused(f"{path} cannot be read: {exc.strerror}") from exc
    if len(data) > limit:
        raise Refused(f"{path} is larger than any file of its kind ({limit} bytes)")
    return data


def reader(folder: Path) -> Reader:
    """Read the files of a log below this folder, by the paths that the library computes."""
    top = str(folder)

    def read(path: str) -> bytes:
        try:
            # Thousands of files: a Path for each, or a buffer for the largest, would take time.
            with open(f"{top}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
                return file.read(min(os.fstat(file.fileno()).st_size, _MAX_FILE))
        except (FileNotFoundError, NotADirectoryError) as exc:
            raise Missing(path) from exc
        except OSError as exc:
            raise Refused(f"{path} cannot be read: {exc.strerror}") from exc

    return read


def find_keys(
    origin: str,
    *,
    vkeys: Sequence[str],
    policy_file: Path | None,
    genesis_file: Path | None,
    beside: Path,
) -> Keys:
    """Find what to judge the log of this origin by: what was given, else what lies beside it.

    Keys from the folder itself show that the folder is whole, not whose it is: the answer says
    so. Raises Misused where there is nothing, Refused where it does not fit the log.
    """
    if sum(map(bool, (vkeys, policy_file, genesis_file))) > 1:
        raise Misused("give verifier keys, or --policy, or --genesis: one of them")
    if vkeys:
        return _from_vkeys(origin, vkeys)
    if policy_file is not None:
        return _from_policy(origin, policy_file, "the policy given")
    if genesis_file is not None:
        return _from_genesis(origin, genesis_file, "the genesis given")
    if (beside / GENESIS).is_file():
        return _from_genesis(origin, beside / GENESIS, "the folder itself")
    if (beside / POLICY).is_file():
        return _from_policy(origin, beside / POLICY, "the folder itself")
    raise Misused("give the log's verifier key, --policy or --genesis: there is none beside it")


def _from_vkeys(origin: str, vkeys: Sequence[str]) -> Keys:
    try:
        first, *others = [VerifierKey.parse(each) for each in vkeys]
    except BadKey as exc:
        raise Misused(f"not a verifier key: {exc}") from exc
    if first.type != LOG:
        raise Misused("the first verifier key is the log's")
    if first.name != origin:
        raise Refused(f"the log is {origin}, and the key is of {first.name}")
    return Keys(first, tuple(others), "the keys given", demanded=True)


def _from_policy(origin: str, path: Path, source: str) -> Keys:
    try:
        found = policy.parse(read_file(path))
    except ProtocolError as exc:
        raise Refused(f"{path.name}: {exc}") from exc
    log = next((key for key in found.logs if key.name == origin), None)
    if log is None:
        raise Refused(f"{path.name} knows no log {origin}")
    demanded = source != "the folder itself"
    return Keys(log, tuple(found.witnesses.values()), source, policy=found, demanded=demanded)


def _from_genesis(origin: str, path: Path, source: str) -> Keys:
    try:
        founded = genesis.verify(read_file(path))
    except ProtocolError as exc:
        raise Refused(f"{path.name}: {exc}") from exc
    try:
        log = log_of(founded, origin, changes(path.parent / CHANGES))
    except ProtocolError as exc:
        raise Refused(f"{CHANGES}: {exc}") from exc
    if log is None:
        raise Refused(f"{path.name} founds no log {origin}")
    return Keys(log.key, log.cosigners, source, identity=log)


def changes(folder: Path) -> dict[str, Changed]:
    """Read the changes of keys that lie beside a founding document, by the hash of their log."""
    if not folder.is_dir():
        return {}
    found = sorted(path for path in folder.iterdir() if _HASH.fullmatch(path.name))
    return {
        path.name: tuple(succession.decode(read_file(path, succession.MAX_FILE)))
        for path in found[:_MAX_LOGS]
    }
