"""Tell how much room is left where the node writes."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from answerable.node.ledger import wording
from answerable.node.ledger.wording import label

GIB = 1024**3
# Free room below which a person should look, and below which saying something may soon fail.
LOW, FULL = 2 * GIB, GIB // 4


@dataclass(frozen=True)
class Space:
    """A folder's file system. `level` is ok, low or full; sizes are in bytes."""

    name: str
    free: int
    total: int

    @property
    def in_words(self) -> str:
        """Return what lies there, in the reader's language."""
        return label(wording.SPACES, self.name)

    @property
    def level(self) -> str:
        """Return how urgent it is."""
        if self.free < FULL:
            return "full"
        return "low" if self.free < LOW else "ok"


def spaces() -> tuple[Space, ...]:
    """Return the room where database and logs lie, and where evidence lies if that is elsewhere."""
    home, evidence = Path(settings.NODE.home), Path(settings.MEDIA_ROOT)
    found = [_space("home", home)]
    if evidence.is_dir() and evidence.stat().st_dev != home.stat().st_dev:
        found.append(_space("evidence", evidence))
    return tuple(found)


def _space(name: str, folder: Path) -> Space:
    usage = shutil.disk_usage(folder)
    return Space(name, usage.free, usage.total)
