"""Open a pouch of the other side: unpack it apart, then take it like what a node answers."""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import identities, keyfiles
from answerable.node.ledger.channels import our_code, our_log, their_code, their_log
from answerable.node.ledger.errors import LedgerError, PouchRefused
from answerable.node.ledger.models import Channel, Pouch
from answerable.node.ledger.pouches import taking, trays
from answerable.node.ledger.pouches.taking import Taken
from answerable.node.ledger.pouches.trays import Stall
from answerable.protocol import names
from answerable.protocol.dsse import Signed
from answerable.protocol.errors import BadPouch, PouchFault, ProtocolError
from answerable.protocol.pouch import encryption, manifest, opening
from answerable.protocol.pouch.manifest import Manifest
from answerable.protocol.pouch.opening import Unpacked

log = logging.getLogger(__name__)

# Of pouches that wait for one before them, all channels together.
MOST_WAITING = 16 * 1024**3
_LIVE = (Channel.State.ESTABLISHED, Channel.State.FROZEN)


def open_file(
    source: BinaryIO,
    name: str,
    *,
    at: datetime,
    channel: Channel | None = None,
    by: User | None = None,
) -> Pouch:
    """Open a pouch and take what it brings; return what became of it.

    Nothing is taken before the whole file was decrypted and checked. A pouch that begins beyond
    what is here waits in the quarantine, and is taken by itself once the one before came. With
    `channel`, one of another channel is refused. Raises PouchRefused; the refusal is kept with the
    channel, if that is known.
    """
    with trays.locked(trays.quarantine()):
        trays.sweep()
        try:
            stall = unpack(source, name, channel)
        except BadPouch as exc:
            if channel is not None:
                _note_refusal(channel, source, name, exc.fault.value, at=at, by=by)
            raise PouchRefused(exc.fault.value, exc.detail) from exc
        pouch = _take(stall, at=at, by=by)
        _take_rest(at=at)
    pouch.refresh_from_db()
    return pouch


def open_waiting(*, at: datetime) -> int:
    """Take what a kill interrupted, and what waits no longer; return how many.

    Nothing is done while a pouch is being opened: that takes the rest itself.
    """
    try:
        with trays.locked(trays.quarantine(), wait=False):
            trays.sweep()
            return _take_rest(at=at)
    except BlockingIOError:
        return 0


def unpack(source: BinaryIO, name: str, channel: Channel | None = None) -> Stall:
    """Decrypt and check a pouch into the quarantine; nothing is taken. Raises BadPouch."""
    stall = Stall.new()
    ours = keyfiles.age_identities()
    recipients = [encryption.recipient_of(each) for each in ours]
    try:
        with stall.members.open("wb") as file:
            opened = opening.open_pouch(
                source, file, ours, partial(_admit, recipients=recipients, expected=channel)
            )
            file.flush()
            os.fsync(file.fileno())
        stall.finish(opened.signed, opened.digest, name, source.tell())
    except BaseException:
        stall.drop()
        raise
    return stall


def own_log_sources(channel: Channel) -> Iterator[Unpacked]:
    """Give the pouches in quarantine that hold more of our own log than is here: for recovery."""
    ours = our_log(channel)
    for stall in Stall.all():
        found, _ = manifest.read(stall.signed())
        held = found.log(ours.origin)
        if held is not None and held.size > ours.size:
            yield Unpacked(found, stall.read)


def _admit(
    found: Manifest, signed: Signed, *, recipients: list[str], expected: Channel | None
) -> None:
    """Judge a manifest before anything behind it is read."""
    channel = Channel.objects.filter(channel_id=found.channel, state__in=_LIVE).first()
    if channel is None or (expected is not None and channel != expected):
        raise BadPouch(PouchFault.OTHER_CHANNEL, found.channel)
    theirs = their_code(channel)
    manifest.check(
        found,
        signed,
        channel=found.channel,
        sender=theirs,
        recipient=our_code(channel),
        age=recipients,
        node_keys=identities.node_keys(channel, theirs),
    )
    _check_room(channel, found)


def _check_room(channel: Channel, found: Manifest) -> None:
    """Refuse what would only wait where too much waits already: the other side could fill a disk.

    What can be taken now is never refused for that: it does not stay.
    """
    theirs = their_log(channel)
    held = found.log(theirs.origin)
    if held is None or held.start <= theirs.size:
        return
    waiting = sum(each.unpacked() for each in Stall.all())
    if waiting + found.total > MOST_WAITING:
        raise PouchRefused(
            "quarantine_full",
            f"it begins at entry {held.start}, {theirs.size} is needed first, and {waiting} bytes "
            "wait already: see answerable pouch list and answerable pouch drop",
        )


def _take(stall: Stall, *, at: datetime, by: User | None) -> Pouch:
    """Take a pouch that is whole, and write down what became of it."""
    found, _ = manifest.read(stall.signed())
    channel = Channel.objects.select_related("ours", "theirs").get(channel_id=found.channel)
    taken = taking.take(channel, Unpacked(found, stall.read), at=at)
    pouch = _note(channel, stall, found, taken, at=at, by=by)
    if pouch.state != Pouch.State.WAITING:
        stall.drop()
    log.info("pouch taken: channel=%s number=%s %s", channel.slug, pouch.number, pouch.state)
    return pouch


def _take_rest(*, at: datetime) -> int:
    """Take what else lies in the quarantine, until nothing waits for what came; return how many."""
    first = left = len(Stall.all())
    while left:
        for stall in Stall.all():
            try:
                _take(stall, at=at, by=None)
            except (ProtocolError, LedgerError):
                # It stays, and holds up no other, least of all one of another channel.
                log.exception("pouch not taken: digest=%s", stall.digest)
        before, left = left, len(Stall.all())
        if left == before:
            break
    return first - left


@transaction.atomic
def _note(
    channel: Channel,
    stall: Stall,
    found: Manifest,
    taken: Taken,
    *,
    at: datetime,
    by: User | None,
) -> Pouch:
    told = Pouch.objects.filter(
        channel=channel,
        direction=Pouch.Direction.IN,
        digest=stall.digest,
        state=taken.state,
        reason=taken.reason,
        needed=taken.needed,
    ).first()
    if told is not None:
        # Taken once more, as each opening does with all that waits: nothing new to write down.
        return told
    name, size = stall.noted()
    pouch, _ = Pouch.objects.update_or_create(
        channel=channel,
        direction=Pouch.Direction.IN,
        digest=stall.digest,
        defaults={
            "number": found.number,
            "state": taken.state,
            "reason": taken.reason,
            "needed": taken.needed,
            "name": name[:200],
            "bytes": size,
            "contents": sum(1 for _ in Unpacked(found, stall.read).commits()),
            "logs": [{"origin": e.origin, "from": e.start, "to": e.size} for e in found.logs],
            "created": names.parse_time(found.created),
            "at": at,
        },
    )
    details = {"number": found.number, "digest": stall.digest, "state": str(taken.state)}
    audit.record(by, "opened", "pouch", channel.slug, at=at, details=details)
    return pouch


def _note_refusal(
    channel: Channel, source: BinaryIO, name: str, reason: str, *, at: datetime, by: User | None
) -> None:
    """Keep what was refused and why, so that both sides can speak about it."""
    with suppress(OSError):
        source.seek(0)
    digest, size = _digest(source)
    known = Pouch.objects.filter(channel=channel, direction=Pouch.Direction.IN, digest=digest)
    if known.exclude(state=Pouch.State.REFUSED).exists():
        return
    with transaction.atomic():
        known.update_or_create(
            channel=channel,
            direction=Pouch.Direction.IN,
            digest=digest,
            defaults={
                "state": Pouch.State.REFUSED,
                "reason": reason,
                "name": name[:200],
                "bytes": size,
                "at": at,
            },
        )
        audit.record(by, "refused", "pouch", channel.slug, at=at, details={"digest": digest})


def _digest(source: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(1024 * 1024):
        digest.update(piece)
        size += len(piece)
        if size > opening.MAX_FILE:
            break
    return digest.hexdigest(), size
