"""Write the proof of one message, out of an exported log or a node, for whoever has neither."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from answerable.cli import export_log, folders, refusals
from answerable.cli.errors import Misused, Refused
from answerable.protocol import files, package, package_page
from answerable.protocol.channel_logs import fitting
from answerable.protocol.errors import ProtocolError
from answerable.protocol.genesis import verify
from answerable.protocol.package import Package


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable proof` to the command line."""
    parser = subparsers.add_parser(
        "proof",
        help="write the proof of one message",
        description="Write one message's bytes and its .tlog-proof. Check them with "
        "`answerable verify FILE.tlog-proof --entry FILE.entry`. With --zip: one package for "
        "somebody who has neither the program nor a node.",
    )
    parser.add_argument("path", type=Path, help="an exported log's folder, or a node's folder")
    parser.add_argument("--index", type=int, help="the message's place in an exported log")
    parser.add_argument("--channel", help="the message's channel on a node")
    parser.add_argument("--leaf", help="the message's leaf hash on a node, as its page shows it")
    parser.add_argument("--out", type=Path, default=Path(), help="where to write (default: here)")
    parser.add_argument("--zip", type=Path, metavar="FILE", help="write an evidence package")
    parser.add_argument(
        "--with-content",
        action="store_true",
        help="put the message's words into the package; on the node they must be cleared for it",
    )


def run(args: argparse.Namespace) -> int:
    """Write the files; raises Refused where there is no such message."""
    if args.zip is not None:
        return _run_package(args)
    if args.with_content:
        raise Misused("--with-content goes with --zip: a proof holds no words")
    if export_log.is_node(args.path):
        if args.channel is None or args.leaf is None:
            raise Misused("on a node, a message is named by --channel and --leaf")
        if not refusals.is_leaf(args.leaf):
            raise Misused("--leaf has 64 hex digits, all that the message's page shows")
        name = args.leaf[:16]
        entry, proof = export_log.node_proof(args.path, args.channel, args.leaf)
    else:
        if args.index is None or not args.path.is_dir():
            raise Misused("give an exported log's folder and the message's --index in it")
        name = str(args.index)
        proof, entry = _prove(args.path, args.index)
    for path in write(args.out, name, proof, entry):
        print(path)
    return 0


def _run_package(args: argparse.Namespace) -> int:
    if args.zip.exists():
        raise Misused(f"{args.zip} exists; name another file")
    if export_log.is_node(args.path):
        if args.channel is None or args.leaf is None:
            raise Misused("on a node, a message is named by --channel and --leaf")
        if not refusals.is_leaf(args.leaf):
            raise Misused("--leaf has 64 hex digits, all that the message's page shows")
        data = export_log.node_package(args.path, args.channel, args.leaf, args.with_content)
    else:
        if args.index is None or not args.path.is_dir():
            raise Misused("give an exported log's folder and the message's --index in it")
        if args.with_content:
            raise Misused("an exported log holds no words: --with-content needs a node's folder")
        data = _pack(args.path, args.index)
    try:
        # It may hold a message's words: for nobody else on this machine.
        with os.fdopen(
            os.open(args.zip, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(data)
    except OSError as exc:
        raise Refused(f"{args.zip} cannot be written: {exc.strerror}") from exc
    print(args.zip)
    return 0


def _pack(folder: Path, index: int) -> bytes:
    proof, entry = _prove(folder, index)
    genesis, listed = (
        folders.read_file(folder / name) for name in (folders.GENESIS, folders.POLICY)
    )
    try:
        said = fitting(verify(genesis), folders.changes(folder / folders.CHANGES))
        witnesses = package.witnesses_of(listed)
        return package_page.pack(Package(entry, proof, genesis, witnesses, tuple(said.items())))
    except ProtocolError as exc:
        raise Refused(str(exc)) from exc


def _prove(folder: Path, index: int) -> tuple[bytes, bytes]:
    try:
        return files.prove(folders.reader(folder), index)
    except ProtocolError as exc:
        raise Refused(str(exc)) from exc


def write(folder: Path, name: str, proof: bytes, entry: bytes) -> tuple[Path, Path]:
    """Write a proof and the message it is for, side by side; raises Refused."""
    written = folder / f"{name}.tlog-proof", folder / f"{name}.entry"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in zip(written, (proof, entry), strict=True):
            path.write_bytes(data)
    except OSError as exc:
        raise Refused(f"{folder} cannot be written: {exc.strerror}") from exc
    return written
