"""Change our keys: make a new one, and say so in every channel where the old one counts.

All channels or none: the key file is made first, then everything is said in one transaction. By
plan the old key signs as well; after a theft or loss it is revoked, and the new one follows in the
same batch. A node that may not sign changes no keys.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import (
    appending,
    identities,
    keyfiles,
    our_keys,
    parties,
    publishing,
    receipts,
)
from answerable.node.ledger.channels import our_code, our_log, store_of
from answerable.node.ledger.errors import BadKeyFile, IdentityAway, KeyNotChanged, TooLarge
from answerable.node.ledger.models import Channel, LogHead
from answerable.node.ledger.our_keys import Subject
from answerable.protocol import changes, envelope, keys, standing
from answerable.protocol.changes import Change, KeyChange, KeyRole, Revocation, SizeOf
from answerable.protocol.keys import SigningKey
from answerable.protocol.standing import Standing
from answerable.protocol.statement import Statement

KINDS: dict[type[Change], str] = {KeyChange: "key", Revocation: "revoke"}
Batch = list[tuple[Change, list[SigningKey]]]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fresh:
    """A key that was just made, as statements name it; one that opens pouches does not sign."""

    new: str
    public: bytes
    signer: SigningKey | None

    @classmethod
    def make(cls, subject: Subject, name: str) -> "Fresh":
        """Make the key in the file of this name, or load it."""
        if subject.role is KeyRole.AGE:
            recipient = keyfiles.make_age(name)
            return cls(recipient, recipient.encode(), None)
        signer = keyfiles.make(name)
        return cls(keys.encode_base64(signer.public), signer.public, signer)


@dataclass(frozen=True)
class Changed:
    """A change as it was said: the new key, and for each channel the first index it counts at."""

    subject: Subject
    public: bytes
    places: tuple[tuple[Channel, int], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which the other side's person compares the new key."""
        return our_keys.words_of(self.public)


def rotate(
    subject: Subject, *, at: datetime, by: User | None = None, why: str = "planned"
) -> Changed:
    """Replace a key by plan; an office without one in a channel gets it there.

    Raises KeyNotChanged, IdentityAway, MayNotSign, ChannelNotOpen.
    """
    return _change(subject, is_revoked=False, at=at, by=by, why=why)


def revoke(subject: Subject, *, at: datetime, by: User | None = None, why: str) -> Changed:
    """Revoke a key that was stolen or lost, and let a new one follow."""
    check_revocable(subject)
    return _change(subject, is_revoked=True, at=at, by=by, why=why)


def check_revocable(subject: Subject) -> None:
    """Raise KeyNotChanged for the identity."""
    if subject.role is KeyRole.IDENTITY:
        raise KeyNotChanged(
            "an identity cannot be revoked, since nothing stands above it: replace it while you "
            "hold it; if it is lost or used by others, found the channels anew"
        )


def give(office_code: str, *, at: datetime, by: User | None = None) -> Changed:
    """Give an office its newest key in every channel where it has none."""
    subject = Subject(KeyRole.AUTHOR, office_code)
    held = parties.office_key(office_code)
    fresh = Fresh(keys.encode_base64(held.public), held.public, held)
    missing = [each for each in subject.channels() if subject.current_in(each) is None]
    if any(_is_taken(each, fresh.public) for each in missing):
        return rotate(subject, at=at, by=by, why="new office")
    return _say_in(missing, subject, fresh, is_revoked=False, at=at, by=by, why="new office")


def change_again(channel: Channel, before: Standing, *, at: datetime) -> None:
    """Say in our next log which keys had changed in the one before, beyond its end.

    Otherwise a key that was replaced or revoked there, perhaps since it was stolen, counts again.
    """
    for each in before.signers:
        role = KeyRole(each.role)
        if role in (KeyRole.LOG, KeyRole.IDENTITY) or each.to_index is not None:
            continue
        subject = Subject(role, each.office or "")
        old = subject.current_in(channel)
        if old == each.public:
            continue
        ends = [one.to_index for one in before.signers if one.public == old]
        is_revoked = ends != [each.from_index] or old is None or keyfiles.name_of(old) is None
        try:
            held = keyfiles.by_public(each.public)
        except BadKeyFile:
            # A key that nobody has can sign nothing: a person replaces the one before.
            log.exception("key not changed again: channel=%s role=%s", channel.slug, role)
            continue
        fresh = Fresh(keys.encode_base64(held.public), held.public, held)
        _say(channel, subject, fresh, is_revoked=is_revoked, at=at)
    subject = Subject(KeyRole.AGE)
    old = subject.current_in(channel)
    if before.age and old != before.age[0].encode():
        fresh = Fresh(before.age[0], before.age[0].encode(), None)
        is_revoked = old is not None and old.decode() not in before.age
        _say(channel, subject, fresh, is_revoked=is_revoked, at=at)


def _change(
    subject: Subject, *, is_revoked: bool, at: datetime, by: User | None, why: str
) -> Changed:
    channels = subject.channels()
    if not channels:
        raise KeyNotChanged("there is no open signed channel in which this key counts")
    for channel in channels:
        # Before anything is made: a node that may not sign changes no keys.
        publishing.permit(our_log(channel))
    fresh = Fresh.make(subject, keyfiles.following(subject.file))
    return _say_in(channels, subject, fresh, is_revoked=is_revoked, at=at, by=by, why=why)


def _say_in(
    channels: Sequence[Channel],
    subject: Subject,
    fresh: Fresh,
    *,
    is_revoked: bool,
    at: datetime,
    by: User | None,
    why: str,
) -> Changed:
    with transaction.atomic():
        places = [
            (channel, _say(channel, subject, fresh, is_revoked=is_revoked, at=at))
            for channel in channels
        ]
        audit.record(
            by,
            "key revoked" if is_revoked else "key replaced",
            "key",
            f"{subject.role}{f' {subject.office}' if subject.office else ''}",
            at=at,
            details={
                "new": keys.keyid(fresh.public),
                "why": why,
                "places": [[channel.slug, index] for channel, index in places],
            },
        )
        transaction.on_commit(partial(_retire), robust=True)
    log.warning("key changed: role=%s channels=%d", subject.role, len(places))
    return Changed(subject, fresh.public, tuple(places))


def _say(
    channel: Channel, subject: Subject, fresh: Fresh, *, is_revoked: bool, at: datetime
) -> int:
    """Say it in one channel; return the index from which on the new key counts."""
    appending.check_open(channel)
    store, head = store_of(channel), our_log(channel)
    for each in LogHead.objects.filter(channel=channel).order_by("pk"):
        # Nobody signs or countersigns with the old key while its end is being written.
        store.lock(each.origin)
    head.refresh_from_db()
    identity = _identity(channel)
    old = subject.current_in(channel)
    batch = (
        _revoking(channel, head, subject, identity, old, fresh)
        if is_revoked and old is not None
        else [_replacing(channel, head.size, subject, identity, old, fresh)]
    )
    log_keys = list(identities.former_log_keys(channel))
    if subject.role is not KeyRole.LOG:
        log_keys.insert(0, identities.log_key(channel))
    elif old is not None and keyfiles.name_of(old) is not None:
        log_keys.insert(0, keyfiles.by_public(old))
    if subject.role is KeyRole.LOG and fresh.signer is not None:
        log_keys.insert(0, fresh.signer)
    saids = [(_statement(channel, head, each, identity, at), names) for each, names in batch]
    try:
        places = appending.sign_all(channel, store, saids, log_keys)
    except TooLarge as exc:
        raise KeyNotChanged(str(exc)) from exc
    publishing.publish_after_commit(channel, head.origin, at=at)
    return places[-1].index + 1


def _replacing(
    channel: Channel,
    index: int,
    subject: Subject,
    identity: SigningKey,
    old: bytes | None,
    fresh: Fresh,
) -> tuple[Change, list[SigningKey]]:
    signers = [identity]
    if fresh.signer is not None and old is not None and old != identity.public:
        try:
            signers.append(keyfiles.by_public(old))
        except BadKeyFile as exc:
            raise KeyNotChanged(
                f"the {subject.role} key that counts in {channel.slug} is not here to sign its "
                "replacement: revoke it as lost"
            ) from exc
    change = KeyChange(
        at=index,
        role=subject.role,
        office=subject.office or None,
        old=None if old is None else keys.keyid(old),
        new=fresh.new,
        sizes=_countersigned(channel, subject.role, beyond=1),
    )
    return change, [*signers, *([] if fresh.signer is None else [fresh.signer])]


def _revoking(
    channel: Channel,
    head: LogHead,
    subject: Subject,
    identity: SigningKey,
    old: bytes,
    fresh: Fresh,
) -> Batch:
    trusted = _countersigned(channel, subject.role, beyond=0)
    if subject.role is KeyRole.LOG:
        trusted = (SizeOf(head.origin, min(receipts.receipted(head), head.size)),)
    revocation = Revocation(head.size, keys.keyid(old), trusted)
    following = _replacing(channel, head.size + 1, subject, identity, None, fresh)
    return [(revocation, [identity]), following]


def _countersigned(channel: Channel, role: KeyRole, *, beyond: int) -> tuple[SizeOf, ...]:
    """Return up to which size this key of ours countersigned each log of the other side."""
    if role not in changes.COSIGNERS:
        return ()
    name_of = identities.mirror_name if role is KeyRole.MIRROR else identities.delivery_name
    name, found = name_of(channel, our_code(channel)), dict[str, int]()
    logs = LogHead.objects.filter(channel=channel, is_ours=False).order_by("-pk")
    for head in logs[: changes.MAX_SIZES]:
        sizes = head.cosignatures.filter(name=name).order_by("-size")
        last = sizes.values_list("size", flat=True).first()
        if last is not None:
            found[head.origin] = last + beyond
    return standing.sizes_of(found)


def _statement(
    channel: Channel, head: LogHead, change: Change, identity: SigningKey, at: datetime
) -> Statement:
    return Statement(
        channel=channel.channel_id or "",
        log=head.origin,
        id=envelope.statement_id(secrets.token_bytes(16)),
        type=KINDS[type(change)],
        ts=envelope.format_time(at),
        thread=None,
        body=change.body(),
        key=identity.keyid,
        heads=appending.seen_heads(channel),
    )


def _identity(channel: Channel) -> SigningKey:
    try:
        return identities.identity_key(channel)
    except BadKeyFile as exc:
        raise IdentityAway from exc


def _is_taken(channel: Channel, public: bytes) -> bool:
    return public in identities.standing_of(channel, our_code(channel)).taken


def _retire() -> None:
    try:
        our_keys.retire_unused()
    except BadKeyFile:
        # The change stands; the old files stay where they are.
        log.exception("old key files not put aside")
