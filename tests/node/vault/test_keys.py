"""Who opens the vault: its custodians, each with an own passphrase, and nobody else."""

from datetime import timedelta

import pytest

from answerable.node.accounts.models import AuditEvent
from answerable.node.ledger import keyfiles
from answerable.node.vault.errors import (
    NotAdmitted,
    NothingSealed,
    NotPermitted,
    NotPossible,
    NoVault,
    Tampered,
    TooManyTries,
    WrongPassphrase,
)
from answerable.node.vault.models import Custodian, NameTrace, Source, Vault
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import keys, sources
from answerable.safekeeping import sealed
from tests.factories import NOW
from tests.node.vault.conftest import FIRST, SECOND, WHO, People, seal, second

WORK = sealed.LEAST_WORK


def test_intake_seals_and_only_the_passphrase_reads(vault: People) -> None:
    source = seal(vault)

    identity = sources.reveal(source, FIRST, reason="To ask for consent", **vault.nur_at())

    assert identity == WHO
    read = AuditEvent.objects.get(verb="source revealed")
    assert (read.by, read.subject_id) == (vault.nur, source.code)
    assert read.details == {"reason": "To ask for consent"}


def test_nothing_is_sealed_before_a_custodian_founded_the_vault(people: People) -> None:
    with pytest.raises(NoVault):
        seal(people)

    assert not Source.objects.filter(sealed_at__isnull=False).exists()


def test_a_wrong_passphrase_reads_nothing_and_stands_in_the_trail(vault: People) -> None:
    source = seal(vault)

    with pytest.raises(WrongPassphrase):
        sources.reveal(source, "not the passphrase", reason="Curious", **vault.nur_at())

    assert AuditEvent.objects.filter(verb="vault passphrase wrong").count() == 1
    assert not AuditEvent.objects.filter(verb="source revealed").exists()


def test_after_five_wrong_ones_even_the_right_one_waits_a_quarter_of_an_hour(
    vault: People,
) -> None:
    for _ in range(keys.TRIES):
        with pytest.raises(WrongPassphrase):
            keys.open_vault("guess after guess", **vault.nur_at())

    with pytest.raises(TooManyTries):
        keys.open_vault(FIRST, **vault.nur_at(NOW + keys.PAUSE - timedelta(seconds=1)))
    assert keys.open_vault(FIRST, **vault.nur_at(NOW + keys.PAUSE))
    assert keys.open_vault(FIRST, **vault.nur_at(NOW + keys.PAUSE))


def test_after_the_pause_one_wrong_passphrase_is_one_try_again(vault: People) -> None:
    for _ in range(keys.TRIES):
        with pytest.raises(WrongPassphrase):
            keys.open_vault("guess after guess", **vault.nur_at())
    later = NOW + keys.PAUSE

    with pytest.raises(WrongPassphrase):
        keys.open_vault("guess after guess", **vault.nur_at(later))

    assert keys.open_vault(FIRST, **vault.nur_at(later))


@pytest.mark.parametrize("who", ["intake", "officer", "clearer", "administrator", "auditor"])
def test_nobody_but_a_custodian_reads_even_with_the_passphrase(vault: People, who: str) -> None:
    source = seal(vault)

    with pytest.raises(NotPermitted):
        sources.reveal(source, FIRST, reason="Trust me", by=getattr(vault, who), at=NOW)


def test_a_reason_is_needed(vault: People) -> None:
    source = seal(vault)

    with pytest.raises(NotPossible):
        sources.reveal(source, FIRST, reason="  ", **vault.nur_at())


def test_a_second_custodian_reads_with_an_own_passphrase_once_admitted(vault: People) -> None:
    source, olga = seal(vault), second(vault)
    with pytest.raises(NotAdmitted):
        sources.reveal(source, SECOND, reason="Mine now?", by=vault.olga, at=NOW)

    keys.admit(olga, olga.recipient, FIRST, **vault.nur_at())

    assert sources.reveal(source, SECOND, reason="To call", by=vault.olga, at=NOW) == WHO
    with pytest.raises(WrongPassphrase):
        sources.reveal(source, FIRST, reason="To call", by=vault.olga, at=NOW)


def test_a_key_that_was_exchanged_after_the_comparison_is_not_admitted(vault: People) -> None:
    olga = second(vault)
    compared = olga.recipient
    second(vault)
    now = Custodian.objects.get(user=vault.olga)

    with pytest.raises(NotPossible):
        keys.admit(now, compared, FIRST, **vault.nur_at())

    assert not Custodian.objects.get(user=vault.olga).is_admitted


def test_nobody_is_admitted_who_is_no_custodian_any_more(vault: People) -> None:
    olga = second(vault)
    vault.olga.memberships.all().delete()
    olga = Custodian.objects.get(pk=olga.pk)

    with pytest.raises(NotPermitted):
        keys.admit(olga, olga.recipient, FIRST, **vault.nur_at())


def test_a_passphrase_can_be_changed_and_the_old_one_opens_nothing(vault: People) -> None:
    source = seal(vault)

    keys.change_passphrase(FIRST, SECOND, work=WORK, **vault.nur_at())

    with pytest.raises(WrongPassphrase):
        sources.reveal(source, FIRST, reason="Again", **vault.nur_at())
    assert sources.reveal(source, SECOND, reason="Again", **vault.nur_at()) == WHO


@pytest.mark.parametrize("bad", ["", "short", "x" * 13, "x" * 600])
def test_a_passphrase_that_keeps_nothing_is_refused(vault: People, bad: str) -> None:
    with pytest.raises(NotPossible):
        keys.change_passphrase(FIRST, bad, work=WORK, **vault.nur_at())


def test_a_lost_passphrase_is_no_loss_where_there_is_a_second_custodian(vault: People) -> None:
    source, olga = seal(vault), second(vault)
    keys.admit(olga, olga.recipient, FIRST, **vault.nur_at())

    mine = keys.ask("the third passphrase", work=WORK, **vault.nur_at())
    keys.admit(mine, mine.recipient, SECOND, by=vault.olga, at=NOW)

    found = sources.reveal(source, "the third passphrase", reason="Back", **vault.nur_at())
    assert found == WHO


def test_without_a_second_custodian_a_new_key_would_lose_the_vault_and_is_refused(
    vault: People,
) -> None:
    with pytest.raises(NotPossible):
        keys.ask("the third passphrase", work=WORK, **vault.nur_at())
    with pytest.raises(NotPossible):
        keys.found("the third passphrase", work=WORK, **vault.nur_at())


def test_a_vault_that_nobody_opens_any_more_is_founded_anew_and_what_was_sealed_is_gone(
    vault: People,
) -> None:
    source = seal(vault)

    keys.found("the third passphrase", anew=True, work=WORK, **vault.nur_at())

    with pytest.raises(NothingSealed):
        sources.reveal(source, "the third passphrase", reason="?", **vault.nur_at())
    assert bytes(Source.objects.get().sealed) == b""
    assert not NameTrace.objects.exists()


def test_nobody_begins_anew_while_another_custodian_can_open_it(vault: People) -> None:
    olga = second(vault)
    keys.admit(olga, olga.recipient, FIRST, **vault.nur_at())

    with pytest.raises(NotPossible):
        keys.found("the third passphrase", anew=True, work=WORK, **vault.nur_at())


def test_the_last_key_is_not_taken_away(vault: People) -> None:
    nur = Custodian.objects.get(user=vault.nur)
    with pytest.raises(NotPossible):
        keys.dismiss(nur, **vault.nur_at())
    olga = second(vault)
    keys.admit(olga, olga.recipient, FIRST, **vault.nur_at())

    keys.dismiss(nur, by=vault.olga, at=NOW)

    with pytest.raises(NotAdmitted):
        keys.open_vault(FIRST, **vault.nur_at())


def test_a_damaged_identity_is_not_shown_in_part(vault: People) -> None:
    source = seal(vault)
    data = bytearray(Source.objects.get().sealed)
    data[-3] ^= 1
    Source.objects.update(sealed=bytes(data))

    with pytest.raises(Tampered):
        sources.reveal(source, FIRST, reason="To call", **vault.nur_at())


def test_an_identity_that_was_moved_to_another_source_does_not_open(vault: People) -> None:
    one = seal(vault)
    other = seal(vault, Identity(name="Jonas Kelorane"), receipt="R-2026-00002")
    Source.objects.filter(pk=one.pk).update(sealed=Source.objects.get(pk=other.pk).sealed)

    with pytest.raises(Tampered):
        sources.reveal(one, FIRST, reason="To call", **vault.nur_at())


def test_an_older_identity_that_was_put_back_does_not_open(vault: People) -> None:
    source = seal(vault)
    before = Source.objects.get().sealed
    sources.seal(source, Identity(name="Jonas Kelorane"), by=vault.nur, at=NOW)
    Source.objects.update(sealed=before)

    with pytest.raises(Tampered):
        sources.reveal(source, FIRST, reason="To call", **vault.nur_at())


def test_whoever_writes_to_the_database_cannot_have_sources_sealed_for_himself(
    vault: People,
) -> None:
    from answerable.node.vault import sealing

    _secret, recipient = sealing.make_key()
    Vault.objects.update(recipient=recipient)

    with pytest.raises(Tampered):
        seal(vault)


def test_a_vault_key_that_was_exchanged_is_not_used(vault: People) -> None:
    from answerable.node.vault import sealing

    secret, _recipient = sealing.make_key()
    own = Custodian.objects.get(user=vault.nur)
    Custodian.objects.update(vault_key=sealing.seal_key(secret, own.recipient))

    with pytest.raises(Tampered):
        keys.open_vault(FIRST, **vault.nur_at())


def test_without_the_nodes_key_nothing_passes_and_a_custodian_mends_it(vault: People) -> None:
    seal(vault)
    keyfiles._path(keys.KEY_FILE).unlink()
    with pytest.raises(Tampered):
        keys.current()

    keys.keep_index(True, FIRST, **vault.nur_at())

    assert keys.current().keeps_index
    assert NameTrace.objects.exists()


def test_somebody_else_at_intake_does_not_put_another_person_in_a_sources_place(
    vault: People,
) -> None:
    source = seal(vault)

    with pytest.raises(NotPermitted):
        sources.seal(source, Identity(name="Jonas Kelorane"), by=vault.officer, at=NOW)


def test_an_identity_is_erased_for_good(vault: People) -> None:
    source = seal(vault)

    sources.erase(source, **vault.nur_at())

    with pytest.raises(NothingSealed):
        sources.reveal(source, FIRST, reason="To call", **vault.nur_at())
    with pytest.raises(NothingSealed):
        sources.erase(source, **vault.nur_at())
    assert bytes(Source.objects.get().sealed) == b""
    assert not NameTrace.objects.exists()
