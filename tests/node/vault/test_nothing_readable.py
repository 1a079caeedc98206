"""Whoever holds the disk, the database or a backup reads nothing of the vault."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import management
from django.db import connection

from answerable.node.ledger import scrubbing
from answerable.node.vault.services import keys, sources
from answerable.safekeeping import sealed
from tests.factories import NOW
from tests.node.vault.conftest import CANARIES, FIRST, SECOND, People, seal

WORDS = [word.encode() for word in CANARIES] + [FIRST.encode(), SECOND.encode(), b"AGE-SECRET-KEY"]
CODED = [word.encode("utf-16-le") for word in CANARIES]


def files_with(words: list[bytes]) -> list[tuple[str, bytes]]:
    """Every file under the home in whose bytes one of these stands."""
    home: Path = settings.NODE.home
    found = []
    for path in sorted(home.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += [(path.name, word) for word in words if word in data]
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks at the bytes of a SQLite file")
def test_no_byte_under_the_home_says_who_a_source_is(tmp_path: Path) -> None:
    people = People()
    keys.found(FIRST, work=sealed.LEAST_WORK, **people.nur_at())
    source = seal(people)
    sources.reveal(source, FIRST, reason="To call", **people.nur_at())
    keys.change_passphrase(FIRST, SECOND, work=sealed.LEAST_WORK, **people.nur_at())
    # The looking itself must be able to find something.
    assert files_with([source.code.encode()])

    assert files_with(WORDS + CODED) == []

    cipher = bytes(type(source).objects.get().sealed)
    assert files_with([cipher[-64:]])
    sources.erase(source, by=people.nur, at=NOW)
    scrubbing.scrub()
    assert files_with([cipher[-64:]]) == []


def test_no_dump_of_the_rows_says_who_a_source_is(vault: People, tmp_path: Path) -> None:
    seal(vault)
    out = tmp_path / "rows.json"

    management.call_command("dumpdata", "vault", "accounts", "jobs", output=str(out), verbosity=0)

    text = out.read_text("utf-8")
    assert "vault.source" in text
    assert not any(word in text for word in CANARIES)
