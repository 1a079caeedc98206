"""Found a signed channel: propose, accept, compare the words, sign, and open both logs.

Three files travel between two people: a proposal, an acceptance, the complete founding document.
Neither side relies on the channel before its person has typed the words the other read out.
"""

import re
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from answerable.casework.bodies import parse_terms
from answerable.casework.errors import CaseworkError
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import exchange_files, highwater, keyfiles, publishing
from answerable.node.ledger.appending import sign
from answerable.node.ledger.channels import free_slug, genesis_of, own_party, peer_of, store_of
from answerable.node.ledger.errors import (
    BadExchangeFile,
    TermsDiffer,
    WordsDiffer,
    WrongStep,
)
from answerable.node.ledger.exchange_files import TITLE_LIMIT, ExchangeFile, Step
from answerable.node.ledger.models import Channel
from answerable.node.ledger.parties import describe_ourselves, identity_key, keep_party
from answerable.protocol import envelope, genesis, keys, sync, tree
from answerable.protocol import log as own_log
from answerable.protocol.charter import Genesis
from answerable.protocol.errors import BadGenesis, TermsChanged
from answerable.protocol.recovery import Assessment, StartState
from answerable.protocol.statement import Statement

read = exchange_files.read


@transaction.atomic
def propose(
    *,
    title: str,
    terms: dict[str, Any],
    at: datetime,
    slug: str | None = None,
    by: User | None = None,
) -> tuple[Channel, bytes]:
    """Offer a channel on these terms; return it and the file for the other side."""
    slug = slug or free_slug(title)
    try:
        ours, agreed = describe_ourselves(slug), parse_terms(terms)
        document = genesis.propose(
            ours,
            terms,
            nonce=secrets.token_bytes(32),
            created=envelope.format_time(at),
            identity=identity_key(),
        )
    except (BadGenesis, CaseworkError) as exc:
        raise BadExchangeFile(str(exc)) from exc
    channel = Channel.objects.create(
        slug=slug,
        title=title,
        kind=Channel.Kind.SIGNED,
        state=Channel.State.PROPOSED,
        exchange=document,
        terms=terms,
        ours=own_party(),
        highest_marking=agreed.highest_marking.value,
        authentic_language=agreed.language,
        created_at=at,
    )
    audit.record(by, "proposed", "channel", channel.slug, at=at)
    return channel, _file(Step.PROPOSAL, channel, document)


@transaction.atomic
def accept(
    data: bytes,
    *,
    at: datetime,
    title: str | None = None,
    slug: str | None = None,
    by: User | None = None,
) -> tuple[Channel, bytes]:
    """Accept a proposal on its terms; return the channel and the file to send back.

    To counter it, propose other terms instead: a counter-proposal is another proposal.
    """
    file = read(data)
    if file.step is not Step.PROPOSAL:
        raise WrongStep("this file is not a proposal: use `finish` for it")
    _check_can_be_accepted(file)
    # The proposer called the channel after us.
    title = title or file.parties[0].name[:TITLE_LIMIT]
    slug = slug or free_slug(title)
    try:
        document = genesis.accept(
            file.document,
            describe_ourselves(slug),
            nonce=secrets.token_bytes(32),
            created=envelope.format_time(at),
            identity=identity_key(),
        )
    except BadGenesis as exc:
        raise BadExchangeFile(str(exc)) from exc
    channel = Channel.objects.create(
        slug=slug,
        title=title,
        kind=Channel.Kind.SIGNED,
        state=Channel.State.ACCEPTED,
        exchange=document,
        terms=file.raw_terms,
        ours=own_party(),
        theirs=keep_party(file.parties[0]),
        peer_url=file.url,
        highest_marking=file.terms.highest_marking.value,
        authentic_language=file.terms.language,
        created_at=at,
    )
    audit.record(by, "accepted", "channel", channel.slug, at=at)
    return channel, _file(Step.ACCEPTANCE, channel, document)


def _check_can_be_accepted(file: ExchangeFile) -> None:
    """Raise WrongStep before any key is made: for a proposal of ours, or one accepted before."""
    offered, ours = file.parties[0], own_party()
    if offered.id == ours.code:
        if keyfiles.name_of(offered.log) is not None:
            raise WrongStep("this is your own proposal: send it to the other side, who accepts it")
        raise WrongStep(
            f"the other side calls itself {offered.id}, as this node does: it has to propose "
            "under another code"
        )
    for channel in Channel.objects.filter(kind=Channel.Kind.SIGNED):
        document = bytes(channel.genesis or b"") or bytes(channel.exchange or b"")
        if channel.state == Channel.State.PROPOSED or not document:
            continue
        # Each proposal has a log key of its own.
        known = genesis.open_genesis(document).genesis.parties
        if any(each.log == offered.log for each in known):
            raise WrongStep(
                f"this proposal was accepted already, as the channel {channel.slug}: the file to "
                "send back is on its page"
            )


@transaction.atomic
def finish(
    data: bytes, *, words: str, at: datetime, by: User | None = None
) -> tuple[Channel, bytes | None]:
    """Establish the channel once the other side's words were compared.

    Return it, and the complete document for the other side when that waits for it. `words` are
    what the other person read out. Raises WordsDiffer, TermsDiffer or WrongStep.
    """
    file = read(data)
    if file.founded is None:
        raise WrongStep("this file is a proposal: accept it, or propose other terms")
    channel = find(file)
    if spoken(words) != file.founded.words():
        raise WordsDiffer("these are not the words of this channel: compare them again")
    if channel.state == Channel.State.ESTABLISHED:
        return channel, _file(Step.COMPLETE, channel, bytes(channel.genesis))
    document = file.document
    if file.step is Step.ACCEPTANCE:
        document = _countersign(channel, file)
    _open(channel, genesis.verify(document), document, file.url, at=at)
    audit.record(by, "established", "channel", channel.slug, at=at)
    is_first = file.step is Step.ACCEPTANCE
    return channel, _file(Step.COMPLETE, channel, document) if is_first else None


def find(file: ExchangeFile) -> Channel:
    """Return the channel of ours that a file carries on; raises WrongStep if there is none."""
    founded = file.founded
    if founded is None:
        raise WrongStep("a proposal carries on nothing")
    done = Channel.objects.filter(channel_id=founded.channel_id).first()
    if done is not None:
        return done
    waiting = Channel.objects.filter(kind=Channel.Kind.SIGNED).select_related("ours")
    if file.step is Step.COMPLETE:
        for channel in waiting.filter(state=Channel.State.ACCEPTED):
            if words_of(channel) == founded.words():
                return channel
    else:
        for channel in waiting.filter(state=Channel.State.PROPOSED):
            if genesis.open_proposal(bytes(channel.exchange)).party in founded.parties:
                return channel
    raise WrongStep("no channel of this node waits for this file")


def words_of(channel: Channel) -> tuple[str, ...]:
    """Return the words to read out to the other side, or none before there are any."""
    if channel.channel_id is not None:
        return genesis_of(channel).words()
    if channel.state == Channel.State.ACCEPTED:
        return genesis.open_genesis(bytes(channel.exchange)).genesis.words()
    return ()


def spoken(words: str) -> tuple[str, ...]:
    """Split what a person typed into words, whatever stands between them."""
    return tuple(re.findall(r"[a-z]+", words.lower()))


def current_file(channel: Channel) -> bytes | None:
    """Write again the last file that this channel sent, in case it was lost on the way."""
    steps = {
        Channel.State.PROPOSED: Step.PROPOSAL,
        Channel.State.ACCEPTED: Step.ACCEPTANCE,
        Channel.State.ESTABLISHED: Step.COMPLETE,
    }
    step = steps.get(Channel.State(channel.state))
    if not channel.is_signed or step is None:
        return None
    document = channel.genesis if step is Step.COMPLETE else channel.exchange
    return _file(step, channel, bytes(document))


def _countersign(channel: Channel, file: ExchangeFile) -> bytes:
    if channel.state != Channel.State.PROPOSED:
        raise WrongStep(f"the channel is {channel.state}")
    offered = genesis.open_proposal(bytes(channel.exchange))
    try:
        return genesis.countersign(
            file.document,
            party=offered.party,
            proposal=bytes(channel.exchange),
            identity=keyfiles.by_public(offered.party.identity),
        )
    except TermsChanged as exc:
        raise TermsDiffer(str(exc)) from exc
    except BadGenesis as exc:
        raise BadExchangeFile(str(exc)) from exc


def _open(channel: Channel, founded: Genesis, document: bytes, url: str, *, at: datetime) -> None:
    """Write the channel as established, and begin both logs."""
    ours = own_party()
    theirs = founded.other(ours.code)
    channel.state = Channel.State.ESTABLISHED
    channel.channel_id, channel.genesis = founded.channel_id, document
    channel.theirs, channel.peer_url = keep_party(theirs), url
    channel.peer_keyid = keys.keyid(theirs.node)
    channel.established_at = at
    channel.save()
    channel.parties.set([ours, channel.theirs])
    peer_of(channel)
    _begin_logs(channel, founded, ours.code, theirs.id, at=at)


def _begin_logs(
    channel: Channel, founded: Genesis, ours: str, theirs: str, *, at: datetime
) -> None:
    store, origin = store_of(channel), founded.origin(ours)
    mark = highwater.read(origin)
    if mark is not None and mark.size > 0:
        raise WrongStep("this channel was opened before: the database was put back since")
    # The keys that this document names, also where newer ones were made since it was proposed.
    log_key = keyfiles.by_public(founded.party(ours).log)
    own_log.create(store, origin, log_key, permit=Assessment(StartState.FRESH))
    publishing.begin(origin, tree.EMPTY_ROOT)
    sync.start_mirror(store, founded.log(theirs))
    identity = keyfiles.by_public(founded.party(ours).identity)
    said = Statement(
        channel=founded.channel_id,
        log=origin,
        id=envelope.statement_id(secrets.token_bytes(16)),
        type="open",
        ts=envelope.format_time(at),
        thread=None,
        body={"genesis": founded.digest.hex()},
        key=identity.keyid,
    )
    sign(channel, store, said, [identity], "")
    publishing.publish_after_commit(channel, origin, at=at)


def _file(step: Step, channel: Channel, document: bytes) -> bytes:
    return exchange_files.write(
        step, title=channel.title, url=settings.NODE.channel_url, document=document
    )
