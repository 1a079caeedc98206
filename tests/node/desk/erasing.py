"""Say, erase and answer in tests about erasures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from answerable.node.desk.models import Inquiry
from answerable.node.ledger import services as ledger
from answerable.node.ledger import settling
from answerable.node.ledger.channels import our_log
from answerable.node.ledger.models import Channel, Content, ErasureRequest, Promise, Statement
from answerable.protocol import envelope
from answerable.protocol.erasure import Basis, HoldReason, Outcome, Reason, Redact, Redacted, Target
from tests.factories import NOW
from tests.node.desk.factories import HOUR, Desk, Other, raise_body, raise_words

ERASE: Mapping[str, str] = {"reason": "source_protection", "basis": "witness_protection"}
KEEP: Mapping[str, str] = {"reason": "legal_hold_litigation", "basis": "legal_claims"}
CONFIRM: Mapping[str, str] = {"reason": "author_request", "basis": "agreed_terms"}


def ask(
    desk: Desk,
    channel: Channel,
    leaf: str,
    deed: str = "erase",
    codes: Mapping[str, str] = ERASE,
    *,
    at: datetime = NOW + HOUR,
) -> ErasureRequest:
    """An officer of the embassy asks for it."""
    return ledger.erasures.ask(
        channel, leaf, deed, reason=codes["reason"], basis=codes["basis"], **desk.acts(at)
    )


def do(
    desk: Desk,
    channel: Channel,
    leaf: str,
    deed: str = "erase",
    codes: Mapping[str, str] = ERASE,
    *,
    at: datetime = NOW + HOUR,
) -> ErasureRequest:
    """An officer asks and the bureau confirms."""
    request = ask(desk, channel, leaf, deed, codes, at=at)
    done = ledger.erasures.confirm(request, by=desk.clearer, office=desk.bureau, at=at)
    from answerable.node.ledger.publishing import publish

    publish(channel, our_log(channel).origin)
    return done


def raised_by_them(other: Other) -> Inquiry:
    """The other side raises an inquiry with words, and it arrives."""
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=raise_words())
    other.arrive()
    return Inquiry.objects.get(thread=thread)


def target_of(channel: Channel, leaf: str) -> Target:
    """The words of a message as statements name them."""
    row = Statement.objects.get(log__channel=channel, entry__leaf_hash=bytes.fromhex(leaf))
    promise = Promise.objects.get(log=row.log, index=row.index)
    return Target(row.log.origin, row.index, leaf, promise.content.commit)


def they_say(other: Other, body: Redact | Redacted, *, at: datetime = NOW + 2 * HOUR) -> str:
    """The other side says something of an erasure, and it arrives."""
    kind = "redact" if isinstance(body, Redact) else "redacted"
    plain: dict[str, Any] = dict(body.encode())
    leaf = other.peer.say(kind, None, plain).leaf_hash.hex()
    other.arrive(at)
    return leaf


def they_ask(other: Other, leaf: str) -> str:
    """The other side asks us to erase a text of its own."""
    target = target_of(other.channel, leaf)
    return they_say(other, Redact(target, Reason.VICTIM_DIGNITY, Basis.OWN_POLICY))


def they_keep(other: Other, leaf: str) -> str:
    """The other side keeps a text of ours under a hold."""
    target = target_of(other.channel, leaf)
    hold = HoldReason.LEGAL_HOLD_INVESTIGATION
    return they_say(other, Redacted(target, Outcome.KEPT, hold, Basis.DUTY_TO_INVESTIGATE))


def settle(channel: Channel, *, at: datetime = NOW + 2 * HOUR) -> int:
    """Do what the worker does."""
    return settling.settle(channel, at=at)


def our_technical(channel: Channel) -> list[tuple[str, dict[str, Any]]]:
    """What our log says of the channel itself, without its founding: kind and body."""
    rows = Statement.objects.filter(log__channel=channel, log__is_ours=True, thread="")
    said = [envelope.open_entry(bytes(row.entry.data)).statement for row in rows.order_by("index")]
    return [(one.type, dict(one.body)) for one in said if one.type != "open"]


def state_of(channel: Channel, leaf: str) -> str:
    """How a message's words stand here."""
    return Content.objects.get(commit=target_of(channel, leaf).commit, channel=channel).state
