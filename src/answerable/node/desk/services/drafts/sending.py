"""Let a cleared draft go: signed by its office, or handed over on paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from answerable.casework import bodies
from answerable.casework.clearance import needs_clearance
from answerable.casework.codes import Kind, Marking
from answerable.casework.thread import Ref
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import projector
from answerable.node.desk.codes import DraftState, IncidentStatus
from answerable.node.desk.errors import ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Draft, Incident, IncidentInquiry, Inquiry
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import guarding, pen, serving, threads
from answerable.node.desk.services.drafts import chains, files, frames, leaving
from answerable.node.desk.services.drafts.leaving import Ground
from answerable.node.desk.services.drafts.starting import highest_marking, language_of
from answerable.node.desk.services.pen import Delivery, Speech
from answerable.node.desk.services.threads import Reading


@transaction.atomic
def send(draft: Draft, *, by: User, at: datetime) -> Inquiry:
    """Sign the cleared draft into our log, with our rows, and move the inquiry.

    Raises `ChangedMeanwhile` when somebody of ours said the same kind of thing since the draft
    was cleared, or sent this very draft.
    """
    if not draft.channel.is_signed:
        raise NotPossible("paper_channel")
    return release(draft, Delivery(), by=by, at=at)


def release(draft: Draft, delivery: Delivery, *, by: User, at: datetime) -> Inquiry:
    """Say what the draft holds, in the caller's transaction. `at` is when it is said."""
    require(by, Deed.SEND if draft.channel.is_signed else Deed.DELIVER, draft.office)
    _take(draft)
    projector.lock(draft.channel, draft.thread, at=at)
    reading = check_ready(draft, by=by, at=at)
    speech = Speech(
        frames.read_body(draft),
        words=None if draft.words is None else frames.read_words(draft.words),
        refs=refs_in(draft, reading),
        delivery=delivery,
    )
    leaf, inquiry = pen.speak(
        draft.channel, draft.thread, speech, by=by, office=draft.office, at=at
    )
    Draft.objects.filter(pk=draft.pk).update(
        state=DraftState.SENT, sent_at=at, sent_leaf=leaf, changed_at=at
    )
    _give_files(draft, leaf, by, at)
    if draft.kind in frames.OPENING:
        _link_incidents(draft, by, at)
    if draft.kind == Kind.RAISE:
        guarding.tell_sources(guarding.reports_of(draft), "raised", draft.thread, at=at)
    audit.record(
        by,
        f"sent: {draft.kind}",
        "inquiry",
        inquiry.reference,
        at=at,
        details={"draft": draft.pk, "leaf": leaf, "version": draft.version},
    )
    draft.refresh_from_db()
    inquiry.refresh_from_db()
    return inquiry


def check_ready(draft: Draft, *, by: User, at: datetime, ground: Ground | None = None) -> Reading:
    """Raise unless the draft could be said at the time as it is stored; return its thread.

    Changes nothing, so that a page can say beforehand what would go. `ground` is what was read
    for several drafts at once.
    """
    if draft.state != DraftState.CLEARED:
        raise NotPossible("draft_is_not_cleared")
    _check_clearance(draft)
    known = ground or leaving.ground_of(draft, by=by, at=at)
    needs_check = needs_clearance(draft.kind)
    guarding.check_leaving(draft, needs_check=needs_check, at=at, verdict=known.verdict)
    serving.check_told(draft, known.apart)
    _check_marking(draft)
    if any(due <= at for due in _dues(frames.read_body(draft))):
        raise NotPossible("due_is_past")
    if frames.last_of_kind(draft, known.reading) != draft.follows:
        raise ChangedMeanwhile(draft.reference)
    return known.reading


def refs_in(draft: Draft, reading: Reading) -> list[Ref]:
    """Return the statements that a draft is about, as far as the thread holds them."""
    return [ref for ref in map(reading.ref, draft.refs) if ref is not None]


def _give_files(draft: Draft, leaf: str, by: User, at: datetime) -> None:
    """Sign each file of the draft with the statement that it goes with.

    The copies here go: the log holds them now, and an erasure there is to leave none behind.
    """
    rows = list(draft.files.all())
    if not rows:
        return
    said, language = threads.read(draft.channel, draft.thread).ref(leaf), language_of(draft.channel)
    for one in rows:
        speech = Speech(
            files.body_of(one),
            words=files.words_of(one, language),
            refs=() if said is None else (said,),
            file=(one.media, files.bytes_of(one)),
        )
        pen.speak(draft.channel, draft.thread, speech, by=by, office=draft.office, at=at)
    draft.files.all().delete()


def _take(draft: Draft) -> None:
    """Hold the draft for this transaction, or say that somebody else was first."""
    changed = Draft.objects.filter(
        pk=draft.pk, state=DraftState.CLEARED, version=draft.version
    ).update(version=F("version") + 1)
    if changed:
        draft.refresh_from_db()
        return
    draft.refresh_from_db()
    if draft.state in (DraftState.SENT, DraftState.CLEARED):
        raise ChangedMeanwhile(draft.reference)
    raise NotPossible("draft_is_not_cleared")


def _check_clearance(draft: Draft) -> None:
    """Raise unless what is stored is, to the byte, what somebody cleared."""
    cleared, digest = files.check(draft), ""
    if draft.body is not None:
        digest = frames.digest_of(draft.kind, draft.body, draft.words, cleared)
    if not digest or digest != draft.digest:
        raise NotPossible("draft_is_not_cleared")
    if not needs_clearance(draft.kind):
        return
    if not chains.is_complete(draft):
        raise NotPossible("draft_is_not_cleared")


def _check_marking(draft: Draft) -> None:
    """Raise for a marking above what the channel carries now; its terms may have been changed."""
    said = (draft.body or {}).get("marking")
    if said is not None and Marking(said).rank > highest_marking(draft.channel).rank:
        raise NotPossible("marking_too_high")


def _dues(body: bodies.Body) -> list[datetime]:
    match body:
        case bodies.Raise(reply_due=reply, questions=asked):
            return [reply, *(one.due for one in asked)]
        case bodies.FollowUp(reply_due=reply, questions=asked, again=again):
            return [reply, *(one.due for one in (*asked, *again))]
        case bodies.InformationRequested(requests=wanted):
            return [one.due for one in wanted]
        case _:
            return []


def _link_incidents(draft: Draft, by: User, at: datetime) -> None:
    links = list(draft.incident_links.all())
    IncidentInquiry.objects.bulk_create(
        IncidentInquiry(
            incident_id=link.incident_id,
            channel=draft.channel,
            thread=draft.thread,
            inside=link.inside,
            linked_by=by,
            linked_at=at,
        )
        for link in links
    )
    Incident.objects.filter(pk__in=[link.incident_id for link in links]).update(
        status=IncidentStatus.RAISED, status_reason="", hold_until=None
    )
