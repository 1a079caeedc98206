"""The pages for data sets: bring in, map, check, decide, look at what became of a row."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from answerable.extraction.datasets import proposing, wording
from answerable.node.accounts.models import Role, User
from answerable.node.desk.models import Report
from answerable.node.intake.fault_words import COUNTS, MEANINGS, SENTENCES, reason_shown
from answerable.node.intake.models import DataFile, DataRow, DataSet, FileState
from answerable.node.jobs import queue
from answerable.node.jobs.models import Job
from tests.extraction.datasets.tables import ROW, csv_of
from tests.factories import make_user

PLAIN = ["ID", "Date", "Location", "Country", "Latitude", "Longitude", "Killed", "Injured",
         "Description"]  # fmt: skip


@pytest.fixture
def desk(client: Client, amal: User) -> Client:
    """Sign an officer in."""
    client.force_login(amal)
    return client


def upload(client: Client, data: bytes, name: str = "monitor.csv", **fields: Any) -> Any:
    file = io.BytesIO(data)
    file.name = name
    given = {"name": "Kelorane Monitor", **fields}
    return client.post("/documents/data-sets/new/", {"file": file, **given})


def brought_in(client: Client, *rows: list[str], **fields: Any) -> DataFile:
    """Bring a file in up to the decision, its columns as proposed."""
    response = upload(client, csv_of([PLAIN, *rows]), **fields)
    page = client.get(response.url)
    form = page.context["form"]
    sent = {f"column-{n}": form[f"column-{n}"].value() or "" for n in range(len(PLAIN))}
    client.post(response.url, {"way": "columns", **sent})
    queue.run_waiting(at=timezone.now())
    return DataFile.objects.latest("pk")


def test_a_file_is_brought_in_step_by_step(desk: Client) -> None:
    file = brought_in(desk, ROW, ["K-2", "no day", *ROW[2:]])

    page = desk.get(f"/documents/data-sets/files/{file.pk}/").content.decode()
    assert file.state == FileState.CHECKED
    assert "What would become of its rows" in page
    assert "is no date that can mean only one day" in page
    assert "Take its rows in" in page
    assert not Report.objects.exists()

    desk.post(f"/documents/data-sets/files/{file.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())
    row = DataRow.objects.get()
    shown = desk.get(f"/documents/data-sets/{file.data_set_id}/").content.decode()
    assert row.report is not None
    assert row.report.receipt_number in shown
    told = desk.get(f"/documents/data-sets/rows/{row.pk}/").content.decode()
    assert "A clinic was hit." in told
    led = desk.get(f"/documents/of-report/{row.report.receipt_number}/")
    assert led["Location"].endswith(f"/rows/{row.pk}/")


def test_a_data_set_without_a_name_is_called_as_its_file_once(desk: Client) -> None:
    first, again = (
        desk.post(
            "/documents/data-sets/new/",
            {"file": SimpleUploadedFile("2026.03.05 clinics.csv", data)},
        )
        for data in (csv_of([PLAIN, ROW]), csv_of([PLAIN, ["K-2", *ROW[1:]]]))
    )

    assert first.status_code == 302
    assert "Choose a data set, or name a new one" in again.content.decode()
    assert DataSet.objects.get().name == "2026.03.05 clinics"


def test_an_incident_is_opened_from_the_page_of_a_row_once(desk: Client) -> None:
    file = brought_in(desk, ROW)
    desk.post(f"/documents/data-sets/files/{file.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())
    path = f"/documents/data-sets/rows/{DataRow.objects.get().pk}/"

    assert "Open an incident with what it states" in desk.get(path).content.decode()
    first, again = desk.post(f"{path}incident/"), desk.post(f"{path}incident/", follow=True)

    assert first["Location"].startswith("/incidents/")
    assert "belongs to an incident already" in again.content.decode()


def test_the_next_version_shows_before_and_after(desk: Client) -> None:
    first = brought_in(desk, ROW, ["K-2", *ROW[1:]])
    desk.post(f"/documents/data-sets/files/{first.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())

    changed = [*ROW[:6], "17", *ROW[7:]]
    second = brought_in(desk, changed, data_set=first.data_set_id)

    page = desk.get(f"/documents/data-sets/files/{second.pk}/changes/").content.decode()
    assert "><bdi>3</bdi></td>" in page
    assert "<bdi>17</bdi></td>" in page
    assert "No longer in the file" in page
    assert DataSet.objects.count() == 1


def test_a_known_file_is_recognised(desk: Client) -> None:
    heading = ["Incident number", "Date of incident", "Governorate", "Killed", "Injured"]
    response = upload(desk, csv_of([heading, ["1", "04/03/2025", "North", "2", "-1"]]))

    page = desk.get(response.url)
    desk.post(response.url, {"way": "ready:ocha-style"})
    queue.run_waiting(at=timezone.now())

    assert page.context["form"]["way"].value() == "ready:ocha-style"
    assert DataFile.objects.get().counts["loaded"] == 1


@pytest.mark.parametrize(
    ("way", "text", "says"),
    [
        ("text", "key: [", "neither YAML nor JSON"),
        ("text", "", "does not keep to its form"),
        ("columns", "", "Choose “What tells rows apart”"),
        ("ready:nothing", "", "Select a valid choice"),
    ],
)
def test_what_makes_no_mapping_is_said_and_nothing_is_checked(
    desk: Client, way: str, text: str, says: str
) -> None:
    response = upload(desk, csv_of([PLAIN, ROW]))

    page = desk.post(response.url, {"way": way, "text": text})

    assert says in page.content.decode()
    assert DataFile.objects.get().state == FileState.READ


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no row in this file"),
        (b"a,b\n", "no row in this file"),
        (b"PK\x03\x04junk", "This file is damaged"),
        (b"\xd0\xcf\x11\xe0junk", "protected by a password"),
        (b",".join([b"c"] * 300), "more than 256 columns"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_advice(
    desk: Client, data: bytes, says: str
) -> None:
    assert says in upload(desk, data).content.decode()
    assert not DataSet.objects.exists()


def test_rows_put_aside_come_as_a_file_without_formulas(desk: Client) -> None:
    file = brought_in(desk, ROW, ["=1+1", "x", *ROW[2:]])

    response = desk.get(f"/documents/data-sets/files/{file.pk}/put-aside.csv")

    assert "attachment" in response["Content-Disposition"]
    assert "'=1+1" in response.content.decode("utf-8-sig")


def test_what_stands_in_a_row_does_not_turn_the_reason_round() -> None:
    assert reason_shown([["key_twice", "key", "<b>", "4"]]) == (
        "Another row above has the same key &quot;<bdi>4</bdi>&quot; (<bdi>&lt;b&gt;</bdi>)."
    )


def test_a_clearer_looks_and_decides_nothing(desk: Client, client: Client) -> None:
    file = brought_in(desk, ROW)
    client.force_login(make_user("rana", Role.CLEARER))

    assert client.get(f"/documents/data-sets/files/{file.pk}/").status_code == 200
    for path in ("", "accept/", "drop/"):
        sent = client.post(f"/documents/data-sets/files/{file.pk}/{path}")
        assert sent.status_code == 403
    assert upload(client, b"a,b\n1,2\n").status_code == 403


def test_a_page_of_many_rows_asks_the_database_no_more(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    file = brought_in(desk, *([f"K-{n}", *ROW[1:]] for n in range(60)))
    desk.post(f"/documents/data-sets/files/{file.pk}/accept/", {"with_changes": "on"})
    queue.run_waiting(at=timezone.now())

    with django_assert_max_num_queries(12):
        desk.get(f"/documents/data-sets/{file.data_set_id}/")
    with django_assert_max_num_queries(12):
        desk.get("/documents/data-sets/")


def test_every_code_has_its_words() -> None:
    assert SENTENCES.keys() == wording.SENTENCES.keys()
    assert {code: str(words) for code, words in SENTENCES.items()} == wording.SENTENCES
    assert tuple(MEANINGS) == proposing.MEANINGS
    assert "quarantined" in COUNTS


def test_whose_it_is_can_be_said_on_the_page(desk: Client) -> None:
    response = upload(desk, csv_of([PLAIN, ROW]))
    form = desk.get(response.url).context["form"]
    sent = {f"column-{n}": form[f"column-{n}"].value() or "" for n in range(len(PLAIN))}

    twice = desk.post(response.url, {"way": "columns", **sent, "column-7": "killed"})
    desk.post(response.url, {"way": "columns", "publisher": "Office of Records", **sent})
    queue.run_waiting(at=timezone.now())

    assert "“Killed, all” is chosen for several columns" in twice.content.decode()
    # Who looks at it again goes on with what was chosen for each column.
    assert desk.get(response.url).context["form"]["way"].value() == "columns"
    assert DataFile.objects.get().mapping["publisher"] == "Office of Records"


def test_a_check_that_was_stopped_can_be_asked_for_again(desk: Client) -> None:
    response = upload(desk, csv_of([PLAIN, ROW]))
    form = desk.get(response.url).context["form"]
    sent = {f"column-{n}": form[f"column-{n}"].value() or "" for n in range(len(PLAIN))}
    desk.post(response.url, {"way": "columns", **sent})
    queue.cancel(Job.objects.get(), at=timezone.now())

    page = desk.get(response.url).content.decode()
    desk.post(response.url, {"way": "columns", **sent})
    queue.run_waiting(at=timezone.now())

    assert "The check was stopped" in page
    assert DataFile.objects.get().state == FileState.CHECKED
