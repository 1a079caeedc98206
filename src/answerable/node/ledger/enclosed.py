"""The file that an `attach` gives: what is known of it, and its bytes once they are here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Length

from answerable.casework.codes import Kind
from answerable.casework.files import FileMedia, is_what_it_says, media_of
from answerable.casework.words import MEDIA_TYPE
from answerable.node.ledger.errors import FileDiffers, NoSuchMessage
from answerable.node.ledger.models import Channel, Content, Promise
from answerable.node.ledger.reading import LedgerMessage, find
from answerable.protocol import content
from answerable.protocol.errors import BadContent


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file behind its commitment; `size` is that of its record, once it is here."""

    commit: str
    media: FileMedia
    state: str
    size: int | None

    @property
    def is_held(self) -> bool:
        """Tell whether the file is here."""
        return self.state == Content.State.HELD


def enclosed_in(channel: Channel, messages: Iterable[LedgerMessage]) -> dict[str, Enclosed]:
    """Return the files that these messages give, by leaf. Asks nothing where none gives one."""
    giving = {(one.origin, one.index): one.leaf for one in messages if one.kind == Kind.ATTACH}
    if not giving:
        return {}
    places: dict[str, list[int]] = defaultdict(list)
    for origin, index in giving:
        places[origin].append(index)
    condition = Q()
    for origin, indexes in places.items():
        condition |= Q(log__origin=origin, index__in=indexes)
    rows = Promise.objects.filter(condition, log__channel=channel).order_by("pk")
    told: dict[str, list[tuple[str, str, str, int | None]]] = defaultdict(list)
    for origin, index, media, commit, state, size in rows.annotate(
        size=Length("content__record")
    ).values_list("log__origin", "index", "media", "content__commit", "content__state", "size"):
        told[giving[origin, index]].append((media, commit, state, size))
    found = {leaf: _file(promised) for leaf, promised in told.items()}
    return {leaf: one for leaf, one in found.items() if one is not None}


def file_of(channel: Channel, leaf: str) -> tuple[FileMedia, bytes]:
    """Return the file of a message as it was committed to.

    Raises NoSuchMessage where there is none or it is not here, FileDiffers where it is not what
    its statement calls it: then it is given to nobody.
    """
    row = find(channel, leaf)
    rows = list(Promise.objects.filter(log=row.log, index=row.index).order_by("pk"))
    media = media_of([one.media for one in rows], MEDIA_TYPE) if row.kind == Kind.ATTACH else None
    if media is None:
        raise NoSuchMessage(leaf)
    held = rows[1].content
    if held.state != Content.State.HELD or held.record is None:
        raise NoSuchMessage(leaf)
    try:
        said, data = content.open_record(bytes(held.record))
    except BadContent as exc:
        raise FileDiffers(leaf) from exc
    if said != media or not is_what_it_says(media, data):
        raise FileDiffers(leaf)
    return media, data


def _file(promised: list[tuple[str, str, str, int | None]]) -> Enclosed | None:
    media = media_of([one[0] for one in promised], MEDIA_TYPE)
    if media is None:
        return None
    _media, commit, state, size = promised[1]
    return Enclosed(commit, media, state, size)
