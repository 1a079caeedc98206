"""Write a log out as the C2SP tree that independent verifiers read."""

from collections.abc import Iterator

from answerable.node.ledger import highwater, identities
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.models import Channel, LogHead
from answerable.protocol import checkpoint, history, note


def export_log(channel: Channel, head: LogHead) -> Iterator[tuple[str, bytes]]:
    """Give every file of a log, own or mirrored, by its path; the checkpoint comes last.

    Of our own log only what is published. Beside the tree: the founding document, and the
    policy that says who must have countersigned.
    """
    extra = {
        "genesis.json": bytes(channel.genesis),
        "policy": identities.policy(channel, head.party.code).encode(),
    }
    return history.export(store_of(channel), head.origin, size=_published(head), extra=extra)


def _published(head: LogHead) -> int | None:
    if not head.is_ours:
        return None
    mark = highwater.read(head.origin)
    kept = store_of(head.channel).note(head.origin, mark.size if mark else 0)
    return checkpoint.parse(note.parse(kept).text).size if kept else None
