"""Take an erased text out of all that the desk made of it: drafts, clearances, notes, shared rows.

What has another origin than the message is left alone: our own incident from which an inquiry was
written is not the inquiry. The table of docs/operators/erasure.md says what goes and what stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from answerable.node.desk import projector
from answerable.node.desk.codes import ClearanceKind, DraftState
from answerable.node.desk.models import (
    ClaimCheck,
    ClaimCheckChange,
    Clearance,
    Conveyance,
    Draft,
    DraftComment,
    DraftCopy,
    DraftFile,
    DutyCall,
    Exhibit,
    ExhibitEvent,
    ExportClearance,
    FieldChange,
    FollowStep,
    IdentityCheck,
    Incident,
    IncidentInquiry,
    IncidentMove,
    Investigation,
    InvestigationStep,
    InvestigationTask,
    KeptFinding,
    KeptPhrase,
    MayBeTold,
    MethodCheck,
    PlaceName,
    PreservationHold,
    QuestionReview,
    Referral,
    Remedy,
    Review,
    SecondReading,
    TaskChange,
    ToldApart,
    Translation,
    TriageDecision,
)
from answerable.node.desk.services.drafts import files
from answerable.node.desk.triage_codes import TriageDeed
from answerable.node.ledger import leftovers, scrubbing
from answerable.node.ledger.forgetting import Forgotten

# Stands where a text was that may not be empty.
ERASED = "–"
# The digest of a draft has no salt: left as it was, it would confirm a guess.
NO_DIGEST = "0" * 64
TABLES = (
    "desk_message", "desk_inquiry", "desk_draft", "desk_clearance", "desk_keptphrase",
    "desk_keptfinding", "desk_identitycheck",
    "desk_draftcopy", "desk_draftcomment", "desk_draftfile",
    "desk_translation", "desk_translatedtext",
    "desk_review", "desk_questionreview", "desk_claimcheck", "desk_claimcheckchange",
    "desk_investigationstep", "desk_incident", "desk_placename", "desk_exportclearance",
    "desk_fieldchange", "desk_incidentmove",
    "desk_investigation", "desk_investigationtask", "desk_preservationhold", "desk_methodcheck",
    "desk_followstep", "desk_dutycall",
    "desk_remedy", "desk_referral", "desk_secondreading", "desk_toldapart",
    "desk_exhibit", "desk_exhibitevent",
    "desk_triagedecision",
)  # fmt: skip


def forget(gone: Forgotten) -> None:
    """Forget a text that is being erased, in the transaction of the erasure."""
    texts = leftovers.texts_of(gone.media, gone.data)
    _empty_sent_draft(gone)
    # It says the same in another language.
    Translation.objects.filter(channel=gone.channel, leaf=gone.leaf).delete()
    exports = ExportClearance.objects.filter(channel=gone.channel, leaf=gone.leaf)
    _empty_columns(exports, texts, purpose=ERASED, note=ERASED)
    if gone.thread:
        _empty_drafts_that_repeat(gone, texts)
        _empty_notes(gone, texts)
        if not gone.ours:
            _empty_taken_over(gone, texts)
        projector.project(gone.channel, gone.thread, at=gone.at, answer=False)


@transaction.atomic
def forget_questions(receipts: Iterable[str], *, at: datetime) -> None:
    """Empty what the sources of reports were asked; that they were, who asked and when stays."""
    asked = TriageDecision.objects.filter(
        report__receipt_number__in=list(receipts), deed=TriageDeed.ASKED_SOURCE
    )
    asked.update(reason=ERASED)
    scrubbing.scrub_after_commit(at=at)


def _empty_sent_draft(gone: Forgotten) -> None:
    for draft in Draft.objects.filter(channel=gone.channel, sent_leaf=gone.leaf):
        _empty(draft)


def _empty_drafts_that_repeat(gone: Forgotten, texts: Sequence[str]) -> None:
    """Take back drafts that were never sent and hold the same words, as a correction does."""
    # A picture has no words: it is known by its bytes.
    same = "" if gone.data is None else hashlib.sha256(gone.data).hexdigest()
    for draft in Draft.objects.filter(channel=gone.channel, thread=gone.thread).exclude(
        state=DraftState.SENT
    ):
        enclosed = [one.text for one in files.texts_of(draft)]
        says = any(leftovers.holds(said, texts) for said in (draft.choice, draft.words, enclosed))
        if says or (same and draft.files.filter(sha256=same).exists()):
            Draft.objects.filter(pk=draft.pk).update(
                state=DraftState.WITHDRAWN, version=draft.version + 1, changed_at=gone.at
            )
            _empty(draft)


def _empty(draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).update(choice={}, words=None, digest=NO_DIGEST)
    KeptPhrase.objects.filter(draft=draft).delete()
    KeptFinding.objects.filter(draft=draft).delete()
    IdentityCheck.objects.filter(draft=draft).delete()
    # Earlier texts and what was said about them go whole: they repeat it in other words.
    DraftCopy.objects.filter(draft=draft).delete()
    DraftComment.objects.filter(draft=draft).delete()
    DraftFile.objects.filter(draft=draft).delete()
    Translation.objects.filter(draft=draft).delete()
    steps = Clearance.objects.filter(draft=draft)
    must_say = steps.filter(kind__in=(ClearanceKind.WAIVED, ClearanceKind.RETURNED))
    must_say.update(note=ERASED)
    steps.exclude(pk__in=must_say.values("pk")).update(note="")
    steps.update(digest=NO_DIGEST)


def _empty_notes(gone: Forgotten, texts: Sequence[str]) -> None:
    """Empty what was written about the case where it quotes the text."""
    here = {"channel": gone.channel, "thread": gone.thread}
    reviews = Review.objects.filter(**here)
    claims = ClaimCheck.objects.filter(review__in=reviews)
    _empty_columns(reviews, texts, note="")
    _empty_columns(QuestionReview.objects.filter(review__in=reviews), texts, note="")
    _empty_columns(claims, texts, claim=ERASED, about="", evidence="", note="")
    _empty_columns(
        ClaimCheckChange.objects.filter(check_of__in=claims), texts, evidence="", note=""
    )
    steps = InvestigationStep.objects.filter(
        investigation__channel=gone.channel, investigation__thread=gone.thread
    )
    _empty_columns(steps, texts, note="")
    decided = TriageDecision.objects.filter(
        arrival__channel=gone.channel, arrival__thread=gone.thread
    )
    _empty_columns(decided, texts, reason=ERASED)
    _empty_columns(SecondReading.objects.filter(review__in=reviews), texts, note=ERASED)
    drafts = Draft.objects.filter(**here)
    _empty_columns(ToldApart.objects.filter(draft__in=drafts), texts, reason=ERASED)
    _empty_columns(Referral.objects.filter(**here), texts, note="")
    # A step that is passed over must say why.
    _empty_columns(FollowStep.objects.filter(**here), texts, note=ERASED)
    calls = DutyCall.objects.filter(**here)
    _empty_columns(calls, texts, said="", answered_by="")
    examined = Investigation.objects.filter(**here)
    _empty_columns(examined, texts, standard_note="")
    _empty_columns(MethodCheck.objects.filter(investigation__in=examined), texts, note=ERASED)
    _empty_columns(Remedy.objects.filter(investigation__in=examined), texts, note="")
    holds = PreservationHold.objects.filter(investigation__in=examined)
    _empty_columns(holds, texts, what=ERASED, note="")
    tasks = InvestigationTask.objects.filter(investigation__in=examined)
    _empty_columns(tasks, texts, title=ERASED, note="", result="")
    _empty_columns(TaskChange.objects.filter(task__in=tasks), texts, reason=ERASED)
    told = Q(investigation__in=examined) | Q(**here)
    conveyed = Conveyance.objects.filter(told)
    _empty_columns(conveyed, texts, told=ERASED, reaction="")
    _empty_columns(MayBeTold.objects.filter(told), texts, text=ERASED)


def _empty_taken_over(gone: Forgotten, texts: Sequence[str]) -> None:
    """Empty what an incident of ours has word for word from the other side's message."""
    links = IncidentInquiry.objects.filter(channel=gone.channel, thread=gone.thread)
    incidents = Incident.objects.filter(pk__in=links.values("incident"))
    for incident in incidents:
        one = Incident.objects.filter(pk=incident.pk)
        _empty_columns(
            one,
            texts,
            title=incident.reference,
            narrative="",
            counterpart_text="",
            public_text="",
            when_note="",
            weapon_note="",
            targeted="",
        )
    _empty_history(FieldChange.objects.filter(incident__in=incidents), texts)
    moves = IncidentMove.objects.filter(Q(source__in=incidents) | Q(target__in=incidents))
    _empty_columns(moves, texts, reason=ERASED)
    exhibits = Exhibit.objects.filter(incident__in=incidents)
    said = {"description": ERASED, "provenance": "", "made_note": ""}
    # A thing that is not kept here has to be somewhere, or with somebody.
    _empty_columns(exhibits, texts, **said, whereabouts=ERASED, keeper=ERASED)
    custody = ExhibitEvent.objects.filter(exhibit__in=exhibits)
    _empty_columns(custody, texts, reason=ERASED, giver=ERASED, taker=ERASED)
    for name in PlaceName.objects.filter(place__incident__in=incidents):
        if leftovers.holds(name.name, texts):
            others = PlaceName.objects.filter(place=name.place_id, name=ERASED)
            if others.exists():
                name.delete()
            else:
                PlaceName.objects.filter(pk=name.pk).update(name=ERASED, language="")


def _empty_history(changes: QuerySet[FieldChange], texts: Sequence[str]) -> None:
    """Empty what a fact was and is; who changed it and when stays, and that it changed."""
    for change in changes:
        was, now = (leftovers.holds(text, texts) for text in (change.before, change.after))
        before = ERASED if was else change.before
        # The two stay different, as a change is one.
        after = ("" if before else ERASED) if now else change.after
        why = ERASED if leftovers.holds(change.reason, texts) else change.reason
        if was or now or why != change.reason:
            FieldChange.objects.filter(pk=change.pk).update(before=before, after=after, reason=why)


def _empty_columns(rows: QuerySet[Any], texts: Iterable[str], **empty: str) -> None:
    listed = list(texts)
    for row in rows:
        changed = {
            column: value
            for column, value in empty.items()
            if leftovers.holds(getattr(row, column), listed)
        }
        if changed:
            _model(row).objects.filter(pk=row.pk).update(**changed)


def _model(row: Model) -> Any:
    return type(row)
