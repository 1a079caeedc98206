"""A key is changed with a second administrator's yes, and the other side's is compared by voice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.ledger import identities, key_lines, keyfiles, keyorders, our_keys
from answerable.node.ledger.channels import our_code
from answerable.node.ledger.errors import KeyOrderNotPossible, WordsDiffer
from answerable.node.ledger.models import Channel, Cosignature, KeyComparison, KeyOrder
from answerable.node.ledger.our_keys import Subject
from answerable.protocol.changes import KeyRole
from tests.factories import NOW, make_office, make_user
from tests.node.ledger.factories import make_channel, serve_ours, sync

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MIRROR = Subject(KeyRole.MIRROR)


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a folder of keys of its own: one retires what another would still need."""
    settings.NODE = replace(settings.NODE, home=tmp_path_factory.mktemp("home"))


@pytest.fixture
def amal() -> User:
    return make_user("amal", Role.ADMINISTRATOR)


@pytest.fixture
def bea() -> User:
    return make_user("bea", Role.ADMINISTRATOR)


def asked(by: User, subject: Subject = MIRROR, deed: str = "rotate") -> KeyOrder:
    return keyorders.ask(subject, deed, reason="A new year", by=by, at=NOW)


def current(channel: Channel) -> bytes | None:
    return identities.standing_of(channel, our_code(channel)).current(KeyRole.MIRROR)


def test_one_asks_another_confirms_and_only_then_the_key_changes(amal: User, bea: User) -> None:
    channel, _ = make_channel()
    before, order = current(channel), asked(amal)
    assert current(channel) == before

    changed = keyorders.confirm(order, by=bea, at=LATER)

    order.refresh_from_db()
    assert current(channel) == changed.public != before
    assert (order.state, order.decided_by, order.keyid != "") == ("done", bea, True)
    trail = AuditEvent.objects.filter(subject_kind="key").order_by("number")
    assert [(each.verb, each.by) for each in trail] == [
        ("key change asked", amal),
        ("key replaced", bea),
        ("key change confirmed", bea),
    ]


def test_nobody_confirms_what_they_asked(amal: User, bea: User) -> None:
    _channel, _ = make_channel()
    order = asked(amal)

    with pytest.raises(KeyOrderNotPossible, match="same_person"):
        keyorders.confirm(order, by=amal, at=LATER)
    with pytest.raises(KeyOrderNotPossible, match="not_alone"):
        keyorders.waive(order, why="In a hurry", by=amal, at=LATER)

    order.refresh_from_db()
    assert (order.state, keyfiles.newest("mirror")) == ("waiting", "mirror")


def test_the_database_itself_asks_for_a_second_person(amal: User) -> None:
    order = asked(amal)

    with pytest.raises(IntegrityError), transaction.atomic():
        KeyOrder.objects.filter(pk=order.pk).update(
            state="done", decided_by=amal, decided_at=LATER, keyid="0" * 64
        )


def test_a_node_of_one_administrator_says_why_alone(amal: User) -> None:
    _channel, _ = make_channel()
    order = asked(amal)

    with pytest.raises(KeyOrderNotPossible, match="no_reason"):
        keyorders.waive(order, why=" ", by=amal, at=LATER)
    keyorders.waive(order, why="I am the only one", by=amal, at=LATER)

    order.refresh_from_db()
    assert (order.state, order.waiver) == ("done", "I am the only one")
    assert AuditEvent.objects.order_by("-number")[0].details["waived"] is True


def test_a_disabled_administrator_is_nobody_to_confirm(amal: User, bea: User) -> None:
    make_channel()
    User.objects.filter(pk=bea.pk).update(is_active=False)

    keyorders.waive(asked(amal), why="Bea has left", by=amal, at=LATER)


def test_what_is_decided_is_not_decided_again(amal: User, bea: User) -> None:
    make_channel()
    order, given_up = asked(amal), asked(amal, Subject(KeyRole.NODE))
    keyorders.confirm(order, by=bea, at=LATER)
    keyorders.drop(given_up, by=amal, at=LATER)

    for done in (order, given_up):
        with pytest.raises(KeyOrderNotPossible, match="decided_before"):
            keyorders.confirm(KeyOrder.objects.get(pk=done.pk), by=bea, at=LATER)
    assert [each.state for each in KeyOrder.objects.order_by("pk")] == ["done", "dropped"]


def test_what_fails_leaves_the_order_waiting(amal: User, bea: User) -> None:
    order = asked(amal)

    with pytest.raises(Exception, match="no open signed channel"):
        keyorders.confirm(order, by=bea, at=LATER)

    order.refresh_from_db()
    assert order.state == "waiting"


def test_an_order_waits_once_for_each_key(amal: User, bea: User) -> None:
    channel, _ = make_channel()
    asked(amal)
    asked(amal, Subject(KeyRole.LOG, "", channel))

    with pytest.raises(KeyOrderNotPossible, match="already_asked"):
        asked(bea, deed="stolen")
    with pytest.raises(KeyOrderNotPossible, match="already_asked"):
        asked(bea, Subject(KeyRole.LOG, "", channel), "lost")


@pytest.mark.parametrize(
    ("subject", "deed", "reason", "code"),
    [
        (MIRROR, "rotate", " ", "no_reason"),
        (Subject(KeyRole.IDENTITY), "stolen", "Why", "identity"),
        (MIRROR, "give", "Why", "not_an_office"),
    ],
)
def test_what_cannot_be_is_not_asked(
    amal: User, subject: Subject, deed: str, reason: str, code: str
) -> None:
    with pytest.raises(KeyOrderNotPossible, match=code):
        keyorders.ask(subject, deed, reason=reason, by=amal, at=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_keys(role: Role, amal: User) -> None:
    make_channel()
    order, other = asked(amal), make_user("carl", role)

    deeds: list[Callable[[], object]] = [
        lambda: asked(other, Subject(KeyRole.NODE)),
        lambda: keyorders.confirm(order, by=other, at=LATER),
        lambda: keyorders.waive(order, why="Why", by=other, at=LATER),
        lambda: keyorders.drop(order, by=other, at=LATER),
    ]
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


def test_an_office_made_later_is_given_its_key(amal: User, bea: User) -> None:
    make_channel()
    make_office("bureau")

    order = asked(amal, Subject(KeyRole.AUTHOR, "bureau"), "give")
    keyorders.confirm(order, by=bea, at=LATER)

    assert our_keys.offices_without_key() == []


# The other side's keys.


def test_words_that_were_read_out_are_recorded(amal: User) -> None:
    channel, peer = make_channel()
    peer.replace(KeyRole.LOG)
    sync(channel, peer)
    [line] = key_lines.to_compare(channel)
    assert (line.role, line.since, line.compared) == ("log", 2, None)

    with pytest.raises(WordsDiffer):
        keyorders.compared(channel, line.keyid, words="one two", by=amal, at=LATER)
    with pytest.raises(KeyOrderNotPossible, match="no_such_key"):
        keyorders.compared(channel, "0" * 64, words="one two", by=amal, at=LATER)
    keyorders.compared(channel, line.keyid, words=" ".join(line.words).upper(), by=amal, at=LATER)
    keyorders.compared(channel, line.keyid, words=" ".join(line.words), by=amal, at=LATER)

    assert key_lines.to_compare(channel) == []
    assert KeyComparison.objects.get().by == amal


def test_receipts_that_the_other_side_disowns_are_kept_and_said(amal: User) -> None:
    channel, peer = make_channel()
    serve_ours(channel, peer)
    sync(channel, peer)
    taken = Cosignature.objects.filter(log__is_ours=True).count()
    # A revocation without sizes: no receipt of this key is to count.
    peer.replace(KeyRole.MIRROR, is_revoked=True)
    sync(channel, peer)

    text = signed_in(amal).get(f"/channels/c/{channel.slug}/keys/").content.decode()

    assert "1 receipt that it gave by this key does not count" in text
    assert Cosignature.objects.filter(log__is_ours=True).count() == taken == 1


# The pages.


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_lists_our_keys_with_their_words(amal: User) -> None:
    channel, _ = make_channel("The other side")

    text = signed_in(amal).get("/channels/keys/").content.decode()

    lines = key_lines.our_lines()
    assert len(lines) == 7
    for line in lines:
        assert " ".join(line.words) in text
        assert line.file in text
    assert channel.title in text


def test_a_key_is_asked_for_and_confirmed_on_the_pages(amal: User, bea: User) -> None:
    channel, _ = make_channel()
    before = current(channel)
    form = {"role": "mirror", "deed": "rotate", "reason": "A new year"}

    first = signed_in(amal).post("/channels/keys/ask/", form, follow=True).content.decode()
    order = KeyOrder.objects.get()
    own = signed_in(amal).post(f"/channels/keys/{order.pk}/confirm/", follow=True).content.decode()
    second = signed_in(bea).post(f"/channels/keys/{order.pk}/confirm/", follow=True)

    assert "Another administrator confirms it" in first
    assert f"/channels/keys/{order.pk}/confirm/" not in first
    assert "not the one who asked" in own
    assert "Read its words" in second.content.decode()
    assert current(channel) != before


def test_the_page_says_what_is_wrong_with_a_form(amal: User) -> None:
    make_channel()
    client = signed_in(amal)
    good = {"role": "mirror", "deed": "rotate", "reason": "A new year"}

    for wrong, said in (
        ({"role": "log"}, "Choose the channel for the key of a log"),
        ({"channel": "nowhere"}, "nowhere is not one of the available choices"),
        ({"role": "author", "office": "nowhere"}, "nowhere is not one of the available choices"),
        ({"role": "identity", "deed": "stolen"}, "cannot be revoked"),
        ({"reason": ""}, "required"),
    ):
        text = client.post("/channels/keys/ask/", {**good, **wrong}).content.decode()
        assert said in text, wrong
    assert not KeyOrder.objects.exists()


def test_the_page_offers_a_waiver_only_to_one_who_is_alone(amal: User) -> None:
    _channel, _ = make_channel()
    order, client = asked(amal), signed_in(amal)
    path = f"/channels/keys/{order.pk}/waive/"

    assert path in client.get("/channels/keys/").content.decode()
    assert "Say why" in client.post(path, {"why": ""}, follow=True).content.decode()
    client.post(path, {"why": "I am the only one"})

    order.refresh_from_db()
    assert order.state == "done"
    assert "I am the only one" in client.get("/channels/keys/").content.decode()


def test_an_identity_kept_elsewhere_is_said_on_the_page(amal: User, bea: User) -> None:
    from django.conf import settings

    make_channel()
    order = asked(amal)
    path = settings.NODE.home / "keys" / "identity" / "identity.key"
    path.rename(path.with_suffix(".away"))

    answer = signed_in(bea).post(f"/channels/keys/{order.pk}/confirm/", follow=True)

    assert "bring its file to keys/identity/" in answer.content.decode()
    assert "kept elsewhere" in answer.content.decode()


def test_the_channels_page_says_that_the_other_side_has_another_key(amal: User) -> None:
    channel, peer = make_channel()
    peer.replace(KeyRole.LOG)
    sync(channel, peer)
    client, place = signed_in(amal), f"/channels/c/{channel.slug}/"
    [line] = key_lines.to_compare(channel)

    assert "Keys to compare" in client.get("/channels/").content.decode()
    before = client.get(place).content.decode()
    asked_for = client.get(f"{place}keys/").content.decode()
    differ = client.post(f"{place}keys/compared/", {"keyid": line.keyid, "words": "a b"})
    client.post(f"{place}keys/compared/", {"keyid": line.keyid, "words": " ".join(line.words)})
    after = client.get(f"{place}keys/").content.decode()

    assert "from entry 2 of its log on" in before
    # To be heard, not copied: before they were compared the words are not on the page.
    assert " ".join(line.words) not in asked_for
    assert "These are not the words" in differ.content.decode()
    assert " ".join(line.words) in after
    assert "from entry 2 of its log on" not in client.get(place).content.decode()


def test_the_banner_names_the_office_whose_key_is_another(amal: User) -> None:
    channel, peer = make_channel()
    peer.replace(KeyRole.AUTHOR)
    sync(channel, peer)

    text = signed_in(amal).get(f"/channels/c/{channel.slug}/").content.decode()

    assert f"another key (Office · {peer.office})" in text


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_which_page(role: Role) -> None:
    channel, _ = make_channel()
    client = signed_in(make_user("dora", role))
    may = role is Role.ADMINISTRATOR

    assert client.get("/channels/keys/").status_code == (200 if may else 403)
    assert client.get(f"/channels/c/{channel.slug}/keys/").status_code == 200
    for path in ("ask/", "1/confirm/", "1/waive/", "1/drop/"):
        assert client.post(f"/channels/keys/{path}").status_code in ((200, 404) if may else (403,))
    answer = client.post(f"/channels/c/{channel.slug}/keys/compared/")
    assert answer.status_code == (200 if may else 403)
    stranger = make_user("erin")
    assert signed_in(stranger).get(f"/channels/c/{channel.slug}/keys/").status_code == 403
