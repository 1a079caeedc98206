"""The own operations log is read strictly, taken once, compared with incidents, and stays here."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.node.accounts.models import Role
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted
from answerable.node.desk.models import (
    Inquiry,
    Investigation,
    LogImport,
    Operation,
    OperationsLog,
    OperationVerdict,
)
from answerable.node.desk.services import inquiries, operations, places
from answerable.node.desk.services.compartments import Thread
from answerable.node.desk.services.operations import Search
from tests.factories import NOW, make_user
from tests.node.asked.canary import leaving
from tests.node.desk.factories import Desk, make_incident
from tests.node.desk_pages.conftest import Browser

HEADING = "Mission,Start,End,Lat,Lon,Unit,Remarks"
FILE = f"""{HEADING}
M-1,2026-02-20 13:00,2026-02-20 14:00,40.0000,30.0000,Battery 4,CANARY-NOTE
M-2,2026-02-20 20:00,2026-02-20 21:00,40.0000,30.0000,Battery 5,later
M-3,2026-02-20 13:00,2026-02-20 14:00,41.0000,30.0000,Battery 6,far
""".encode()


@pytest.fixture
def log(desk: Desk) -> OperationsLog:
    return operations.open_log(
        name="Log of the north", zone="UTC", offices=[desk.embassy], by=desk.investigator, at=NOW
    )


def received(desk: Desk, log: OperationsLog, data: bytes = FILE, **given: Any) -> LogImport:
    return operations.receive(log, data, file_name="log.csv", by=desk.investigator, at=NOW, **given)


def mapped(given: LogImport) -> dict[str, int]:
    return operations.guess([str(cell) for cell in given.rows[0][1:]])


def taken(desk: Desk, log: OperationsLog, data: bytes = FILE) -> dict[str, int]:
    given = received(desk, log, data)
    return operations.take(given, mapped(given), by=desk.investigator, at=NOW).counts


def book(*rows: tuple[Any, ...]) -> bytes:
    page = openpyxl.Workbook()
    for row in rows:
        page.active.append(row)
    kept = io.BytesIO()
    page.save(kept)
    return kept.getvalue()


def line(**cells: str) -> tuple[list[operations.Line], list[operations.Fault]]:
    columns = {"key": "A", "start": "2026-02-20 13:00", "point": "40.0, 30.0", **cells}
    mapping = {name: place for place, name in enumerate(columns)}
    return operations.read([(2, list(columns.values()))], mapping, "Europe/Berlin")


def test_the_same_file_twice_changes_nothing(desk: Desk, log: OperationsLog) -> None:
    assert taken(desk, log)["new"] == 3

    again = taken(desk, log)

    assert (again["new"], again["changed"], again["same"]) == (0, 0, 3)
    assert Operation.objects.count() == 3


def test_the_next_version_adds_changes_and_keeps_what_it_leaves_out(
    desk: Desk, log: OperationsLog
) -> None:
    taken(desk, log)

    counts = taken(
        desk,
        log,
        f"{HEADING}\nM-1,2026-02-20 13:05,,40,30,,\nM-9,2026-02-21 10:00,,40,30,,\n".encode(),
    )

    assert counts == {"new": 1, "changed": 1, "same": 0, "set_aside": 0, "left_out": 2}
    assert Operation.objects.filter(log=log).count() == 4


def test_a_trial_changes_nothing(desk: Desk, log: OperationsLog) -> None:
    given = received(desk, log)

    assert operations.plan(given, mapped(given)).counts["new"] == 3
    assert not Operation.objects.exists()


def test_a_bad_row_is_set_aside_with_what_is_wrong_and_the_others_are_taken(
    desk: Desk, log: OperationsLog
) -> None:
    data = FILE + b"M-1,2026-02-20 13:00,,40,30,,\nM-5,05/02/2026,,99,30,,\n,x,,,,,\n"
    given = received(desk, log, data)

    operations.take(given, mapped(given), by=desk.investigator, at=NOW)

    assert Operation.objects.count() == 3
    assert [(one.number, one.faults) for one in given.set_aside.all()] == [
        (5, {"key": "key_twice"}),
        (6, {"start": "time_is_ambiguous", "latitude": "not_on_earth"}),
        (7, {"key": "required", "start": "no_such_time", "latitude": "required"}),
    ]


def test_of_two_who_take_one_file_one_is_told(desk: Desk, log: OperationsLog) -> None:
    given = received(desk, log)
    stale = LogImport.objects.get(pk=given.pk)
    operations.take(given, mapped(given), by=desk.investigator, at=NOW)

    with pytest.raises(ChangedMeanwhile):
        operations.take(stale, mapped(stale), by=desk.investigator, at=NOW)


def test_the_cells_are_gone_once_the_file_was_taken(desk: Desk, log: OperationsLog) -> None:
    taken(desk, log)

    assert LogImport.objects.get().rows == []


@pytest.mark.parametrize(
    ("text", "utc", "doubt"),
    [
        ("2026-02-20 13:30", "2026-02-20T12:30", 0),
        ("2026-02-20T13:30:00Z", "2026-02-20T13:30", 0),
        ("2026-02-20 13:30 +03:00", "2026-02-20T10:30", 0),
        ("20.02.2026 13:30", "2026-02-20T12:30", 0),
        ("201330ZFEB26", "2026-02-20T13:30", 0),
        ("201330C FEB 2026", "2026-02-20T10:30", 0),
        # The hour that comes twice in autumn.
        ("2026-10-25 02:30", "2026-10-25T00:30", 60),
    ],
)
def test_a_time_is_read_in_its_zone(text: str, utc: str, doubt: int) -> None:
    [one], faults = line(start=text)

    assert not faults
    assert one.start == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert one.uncertain == doubt


def test_a_date_alone_is_the_whole_day() -> None:
    [one], _faults = line(start="2026-02-20")

    assert (one.end - one.start).total_seconds() == 24 * 3600 - 60


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"start": "2026-03-29 02:30"}, {"start": "time_was_skipped"}),
        ({"start": "2026-02-30 10:00"}, {"start": "no_such_time"}),
        ({"start": "02/03/2026 10:00"}, {"start": "time_is_ambiguous"}),
        ({"start": "=NOW()"}, {"start": "no_such_time"}),
        ({"point": "=A1"}, {"point": "no_such_place"}),
        ({"point": "91.0, 30.0"}, {"point": "not_on_earth"}),
        ({"end": "2026-02-19 10:00"}, {"end": "ends_before_it_starts"}),
        ({"end": "2028-02-19 10:00"}, {"end": "lasts_too_long"}),
        ({"uncertain": "-5"}, {"uncertain": "no_such_number"}),
        ({"radius": "x"}, {"radius": "no_such_number"}),
        ({"key": "k" * 101}, {"key": "too_long"}),
    ],
)
def test_what_cannot_be_read_says_which_cell(cells: dict[str, str], fault: dict[str, str]) -> None:
    lines, [one] = line(**cells)

    assert (lines, one.faults) == ([], fault)


def test_a_grid_reference_is_a_place_with_its_radius() -> None:
    [one], _faults = line(point="36T XK 4 2")

    assert 39 < one.latitude < 45
    assert one.radius > 1000


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), max_size=6), max_size=5))
def test_any_cells_give_lines_or_faults(rows: list[list[str]]) -> None:
    mapping = {"key": 0, "start": 1, "point": 2, "end": 3, "radius": 4, "uncertain": 5}

    lines, faults = operations.read(list(enumerate(rows)), mapping, "Asia/Kabul")

    assert len(lines) + len(faults) == len(rows)


def test_a_workbook_is_read_and_a_formula_stays_text(desk: Desk, log: OperationsLog) -> None:
    data = book(
        ("Mission", "Start", "Lat", "Lon", "Remarks"),
        ("M-1", datetime(2026, 2, 20, 13, 0), 40.0, 30, '=HYPERLINK("http://x","y")'),  # noqa: DTZ001
    )

    taken(desk, log, data)

    one = Operation.objects.get()
    assert one.note.startswith("=HYPERLINK")
    assert one.start == datetime(2026, 2, 20, 13, 0, tzinfo=UTC)


def tampered(part: str, text: bytes) -> bytes:
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(("a", "b"), ("c", "d")))) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return kept.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData>&f;</sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"a,b\n", "table_empty"),
        (b"a,b\n" + b"x" * (10 * 1024 * 1024), "table_too_large"),
        (b"a\n" + b"b\n" * 20_001, "table_too_large"),
        (b'a,b\n"never closed', "table_damaged"),
        (b"\x00\x01\x02\x03", "table_unsupported_type"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "table_encrypted"),
        (b"PK\x03\x04" + b"x" * 600, "table_damaged"),
        (tampered("xl/worksheets/sheet1.xml", ENTITIES), "table_damaged"),
        (tampered("xl/worksheets/sheet1.xml", b" " * (120 * 1024 * 1024)), "table_too_much_memory"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_a_hostile_file_is_refused_with_what_to_do(
    desk: Desk, log: OperationsLog, data: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        received(desk, log, data)

    assert refused.value.problems == {"file": code}
    assert not LogImport.objects.exists()


def test_only_investigators_of_the_named_offices_know_of_a_log(
    desk: Desk, log: OperationsLog
) -> None:
    stranger = make_user("elsewhere", Role.INVESTIGATOR, office="bureau")

    assert list(OperationsLog.visible_to(desk.investigator)) == [log]
    for person in (stranger, desk.officer, desk.clearer, desk.administrator):
        assert not OperationsLog.visible_to(person).exists()
    with pytest.raises(NotPermitted):
        operations.receive(log, FILE, file_name="x", by=stranger, at=NOW)
    assert Browser(stranger).status(f"/operations/{log.pk}/") == 404
    assert Browser(desk.officer).status("/operations/") == 403


def near(desk: Desk, inquiry: Inquiry, **search: int) -> list[str]:
    thread = Thread(inquiry.channel, inquiry.thread)
    windows = operations.windows_of([thread], desk.investigator)
    found, _total = operations.near(windows, Search(**search), desk.investigator)
    return [one.operation.key for one in found]


@pytest.fixture
def linked(desk: Desk, inquiry: Inquiry) -> Inquiry:
    incident = make_incident(desk, time_precision="hour")
    places.add_place(
        incident,
        latitude=Decimal("40.001"),
        longitude=Decimal("30.0"),
        precision="near_exact",
        **desk.by(),
    )
    inquiries.link_incident(inquiry, incident, "i1", **desk.by())
    return inquiry


def test_candidates_are_near_in_time_and_place_the_nearest_first(
    desk: Desk, log: OperationsLog, linked: Inquiry
) -> None:
    taken(desk, log)

    assert near(desk, linked) == ["M-1"]
    assert near(desk, linked, hours=10) == ["M-1", "M-2"]
    assert near(desk, linked, hours=10, kilometres=200) == ["M-1", "M-2", "M-3"]


def test_the_uncertainty_of_both_sides_counts(
    desk: Desk, log: OperationsLog, linked: Inquiry
) -> None:
    data = (
        b"Key,Start,Time error,Lat,Lon,Radius\n"
        b"late,2026-02-20 16:40,130,40.0,30.0,50\n"
        b"wide,2026-02-20 13:30,0,40.1,30.0,11100\n"
        b"out,2026-02-20 16:40,0,40.0,30.0,50\n"
    )
    given = received(desk, log, data)
    operations.take(given, {**mapped(given), "uncertain": 2, "radius": 5},
                    by=desk.investigator, at=NOW)  # fmt: skip

    assert near(desk, linked, hours=0, kilometres=0) == ["late", "wide"]


def test_a_person_decides_with_a_reason_and_the_newest_counts(
    desk: Desk, log: OperationsLog, linked: Inquiry, investigation: Investigation
) -> None:
    taken(desk, log)
    one = Operation.objects.get(key="M-1")
    at: dict[str, Any] = {"by": desk.investigator, "at": NOW}
    with pytest.raises(BadInput):
        operations.decide(investigation, one, "ours", reason=" ", **at)

    operations.decide(investigation, one, "unclear", reason="Two batteries fired", **at)
    operations.decide(investigation, one, "ours", reason="Footage shows it", **at)

    assert operations.newest(investigation, desk.investigator)[one.pk].verdict == "ours"
    assert operations.newest(investigation, desk.officer) == {}
    assert OperationVerdict.objects.count() == 2


def test_from_the_file_to_the_decision_without_javascript(
    desk: Desk, linked: Inquiry, investigation: Investigation, investigator: Browser
) -> None:
    to = investigator.done(
        "/operations/", name="Log of the north", zone="UTC", offices=[desk.embassy.pk]
    )
    to = investigator.done(to, file=SimpleUploadedFile("log.csv", FILE))
    columns = {"key": "0", "start": "1", "end": "2", "latitude": "3", "longitude": "4", "note": "6"}

    assert "What taking it would do" in investigator.refused(to, **columns, **{"try": "1"})
    assert not Operation.objects.exists()
    investigator.done(to, **columns, take="1")

    path = f"/inquiries/{linked.reference}/investigation/operations/"
    page = investigator.open(path)
    assert "M-1" in page
    assert "M-3" not in page
    one = Operation.objects.get(key="M-1")
    investigator.done(path, operation=one.pk, verdict="ours", reason="Footage")
    assert "It was ours" in investigator.open(path)


@pytest.mark.parametrize(
    "query", ["?hours=x", "?hours=-1&kilometres=9e9", "?kilometres=", "?a=%00"]
)
def test_no_query_breaks_the_page(
    query: str, linked: Inquiry, investigation: Investigation, investigator: Browser
) -> None:
    investigator.open(f"/inquiries/{linked.reference}/investigation/operations/{query}")


@pytest.mark.parametrize(
    "fields", [{}, {"key": "99"}, {"key": "0", "start": "0", "point": "1"}, {"key": "x"}]
)
def test_no_mapping_breaks_the_page(
    desk: Desk, log: OperationsLog, investigator: Browser, fields: dict[str, str]
) -> None:
    given = received(desk, log)

    path = f"/operations/{log.pk}/files/{given.pk}/"
    assert investigator.refused(path, **fields)
    assert investigator.refused(path, take="1", **fields)
    assert not Operation.objects.exists()


def test_nothing_of_the_log_stands_in_an_entry_a_content_or_a_log_line(
    desk: Desk,
    log: OperationsLog,
    linked: Inquiry,
    investigation: Investigation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    marks = [f"CANARY{number}X" for number in range(4)]
    heading = "Mission,Start,Lat,Lon,Unit,Remarks,Action"
    row = f"{marks[0]},2026-02-20 13:00,40,30,{marks[1]},{marks[2]},{marks[3]}"
    with caplog.at_level(logging.DEBUG):
        taken(desk, log, f"{heading}\n{row}\n{marks[0]},bad,{marks[1]},,,,\n".encode())
        one = Operation.objects.get()
        operations.decide(investigation, one, "ours", reason=marks[3], by=desk.investigator, at=NOW)

    said = [caplog.text, *leaving(desk, linked)]
    assert [mark for mark in marks for text in said if mark in text] == []
