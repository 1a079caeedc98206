"""`answerable import-documents`: bring a folder or an archive of documents into a node.

answerable import-documents FOLDER… --as PERSON --home NODE

Each document is taken in as the page for documents does it. Stopped at any moment, the same
command goes on where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from answerable.cli import gathering, node
from answerable.cli.dataset import person_named, roles_refuse
from answerable.cli.errors import Misused, Refused
from answerable.cli.gathering import Found
from answerable.cli.progress import Progress
from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.text.wording import shown_name, shown_path

if TYPE_CHECKING:
    from answerable.node.accounts.models import User
    from answerable.node.intake.models import Bundle

STOPPED = 130


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable import-documents` to the command line."""
    parser = subparsers.add_parser(
        "import-documents",
        help="bring folders and archives of documents into a node",
        description="Take every document of a folder or a ZIP archive in, each with its original, "
        "its hash and its report. Hidden files and links are told and not followed. What is here "
        "already is not taken in twice. Stopped with Ctrl-C, the same command goes on.",
    )
    node.add_home(parser)
    parser.add_argument(
        "folders", nargs="+", metavar="FOLDER", help="a folder, a ZIP archive or a document"
    )
    parser.add_argument(
        "--as", dest="person", metavar="PERSON", required=True, help="user name of who does it"
    )
    parser.add_argument("--without-reports", action="store_true", help="make no reports of them")


def run(args: argparse.Namespace) -> int:
    """Take all in; 0 if all were, 1 if one was refused, 130 if it was stopped."""
    node.start(args)
    by = person_named(args.person)
    codes = []
    for folder in args.folders:
        if len(args.folders) > 1:
            print(f"{shown_name(gathering.name_of(folder))}:")
        codes.append(bring_in(folder, by, args))
        if codes[-1] == STOPPED:
            break
    return max(codes)


def bring_in(folder: str, by: User, args: argparse.Namespace) -> int:
    """Take one folder or archive in for a person, on the node that was started."""
    from answerable.node.desk.errors import NotPermitted
    from answerable.node.desk.readers import TooBusy
    from answerable.node.intake.services import bundles

    try:
        counted = gathering.count(folder)
        if nothing := gathering.nothing_in(folder, counted):
            # The folders named after it are taken in all the same.
            print(f"answerable import-documents: {nothing}", file=sys.stderr)
            return 1
        total = counted.total
        bundle, done = bundles.take_up_folder(
            gathering.name_of(folder),
            total,
            with_reports=not args.without_reports,
            by=by,
            at=_now(),
        )
        counts = _take_all(folder, bundle, done, Progress(total))
    except gathering.NotThere as error:
        raise Misused(str(error)) from error
    except NotPermitted as error:
        raise roles_refuse(args.person) from error
    except bundles.BegunOtherwise as error:
        raise Refused(
            "this folder was begun with the other choice of --without-reports: give it as before, "
            "or end it on its page and begin anew"
        ) from error
    except TooBusy as error:
        raise Refused("the node reads as much as it can; the same command goes on later") from error
    except OSError as error:
        raise Refused(f"it cannot be kept: {error.strerror}; the same command goes on") from error
    except bundles.Stopped as error:
        raise Refused("somebody ended it early on its page") from error
    except ReaderDidNotStart as error:
        raise Refused("the reader does not start here") from error
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on from here")
        return STOPPED
    for outcome, words in (("received", "taken in"), ("known", "here already"),
                           ("refused", "not taken in"), ("done", "done before")):  # fmt: skip
        print(f"{words:<13} {counts[outcome]}")
    return 1 if counts["refused"] else 0


def _take_all(
    folder: str, bundle: Bundle, done: set[tuple[str, str]], progress: Progress
) -> Counter[str]:
    from django.utils import translation

    from answerable.node.intake import labels
    from answerable.node.intake.services import bundles

    counts: Counter[str] = Counter()
    number = bundles.next_number(bundle)
    for found in gathering.gather([folder]):
        name, digest = shown_path(found.name), _digest(found)
        if (name, digest) in done:
            counts["done"] += 1
            progress.step(worked=False)
            continue
        if found.problem:
            file = bundles.refuse(bundle, number, name, found.problem, looks_like=found.looks_like)
            progress.complain(f"{found.name}: {found.advice}")
        else:
            file = bundles.take(bundle, number, name, found.data, at=_now())
            if file.problem:
                with translation.override("en"):
                    progress.complain(
                        f"{found.name}: {labels.problem(file.problem, file.looks_like)}"
                    )
        number += 1
        counts[file.outcome] += 1
        progress.step()
    progress.clear()
    bundles.end(bundle, at=_now())
    return counts


def _digest(found: Found) -> str:
    return hashlib.sha256(found.data).hexdigest() if found.data else ""


def _now() -> datetime:
    return datetime.now(tz=UTC)
