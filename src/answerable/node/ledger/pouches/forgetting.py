"""Delete the pouches that hold a content which is erased: in the out-tray and in the quarantine."""

from collections.abc import Collection
from functools import partial

from django.db import transaction

from answerable.node.ledger.forgetting import Forgotten
from answerable.node.ledger.models import Channel, Pouch, Promise
from answerable.node.ledger.pouches.trays import Stall, out_tray
from answerable.protocol.pouch import layout, manifest


def forget(channel: Channel, commits: Collection[str]) -> int:
    """Delete every pouch here that may hold one of these contents (hex); return how many.

    What was carried away already is in other hands; its number stays listed. Rows change in the
    caller's transaction, files go after its commit.
    """
    return _forget_sealed(channel, commits) + _forget_waiting(channel, commits)


def forget_one(forgotten: Forgotten) -> None:
    """Do so for a content that is being erased."""
    forget(forgotten.channel, [forgotten.commit])


def _forget_sealed(channel: Channel, commits: Collection[str]) -> int:
    """By the range of each pouch: one that held the content back goes too, and is sealed again."""
    places = list(
        Promise.objects.filter(content__channel=channel, content__commit__in=commits).values_list(
            "log__origin", "index"
        )
    )
    count = 0
    for pouch in Pouch.objects.filter(channel=channel, kept=True, contents__gt=0):
        if any(_covers(each, place) for each in pouch.logs for place in places):
            pouch.state, pouch.kept = Pouch.State.ERASED, False
            pouch.save(update_fields=["state", "kept"])
            path = out_tray() / pouch.name
            transaction.on_commit(partial(path.unlink, missing_ok=True))
            count += 1
    return count


def _covers(log: dict[str, int | str], place: tuple[str, int]) -> bool:
    origin, index = place
    return log["origin"] == origin and int(log["words_from"]) <= index < int(log["to"])


def _forget_waiting(channel: Channel, commits: Collection[str]) -> int:
    wanted = {layout.content_name(bytes.fromhex(each)) for each in commits}
    count = 0
    for stall in Stall.all():
        found, _ = manifest.read(stall.signed())
        if found.channel == channel.channel_id and wanted & {e.name for e in found.members}:
            Pouch.objects.filter(
                channel=channel, direction=Pouch.Direction.IN, digest=stall.digest
            ).update(state=Pouch.State.ERASED)
            transaction.on_commit(stall.drop)
            count += 1
    return count
