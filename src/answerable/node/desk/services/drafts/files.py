"""Put files with a draft, as cleaned copies only: what came stays where it is, or is not kept.

A copy is made in a child process that is thrown away after. What is signed of a file is frozen
with the draft; every change here voids a clearance, as every change of a text does.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, QuerySet

from answerable.casework.bodies import Attach, encode_body
from answerable.casework.clearance import FileToClear
from answerable.casework.codes import Kind, Marking
from answerable.casework.disclosure import Outgoing
from answerable.casework.errors import BadWords
from answerable.casework.files import MOST_BYTES, MOST_FILES, FileMedia
from answerable.casework.text import check_text, tidy
from answerable.casework.thread.procedure import CARRYING
from answerable.casework.words import LINE, Words, encode_words
from answerable.extraction.apart.clean_copy import CleanCopy
from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.apart.sandbox import CLEANING, clean_apart
from answerable.extraction.errors import Unreadable
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.exhibit_codes import Custody, SendRule
from answerable.node.desk.models import Draft, DraftFile, Exhibit, IncidentInquiry
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.readers import turn
from answerable.node.desk.services import custody
from answerable.node.desk.services.drafts import writing
from answerable.node.desk.services.drafts.starting import highest_marking, language_of

log = logging.getLogger(__name__)

MOST_UPLOADED = CLEANING.max_bytes
# Where a finding stands: in what is said of a file, or in a text that is one.
_SAID, _TEXT = "file[{}]", "file[{}].text"


@dataclass(frozen=True)
class About:
    """What is said of a file to the other side."""

    description: str
    marking: str
    is_graphic: bool = False


def can_carry(draft: Draft) -> bool:
    """Tell whether files may go with a draft: with what says something of substance, signed."""
    return draft.kind in CARRYING and draft.channel.is_signed


def of(draft: Draft) -> QuerySet[DraftFile]:
    """Return the files of a draft in their order, without their bytes."""
    if "files" in getattr(draft, "_prefetched_objects_cache", {}):
        return draft.files.all()
    return draft.files.defer("data").select_related("added_by")


def choosable(draft: Draft, user: User) -> QuerySet[Exhibit]:
    """Return the evidence of the draft's incidents of which a cleaned copy may be sent."""
    return Exhibit.objects.visible_to(user).filter(pk__in=_sendable(draft).values("pk"))


def _sendable(draft: Draft) -> QuerySet[Exhibit]:
    incidents = set(draft.incident_links.values_list("incident_id", flat=True))
    links = IncidentInquiry.objects.filter(channel=draft.channel, thread=draft.thread)
    incidents |= set(links.values_list("incident_id", flat=True))
    allowed = [one.value for one in Marking if one.rank <= highest_marking(draft.channel).rank]
    return Exhibit.objects.filter(
        incident__in=incidents,
        is_kept=True,
        set_aside_at__isnull=True,
        sending=SendRule.CLEANED_COPY,
        marking__in=allowed,
    )


def attach_evidence(
    draft: Draft, exhibit: Exhibit, about: About, *, version: int, by: User, at: datetime
) -> DraftFile:
    """Put a cleaned copy of a piece of evidence with a draft; its custody says so.

    Do not call inside a transaction. Raises NotPossible for evidence that may not be sent or was
    changed where it is stored, BadInput for a file that cannot be cleaned.
    """
    require(by, Deed.DRAFT, draft.office)
    if not choosable(draft, by).filter(pk=exhibit.pk).exists():
        raise NotPossible("evidence_may_not_be_sent")
    said = _checked(draft, about, exhibit)
    try:
        data = keeping.fetch(default_storage, exhibit.sha256)
    except keeping.OriginalChanged as exc:
        raise NotPossible("evidence_was_changed") from exc
    copy = _cleaned(data)
    with transaction.atomic():
        custody.hold(exhibit)
        made = _put(draft, copy, said, exhibit, version, by, at)
        custody.note(exhibit, Custody.CLEANED_COPY, by, at, reason=f"{draft.kind}/{draft.pk}")
        custody.trail("cleaned copy of evidence made", exhibit, by, at, draft=draft.pk)
    return made


def attach_upload(
    draft: Draft, data: bytes, about: About, *, version: int, by: User, at: datetime
) -> DraftFile:
    """Put a cleaned copy of a file with a draft. The file itself and its name are not kept.

    Do not call inside a transaction. Raises BadInput for a file that cannot be cleaned.
    """
    require(by, Deed.DRAFT, draft.office)
    said, copy = _checked(draft, about), _cleaned(data)
    with transaction.atomic():
        return _put(draft, copy, said, None, version, by, at)


@transaction.atomic
def change(
    draft: Draft, file: DraftFile, about: About, *, version: int, by: User, at: datetime
) -> DraftFile:
    """Say something else of a file; voids a clearance."""
    require(by, Deed.DRAFT, draft.office)
    said = _checked(draft, about, file.exhibit)
    writing.touch(draft, version, by, at)
    _update(draft, file, **_columns(said))
    audit.record(by, "draft file described", "draft", str(draft.pk), at=at)
    file.refresh_from_db(fields=["description", "marking", "is_graphic"])
    return file


@transaction.atomic
def take_out(draft: Draft, file: DraftFile, *, version: int, by: User, at: datetime) -> None:
    """Take a file out of a draft, and delete the copy; voids a clearance."""
    require(by, Deed.DRAFT, draft.office)
    writing.touch(draft, version, by, at)
    if not DraftFile.objects.filter(pk=file.pk, draft=draft).delete()[0]:
        raise NotPossible("file_is_not_there")
    audit.record(by, "draft file taken out", "draft", str(draft.pk), at=at)


def body_of(file: DraftFile) -> Attach:
    """Return what is signed of a file."""
    return Attach(marking=Marking(file.marking), graphic=file.is_graphic)


def words_of(file: DraftFile, language: str) -> Words:
    """Return the words beside a file."""
    return Words(kind=Kind.ATTACH, language=language, subject=file.description)


def to_clear(draft: Draft, files: Iterable[DraftFile]) -> list[FileToClear]:
    """Return what a clearance of the draft covers of its files, by their digests."""
    listed = list(files)
    language = language_of(draft.channel) if listed else ""
    return [
        FileToClear(
            encode_body(body_of(one)),
            encode_words(words_of(one, language)),
            one.media,
            bytes.fromhex(one.sha256),
        )
        for one in listed
    ]


def check(draft: Draft) -> list[FileToClear]:
    """Return what a clearance covers of the files, and look at no bytes.

    Raises NotPossible for a marking above what the channel carries now, its terms may have been
    changed; for one below that of the evidence that the file was made from, which may have been
    marked anew; and for evidence that may no longer be sent, or is of no incident of the draft now.
    """
    rows = list(of(draft))
    if any(Marking(one.marking).rank > highest_marking(draft.channel).rank for one in rows):
        raise NotPossible("marking_too_high")
    made_of = [(one.exhibit_id, one.marking) for one in rows if one.exhibit_id is not None]
    marked = dict(_sendable(draft).values_list("pk", "marking")) if made_of else {}
    if any(exhibit not in marked for exhibit, _marking in made_of):
        raise NotPossible("evidence_may_not_be_sent")
    if any(_is_below(marking, marked[exhibit]) for exhibit, marking in made_of):
        raise NotPossible("marking_below_evidence")
    return to_clear(draft, rows)


def bytes_of(file: DraftFile) -> bytes:
    """Return a stored copy; raise NotPossible unless it is, to the byte, that of its digest."""
    data = bytes(file.data)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise NotPossible("file_was_changed")
    return data


def texts_of(draft: Draft) -> list[Outgoing]:
    """Return every text that would leave with the files: what is said of them, and texts whole.

    No name of a file leaves, and a copy of a picture holds nothing but its points.
    """
    return texts_in(of(draft))


def texts_in(enclosed: Iterable[DraftFile]) -> list[Outgoing]:
    """Return every text that would leave with these files."""
    found: list[Outgoing] = []
    for place, one in enumerate(enclosed):
        found.append(Outgoing(_SAID.format(place), one.description))
        if one.kind is FileMedia.TEXT:
            found.append(Outgoing(_TEXT.format(place), bytes(one.data).decode()))
    return found


def replace_words(draft: Draft, found: str, replacement: str) -> bool:
    """Put other words in the place of some in files; tell whether there were any.

    In the caller's transaction, which voids the clearance.
    """
    changed = False
    for one in draft.files.defer("data"):
        if found in one.description:
            said = _line(one.description.replace(found, replacement))
            _update(draft, one, description=said)
            changed = True
        if one.kind is FileMedia.TEXT and found in (text := bytes(one.data).decode()):
            _update(draft, one, **_stored(tidy(text.replace(found, replacement)).encode()))
            changed = True
    return changed


def _put(
    draft: Draft,
    copy: CleanCopy,
    said: About,
    exhibit: Exhibit | None,
    version: int,
    by: User,
    at: datetime,
) -> DraftFile:
    writing.touch(draft, version, by, at)
    rows = DraftFile.objects.filter(draft=draft)
    if rows.count() >= MOST_FILES:
        raise NotPossible("too_many_files")
    made = DraftFile.objects.create(
        draft=draft,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        exhibit=exhibit,
        media=copy.media.value,
        added_by=by,
        added_at=at,
        **_columns(said),
        **_stored(copy.data),
    )
    audit.record(by, "draft file added", "draft", str(draft.pk), at=at)
    return made


def _cleaned(data: bytes) -> CleanCopy:
    if not data:
        raise BadInput({"file": "file_is_empty"})
    if len(data) > MOST_UPLOADED:
        raise BadInput({"file": "file_too_large_to_clean"})
    try:
        with turn():
            copy = clean_apart(data)
    except Unreadable as exc:
        raise BadInput({"file": f"not_cleaned_{exc.code}"}) from exc
    except ReaderDidNotStart as exc:
        log.exception("reader did not start")
        raise BadInput({"file": "reader_did_not_start"}) from exc
    if len(copy.data) > MOST_BYTES:
        raise BadInput({"file": "copy_too_large"})
    return copy


def _is_below(marking: str, other: str) -> bool:
    return Marking(marking).rank < Marking(other).rank


def _checked(draft: Draft, about: About, exhibit: Exhibit | None = None) -> About:
    if not can_carry(draft):
        code = "kind_carries_no_files" if draft.channel.is_signed else "no_files_on_paper"
        raise NotPossible(code)
    try:
        marking = Marking(about.marking)
    except ValueError as exc:
        raise BadInput({"marking": "unknown_code"}) from exc
    if marking.rank > highest_marking(draft.channel).rank:
        raise BadInput({"marking": "marking_too_high"})
    if exhibit is not None and _is_below(marking, exhibit.marking):
        raise BadInput({"marking": "marking_below_evidence"})
    return About(_line(about.description), marking, about.is_graphic)


def _line(text: str) -> str:
    said = " ".join(tidy(text).split())
    try:
        check_text(said, LINE, "description")
    except BadWords as exc:
        raise BadInput({"description": "required" if not said else str(exc.code)}) from exc
    return said


def _columns(said: About) -> dict[str, Any]:
    return {
        "description": said.description,
        "marking": said.marking,
        "is_graphic": said.is_graphic,
    }


def _stored(data: bytes) -> dict[str, Any]:
    if not data:
        raise BadInput({"replacement": "file_is_empty"})
    if len(data) > MOST_BYTES:
        raise BadInput({"replacement": "copy_too_large"})
    return {"data": data, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _update(draft: Draft, file: DraftFile, **columns: Any) -> None:
    if not DraftFile.objects.filter(pk=file.pk, draft=draft).update(**columns):
        raise NotPossible("file_is_not_there")
