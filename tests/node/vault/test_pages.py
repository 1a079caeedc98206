"""The vault's pages: a custodian's work, what others see of it, and that no page keeps a name."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from answerable.node.accounts.models import AuditEvent, User
from answerable.node.vault import tokens
from answerable.node.vault.models import ConsentRecord, Custodian, Notice, Source, Vault
from answerable.node.vault.services import consents, notices
from tests.factories import NOW
from tests.node.desk_pages.conftest import Browser
from tests.node.vault.conftest import CANARIES, FIRST, SECOND, WHO, People, seal, second

R1 = "R-2026-00001"
PAGES = ("/sources/", "/sources/notices/", "/sources/custodians/")
NEW = {
    "role": "witness",
    "reliability": "B",
    "independence": "G1",
    "reach": "safe",
    "language": "en",
    "name": WHO.name,
    "other_names": WHO.other_names,
    "contact": WHO.contact,
    "note": WHO.note,
    "purposes": ["raise_without_identity", "contact"],
    "how": "in_person",
}


def test_a_custodian_founds_the_vault_and_lets_a_second_one_in(people: People) -> None:
    nur, olga = Browser(people.nur), Browser(people.olga)
    nur.done("/sources/custodians/found/", new=FIRST, again=FIRST)
    assert "Only one person can open the vault" in nur.open("/sources/custodians/")

    olga.done("/sources/custodians/ask/", new=SECOND, again=SECOND)
    waiting = Custodian.objects.get(user=people.olga)
    page = nur.open(f"/sources/custodians/{waiting.pk}/admit/")
    assert waiting.recipient in page
    nur.done(
        f"/sources/custodians/{waiting.pk}/admit/", passphrase=FIRST, recipient=waiting.recipient
    )

    assert "Only one person" not in nur.open("/sources/custodians/")
    assert Custodian.objects.get(user=people.olga).is_admitted


def test_intake_seals_a_source_from_the_page_of_a_report(vault: People) -> None:
    ines = Browser(vault.intake)
    token = tokens.for_report(R1, vault.intake)

    assert ines.done(f"/sources/of/{token}/new/", **NEW) == f"/reports/{R1}/"

    source = Source.objects.get()
    assert source.is_sealed
    assert source.reports.get().receipt == R1
    assert set(source.consents.values_list("purpose", flat=True)) == {
        "raise_without_identity",
        "contact",
    }


def test_a_token_of_somebody_else_or_made_up_leads_nowhere(vault: People) -> None:
    foreign = tokens.for_report(R1, vault.officer)

    for token in (foreign, "R-2026-00001", foreign[:-2]):
        assert Browser(vault.intake).status(f"/sources/of/{token}/new/") == 404


def test_what_is_refused_keeps_no_passphrase_on_the_page(vault: People) -> None:
    source = seal(vault)

    page = Browser(vault.nur).refused(
        f"/sources/{source.code}/reveal/", reason="To call", passphrase="a wrong passphrase"
    )

    assert "does not open your key" in page
    assert "a wrong passphrase" not in page


def test_an_identity_is_shown_once_and_no_copy_is_kept(vault: People) -> None:
    source = seal(vault)
    nur = Browser(vault.nur)

    answer = nur.send(f"/sources/{source.code}/reveal/", reason="To call", passphrase=FIRST)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert WHO.name in answer.content.decode()
    page = nur.open(f"/sources/{source.code}/")
    assert "To call" in page
    assert not any(word in page for word in CANARIES)
    assert "To call" in Browser(vault.olga).open(f"/sources/{source.code}/")


@pytest.mark.parametrize("who", ["intake", "officer", "clearer", "administrator", "auditor"])
def test_nobody_else_comes_in(vault: People, who: str) -> None:
    source = seal(vault)
    other = Browser(getattr(vault, who))

    for path in (*PAGES, f"/sources/{source.code}/", f"/sources/{source.code}/reveal/"):
        assert other.status(path) == 403
    assert other.send(f"/sources/{source.code}/erase/").status_code == 403
    assert Source.objects.get().is_sealed


def test_a_source_that_is_not_there_is_not_found(vault: People) -> None:
    assert Browser(vault.nur).status("/sources/S-NOONE/") == 404


def test_consents_are_recorded_withdrawn_one_by_one_and_all_at_once(vault: People) -> None:
    source, nur = seal(vault), Browser(vault.nur)
    where = f"/sources/{source.code}/consents/"
    for purpose in ("publish", "contact", "use_inside"):
        nur.done(where + "add/", purpose=purpose, how="writing", given_at="2026-03-01T10:00")

    nur.done(f"/sources/consents/{ConsentRecord.objects.first().pk}/withdraw/")  # type: ignore[union-attr]
    nur.done(where + "withdraw-all/")

    assert not ConsentRecord.objects.filter(withdrawn_at__isnull=True).exists()
    assert nur.open(f"/sources/{source.code}/").count("Withdrawn") == 3


def test_the_queue_shows_a_text_and_records_who_told_the_source(vault: People) -> None:
    source, nur = seal(vault), Browser(vault.nur)
    consents.record(source, "contact", how="writing", given_at=NOW, by=vault.intake, at=NOW)
    notices.become_due(R1, "raised", "", at=NOW)
    assert "We have put questions" in nur.open("/sources/notices/")

    nur.done(f"/sources/notices/{Notice.objects.get().pk}/settle/", state="given")

    assert "No source waits" in nur.open("/sources/notices/")


def test_what_cannot_be_meant_is_shown_again_and_changes_nothing(vault: People) -> None:
    source, nur = seal(vault), Browser(vault.nur)
    where = f"/sources/{source.code}/"

    nur.refused(where + "change/", role="king", reliability="Z", reach="", language="xx")
    nur.refused(where + "seal/", name=" ")
    nur.refused(where + "consents/add/", purpose="fly", how="", given_at="yesterday")
    nur.refused("/sources/custodians/passphrase/", passphrase=FIRST, new="a" * 20, again="b" * 20)
    nur.refused("/sources/custodians/found/", new=SECOND, again=SECOND)
    assert nur.send("/sources/notices/99/settle/", state="x").status_code == 404
    for query in ("?page=x&q=%00", "?page=-1", "?q=" + "x" * 500):
        nur.open("/sources/" + query)

    assert Vault.objects.count() == 1
    source.refresh_from_db()
    assert (source.role, source.version) == ("witness", 2)


def test_traces_and_the_passphrase_are_changed_on_their_pages(vault: People) -> None:
    nur = Browser(vault.nur)

    nur.done("/sources/custodians/index/", passphrase=FIRST)
    nur.done("/sources/custodians/passphrase/", passphrase=FIRST, new=SECOND, again=SECOND)

    assert not Vault.objects.get().keeps_index
    nur.done("/sources/custodians/index/", passphrase=SECOND, keeps="on")


def test_erasing_asks_once_more(vault: People) -> None:
    source, nur = seal(vault), Browser(vault.nur)
    assert "for good" in nur.open(f"/sources/{source.code}/erase/")

    nur.done(f"/sources/{source.code}/erase/")

    assert "Erased" in nur.open(f"/sources/{source.code}/")


def test_the_trail_and_the_log_name_nobody(vault: People, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = tokens.for_report(R1, vault.intake)
    Browser(vault.intake).done(f"/sources/of/{token}/new/", **NEW)
    source = Source.objects.get()
    Browser(vault.nur).send(f"/sources/{source.code}/reveal/", reason="To call", passphrase=FIRST)

    said = caplog.text + "".join(
        f"{one.verb} {one.subject_id} {one.details}" for one in AuditEvent.objects.all()
    )
    assert not any(word in said for word in (*CANARIES, FIRST))


def test_a_second_key_costs_the_list_no_more_queries(
    vault: People, django_assert_max_num_queries: object
) -> None:
    second(vault)
    for number in range(5):
        seal(vault, receipt=f"R-2026-0001{number}")
    client = Client()
    client.force_login(User.objects.get(pk=vault.nur.pk))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert client.get("/sources/").status_code == 200


@pytest.mark.parametrize("page", ["of/{token}/new/", "custodians/found/", "{code}/seal/"])
def test_a_locked_session_keeps_nothing_that_was_typed_for_the_vault(
    vault: People, page: str
) -> None:
    """A session lies unsealed in the database, and so in every backup."""
    token, code = tokens.for_report(R1, vault.intake), seal(vault).code
    client = Client()
    client.force_login(vault.intake if "token" in page else vault.nur)
    client.post("/accounts/lock/")

    client.post("/sources/" + page.format(token=token, code=code), {**NEW, "new": FIRST})

    kept = str([one.get_decoded() for one in Session.objects.all()])
    assert "locked" in kept
    assert not any(word in kept for word in (*CANARIES, FIRST))
