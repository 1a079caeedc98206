"""Read many documents: several at once, stopped at any moment, continued where it was.

`answerable read` comes here for folders and archives, and where an output file is named.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from queue import LifoQueue
from typing import Any

from answerable.cli import gathering, showing
from answerable.cli.errors import Misused, Refused
from answerable.cli.gathering import Found
from answerable.cli.progress import Progress
from answerable.cli.resuming import ResumableFile
from answerable.extraction.apart import processes, sandbox
from answerable.extraction.apart.claiming import ALL_CLAIMS, ClaimsReader
from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.documents.document import Document, Limits
from answerable.extraction.errors import TookTooLong, Unreadable

FINE, REFUSED, STOPPED = 0, 1, 130
# So many are under way for each reader: enough to keep all busy, few enough to hold in memory.
_AHEAD = 3
_WRITE_SECONDS = 1.0
_Result = tuple[Document, showing.Told | None]


def read_many(args: argparse.Namespace, *, limits: Limits = ALL_CLAIMS) -> int:
    """Read all that is found; 0 if all were read, 1 if one was refused or a folder has none.

    130 if it was stopped.

    `limits` are those of reading what one text claims.
    """
    output = Path(args.output) if args.output else None
    but: set[Path] = set()
    with ExitStack() as stack:
        kept = None
        if output is not None:
            kept = stack.enter_context(ResumableFile(output, _options(args)))
            but = {output, kept.state_path}
        try:
            counts = {name: gathering.count(name, but=but) for name in args.files}
        except gathering.NotThere as error:
            raise Misused(str(error)) from error
        except ReaderDidNotStart as error:
            raise Refused("the reader does not start here") from error
        total = sum(counts[name].total for name in args.files)
        run = _Run(args, kept, Progress(total), stack.enter_context(_Readers(args, limits)))
        for name, counted in counts.items():
            run.nothing_in(gathering.nothing_in(name, counted))
        try:
            for found in gathering.gather(args.files, but=but):
                run.take(found)
            run.finish()
        except KeyboardInterrupt:
            run.stop()
            return STOPPED
        except (gathering.NotThere, ReaderDidNotStart) as error:
            raise Refused(str(error) or "the reader does not start here") from error
    return run.end()


class _Readers:
    """Threads that each wait for reader processes; leaving ends the processes that still run.

    A document gets a process of its own. What texts claim is read by processes that stay, at most
    one for each thread, since their words take longer to load than a text to read.
    """

    def __init__(self, args: argparse.Namespace, limits: Limits) -> None:
        self.at_once: int = args.at_once
        self._args = args
        self._threads = ThreadPoolExecutor(self.at_once)
        self._futures: set[Future[_Result]] = set()
        self._claims = [showing.claims_reader(limits) for _ in range(self.at_once)]
        self._idle: LifoQueue[ClaimsReader] = LifoQueue()
        for reader in self._claims:
            self._idle.put(reader)
        self._stopped = False

    def __enter__(self) -> _Readers:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopped = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        while wait(self._futures, timeout=0).not_done:
            processes.stop_readers()
            wait(self._futures, timeout=0.05)
        for reader in self._claims:
            reader.close()

    def start(self, found: Found, today: date) -> Future[_Result]:
        future = self._threads.submit(self._read, found, today)
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        return future

    def _read(self, found: Found, today: date) -> _Result:
        if self._stopped:
            raise TookTooLong("stopped")
        document = sandbox.read_apart(found.data, today=today, file_name=found.name)
        if not showing.wants_claims(self._args):
            return document, None
        if self._stopped:
            raise TookTooLong("stopped")
        # The last that was used: it has its words, and one alone mostly keeps up.
        reader = self._idle.get()
        try:
            return document, showing.claims_of(document, reader, self._args)
        finally:
            self._idle.put(reader)


class _Run:
    """The documents under way, in the order in which they were found."""

    def __init__(
        self,
        args: argparse.Namespace,
        kept: ResumableFile | None,
        progress: Progress,
        readers: _Readers,
    ) -> None:
        self._args, self._kept, self._progress, self._readers = args, kept, progress, readers
        self._under_way: deque[tuple[Found, str, Future[_Result]]] = deque()
        self._waiting: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._credit = ""
        self._today = datetime.now(tz=UTC).date()
        self._written = time.monotonic()

    def nothing_in(self, words: str) -> None:
        """Say it where a folder has nothing to read; that is no success."""
        if words:
            self._counts["nothing"] += 1
            self._progress.complain(words)

    def take(self, found: Found) -> None:
        """Begin to read a document, or say why not; settles others where many are under way."""
        if found.problem:
            self._refuse(found.name, found.problem, found.advice)
            return
        digest = hashlib.sha256(found.data).hexdigest()
        if self._kept is not None and (self._kept.has(digest) or digest in self._waiting):
            problem = self._kept.problem_of(digest)
            if problem:
                # It was said why then; that it is missing has to be said each time.
                self._progress.complain(f"{found.name}: {gathering.advice_of_code(problem)}")
            self._counts["refused before" if problem else "known"] += 1
            self._progress.step(worked=False)
            return
        self._waiting.add(digest)
        self._under_way.append((found, digest, self._readers.start(found, self._today)))
        while len(self._under_way) >= self._readers.at_once * _AHEAD:
            self._settle()

    def finish(self) -> None:
        """Wait for those under way."""
        while self._under_way:
            self._settle()

    def stop(self) -> None:
        """Keep what was read to its end, and say how it goes on."""
        while self._under_way and self._under_way[0][2].done():
            self._settle()
        self._progress.complain(f"stopped at {self._progress.line()}")
        if self._kept is not None:
            self._progress.complain("The same command goes on from here.")

    def end(self) -> int:
        """Say what came of all and return the exit code."""
        if self._credit:
            self._progress.clear()
            print(self._credit)
        told = [f"{self._counts['read']:,} read"]
        for name, words in (
            ("known", "read before"),
            ("refused", "refused"),
            ("refused before", "refused before"),
            ("left out", "left out (hidden files, links)"),
        ):
            if self._counts[name]:
                told.append(f"{self._counts[name]:,} {words}")
        self._progress.complain(", ".join(told))
        if number := self._counts["another day"]:
            self._progress.complain(
                f"{number:,} of these state another day; days were counted from --published "
                f"{self._args.published}"
            )
        failed = ("refused", "refused before", "nothing")
        return REFUSED if any(self._counts[one] for one in failed) else FINE

    def _settle(self) -> None:
        found, digest, future = self._under_way[0]
        text, problem, other, credit = "", "", False, ""
        untold: list[str] = []
        try:
            document, reading = future.result()
        except Unreadable as refusal:
            problem = refusal.code
            advice = gathering.advice_of(refusal)
        else:
            size = len(found.data)
            text = showing.laid_out(found.name, digest, size, document, reading, self._args)
            untold = list(showing.left_out(document, reading, self._args))
            other = bool(showing.states_another_day(reading))
            credit = showing.credit(reading, self._args)
        # From here on nothing waits, so that a stop finds it either before or behind.
        self._under_way.popleft()
        self._waiting.discard(digest)
        self._put(digest, text, problem)
        if problem:
            self._refuse(found.name, problem, advice)
            return
        for words in untold:
            self._progress.complain(f"{found.name}: {words}")
        self._counts["another day"] += other
        self._credit = self._credit or credit
        self._counts["read"] += 1
        self._progress.step()

    def _put(self, digest: str, text: str, problem: str) -> None:
        if self._kept is None:
            if text:
                self._progress.clear()
                print(text)
            return
        # What only took too long may go better another time.
        if problem != TookTooLong.code:
            self._kept.add(digest, f"{text}\n" if text else "", problem)
        now = time.monotonic()
        if now - self._written >= _WRITE_SECONDS:
            self._kept.write_out()
            self._written = now

    def _refuse(self, name: str, problem: str, advice: str) -> None:
        kind = "left out" if problem in gathering.LEFT_OUT else "refused"
        self._counts[kind] += 1
        self._progress.complain(f"{name}: {advice}")
        self._progress.step(worked=problem not in gathering.LEFT_OUT)


def _options(args: argparse.Namespace) -> dict[str, Any]:
    from answerable.extraction import assembly
    from answerable.extraction.documents import reader

    return {
        "format": args.format,
        "published": args.published.isoformat() if args.published else None,
        "language": args.language,
        "reader": reader.VERSION,
        "claims": assembly.VERSION,
    }
