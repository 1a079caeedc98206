"""Tell whether a third party's key may stand as a witness of a channel.

A witness countersigns a log's checkpoints (C2SP cosignature/v1) without being a party. It says:
this is the one history that I was shown. Its word is worth something only if it is its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from answerable.protocol.errors import BadKey
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import COSIGNER, VerifierKey


def check_witness(log: LogIdentity, key: VerifierKey, others: Iterable[VerifierKey] = ()) -> None:
    """Raise BadKey unless the key is a cosigner's and never was a party's, nor another witness's.

    Small-order and non-canonical keys never get here: no VerifierKey can be made of them.
    """
    if key.type != COSIGNER:
        raise BadKey("a witness signs with a cosigner's key (type 0x04)")
    for each in (log.owner, *log.others):
        if key.public in each.taken:
            raise BadKey("it is a key of a party, which cannot witness itself")
        if key.name.startswith(f"{each.prefix}/"):
            raise BadKey(f"its name is one of {each.party}'s")
    if any(key.public == each.public or key.name == each.name for each in others):
        raise BadKey("a witness has that key or that name already")
