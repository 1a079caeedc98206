"""Founding a channel: three files, two people, twelve words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.node.accounts.models import AuditEvent
from answerable.node.ledger import exchange_files, keyfiles
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import genesis_of, our_log
from answerable.node.ledger.errors import BadKeyFile
from answerable.node.ledger.exchange_files import Step
from answerable.node.ledger.models import Channel, LogHead, Party
from tests.factories import NOW, make_office
from tests.node.ledger.factories import TERMS, make_channel, make_self
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db


def propose() -> tuple[Channel, bytes]:
    make_self()
    return ledger.establish.propose(title="Channel", terms=TERMS, at=NOW)


def words_of(data: bytes) -> str:
    return " ".join(ledger.establish.read(data).words)


def test_two_sides_found_one_channel() -> None:
    channel, peer = make_channel()

    assert channel.state == Channel.State.ESTABLISHED
    assert genesis_of(channel) == peer.founded
    assert channel.peer_url == "http://127.0.0.1:9"
    assert Party.objects.get(code="bob").name == "Bob"


def test_the_first_entry_of_our_log_opens_the_channel() -> None:
    channel, _peer = make_channel()

    statement = our_log(channel).statements.get(index=0)

    assert (statement.kind, statement.fault) == ("open", "")
    assert our_log(channel).size == 1


def test_we_may_accept_what_the_other_side_proposes() -> None:
    make_self()
    peer = Peer()
    proposal = peer.propose(TERMS, NOW)

    channel, acceptance = ledger.establish.accept(proposal, at=NOW)

    assert channel.state == Channel.State.ACCEPTED
    assert ledger.establish.read(acceptance).step is Step.ACCEPTANCE
    assert ledger.establish.words_of(channel) == ledger.establish.read(acceptance).words


def test_other_words_sign_nothing() -> None:
    _, proposal = propose()
    acceptance = Peer().accept(proposal, NOW)

    with pytest.raises(ledger.WordsDiffer):
        ledger.establish.finish(acceptance, words="these are not the words", at=NOW)

    assert Channel.objects.get().state == Channel.State.PROPOSED
    assert not LogHead.objects.exists()


@pytest.mark.parametrize("between", [" ", ", ", " - ", "\n"])
def test_words_may_be_typed_as_they_come(between: str) -> None:
    _, proposal = propose()
    acceptance = Peer().accept(proposal, NOW)
    typed = between.join(ledger.establish.read(acceptance).words).upper()

    channel, _file = ledger.establish.finish(acceptance, words=typed, at=NOW)

    assert channel.state == Channel.State.ESTABLISHED


def test_changed_terms_are_noticed() -> None:
    _, proposal = propose()
    peer = Peer()
    changed = {**TERMS, "pause_cap_days": 365}
    # The other side makes a founding document of its own terms and our party.
    ours = ledger.establish.read(proposal).parties[0]
    document = _founding(ours, peer, changed)
    file = exchange_files.write(
        Step.ACCEPTANCE, title="Channel", url="http://127.0.0.1:9", document=document
    )

    with pytest.raises(ledger.TermsDiffer):
        ledger.establish.finish(file, words=words_of(file), at=NOW)


def test_an_answer_to_a_proposal_we_did_not_make_is_refused() -> None:
    make_self()
    stranger = Peer(code="carol")
    answer = Peer().accept(stranger.propose(TERMS, NOW), NOW)

    with pytest.raises(ledger.WrongStep):
        ledger.establish.finish(answer, words=words_of(answer), at=NOW)


def test_the_last_file_can_be_had_again() -> None:
    _, proposal = propose()
    acceptance = Peer().accept(proposal, NOW)
    _, first = ledger.establish.finish(acceptance, words=words_of(acceptance), at=NOW)

    channel, again = ledger.establish.finish(acceptance, words=words_of(acceptance), at=NOW)

    assert again == first == ledger.establish.current_file(channel)
    assert LogHead.objects.filter(is_ours=True).count() == 1


def test_a_proposal_cannot_be_finished() -> None:
    _, proposal = propose()

    with pytest.raises(ledger.WrongStep):
        ledger.establish.finish(proposal, words="", at=NOW)


def test_our_own_proposal_cannot_be_accepted_by_us() -> None:
    _, proposal = propose()

    before = keyfiles.names()
    with pytest.raises(ledger.WrongStep, match="your own proposal"):
        ledger.establish.accept(proposal, at=NOW)

    assert keyfiles.names() == before


def test_a_proposal_is_accepted_once() -> None:
    make_self()
    peer = Peer()
    proposal = peer.propose(TERMS, NOW)
    first, _ = ledger.establish.accept(proposal, at=NOW)
    before = keyfiles.names()

    with pytest.raises(ledger.WrongStep, match=f"already, as the channel {first.slug}"):
        ledger.establish.accept(proposal, at=NOW)

    assert Channel.objects.count() == 1
    assert keyfiles.names() == before


def test_a_channel_we_accept_is_called_after_the_other_side() -> None:
    make_self()
    peer = Peer()
    proposal = peer.propose(TERMS, NOW)

    channel, _ = ledger.establish.accept(proposal, at=NOW)

    [offered] = ledger.establish.read(proposal).parties
    assert channel.title == offered.name


def test_a_pouch_given_as_a_file_for_founding_is_named() -> None:
    with pytest.raises(ledger.LedgerError, match="looks like a pouch"):
        ledger.establish.read(b"age-encryption.org/v1\n-> X25519 \xff\xfe")


def test_every_office_gets_a_key_of_its_own() -> None:
    make_self()
    make_office("bureau")

    _, proposal = ledger.establish.propose(title="Channel", terms=TERMS, at=NOW)

    [party] = ledger.establish.read(proposal).parties
    assert {author.office for author in party.authors} >= {"embassy", "bureau"}
    assert len({author.public for author in party.authors}) == len(party.authors)


def test_a_node_without_a_party_proposes_nothing() -> None:
    with pytest.raises(ledger.NoParty):
        ledger.establish.propose(title="Channel", terms=TERMS, at=NOW)


def test_terms_that_are_no_terms_are_refused() -> None:
    make_self()

    with pytest.raises(ledger.LedgerError):
        ledger.establish.propose(title="Channel", terms={"clocks": []}, at=NOW)


def test_the_deeds_stand_in_the_audit_trail() -> None:
    make_channel()

    verbs = AuditEvent.objects.filter(subject_kind="channel").order_by("number")

    assert list(verbs.values_list("verb", flat=True)) == ["proposed", "established"]


def test_a_node_belongs_to_one_party() -> None:
    make_self()
    make_self()

    with pytest.raises(ledger.WrongStep):
        ledger.create_self(code="other", name="Other", domain="other.example", at=NOW)
    assert Party.objects.filter(is_self=True).count() == 1


def test_a_database_from_before_the_channel_does_not_open_it_twice() -> None:
    from django.db import transaction

    _, proposal = propose()
    acceptance = Peer().accept(proposal, NOW)
    try:
        with transaction.atomic():
            channel, _file = ledger.establish.finish(acceptance, words=words_of(acceptance), at=NOW)
            from tests.node.ledger.factories import publish

            publish(channel)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass

    with pytest.raises(ledger.WrongStep):
        ledger.establish.finish(acceptance, words=words_of(acceptance), at=NOW)


# -- files --------------------------------------------------------------------------------------


def test_a_line_end_added_on_the_way_does_no_harm() -> None:
    _, proposal = propose()

    assert ledger.establish.read(proposal + b"\r\n") == ledger.establish.read(proposal)


@pytest.mark.parametrize(
    "change",
    [
        {"form": "other"},
        {"v": 2},
        {"step": "proposed"},
        {"url": "http://peer.example"},
        {"url": "https://peer.example/path"},
        {"title": ""},
        {"title": "x" * 201},
        {"title": "a\u0007b"},
        {"document": "!"},
        {"document": "AAAA"},
        {"more": 1},
        {"step": "complete"},
    ],
    ids=str,
)
def test_a_file_in_another_form_is_refused(change: dict[str, Any]) -> None:
    _, proposal = propose()
    changed = {**json.loads(proposal), **change}

    with pytest.raises(ledger.BadExchangeFile):
        ledger.establish.read(json.dumps(changed, sort_keys=True, separators=(",", ":")).encode())


def test_a_changed_document_is_noticed() -> None:
    _, proposal = propose()
    file = json.loads(proposal)
    document = bytearray(file["document"].encode())
    document[200] = ord("A") if document[200] != ord("A") else ord("B")
    file["document"] = document.decode()

    with pytest.raises(ledger.BadExchangeFile):
        ledger.establish.read(json.dumps(file, sort_keys=True, separators=(",", ":")).encode())


@given(st.binary(max_size=300))
def test_garbage_is_no_file(data: bytes) -> None:
    with pytest.raises(ledger.BadExchangeFile):
        exchange_files.read(data)


# -- keys ---------------------------------------------------------------------------------------


def test_keys_lie_in_files_that_nobody_else_can_read() -> None:
    from django.conf import settings

    key = keyfiles.make("offices/test-office")
    path = settings.NODE.home / "keys" / "offices" / "test-office.key"

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert keyfiles.load("offices/test-office").public == key.public
    assert keyfiles.make("offices/test-office").public == key.public


def test_the_identity_key_lies_apart() -> None:
    make_self()
    from django.conf import settings

    assert (settings.NODE.home / "keys" / "identity" / "identity.key").is_file()


@pytest.mark.parametrize("name", ["../evil", "a/../../b", "/etc/passwd", "A", "", "a b", "a.key"])
def test_a_key_has_a_plain_name(name: str) -> None:
    with pytest.raises(BadKeyFile):
        keyfiles.make(name)


def test_a_key_that_others_can_read_is_not_used() -> None:
    from django.conf import settings

    keyfiles.make("offices/open")
    (settings.NODE.home / "keys" / "offices" / "open.key").chmod(0o644)

    with pytest.raises(BadKeyFile):
        keyfiles.load("offices/open")


@pytest.mark.parametrize("text", ["", "answerable-key-1 x", "answerable-key-1 AAAA", "other"])
def test_a_damaged_key_is_not_used(text: str) -> None:
    from django.conf import settings

    keyfiles.make("offices/damaged")
    path = settings.NODE.home / "keys" / "offices" / "damaged.key"
    path.write_text(text)

    with pytest.raises(BadKeyFile):
        keyfiles.load("offices/damaged")
    path.unlink()


def _founding(ours: Any, peer: Peer, terms: dict[str, Any]) -> bytes:
    """Make a founding document as a side that cheats would."""
    from answerable.protocol import dsse, genesis
    from answerable.protocol.charter import Genesis

    parties = tuple(sorted((ours, peer.party), key=lambda party: str(party.id)))
    founded = Genesis(parties, terms, bytes(32), "2026-03-02T09:00:00Z")
    return dsse.sign(genesis.GENESIS_TYPE, founded.payload(), [peer.keys["identity"]]).format()
