"""Pack one message with all that a third party needs to check it, and check such a package.

The form is in docs/protocol/evidence.md. The two pages for people (README) are vouched for by
nothing; every other member is checked, against the founding document that lies in the package or
against keys that the checker has from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from answerable.protocol import (
    checkpoint,
    content,
    envelope,
    genesis,
    note,
    policy,
    proof,
    stored_zip,
    succession,
    tree,
)
from answerable.protocol.channel_logs import Changed, log_of
from answerable.protocol.charter import Genesis
from answerable.protocol.checkpoint import Checkpoint, SignedCheckpoint
from answerable.protocol.content import Content
from answerable.protocol.envelope import Reading
from answerable.protocol.errors import (
    BadEnvelope,
    BadKey,
    BadPackage,
    BadProof,
    ProtocolError,
)
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import VerifierKey
from answerable.protocol.note import Verified
from answerable.protocol.proof import ProofFile
from answerable.protocol.witnesses import check_witness

README_TEXT: Final = "README.txt"
README_PAGE: Final = "README.html"
ENTRY: Final = "entry.json"
PROOF: Final = "proof.tlog-proof"
POLICY: Final = "policy"
VKEYS: Final = "vkeys"
GENESIS: Final = "genesis.json"
CHANGES: Final = "changes/"
CONTENT: Final = "content/"
_NEEDED: Final = (README_TEXT, README_PAGE, ENTRY, PROOF, POLICY, VKEYS, GENESIS)
_CHANGES: Final = re.compile(r"changes/([0-9a-f]{64})")
_CONTENT: Final = re.compile(r"content/([0-9a-f]{64})(\.txt|\.json)?")
_WITNESS: Final = re.compile(r"witness-[0-9]+")
_MAX_PAGE: Final = 64 * 1024
_LIMITS: Final = {
    README_TEXT: _MAX_PAGE,
    README_PAGE: _MAX_PAGE,
    ENTRY: envelope.MAX_ENTRY,
    PROOF: proof.MAX_FILE,
    POLICY: policy.MAX_BYTES,
    VKEYS: policy.MAX_BYTES,
    GENESIS: genesis.MAX_BYTES,
}
# A readable copy lies beside the content of these media types, under an ending that opens.
_READABLE: Final = {"text/plain": ".txt"}
_JSON: Final = re.compile(r"application/(?:[a-z0-9.-]+\+)?json")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Package:
    """What a package holds.

    `changes` are the entries that changed keys, by the hash of their log's origin; `witnesses` are
    third parties whose lines may count; `contents` are those of the message that are given along.
    """

    entry: bytes
    proof: bytes
    genesis: bytes
    witnesses: tuple[VerifierKey, ...] = ()
    changes: tuple[tuple[str, Changed], ...] = ()
    contents: tuple[Content, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What holds. `receipts` are the lines of the parties, `witnessed` those of third parties.

    `reading` says what could be made of the entry: one with a fault is evidence too.
    `is_receipted` tells whether the policy's quorum is met.
    """

    package: Package
    identity: LogIdentity
    signed: SignedCheckpoint
    reading: Reading
    receipts: tuple[Verified, ...]
    witnessed: tuple[Verified, ...]
    is_receipted: bool

    @property
    def policy(self) -> bytes:
        """Who must have countersigned, and who may have, as the package says it."""
        return self.identity.policy(self.signed.checkpoint.size).encode()

    @property
    def vkeys(self) -> bytes:
        """The verifier keys that signed, one a line: the log's, then in the policy's order."""
        there = {each.key for each in self.signed.verified}
        listed = (*_log_keys(self), *policy.parse(self.policy).witnesses.values())
        return "".join(f"{each.format()}\n" for each in listed if each in there).encode()


def judge(package: Package) -> Report:
    """Check the parts of a package; raises BadPackage that names the member at fault."""
    founded = _named(GENESIS, genesis.verify, package.genesis)
    file = _named(PROOF, proof.parse, package.proof)
    at = _named(PROOF, _checkpoint_of, file.note)
    log = replace(_log(founded, at.origin, package), witnesses=package.witnesses)
    _check_changes(log)
    _check_witnesses(log)
    reading = envelope.read(
        package.entry,
        channel=log.channel,
        log=log.origin,
        index=file.index,
        keyring=log.keyring,
    )
    signed = _open(package, file, log, reading)
    _check_contents(package)
    ours = set(log.cosigners_at(at.size))
    lines = [each for each in signed.verified if each.time is not None]
    asked = policy.parse(log.policy(at.size).encode())
    return Report(
        package,
        log,
        signed,
        reading,
        receipts=tuple(each for each in lines if each.key in ours),
        witnessed=tuple(each for each in lines if each.key not in ours),
        is_receipted=asked.is_met_by(frozenset(each.key for each in lines)),
    )


def write(report: Report, *, text: bytes, page: bytes) -> bytes:
    """Pack a judged message, with the page for people as text and as HTML.

    The same parts always give the same bytes. Raises BadPackage where they are too large.
    """
    package = report.package
    data = stored_zip.write(
        {
            README_TEXT: text,
            README_PAGE: page,
            ENTRY: package.entry,
            PROOF: package.proof,
            POLICY: report.policy,
            VKEYS: report.vkeys,
            GENESIS: package.genesis,
            **_more_members(package),
        }
    )
    check(data)
    return data


def check(data: bytes) -> Report:
    """Check a package with what lies in it; raises BadPackage that names the member at fault.

    1. The bytes are a ZIP in the one form, with the members of the closed set. 2. All parties
    signed the founding document, and what changed their keys. 3. The proof leads from the entry to
    a note of a log of the channel, and no line of a known key fails. 4. Policy and verifier keys
    are those of that log. 5. Every content is the one that the entry commits to, and so is its
    readable copy.
    """
    members = stored_zip.read(data)
    _check_names(members)
    package = Package(
        members[ENTRY],
        members[PROOF],
        members[GENESIS],
        _named(POLICY, witnesses_of, members[POLICY]),
        tuple(_changes(members)),
        tuple(_contents(members)),
    )
    report = judge(package)
    _check_policy(report, members[POLICY])
    _check_vkeys(report, members[VKEYS])
    expected = _more_members(package)
    for name, value in expected.items():
        if members.get(name) != value:
            raise BadPackage("not what the content says", name)
    extra = [name for name in members if name not in _NEEDED and name not in expected]
    if extra or list(members) != [*_NEEDED, *expected]:
        raise BadPackage("not in its place, or a copy of what is not here", (extra or [VKEYS])[0])
    return report


def witnesses_of(data: bytes) -> tuple[VerifierKey, ...]:
    """The keys that a policy names as third parties'; raises BadPolicy."""
    listed = policy.parse(data).witnesses
    return tuple(key for name, key in listed.items() if _WITNESS.fullmatch(name))


def _log(founded: Genesis, origin: str, package: Package) -> LogIdentity:
    changes = dict(package.changes)
    found = log_of(founded, origin, changes)
    if found is not None:
        return found
    try:
        said = envelope.open_entry(package.entry).statement.log
    except BadEnvelope:
        said = origin
    # The message tells which of the two was exchanged.
    at_fault = GENESIS if log_of(founded, said, changes) is None else PROOF
    raise BadPackage(f"the channel has no log {origin}", at_fault)


def _open(
    package: Package, file: ProofFile, log: LogIdentity, reading: Reading
) -> SignedCheckpoint:
    try:
        signed = log.open_note(file.note)
        size, root = signed.checkpoint.size, signed.checkpoint.root
        proof.check_inclusion(tree.hash_leaf(package.entry), file.index, size, root, file.hashes)
    except ProtocolError as exc:
        # A message that its own signature does not fit was changed; else the proof was.
        changed = isinstance(exc, BadProof) and reading.fault is not None
        raise BadPackage(str(exc), ENTRY if changed else PROOF) from exc
    return signed


def _check_changes(log: LogIdentity) -> None:
    """One that does not fit has no place here: what is packed is what counts."""
    for each in (log.owner, *log.others):
        for index, why in each.refused:
            member = CHANGES + checkpoint.origin_hash(each.origin)
            raise BadPackage(f"entry {index}: {why}", member)


def _check_witnesses(log: LogIdentity) -> None:
    for number, each in enumerate(log.witnesses):
        try:
            check_witness(log, each, log.witnesses[:number])
        except BadKey as exc:
            raise BadPackage(str(exc), POLICY) from exc


def _check_policy(report: Report, data: bytes) -> None:
    if data != report.policy:
        raise BadPackage("not what the founding document and the changes of keys say", POLICY)


def _check_vkeys(report: Report, data: bytes) -> None:
    if data == report.vkeys:
        return
    known = (*_log_keys(report), *policy.parse(report.policy).witnesses.values())
    if set(data.split(b"\n")) <= {each.format().encode() for each in known} | {b""}:
        raise BadPackage(f"the lines under its note are not those of {VKEYS}", PROOF)
    raise BadPackage("not the keys that signed the note", VKEYS)


def _log_keys(report: Report) -> tuple[VerifierKey, ...]:
    return report.identity.owner.log_keys(report.signed.checkpoint.size)


def _check_contents(package: Package) -> None:
    try:
        promised = {each.commit for each in envelope.open_entry(package.entry).statement.content}
    except BadEnvelope:
        promised = set()
    for each in package.contents:
        if each.commit.hex() not in promised:
            raise BadPackage("the message does not speak of it", CONTENT + each.commit.hex())


def _more_members(package: Package) -> dict[str, bytes]:
    """The members that a package may have, in their order."""
    members = {
        CHANGES + name: succession.encode(said) for name, said in sorted(package.changes) if said
    }
    for each in sorted(package.contents, key=lambda one: one.commit):
        name = CONTENT + each.commit.hex()
        media, data = content.open_record(each.record)
        ending = ".json" if _JSON.fullmatch(media) else _READABLE.get(media)
        members[name] = content.encode_transfer(each)
        if ending is not None:
            members[name + ending] = data
    return members


def _check_names(members: Mapping[str, bytes]) -> None:
    for name in _NEEDED:
        if name not in members:
            raise BadPackage("missing", name)
    for name, data in members.items():
        more = _CONTENT.fullmatch(name) or _CHANGES.fullmatch(name)
        if name not in _LIMITS and more is None:
            raise BadPackage("not a member of a package", name)
        if len(data) > _LIMITS.get(name, stored_zip.MAX_BYTES):
            raise BadPackage("too large", name)


def _changes(members: Mapping[str, bytes]) -> Iterable[tuple[str, Changed]]:
    for name, data in members.items():
        found = _CHANGES.fullmatch(name)
        if found is not None:
            yield found[1], tuple(_named(name, succession.decode, data))


def _contents(members: Mapping[str, bytes]) -> Iterable[Content]:
    for name, data in members.items():
        found = _CONTENT.fullmatch(name)
        if found is not None and found[2] is None:
            yield _named(name, partial(content.decode_transfer, bytes.fromhex(found[1])), data)


def _checkpoint_of(data: bytes) -> Checkpoint:
    return checkpoint.parse(note.parse(data).text)


def _named(member: str, do: Callable[[bytes], _T], data: bytes) -> _T:
    """Do something with a member's bytes; what is wrong with them is said under its name."""
    try:
        return do(data)
    except ProtocolError as exc:
        raise BadPackage(str(exc), member) from exc
