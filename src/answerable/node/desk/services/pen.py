"""Say something in a thread: sign it, or note that it was said on paper. The one way out.

Every deed that speaks goes through `speak`: the rules are asked strictly, the statement is written,
and the shared rows are folded anew, all in the caller's transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.casework.bodies import Body, encode_body, kind_of
from answerable.casework.thread import Ref, check_next
from answerable.casework.words import Words, encode_words, words_to_dict
from answerable.node.accounts.models import Office, User
from answerable.node.desk import projector
from answerable.node.desk.codes import Confidence, DatePrecision, OwnerRole, RecordKind
from answerable.node.desk.errors import ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Inquiry, RecordedStatement
from answerable.node.desk.services import threads
from answerable.node.desk.services.composing.telling import instant
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel, Party


@dataclass(frozen=True)
class Delivery:
    """How a message on paper was handed over, and how it was taken."""

    medium: str = ""
    instrument: str = ""
    by: str = ""
    to: str = ""
    where: str = ""
    reaction: str = ""
    noted_at: datetime | None = None


@dataclass(frozen=True)
class Speech:
    """What our party says: a body, perhaps words, the statements it is about, perhaps a file."""

    body: Body
    words: Words | None = None
    refs: Sequence[Ref] = ()
    delivery: Delivery = field(default_factory=Delivery)
    # Its media type and its bytes; only what is signed carries one.
    file: tuple[str, bytes] | None = None


def speak(
    channel: Channel,
    thread: str,
    speech: Speech,
    *,
    by: User,
    office: Office,
    at: datetime,
    tip: str | None = None,
) -> tuple[str, Inquiry]:
    """Say it for our party and fold the thread anew; return the statement's key and the row.

    `tip` is what the person had in front of them: `ChangedMeanwhile` if the thread has grown
    since. `ActNotPossible` if the rules do not allow it now. Nothing is left half-done only
    because the caller's transaction is rolled back by either.
    """
    ours = own_party(channel)
    projector.lock(channel, thread, at=at)
    if (
        tip is not None
        and not Inquiry.objects.filter(channel=channel, thread=thread, tip=tip).exists()
    ):
        raise ChangedMeanwhile(thread)
    moment = instant(at)
    reading = threads.read(channel, thread)
    check_next(reading.account, ours.code, speech.body, ts=moment, refs=tuple(speech.refs))
    write = _sign if channel.is_signed else _note
    leaf = write(channel, thread, speech, by=by, office=office, at=moment)
    projector.project(channel, thread, at=at)
    return leaf, Inquiry.objects.get(channel=channel, thread=thread)


def own_party(channel: Channel) -> Party:
    """Return our party in the channel; an observer of a public record has none."""
    if channel.ours is None:
        raise NotPossible("observer_says_nothing")
    return channel.ours


def new_key() -> str:
    """Make the key of a noted statement: 256 random bits, so that it never meets a leaf hash."""
    return secrets.token_hex(32)


def _sign(
    channel: Channel, thread: str, speech: Speech, *, by: User, office: Office, at: datetime
) -> str:
    # The log names the office; the person stays in our own audit trail.
    return ledger.append(
        channel,
        kind_of(speech.body),
        thread=thread,
        body=encode_body(speech.body),
        words=None if speech.words is None else encode_words(speech.words),
        refs=list(speech.refs),
        office_code=office.code,
        at=at,
        file=speech.file,
    ).leaf


def _note(
    channel: Channel, thread: str, speech: Speech, *, by: User, office: Office, at: datetime
) -> str:
    if speech.file is not None:
        raise NotPossible("no_files_on_paper")
    ours, delivery = own_party(channel), speech.delivery
    kind = kind_of(speech.body)
    words: dict[str, Any] | None = None if speech.words is None else words_to_dict(speech.words)
    return RecordedStatement.objects.create(
        channel=channel,
        thread=thread,
        leaf=new_key(),
        kind=RecordKind.DELIVERY,
        ours=True,
        stated_by=str(office)[:200],
        owner_role=OwnerRole.OWN_ASSESSMENT,
        party=ours.code,
        party_name=ours.name,
        stated_at=at,
        stated_precision=DatePrecision.MINUTE,
        confidence=Confidence.DOCUMENT_SEEN,
        medium=delivery.medium,
        instrument=delivery.instrument,
        delivered_by=delivery.by[:200],
        delivered_to=delivery.to[:200],
        delivered_where=delivery.where[:200],
        reaction=delivery.reaction,
        statement=kind,
        body=encode_body(speech.body),
        words=words,
        refs=[ref.leaf for ref in speech.refs],
        office=office,
        recorded_by=by,
        recorded_at=delivery.noted_at or at,
    ).leaf
