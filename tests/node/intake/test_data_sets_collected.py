"""A table of a collecting program is kept without the columns that hold a person."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.intake.models import DataRow
from answerable.node.intake.services import datasets
from answerable.node.jobs import queue
from tests.extraction.datasets.test_collected import KOBO, NAME, table
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_who_filled_the_form_is_nowhere_on_the_node(amal: User, client: Client) -> None:
    file = datasets.receive("Form", table(KOBO), file_name="form.csv", by=amal, at=NOW)
    found, _ready = datasets.mapping_for(file)
    assert found is not None
    datasets.ask_check(file, found, by=amal, at=NOW)
    queue.run_waiting(at=NOW)
    datasets.accept(file, by=amal, at=NOW)
    queue.run_waiting(at=NOW)

    row = DataRow.objects.select_related("report", "last_file").get()
    bytes_kept = keeping.fetch(default_storage, file.sha256).decode()
    assert row.report is not None
    held = f"{row.original} {row.values} {row.report.text} {file.sample} {bytes_kept}"
    assert NAME not in held
    assert "samira" not in held
    assert "consent/reporter_name" in file.withheld
    client.force_login(amal)
    page = client.get(f"/documents/data-sets/files/{file.pk}/").content.decode()
    assert "consent/reporter_name" in page
