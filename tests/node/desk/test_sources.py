"""A draft that rests on a source: consent, what a machine finds, a custodian's check."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.casework.consent import Purpose
from answerable.node.accounts.models import Role, User
from answerable.node.desk import projector
from answerable.node.desk.errors import (
    BadInput,
    ChangedMeanwhile,
    LeaksRemain,
    NotPermitted,
    NotPossible,
    SourcesRefuse,
)
from answerable.node.desk.models import Draft, KeptFinding
from answerable.node.desk.services import (
    correspondence,
    drafts,
    evidence,
    guarding,
    identity,
    incidents,
    recorded,
)
from answerable.node.jobs import queue
from answerable.node.ledger import keyfiles
from answerable.node.ledger.models import Channel
from answerable.node.vault.models import Notice, Source
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import consents, keys, sources
from answerable.safekeeping import sealed
from tests.factories import NOW, make_user
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    change,
    cleared,
    make_draft,
    make_incident,
    make_report,
    response_body,
)
from tests.node.ledger.factories import sync

PASSPHRASE = "correct horse battery staple"
WHO = Identity(name="Samira Dorvelle", contact="samira@mail.example")
FINE = dict.fromkeys(identity.QUESTIONS, "no")
TOLD = (
    "In the morning three of us stood behind the bakery when the second drone came over the roofs "
    "and nobody had left the queue"
)


class Case:
    """An incident that rests on the report of one source, and a custodian."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.custodian: User = make_user("nur", Role.CUSTODIAN)
        keys.found(PASSPHRASE, work=sealed.LEAST_WORK, by=self.custodian, at=NOW)
        self.report = make_report(desk, text=TOLD)
        self.source: Source = sources.add(
            sources.About("witness", reach="safe"),
            receipt=self.report.receipt_number,
            identity=WHO,
            by=desk.officer,
            at=NOW,
        )
        self.incident = make_incident(desk, of=[self.report])

    def agree(self, purpose: str = Purpose.RAISE_WITHOUT_IDENTITY) -> Any:
        return consents.record(
            self.source, purpose, how="telephone", given_at=NOW, by=self.custodian, at=NOW
        )

    def draft(self, channel: Channel, **given: Any) -> Draft:
        return make_draft(self.desk, channel, about=[self.incident], **given)

    def asked(self, channel: Channel, **given: Any) -> Draft:
        draft = self.draft(channel, **given)
        return drafts.ask_clearance(draft, version=draft.version, **self.desk.by())

    def check(self, draft: Draft, **given: Any) -> Any:
        fields: dict[str, Any] = {"by": self.custodian, "at": NOW, **given}
        return identity.confirm(draft, draft.digest, FINE, **fields)

    def clear(self, draft: Draft) -> Draft:
        desk = self.desk
        return drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)


@pytest.fixture
def case(desk: Desk) -> Case:
    return Case(desk)


def test_what_rests_on_a_source_who_has_not_agreed_is_not_cleared(
    case: Case, paper: Channel
) -> None:
    draft = case.draft(paper)
    shown = drafts.preview(draft, at=NOW)
    assert shown.verdict is not None
    assert [one.source for one in shown.verdict.refusals] == [case.source.code]
    assert not shown.is_sendable

    with pytest.raises(SourcesRefuse):
        drafts.ask_clearance(draft, version=draft.version, **case.desk.by())


def test_without_the_report_it_rests_on_the_source_no_more(case: Case, paper: Channel) -> None:
    incidents.unlink_report(case.incident, case.report, reason="Another witness", **case.desk.by())

    assert cleared(case.desk, case.draft(paper)).state == "cleared"


def test_a_custodian_checks_before_it_is_cleared_and_then_it_leaves(
    case: Case, other: Other
) -> None:
    case.agree()
    draft = case.asked(other.channel)
    with pytest.raises(NotPossible, match="identity_check_needed"):
        case.clear(draft)

    case.check(draft)

    case.clear(draft)
    assert drafts.send(draft, **case.desk.by()).state


def test_a_party_of_one_does_not_do_without_the_check(case: Case, paper: Channel) -> None:
    case.agree()
    draft = case.asked(paper)
    User.objects.exclude(pk__in=[case.desk.officer.pk, case.custodian.pk]).update(is_active=False)

    with pytest.raises(NotPossible, match="identity_check_needed"):
        drafts.waive_clearance(draft, draft.digest, reason="Alone", **case.desk.by())


def test_after_an_edit_the_check_is_of_something_else(case: Case, paper: Channel) -> None:
    case.agree()
    draft = case.asked(paper)
    case.check(draft)
    stale = draft.digest

    change(case.desk, draft, subject="Another subject")
    drafts.ask_clearance(draft, version=draft.version, **case.desk.by())

    assert draft.digest != stale
    with pytest.raises(NotPossible, match="identity_check_needed"):
        case.clear(draft)
    with pytest.raises(ChangedMeanwhile):
        identity.confirm(draft, stale, FINE, by=case.custodian, at=NOW)


def test_a_consent_withdrawn_after_clearance_voids_it(case: Case, other: Other) -> None:
    consent = case.agree()
    draft = case.asked(other.channel)
    case.check(draft)
    case.clear(draft)

    consents.withdraw(consent, withdrawn_at=NOW, by=case.custodian, at=NOW)

    # Before the job had its turn the signing itself refuses.
    with pytest.raises(SourcesRefuse):
        drafts.send(draft, **case.desk.by())
    queue.run_waiting(NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.digest) == ("editing", "")
    assert list(draft.clearances.values_list("kind", flat=True))[-1] == "voided"


def test_another_draft_stays_cleared_when_a_consent_is_withdrawn(
    case: Case, paper: Channel
) -> None:
    consent = case.agree()
    foreign = cleared(case.desk, make_draft(case.desk, paper))

    consents.withdraw(consent, withdrawn_at=NOW, by=case.custodian, at=NOW)
    queue.run_waiting(NOW)

    foreign.refresh_from_db()
    assert foreign.state == "cleared"


def test_a_delivery_on_paper_asks_the_same(case: Case, paper: Channel) -> None:
    consent = case.agree()
    draft = case.asked(paper)
    case.check(draft)
    case.clear(draft)
    consents.withdraw(consent, withdrawn_at=NOW, by=case.custodian, at=NOW)

    with pytest.raises(SourcesRefuse):
        recorded.record_delivery(draft, delivered_at=NOW, delivered_to="Desk", **case.desk.by())


@pytest.mark.parametrize("answer", ["", "maybe", None])
def test_a_check_answers_every_question(case: Case, paper: Channel, answer: Any) -> None:
    case.agree()
    draft = case.asked(paper)

    with pytest.raises(BadInput):
        identity.confirm(
            draft, draft.digest, {**FINE, "vantage": answer}, by=case.custodian, at=NOW
        )


def test_what_is_covered_says_how(case: Case, paper: Channel) -> None:
    case.agree()
    draft = case.asked(paper)
    answers = {**FINE, "exact_place": "covered"}
    with pytest.raises(BadInput):
        identity.confirm(draft, draft.digest, answers, by=case.custodian, at=NOW)

    identity.confirm(
        draft, draft.digest, answers, note="The district only", by=case.custodian, at=NOW
    )

    assert guarding.is_checked(draft)


def test_only_a_custodian_checks_and_not_the_author_where_there_is_another(
    case: Case, paper: Channel
) -> None:
    case.agree()
    draft = case.asked(paper)
    with pytest.raises(NotPermitted):
        case.check(draft, by=case.desk.clearer)
    author = case.desk.officer
    author.memberships.create(office=case.desk.embassy, role=Role.CUSTODIAN)

    with pytest.raises(NotPossible, match="custodian_wrote_it"):
        case.check(draft, by=User.objects.get(pk=author.pk))


def test_a_custodian_returns_what_gives_somebody_away(case: Case, paper: Channel) -> None:
    case.agree()
    draft = case.asked(paper)
    assert [one.pk for one in identity.waiting(case.custodian)] == [draft.pk]

    identity.give_back(draft, draft.digest, note="Leave the bakery out", by=case.custodian, at=NOW)

    draft.refresh_from_db()
    assert draft.state == "editing"
    assert identity.waiting(case.custodian) == []


def test_more_drafts_that_wait_for_a_custodian_ask_no_query_more(
    case: Case, paper: Channel, django_assert_num_queries: Any
) -> None:
    case.agree()
    asked = [case.asked(paper)]
    with CaptureQueriesContext(connection) as one:
        assert identity.waiting(case.custodian) == asked
    asked += [case.asked(paper) for _ in range(2)]
    case.check(asked[1])
    other = make_draft(case.desk, paper, about=[make_incident(case.desk)])
    drafts.ask_clearance(other, version=other.version, **case.desk.by())

    with django_assert_num_queries(len(one)):
        waiting = identity.waiting(case.custodian)

    assert waiting == [asked[0], asked[2]]


def test_with_the_passphrase_parts_of_a_name_are_found(case: Case, paper: Channel) -> None:
    case.agree()
    draft = case.asked(paper, questions=("What of the woman named Dorvelle?",))

    [found] = identity.search(draft, PASSPHRASE, by=case.custodian, at=NOW)

    assert found.text == "Dorvelle"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Do you know Samira Dorvelle?", "source_name"),
        ("Why was samira@mail.example called?", "source_name"),
        ("Whose is +99 50 123 45 67?", "phone"),
        (f"Is it true: {TOLD}?", "quote"),
    ],
)
def test_what_may_betray_a_person_is_replaced_or_kept_with_a_reason(
    case: Case, paper: Channel, question: str, kind: str
) -> None:
    case.agree()
    draft = case.draft(paper, questions=(question,))
    [seen] = drafts.preview(draft, at=NOW).seen
    assert seen.kind == kind
    with pytest.raises(LeaksRemain):
        drafts.ask_clearance(draft, version=draft.version, **case.desk.by())

    drafts.keep_phrase(
        draft, seen.key, reason="A namesake", version=draft.version, **case.desk.by()
    )
    drafts.ask_clearance(draft, version=draft.version, **case.desk.by())
    drafts.replace_phrase(draft, seen.key, "a person", version=draft.version, **case.desk.by())

    assert drafts.preview(draft, at=NOW).seen == ()


def test_what_was_kept_says_nowhere_what_it_was(case: Case, paper: Channel) -> None:
    case.agree()
    draft = case.draft(paper, questions=("Do you know Samira Dorvelle?",))
    [seen] = drafts.preview(draft, at=NOW).seen

    drafts.keep_phrase(draft, seen.key, reason="Yes", version=draft.version, **case.desk.by())

    row = KeptFinding.objects.values().get()
    assert not any("Samira" in str(value) or value == "source_name" for value in row.values())


def test_a_quote_of_what_stands_on_the_web_betrays_nobody(desk: Desk, paper: Channel) -> None:
    public = make_report(desk, text=TOLD, url="https://news.example/1")
    draft = make_draft(
        desk, paper, about=[make_incident(desk, of=[public])], questions=(f"So: {TOLD}?",)
    )

    assert drafts.preview(draft, at=NOW).seen == ()


def test_when_the_vault_does_not_answer_nothing_leaves(case: Case, paper: Channel) -> None:
    case.agree()
    draft = case.draft(paper)
    keyfiles._path(keys.KEY_FILE).unlink()

    shown = drafts.preview(draft, at=NOW)

    assert shown.verdict is None
    assert not shown.is_sendable
    with pytest.raises(NotPossible, match="vault_does_not_answer"):
        drafts.ask_clearance(draft, version=draft.version, **case.desk.by())


def test_words_go_to_third_parties_only_if_the_source_agreed_to_that(
    case: Case, other: Other
) -> None:
    case.agree()
    draft = case.asked(other.channel)
    case.check(draft)
    case.clear(draft)
    drafts.send(draft, **case.desk.by())
    with pytest.raises(SourcesRefuse):
        evidence.ask(other.channel, draft.sent_leaf, purpose="A court", **case.desk.acts())

    consent = case.agree(Purpose.PUBLISH)
    asked = evidence.ask(other.channel, draft.sent_leaf, purpose="A court", **case.desk.acts())
    evidence.clear(asked, by=case.desk.clearer, office=case.desk.bureau, at=NOW)
    consents.withdraw(consent, withdrawn_at=NOW, by=case.custodian, at=NOW)

    with pytest.raises(SourcesRefuse):
        evidence.package(
            other.channel, draft.sent_leaf, with_content=True, by=case.desk.officer, at=NOW
        )


def test_a_source_who_wants_to_know_is_told_of_what_happened(case: Case, other: Other) -> None:
    case.agree()
    case.agree(Purpose.CONTACT)
    again = make_incident(case.desk)
    incidents.link_report(again, case.report, **case.desk.by())
    draft = case.asked(other.channel)
    case.check(draft)
    case.clear(draft)
    inquiry = drafts.send(draft, **case.desk.by())
    other.say(inquiry.thread, response_body())
    other.arrive()
    inquiry.refresh_from_db()
    correspondence.close(inquiry, reason="explained_satisfactorily", **case.desk.acts(NOW + HOUR))
    queue.run_waiting(NOW + 2 * HOUR)

    told = sorted(Notice.objects.values_list("kind", flat=True))

    assert told == ["answered", "closed", "linked", "linked", "raised"]


def test_a_source_is_told_once_of_an_answer_that_a_rebuild_saw_first(
    case: Case, other: Other
) -> None:
    case.agree()
    case.agree(Purpose.CONTACT)
    draft = case.asked(other.channel)
    case.check(draft)
    case.clear(draft)
    inquiry = drafts.send(draft, **case.desk.by())
    other.say(inquiry.thread, response_body())
    sync(other.channel, other.peer, at=NOW + HOUR)

    projector.rebuild(at=NOW + HOUR)
    queue.run_waiting(NOW + 2 * HOUR)

    assert Notice.objects.filter(kind="answered").count() == 1
