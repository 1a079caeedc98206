"""A text is erased with a second person's yes, and the other side answers."""

from __future__ import annotations

import httpx
import pytest
from django.core.exceptions import PermissionDenied

from answerable.casework.errors import ClearanceRefused
from answerable.node.accounts import audit
from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.models import Message
from answerable.node.desk.services import correspondence
from answerable.node.ledger import identities
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of
from answerable.node.ledger.errors import ErasureNotPossible, MayNotSign
from answerable.node.ledger.models import Content, ErasureRequest, LogHead
from answerable.protocol import history, verify
from answerable.protocol.erasure import Basis, Outcome, Reason, Redact, Redacted, Target
from tests.factories import NOW, make_user
from tests.node.desk import erasing
from tests.node.desk.erasing import CONFIRM, ERASE, KEEP
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    raise_signed,
)


def test_an_erased_text_is_gone_with_its_salt_and_the_log_holds(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    done = erasing.do(desk, other.channel, inquiry.raised_leaf)

    held = Content.objects.get(pk=done.content_id)
    assert (held.state, held.salt, held.record) == ("redacted", None, None)
    read = history.reader(store_of(other.channel), our_log(other.channel).origin)
    _report, found = verify.full(read, identities.our_identity(other.channel))
    assert found.not_understood == 0
    [(kind, body)] = erasing.our_technical(other.channel)
    assert (kind, body["reason"], body["basis"]) == ("redact", *ERASE.values())
    assert body["leaf"] == inquiry.raised_leaf


def test_nobody_erases_alone(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    neighbour = make_user("emil", Role.CLEARER)
    request = erasing.ask(desk, other.channel, inquiry.raised_leaf)

    with pytest.raises(PermissionDenied):
        ledger.erasures.confirm(request, by=desk.officer, office=desk.embassy, at=NOW)
    with pytest.raises(ClearanceRefused):
        ledger.erasures.confirm(request, by=neighbour, office=desk.embassy, at=NOW)
    with pytest.raises(ClearanceRefused):
        ledger.erasures.waive(request, why="In a hurry", by=desk.officer, at=NOW)

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "held"
    assert ledger.erasures.can_confirm(request, neighbour) == []
    assert ledger.erasures.can_confirm(request, desk.clearer) == [desk.bureau]
    assert not ledger.erasures.can_waive(request)


def test_a_person_who_does_not_write_does_not_ask(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    with pytest.raises(PermissionDenied):
        ledger.erasures.ask(
            other.channel, inquiry.raised_leaf, "erase", **ERASE,
            by=desk.clearer, office=desk.bureau, at=NOW,
        )  # fmt: skip


def test_a_party_of_one_person_records_a_waiver(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    for person in (desk.clearer, desk.investigator):
        person.is_active = False
        person.save()
    request = erasing.ask(desk, other.channel, inquiry.raised_leaf)

    with pytest.raises(ErasureNotPossible):
        ledger.erasures.waive(request, why=" ", by=desk.officer, at=NOW)
    done = ledger.erasures.waive(request, why="Nobody else works here", by=desk.officer, at=NOW)

    assert (done.state, done.waiver) == ("done", "Nobody else works here")
    event = AuditEvent.objects.get(verb="erased")
    assert event.details["waived"]
    assert audit.check_trail()


def test_what_was_asked_can_be_given_up_and_is_decided_once(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    request = erasing.ask(desk, other.channel, inquiry.raised_leaf)
    with pytest.raises(ErasureNotPossible):
        erasing.ask(desk, other.channel, inquiry.raised_leaf)

    ledger.erasures.drop(request, by=desk.officer, at=NOW)

    with pytest.raises(ErasureNotPossible):
        ledger.erasures.confirm(request, by=desk.clearer, office=desk.bureau, at=NOW)
    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "held"
    assert erasing.our_technical(other.channel) == []
    erasing.do(desk, other.channel, inquiry.raised_leaf)


def test_a_suspect_node_erases_nothing(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    request = erasing.ask(desk, other.channel, inquiry.raised_leaf)
    LogHead.objects.filter(is_ours=True).update(suspect="own_log_ahead")

    with pytest.raises(MayNotSign):
        ledger.erasures.confirm(request, by=desk.clearer, office=desk.bureau, at=NOW)

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "held"
    assert ErasureRequest.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("deed", "codes"),
    [("erase_copy", ERASE), ("keep", KEEP), ("erase", KEEP), ("erase", CONFIRM)],
)
def test_what_makes_no_sense_for_a_text_of_ours_is_refused(
    desk: Desk, other: Other, deed: str, codes: dict[str, str]
) -> None:
    inquiry = raise_signed(desk, other.channel)

    with pytest.raises(ErasureNotPossible):
        erasing.ask(desk, other.channel, inquiry.raised_leaf, deed, codes)


def test_scenario_54_what_was_erased_is_refused_when_it_comes_again(
    desk: Desk, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel)
    held = Content.objects.get()
    salt, record = bytes(held.salt or b""), bytes(held.record or b"")
    erasing.do(desk, other.channel, inquiry.raised_leaf)

    store_of(other.channel).hold(bytes.fromhex(held.commit), salt, record)

    held.refresh_from_db()
    assert (held.state, held.record) == ("redacted", None)


def test_a_request_of_the_other_side_deletes_nothing_and_waits_for_a_person(
    desk: Desk, other: Other
) -> None:
    inquiry = erasing.raised_by_them(other)

    erasing.they_ask(other, inquiry.raised_leaf)
    erasing.settle(other.channel)

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "held"
    [target] = ledger.erasures.to_decide(other.channel)
    assert target.leaf == inquiry.raised_leaf
    assert erasing.our_technical(other.channel) == []


def test_we_confirm_and_say_so(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    erasing.they_ask(other, inquiry.raised_leaf)

    erasing.do(desk, other.channel, inquiry.raised_leaf, "erase_copy", CONFIRM)

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "redacted"
    [(kind, body)] = erasing.our_technical(other.channel)
    assert (kind, body["outcome"]) == ("redacted", "erased")
    assert ledger.erasures.to_decide(other.channel) == []


def test_we_keep_under_a_hold_and_erase_when_it_ends(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    erasing.they_ask(other, inquiry.raised_leaf)

    erasing.do(desk, other.channel, inquiry.raised_leaf, "keep", KEEP)

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "held"
    assert ledger.erasures.to_decide(other.channel) == []
    [holding] = ledger.holdings.account_of(other.channel).holdings.values()
    assert holding.outcome("alice") is Outcome.KEPT

    erasing.do(desk, other.channel, inquiry.raised_leaf, "erase_copy", CONFIRM)

    [holding] = ledger.holdings.account_of(other.channel).holdings.values()
    assert holding.outcome("alice") is Outcome.ERASED
    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "redacted"


def test_scenario_55_a_copy_of_their_text_may_go_unasked(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)

    erasing.do(
        desk, other.channel, inquiry.raised_leaf, "erase_copy",
        {"reason": "retention_period", "basis": "archive_law"},
    )  # fmt: skip

    [holding] = ledger.holdings.account_of(other.channel).holdings.values()
    assert holding.request is None
    assert holding.outcome("alice") is Outcome.ERASED


def test_nothing_is_kept_that_nobody_asked_about(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)

    with pytest.raises(ErasureNotPossible):
        erasing.ask(desk, other.channel, inquiry.raised_leaf, "keep", KEEP)


def test_scenario_55_a_redact_by_another_than_the_author_is_rejected_once(
    desk: Desk, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel)
    target = erasing.target_of(other.channel, inquiry.raised_leaf)

    erasing.they_say(other, Redact(target, Reason.MISTAKE, Basis.OWN_POLICY))
    for _ in range(3):
        erasing.settle(other.channel)

    assert erasing.our_technical(other.channel) == [
        ("ack", {"outcome": "rejected", "code": "not_yours"})
    ]
    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "held"
    assert ledger.erasures.to_decide(other.channel) == []


def test_a_rejection_of_theirs_is_never_answered(desk: Desk, other: Other) -> None:
    other.peer.say("ack", None, {"outcome": "rejected", "code": "not_yours"})
    other.arrive()

    erasing.settle(other.channel)

    assert erasing.our_technical(other.channel) == []


def test_nonsense_about_an_unknown_entry_is_answered_by_its_code(desk: Desk, other: Other) -> None:
    nowhere = Target(other.peer.origin, 99, "ab" * 32, "cd" * 32)
    erasing.they_say(other, Redact(nowhere, Reason.MISTAKE, Basis.OWN_POLICY))
    other.peer.say("redacted", None, {"outcome": "lost"})
    other.arrive(NOW + 3 * HOUR)

    erasing.settle(other.channel, at=NOW + 3 * HOUR)

    assert [body["code"] for _kind, body in erasing.our_technical(other.channel)] == [
        "unknown_reference",
        "malformed",
    ]


def test_a_text_that_was_erased_before_it_came_is_not_waited_for(desk: Desk, other: Other) -> None:
    other.peer.instead = lambda path: _nothing() if path.startswith("content/") else None
    inquiry = erasing.raised_by_them(other)

    erasing.they_ask(other, inquiry.raised_leaf)
    erasing.settle(other.channel)

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "redacted"
    [(kind, body)] = erasing.our_technical(other.channel)
    assert (kind, body["outcome"], body["reason"]) == ("redacted", "erased", "author_request")


def test_what_the_other_side_keeps_is_known_here(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    erasing.do(desk, other.channel, inquiry.raised_leaf)

    erasing.they_keep(other, inquiry.raised_leaf)

    target = erasing.target_of(other.channel, inquiry.raised_leaf)
    [holding] = ledger.holdings.of_message(other.channel, target.log, target.index)
    assert holding.outcome("alice") is Outcome.ERASED
    assert holding.outcome("bob") is Outcome.KEPT
    assert ledger.holdings.is_erased_by_author(other.channel, target.commit)


def test_a_backup_that_brings_an_erased_text_back_loses_it_again(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    held = Content.objects.get()
    before = {"state": held.state, "salt": held.salt, "record": held.record}
    erasing.do(desk, other.channel, inquiry.raised_leaf)

    Content.objects.filter(pk=held.pk).update(**before)
    erasing.settle(other.channel)

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "redacted"
    assert len(erasing.our_technical(other.channel)) == 1


def test_a_message_without_words_has_nothing_to_erase(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    correspondence.acknowledge(inquiry, **desk.acts(NOW + 2 * HOUR))
    acknowledged = Message.objects.get(ours=True)

    with pytest.raises(ErasureNotPossible):
        erasing.ask(desk, other.channel, acknowledged.leaf)


def test_an_author_may_erase_alone_by_a_statement_of_theirs(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    target = erasing.target_of(other.channel, inquiry.raised_leaf)

    erasing.they_say(
        other, Redacted(target, Outcome.ERASED, Reason.RETENTION_PERIOD, Basis.ARCHIVE_LAW)
    )

    assert erasing.state_of(other.channel, inquiry.raised_leaf) == "held"
    assert ledger.erasures.to_decide(other.channel) == []


def _nothing() -> httpx.Response:
    return httpx.Response(404)
