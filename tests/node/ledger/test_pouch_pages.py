"""The pages for pouches: an administrator seals, downloads, opens, and sees what was refused."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.node.accounts.models import Role
from answerable.node.jobs.models import Job
from answerable.node.ledger import contact, exchange_files
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, set_address
from answerable.node.ledger.errors import BadAddress, ChannelNotOpen
from answerable.node.ledger.exchange_files import Step
from answerable.node.ledger.models import Channel, LogHead, PeerStatus, Pouch
from tests.factories import NOW, make_user
from tests.node.ledger.carrying import make_pouch_channel, peer_opens, peer_seals
from tests.node.ledger.factories import make_channel, make_self, say
from tests.node.ledger.test_pages import page, signed_in
from tests.node.ledger.test_pouches import LOOKING, _empty_trays

__all__ = ["_empty_trays"]
pytestmark = pytest.mark.django_db


def admin() -> Client:
    return signed_in(Role.ADMINISTRATOR)


def place(channel: Channel, rest: str = "") -> str:
    return f"/channels/c/{channel.slug}/pouches/{rest}"


def upload(client: Client, channel: Channel, data: bytes) -> Any:
    file = SimpleUploadedFile("their.pouch", data)
    return client.post(place(channel, "open/"), {"file": file}, follow=True)


def test_a_pouch_is_sealed_and_downloaded() -> None:
    channel, peer = make_pouch_channel()
    say(channel, text="By hand")
    client = admin()

    answer = client.post(place(channel, "seal/"), {"what": "all"}, follow=True)
    file = client.get(place(channel, "1/"))

    assert "Pouch 1 is sealed." in answer.content.decode()
    data = b"".join(file.streaming_content)  # type: ignore[attr-defined] # a file is streamed
    assert peer_opens(peer, data).manifest.number == 1
    assert file.headers["Content-Disposition"].endswith('-0001.pouch"')


def test_a_pouch_of_the_other_side_is_opened() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    client = admin()

    answer = upload(client, channel, peer_seals(peer))

    text = answer.content.decode()
    assert "Pouch 1 was taken." in text
    assert "opened here" in text
    assert "Last pouch opened" in page(client, f"/channels/c/{channel.slug}/")


@pytest.mark.parametrize(
    ("span", "said"), [((38, 38), "no entries"), ((38, 39), "Entry 38"), ((38, 41), "38–40</bdi>")]
)
def test_the_list_says_which_entries_a_pouch_has(span: tuple[int, int], said: str) -> None:
    channel, _peer = make_pouch_channel()
    client = admin()
    client.post(place(channel, "seal/"), {"what": "all"})
    Pouch.objects.update(logs=[{"origin": "x", "from": span[0], "to": span[1]}])

    text = page(client, place(channel))

    assert said in text
    assert "Download" in text


def test_what_is_refused_is_listed_with_its_reason() -> None:
    channel, peer = make_pouch_channel()
    client = admin()

    answer = upload(client, channel, peer_seals(peer)[:-5])

    text = answer.content.decode()
    assert "This pouch was refused: cut off, damaged on the way" in text
    assert "refused: cut off" in page(client, place(channel))
    # It was not opened.
    shown = page(client, f"/channels/c/{channel.slug}/")
    assert "none yet" in shown.partition("Last pouch opened")[2].partition("</dd>")[0]


def test_a_pouch_that_waits_says_for_what() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)

    text = upload(admin(), channel, peer_seals(peer, 1)).content.decode()

    assert "Pouch 1 waits: a pouch before it has not arrived." in text
    assert "needed from entry 0 on" in text


def test_a_fork_is_said_plainly() -> None:
    channel, peer = make_pouch_channel()
    Channel.objects.update(state=Channel.State.FROZEN)

    text = upload(admin(), channel, peer_seals(peer)).content.decode()

    assert "Pouch 1 was not taken: it contradicts what the other side signed before." in text


def test_a_node_that_must_not_sign_says_why_it_seals_nothing() -> None:
    channel, _ = make_pouch_channel()
    LogHead.objects.filter(is_ours=True).update(suspect="own_log_ahead")

    text = admin().post(place(channel, "seal/"), {"what": "all"}).content.decode()

    assert "every pouch is signed" in text
    assert not Pouch.objects.exists()


def test_a_channel_without_a_recipient_says_so() -> None:
    channel, _ = make_channel()
    client = admin()

    assert "has named no key to seal pouches for" in page(client, place(channel))
    text = client.post(place(channel, "seal/"), {"what": "all"}).content.decode()
    assert "has named no key to seal pouches for" in text


@pytest.mark.parametrize("given", [{}, {"what": "nonsense"}])
def test_a_choice_that_is_none_seals_nothing(given: dict[str, str]) -> None:
    channel, _ = make_pouch_channel()

    assert admin().post(place(channel, "seal/"), given).status_code == 200
    assert not Pouch.objects.exists()


def test_no_file_opens_nothing() -> None:
    channel, _ = make_pouch_channel()

    assert admin().post(place(channel, "open/"), {}).status_code == 200
    assert not Pouch.objects.exists()


def test_pouches_are_for_administrators_alone() -> None:
    channel, _ = make_pouch_channel()
    client = signed_in(Role.OFFICER)
    gets, posts = ("", "1/"), ("seal/", "open/")

    seen = [client.get(place(channel, rest)).status_code for rest in gets]
    seen += [client.post(place(channel, rest)).status_code for rest in posts]
    seen.append(client.get(f"/channels/c/{channel.slug}/address/").status_code)

    assert seen == [403] * 5
    assert "Seal or open a pouch" not in page(client, f"/channels/c/{channel.slug}/")


def test_a_pouch_that_is_not_in_the_out_tray_cannot_be_downloaded() -> None:
    channel, _ = make_pouch_channel()
    client = admin()
    client.post(place(channel, "seal/"), {"what": "receipts_only"})
    Pouch.objects.update(kept=False)

    assert client.get(place(channel, "1/")).status_code == 404
    assert client.get(place(channel, "2/")).status_code == 404


def test_paper_has_no_pouches() -> None:
    make_self()
    paper = ledger.create_paper(title="P", their_code="carol", their_name="Carol", at=NOW)

    assert admin().get(place(paper)).status_code == 404
    with pytest.raises(ChannelNotOpen):
        set_address(paper, "", at=NOW)


# -- a channel that lives on pouches alone ------------------------------------------------------


def test_a_channel_without_an_address_is_well_and_tries_nothing() -> None:
    channel, _ = make_pouch_channel()
    PeerStatus.objects.update(failures=9, last_error="unreachable", next_try=NOW)
    client = admin()

    answer = client.post(f"/channels/c/{channel.slug}/address/", {"url": ""}, follow=True)
    Job.objects.all().delete()
    contact.tick(at=NOW)

    text = answer.content.decode()
    assert "none: all goes by pouch" in text
    assert "Try now" not in text
    assert ledger.channel_health(Channel.objects.get()).is_well
    assert not Job.objects.filter(name__in=("ledger.sync", "ledger.nudge")).exists()


def test_none_is_no_address_on_the_page_as_in_the_command() -> None:
    channel, _ = make_channel()

    admin().post(f"/channels/c/{channel.slug}/address/", {"url": "none"})

    channel.refresh_from_db()
    assert channel.peer_url == ""


def test_an_address_can_be_given_later() -> None:
    channel, _ = make_pouch_channel()
    client = admin()
    path = f"/channels/c/{channel.slug}/address/"

    refused = client.post(path, {"url": "http://example.org"}).content.decode()
    client.post(path, {"url": "https://peer.example:8443"})

    assert "This address cannot be used." in refused
    assert Channel.objects.get().peer_url == "https://peer.example:8443"
    with pytest.raises(BadAddress):
        set_address(channel, "ftp://x", at=NOW)


def test_a_channel_is_founded_without_an_address() -> None:
    make_self()
    user = make_user("boss")
    _, proposal = ledger.establish.propose(
        title="T", terms=ledger_terms(), at=NOW, slug="no-address-here", by=user
    )
    read = exchange_files.read(proposal)
    again = exchange_files.write(Step.PROPOSAL, title="T", url="", document=read.document)

    assert exchange_files.read(again).url == ""


def ledger_terms() -> dict[str, Any]:
    from tests.node.ledger.factories import TERMS

    return TERMS


def test_what_is_said_without_an_address_wakes_nobody() -> None:
    channel, _ = make_pouch_channel()
    set_address(channel, "", at=NOW)
    Job.objects.all().delete()

    say(channel, text="By hand")

    assert not Job.objects.filter(name="ledger.nudge").exists()
    assert our_log(channel).size == 2


def test_a_pouch_that_waits_is_deleted_on_the_page() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    client = admin()
    upload(client, channel, peer_seals(peer, 1))
    waiting = Pouch.objects.get()
    drop = place(channel, f"drop/{waiting.digest}/")

    shown = client.get(place(channel)).content.decode()
    answer = client.post(drop, follow=True)
    again = client.post(drop, follow=True)

    waiting.refresh_from_db()
    assert drop in shown
    assert (waiting.state, waiting.reason) == ("refused", "dropped")
    assert "The pouch was deleted." in answer.content.decode()
    assert drop not in again.content.decode()
