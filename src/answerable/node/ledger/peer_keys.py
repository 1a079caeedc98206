"""By which keys the other side's node signs its requests to us, over the life of a channel.

A new key counts as soon as the other side's log says so. The one before counts beside it until the
first request by the new one, for the other side cannot know when we read its log; a revoked one
is dropped at once.
"""

import logging
from collections.abc import Sequence

from answerable.node.ledger import identities
from answerable.node.ledger.channels import genesis_of, our_code, their_code
from answerable.node.ledger.models import Channel
from answerable.protocol import keys
from answerable.protocol.changes import KeyRole

log = logging.getLogger(__name__)


def public_of(channel: Channel, keyid: str) -> bytes | None:
    """Return the key of the other side's node that has this id, or None."""
    founding = genesis_of(channel).other(our_code(channel)).node
    if keys.keyid(founding) == keyid:
        # The usual case asks the database nothing.
        return founding
    signer = identities.standing_of(channel, their_code(channel)).keyring.get(keyid)
    return signer.public if signer is not None and signer.role == KeyRole.NODE else None


def take_over(channel: Channel) -> None:
    """Set which keys we listen to, by what the other side's log says now."""
    standing = identities.standing_of(channel, their_code(channel))
    node = [each for each in standing.signers if each.role == KeyRole.NODE]
    current = standing.current(KeyRole.NODE)
    keyid = "" if current is None else keys.keyid(current)
    channel.refresh_from_db(fields=("peer_keyid", "peer_keyid_before"))
    if keyid == channel.peer_keyid:
        return
    # Where one key takes the other's place, it counts from where the other ends; a revoked one
    # ended earlier.
    before = ""
    if len(node) > 1 and node[-2].to_index == node[-1].from_index:
        before = keys.keyid(node[-2].public)
    Channel.objects.filter(pk=channel.pk).update(peer_keyid=keyid, peer_keyid_before=before)
    channel.refresh_from_db(fields=("peer_keyid", "peer_keyid_before"))
    log.warning("the other side's node has another key: channel=%s", channel.slug)


def has_shown(channels: Sequence[Channel], keyid: str) -> None:
    """Listen to the key before no more, once the other side has used the new one."""
    done = [
        each.pk for each in channels if each.peer_keyid == keyid and each.peer_keyid_before != ""
    ]
    if done:
        Channel.objects.filter(pk__in=done, peer_keyid=keyid).update(peer_keyid_before="")
