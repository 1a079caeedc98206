"""Find and make channels, and read what was founded: parties, keys, terms, stores."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from answerable.casework.bodies import Terms, encode_body, parse_terms
from answerable.casework.errors import CaseworkError
from answerable.casework.terms import preset_terms
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger.errors import ChannelNotOpen, NoParty
from answerable.node.ledger.models import Channel, LogHead, Party, PeerStatus
from answerable.node.ledger.peer_client import check_address
from answerable.node.ledger.storage import DjangoStore
from answerable.protocol import genesis
from answerable.protocol.charter import Genesis


def genesis_of(channel: Channel) -> Genesis:
    """Return the founding document that both parties signed; raises ChannelNotOpen without one."""
    if not channel.is_signed or channel.channel_id is None:
        raise ChannelNotOpen(f"{channel.slug} is not signed by both parties")
    return founded(bytes(channel.genesis))


@lru_cache(maxsize=64)
def founded(data: bytes) -> Genesis:
    """Read a complete founding document; its signatures are checked once, for it never changes."""
    return genesis.verify(data)


def store_of(channel: Channel) -> DjangoStore:
    """Return the store of the channel's logs."""
    return DjangoStore(channel)


def our_code(channel: Channel) -> str:
    """Return the code under which we are a party of the channel."""
    if channel.ours is None:
        raise ChannelNotOpen(f"{channel.slug} is a record of others; we are no party of it")
    return channel.ours.code


def their_code(channel: Channel) -> str:
    """Return the other party's code."""
    if channel.theirs is None:
        raise ChannelNotOpen(f"{channel.slug} has no other party")
    return channel.theirs.code


def our_log(channel: Channel) -> LogHead:
    """Return the head of our own log; raises ChannelNotOpen where there is none."""
    return _log(channel, is_ours=True)


def their_log(channel: Channel) -> LogHead:
    """Return the head of our mirror of the other party's log."""
    return _log(channel, is_ours=False)


def _log(channel: Channel, *, is_ours: bool) -> LogHead:
    logs = LogHead.objects.filter(channel=channel, is_ours=is_ours)
    head = logs.select_related("party").order_by("-pk").first()
    if head is None:
        raise ChannelNotOpen(f"{channel.slug} has no logs")
    return head


def party_codes(channel: Channel) -> tuple[str, ...]:
    """Return the codes of everyone who can say something in the channel."""
    if channel.kind == Channel.Kind.RECORD:
        return tuple(channel.parties.values_list("code", flat=True))
    return tuple(party.code for party in (channel.ours, channel.theirs) if party is not None)


def terms_of(channel: Channel) -> Terms | None:
    """Return the terms as they are agreed, or None where there are none that can be read."""
    try:
        return parse_terms(channel.terms) if channel.terms else None
    except CaseworkError:
        return None


def own_party() -> Party:
    """Return the party that this node belongs to; raises NoParty before it was set up."""
    party = Party.objects.filter(is_self=True).first()
    if party is None:
        raise NoParty("this node belongs to no party yet: run `answerable init`")
    return party


def free_slug(title: str) -> str:
    """Make a short name for addresses and files from a title; never one that is taken."""
    base = slugify(title)[:40].strip("-") or "channel"
    slug, number = base, 1
    while Channel.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def create_paper(
    *,
    title: str,
    their_code: str,
    their_name: str,
    at: datetime,
    terms: dict[str, Any] | None = None,
    slug: str | None = None,
    by: User | None = None,
) -> Channel:
    """Open a channel with a counterpart that runs nothing: deliveries are recorded by hand.

    Without terms of its own, the preset clocks apply.
    """
    terms = terms or encode_body(preset_terms(settings.NODE.language))
    agreed = parse_terms(terms)
    theirs = _party(their_code, their_name)
    channel = Channel.objects.create(
        slug=slug or free_slug(title),
        title=title,
        kind=Channel.Kind.PAPER,
        state=Channel.State.ESTABLISHED,
        ours=own_party(),
        theirs=theirs,
        terms=terms,
        highest_marking=agreed.highest_marking.value,
        authentic_language=agreed.language,
        created_at=at,
        established_at=at,
    )
    channel.parties.set([own_party(), theirs])
    audit.record(by, "opened", "channel", channel.slug, at=at)
    return channel


@transaction.atomic
def create_record(
    *, title: str, parties: Iterable[tuple[str, str]], at: datetime, slug: str | None = None
) -> Channel:
    """Open an observer's record of what others said in public; none of them signs anything."""
    channel = Channel.objects.create(
        slug=slug or free_slug(title),
        title=title,
        kind=Channel.Kind.RECORD,
        state=Channel.State.ESTABLISHED,
        created_at=at,
        established_at=at,
    )
    for code, name in parties:
        add_record_party(channel, code=code, name=name)
    return channel


def add_record_party(channel: Channel, *, code: str, name: str) -> Party:
    """Name one more party whose words the record holds."""
    party = _party(code, name)
    channel.parties.add(party)
    return party


def _party(code: str, name: str) -> Party:
    party = Party(code=code, name=name)
    party.full_clean(validate_unique=False, validate_constraints=False)
    found, _ = Party.objects.get_or_create(code=code, domain="", defaults={"name": name})
    return found


def set_address(channel: Channel, url: str, *, at: datetime, by: User | None = None) -> None:
    """Say where the other side's node is reached; empty: nowhere, all goes by pouch.

    Raises BadAddress for one that must not be used, ChannelNotOpen where nothing is signed.
    """
    if not channel.is_signed:
        raise ChannelNotOpen(f"{channel.slug} is on paper: it has no address")
    # The settings and the command line say `none`, a page leaves the field empty: both do.
    url = url.strip()
    url = check_address(url) if url and url != "none" else ""
    with transaction.atomic():
        Channel.objects.filter(pk=channel.pk).update(peer_url=url)
        # Failures of the old address say nothing of the new one.
        peer_of(channel)
        PeerStatus.objects.filter(channel=channel).update(failures=0, last_error="", next_try=None)
        audit.record(by, "addressed", "channel", channel.slug, at=at)
    channel.peer_url = url


def peer_of(channel: Channel) -> PeerStatus:
    """Return the row that tells how contact with the other side stands."""
    peer, _ = PeerStatus.objects.get_or_create(channel=channel)
    return peer
