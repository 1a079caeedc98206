"""Change a key with a second administrator's yes, and record that words were compared: the deeds.

One administrator asks, another confirms, and only then the key is made and said. Where a node has
one administrator only, that one says why alone; it is recorded.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import Role, User
from answerable.node.accounts.roles import require_role
from answerable.node.ledger import establish, identities, our_keys, rotation
from answerable.node.ledger.channels import their_code
from answerable.node.ledger.errors import KeyOrderNotPossible, WordsDiffer
from answerable.node.ledger.models import Channel, KeyComparison, KeyOrder
from answerable.node.ledger.our_keys import Subject
from answerable.node.ledger.rotation import Changed
from answerable.protocol import keys
from answerable.protocol.changes import KeyRole

Deed = KeyOrder.Deed
State = KeyOrder.State
REASON_LIMIT = 300


@transaction.atomic
def ask(subject: Subject, deed: str, *, reason: str, by: User, at: datetime) -> KeyOrder:
    """Ask that a key be changed; raises KeyOrderNotPossible, or PermissionDenied."""
    require_role(by, Role.ADMINISTRATOR)
    wanted, why = Deed(deed), reason.strip()[:REASON_LIMIT]
    if not why:
        raise KeyOrderNotPossible("no_reason")
    if wanted in (Deed.STOLEN, Deed.LOST) and subject.role is KeyRole.IDENTITY:
        raise KeyOrderNotPossible("identity")
    if wanted is Deed.GIVE and subject.role is not KeyRole.AUTHOR:
        raise KeyOrderNotPossible("not_an_office")
    try:
        with transaction.atomic():
            order = KeyOrder.objects.create(
                deed=wanted,
                role=subject.role.value,
                office=subject.office,
                channel=subject.channel,
                reason=why,
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError as exc:
        raise KeyOrderNotPossible("already_asked") from exc
    _trail(order, "key change asked", by, at)
    return order


def confirm(order: KeyOrder, *, by: User, at: datetime) -> Changed:
    """Do what another administrator asked; raises KeyOrderNotPossible and what `rotation` does."""
    require_role(by, Role.ADMINISTRATOR)
    if order.asked_by_id == by.pk:
        raise KeyOrderNotPossible("same_person")
    return _do(order, by=by, at=at)


def waive(order: KeyOrder, *, why: str, by: User, at: datetime) -> Changed:
    """Do what was asked on a node of one administrator, who has nobody to confirm it."""
    require_role(by, Role.ADMINISTRATOR)
    if not why.strip():
        raise KeyOrderNotPossible("no_reason")
    if count_administrators() > 1:
        raise KeyOrderNotPossible("not_alone")
    order.waiver = why.strip()[:REASON_LIMIT]
    return _do(order, by=by, at=at)


@transaction.atomic
def drop(order: KeyOrder, *, by: User, at: datetime) -> None:
    """Give up what was asked: no key changes."""
    require_role(by, Role.ADMINISTRATOR)
    _take(order, by, at)
    _trail(order, "key change given up", by, at)


def waiting() -> QuerySet[KeyOrder]:
    """Return what waits for a second administrator."""
    return KeyOrder.objects.filter(state=State.WAITING).select_related("asked_by", "channel")


def count_administrators() -> int:
    """Count the people who can confirm a change of keys."""
    people = User.objects.filter(is_active=True, memberships__role=Role.ADMINISTRATOR)
    return people.distinct().count()


@transaction.atomic
def compared(channel: Channel, keyid: str, *, words: str, by: User, at: datetime) -> KeyComparison:
    """Record that the other side's person read out the words of this key of theirs.

    Raises WordsDiffer: then somebody else made the change, or the person read another key.
    """
    require_role(by, Role.ADMINISTRATOR)
    standing = identities.standing_of(channel, their_code(channel))
    found = standing.keyring.get(keyid)
    if found is None:
        raise KeyOrderNotPossible("no_such_key")
    if establish.spoken(words) != our_keys.words_of(found.public):
        raise WordsDiffer("these are not the words of this key: compare them again")
    row, is_new = KeyComparison.objects.get_or_create(
        channel=channel, keyid=keyid, defaults={"by": by, "at": at}
    )
    if is_new:
        audit.record(by, "key compared", "channel", channel.slug, at=at, details={"keyid": keyid})
    return row


def subject_of(order: KeyOrder) -> Subject:
    """Return which key an order is about; raises KeyNotChanged where it is gone meanwhile."""
    return Subject(KeyRole(order.role), order.office, order.channel)


@transaction.atomic
def _do(order: KeyOrder, *, by: User, at: datetime) -> Changed:
    subject = subject_of(order)
    _take(order, by, at)
    if order.deed == Deed.GIVE:
        changed = rotation.give(order.office, at=at, by=by)
    elif order.deed == Deed.ROTATE:
        changed = rotation.rotate(subject, at=at, by=by)
    else:
        changed = rotation.revoke(subject, at=at, by=by, why=order.deed)
    order.state, order.keyid = State.DONE, keys.keyid(changed.public)
    order.save(update_fields=["state", "keyid", "waiver"])
    _trail(order, "key change confirmed", by, at)
    return changed


def _take(order: KeyOrder, by: User, at: datetime) -> None:
    """Hold the order for this transaction, or say that somebody else was first."""
    taken = KeyOrder.objects.filter(pk=order.pk, state=State.WAITING)
    # Its key comes with the change; until then the row says that it was given up.
    if not taken.update(state=State.DROPPED, decided_by=by, decided_at=at):
        raise KeyOrderNotPossible("decided_before")
    order.state, order.decided_by, order.decided_at = State.DROPPED, by, at


def _trail(order: KeyOrder, verb: str, by: User, at: datetime) -> None:
    audit.record(
        by,
        verb,
        "key",
        f"{order.role}{f' {order.office}' if order.office else ''}",
        at=at,
        details={
            "order": order.pk,
            "deed": order.deed,
            "channel": order.channel.slug if order.channel else "",
            **({"waived": True} if order.waiver else {}),
        },
    )
