"""Pack one message for a third party: envelope, proof, policy, founding document."""

from contextlib import suppress
from dataclasses import replace
from itertools import takewhile

from django.db.models import QuerySet
from django.utils.translation import get_language, get_language_bidi, gettext

from answerable.node.ledger import identities
from answerable.node.ledger.channels import genesis_of, our_code, store_of, their_code
from answerable.node.ledger.errors import NoSuchMessage
from answerable.node.ledger.models import Channel, Content, LogHead, Promise, Statement
from answerable.node.ledger.reading import find, find_any
from answerable.protocol import content as contents
from answerable.protocol import envelope, history, package_page
from answerable.protocol.channel_logs import Changed, fitting
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import BadEnvelope, BadPackage
from answerable.protocol.package import Package, judge


def pack(channel: Channel, leaf: str, *, with_content: bool = False) -> bytes:
    """Return the evidence package of a message, its page in the reader's language.

    With its contents as far as they are held here; whoever asks must have been allowed to. Raises
    NoSuchMessage, or the protocol's error for what does not hold.
    """
    row = find_any(channel, leaf)
    whole = Package(
        bytes(row.entry.data),
        _proof(channel, row),
        bytes(channel.genesis),
        witnesses=identities.witness_keys(channel),
        changes=_changes(channel),
        contents=tuple(_held(row)) if with_content else (),
    )
    return package_page.pack(
        _provable(channel, whole),
        gettext,
        language=get_language() or "en",
        direction="rtl" if get_language_bidi() else "ltr",
    )


def commits(channel: Channel, leaf: str) -> list[str]:
    """Return the commitments of the contents of a message that are held here."""
    return [each.commit.hex() for each in _held(find(channel, leaf))]


def pack_unthreaded(channel: Channel, leaf: str) -> bytes:
    """Return the package of an entry of the other side that no case shows.

    One that is not understood and names none, or one that its next log left out. Raises
    NoSuchMessage for any other: those are for who works on the case.
    """
    row = find_any(channel, leaf)
    ended = row.log.counts_to
    is_left_out = ended is not None and row.index >= ended
    if row.log.is_ours or not (is_left_out or (row.fault and not row.thread)):
        raise NoSuchMessage(leaf)
    return pack(channel, leaf)


def _provable(channel: Channel, whole: Package) -> Package:
    """Return the package as its keys stood before the other side's revocations, where it must.

    Whoever revokes a key with too small a size disowns what it signed with it. That takes away
    nothing which was signed while the key counted.
    """
    with suppress(BadPackage):
        if judge(whole).is_receipted:
            return whole
    theirs = {origin_hash(each.origin) for each in _their_logs(channel)}
    said = {
        name: tuple(takewhile(lambda each: not _is_revocation(each[1]), entries))
        if name in theirs
        else entries
        for name, entries in whole.changes
    }
    earlier = replace(whole, changes=tuple(fitting(genesis_of(channel), said).items()))
    try:
        is_receipted = judge(earlier).is_receipted
    except BadPackage:
        return whole
    return earlier if is_receipted else whole


def _their_logs(channel: Channel) -> QuerySet[LogHead]:
    return LogHead.objects.filter(channel=channel, is_ours=False)


def _is_revocation(entry: bytes) -> bool:
    try:
        return envelope.open_entry(entry).statement.type == "revoke"
    except BadEnvelope:
        return False


def _proof(channel: Channel, row: Statement) -> bytes:
    """Prove under the note with the most countersigners, the other side's mirror among them."""
    store, cosigner = store_of(channel), our_code(channel)
    if row.log.is_ours:
        cosigner = their_code(channel)
    needed = [identities.mirror_name(channel, cosigner)]
    size = history.proof_size(store, row.log.origin, row.index, needed=needed, most=True)
    return history.proof_file(store, row.log.origin, row.index, size)


def _changes(channel: Channel) -> tuple[tuple[str, Changed], ...]:
    said = {origin_hash(origin): each for origin, each in identities.key_changes(channel)}
    return tuple(fitting(genesis_of(channel), said).items())


def _held(row: Statement) -> list[contents.Content]:
    promised = Promise.objects.filter(log=row.log, index=row.index).select_related("content")
    return [
        contents.Content(
            bytes.fromhex(each.content.commit),
            bytes(each.content.salt or b""),
            bytes(each.content.record or b""),
        )
        for each in promised
        if each.content.state == Content.State.HELD
    ]
