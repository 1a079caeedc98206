"""Who we are, and whom we know: this node's own party with its keys, and the other sides."""

from datetime import datetime

from answerable.node.accounts.models import Office
from answerable.node.ledger import highwater, keyfiles
from answerable.node.ledger.channels import own_party
from answerable.node.ledger.errors import (
    BadExchangeFile,
    BadKeyFile,
    IdentityAway,
    NoParty,
    WrongStep,
)
from answerable.node.ledger.models import Party
from answerable.protocol import party as protocol_party
from answerable.protocol.keys import SigningKey
from answerable.protocol.party import OfficeKey


def create_self(*, code: str, name: str, domain: str, at: datetime) -> Party:
    """Say which party this node belongs to, and make its keys; harmless when done before."""
    found = Party.objects.filter(is_self=True).first()
    if found is not None:
        if (found.code, found.domain) != (code, domain):
            raise WrongStep(f"this node belongs to {found.code} of {found.domain} already")
        return found
    party = Party(code=code, name=name, domain=domain, is_self=True)
    party.full_clean()
    for key in (keyfiles.IDENTITY, keyfiles.MIRROR, keyfiles.DELIVERY, keyfiles.NODE):
        keyfiles.make(key)
    keyfiles.make_age()
    highwater.machine()
    party.save()
    return party


def describe_ourselves(slug: str) -> protocol_party.Party:
    """Say who we are in a channel: one key for each role, and one for each office.

    The newest of each; the log's is always a new one, also where a channel that is lost had this
    slug: a key that signed another log says nothing of this one.
    """
    ours = own_party()
    offices = list(Office.objects.order_by("code").values_list("code", flat=True))
    if not offices:
        raise NoParty("no office is set up yet: an office signs, never a person")
    return protocol_party.Party(
        id=ours.code,
        domain=ours.domain,
        name=ours.name,
        identity=identity_key().public,
        log=keyfiles.make(keyfiles.following(keyfiles.log(slug))).public,
        mirror=_newest(keyfiles.MIRROR),
        delivery=_newest(keyfiles.DELIVERY),
        node=_newest(keyfiles.NODE),
        authors=tuple(OfficeKey(office, office_key(office).public) for office in offices),
        age=(keyfiles.make_age(keyfiles.newest(keyfiles.AGE)),),
    )


def office_key(office_code: str) -> SigningKey:
    """Load the newest key of an office; make one if it has none yet."""
    return keyfiles.make(keyfiles.newest(keyfiles.author(office_code)))


def identity_key() -> SigningKey:
    """Load our newest identity key; raises IdentityAway where it is kept elsewhere."""
    try:
        return keyfiles.load(keyfiles.newest(keyfiles.IDENTITY))
    except BadKeyFile as exc:
        raise IdentityAway from exc


def _newest(name: str) -> bytes:
    return keyfiles.load(keyfiles.newest(name)).public


def keep_party(found: protocol_party.Party) -> Party:
    """Remember the other side; raises BadExchangeFile if it claims to be us."""
    party, _ = Party.objects.get_or_create(
        code=found.id, domain=found.domain, defaults={"name": found.name}
    )
    if party.is_self:
        raise BadExchangeFile("the other side has our own name and domain")
    return party
