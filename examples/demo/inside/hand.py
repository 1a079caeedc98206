"""Everything a hand can do in its node, by name, with what the maker sends as plain JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from answerable.cli import prepare
from answerable.node.desk import projector
from answerable.node.desk.models import Inquiry
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel, LogHead
from examples.demo import cases, deeds, shapes
from examples.demo.inside import doing, founding, knowing, record, standing, wire, writing
from examples.demo.inside.keeping import dorvelle, kelorane
from examples.demo.inside.place import Place, channel, inquiry


class PeerOutOfReach(Exception):
    """The other node did not give what was asked while both were being made."""


class Hand:
    """The deeds by name. Instants come as ISO text, times of the scenario as it writes them."""

    def __init__(self, ask: wire.Ask) -> None:
        self._ask = ask
        self._peers: dict[str, wire.Peer] = {}
        self._place = Place(today=timezone.now().date(), seats={})
        self._deeds: dict[str, Callable[..., Any]] = {
            "serve": wire.serve,
            "prepare": self.prepare,
            "set_up": self.set_up,
            "collect": prepare.collect_static,
            "propose": self._timed(founding.propose),
            "accept": self._timed(founding.accept),
            "finish": self._timed(founding.finish),
            "open_paper": self._timed(founding.open_paper),
            "take_in": self.take_in,
            "toll": self.toll,
            "incident": self.incident,
            "write": self.write,
            "clear": self.clear,
            "send": self.send,
            "batch": self.batch,
            "do": self.do_deed,
            "sync": self.sync,
            "record": self.record,
            "fold": self.fold,
            "keep": self.keep,
            "standing": self.standing,
            "finish_up": self.finish_up,
        }

    def do(self, name: str, given: dict[str, Any]) -> Any:
        """Do one deed and return what it says."""
        return self._deeds[name](**given)

    # -- the node itself -------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the tables, and bring them to the disk for the other nodes to begin from."""
        self._hurry()
        prepare.bring_up_to_date()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _hurry(self) -> None:
        """Leave the waiting for the disk: what is half-made is never looked at."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")

    def set_up(self, party: Any, passwords: dict[str, str], today: str, at: str) -> None:
        """Make the party, its offices and people."""
        self._hurry()
        known = msgspec.convert(party, shapes.Party)
        self._place.today = date.fromisoformat(today)
        self._place.seats |= {
            person.username: office.code for office in known.offices for person in office.people
        }
        founding.set_up(known, passwords, at=datetime.fromisoformat(at))

    def finish_up(self) -> None:
        """Bring everything to the disk in full, as a running node keeps it."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    # -- what the scenario does ------------------------------------------------------------

    def take_in(self, document: Any, text: str, cases: list[str]) -> None:
        """Take a document in as a report, and link it to incidents that were open before."""
        knowing.take_in(self._place, msgspec.convert(document, shapes.Document), text, cases)

    def toll(self, toll: Any, situation: str) -> None:
        """Record a running total."""
        knowing.record_toll(self._place, msgspec.convert(toll, shapes.TollStated), situation)

    def incident(self, key: str, incident: Any, same_as: str) -> str:
        """Open a case's incident, unless it is that of another; return its reference."""
        if same_as:
            self._place.incidents[key] = self._place.incidents[same_as]
            self._place.shared[key] = self._place.shared[same_as]
            return self._place.incidents[key].reference
        return knowing.open_incident(self._place, key, msgspec.convert(incident, shapes.Incident))

    def write(self, slug: str, key: str, thread: str, deed: Any) -> str:
        """Write a draft; return its thread."""
        return writing.write(self._place, slug, key, thread, _drafted(deed))

    def clear(self, key: str, cleared: Any) -> None:
        """Clear a draft."""
        writing.clear(self._place, key, msgspec.convert(cleared, deeds.Cleared))

    def send(self, key: str, deed: Any) -> None:
        """Send a draft."""
        writing.send(self._place, key, _drafted(deed))

    def batch(self, keys: list[str], deed: Any, goes: bool) -> None:
        """Gather cleared drafts for one delivery, and let it go."""
        writing.gather(self._place, keys, _drafted(deed), goes=goes)

    def do_deed(self, slug: str, key: str, thread: str, deed: Any) -> None:
        """Do what needs no draft."""
        wanted: cases.AnyDeed = msgspec.convert(deed, cases.AnyDeed)
        match wanted:
            case cases.Deliver():
                writing.deliver(self._place, key, wanted)
            case cases.CameBack():
                writing.came_back(self._place, slug, thread, wanted)
            case _:
                doing.do(self._place, slug, thread, wanted)

    def record(self, office: Any, passwords: dict[str, str], at: str) -> int:
        """Fill the workspace of the public record; return how many cases it holds."""
        seat = msgspec.convert(office, shapes.Office)
        founding.add_office(seat, passwords, at=datetime.fromisoformat(at))
        self._place.seats |= {person.username: seat.code for person in seat.people}
        by, where = self._place.seat(seat.people[0].username)
        return record.fill(by, where, at=datetime.fromisoformat(at))

    # -- the channel -----------------------------------------------------------------------

    def sync(self, slug: str, threads: list[str], at: str) -> bool:
        """Do one round with the other node; tell whether that made us say something."""
        moment = datetime.fromisoformat(at)
        spoken = channel(slug)
        if slug not in self._peers:
            self._peers[slug] = wire.peer(spoken, self._ask)
        before = _said(spoken)
        if ledger.sync_now(spoken, at=moment, client=self._peers[slug]) is None:
            raise PeerOutOfReach(ledger.channel_health(spoken).last_error)
        for thread in threads:
            projector.project(spoken, thread, at=moment)
        return _said(spoken) > before

    def fold(self, at: str) -> int:
        """Fold every thread once more, so that the rows show every receipt."""
        return projector.rebuild(at=datetime.fromisoformat(at))

    def keep(self, party: str, threads: dict[str, tuple[str, str]]) -> None:
        """Do what the party's people keep among themselves; nothing for a party without such."""
        among = {"kelorane": kelorane.keep, "dorvelle": dorvelle.keep}
        if party in among:
            among[party](self._place, threads)

    def standing(
        self, now: str, threads: dict[str, tuple[str, str]], private: list[str]
    ) -> dict[str, Any]:
        """Say how the cases stand here; `threads` gives channel and thread by case."""
        moment = datetime.fromisoformat(now)
        found: dict[str, Any] = {
            key: {"words": standing.private_standing(self._place, key)} for key in private
        }
        for key, (slug, thread) in threads.items():
            if not Inquiry.objects.filter(channel__slug=slug, thread=thread).exists():
                continue
            about = inquiry(slug, thread)
            found[key] = {
                "words": standing.standing_of(about, moment),
                "account": standing.shared_account(about),
            }
        return found

    @staticmethod
    def _timed(deed: Callable[..., Any]) -> Callable[..., Any]:
        def at_time(at: str, **given: Any) -> Any:
            with transaction.atomic():
                return deed(**given, at=datetime.fromisoformat(at))

        return at_time


def _drafted(deed: Any) -> deeds.Drafted:
    wanted: cases.AnyDeed = msgspec.convert(deed, cases.AnyDeed)
    if not isinstance(wanted, deeds.Drafted):
        raise TypeError(f"{type(wanted).__name__} is not drafted")
    return wanted


def _said(spoken: Channel) -> int:
    return LogHead.objects.get(channel=spoken, is_ours=True).size
