"""Read a C2SP tlog-policy, and tell whether a note has the countersignatures it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from answerable.protocol import checkpoint
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import BadKey, BadPolicy
from answerable.protocol.keys import COSIGNER, LOG, VerifierKey
from answerable.protocol.note import Verified

MAX_BYTES: Final = 64 * 1024
NONE: Final = "none"
_THRESHOLD: Final = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Group:
    """Members of whom at least `threshold` must have countersigned."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Which logs are known, and who must have countersigned their checkpoints."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey]
    groups: Mapping[str, Group]
    quorum: str

    def is_met_by(self, signers: frozenset[VerifierKey]) -> bool:
        """Tell whether these countersigners satisfy the quorum."""
        met = {name: key in signers for name, key in self.witnesses.items()}
        # Groups stand after their members. Each is judged once, however many others name it: a
        # policy of a few lines must not take for ever, or go deeper than the stack.
        for name, group in self.groups.items():
            met[name] = sum(met[member] for member in group.members) >= group.threshold
        return self.quorum == NONE or met[self.quorum]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a policy says of a note: the checkpoint, the lines that count, and the verdict."""

    checkpoint: Checkpoint
    log_key: VerifierKey
    cosignatures: tuple[Verified, ...]
    is_met: bool


def evaluate(policy: Policy, data: bytes) -> Evaluation:
    """Open a note under a policy.

    Raises BadNote or BadCheckpoint when no log of the policy signed it or a known line fails;
    an unmet quorum is an answer, not an error.
    """
    origin = data.split(b"\n", 1)[0].decode("ascii", "replace")
    log_key = next((key for key in policy.logs if key.name == origin), None)
    if log_key is None:
        raise BadPolicy("the policy knows no log of that origin")
    signed = checkpoint.open_note(data, log_key, policy.witnesses.values())
    cosignatures = tuple(found for found in signed.verified if found.key != log_key)
    signers = frozenset(found.key for found in cosignatures)
    return Evaluation(signed.checkpoint, log_key, cosignatures, policy.is_met_by(signers))


def parse(data: bytes) -> Policy:
    """Read a policy file; raises BadPolicy with the number of the line that is wrong."""
    if len(data) > MAX_BYTES:
        raise BadPolicy(f"a policy of {len(data)} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise BadPolicy("a policy is UTF-8") from exc
    reading = _Reading()
    for number, words in _lines(text):
        verb = reading.verbs.get(words[0])
        if verb is None:
            raise BadPolicy(f"line {number}: {words[0]!r} is not known")
        try:
            verb(words[1:])
        except (BadKey, BadPolicy) as exc:
            raise BadPolicy(f"line {number}: {exc}") from exc
    if reading.quorum is None:
        raise BadPolicy("a policy names one quorum")
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        words = re.split(r"[ \t]+", line.strip(" \t"))
        if words[0] and not words[0].startswith("#"):
            yield number, words


@dataclass
class _Reading:
    """A policy as far as it has been read. A name must be defined before it is used."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None

    @property
    def verbs(self) -> dict[str, Callable[[list[str]], None]]:
        return {
            "log": self.log,
            "witness": self.witness,
            "group": self.group,
            "quorum": self.set_quorum,
        }

    def log(self, words: list[str]) -> None:
        if len(words) not in (1, 2):
            raise BadPolicy("log <vkey> [url]")
        self.logs.append(self._key(words[0], LOG))

    def witness(self, words: list[str]) -> None:
        if len(words) not in (2, 3):
            raise BadPolicy("witness <name> <vkey> [url]")
        self._check_new(words[0])
        self.witnesses[words[0]] = self._key(words[1], COSIGNER)

    def group(self, words: list[str]) -> None:
        if len(words) < 3:
            raise BadPolicy("group <name> all|any|<k> <members...>")
        name, how, *members = words
        self._check_new(name)
        for member in members:
            self._check_defined(member)
        if len(set(members)) != len(members):
            raise BadPolicy("a member is named twice")
        self.groups[name] = Group(_threshold(how, len(members)), tuple(members))

    def set_quorum(self, words: list[str]) -> None:
        if len(words) != 1 or self.quorum is not None:
            raise BadPolicy("one quorum, of one name")
        if words[0] != NONE:
            self._check_defined(words[0])
        self.quorum = words[0]

    def _key(self, text: str, kind: int) -> VerifierKey:
        key = VerifierKey.parse(text)
        if key.type != kind:
            raise BadPolicy("a key of another role")
        # One log key may serve two origins, so a log is told by its whole verifier key; a
        # countersigner's key must have one meaning.
        others = [known.public for known in self.witnesses.values()]
        others += [known.public for known in self.logs if kind != LOG or known == key]
        if key.public in others:
            raise BadPolicy("a key is given twice")
        return key

    def _check_new(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise BadPolicy(f"{name!r} is taken")

    def _check_defined(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise BadPolicy(f"{name!r} is not defined yet")


def _threshold(how: str, members: int) -> int:
    if how == "all":
        return members
    if how == "any":
        return 1
    if not _THRESHOLD.fullmatch(how) or int(how) > members:
        raise BadPolicy("all, any, or a number of the members")
    return int(how)
