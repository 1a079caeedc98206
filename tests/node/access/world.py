"""The things that stand in the addresses: one set that is open, one set in a closed compartment.

To cover a new kind of address, make its thing in `_case` (it then exists twice, once in the
compartment) or in `make` (a thing that belongs to no case), and say its value in `Case.values` or
`World.values`, by the name of the argument in the address, or by "url name:argument".
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from answerable.node.accounts import services as accounts
from answerable.node.accounts.models import Membership, Role, User
from answerable.node.desk.models import (
    AccessRequest,
    Arrival,
    Batch,
    BatchItem,
    ChainStep,
    ClaimCheck,
    Compartment,
    CompartmentMember,
    DraftCopy,
    DutyContact,
    Exhibit,
    Figure,
    Folder,
    Incident,
    IncidentMove,
    Inquiry,
    Investigation,
    LogImport,
    Message,
    OperationsLog,
    Place,
    PlaceName,
    ProtectedPhrase,
    RecordedStatement,
    RegisterReader,
    RegisterSwitch,
    Remit,
    Report,
    Review,
    StruckObject,
    Translation,
    Victim,
)
from answerable.node.desk.services import drafts, examining, triage
from answerable.node.intake.models import Document, DocumentReport, Reading
from answerable.node.jobs.models import Job
from answerable.node.ledger.models import Channel
from answerable.node.vault import tokens
from answerable.node.vault.models import ConsentRecord
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import keys, questions, sources
from answerable.safekeeping import sealed
from tests.factories import NOW, PASSWORD, make_user
from tests.node.desk.erasing import ask, raised_by_them
from tests.node.desk.factories import (
    Desk,
    Other,
    make_draft,
    make_incident,
    make_report,
    raise_signed,
)
from tests.node.ledger.carrying import make_pouch_channel

# Somebody who has an account and no role is one more.
NOBODY = "nobody"
ROLES = (*(str(role) for role in Role), NOBODY)


@dataclass
class Case:
    """One set of things that belong to a case."""

    values: dict[str, Any]
    incident: Incident


@dataclass
class World:
    """Everybody and everything."""

    people: dict[str, User]
    values: dict[str, Any]
    open: Case
    shut: Case
    desk: Desk
    other: Other


def make() -> World:
    """Make the world once; no test changes it, since each request is taken back."""
    desk = Desk()
    # A clearer must be of another office than the author, and each is one of several.
    offices = {role: "bureau" if role == Role.CLEARER else "embassy" for role in Role}
    people = {str(role): make_user(f"as-{role}", role, office=offices[role]) for role in Role}
    people[NOBODY] = make_user("as-nobody", password=PASSWORD)
    other = Other(*make_pouch_channel())
    mine, theirs = _case(desk, other), _case(desk, other)
    room = Compartment.objects.create(
        code="C-2026-9001", name="Elsewhere", opened_by=desk.officer, opened_at=NOW
    )
    CompartmentMember.objects.create(
        compartment=room, user=desk.officer, added_by=desk.officer, added_at=NOW
    )
    _shut(theirs, room)
    theirs.values["compartment"] = room.code
    theirs.values["member"] = room.members.get().pk
    asked = AccessRequest.objects.create(
        compartment=room, asked_by=desk.investigator, asked_at=NOW, reason="A deadline"
    )
    hall = Compartment.objects.create(
        code="C-2026-9002", name="All", opened_by=desk.officer, opened_at=NOW
    )
    for person in (desk.officer, *people.values()):
        member = CompartmentMember.objects.create(
            compartment=hall, user=person, added_by=desk.officer, added_at=NOW
        )
    mine.values.update(compartment=hall.code, member=member.pk)
    values = {
        **_values(desk, other.channel, people),
        **_vault(people),
        "access-give:pk": asked.pk,
        "access-refuse:pk": asked.pk,
        "put:kind": "incident",
    }
    return World(people, values, mine, theirs, desk, other)


def _values(desk: Desk, channel: Channel, people: dict[str, User]) -> dict[str, Any]:
    waiting = accounts.give_role(
        make_user("newcomer"), desk.embassy, Role.CLEARER, by=desk.administrator, at=NOW
    )
    contact = DutyContact.objects.create(
        channel=channel, desk="Duty room", telephone="1", added_by=desk.officer, added_at=NOW
    )
    remit = Remit.objects.create(order=1, office=desk.bureau, kind="other")
    chain = ChainStep.objects.create(order=1, office=desk.bureau, kind="correct")
    job = Job.objects.create(name="ledger.tick", created_at=NOW, run_at=NOW)
    taken = Membership.objects.get(user=people["analyst"])
    # On, and of all people the officer is let in.
    RegisterSwitch.objects.create(is_on=True, reason="R", by=desk.administrator, at=NOW)
    reader = RegisterReader.objects.create(
        user=people["officer"], reason="R", given_by=desk.administrator, given_at=NOW
    )
    log = OperationsLog.objects.create(
        name="Log", zone="UTC", opened_by=desk.officer, opened_at=NOW
    )
    log.offices.add(desk.embassy)
    file = LogImport.objects.create(
        log=log, file_name="log.csv", rows=[[1, "Key"], [2, "M-1"]], by=desk.officer, at=NOW
    )
    return {
        "part": "task",
        "operations-log:pk": log.pk,
        "operations-file:pk": log.pk,
        "operations-file:number": file.pk,
        "operations-drop:pk": log.pk,
        "operations-drop:number": file.pk,
        "slug": channel.slug,
        "complaint-new:slug": channel.slug,
        "code": "embassy",
        "digest": "a" * 16,
        "number": 1,
        "way": "up",
        "people:pk": people[NOBODY].pk,
        "person:pk": people[NOBODY].pk,
        "reset_password:pk": people[NOBODY].pk,
        "end_access:pk": people[NOBODY].pk,
        "restore_access:pk": people[NOBODY].pk,
        "invite:pk": people[NOBODY].pk,
        "end_sessions:pk": people[NOBODY].pk,
        "reset_factors:pk": people[NOBODY].pk,
        "take_role:pk": taken.pk,
        "role_grant:pk": waiting.pk if waiting else 0,
        "role_refuse:pk": waiting.pk if waiting else 0,
        "role_waive:pk": waiting.pk if waiting else 0,
        "chain-remove:pk": chain.pk,
        "duty-end:pk": contact.pk,
        "remit-move:pk": remit.pk,
        "remit-remove:pk": remit.pk,
        "register-let-out:pk": reader.pk,
        "job:pk": job.pk,
        "cancel:pk": job.pk,
    }


def _vault(people: dict[str, User]) -> dict[str, Any]:
    custodian = people["custodian"]
    keys.found("correct horse battery staple", work=sealed.LEAST_WORK, by=custodian, at=NOW)
    about = sources.About("witness", reach="safe")
    who = Identity(name="Samira Dorvelle")
    by: dict[str, Any] = {"by": people["intake"], "at": NOW}
    source = sources.add(about, receipt="R-2026-00001", identity=who, **by)
    consent = ConsentRecord.objects.create(
        source=source,
        # Else what rests on the source is not printed.
        purpose="raise_without_identity",
        how="in_person",
        given_at=NOW,
        recorded_by=custodian,
        recorded_at=NOW,
    )
    return {
        "vault/code": source.code,
        "vault/token": tokens.for_report("R-2026-00001", people["intake"]),
        "consent-withdraw:pk": consent.pk,
        "notice-settle:pk": 1,
        "question-settle:pk": questions.ask("R-2026-00001", "When?", **by).pk,
        "admit:pk": custodian.vault_custodian.pk,
        "dismiss:pk": custodian.vault_custodian.pk,
    }


def _case(desk: Desk, other: Other) -> Case:
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
    ours = raise_signed(desk, other.channel, about=[incident])
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
    values = {
        "translation-clear:pk": translation.pk,
        "copy": copy.pk,
        "batch": together.reference,
        **parts,
        **work,
        "receipt_number": report.receipt_number,
        "receipt": report.receipt_number,
        "sha256": _document(desk, report).sha256,
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
    return document


def _shut(case: Case, room: Compartment) -> None:
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
