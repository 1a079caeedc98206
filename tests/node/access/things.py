"""The things of one case, for each address that names one: made twice, once in a compartment.

To cover a new kind of address, make its thing in `make_case` and say its value in `Case.values`, by
the name of the argument in the address, or by "url name:argument".
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from answerable.node.desk.models import (
    Arrival,
    Batch,
    BatchItem,
    ClaimCheck,
    Compartment,
    DraftCopy,
    DraftFile,
    Exhibit,
    Figure,
    Folder,
    Incident,
    IncidentMove,
    Inquiry,
    Investigation,
    Message,
    Place,
    PlaceName,
    ProtectedPhrase,
    RecordedStatement,
    Report,
    Review,
    StruckObject,
    Translation,
    Victim,
)
from answerable.node.desk.services import drafts, examining, triage
from answerable.node.intake.models import (
    ClaimDecision,
    ClaimsRun,
    Document,
    DocumentReport,
    Reading,
    ReceivedMail,
    StatedClaim,
    TimeStamp,
)
from tests.extraction.test_cleaning import drawing
from tests.factories import NOW
from tests.node.access.tables import data_row
from tests.node.desk.erasing import ask, raised_by_them
from tests.node.desk.factories import (
    Desk,
    Other,
    cleared,
    make_draft,
    make_incident,
    make_report,
)


@dataclass
class Case:
    """One set of things that belong to a case."""

    values: dict[str, Any]
    incident: Incident


def make_case(desk: Desk, other: Other) -> Case:
    report = make_report(desk)
    incident = make_incident(desk, of=[report])
    parts = _parts(desk, incident)
    phrase = ProtectedPhrase.objects.create(
        incident=incident, phrase="Kelorane", marked_by=desk.officer, marked_at=NOW
    )
    draft = make_draft(desk, other.channel, about=[incident])
    drafts.ask_clearance(draft, version=draft.version, **desk.by())
    together = Batch.objects.create(
        reference=f"D-2026-{draft.pk:04}",
        channel=other.channel,
        office=desk.embassy,
        gathered_by=desk.officer,
        gathered_at=NOW,
    )
    BatchItem.objects.create(batch=together, draft=draft, order=1)
    enclosed = DraftFile.objects.create(draft=draft, number=1, **_copy(desk))
    ours = _raised_with_a_file(desk, other, incident)
    asked = raised_by_them(other)
    said = Message.objects.filter(inquiry=ours).latest("order")
    arrived = Arrival.objects.filter(thread=asked.thread)
    triage.take_up(triage.chosen(*arrived), **desk.by())
    work = _work(desk, ours, asked)
    erasure = ask(desk, other.channel, said.leaf)
    copy = DraftCopy.objects.create(
        draft=draft, version=1, choice=draft.choice, by=desk.officer, at=NOW
    )
    translation = Translation.objects.create(
        channel=other.channel,
        thread=draft.thread,
        draft=draft,
        leaf="",
        language="uk",
        way="human",
        maker_kind="person",
        maker="A translator",
        made_on=NOW.date(),
        office=desk.embassy,
        entered_by=desk.officer,
        entered_at=NOW,
    )
    row = data_row(desk, report)
    stated = _stated(desk, report)
    values = {
        "translation-clear:pk": translation.pk,
        "copy": copy.pk,
        "file": enclosed.pk,
        "batch": together.reference,
        **parts,
        **work,
        "receipt_number": report.receipt_number,
        "receipt": report.receipt_number,
        "sha256": _document(desk, report).sha256,
        "data-row:pk": row.pk,
        "correct:pk": stated.pk,
        "toll:pk": stated.pk,
        "decide:pk": stated.pk,
        "data-incident:pk": row.pk,
        "phrase": phrase.pk,
        "draft": draft.pk,
        "inquiry": ours.reference,
        "asked": asked.reference,
        "asker": asked.reference,
        "leaf": said.leaf,
        "deed": "erase",
        "number": erasure.pk,
        "incident": incident.reference,
        "put:key": incident.reference,
        "inside": "i1",
        "scale": "harm",
        "extension": "docx",
        "stage": "legal_review",
        "act": "follow_up",
        "question": "q1",
    }
    return Case(values, incident)


def _stated(desk: Desk, report: Report) -> StatedClaim:
    run = ClaimsRun.objects.create(report=report, reader="another 1", digest="0" * 64, read_at=NOW)
    claim = StatedClaim.objects.create(
        run=run, number=0, kind="harm", value="killed", quote="4 people", start=0, end=8,
        rule="theirs", confidence=1, language="en", scope="incident", incident=1, low=4, high=4,
    )  # fmt: skip
    ClaimDecision.objects.create(claim=claim, verdict="confirmed", by=desk.officer, at=NOW)
    return claim


def _copy(desk: Desk) -> dict[str, Any]:
    data = drawing()
    return {
        "description": "The east wall",
        "marking": "amber",
        "media": "image/png",
        "data": data,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "added_by": desk.officer,
        "added_at": NOW,
    }


def _raised_with_a_file(desk: Desk, other: Other, incident: Incident) -> Inquiry:
    """Raise an inquiry whose last message is a file: every page of a message is one of it too."""
    draft = make_draft(desk, other.channel, about=[incident])
    DraftFile.objects.create(draft=draft, number=1, **_copy(desk))
    return drafts.send(cleared(desk, draft), **desk.by())


def _parts(desk: Desk, incident: Incident) -> dict[str, Any]:
    by: dict[str, Any] = {"added_by": desk.officer, "added_at": NOW}
    place = Place.objects.create(incident=incident, **by)
    PlaceName.objects.create(place=place, name="Port Sarel")
    thing = StruckObject.objects.create(incident=incident, code="medical_unit")
    figure = Figure.objects.create(
        incident=incident,
        stated_by="Someone",
        category="killed",
        low=1,
        high=1,
        qualifier="exact",
        **by,
    )
    move = IncidentMove.objects.create(
        kind="split",
        source=incident,
        target=make_incident(desk),
        reason="Two",
        moved={"rows": {}},
        **desk.by(),
    )
    piece = Exhibit.objects.create(
        incident=incident,
        kind="photo",
        description="A yard",
        is_kept=True,
        size=1,
        sha256=uuid.uuid4().hex * 2,
        file_name="yard.jpg",
        **by,
    )
    victim = Victim.objects.create(
        incident=incident, names="Ilse Varrow", source="A list", fate="missing", **by
    )
    return {
        "victim": victim.pk,
        "exhibit": piece.pk,
        "move": move.pk,
        "place": place.pk,
        "object": thing.pk,
        "figure": figure.pk,
    }


def _work(desk: Desk, ours: Inquiry, asked: Inquiry) -> dict[str, Any]:
    here = {"channel": ours.channel, "thread": ours.thread}
    review = Review.objects.create(
        office=desk.embassy, started_by=desk.officer, started_at=NOW, **here
    )
    claim = ClaimCheck.objects.create(
        review=review, claim="None was there", by=desk.officer, at=NOW
    )
    found = Investigation.objects.create(
        channel=asked.channel,
        thread=asked.thread,
        office=desk.embassy,
        lead=desk.investigator,
        opened_by=desk.investigator,
        opened_at=NOW,
    )
    noted = RecordedStatement.objects.create(
        leaf=uuid.uuid4().hex,
        kind="denial",
        stated_by="A spokesperson",
        stated_at=NOW - timedelta(days=1),
        confidence="checked",
        office=desk.embassy,
        recorded_by=desk.officer,
        recorded_at=NOW,
        **here,
    )
    task = examining.give_task(
        found, title="Ask", owner=desk.investigator, due=NOW.date(), by=desk.investigator, at=NOW
    )
    hold = examining.ask_to_keep(
        found,
        kind="logs",
        what="Log",
        held_at="Base",
        asked_of="Wing",
        asked_on=NOW.date(),
        by=desk.investigator,
        at=NOW,
    )
    return {
        "task": task.pk,
        "hold": hold.pk,
        "review": review.pk,
        "claim": claim.pk,
        "statement": noted.pk,
    }


def _document(desk: Desk, report: Report) -> Document:
    document = Document.objects.create(
        sha256=uuid.uuid4().hex * 2,
        size=1,
        media="text/plain",
        way="paste",
        received_at=NOW,
        received_by=desk.officer,
    )
    Reading.objects.create(document=document, text="A clinic", reader="by hand", read_at=NOW)
    DocumentReport.objects.create(
        document=document, report=report, made_at=NOW, made_by=desk.officer
    )
    ReceivedMail.objects.create(
        report=report, source="S-2345A", reader="x", received_by=desk.officer, received_at=NOW
    )
    TimeStamp.objects.create(
        document=document, authority="x", stamped_at=NOW, verified_at=NOW, response=b"x"
    )
    return document


def shut(case: Case, room: Compartment) -> None:
    """Put everything of a case into a compartment in which none of the people is."""
    Incident.objects.filter(pk=case.incident.pk).update(compartment=room)
    Report.objects.filter(receipt_number=case.values["receipt_number"]).update(compartment=room)
    for reference in (case.values["inquiry"], case.values["asked"]):
        _folder(Inquiry.objects.get(reference=reference), room)
    _folder(case.incident.draft_links.order_by("pk")[0].draft, room)


def _folder(thing: Any, room: Compartment) -> None:
    Folder.objects.update_or_create(
        channel=thing.channel, thread=thing.thread, defaults={"compartment": room}
    )
