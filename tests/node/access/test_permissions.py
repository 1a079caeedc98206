"""Every address x every role x open and closed compartment gives what `permissions.txt` says.

An address without a line fails, and the failure prints the lines to add.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import ClassVar

from django.db import transaction
from django.test import Client, TestCase, override_settings

from tests.node.access import world
from tests.node.access.addresses import Address, NothingStandsFor, all_addresses
from tests.node.access.things import Case
from tests.node.access.world import ROLES, World

TABLE = Path(__file__).with_name("permissions.txt")
METHODS = ("GET", "POST")
Row = tuple[str, str]


def read_table() -> dict[Row, dict[str, int]]:
    """Return what each role gets, by address and method."""
    rows: dict[Row, dict[str, int]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, method, *codes = line.split()
        assert len(codes) == len(ROLES), f"a line with {len(codes)} codes, not {len(ROLES)}: {line}"
        assert (name, method) not in rows, f"two lines for {name} {method}"
        rows[name, method] = dict(zip(ROLES, map(int, codes), strict=True))
    return rows


def written(row: Row, codes: dict[str, int]) -> str:
    """Write a line of the table."""
    return f"{row[0]:<34} {row[1]:<4} " + " ".join(f"{codes[role]:>3}" for role in ROLES)


@override_settings(
    TEMPLATES=[
        {"BACKEND": "tests.node.access.blank.Blank", "NAME": "blank", "DIRS": [], "APP_DIRS": True}
    ]
)
class PermissionTests(TestCase):
    """One world for all: each request is taken back when it has been answered."""

    world: ClassVar[World]
    clients: ClassVar[dict[str, Client]]
    # What was answered about the closed case, which two tests ask for.
    of_shut: ClassVar[dict[tuple[str, str, str], int]] = {}

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.make()
        cls.clients = {role: world.sign_in(person) for role, person in cls.world.people.items()}

    def setUp(self) -> None:
        # Refusals are what is asked for here; hundreds of lines of them say nothing.
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)

    def test_each_role_gets_what_the_table_says(self) -> None:
        table, named = read_table(), {one.name: one for one in all_addresses()}
        rows = [(name, method) for name in named for method in METHODS]
        got = {(name, method): self.asked_by_all(named[name], method) for name, method in rows}
        missing = [written(row, got[row]) for row in rows if row not in table]
        gone = sorted({f"{name} {method}" for name, method in table if name not in named})
        wrong = [
            f"- {written(row, table[row])}\n+ {written(row, got[row])}"
            for row in rows
            if row in table and table[row] != got[row]
        ]

        assert not missing, (
            f"\n\n{len(missing)} lines are missing in {TABLE}.\nThis is what each role gets now "
            f"({' '.join(ROLES)}).\nLook at every number: is that what this role should get? If "
            "so, add the lines, in their place by the alphabet:\n\n" + "\n".join(missing) + "\n"
        )
        assert not gone, f"these lines of {TABLE} have no address any more: {gone}"
        assert not wrong, (
            f"\n\nSomebody gets something else (+) than {TABLE} says (-). Mend the page, or the "
            "table if it is what this role should get:\n\n" + "\n".join(wrong) + "\n"
        )

    def test_in_a_compartment_nobody_outside_gets_anything(self) -> None:
        table, told = read_table(), []
        for address in all_addresses():
            if not address.is_of_a_case(self.world):
                continue
            for method in METHODS:
                # Who is refused whatever it is about is refused here too.
                asking = [
                    role
                    for role, code in table.get((address.name, method), {}).items()
                    if code not in (403, 405)
                ]
                for role in asking:
                    code = self.asked_of_shut(address, method, role)
                    if code not in (403, 404, 405):
                        told.append(f"{address.name} {method} as {role}: {code}")

        assert not told, (
            "\n\nThese answer about a case in a compartment that the person is not in; begin with "
            "`visible_to(request.user)`, so that it is a 404:\n\n" + "\n".join(told) + "\n"
        )

    def test_a_closed_case_and_none_at_all_answer_alike(self) -> None:
        told = []
        nothing = Case(
            {key: _other(value) for key, value in self.world.shut.values.items()},
            self.world.shut.incident,
        )
        for address in all_addresses():
            if not address.is_of_a_case(self.world):
                continue
            for role in ("officer", "investigator", "clearer"):
                shut = self.asked_of_shut(address, "GET", role)
                absent = self.asked(address, "GET", role, nothing)
                if shut != absent:
                    told.append(f"{address.name} as {role}: {shut}, and {absent} for nothing")

        assert not told, "\n".join(told)

    def test_who_has_not_signed_in_is_sent_to_sign_in(self) -> None:
        stranger = Client()
        for address in all_addresses():
            if address.name in OPEN:
                continue
            answer = stranger.get(address.path(self.world, self.world.open))

            assert answer.status_code == 302, address.name
            assert "/login/" in answer["Location"], address.name

    def asked_by_all(self, address: Address, method: str) -> dict[str, int]:
        """Ask as every role, about what is open."""
        return {role: self.asked(address, method, role, self.world.open) for role in ROLES}

    def asked_of_shut(self, address: Address, method: str, role: str) -> int:
        """Ask about the closed case, if it has not been asked before."""
        key = (address.name, method, role)
        if key not in self.of_shut:
            self.of_shut[key] = self.asked(address, method, role, self.world.shut)
        return self.of_shut[key]

    def asked(self, address: Address, method: str, role: str, case: Case) -> int:
        """Ask once, and take back whatever it did."""
        try:
            path = address.path(self.world, case)
        except NothingStandsFor as exc:
            raise AssertionError(
                f"Nothing stands for an argument of an address ({exc}): say in "
                "tests/node/access/world.py what does"
            ) from exc
        with transaction.atomic():
            answer = self.clients[role].generic(method, path)
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{method} {path} as {role}: {answer.status_code}"
        return answer.status_code


# Nothing of a case stands there.
OPEN = ("ui:preferences", "ui:keys")


def _other(value: object) -> object:
    """Return a value of the same form that names nothing."""
    if isinstance(value, int):
        return value + 1_000_000
    text = str(value)
    return text[:-1] + ("8" if text[-1] != "8" else "7") if any(c.isdigit() for c in text) else text
