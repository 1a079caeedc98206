"""Say something in a channel: sign it into our log, in the transaction of the deed itself."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.transaction import TransactionManagementError

from answerable.casework.thread import Ref
from answerable.casework.words import MEDIA_TYPE
from answerable.node.ledger import identities, publishing, statements
from answerable.node.ledger.channels import genesis_of, our_log, store_of
from answerable.node.ledger.errors import (
    ChannelNotOpen,
    DamagedLog,
    MayNotSign,
    TooLarge,
)
from answerable.node.ledger.identities import Signers
from answerable.node.ledger.models import Channel, Entry, LogHead
from answerable.node.ledger.storage import DjangoStore
from answerable.protocol import content, envelope, history, keys
from answerable.protocol import log as own_log
from answerable.protocol.errors import BadStatement, DamagedStore, NotAllowedToSign
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import SigningKey
from answerable.protocol.statement import MAX_HEADS, SeenHead, Statement
from answerable.protocol.statement import Ref as SignedRef

CONTENT_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Appended:
    """Where our statement stands. `leaf` is the leaf hash in hex."""

    origin: str
    index: int
    leaf: str
    statement_id: str


def new_thread() -> str:
    """Make the id of a new case: 128 random bits in hex."""
    return secrets.token_hex(16)


def append(
    channel: Channel,
    kind: str,
    *,
    thread: str | None,
    body: Mapping[str, Any],
    office_code: str,
    at: datetime,
    words: bytes | None = None,
    refs: Sequence[Ref] = (),
    media: str = MEDIA_TYPE,
    file: tuple[str, bytes] | None = None,
) -> Appended:
    """Sign a statement of an office into our log; the peer is woken after the commit.

    Only inside the caller's transaction, so that deed and statement stand or fall together.
    `words` are the exact bytes that were cleared, and so are those of `file`, with its media type.
    What a statement may say here and now is the caller's to check.
    Raises ChannelNotOpen, MayNotSign, NoOfficeKey or TooLarge.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("append belongs into the transaction of the deed")
    check_open(channel)
    contents = [each for each in (None if words is None else (media, words), file) if each]
    for _media, data in contents:
        if len(data) > CONTENT_LIMIT:
            raise TooLarge(f"content of {len(data)} bytes")
    founded, store, head = genesis_of(channel), store_of(channel), our_log(channel)
    with transaction.atomic():
        # From here on our log stands still, so the heads and the place we sign are the present.
        store.lock(head.origin)
        ours = identities.our_signers(channel)
        author = ours.author(office_code)
        sealed = [content.seal(each, data, secrets.token_bytes(32)) for each, data in contents]
        said = Statement(
            channel=founded.channel_id,
            log=head.origin,
            id=envelope.statement_id(secrets.token_bytes(16)),
            type=kind,
            ts=envelope.format_time(at),
            thread=thread,
            body=dict(body),
            key=author.keyid,
            refs=tuple(SignedRef(ref.origin, ref.index, ref.leaf) for ref in refs),
            heads=seen_heads(channel),
            content=tuple(map(content.reference, sealed)),
        )
        place = sign(channel, store, said, [author], office_code, ours)
        for each in sealed:
            store.hold(each.commit, each.salt, each.record)
        publishing.publish_after_commit(channel, head.origin, at=at)
    return place


def append_again(
    channel: Channel,
    said: Statement,
    refs: Sequence[SignedRef],
    office_code: str,
    *,
    at: datetime,
) -> Appended:
    """Sign into our newest log what stands in an ended one, where it counts no more.

    Same words, same time of speaking, another place. Only inside the caller's transaction.
    """
    store, head = store_of(channel), our_log(channel)
    with transaction.atomic():
        store.lock(head.origin)
        ours = identities.our_signers(channel)
        author = ours.author(office_code)
        again = replace(
            said,
            log=head.origin,
            id=envelope.statement_id(secrets.token_bytes(16)),
            key=author.keyid,
            refs=tuple(refs),
            heads=seen_heads(channel),
        )
        place = sign(channel, store, again, [author], office_code, ours)
        publishing.publish_after_commit(channel, head.origin, at=at)
    return place


def sign(
    channel: Channel,
    store: DjangoStore,
    said: Statement,
    signers: Sequence[SigningKey],
    office_code: str,
    ours: Signers | None = None,
) -> Appended:
    """Put a statement into our log, signed by these keys, and sign the new head."""
    ours = ours or identities.our_signers(channel)
    batch = [(said, signers)]
    [place] = sign_all(channel, store, batch, ours.log_keys, office_code, ours.identity)
    return place


def sign_all(
    channel: Channel,
    store: DjangoStore,
    batch: Sequence[tuple[Statement, Sequence[SigningKey]]],
    log_keys: Sequence[SigningKey],
    office_code: str = "",
    identity: LogIdentity | None = None,
) -> list[Appended]:
    """Put statements into our log at once, each signed by its keys, and sign the new head.

    The first of `log_keys` is the one that counts once all of them stand there.
    """
    head = LogHead.objects.get(channel=channel, origin=batch[0][0].log)
    try:
        places = own_log.append(
            store,
            identity or identities.our_identity(channel),
            [envelope.sign(said, signers) for said, signers in batch],
            log_keys[0],
            permit=publishing.permit(head),
            also=log_keys[1:],
        )
    except NotAllowedToSign as exc:
        raise MayNotSign(str(exc)) from exc
    except BadStatement as exc:
        raise TooLarge(str(exc)) from exc
    except DamagedStore as exc:
        raise DamagedLog(str(exc)) from exc
    stored = Entry.objects.filter(log=head, index__in=[place.index for place in places])
    signed = [said for said, _signers in batch]
    rows = list(zip(stored.order_by("index"), signed, strict=True))
    statements.record_own(head, rows, office_code)
    return [
        Appended(each.origin, each.index, each.leaf_hash.hex(), each.statement_id)
        for each in places
    ]


def check_open(channel: Channel) -> None:
    """Raise ChannelNotOpen unless something can be said in this channel now."""
    channel.refresh_from_db(fields=("state",))
    if not channel.is_signed or not channel.is_open:
        raise ChannelNotOpen(f"{channel.slug} is {channel.state}")


def seen_heads(channel: Channel) -> tuple[SeenHead, ...]:
    """Name the newest checkpoint of every other log that we have verified and stored."""
    # Our own ended logs too: what stands in them comes before what stands in this one.
    others = LogHead.objects.filter(channel=channel, size__gt=0).exclude(
        is_ours=True, counts_to__isnull=True
    )
    newest = sorted(others.order_by("-pk")[:MAX_HEADS], key=attrgetter("origin"))
    return tuple(each for other in newest if (each := _head_of(channel, other)))


def _head_of(channel: Channel, other: LogHead) -> SeenHead | None:
    """Name how much of a log we have; of one that another followed, how much of it counts."""
    if other.counts_to is None or other.counts_to >= other.size:
        return SeenHead(other.origin, other.size, keys.encode_base64(bytes(other.root)))
    if not other.counts_to:
        return None
    root = history.root_at(store_of(channel), other.origin, other.counts_to)
    return SeenHead(other.origin, other.counts_to, keys.encode_base64(root))
