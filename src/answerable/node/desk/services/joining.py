"""The counterpart joins: what we recorded of it beside what it signs, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from answerable.casework.codes import Kind
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.choices import QuestionChoice
from answerable.node.desk.codes import DraftState, RecordKind
from answerable.node.desk.errors import NotPermitted, NotPossible
from answerable.node.desk.examining_codes import BothSay
from answerable.node.desk.models import (
    CarriedOn,
    Draft,
    IncidentInquiry,
    Inquiry,
    RecordedStatement,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import compartments, drafts, inquiries
from answerable.node.desk.services.threads import Reading
from answerable.node.ledger.models import Channel

# What one thing was said: its kind, what it is about, and in a figure what is counted of whom.
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Compared:
    """One thing as we recorded it and as they signed it; an empty value was not said."""

    what: str
    subject: str
    category: str
    group: str
    recorded: str
    signed: str
    note: RecordedStatement | None

    @property
    def standing(self) -> BothSay:
        """Tell whether both say the same."""
        if self.recorded == self.signed:
            return BothSay.SAME
        if not self.recorded or not self.signed:
            return BothSay.ONLY_SIGNED if self.signed else BothSay.ONLY_RECORDED
        return BothSay.DIFFERENT


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
    """Return what is carried on, each with the `reference` of the signed case if it is known."""
    signed = Inquiry.objects.visible_to(user).filter(
        channel=OuterRef("channel"), thread=OuterRef("thread")
    )
    return CarriedOn.objects.annotate(reference=Subquery(signed.values("reference")[:1]))


def compared(reading: Reading, carried: Iterable[CarriedOn]) -> list[Compared]:
    """Return what was recorded of the other side beside what it signed, thing by thing.

    Of several notes about one thing the newest counts, as of several signed statements. Notes that
    were set aside are left out. Empty for a thread that nobody signed or noted anything of.
    """
    if not reading.is_signed:
        return []
    notes = [one.recorded for one in reading.beside if one.recorded is not None]
    for link in carried:
        notes += RecordedStatement.objects.filter(
            channel=link.paper_channel_id, thread=link.paper_thread, set_aside_at__isnull=True
        ).order_by("stated_at", "pk")
    theirs = sorted((one for one in notes if not one.ours), key=lambda one: (one.stated_at, one.pk))
    recorded: dict[Key, tuple[str, RecordedStatement]] = {}
    for note in theirs:
        for key, value in _noted(note, reading).items():
            recorded[key] = (value, note)
    if not recorded:
        return []
    signed = _signed(reading)
    return [
        Compared(*key, recorded.get(key, ("", None))[0], signed.get(key, ""), _note(recorded, key))
        for key in sorted({*recorded, *signed}, key=_place)
    ]


def _note(
    recorded: Mapping[Key, tuple[str, RecordedStatement]], key: Key
) -> RecordedStatement | None:
    return recorded[key][1] if key in recorded else None


def _signed(reading: Reading) -> dict[Key, str]:
    """Return what the other side signed and did not take back, the newest of each thing."""
    dropped = {step.entry.leaf for step in reading.account.steps if step.withdrawn}
    counts = {step.entry.leaf for step in reading.account.steps if step.rejection is None}
    found: dict[Key, str] = {}
    for one in reading.spoken:
        if not one.ours and one.entry.leaf in counts - dropped:
            found |= _said(one.entry.kind, one.body or {}, one.words or {})
    return found


def _noted(note: RecordedStatement, reading: Reading) -> dict[Key, str]:
    found = _said(note.statement, note.body or {}, note.words or {})
    if note.position and not any(key[0] == "position" for key in found):
        found |= {
            ("position", facts.id, "", ""): note.position for facts in reading.account.incidents
        }
    if note.kind == RecordKind.RECEIPT_CONFIRMED:
        found["receipt", "", "", ""] = "received"
    return found


def _said(kind: str, body: Mapping[str, Any], words: Mapping[str, Any]) -> dict[Key, str]:
    """Return what a statement says, thing by thing, each as a code, a range or a text."""
    found: dict[Key, str] = {}
    for row in body.get("answers") or ():
        if "question" in row:
            found["answer", row["question"], "", ""] = str(row["code"])
    for row in body.get("positions") or ():
        found["position", row["incident"], "", ""] = str(row["position"])
    for row in body.get("figures") or ():
        key = ("figure", row["incident"], str(row["category"]), str(row["group"]))
        found[key] = f"{row.get('low', '')}/{row.get('high', '')}"
    if kind == Kind.ACK and body.get("outcome") == "received":
        found["receipt", "", "", ""] = "received"
    if kind == Kind.RAISE:
        found["reply_due", "", "", ""] = str(body.get("reply_due", ""))
        found |= _facts(body)
        for row in words.get("questions") or ():
            found["question", row["id"], "", ""] = str(row["text"]).strip()
    for row in words.get("answers") or ():
        found["answer_text", row["id"], "", ""] = str(row["text"]).strip()
    return found


def _facts(body: Mapping[str, Any]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for row in body.get("incidents") or ():
        found["event_kind", row["id"], "", ""] = str(row["kind"])
        found["day", row["id"], "", ""] = str(row["start"])
    return found


_ORDER = (
    "receipt", "reply_due", "event_kind", "day", "question", "answer", "answer_text", "position",
    "figure",
)  # fmt: skip


def _place(key: Key) -> tuple[object, ...]:
    number = int(key[1][1:]) if key[1][1:].isdecimal() else 0
    return (key[1][:1], number, _ORDER.index(key[0]), key[2], key[3])


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
