"""Write a log out as the C2SP tree that independent verifiers read."""

from collections.abc import Iterator

from answerable.node.ledger import highwater, identities
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.models import Channel, LogHead
from answerable.protocol import checkpoint, history, note, succession


def export_log(channel: Channel, head: LogHead) -> Iterator[tuple[str, bytes]]:
    """Give every file of a log, own or mirrored, by its path; the checkpoint comes last.

    Of our own log only what is published. Beside the tree: the founding document, the changes of
    keys of all logs of the channel, and the policy that says who must have countersigned.
    """
    size = _published(head)
    identity = identities.identity_of_log(channel, head)
    extra = {
        "genesis.json": bytes(channel.genesis),
        "policy": identity.policy(head.size if size is None else size).encode(),
        **{f"changes/{name}": succession.encode(said) for name, said in _changes(channel)},
    }
    return history.export(store_of(channel), head.origin, size=size, extra=extra)


def _changes(channel: Channel) -> Iterator[tuple[str, list[tuple[int, bytes]]]]:
    store = store_of(channel)
    for head in LogHead.objects.filter(channel=channel).order_by("origin_hash"):
        end = (_published(head) or 0) if head.is_ours else head.size
        said = [each for each in store.changes(head.origin) if each[0] < end]
        if said:
            yield head.origin_hash, said


def _published(head: LogHead) -> int | None:
    if not head.is_ours:
        return None
    mark = highwater.read(head.origin)
    kept = store_of(head.channel).note(head.origin, mark.size if mark else 0)
    return checkpoint.parse(note.parse(kept).text).size if kept else None
