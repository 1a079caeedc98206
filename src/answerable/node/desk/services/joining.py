"""The counterpart joins: carry on in the channel what stood on paper."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from answerable.casework.codes import Kind
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.choices import QuestionChoice
from answerable.node.desk.codes import OPEN_STATES, DraftState
from answerable.node.desk.errors import NotPermitted, NotPossible
from answerable.node.desk.models import (
    CarriedOn,
    Draft,
    IncidentInquiry,
    Inquiry,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import compartments, drafts, inquiries
from answerable.node.ledger.models import Channel


@transaction.atomic
def carry_on(inquiry: Inquiry, before: Inquiry, *, by: User, at: datetime) -> CarriedOn:
    """Say that a signed case carries on one on paper; both have to be known to the person."""
    require(by, Deed.RECORD)
    if Inquiry.objects.visible_to(by).filter(pk__in=[inquiry.pk, before.pk]).count() != 2:
        raise NotPermitted(Deed.RECORD.value)
    if before.channel.kind != Channel.Kind.PAPER or not inquiry.channel.is_signed:
        raise NotPossible("not_paper_and_signed")
    if inquiry.role != before.role:
        raise NotPossible("not_the_same_roles")
    return _link(inquiry.channel, inquiry.thread, before, by, at)


@transaction.atomic
def raise_again(
    before: Inquiry, channel: Channel, *, by: User, office: Office, at: datetime
) -> Draft:
    """Begin in a signed channel what we raised on paper, with the questions that still stand.

    What is shared is chosen anew: a person looks at every word before it is signed. It stays in
    the compartment of the case on paper, whatever else its incidents are in.
    """
    if before.channel.kind != Channel.Kind.PAPER or not channel.is_signed:
        raise NotPossible("not_paper_and_signed")
    if not before.is_raised_by_us:
        raise NotPossible("not_raised_by_us")
    links = IncidentInquiry.objects.visible_to(by).filter(
        channel=before.channel, thread=before.thread
    )
    ours = [link.incident for link in links.select_related("incident").order_by("pk")]
    asked = _asked(before)
    together = compartments.keep_together([*ours, before])
    draft = drafts.start_inquiry(
        ours, channel, urgency=before.urgency or "ordinary", by=by, office=office, at=at
    )
    compartments.follow(draft, together)
    choice = msgspec.structs.replace(
        drafts.choice_of(draft), subject=before.subject, questions=asked
    )
    draft = drafts.save(draft, choice, version=draft.version, by=by, at=at)
    _link(channel, draft.thread, before, by, at)
    return draft


def _asked(before: Inquiry) -> tuple[QuestionChoice, ...]:
    """Return the questions that were not taken back; one without its text cannot be asked."""
    lines = [one for one in inquiries.question_view(before) if not one.withdrawn]
    if not all(line.texts for line in lines):
        raise NotPossible("question_without_its_text")
    return tuple(QuestionChoice(text=line.texts[0]) for line in lines)


def before(user: User) -> QuerySet[CarriedOn]:
    """Return what is carried on, each with the `reference` of the case on paper if it is known."""
    paper = Inquiry.objects.visible_to(user).filter(
        channel=OuterRef("paper_channel"), thread=OuterRef("paper_thread")
    )
    return CarriedOn.objects.annotate(reference=Subquery(paper.values("reference")[:1]))


def after(user: User) -> QuerySet[CarriedOn]:
    """Return what is carried on, each with the `reference` of the signed case if it is known.

    Before there is one, `draft` is the key of the draft that raises it again, if it is known.
    """
    here = {"channel": OuterRef("channel"), "thread": OuterRef("thread")}
    signed = Inquiry.objects.visible_to(user).filter(**here)
    drafts = Draft.objects.visible_to(user).filter(kind=Kind.RAISE, state__in=OPEN_STATES, **here)
    return CarriedOn.objects.annotate(
        reference=Subquery(signed.values("reference")[:1]),
        draft=Subquery(drafts.values("pk")[:1]),
    )


def standing(before: Inquiry, user: User) -> CarriedOn | None:
    """Return in what a case on paper is carried on already, if the person may know of it."""
    found = after(user).filter(paper_channel=before.channel, paper_thread=before.thread)
    return found.filter(Q(reference__isnull=False) | Q(draft__isnull=False)).first()


def _link(channel: Channel, thread: str, before: Inquiry, by: User, at: datetime) -> CarriedOn:
    # What was begun and discarded carries nothing on.
    here = {"channel": OuterRef("channel"), "thread": OuterRef("thread")}
    CarriedOn.objects.filter(
        ~Exists(Inquiry.objects.filter(**here)),
        ~Exists(Draft.objects.filter(**here).exclude(state=DraftState.WITHDRAWN)),
        paper_channel=before.channel,
        paper_thread=before.thread,
    ).delete()
    try:
        with transaction.atomic():
            row = CarriedOn.objects.create(
                channel=channel,
                thread=thread,
                paper_channel=before.channel,
                paper_thread=before.thread,
                by=by,
                at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("already_so") from exc
    audit.record(by, "case carried on", "inquiry", before.reference, at=at)
    return row
