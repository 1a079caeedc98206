"""Two real nodes: a party reports its own act, the other takes note, asks, and gets its answer."""

from pathlib import Path

from tests.stories.nodes import Node, close, establish, until

PEOPLE = """
from answerable.node.accounts.models import Membership, Office, Role, User
first, second = Office.objects.order_by("rank", "code")[:2]
for name, role, office in (("amal", Role.OFFICER, first), ("boris", Role.CLEARER, second)):
    person = User.objects.create_user(name, name=name, password=None, at=timezone.now())
    Membership.objects.create(user=person, office=office, role=role)
"""
HANDS = """
import msgspec
from answerable.node.accounts.models import Office, User
from answerable.node.desk.choices import AnswerChoice, PositionChoice, QuestionChoice
from answerable.node.desk.models import Inquiry
from answerable.node.desk.services import correspondence, drafts, incidents, inquiries

channel = Channel.objects.get(slug="them")
amal, boris = (User.objects.get(username=name) for name in ("amal", "boris"))
first, second = Office.objects.order_by("rank", "code")[:2]

def acts():
    return {"by": amal, "office": first, "at": timezone.now()}

def sent(draft, **given):
    choice = msgspec.structs.replace(drafts.choice_of(draft), **given)
    draft = drafts.save(draft, choice, version=draft.version, by=amal, at=timezone.now())
    drafts.ask_clearance(draft, version=draft.version, by=amal, at=timezone.now())
    drafts.clear(draft, draft.digest, by=boris, office=second, at=timezone.now())
    return drafts.send(draft, by=amal, at=timezone.now())
"""
REPORT = (
    HANDS
    + """
incident = incidents.open_incident(
    title="A shell that fell short", kind="attack", start=datetime(2026, 2, 20, 13, tzinfo=UTC),
    time_precision="day", narrative="Never to leave", **acts(),
)
draft = drafts.start_self_report([incident], channel, **acts())
said = PositionChoice(incident="i1", position="accepts_partially", text="It was our shell.")
result = sent(draft, positions=(said,)).reference
"""
)
ASK = (
    HANDS
    + """
inquiry = correspondence.acknowledge(Inquiry.objects.get(), **acts())
draft = drafts.start("follow_up", inquiry, **acts())
result = sent(draft, questions=(QuestionChoice(text="Who was warned?"),)).state
"""
)
ANSWER = (
    HANDS
    + """
draft = drafts.start("response", Inquiry.objects.get(), **acts())
result = sent(
    draft, answers=(AnswerChoice(question="q1", code="answered", text="The village."),)
).state
"""
)
STANDS = """
from answerable.node.desk.models import Inquiry
from answerable.node.desk.services import inquiries
found = Inquiry.objects.first()
result = None if found is None else {
    "state": found.state, "role": found.role, "subject": found.subject,
    "reported": found.self_reported, "known": found.acknowledged_at is not None,
    "words": str([m.words for m in found.messages.all()]),
    "answers": [a.text for q in inquiries.question_view(found) for a in q.answers],
}
"""


def test_an_act_that_a_party_reports_itself_is_taken_note_of_asked_about_and_answered(
    tmp_path: Path,
) -> None:
    a = Node.create(tmp_path / "a", "alice", offices=["embassy", "bureau"])
    b = Node.create(tmp_path / "b", "bob", offices=["liaison", "ministry"])
    try:
        establish(a, b)
        for node in (a, b):
            node.start(wait=False)
        for node in (a, b):
            node.wait_ready()
            node.run(PEOPLE)

        reference = b.run(REPORT)
        until(lambda: (a.run(STANDS) or {}).get("subject"), "the report with its words on A")
        told = a.run(STANDS)
        assert (told["state"], told["role"], told["reported"]) == ("self_reported", "raising", True)
        assert told["subject"] == "A shell that fell short"
        assert "Never to leave" not in told["words"]
        assert reference.startswith("BOB-")

        assert a.run(ASK) == "followed_up"
        until(lambda: b.run(STANDS)["state"] == "followed_up", "the question on B")
        assert b.run(STANDS)["known"]
        assert b.run(ANSWER) == "answered"

        # The words follow their signed entry, and the row of the state both, a moment later.
        until(lambda: a.run(STANDS)["answers"] == ["The village."], "the answer's words on A")
        until(lambda: a.run(STANDS)["state"] == "answered", "the state of the thread on A")
    finally:
        close(a, b)
