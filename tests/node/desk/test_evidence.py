"""A message goes to a third party without its words, and with them only when that was cleared."""

from datetime import timedelta

import msgspec
import pytest
from django.conf import settings

from answerable.casework import bodies
from answerable.casework.codes import Audience, Disclosable
from answerable.casework.errors import ClearanceRefused
from answerable.casework.terms import DisclosureTerm, preset_terms
from answerable.cli.errors import Refused
from answerable.cli.export_log import node_package
from answerable.node.accounts.models import AuditEvent, Membership, Role, User
from answerable.node.desk.errors import BadInput, NotPermitted, NotPossible
from answerable.node.desk.models import ExportClearance
from answerable.node.desk.services import evidence
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel, Content
from answerable.protocol import package, stored_zip
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, Other, raise_body, raise_signed, raise_words

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def ours(desk: Desk, other: Other) -> str:
    """The leaf of a message of ours that has words."""
    raise_signed(desk, other.channel)
    return str(ledger.messages(other.channel, raised_thread(other))[0].leaf)


def raised_thread(other: Other) -> str:
    from answerable.node.desk.models import Inquiry

    return Inquiry.objects.get(channel=other.channel).thread


@pytest.fixture
def theirs(desk: Desk, other: Other) -> str:
    """The leaf of a message of the other side that has words, which are here."""
    leaf = other.say(ledger.new_thread(), raise_body(), words=raise_words())
    other.arrive()
    return leaf


def allow(channel: Channel) -> None:
    """Let the terms allow the other side's words in evidence packages."""
    term = DisclosureTerm(audience=Audience.THIRD_PARTY, what=Disclosable.EVIDENCE_PACKAGES)
    changed = bodies.encode_body(msgspec.structs.replace(preset_terms("en"), disclosure=(term,)))
    Channel.objects.filter(pk=channel.pk).update(terms=changed)
    channel.refresh_from_db()


def ask(desk: Desk, other: Other, leaf: str) -> ExportClearance:
    return evidence.ask(other.channel, leaf, purpose="For the commission", **desk.acts())


def clear(desk: Desk, asked: ExportClearance) -> None:
    evidence.clear(asked, by=desk.clearer, office=desk.bureau, at=LATER)


def words(other: Other, leaf: str) -> bytes:
    return evidence.package(other.channel, leaf, with_content=True)


def test_without_its_words_a_message_needs_no_clearance(other: Other, ours: str) -> None:
    data = evidence.package(other.channel, ours)

    report = package.check(data)
    assert report.package.contents == ()
    assert b"Attack on a clinic" not in data
    assert ledger.message_proof(other.channel, ours)[0] == report.package.entry


def test_nothing_private_is_in_it(desk: Desk, other: Other, ours: str) -> None:
    data = evidence.package(other.channel, ours)

    names = set(stored_zip.read(data))
    assert names == {
        "README.txt",
        "README.html",
        "entry.json",
        "proof.tlog-proof",
        "policy",
        "vkeys",
        "genesis.json",
    }
    for person in User.objects.all():
        assert person.name.encode() not in data
        assert person.username.encode() not in data


def test_words_that_nobody_cleared_stay(desk: Desk, other: Other, ours: str) -> None:
    with pytest.raises(NotPossible, match="export_not_cleared"):
        words(other, ours)
    ask(desk, other, ours)

    with pytest.raises(NotPossible, match="export_not_cleared"):
        words(other, ours)


def test_words_of_ours_go_along_once_another_office_cleared_it(
    desk: Desk, other: Other, ours: str
) -> None:
    clear(desk, ask(desk, other, ours))

    data = evidence.package(other.channel, ours, with_content=True, by=desk.officer, at=LATER)

    assert b"Attack on a clinic" in data
    assert len(package.check(data).package.contents) == 1
    verbs = list(
        AuditEvent.objects.filter(subject_kind="message", subject_id=ours).values_list(
            "verb", "by__username"
        )
    )
    assert verbs == [
        ("export clearance: asked", "amal"),
        ("export clearance: cleared", "boris"),
        ("evidence package taken", "amal"),
    ]


def test_words_of_the_other_side_need_the_terms_and_the_clearance(
    desk: Desk, other: Other, theirs: str
) -> None:
    with pytest.raises(NotPossible, match="export_not_in_terms"):
        ask(desk, other, theirs)
    allow(other.channel)
    asked = ask(desk, other, theirs)
    with pytest.raises(NotPossible, match="export_not_cleared"):
        words(other, theirs)

    clear(desk, asked)

    assert b"Fire across the line" in words(other, theirs)


def test_terms_that_no_longer_allow_it_end_the_clearance(
    desk: Desk, other: Other, theirs: str
) -> None:
    allow(other.channel)
    clear(desk, ask(desk, other, theirs))
    Channel.objects.update(terms=bodies.encode_body(preset_terms("en")))
    other.channel.refresh_from_db()

    with pytest.raises(NotPossible, match="export_not_in_terms"):
        words(other, theirs)


def test_who_asked_and_who_sits_in_that_office_cannot_clear(
    desk: Desk, other: Other, ours: str
) -> None:
    asked = ask(desk, other, ours)
    Membership.objects.create(user=desk.officer, office=desk.bureau, role=Role.CLEARER)
    neighbour = make_user("emil", Role.CLEARER)

    with pytest.raises(ClearanceRefused):
        evidence.clear(asked, by=desk.officer, office=desk.bureau, at=LATER)
    with pytest.raises(ClearanceRefused):
        evidence.clear(asked, by=neighbour, office=desk.embassy, at=LATER)
    assert evidence.can_clear(asked, neighbour) == []
    assert evidence.can_clear(asked, desk.clearer) == [desk.bureau]


def test_roles_decide_who_may_ask_and_clear(desk: Desk, other: Other, ours: str) -> None:
    with pytest.raises(NotPermitted):
        evidence.ask(
            other.channel,
            ours,
            purpose="x",
            by=desk.investigator,
            office=desk.embassy,
            at=NOW,
        )
    asked = ask(desk, other, ours)
    for person in (desk.officer, desk.investigator, desk.administrator):
        with pytest.raises(NotPermitted):
            evidence.clear(asked, by=person, office=desk.bureau, at=LATER)


def test_a_refusal_has_a_reason_and_another_request_can_follow(
    desk: Desk, other: Other, ours: str
) -> None:
    asked = ask(desk, other, ours)
    with pytest.raises(BadInput):
        evidence.refuse(asked, note=" ", by=desk.clearer, office=desk.bureau, at=LATER)

    evidence.refuse(asked, note="Not now", by=desk.clearer, office=desk.bureau, at=LATER)

    with pytest.raises(NotPossible, match="export_not_cleared"):
        words(other, ours)
    assert ask(desk, other, ours).pk != asked.pk


def test_what_is_decided_is_not_decided_again(desk: Desk, other: Other, ours: str) -> None:
    asked = ask(desk, other, ours)
    with pytest.raises(NotPossible, match="export_was_asked"):
        ask(desk, other, ours)
    clear(desk, asked)

    with pytest.raises(NotPossible, match="export_is_decided"):
        clear(desk, ExportClearance.objects.get())


def test_a_request_says_what_for(desk: Desk, other: Other, ours: str) -> None:
    with pytest.raises(BadInput):
        evidence.ask(other.channel, ours, purpose=" ", **desk.acts())


def test_words_that_are_not_here_cannot_be_asked_for(desk: Desk, other: Other, ours: str) -> None:
    Content.objects.update(state="redacted", salt=None, record=None)

    with pytest.raises(NotPossible, match="no_words_here"):
        ask(desk, other, ours)


def test_words_erased_after_the_clearance_are_not_in_it(
    desk: Desk, other: Other, ours: str
) -> None:
    asked = ask(desk, other, ours)
    clear(desk, asked)
    Content.objects.update(state="redacted", salt=None, record=None)

    with pytest.raises(NotPossible, match="export_not_cleared"):
        words(other, ours)


def test_a_party_of_one_person_records_a_waiver(desk: Desk, other: Other, ours: str) -> None:
    asked = ask(desk, other, ours)
    with pytest.raises(ClearanceRefused):
        evidence.waive(asked, note="Alone", by=desk.officer, at=LATER)
    User.objects.exclude(pk=desk.officer.pk).update(is_active=False)
    assert evidence.can_waive()
    with pytest.raises(BadInput):
        evidence.waive(asked, note="", by=desk.officer, at=LATER)

    evidence.waive(asked, note="Nobody else works here", by=desk.officer, at=LATER)

    assert b"Attack on a clinic" in words(other, ours)
    assert ExportClearance.objects.get().note == "Nobody else works here"


def test_the_command_gives_what_the_page_gives_and_no_more(
    desk: Desk, other: Other, ours: str
) -> None:
    home, slug = settings.NODE.home, other.channel.slug

    assert node_package(home, slug, ours, with_content=False) == evidence.package(
        other.channel, ours
    )
    with pytest.raises(Refused, match="Nobody has cleared"):
        node_package(home, slug, ours, with_content=True)
    clear(desk, ask(desk, other, ours))
    assert b"Attack on a clinic" in node_package(home, slug, ours, with_content=True)
    # Whoever has the machine's command line is nobody in particular, and the trail says that.
    taken = AuditEvent.objects.get(verb="evidence package taken")
    assert (taken.by, taken.subject_id) == (None, ours)


@pytest.mark.parametrize("leaf", ["ab" * 32, "not a leaf", ""])
def test_the_command_refuses_what_is_not_there(other: Other, leaf: str) -> None:
    with pytest.raises(Refused):
        node_package(settings.NODE.home, other.channel.slug, leaf, with_content=False)
    with pytest.raises(Refused, match="no channel"):
        node_package(settings.NODE.home, "nowhere", leaf, with_content=False)
