"""Witnesses of a channel: third parties' keys, whose lines under a log's notes are kept."""

from datetime import datetime

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.ledger import doubts, identities, receipts
from answerable.node.ledger.channels import our_log, store_of
from answerable.node.ledger.errors import BadWitness
from answerable.node.ledger.models import Channel, PeerStatus, Witness
from answerable.protocol import receipts as protocol_receipts
from answerable.protocol.errors import BadKey, ProtocolError
from answerable.protocol.keys import VerifierKey
from answerable.protocol.sync import SyncState
from answerable.protocol.witnesses import check_witness


@transaction.atomic
def add(channel: Channel, vkey: str, *, at: datetime) -> VerifierKey:
    """Let a third party's countersignatures be kept; raises BadWitness for a key that may not."""
    known = identities.witness_keys(channel)
    try:
        key = VerifierKey.parse(vkey)
        check_witness(identities.our_identity(channel), key, known)
    except BadKey as exc:
        raise BadWitness(str(exc)) from exc
    Witness.objects.create(channel=channel, name=key.name, vkey=key.format(), added_at=at)
    _trail("witness added", channel, key, at)
    return key


@transaction.atomic
def remove(channel: Channel, vkey: str, *, at: datetime) -> None:
    """Take a witness off the list; the lines that it gave stay under their notes."""
    row = Witness.objects.filter(channel=channel, vkey=vkey).first()
    if row is None:
        raise BadWitness("the channel has no such witness")
    row.delete()
    _trail("witness removed", channel, VerifierKey.parse(vkey), at)


def take_note(channel: Channel, note: bytes, *, at: datetime) -> int:
    """Keep the witnesses' lines under a note of either log; return how many were new.

    Raises BadWitness for a note that no witness of the channel signed, or of no log of it. One
    that contradicts our own log under our key freezes the channel, with the evidence; one that
    knows more of our log than we do makes it suspect.
    """
    listed, store = identities.witness_keys(channel), store_of(channel)
    ours, time = identities.our_identity(channel), int(at.timestamp())
    theirs = identities.their_identity(channel)
    of_ours = note.startswith(ours.origin.encode() + b"\n")
    try:
        if not of_ours:
            found = protocol_receipts.keep_witnessed(store, theirs, listed, note, time=time)
            return len(found.new)
        with transaction.atomic():
            found = protocol_receipts.take_witnessed(store, ours, listed, note, time=time)
            # Brought by hand while our log is in doubt, this is what the witness knows of it now.
            PeerStatus.objects.filter(channel=channel).update(own_size_witnessed=found.size)
            if found.state is SyncState.SUSPECT:
                doubts.record(our_log(channel), protocol_receipts.OWN_LOG_AHEAD)
            elif found.state is SyncState.FORKED:
                receipts.freeze(channel)
    except ProtocolError as exc:
        raise BadWitness(str(exc)) from exc
    if found.state is not SyncState.IDLE:
        raise BadWitness(f"the note contradicts what is here: {found.state.value}")
    return len(found.new)


def _trail(verb: str, channel: Channel, key: VerifierKey, at: datetime) -> None:
    details = {"name": key.name, "key": key.key_id.hex()}
    audit.record(None, verb, "channel", channel.slug, at=at, details=details)
