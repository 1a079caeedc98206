"""The body by which a side gives a file with something it said."""

from __future__ import annotations

from answerable.casework.codes import Marking
from answerable.casework.fields import Sparse


class Attach(Sparse, frozen=True, kw_only=True):
    """A side gives one file with a statement of its own, named in the envelope's `refs`.

    The file is the second content of the statement, after the words. `graphic` says that it shows
    what nobody should see unprepared.
    """

    marking: Marking
    graphic: bool = False
