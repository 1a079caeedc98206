"""Seal a pouch for the other side: numbered, signed by this node, encrypted to its recipients."""

import logging
import os
from datetime import datetime
from pathlib import Path

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import identities, publishing
from answerable.node.ledger.channels import genesis_of, our_code, our_log, their_code
from answerable.node.ledger.errors import ChannelNotOpen, NoRecipient, PouchRefused
from answerable.node.ledger.models import Channel, Pouch
from answerable.node.ledger.pouches import trays
from answerable.node.ledger.pouches.choosing import Choice, Load, choose
from answerable.protocol import names
from answerable.protocol.errors import BadPouch, Missing
from answerable.protocol.pouch import sealing
from answerable.protocol.pouch.sealing import Address, Sealed

log = logging.getLogger(__name__)


def seal(
    channel: Channel,
    choice: Choice | None = None,
    *,
    at: datetime,
    out: Path | None = None,
    by: User | None = None,
) -> tuple[Pouch, int | None]:
    """Seal a pouch into `out`, or into the out-tray.

    Return it, and the first entry whose contents found no room: the next pouch begins its contents
    there. A node that is suspect seals none, since every pouch is signed: MayNotSign. Raises
    NoRecipient, ChannelNotOpen, and PouchRefused when something was erased while it was packed.
    """
    channel.refresh_from_db(fields=("state",))
    if not channel.is_signed or not channel.is_open:
        raise ChannelNotOpen(f"{channel.slug} is {channel.state}")
    publishing.permit(our_log(channel))
    tray = trays.out_tray()
    with trays.locked(tray):
        _sweep(tray)
        address = _address(channel, at)
        load = choose(channel, choice or Choice())
        place = out or tray / f"{channel.slug}-{address.number:04d}.pouch"
        draft = place.with_name(f".{place.name}.new")
        try:
            sealed, size = _write(channel, address, load, draft)
            pouch = _note(channel, sealed, load, place, size, kept=out is None, at=at, by=by)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
    log.info("pouch sealed: channel=%s number=%s", channel.slug, pouch.number)
    return pouch, load.left_from


def _address(channel: Channel, at: datetime) -> Address:
    theirs = their_code(channel)
    age = identities.age_recipients(channel, theirs)
    if not age:
        raise NoRecipient(
            f"{theirs} has named no key to seal pouches for: its administrator has to add one first"
        )
    last = Pouch.objects.filter(channel=channel, direction=Pouch.Direction.OUT)
    before = last.order_by("-number").first()
    return Address(
        channel=genesis_of(channel).channel_id,
        sender=our_code(channel),
        recipient=theirs,
        age=age,
        number=(before.number or 0) + 1 if before else 1,
        previous=before.digest if before else None,
        created=names.format_time(at),
    )


def _write(channel: Channel, address: Address, load: Load, draft: Path) -> tuple[Sealed, int]:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        try:
            sealed = sealing.seal(
                address, load.logs, load.files, key=identities.node_key(channel), out=file
            )
        except Missing as exc:
            raise PouchRefused("changed", "a text was erased meanwhile; seal again") from exc
        except BadPouch as exc:
            raise PouchRefused(exc.fault.value, exc.detail) from exc
        file.flush()
        os.fsync(file.fileno())
        return sealed, file.tell()


@transaction.atomic
def _note(
    channel: Channel,
    sealed: Sealed,
    load: Load,
    place: Path,
    size: int,
    *,
    kept: bool,
    at: datetime,
    by: User | None,
) -> Pouch:
    ours = our_log(channel).origin
    pouch = Pouch.objects.create(
        channel=channel,
        direction=Pouch.Direction.OUT,
        number=sealed.manifest.number,
        digest=sealed.digest,
        state=Pouch.State.SEALED,
        name=place.name[:200],
        bytes=size,
        contents=load.contents,
        logs=[
            {
                "origin": each.origin,
                "from": each.start,
                "to": each.size,
                "words_from": load.words_from if each.origin == ours else 0,
            }
            for each in load.logs
        ],
        created=at,
        at=at,
        kept=kept,
    )
    details = {"number": pouch.number, "digest": pouch.digest}
    audit.record(by, "sealed", "pouch", channel.slug, at=at, details=details)
    return pouch


def _sweep(tray: Path) -> None:
    """Delete what a kill left half written."""
    for draft in tray.glob(".*.pouch.new"):
        draft.unlink(missing_ok=True)
