"""The entrance of the command line: one table of commands, each imported only when called."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import NoReturn

from answerable import __version__
from answerable.cli.errors import CommandError

# Name, module, what it is for. verify, proof, read and audit verify need no node.
COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("verify", "answerable.cli.verify", "check a log, a node's logs or a proof, in one line"),
    ("proof", "answerable.cli.proof", "write or check the proof of one message"),
    ("read", "answerable.cli.read", "read documents and show what they claim"),
    ("import", "answerable.cli.dataset", "take a data set in by a mapping, or only check it"),
    (
        "import-documents",
        "answerable.cli.importing",
        "bring folders and archives of documents into a node",
    ),
    ("feed", "answerable.cli.feed", "let a partner's program send reports; make its tokens"),
    ("claims", "answerable.cli.claims", "bring claims in, write decided ones as gold"),
    ("init", "answerable.cli.init", "make a new node in a folder"),
    ("up", "answerable.cli.up", "run a node: both web listeners and the worker"),
    ("channel", "answerable.cli.channel", "propose, accept and list channels"),
    ("key", "answerable.cli.key", "list the keys, encrypt their files with a passphrase"),
    ("recover", "answerable.cli.recover", "bring back a node whose database was put back"),
    ("audit", "answerable.cli.audit", "check a copy of the audit trail, or write one"),
    ("erase", "answerable.cli.erase", "erase the text of a message, with a second person"),
    ("backup", "answerable.cli.backup", "copy a node while it runs, or check such a copy"),
    ("restore", "answerable.cli.restore", "put a backup back"),
    ("upgrade", "answerable.cli.upgrade", "bring a node's database to the installed version"),
    ("pouch", "answerable.cli.pouch", "seal, open and list pouches, carried by hand"),
    ("export-log", "answerable.cli.export_log", "write a log as a folder that anyone can verify"),
    ("worker", "answerable.cli.worker", "do the node's jobs (started by up)"),
    ("serve", "answerable.cli.serve", "run one web listener (started by up)"),
    ("prepare", "answerable.cli.prepare", "bring the database and files up to date (done by up)"),
    ("manage", "answerable.cli.manage", "run a Django management command on the node"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 fine, 1 refused, 2 misused."""
    # What is loaded at the start stays: looking through it for garbage takes a tenth of a start.
    gc.set_threshold(20_000, 20, 20)
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = next((entry for entry in COMMANDS if given and entry[0] == given[0]), None)
    if wanted is None:
        return _overview(given)
    module = import_module(wanted[1])
    parser = argparse.ArgumentParser(prog="answerable")
    commands = parser.add_subparsers(dest="command", required=True)
    module.add_parser(commands)
    try:
        args, unknown = parser.parse_known_args(given)
        if unknown:
            # Said by the command's own parser: the outer one would show it as the only command.
            _refuse(commands.choices[wanted[0]], unknown)
        return int(module.run(args))
    except CommandError as exc:
        print(f"answerable {wanted[0]}: {exc}", file=sys.stderr)
        return exc.exit_code
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit as exc:
        # argparse has said what was wrong, or shown the help that was asked for.
        return exc.code if isinstance(exc.code, int) else 2


def _refuse(command: argparse.ArgumentParser, unknown: Sequence[str]) -> NoReturn:
    """End with the words that a command does not know, and what one may have been meant for."""
    option = unknown[0].partition("=")[0]
    known = command.format_help().replace(",", " ").split()
    near = get_close_matches(option, [one for one in known if one.startswith("--")], 1)
    meant = f" (did you mean {near[0]}?)" if near and option.startswith("-") else ""
    command.error(f"unrecognized arguments: {' '.join(unknown)}{meant}")


def _overview(given: list[str]) -> int:
    if given and given[0] in ("--version", "-V"):
        print(f"answerable {__version__}")
        return 0
    asked = not given or given[0] in ("--help", "-h", "help")
    if not asked:
        near = get_close_matches(given[0], [name for name, _module, _purpose in COMMANDS], 1)
        meant = f"did you mean {near[0]}? See" if near else "see"
        print(
            f"answerable: there is no command {given[0]!r}; {meant} answerable --help",
            file=sys.stderr,
        )
        return 2
    print("usage: answerable COMMAND …\n")
    for name, _module, purpose in COMMANDS:
        print(f"  {name:<16} {purpose}")
    print("\nEach command explains itself with --help.")
    return 0 if given else 2


if __name__ == "__main__":
    sys.exit(main())
