"""What a source is told: only who wants it and is safe, by a person, without a word of the case."""

import pytest

from answerable.casework.consent import Purpose
from answerable.node.vault.errors import NotPermitted, NotPossible
from answerable.node.vault.models import Notice, Source
from answerable.node.vault.services import consents, notices
from tests.factories import NOW
from tests.node.vault.conftest import People, seal

R1 = "R-2026-00001"


def wanting(people: People) -> Source:
    source = seal(people)
    consents.record(
        source, Purpose.CONTACT, how="in_person", given_at=NOW, by=people.intake, at=NOW
    )
    return source


def test_a_source_that_agreed_and_is_safe_to_reach_gets_one_notice_for_each_happening(
    vault: People,
) -> None:
    wanting(vault)

    for _ in range(2):
        notices.become_due(R1, "raised", "thread-1", at=NOW)
    notices.become_due(R1, "raised", "thread-2", at=NOW)

    assert Notice.objects.count() == 2


@pytest.mark.parametrize("reach", ["unknown", "unsafe", "none"])
def test_who_is_not_safe_to_reach_gets_none(vault: People, reach: str) -> None:
    wanting(vault)
    Source.objects.update(reach=reach)

    assert notices.become_due(R1, "raised", "", at=NOW) == 0


def test_who_did_not_agree_to_be_contacted_gets_none(vault: People) -> None:
    seal(vault)

    assert notices.become_due(R1, "raised", "", at=NOW) == 0


def test_a_notice_is_given_once_by_a_custodian(vault: People) -> None:
    wanting(vault)
    notices.become_due(R1, "linked", "", at=NOW)
    notice = Notice.objects.get()
    with pytest.raises(NotPermitted):
        notices.settle(notice, "given", by=vault.officer, at=NOW)

    notices.settle(notice, "given", **vault.nur_at())

    notice.refresh_from_db()
    assert (notice.state, notice.done_by) == ("given", vault.nur)
    with pytest.raises(NotPossible):
        notices.settle(notice, "not_possible", **vault.nur_at())


def test_a_notice_is_not_given_once_the_source_wants_no_contact_any_more(vault: People) -> None:
    source = wanting(vault)
    notices.become_due(R1, "linked", "", at=NOW)
    notice = Notice.objects.select_related("source").get()
    consents.withdraw_all(source, **vault.nur_at())

    with pytest.raises(NotPossible):
        notices.settle(notice, "given", **vault.nur_at())
    notices.settle(notice, "not_possible", **vault.nur_at())


def test_the_text_speaks_of_no_case_and_is_the_same_for_all(vault: People) -> None:
    wanting(vault)
    for kind in ("linked", "raised", "answered", "closed"):
        notices.become_due(R1, kind, "thread-1", at=NOW)

    texts = [notices.text_of(one) for one in Notice.objects.all()]

    assert len(set(texts)) == 4
    assert not any(word in text for text in texts for word in ("R-2026", "thread-1", "S-"))
