"""The store in the database does what every store must do."""

import pytest

from answerable.node.ledger.models import Channel, Party
from answerable.node.ledger.storage import DjangoStore
from answerable.protocol import growth, log
from answerable.protocol.errors import NoSuchLog
from answerable.protocol.memory import MemoryStore
from answerable.protocol.store import Store
from tests.factories import NOW
from tests.protocol import make
from tests.protocol.store_contract import OWN, StoreContract

pytestmark = pytest.mark.django_db


def make_row(slug: str = "channel") -> Channel:
    """Make the row of `make.channel()`, as far as a store looks at it."""
    ours, _ = Party.objects.get_or_create(code="alice", domain="alice.example", name="Alice")
    theirs, _ = Party.objects.get_or_create(code="bob", domain="bob.example", name="Bob")
    return Channel.objects.create(
        slug=slug, title="Channel", kind="signed", ours=ours, theirs=theirs, created_at=NOW
    )


class TestDjangoStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return DjangoStore(make_row())

    def test_another_channel_sees_nothing_of_a_log(self, begun: Store) -> None:
        other = DjangoStore(make_row("other"))

        assert other.head(OWN) is None
        with pytest.raises(NoSuchLog):
            other.entries(OWN, 0, 1)

    def test_another_channel_sees_nothing_of_a_content(self, begun: Store) -> None:
        begun.hold(bytes(32), bytes(32), b"record")

        assert DjangoStore(make_row("other")).content(bytes(32)) is None

    def test_a_log_of_no_party_is_refused(self, store: Store) -> None:
        with pytest.raises(NoSuchLog):
            store.create(growth.empty_head("stranger.example/answerable/x/carol"))


def test_the_same_deeds_give_the_same_log_as_in_memory() -> None:
    own = make.channel().log("alice")
    key = make.key("alice log")
    stores: list[Store] = [MemoryStore(), DjangoStore(make_row())]

    for store in stores:
        log.create(store, own.origin, key, permit=make.CLEAN)
        for start, end in ((0, 1), (1, 256), (256, 300)):
            batch = [make.entry(own, number) for number in range(start, end)]
            log.append(store, own, batch, key, permit=make.CLEAN)

    memory, database = (store.head(own.origin) for store in stores)
    assert memory == database
    log.scrub(stores[1], own.origin)
