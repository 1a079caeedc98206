"""Delete our copy of a content with all that was made of it, whoever decided so and why."""

import logging
from datetime import datetime

from answerable.node.ledger import forgetting, leftovers, scrubbing
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.forgetting import Forgotten
from answerable.node.ledger.models import Channel, Content, Promise, Statement
from answerable.protocol import content
from answerable.protocol.content import ContentState
from answerable.protocol.erasure import Target
from answerable.protocol.errors import BadContent

log = logging.getLogger(__name__)


def erase_copy(channel: Channel, target: Target, *, at: datetime) -> list[str]:
    """Delete text and salt, put the commitment on the list of what is not taken back, and forget.

    In the caller's transaction, which has signed what we say of it: a node that may not sign does
    not come here. Every message that refers to the same content loses it. Returns what its texts
    were, a last time, so that their copies can be looked for after the commit.
    """
    held = Content.objects.get(channel=channel, commit=target.commit)
    media, data = _opened(held)
    store_of(channel).mark(bytes.fromhex(target.commit), ContentState.REDACTED)
    promises = Promise.objects.filter(content=held).select_related("log").order_by("log", "index")
    for promise in promises:
        said = (
            Statement.objects.filter(log=promise.log, index=promise.index)
            .select_related("entry")
            .first()
        )
        if said is None:
            continue
        forgetting.forget_everywhere(
            Forgotten(
                channel=channel,
                origin=promise.log.origin,
                index=promise.index,
                leaf=bytes(said.entry.leaf_hash).hex(),
                thread=said.thread,
                commit=target.commit,
                ours=promise.log.is_ours,
                media=media,
                data=data,
                at=at,
            )
        )
    scrubbing.scrub_after_commit(at=at)
    log.info("content erased: channel=%s leaf=%s", channel.slug, target.leaf)
    return leftovers.texts_of(media, data)


def _opened(held: Content) -> tuple[str | None, bytes | None]:
    if held.record is None:
        return None, None
    try:
        return content.open_record(bytes(held.record))
    except BadContent:
        return None, bytes(held.record)
