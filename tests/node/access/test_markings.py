"""Every page of a case says how it is to be handled."""

from __future__ import annotations

import logging

from django.test import Client, TestCase

from tests.node.access import world
from tests.node.access.addresses import Address, all_addresses
from tests.node.access.world import World

# Pages that name a case among others: a list, a compartment, a queue.
OTHERS = ("desk:compartment", "desk:put", "desk:operations", "desk:emergency")
READERS = ("officer", "investigator", "clearer", "custodian", "analyst")


class MarkingTests(TestCase):
    """One world for all."""

    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.make()

    def setUp(self) -> None:
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)

    def test_every_page_of_a_case_carries_its_marking(self) -> None:
        looked_at: set[str] = set()
        bare: set[str] = set()
        for role in READERS:
            client = Client()
            client.force_login(self.world.people[role])
            for address in all_addresses():
                # What one person could open need not be opened by another.
                page = "" if address.name in looked_at else self.page(client, address)
                if page:
                    looked_at.add(address.name)
                    if 'class="handling' not in page:
                        bare.add(address.name)

        assert not bare, "\n".join(sorted(bare))
        for name in ("desk:inquiry", "desk:draft-check", "desk:incident", "desk:message"):
            assert name in looked_at

    def page(self, client: Client, address: Address) -> str:
        """Return the page of an address that is one of a case; empty for anything else."""
        if not address.name.startswith("desk:") or address.name.startswith(OTHERS):
            return ""
        if not address.is_of_a_case(self.world):
            return ""
        answer = client.get(address.path(self.world, self.world.open))
        is_page = answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]
        text = answer.content.decode() if is_page else ""
        # A part that htmx swaps in stands on a page that has it.
        return text if "<html" in text else ""
