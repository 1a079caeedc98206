"""Say in one line whether a log, a node's logs or a proof holds."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from answerable.cli import export_log, folders, mistaken, node
from answerable.cli.errors import Misused, Refused
from answerable.cli.folders import Keys
from answerable.protocol import (
    checkpoint,
    envelope,
    files,
    note,
    package,
    proof,
    stored_zip,
    verify,
)
from answerable.protocol.errors import ProtocolError
from answerable.protocol.files import Reader
from answerable.protocol.identity import LogIdentity
from answerable.protocol.note import Verified
from answerable.protocol.verify import Contents, Report


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable verify` to the command line."""
    parser = subparsers.add_parser(
        "verify",
        help="say whether a log, a node's logs or a proof holds",
        description="Say in one line whether a log or a proof holds, for how many entries and "
        "receipts. Exit code 0: it holds; 1: it does not; 2: the command was misused.",
    )
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        help="an exported log's folder, a .tlog-proof file, an evidence package (.zip), or a "
        "node's folder",
    )
    parser.add_argument(
        "vkeys",
        nargs="*",
        metavar="VKEY",
        help="verifier keys, the log's first; each must have signed",
    )
    parser.add_argument("--policy", type=Path, help="a tlog-policy file whose quorum must be met")
    parser.add_argument("--genesis", type=Path, help="the channel's complete founding document")
    parser.add_argument("--entry", type=Path, help="the message's bytes that a proof is for")
    parser.add_argument(
        "--files-only", action="store_true", help="leave out the signatures of the messages"
    )
    node.add_home(parser)


def run(args: argparse.Namespace) -> int:
    """Verify what the arguments name; raises Refused where it does not hold."""
    home = args.path or args.home or os.environ.get("ANSWERABLE_HOME")
    if home is None:
        raise Misused("say what to verify: a folder, a proof, or a node with --home")
    if args.path is None or export_log.is_node(args.path):
        return _verify_node(Path(home), args.files_only)
    try:
        if args.path.is_dir():
            print(_verify_folder(args))
        elif mistaken.beginning(args.path).startswith(b"PK"):
            print(_verify_package(args))
        else:
            print(_verify_proof(args))
    except ProtocolError as exc:
        raise Refused(f"{args.path} does not hold: {exc}") from exc
    return 0


def describe(report: Report, found: Contents | None, keys: Keys) -> str:
    """The one line that says that a log holds."""
    parts = [
        _count(report.checkpoint.size, "entry", "entries"),
        _receipts(report.receipts),
        report.checkpoint.origin,
    ]
    if report.hash_only:
        parts.append(_count(report.hash_only, "leaf", "leaves") + " hash-only")
    if found is not None:
        parts.append(_messages(found))
    parts.append(f"keys from {keys.source}")
    return "holds: " + "; ".join(parts)


def _verify_folder(args: argparse.Namespace) -> str:
    mistaken.check_folder(args.path)
    read = folders.reader(args.path)
    _, found = files.read_checkpoint(read)
    keys = _keys(args, found.origin, args.path)
    report, contents = _verify_log(read, keys, args.files_only)
    _check_demands(keys, report.receipts)
    return describe(report, contents, keys)


def _verify_log(read: Reader, keys: Keys, files_only: bool) -> tuple[Report, Contents | None]:
    if keys.identity is None or files_only:
        return verify.structure(read, keys.log, keys.others), None
    return verify.full(read, keys.identity)


def _verify_proof(args: argparse.Namespace) -> str:
    mistaken.check_proof(args.path)
    if args.entry is None:
        raise Misused("a proof is of a message: give its bytes with --entry FILE")
    data = folders.read_file(args.path)
    entry = folders.read_file(args.entry)
    carried = proof.parse(data).note
    at = checkpoint.parse(note.parse(carried).text)
    keys = _keys(args, at.origin, args.path.parent)
    file, signed = proof.check_file(data, entry, keys.log, keys.others)
    receipts = tuple(each for each in signed.verified if each.key != keys.log)
    _check_demands(keys, receipts)
    parts = [f"entry {file.index} of {at.size}", _receipts(receipts), at.origin]
    if keys.identity is not None:
        parts.append(_message(entry, file.index, keys.identity))
    return "holds: " + "; ".join([*parts, f"keys from {keys.source}"])


def _verify_package(args: argparse.Namespace) -> str:
    """Check a package by what lies in it, and then by the keys given, if there are any."""
    report = package.check(folders.read_file(args.path, stored_zip.MAX_BYTES))
    at, found = report.signed.checkpoint, report.package
    source = "the package itself"
    if args.vkeys or args.policy or args.genesis:
        keys = _keys(args, at.origin, Path(os.devnull))
        _file, signed = proof.check_file(found.proof, found.entry, keys.log, keys.others)
        _check_demands(keys, signed.verified)
        source = keys.source
    parts = [f"entry {report.reading.index} of {at.size}", _receipts(report.receipts)]
    if not report.is_receipted:
        parts.append("not countersigned by the other party")
    if report.witnessed:
        named = ", ".join(f"{each.key.name} {_when(each.time)}" for each in report.witnessed)
        parts.append(f"{_count(len(report.witnessed), 'witness', 'witnesses')} ({named})")
    parts += [at.origin, _message(found.entry, report.reading.index, report.identity)]
    parts.append(_count(len(found.contents), "content", "contents"))
    return "holds: " + "; ".join([*parts, f"keys from {source}"])


def _keys(args: argparse.Namespace, origin: str, beside: Path) -> Keys:
    return folders.find_keys(
        origin,
        vkeys=args.vkeys,
        policy_file=args.policy,
        genesis_file=args.genesis,
        beside=beside,
    )


def _check_demands(keys: Keys, receipts: Iterable[Verified]) -> None:
    signers = frozenset(each.key for each in receipts)
    if not keys.demanded:
        return
    if keys.policy is not None:
        if not keys.policy.is_met_by(signers):
            raise Refused("the policy's quorum is not met: countersignatures are missing")
        return
    absent = [each.name for each in keys.others if each not in signers]
    if absent:
        raise Refused(f"{', '.join(absent)} did not sign")


def _receipts(receipts: tuple[Verified, ...]) -> str:
    named = ", ".join(f"{each.key.name} {_when(each.time)}" for each in receipts)
    counted = _count(len(receipts), "receipt", "receipts")
    return f"{counted} ({named})" if named else counted


def _messages(found: Contents) -> str:
    parts = [_count(found.statements, "message", "messages") + " signed"]
    if found.unknown_kinds:
        parts.append(f"{found.unknown_kinds:,} of a kind not known here")
    if found.not_understood:
        first = found.faults[0]
        parts.append(
            f"{found.not_understood:,} not understood (first: entry {first.index}, {first.fault})"
        )
    if found.redacted:
        parts.append(_count(found.redacted, "content", "contents") + " erased by the author")
    return ", ".join(parts)


def _message(entry: bytes, index: int, log: LogIdentity) -> str:
    reading = envelope.read(
        entry, channel=log.channel, log=log.origin, index=index, keyring=log.keyring
    )
    if reading.statement is None or reading.signer is None:
        return f"message not understood ({reading.fault})"
    said = reading.statement
    return f"{said.type} of {said.ts} by {reading.signer.office or reading.signer.role}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _when(time: int | None) -> str:
    if time is None or time > 253402300799:
        return "at an unknown time"
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _verify_node(home: Path, files_only: bool) -> int:
    """Verify every log in a node's database, own and mirrored; a line for each."""
    logs = export_log.node_logs(home)
    broken = 0
    for each in logs:
        identity = each.identity
        keys = Keys(identity.key, identity.cosigners, "the node itself", identity)
        try:
            line = describe(*_verify_log(each.read, keys, files_only), keys)
        except ProtocolError as exc:
            broken += 1
            line = f"does not hold: {exc}"
        print(f"{each.channel}, log of {each.party}: {line}")
    for channel, redacted, held in export_log.node_contents():
        print(f"{channel}: {_count(redacted, 'content', 'contents')} erased here, {held:,} held")
    if broken:
        raise Refused(f"{_count(broken, 'log does', 'logs do')} not hold")
    if not logs:
        print("no logs yet: the node has no channel that both parties signed")
    return 0
