"""What KoboToolbox, ODK and Tella export comes in by ready-made mappings, and nobody's name does.

The tables are invented, in the shape that these write: KoboToolbox by kobotoolbox/formpack
(src/formpack/reporting/export.py at 83733de: ";" between quoted cells, groups by "/", a geopoint's
four parts as columns, a choice of several also as columns of 0 and 1) and its JSON as the interface
for programs gives it; ODK by getodk/briefcase (docs/export-format.md); Tella Web by
Horizontal-org/TellaWeb-backend (src/modules/report/dto/read.report.dto.ts at 09b0d3d).
"""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.apart.sandbox import DATA_SET
from answerable.extraction.datasets import Sheet, as_csv, lay_out, load, withhold
from answerable.extraction.datasets.collected import of_a_person
from answerable.extraction.datasets.mapping import columns_of
from answerable.extraction.datasets.ready import fitting, mappings
from answerable.extraction.datasets.sheet import Line
from answerable.extraction.documents.tables import read_data_set

NAME = "Samira Invented"
KOBO = {
    "start": "2026-03-01T09:00:00.000+02:00", "end": "2026-03-01T09:10:00.000+02:00",
    "deviceid": "ee.kobo:x9", "username": "samira", "consent/reporter_name": NAME,
    "consent/reporter_phone": "+000 1", "event/incident_date": "2026-02-27",
    "event/what_happened": "A clinic in Dorvelle was hit; three people were killed.",
    "event/place_name": "Dorvelle", "event/location": "12.5 42.25 310.0 4.9",
    "event/_location_latitude": "12.5", "event/what_was_hit": "clinic market",
    "event/what_was_hit/clinic": "1", "event/what_was_hit/market": "1",
    "event/weapon": "drone", "event/killed": "3", "event/children_killed": "1",
    "event/photo": "1.jpg", "_id": "17", "_uuid": "5f0c1a8e-0000-4000-8000-000000000001",
    "_submission_time": "2026-03-01T07:11:12", "_validation_status": "", "_notes": "",
    "_status": "submitted_via_web", "_submitted_by": "samira", "__version__": "v1", "_tags": "",
    "_index": "1",
}  # fmt: skip
ODK = {
    "SubmissionDate": "Mar 1, 2026 7:11:12 AM", "event-title": "Clinic hit",
    "what_happened": "A clinic in Dorvelle was hit.", "incident_date": "2026-02-27",
    "killed": "3", "meta-instanceID": "uuid:5f", "KEY": "uuid:5f", "SubmitterName": NAME,
    "DeviceID": "x9",
}  # fmt: skip
TELLA = [{
    "id": "5f0c1a8e-0000-4000-8000-000000000002", "title": "Clinic hit",
    "description": "A clinic in Dorvelle was hit.", "createdAt": "2026-03-01T07:11:12.000Z",
    "deviceInfo": {"model": "X9"}, "files": [{"fileName": "1.jpg", "type": "image/jpeg"}],
    "author": {"id": "1", "username": NAME, "role": "reporter"},
}]  # fmt: skip


def table(cells: dict[str, str], sign: str = ";") -> bytes:
    written = io.StringIO()
    write = csv.writer(written, delimiter=sign, quoting=csv.QUOTE_ALL)
    write.writerows([list(cells), list(cells.values())])
    return written.getvalue().encode()


def as_json() -> bytes:
    lists = {**KOBO, "_attachments": [{"filename": f"samira/{NAME}.jpg"}]}
    return json.dumps({"count": 1, "next": None, "results": [lists]}).encode()


def sheet_of(data: bytes) -> Sheet:
    return lay_out(read_data_set(data, sheet="", limits=DATA_SET))


@pytest.mark.parametrize("data", [table(KOBO), as_json()], ids=["csv", "json"])
def test_a_form_of_kobotoolbox_becomes_a_report_with_its_place_and_figures(data: bytes) -> None:
    sheet, _gone = withhold(sheet_of(data))
    mapping = fitting(sheet)[0]

    (record,) = load(sheet, mapping).records

    assert (mapping.name, record.key) == ("kobotoolbox", KOBO["_uuid"])
    assert record.title.startswith("A clinic in Dorvelle")
    assert record.where is not None
    assert (record.where.latitude, record.where.longitude) == (12.5, 42.25)
    assert record.when is not None
    assert record.when.first == date(2026, 2, 27)
    assert (record.objects, record.means) == (("clinic", "market"), ("drone",))
    assert [(one.group, one.low, one.high, one.best) for one in record.figures] == [
        ("total", 3, 3, None), ("children", 1, 1, None),
    ]  # fmt: skip


def test_a_form_of_odk_and_a_report_of_tella_web_become_reports() -> None:
    for data, name in ((table(ODK, ","), "odk"), (json.dumps(TELLA).encode(), "tella-web")):
        sheet, gone = withhold(sheet_of(data))
        mapping = fitting(sheet)[0]

        (record,) = load(sheet, mapping).records

        assert (mapping.name, record.published.first if record.published else None) == (
            name, date(2026, 3, 1),
        )  # fmt: skip
        assert "A clinic in Dorvelle" in record.text
        assert record.title == "Clinic hit"
        assert gone


@pytest.mark.parametrize(
    "data",
    [table(KOBO), as_json(), table(ODK, ","), json.dumps(TELLA).encode()],
    ids=["kobo csv", "kobo json", "odk", "tella web"],
)
def test_nobody_is_in_what_is_kept(data: bytes) -> None:
    sheet, gone = withhold(sheet_of(data))

    kept = as_csv(sheet)

    assert gone
    assert NAME not in kept.decode()
    assert "samira" not in kept.decode()
    assert withhold(sheet_of(kept))[1] == ()
    assert sheet_of(kept).lines[0].cells == sheet.lines[0].cells


@pytest.mark.parametrize(
    "column",
    ["_submitted_by", "username", "What is your phone number?", "g/reporter_name", "Name",
     "ПІБ/Ваше ім'я",
     "Телефон", "رقم الهاتف", "מספר טלפון", "author.username", "DeviceID", "start-geopoint",
     "_start-geopoint_latitude", "contact details", "_attachments.0.filename", "SubmitterName",
     "Victim's name", "Victim name (optional)", "Name of deceased", "Mobile No.", "ПІБ", "ФИО",
     "Ім'я свідка", "Имя свидетеля", "номер мобільного", "رقم الجوال", "اسم الشاهد", "שם העד",
     "national_id", "home_address", "nickname", "skype", "name/first", "instanceName"],
)  # fmt: skip
def test_a_column_that_leads_to_a_person_is_known_by_its_name(column: str) -> None:
    assert of_a_person(column)


@pytest.mark.parametrize("of", ["_submission__uuid", "PARENT_KEY"])
def test_a_sheet_of_a_repeated_group_is_known_as_part_of_a_form(of: str) -> None:
    data = table({of: "1", "victim_name": NAME, "killed": "1"})

    kept, gone = withhold(sheet_of(data))

    assert gone == ("victim_name",)
    assert NAME not in as_csv(kept).decode()


@pytest.mark.parametrize(
    "column",
    ["place_name", "Name of the place", "what_was_hit/mobile_clinic", "witness_statement",
     "explosive_device", "source_of_water", "_uuid", "_submission_time", "email_not"],
)  # fmt: skip
def test_a_column_about_the_event_stays(column: str) -> None:
    assert not of_a_person(column) or column == "email_not"


def test_no_ready_made_mapping_reads_a_column_that_is_taken_out() -> None:
    read = {name: columns_of(mappings()[name]) for name in ("kobotoolbox", "odk", "tella-web")}

    assert {name: [c for c in names if of_a_person(c)] for name, names in read.items()} == {
        "kobotoolbox": [], "odk": [], "tella-web": [],
    }  # fmt: skip


def test_a_table_of_a_publisher_is_left_as_it_is() -> None:
    sheet = Sheet((), "", ("id", "name"), {}, (Line(2, {"id": "1", "name": "Dorvelle"}),))

    assert withhold(sheet) == (sheet, ())


def test_of_a_row_with_a_cell_too_many_only_that_is_kept() -> None:
    data = table(KOBO) + b";".join([NAME.encode()] * (len(KOBO) + 1)) + b"\n"

    sheet, _gone = withhold(sheet_of(data))

    kept = as_csv(sheet)
    assert NAME not in kept.decode()
    (record,), (aside,) = (
        load(sheet_of(kept), fitting(sheet)[0]).records,
        load(sheet_of(kept), fitting(sheet)[0]).quarantined,
    )
    assert record.key == KOBO["_uuid"]
    assert "too_many_cells" in {fault.code for fault in aside.faults}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=4, unique=True), st.text(max_size=12))
def test_whatever_the_columns_are_no_row_is_lost(names: list[str], cell: str) -> None:
    columns = tuple(dict.fromkeys(["_uuid", "_submission_time", *names]))
    lines = tuple(Line(n, dict.fromkeys(columns, cell)) for n in (2, 3))

    kept, gone = withhold(Sheet((), "", columns, {}, lines))

    assert len(kept.lines) == 2
    assert len(kept.columns) + len(gone) == len(columns)
    assert all(set(line.cells) == set(kept.columns) for line in kept.lines)
