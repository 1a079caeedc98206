"""Partners whose programs send reports: open one, give it a token, take in what it sends."""

from answerable.node.intake.services.feeds.delivering import (
    KEY_KEPT,
    Asked,
    KeyUsedOtherwise,
    deliver,
    forget_keys,
)
from answerable.node.intake.services.feeds.partners import (
    NotAdmitted,
    admit,
    close,
    make_token,
    open_feed,
    revoke,
)

__all__ = [
    "KEY_KEPT",
    "Asked",
    "KeyUsedOtherwise",
    "NotAdmitted",
    "admit",
    "close",
    "deliver",
    "forget_keys",
    "make_token",
    "open_feed",
    "revoke",
]
