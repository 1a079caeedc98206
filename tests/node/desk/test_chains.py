"""A message passes the offices that were set for it, each by another person, in their order."""

import pytest
from django.core.exceptions import PermissionDenied

from answerable.casework.errors import ClearanceRefused
from answerable.node.accounts.models import Membership, Office, Role, User
from answerable.node.desk.errors import ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Draft
from answerable.node.desk.services import board, drafts, recorded
from answerable.node.desk.services.drafts import chains
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_office, make_user
from tests.node.desk.factories import Desk, change, make_draft


class Chain:
    """First the legal adviser of the embassy, then the bureau, then the envoy."""

    def __init__(self, desk: Desk) -> None:
        self.envoy: Office = make_office("envoy")
        self.lawyer: User = make_user("livia", Role.LEGAL)
        self.principal: User = make_user("petra", Role.CLEARER, office="envoy")
        for office, role in (
            (desk.embassy, "legal"),
            (desk.bureau, "clearer"),
            (self.envoy, "clearer"),
        ):
            chains.add_step(office, role=role, by=desk.administrator, at=NOW)


def asked(desk: Desk, paper: Channel) -> Draft:
    draft = make_draft(desk, paper)
    return drafts.ask_clearance(draft, version=draft.version, **desk.by())


def pass_chain(desk: Desk, chain: Chain, draft: Draft) -> None:
    for person, office in (
        (chain.lawyer, desk.embassy),
        (desk.clearer, desk.bureau),
        (chain.principal, chain.envoy),
    ):
        drafts.clear(draft, draft.digest, by=person, office=office, at=NOW)


def test_a_draft_leaves_when_every_office_has_cleared_it(desk: Desk, paper: Channel) -> None:
    chain, draft = Chain(desk), asked(desk, paper)

    drafts.clear(draft, draft.digest, by=chain.lawyer, office=desk.embassy, at=NOW)
    assert draft.state == "awaiting_clearance"
    drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)
    assert draft.state == "awaiting_clearance"
    drafts.clear(draft, draft.digest, by=chain.principal, office=chain.envoy, at=NOW)

    assert draft.state == "cleared"
    assert recorded.record_delivery(draft, delivered_at=NOW, **desk.by()).raised_leaf


def test_an_office_waits_for_its_turn(desk: Desk, paper: Channel) -> None:
    chain, draft = Chain(desk), asked(desk, paper)

    with pytest.raises(NotPermitted):
        drafts.clear(draft, draft.digest, by=chain.principal, office=chain.envoy, at=NOW)

    drafts.clear(draft, draft.digest, by=chain.lawyer, office=desk.embassy, at=NOW)
    with pytest.raises(ClearanceRefused):
        drafts.clear(draft, draft.digest, by=chain.principal, office=chain.envoy, at=NOW)


def test_the_board_shows_it_to_whose_turn_it_is(desk: Desk, paper: Channel) -> None:
    chain, draft = Chain(desk), asked(desk, paper)

    assert [row.draft for row in board.for_user(chain.lawyer, NOW).drafts_to_clear] == [draft]
    assert board.for_user(desk.clearer, NOW).drafts_to_clear == ()

    drafts.clear(draft, draft.digest, by=chain.lawyer, office=desk.embassy, at=NOW)

    assert board.for_user(chain.lawyer, NOW).drafts_to_clear == ()
    assert [row.draft for row in board.for_user(desk.clearer, NOW).drafts_to_clear] == [draft]


def test_one_person_takes_one_step(desk: Desk, paper: Channel) -> None:
    envoy = make_office("envoy")
    for office in (desk.bureau, envoy):
        chains.add_step(office, role="clearer", by=desk.administrator, at=NOW)
    both = make_user("bea", Role.CLEARER, office="envoy")
    Membership.objects.create(user=both, office=desk.bureau, role=Role.CLEARER)
    draft = asked(desk, paper)
    drafts.clear(draft, draft.digest, by=both, office=desk.bureau, at=NOW)

    with pytest.raises(ClearanceRefused):
        drafts.clear(draft, draft.digest, by=both, office=envoy, at=NOW)


def test_an_edit_voids_every_step_even_when_it_is_taken_back(desk: Desk, paper: Channel) -> None:
    chain, draft = Chain(desk), asked(desk, paper)
    drafts.clear(draft, draft.digest, by=chain.lawyer, office=desk.embassy, at=NOW)
    first = draft.digest
    change(desk, draft, subject="Another subject")
    change(desk, draft, subject="Attack on a clinic")
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    assert draft.digest == first
    assert [one.done for one in drafts.steps_of(draft)] == [None, None, None]


def test_a_step_that_was_skipped_in_the_database_keeps_it_here(desk: Desk, paper: Channel) -> None:
    chain, draft = Chain(desk), asked(desk, paper)
    drafts.clear(draft, draft.digest, by=chain.lawyer, office=desk.embassy, at=NOW)
    Draft.objects.filter(pk=draft.pk).update(state="cleared")

    with pytest.raises(NotPossible, match="draft_is_not_cleared"):
        recorded.record_delivery(Draft.objects.get(pk=draft.pk), delivered_at=NOW, **desk.by())


def test_any_office_of_the_chain_returns_it_and_all_begins_anew(desk: Desk, paper: Channel) -> None:
    chain, draft = Chain(desk), asked(desk, paper)
    drafts.clear(draft, draft.digest, by=chain.lawyer, office=desk.embassy, at=NOW)
    drafts.return_to_author(draft, note="Shorter", by=desk.clearer, office=desk.bureau, at=NOW)

    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    assert drafts.steps_of(draft)[0].is_next
    pass_chain(desk, chain, draft)
    assert draft.state == "cleared"


def test_two_who_take_one_step_are_one_step(desk: Desk, paper: Channel) -> None:
    envoy = make_office("envoy")
    for office in (desk.bureau, envoy):
        chains.add_step(office, role="clearer", by=desk.administrator, at=NOW)
    second = make_user("vera", Role.CLEARER, office="bureau")
    draft = asked(desk, paper)
    stale = Draft.objects.get(pk=draft.pk)
    drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)

    with pytest.raises(ClearanceRefused):
        drafts.clear(stale, stale.digest, by=second, office=desk.bureau, at=NOW)

    assert [bool(one.done) for one in drafts.steps_of(draft)] == [True, False]


def test_the_narrowest_chain_counts(desk: Desk, paper: Channel) -> None:
    envoy = make_office("envoy")
    chains.add_step(desk.bureau, role="clearer", by=desk.administrator, at=NOW)
    chains.add_step(envoy, role="clearer", channel=paper, by=desk.administrator, at=NOW)

    draft = asked(desk, paper)

    assert [one.office for one in drafts.steps_of(draft)] == [envoy]


def test_an_office_does_not_clear_its_own_text(desk: Desk, paper: Channel) -> None:
    chains.add_step(desk.embassy, role="clearer", by=desk.administrator, at=NOW)

    draft = asked(desk, paper)

    assert [one.office for one in drafts.steps_of(draft)] == [None]
    neighbour = make_user("nadia", Role.CLEARER)
    with pytest.raises(ClearanceRefused):
        drafts.clear(draft, draft.digest, by=neighbour, office=desk.embassy, at=NOW)


def test_a_chain_changed_later_does_not_change_a_draft_in_clearance(
    desk: Desk, paper: Channel
) -> None:
    draft = asked(desk, paper)
    Chain(desk)

    drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)

    assert draft.state == "cleared"


def test_what_another_reads_is_not_cleared_with_an_old_digest(desk: Desk, paper: Channel) -> None:
    draft = asked(desk, paper)

    with pytest.raises(ChangedMeanwhile):
        drafts.clear(draft, "0" * 64, by=desk.clearer, office=desk.bureau, at=NOW)


def test_a_clearer_sets_no_chain(desk: Desk) -> None:
    with pytest.raises(PermissionDenied):
        chains.add_step(desk.bureau, role="clearer", by=desk.clearer, at=NOW)
