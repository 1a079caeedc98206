"""Before something leaves, the vault is asked: who has not agreed, and whose name stands in it."""

from datetime import datetime, timedelta

import pytest

from answerable.casework.consent import Purpose
from answerable.casework.disclosure import Outgoing
from answerable.node.jobs.models import Job
from answerable.node.ledger import keyfiles
from answerable.node.vault.errors import NotPermitted, NotPossible, Tampered, WrongPassphrase
from answerable.node.vault.happenings import WITHDRAWN_JOB
from answerable.node.vault.leaving import Refusal, WithKey, consult
from answerable.node.vault.models import ConsentRecord, Source
from answerable.node.vault.services import consents, keys, sources
from tests.factories import NOW
from tests.node.vault.conftest import FIRST, People, seal

R1, R2 = "R-2026-00001", "R-2026-00002"
RAISE = Purpose.RAISE_WITHOUT_IDENTITY
DAY = timedelta(days=1)


def agree(people: People, source: Source, purpose: str = RAISE) -> ConsentRecord:
    return consents.record(
        source,
        purpose,
        how="telephone",
        given_at=NOW,
        by=people.intake,
        at=NOW,
    )


def test_a_report_of_which_no_source_is_known_asks_nobody(people: People) -> None:
    verdict = consult([R1], [Outgoing("facts", "Samira Dorvelle")], at=NOW)

    assert (verdict.refusals, verdict.names, verdict.rests_on) == ((), (), ())


def test_a_source_that_was_not_asked_has_not_agreed(vault: People) -> None:
    source = seal(vault)

    verdict = consult([R1, R2], [], at=NOW)

    assert verdict.refusals == (Refusal(source.code, R1, RAISE),)
    assert verdict.rests_on == (source.code,)


def test_every_source_of_a_report_has_to_agree(vault: People) -> None:
    one, other = seal(vault), seal(vault)
    agree(vault, one)
    assert [each.source for each in consult([R1], [], at=NOW).refusals] == [other.code]

    agree(vault, other)

    assert consult([R1], [], at=NOW).refusals == ()
    assert consult([R1], [], Purpose.PUBLISH, at=NOW).refusals != ()


def test_a_withdrawn_consent_stops_what_rests_on_it_and_says_so_to_the_drafts(
    vault: People,
) -> None:
    consent = agree(vault, seal(vault))

    consents.withdraw(consent, withdrawn_at=NOW + DAY, by=vault.nur, at=NOW + DAY)

    assert consult([R1], [], at=NOW + DAY).refusals
    job = Job.objects.get(name=WITHDRAWN_JOB)
    assert job.args["receipts"] == [R1]
    with pytest.raises(NotPossible):
        consents.withdraw(consent, withdrawn_at=NOW + DAY, by=vault.nur, at=NOW + DAY)


@pytest.mark.parametrize("withdrawn_at", [NOW - DAY, NOW + 2 * DAY])
def test_a_withdrawal_lies_between_the_consent_and_now(
    vault: People, withdrawn_at: datetime
) -> None:
    consent = agree(vault, seal(vault))

    with pytest.raises(NotPossible):
        consents.withdraw(
            consent,
            withdrawn_at=withdrawn_at,
            by=vault.nur,
            at=NOW + DAY,
        )


def test_a_consent_is_not_recorded_twice_nor_before_it_is_given(vault: People) -> None:
    source = seal(vault)
    agree(vault, source)

    with pytest.raises(NotPossible):
        agree(vault, source)
    with pytest.raises(NotPossible):
        consents.record(
            source, Purpose.PUBLISH, how="writing", given_at=NOW + DAY, by=vault.intake, at=NOW
        )


def test_who_neither_takes_in_nor_keeps_records_no_consent(vault: People) -> None:
    source = seal(vault)

    with pytest.raises(NotPermitted):
        consents.record(source, RAISE, how="writing", given_at=NOW, by=vault.clearer, at=NOW)


def test_a_name_of_any_source_is_found_without_a_passphrase(vault: People) -> None:
    seal(vault)
    text = "What Самира Дорвелл saw, call +99501234567"

    verdict = consult([], [Outgoing("facts", text)], at=NOW)

    assert [one.text for one in verdict.names] == ["Самира Дорвелл", "+99501234567"]


def test_with_the_passphrase_a_single_part_of_a_name_is_found_too(vault: People) -> None:
    seal(vault)
    texts = [Outgoing("facts", "The woman named Dorvelle saw it")]
    assert consult([], texts, at=NOW).names == ()

    verdict = consult([], texts, at=NOW, with_key=WithKey(FIRST, vault.nur))

    assert [one.text for one in verdict.names] == ["Dorvelle"]


def test_a_wrong_passphrase_does_not_look_like_nothing_found(vault: People) -> None:
    seal(vault)

    with pytest.raises(WrongPassphrase):
        consult([], [], at=NOW, with_key=WithKey("a wrong passphrase", vault.nur))


def test_without_the_key_of_this_node_a_search_does_not_look_like_nothing_found(
    vault: People,
) -> None:
    seal(vault)
    keyfiles._path(keys.KEY_FILE).unlink()

    with pytest.raises(Tampered):
        consult([], [Outgoing("facts", "Samira Dorvelle")], at=NOW)


def test_a_custodian_may_keep_no_traces_at_all(vault: People) -> None:
    seal(vault)
    texts = [Outgoing("facts", "Samira Dorvelle")]

    keys.keep_index(False, FIRST, **vault.nur_at())

    assert consult([], texts, at=NOW).names == ()
    assert consult([], texts, at=NOW, with_key=WithKey(FIRST, vault.nur)).names


def test_an_erased_source_is_found_no_more_and_its_consents_still_count(vault: People) -> None:
    source = seal(vault)
    sources.erase(source, **vault.nur_at())

    verdict = consult([R1], [Outgoing("facts", "Samira Dorvelle")], at=NOW)

    assert verdict.names == ()
    assert verdict.refusals
