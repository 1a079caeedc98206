"""The store in memory does what every store must do."""

import pytest

from answerable.protocol.errors import NoSuchLog
from answerable.protocol.memory import MemoryStore
from answerable.protocol.store import Store
from tests.protocol.store_contract import OWN, StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()

    def test_asking_for_rows_of_no_log_says_so(self, store: Store) -> None:
        with pytest.raises(NoSuchLog):
            store.entries(OWN, 0, 1)
