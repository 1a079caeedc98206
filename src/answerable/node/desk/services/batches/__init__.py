"""One delivery of several statements: gather cleared drafts, look what would go, let it go.

batch = gather([draft, other], by=user, at=now)
looks = look(batch, by=user, at=now)      # exactly what goes, and why something does not
go(batch, seen=seen_of(looks), by=user, at=now)
"""

from answerable.node.desk.services.batches.beside import Beside, beside, read_beside
from answerable.node.desk.services.batches.gathering import (
    drop,
    gather,
    may_go_together,
    visible_to,
)
from answerable.node.desk.services.batches.going import HandedOver, Look, go, look, seen_of

__all__ = [
    "Beside",
    "HandedOver",
    "Look",
    "beside",
    "drop",
    "gather",
    "go",
    "look",
    "may_go_together",
    "read_beside",
    "seen_of",
    "visible_to",
]
