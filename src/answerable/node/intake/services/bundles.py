"""Bring many documents in together: from an archive by a job, from a folder by a command.

Each file becomes a document as if it had been uploaded alone. A bundle knows which files of it are
done, so that it can be stopped at any moment and goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.extraction.apart.archives import count_apart, unpack_apart
from answerable.extraction.errors import LOOKS, Unreadable, UnsupportedType
from answerable.extraction.text.wording import shown_name, shown_path
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.readers import turn
from answerable.node.intake.models import (
    Bundle,
    BundleFile,
    BundleState,
    Document,
    Outcome,
    Way,
)
from answerable.node.intake.services import documents
from answerable.node.jobs import queue

READ_JOB = "intake.read_bundle"
STORED_BYTES_CHANGED = "stored_bytes_changed"
_MAIL_ENDINGS = (".eml", ".emlx", ".msg", ".mbox")

Tell = Callable[[int, int], None]


# An upload is a row within minutes; a file without one belongs to nothing any more.
_LEFT_BEHIND = timedelta(days=1)
_FOLDER = "bundles"


class Stopped(Exception):
    """The bundle is no longer being read: somebody ended it."""


class BegunOtherwise(Exception):
    """A folder was begun with reports and is to go on without them, or the other way round."""


def receive_archive(
    file: File[bytes], *, name: str, note: str = "", with_reports: bool, by: User, at: datetime
) -> Bundle:
    """Keep an archive until a job has read it. Raises the `Unreadable` that says why it is refused.

    Do not call inside a transaction: it is opened in a process of its own to count its files.
    """
    require(by, Deed.REPORT)
    kept_as = default_storage.save(f"{_FOLDER}/archive", file)
    try:
        with default_storage.open(kept_as) as kept:
            digest = _digest_of(kept)
            with turn():
                total = count_apart(cast(BinaryIO, kept))
        with transaction.atomic():
            bundle = _open(name, note, total, with_reports, by, at, kept_as=kept_as, sha256=digest)
            _enqueue(bundle, by, at)
    except BaseException:
        default_storage.delete(kept_as)
        raise
    return bundle


def take_up_folder(
    name: str, total: int, *, with_reports: bool, by: User, at: datetime
) -> tuple[Bundle, set[tuple[str, str]]]:
    """Begin to bring a folder in, or go on where this person stopped with one of this name.

    Returns with it the names and hashes of the files that are done. Raises `BegunOtherwise` where
    it was begun with another choice about reports.
    """
    require(by, Deed.REPORT)
    shown = shown_name(name)
    held = Bundle.objects.get_queryset().filter(
        name=shown, by=by, kept_as="", state=BundleState.READING
    )
    bundle = held.order_by("pk").first()
    if bundle is None:
        with transaction.atomic():
            bundle = _open(shown, "", total, with_reports, by, at)
    elif bundle.with_reports != with_reports:
        raise BegunOtherwise
    else:
        Bundle.objects.get_queryset().filter(pk=bundle.pk).update(total=total)
        # Nothing is kept by which an e-mail would be known again: it is read again.
        bundle.files.filter(outcome=Outcome.REFUSED, name__endswith=".eml").delete()
        bundle.refresh_from_db()
    return bundle, set(bundle.files.values_list("name", "sha256"))


@transaction.atomic
def go_on(bundle: Bundle, *, by: User, at: datetime) -> None:
    """Have an archive whose reading was stopped read on. Raises `NotPossible` where it ended."""
    require(by, Deed.REPORT)
    bundle.refresh_from_db()
    if bundle.state != BundleState.READING or not bundle.kept_as:
        raise NotPossible("bundle_has_ended")
    _enqueue(bundle, by, at)
    audit.record(by, "bundle continued", "bundle", str(bundle.pk), at=at)


def read_archive(bundle: Bundle, *, at: Callable[[], datetime], tell: Tell) -> None:
    """Read the files of an archive that are not done; what `tell` raises stops it between two."""
    if bundle.state != BundleState.READING:
        raise Stopped(str(bundle.pk))
    start = next_number(bundle)
    tell(start, bundle.total)
    with default_storage.open(bundle.kept_as) as kept:
        # Not `read_archive` again for what is done: the child begins behind it.
        files = unpack_apart(cast(BinaryIO, kept), start=start) if start < bundle.total else ()
        for one in files:
            name = shown_path(one.name)
            if one.problem:
                refuse(bundle, one.number, name, one.problem, looks_like=one.detail)
            else:
                take(bundle, one.number, name, one.data, at=at())
            tell(one.number + 1, bundle.total)
    end(bundle, at=at())


def next_number(bundle: Bundle) -> int:
    """Return the number of the first file of a bundle that is not done."""
    last = bundle.files.order_by("-number").first()
    return last.number + 1 if last else 0


def take(bundle: Bundle, number: int, name: str, data: bytes, *, at: datetime) -> BundleFile:
    """Take one file of a bundle in, with its report where that is wanted, or note why not."""
    digest = keeping.digest_of(data)
    try:
        received = documents.receive_document(
            data,
            way=Way.ARCHIVE if bundle.kept_as else Way.FOLDER,
            file_name=name,
            note=bundle.note,
            came_in=f"{bundle.name[:100]} · {number + 1}",
            by=bundle.by,
            at=at,
        )
    except Unreadable as refusal:
        return refuse(bundle, number, name, refusal.code, looks_like=refusal.detail, sha256=digest)
    except keeping.OriginalChanged:
        return refuse(bundle, number, name, STORED_BYTES_CHANGED, sha256=digest)
    document = received.document
    if bundle.with_reports:
        _make_report(document, bundle, at)
    with transaction.atomic():
        _require_open(bundle)
        outcome = Outcome.RECEIVED if _is_new(received, bundle) else Outcome.KNOWN
        return BundleFile.objects.create(
            bundle=bundle,
            number=number,
            name=name,
            sha256=digest,
            outcome=outcome,
            document=document,
        )


@transaction.atomic
def refuse(
    bundle: Bundle,
    number: int,
    name: str,
    problem: str,
    *,
    looks_like: str = "",
    sha256: str = "",
) -> BundleFile:
    """Note that a file of a bundle was not taken in, and why; of an e-mail only its number.

    Its name may tell who sent it, and whoever has a copy could compare a hash of it.
    """
    _require_open(bundle)
    if problem == documents.NamesItsSender.code or name.lower().endswith(_MAIL_ENDINGS):
        name, sha256 = f"{number + 1}.eml", ""
    is_of_no_kind = problem == UnsupportedType.code
    return BundleFile.objects.create(
        bundle=bundle, number=number, name=name, sha256=sha256, outcome=Outcome.REFUSED,
        problem=problem, looks_like=looks_like if is_of_no_kind and looks_like in LOOKS else "",
    )  # fmt: skip


def end(bundle: Bundle, *, at: datetime) -> None:
    """Note that a bundle was read to its end; an archive is not kept any longer."""
    _close(bundle, BundleState.ENDED, "bundle read", by=bundle.by, at=at)


def leave(bundle: Bundle, *, by: User, at: datetime) -> None:
    """End a bundle early: what was taken in stays, the rest is left out and the archive goes."""
    require(by, Deed.REPORT)
    _close(bundle, BundleState.LEFT, "bundle left", by=by, at=at)


def sweep(*, at: datetime) -> int:
    """Remove archives that a stop left behind before they had a row; return how many."""
    if not default_storage.exists(_FOLDER):
        return 0
    names = {f"{_FOLDER}/{name}" for name in default_storage.listdir(_FOLDER)[1]}
    held = Bundle.objects.get_queryset().filter(kept_as__in=names)
    known = set(held.values_list("kept_as", flat=True))
    old = [one for one in sorted(names - known)
           if default_storage.get_modified_time(one) < at - _LEFT_BEHIND]  # fmt: skip
    for one in old:
        default_storage.delete(one)
    return len(old)


def bundles_for(user: User) -> QuerySet[Bundle]:
    """Return the bundles that a person may know of.

    One of which all documents are kept from them, and which they did not bring in, is not.
    """
    files = BundleFile.objects.get_queryset().filter(bundle=OuterRef("pk"))
    seen = _named_to(user).filter(bundle=OuterRef("pk"))
    return Bundle.objects.visible_to(user).filter(Q(by=user) | ~Exists(files) | Exists(seen))


def files_for(bundle: Bundle, user: User) -> QuerySet[BundleFile]:
    """Return the files of a bundle that a person may know of, each with whether its document is.

    Who brought it in knows what was in it: they are told of a file whose document is kept from
    them no more than that it was taken in.
    """
    seen = Exists(Document.objects.visible_to(user).filter(pk=OuterRef("document")))
    files = bundle.files.all() if bundle.by_id == user.pk else _visible(bundle, user)
    return files.annotate(is_seen=seen)


def _visible(bundle: Bundle, user: User) -> QuerySet[BundleFile]:
    return _named_to(user).filter(bundle=bundle)


def _named_to(user: User) -> QuerySet[BundleFile]:
    """Return the files that others may know of: the name of a refused one may name who sent it."""
    return BundleFile.objects.visible_to(user).filter(document__isnull=False)


def _digest_of(kept: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in kept.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _open(
    name: str, note: str, total: int, with_reports: bool, by: User, at: datetime, **kept: str
) -> Bundle:
    bundle = Bundle.objects.create(
        name=shown_name(name), note=note, total=total, with_reports=with_reports, by=by, at=at,
        **kept,
    )  # fmt: skip
    audit.record(by, "bundle received", "bundle", str(bundle.pk), at=at)
    return bundle


def _enqueue(bundle: Bundle, by: User, at: datetime) -> None:
    job = queue.enqueue(
        READ_JOB, {"bundle": bundle.pk}, at=at, unique_key=f"{READ_JOB}:{bundle.pk}", by=by
    )
    Bundle.objects.get_queryset().filter(pk=bundle.pk).update(job=job.pk)
    bundle.refresh_from_db()


def _require_open(bundle: Bundle) -> None:
    # The lock keeps out whoever ends it.
    held = Bundle.objects.get_queryset().select_for_update().get(pk=bundle.pk)
    if held.state != BundleState.READING:
        raise Stopped(str(bundle.pk))


def _is_new(received: documents.Received, bundle: Bundle) -> bool:
    """Tell whether a file brought its document here, also where a stop came between the two."""
    document = received.document
    by_this = document.received_by_id == bundle.by_id and document.received_at > bundle.at
    return received.is_new or (by_this and not document.came_in.exists())


def _make_report(document: Document, bundle: Bundle, at: datetime) -> None:
    reading = document.reading
    if not reading.text.strip() or document.report is not None:
        # A scan or a picture waits for the words of a person.
        return
    try:
        documents.make_report(
            document,
            title=reading.title or document.file_name,
            publisher=reading.publisher,
            published=reading.published,
            language="" if reading.language == "und" else reading.language,
            by=bundle.by,
            at=at,
        )
    except BadInput:
        # What it says of itself makes no report: a person corrects it on the document's page.
        return


@transaction.atomic
def _close(bundle: Bundle, state: BundleState, verb: str, *, by: User, at: datetime) -> None:
    kept_as = Bundle.objects.get_queryset().get(pk=bundle.pk).kept_as
    closed = Bundle.objects.get_queryset().filter(pk=bundle.pk, state=BundleState.READING)
    if not closed.update(state=state, ended_at=at, kept_as=""):
        raise ChangedMeanwhile(str(bundle.pk))
    audit.record(by, verb, "bundle", str(bundle.pk), at=at)
    if kept_as:
        transaction.on_commit(lambda: default_storage.delete(kept_as))
    bundle.refresh_from_db()
