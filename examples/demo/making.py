"""Make the demonstration: two nodes, their channel, and everything that happened so far.

Nothing is written past the nodes' own services. Each node is a process in its own home; what one
says the other fetches through us, signed and countersigned as ever, at the times of the scenario.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import homes
from .events import Event, in_order, plain
from .hands import Hand, Then
from .homes import DemoError, Made, Node
from .scenario import Scenario, load
from .shapes import Channel, Office, Party, Person
from .times import instant, with_dates, within

# Beside the passwords, for the custodian; `inside` looks for it by this name.
VAULT = "passphrase of the vault"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Nobody listens there, on any machine: the third party's node cannot be reached.
UNREACHABLE = "http://127.0.0.1:9"
BEGINNING = "-96 09:00"
ROOM = 256 * 1024 * 1024
ARRIVES, REPLIED = timedelta(seconds=35), timedelta(seconds=70)
OBSERVER = Office(
    code="observer",
    name="Observer of the public record",
    rank=8,
    people=(
        Person(username="observer", name="Observer of the public record", roles=("investigator",)),
    ),
)


def make(folder: Path, *, today: date, quiet: bool = False) -> Made:
    """Make a whole demonstration in a folder that is not there yet, or leave nothing behind."""
    whole = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    for abandoned in folder.parent.glob(f".{folder.name}.new-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    with TemporaryDirectory(prefix="answerable-demo-", dir=_quick_place()) as place:
        building = Path(place) / folder.name
        building.mkdir(mode=0o700)
        with ExitStack() as stack:
            maker = Maker(building, with_dates(load(), today), today, stack, Progress(quiet))
            made = maker.make()
        try:
            shutil.copytree(building, whole)
            whole.rename(folder)
        finally:
            shutil.rmtree(whole, ignore_errors=True)
    return made


def _quick_place() -> Path | None:
    """Return a folder in memory if there is room: each message is written to disk durably."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        return None
    return memory if shutil.disk_usage(memory).free > ROOM else None


class Progress:
    """Says how far the making is: one line that grows in a terminal, a few lines elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self._quiet, self._began, self._last = quiet, time.monotonic(), ""

    def say(self, what: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done."""
        if self._quiet:
            return
        seconds = time.monotonic() - self._began
        if sys.stderr.isatty():
            share = f" {100 * done // total} %" if total else ""
            print(f"\r\033[K  {what}{share} ({seconds:.0f} s)", end="", file=sys.stderr, flush=True)
        elif what != self._last:
            print(f"  {what} ({seconds:.0f} s)", file=sys.stderr, flush=True)
        self._last = what

    def end(self) -> None:
        """Leave the line."""
        if not self._quiet and sys.stderr.isatty():
            print(file=sys.stderr)


class Maker:
    """One making, in a folder of its own."""

    def __init__(
        self, folder: Path, scenario: Scenario, today: date, stack: ExitStack, progress: Progress
    ) -> None:
        self._folder, self._scenario, self._today = folder, scenario, today
        self._stack, self._progress = stack, progress
        self._passwords: dict[str, dict[str, str]] = {}
        self._hands: dict[str, Hand] = {}
        self._nodes: tuple[Node, ...] = ()
        self._founded: set[str] = set()
        self._arrived = datetime.min.replace(tzinfo=UTC)
        # Channel and thread of every case that has one.
        self._threads: dict[str, tuple[str, str]] = {}
        self._channels = {channel.key: channel for channel in scenario.channels}

    def make(self) -> Made:
        """Make both nodes and let everything happen; return what `demo.json` tells."""
        self._progress.say("making two nodes")
        self._nodes = self._lay_out()
        self._open()
        self._found("river")
        self._found("valley")
        self._record()
        self._happen()
        self._settle()
        self._close()
        made = Made(form=homes.FORM, made=self._today.isoformat(), nodes=self._nodes)
        homes.write_private(self._folder / "demo.json", json.dumps(plain(made), indent=1) + "\n")
        self._progress.end()
        return made

    # -- the nodes -------------------------------------------------------------------------

    def _lay_out(self) -> tuple[Node, ...]:
        running = [party for party in self._scenario.parties if party.node == "running"]
        ports = homes.free_ports(2 * len(running))
        nodes = tuple(
            Node(code=party.code, name=party.name, desk_port=desk, channel_port=channel)
            for party, desk, channel in zip(running, ports[::2], ports[1::2], strict=True)
        )
        for party, node, other in zip(running, nodes, reversed(nodes), strict=True):
            settings = {
                "node_name": node.name,
                "reference_prefix": party.reference_prefix,
                "desk_address": f"127.0.0.1:{node.desk_port}",
                "channel_address": f"127.0.0.1:{node.channel_port}",
                "demo": True,
                "demo_other_desk": other.desk_url,
                "demo_made_on": self._today.isoformat(),
            }
            self._lay_out_home(party, settings)
        for party in self._scenario.parties:
            if party.node == "unreachable":
                self._lay_out_home(party, {"channel_url": UNREACHABLE})
        return nodes

    def _lay_out_home(self, party: Party, settings: dict[str, Any]) -> None:
        home = self._folder / party.code
        homes.lay_out(home, settings)
        hand = self._stack.enter_context(Hand(home, self._folder / "making.log"))
        self._hands[party.code] = hand
        self._passwords[party.code] = {}

    def _open(self) -> None:
        """Make the tables once, and the parties with their people on each node.

        The node that is only there to found a channel makes the files that all pages need.
        """
        running = [self._scenario.party(node.code) for node in self._nodes]
        others = [party for party in self._scenario.parties if party.node == "unreachable"]
        for party in others:
            self._hands[party.code].tell("collect")
        first = self._folder / running[0].code / "db.sqlite3"
        self._hands[running[0].code].do("prepare")
        for party in running[1:] + others:
            shutil.copyfile(first, self._folder / party.code / first.name)
        for party in running + others:
            self._hands[party.code].tell("set_up", **self._party(party))

    def _party(self, party: Party) -> dict[str, Any]:
        return {
            "party": plain(party),
            "passwords": self._new_passwords(party.code, party.offices),
            "today": self._today.isoformat(),
            "at": self._at(BEGINNING),
        }

    def _new_passwords(self, code: str, offices: tuple[Office, ...]) -> dict[str, str]:
        new = {person.username: _password() for office in offices for person in office.people}
        if any("custodian" in person.roles for office in offices for person in office.people):
            new[VAULT] = _password()
        self._passwords[code] |= new
        return new

    def _found(self, key: str) -> None:
        """Open a channel as its people would: three files and words compared, or on paper."""
        if key in self._founded:
            return
        self._founded.add(key)
        channel = self._channels[key]
        first = self._hands[channel.parties[0]]
        at = self._at(channel.established)
        terms = plain(self._scenario.terms)
        if channel.kind == "paper":
            other = self._scenario.party(channel.parties[1])
            given = {"slug": key, "title": channel.title, "code": other.code, "name": other.name}
            first.do("open_paper", **given, terms=terms, at=at)
            return
        second = self._hands[channel.parties[1]]
        offer = first.do("propose", title=channel.title, slug=key, terms=terms, at=at)
        answer = second.do("accept", file=offer, title=channel.title, slug=key, at=at)
        complete = first.do("finish", file=answer["file"], words=answer["words"], at=at)
        second.do("finish", file=complete, words=answer["words"], at=at)

    # -- what happened ---------------------------------------------------------------------

    def _record(self) -> None:
        """Have the public record entered, on the first party's node."""
        self._progress.say("entering the public record of real cases")
        party = self._channels["river"].parties[0]
        self._hands[party].do(
            "record",
            office=plain(OBSERVER),
            passwords=self._new_passwords(party, (OBSERVER,)),
            at=self._at("-90 09:00"),
        )

    def _happen(self) -> None:
        events = in_order(self._scenario, self._today)
        for number, event in enumerate(events):
            self._progress.say("letting three months happen", number, len(events))
            self._do(event)

    def _do(self, event: Event) -> None:
        given = dict(event.given)
        case = event.case
        channel = self._channels.get(case.channel or "") if case is not None else None
        if case is not None and channel is not None and event.name in ("write", "do"):
            self._found(channel.key)
            if not event.begins:
                self._hands[case.raised_by].settle()
            thread = self._threads.get(case.key, (channel.key, ""))[1]
            given |= {"slug": channel.key, "thread": thread}
        hand = self._hands[event.party]
        if case is None or channel is None or not event.is_said:
            # The other node's hand need not wait for what stays on this one.
            hand.tell(event.name, self._then(event), **given)
            return
        hand.do(event.name, **given)
        self._carry_over(channel, event, [self._threads[k][1] for k in (case.key, *event.together)])

    def _then(self, event: Event) -> Then | None:
        """Remember the thread that a case begins."""
        case = event.case
        if case is None or case.channel is None or not event.begins:
            return None
        key, slug = case.key, case.channel
        return lambda thread: self._threads.update({key: (slug, thread)})

    def _carry_over(self, channel: Channel, event: Event, threads: list[str]) -> None:
        """Let the other side fetch what was said, and us what its node said to that."""
        other = next(party for party in channel.parties if party != event.party)
        if channel.kind == "paper" or self._scenario.party(other).node != "running":
            return
        said = instant(event.when, self._today)
        replied = self._sync(channel.key, other, threads, said + ARRIVES)
        if replied or event.is_wordless:
            self._sync(channel.key, event.party, threads, said + REPLIED)

    def _sync(self, key: str, party: str, threads: list[str], at: datetime) -> bool:
        other = next(one for one in self._channels[key].parties if one != party)
        hand, peer = self._hands[party], self._hands[other]
        hand.carry = lambda asked: dict(peer.do("serve", asked=asked))
        # What was said in one minute arrives in the seconds after it: each receipt has its time.
        at = max(at, self._arrived + timedelta(seconds=1))
        self._arrived = at
        return bool(hand.do("sync", slug=key, threads=threads, at=at.isoformat()))

    # -- the end ---------------------------------------------------------------------------

    def _settle(self) -> None:
        """Let both sides see the last receipts, and compare what they show."""
        self._progress.say("comparing both sides")
        at = instant("-1 23:30", self._today)
        first, second = self._channels["river"].parties
        for party in (second, first, second):
            self._sync("river", party, [], at)
            at += ARRIVES
        for party in (first, second):
            self._hands[party].tell("fold", at=at.isoformat())
        for party in (first, second):
            self._hands[party].answer()
        problems = list(self._problems(first, second))
        if problems:
            raise DemoError("the demonstration is not as described: " + "; ".join(problems))
        for party in (first, second):
            self._hands[party].tell("keep", party=party, threads=self._threads)

    def _problems(self, first: str, second: str) -> Iterator[str]:
        given: dict[str, Any] = {
            "now": within(self._today, datetime.now(UTC)).isoformat(),
            "threads": self._threads,
            "private": [case.key for case in self._scenario.cases],
        }
        for party in (first, second):
            self._hands[party].tell("standing", **given)
        found = {party: self._hands[party].answer() for party in (first, second)}
        for case in self._scenario.cases:
            mine = found[case.raised_by][case.key]
            if missing := set(case.expect) - set(mine["words"]):
                yield f"{case.key} is not {', '.join(sorted(missing))}"
            if case.channel == "river" and "account" in mine:
                theirs = found[second if case.raised_by == first else first][case.key]
                if mine["account"] != theirs.get("account"):
                    yield f"{case.key} differs between the nodes"

    def _close(self) -> None:
        """Close the homes, and keep only those of the nodes that will run."""
        for node in self._nodes:
            self._hands[node.code].tell("finish_up")
        for node in self._nodes:
            self._hands[node.code].answer()
        self._stack.close()
        kept = {node.code for node in self._nodes}
        for party in sorted(self._hands.keys() - kept):
            static = self._folder / party / "static"
            for node in self._nodes:
                shutil.copytree(static, self._folder / node.code / "static")
            shutil.rmtree(self._folder / party)
        passwords = {code: self._passwords[code] for code in sorted(kept)}
        homes.write_private(self._folder / "passwords.json", json.dumps(passwords, indent=1) + "\n")

    def _at(self, when: str) -> str:
        return instant(when, self._today).isoformat()


def _password() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)
