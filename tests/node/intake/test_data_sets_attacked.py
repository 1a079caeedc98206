"""Data sets under attack: what a file or a mapping says that no database or page can hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from answerable.node.accounts.models import User
from answerable.node.desk.models import Compartment, Report
from answerable.node.intake.models import DataFile, DataRow, FileState
from answerable.node.jobs import queue
from tests.extraction.datasets.tables import ROW, csv_of
from tests.factories import NOW
from tests.node.intake.test_data_set_pages import PLAIN, brought_in, upload


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


def test_nobody_learns_by_a_count_of_a_row_in_a_compartment(desk: Client, amal: User) -> None:
    first = brought_in(desk, ROW, ["K-2", *ROW[1:]], ["K-3", *ROW[1:]])
    desk.post(f"/documents/data-sets/files/{first.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())
    room = Compartment.objects.create(code="C-1", name="x", opened_by=amal, opened_at=NOW)
    hidden = DataRow.objects.filter(key__in=("K-1", "K-3")).values("report")
    Report.objects.filter(pk__in=hidden).update(compartment=room)

    changed = [*ROW[:6], "17", *ROW[7:]]
    second = brought_in(desk, changed, ["K-2", *changed[1:]], data_set=first.data_set_id)

    file = desk.get(f"/documents/data-sets/files/{second.pk}/")
    page = desk.get(f"/documents/data-sets/files/{second.pk}/changes/")
    assert (second.counts["changed"], second.counts["gone"]) == (2, 1)
    told = file.context["file"].counts
    assert (told["changed"], told["gone"], told["same"], told["loaded"]) == (1, 0, 1, 2)
    assert [one.row.key for one in page.context["page"]] == ["K-2"]
    assert page.context["file"].counts == told
    # The number of rows that are seen would tell it beside that of the file.
    listed = desk.get(f"/documents/data-sets/{first.data_set_id}/")
    assert [one.key for one in listed.context["page"]] == ["K-2"]
    assert "<h2>Rows</h2>" in listed.content.decode()
    earlier = desk.get(f"/documents/data-sets/files/{first.pk}/").context["file"].counts
    assert (earlier["loaded"], earlier["new"]) == (3, 3)


def test_who_puts_a_published_row_into_a_compartment_is_told_that_it_can_be_missed(
    desk: Client, amal: User
) -> None:
    file = brought_in(desk, ROW)
    desk.post(f"/documents/data-sets/files/{file.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())
    number = Report.objects.get().receipt_number

    page = desk.get(f"/compartments/put/report/{number}/").content.decode()

    assert "Who holds the published file can find that this row is missing here." in page


def test_the_next_file_changes_no_report_that_its_bringer_may_not_see(
    desk: Client, amal: User
) -> None:
    first = brought_in(desk, ROW, ["K-2", *ROW[1:]])
    desk.post(f"/documents/data-sets/files/{first.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())
    room = Compartment.objects.create(code="C-1", name="x", opened_by=amal, opened_at=NOW)
    hidden = DataRow.objects.filter(key="K-1").values("report")
    Report.objects.filter(pk__in=hidden).update(compartment=room)
    before = dict(Report.objects.values_list("pk", "text"))

    changed = [*ROW[:-1], "A mill was hit."]
    second = brought_in(desk, changed, ["K-2", *changed[1:]], data_set=first.data_set_id)
    desk.post(f"/documents/data-sets/files/{second.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())

    after = dict(Report.objects.values_list("pk", "text"))
    assert {pk for pk in after if after[pk] != before[pk]} == {
        DataRow.objects.get(key="K-2").report_id
    }
    # The row as it is read inside says nothing that nobody inside has let in.
    assert DataRow.objects.get(key="K-1").original["Description"] == ROW[-1]
