"""Data sets under attack: what a file or a mapping says that no database or page can hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from answerable.node.accounts.models import User
from answerable.node.intake.models import DataFile, DataRow, FileState
from answerable.node.jobs import queue
from tests.extraction.datasets.tables import ROW, csv_of
from tests.node.intake.test_data_set_pages import PLAIN, upload


@pytest.fixture
def desk(client: Client, amal: User) -> Client:
    """Sign an officer in."""
    client.force_login(amal)
    return client


MAPPING = """
schema: answerable.mapping/1
name: m
title: "{}"
key: [ID]
heading: {{columns: [Location]}}
"""


@pytest.mark.parametrize("odd", ["\\0", "\\uD800"])
def test_a_mapping_with_a_character_that_is_none_is_refused(desk: Client, odd: str) -> None:
    response = upload(desk, csv_of([PLAIN, ROW]))
    given = {"way": "text", "text": MAPPING.format(odd)}

    answer = desk.post(response.url, given)

    assert "holds NUL or half a character" in answer.content.decode()
    assert DataFile.objects.get().state == FileState.READ


@pytest.mark.parametrize("odd", ["\\u0000", "\\ud800", "\\ufffe"])
def test_cells_and_names_with_odd_characters_are_taken_in_or_refused(
    desk: Client, odd: str
) -> None:
    row = dict(zip(PLAIN, ROW, strict=True))
    rows = json.dumps(
        [
            row | {"Location": "A ODD B"},
            {**row, "ID": "K-ODD-2", "cODD": "x"},
            {**row, "ID": "K-3", "Date": "ODD no day"},
        ]
    )
    data = rows.replace("ODD", odd).encode()
    response = upload(desk, data, "m.json")
    assert response.status_code == 302
    file = DataFile.objects.get()
    page = desk.get(response.url)
    form = page.context["form"]
    sent: dict[str, Any] = {
        f"column-{n}": form[f"column-{n}"].value() or "" for n in range(len(file.columns))
    }
    assert desk.post(response.url, {"way": "columns", **sent}).status_code == 302
    queue.run_waiting(at=timezone.now())
    file.refresh_from_db()
    assert file.state == FileState.CHECKED
    desk.post(f"/documents/data-sets/files/{file.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())
    file.refresh_from_db()
    assert file.state == FileState.TAKEN
    for row_pk in DataRow.objects.values_list("pk", flat=True):
        assert desk.get(f"/documents/data-sets/rows/{row_pk}/").status_code == 200
        assert desk.post(f"/documents/data-sets/rows/{row_pk}/incident/").status_code == 302
