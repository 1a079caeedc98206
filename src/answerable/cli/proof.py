"""Write the proof of one message out of an exported log, for somebody who has neither node."""

from __future__ import annotations

import argparse
from pathlib import Path

from answerable.cli import folders
from answerable.cli.errors import Misused, Refused
from answerable.protocol import files
from answerable.protocol.errors import ProtocolError


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable proof` to the command line."""
    parser = subparsers.add_parser(
        "proof",
        help="write the proof of one message of an exported log",
        description="Write one message's bytes and its .tlog-proof. Check them with "
        "`answerable verify FILE.tlog-proof --entry FILE.entry`.",
    )
    parser.add_argument("path", type=Path, help="an exported log's folder")
    parser.add_argument("--index", type=int, required=True, help="the message's place in the log")
    parser.add_argument("--out", type=Path, default=Path(), help="where to write (default: here)")


def run(args: argparse.Namespace) -> int:
    """Write the two files; raises Refused where the log does not have that message."""
    if not args.path.is_dir():
        raise Misused(f"{args.path} is not a folder")
    try:
        proof, entry = files.prove(folders.reader(args.path), args.index)
    except ProtocolError as exc:
        raise Refused(str(exc)) from exc
    for path in write(args.out, str(args.index), proof, entry):
        print(path)
    return 0


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
