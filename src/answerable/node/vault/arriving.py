"""What intake asks when an e-mail comes in: is there a vault, is it new, seal it. Reads nothing.

It answers with the code of the source. Nothing of what it was given comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.casework.consent import Purpose
from answerable.node.accounts.models import User
from answerable.node.vault.codes import LANGUAGES, How, SourceRole
from answerable.node.vault.errors import AlreadySealed, NoVault, VaultError
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import mails, sources
from answerable.node.vault.services.mails import check_new, check_ready
from answerable.node.vault.wording import refusal as refusal_words

__all__ = [
    "AlreadySealed",
    "NoVault",
    "Sender",
    "VaultError",
    "check_new",
    "check_ready",
    "refusal_words",
    "seal_mail",
]

# The vault wants a name; a message without any is sealed all the same.
_NAMELESS: Final = "?"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent an e-mail, and the addresses and numbers that stood in its words."""

    name: str
    addresses: tuple[str, ...]
    mentioned: tuple[str, ...]
    language: str


@transaction.atomic
def seal_mail(
    sender: Sender,
    receipt: str,
    *,
    head: Sequence[tuple[str, str]],
    original: bytes,
    fingerprint: bytes,
    by: User,
    at: datetime,
) -> str:
    """Seal the e-mail of a report as it came, with who sent it; return the code of the source.

    The source has agreed to use inside and to nothing else: whoever writes to us wants to be read.
    """
    own = dict.fromkeys(sender.addresses)
    identity = Identity(
        name=sender.name or next(iter(own), _NAMELESS),
        contact="\n".join(own),
        mentioned="\n".join(each for each in sender.mentioned if each not in own),
    )
    spoken = sender.language if sender.language in dict(LANGUAGES) else "en"
    source = sources.take_in(
        # What the source is to the event is for a custodian to say.
        sources.About(SourceRole.OTHER, language=spoken),
        identity,
        receipt,
        purposes=[Purpose.USE_INSIDE],
        how=How.WRITING,
        by=by,
        at=at,
    )
    mails.keep(source, receipt, head=head, original=original, fingerprint=fingerprint, by=by, at=at)
    return source.code
