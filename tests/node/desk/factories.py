"""Make people, reports, incidents, channels and drafts; a test says only what it is about."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from answerable.casework import bodies
from answerable.casework.codes import AnswerCode, EventKind, Kind, TimePrecision
from answerable.casework.terms import preset_terms
from answerable.casework.thread import Ref
from answerable.casework.words import MEDIA_TYPE, Text, Words, encode_words
from answerable.node.accounts.models import Office, Role, User
from answerable.node.desk.choices import AnswerChoice, QuestionChoice, RaiseChoice
from answerable.node.desk.models import Draft, Exhibit, Incident, Inquiry, Report
from answerable.node.desk.services import (
    drafts,
    exhibits,
    incidents,
    judgements,
    recorded,
    reports,
)
from answerable.node.jobs import queue
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from answerable.node.ledger.publishing import publish
from answerable.protocol import content, envelope, log
from answerable.protocol.recovery import Assessment, StartState
from answerable.protocol.statement import Ref as SignedRef
from tests.factories import NOW, make_office, make_user
from tests.node.ledger import factories as ledger_factories
from tests.node.ledger.peer import Peer

TERMS: dict[str, Any] = bodies.encode_body(preset_terms("en"))
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Desk:
    """The people of one party: an officer and an investigator, and a clearer elsewhere."""

    def __init__(self) -> None:
        self.embassy: Office = make_office("embassy")
        self.bureau: Office = make_office("bureau")
        self.officer: User = make_user("amal", Role.OFFICER)
        self.clearer: User = make_user("boris", Role.CLEARER, office="bureau")
        self.investigator: User = make_user("chana", Role.INVESTIGATOR)
        self.administrator: User = make_user("dana", Role.ADMINISTRATOR)

    def by(self, at: datetime = NOW) -> dict[str, Any]:
        """The officer, at a time: what most deeds ask for."""
        return {"by": self.officer, "at": at}

    def acts(self, at: datetime = NOW) -> dict[str, Any]:
        """The officer for the embassy, at a time."""
        return {"by": self.officer, "office": self.embassy, "at": at}


def make_report(desk: Desk, title: str = "A clinic was hit", **given: Any) -> Report:
    """Take a report in."""
    return reports.create_report(title=title, route="paste", **given, **desk.by())


def make_incident(desk: Desk, *, of: Sequence[Report] = (), **given: Any) -> Incident:
    """Open an incident that has a date."""
    fields: dict[str, Any] = {
        "title": "Clinic in Port Sarel",
        "kind": EventKind.ATTACK,
        "start": datetime(2026, 2, 20, 13, 30, tzinfo=UTC),
        "time_precision": TimePrecision.DAY,
        **given,
    }
    return incidents.open_incident(reports=of, **fields, **desk.acts())


def make_kept(desk: Desk, incident: Incident, data: bytes = b"points of light") -> Exhibit:
    """Keep a file as evidence; the test has a folder for it."""
    about = exhibits.About(kind="photo", description="A crater in a yard")
    return exhibits.add_file(incident, data, about, file_name="yard.jpg", **desk.by())


def make_described(desk: Desk, incident: Incident, **given: Any) -> Exhibit:
    """Describe a piece of evidence that somebody else holds."""
    said = {"kind": "remnant", "description": "A tail fin", "keeper": "A museum", **given}
    return exhibits.describe(incident, exhibits.About(**said), **desk.by())


def make_paper(desk: Desk) -> Channel:
    """Open a channel whose counterpart runs nothing."""
    ledger.create_self(code="alice", name="Alice", domain="alice.example", at=NOW)
    return ledger.create_paper(
        title="Letters to Bob", their_code="bob", their_name="Bob", terms=TERMS, at=NOW
    )


def make_signed(desk: Desk) -> tuple[Channel, Peer]:
    """Found a signed channel with a peer in memory; every office made before it has a key."""
    return ledger_factories.make_channel()


def make_draft(
    desk: Desk,
    channel: Channel,
    *,
    about: Sequence[Incident] = (),
    questions: Sequence[str] = ("What happened?",),
    at: datetime = NOW,
    **given: Any,
) -> Draft:
    """Write an inquiry that could be sent."""
    raised = list(about) or [make_incident(desk)]
    draft = drafts.start_inquiry(raised, channel, **desk.acts(at))
    choice = drafts.choice_of(draft)
    assert isinstance(choice, RaiseChoice)
    return change(
        desk,
        draft,
        at=at,
        **{
            "subject": "Attack on a clinic",
            "questions": tuple(QuestionChoice(text=text) for text in questions),
            **given,
        },
    )


def change(desk: Desk, draft: Draft, *, at: datetime = NOW, **given: Any) -> Draft:
    """Change some fields of a draft's choice and save it."""
    choice = msgspec.structs.replace(drafts.choice_of(draft), **given)
    return drafts.save(draft, choice, version=draft.version, **desk.by(at))


def cleared(desk: Desk, draft: Draft, *, at: datetime = NOW) -> Draft:
    """Let the draft pass the chain, if its kind has one."""
    drafts.ask_clearance(draft, version=draft.version, **desk.by(at))
    if draft.state == "awaiting_clearance":
        drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=at)
    return draft


def raise_on_paper(desk: Desk, channel: Channel, *, at: datetime = NOW, **given: Any) -> Inquiry:
    """Raise an inquiry with a counterpart on paper, handed over at the time."""
    draft = cleared(desk, make_draft(desk, channel, at=at, **given), at=at)
    return recorded.record_delivery(draft, delivered_at=at, delivered_to="Desk", **desk.by(at))


def raise_signed(desk: Desk, channel: Channel, *, at: datetime = NOW, **given: Any) -> Inquiry:
    """Raise an inquiry on a signed channel."""
    draft = cleared(desk, make_draft(desk, channel, at=at, **given), at=at)
    inquiry = drafts.send(draft, **desk.by(at))
    publish(channel, ledger.channels.our_log(channel).origin)
    return inquiry


class Other:
    """The party across the channel: says things in its own log and follows ours."""

    def __init__(self, channel: Channel, peer: Peer) -> None:
        self.channel, self.peer = channel, peer

    def say(
        self,
        thread: str,
        body: bodies.Body | dict[str, Any],
        *,
        kind: str = "",
        refs: Sequence[Ref] = (),
        at: datetime = NOW + HOUR,
        words: Words | None = None,
        file: tuple[str, bytes] | None = None,
    ) -> str:
        """Sign a statement into its log; return the leaf hash in hex."""
        named = kind or bodies.kind_of(body)  # type: ignore[arg-type]
        plain = body if isinstance(body, dict) else bodies.encode_body(body)
        other: dict[str, Any] = {}
        spoken = [] if words is None else [(MEDIA_TYPE, encode_words(words))]
        sealed = [
            content.seal(media, data, secrets.token_bytes(32))
            for media, data in (*spoken, *([] if file is None else [file]))
        ]
        for each in sealed:
            self.peer.contents[each.commit.hex()] = each
        if sealed:
            other["content"] = tuple(map(content.reference, sealed))
        said = self.peer.statement(
            named,
            thread,
            plain,
            ts=envelope.format_time(at),
            refs=tuple(SignedRef(ref.origin, ref.index, ref.leaf) for ref in refs),
            **other,
        )
        entry = envelope.sign(said, [self.peer.keys["author"]])
        own = self.peer.charter.log(self.peer.code)
        [place] = log.append(
            self.peer.store,
            own,
            [entry],
            self.peer.keys["log"],
            permit=Assessment(StartState.CLEAN),
        )
        return place.leaf_hash.hex()

    def arrive(self, at: datetime = NOW + HOUR) -> None:
        """Have our node follow its log and fold what is new."""
        ledger_factories.sync(self.channel, self.peer, at=at)
        queue.run_waiting(at)


def raise_body(**given: Any) -> bodies.Raise:
    """The body of an inquiry that somebody else raises."""
    fields: dict[str, Any] = {
        "reference": "BOB-2026-0001",
        "instrument": "letter",
        "urgency": "ordinary",
        "incidents": (
            bodies.IncidentFacts(
                id="i1", kind=EventKind.ATTACK, start=NOW.date(), precision=TimePrecision.DAY
            ),
        ),
        "questions": (bodies.Asked(id="q1", due=NOW + 60 * DAY),),
        "receipt_due": NOW + 3 * DAY,
        "reply_due": NOW + 60 * DAY,
        "language": "en",
        "marking": "amber",
        **given,
    }
    return bodies.parse_body(Kind.RAISE, bodies.encode_body(bodies.Raise(**fields)))  # type: ignore[return-value]


def response_body(code: str = "answered", **given: Any) -> bodies.Response:
    """The body of a response to the first question."""
    fields: dict[str, Any] = {
        "final": True,
        "answers": (bodies.Answer(question="q1", code=AnswerCode(code)),),
        "language": "en",
        "marking": "amber",
        **given,
    }
    return bodies.Response(**fields)


def raise_words() -> Words:
    """The words that go with `raise_body`."""
    return Words(
        kind=Kind.RAISE,
        language="en",
        subject="Fire across the line",
        questions=(Text(id="q1", text="Who was there?"),),
    )


def answered(draft: Draft, code: str = "answered", text: str = "It was examined.") -> Any:
    """The answers of a response draft, all alike."""
    choice: Any = drafts.choice_of(draft)
    return tuple(
        AnswerChoice(question=one.question, code=code, text=text)  # type: ignore[arg-type]
        for one in choice.answers
    )


def decide_to_raise(desk: Desk, incident: Incident) -> None:
    """Decide that an incident is of concern and will be raised."""
    judgements.decide_concern(
        incident, criteria=["medical"], raise_it=True, reason="A clinic", **desk.by()
    )
