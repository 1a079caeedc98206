"""Data sets made to do harm: bounded, refused or put aside, and nothing in them runs."""

import gzip
import io
import json
import zipfile

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.datasets import lay_out, load
from answerable.extraction.datasets.wording import harmless, quarantine_file, reason
from answerable.extraction.documents.document import Limits
from answerable.extraction.documents.tables import MAX_FIELDS, read_data_set
from answerable.extraction.errors import Damaged, Empty, TooLarge, TooMuchMemory, Unreadable
from tests.extraction.datasets.tables import (
    HEADING,
    LIMITS,
    ROW,
    csv_of,
    mapping,
    sheet_of,
    table_of,
)


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_formula_is_text_and_leaves_as_text() -> None:
    formula = '=HYPERLINK("https://tracker.invalid","look")'
    row = [formula if name == "dead" else cell for name, cell in zip(HEADING, ROW, strict=True)]

    (aside,) = load(lay_out(table_of(workbook([[*HEADING], [*row]]))), mapping()).quarantined
    written = quarantine_file(HEADING, [(aside.number, reason(aside), aside.original)])

    assert aside.original["dead"] == formula
    assert "'=HYPERLINK" in written
    assert ',"=' not in written


def test_a_formula_is_harmless_also_where_cells_are_parted_by_another_sign() -> None:
    assert [harmless(one) for one in ("seen;=1+1", "a\n@b", "a\t-b", "-5;+6,5;7")] == [
        "seen;'=1+1", "a\n'@b", "a\t'-b", "-5;+6,5;7",
    ]  # fmt: skip


def test_more_columns_than_a_data_set_has_are_refused_and_not_cut() -> None:
    with pytest.raises(TooLarge, match="larger"):
        table_of(b",".join(b"c" for _ in range(1_000_000)) + b"\n1\n")
    with pytest.raises(TooLarge):
        table_of(workbook([["c"] * (MAX_FIELDS + 1)]))
    with pytest.raises(TooLarge):
        table_of(json.dumps([{f"c{n}": 1 for n in range(MAX_FIELDS + 1)}]).encode())


def test_names_that_come_twice_hide_no_value() -> None:
    assert lay_out(table_of(b"a,a,,a\n1,2,3,4\n")).lines[0].cells == {
        "a": "1", "a (2)": "2", "column 3": "3", "a (3)": "4",
    }  # fmt: skip
    assert table_of(b'[{"a": 1, "a": 2}]').rows == (("a", "a (2)"), ("1", "2"))


def test_nul_and_half_characters_are_taken_out() -> None:
    assert table_of(b"a,b\n" + b"x" * 5000 + b"\n1,2\x003\n").rows[-1] == ("1", "23")
    assert table_of(b'[{"a": "x\\u0000\\ud800y"}]').rows[-1] == ("xy",)


def test_a_lone_return_within_lines_is_no_end_of_a_row() -> None:
    assert table_of(b"a,b\n1,one\rtwo\n").rows == (("a", "b"), ("1", "one two"))
    assert len(table_of(b"a,b\r1,2\r").rows) == 2


def test_bombs_are_refused_within_the_bounds() -> None:
    small = Limits(max_bytes=100_000, max_chars=1_000_000)
    with pytest.raises(TooMuchMemory):
        read_data_set(gzip.compress(b"a" * 10_000_000), limits=small)
    with pytest.raises(Damaged):
        read_data_set(gzip.compress(b"a,b\n1,2\n") + b"more", limits=small)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(Damaged):
        read_data_set(packed.getvalue(), limits=LIMITS)
    with pytest.raises(Damaged):
        table_of(b"[" * 100_000)
    with pytest.raises(Unreadable):
        table_of(b'{"a":' * 3000 + b"1" + b"}" * 3000)


def test_what_is_no_record_is_put_aside_and_not_lost() -> None:
    found = load(
        lay_out(table_of(b'[{"id": "K-1", "place": "Dorvelle"}, "stray", {}, null, [1, [2]]]')),
        mapping(figures=[], text={}, when={}, where={}, heading={"columns": ["place"]}),
    )

    assert (len(found.records), len(found.quarantined), found.total) == (1, 4, 5)
    assert [row.number for row in found.quarantined] == [2, 3, 4, 5]


def test_records_within_records_become_paths() -> None:
    table = table_of(
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7, "geometry": '
        b'{"type": "Polygon", "coordinates": [[[20, 10], [20.2, 10.2], [20, 10]]]}, '
        b'"properties": {"name": "Dorvelle", "of": {"dead": 1.50, "who": ["a", "b"]}}}]}'
    )

    assert dict(zip(*table.rows, strict=True)) == {
        "name": "Dorvelle", "of.dead": "1.50", "of.who": "a; b", "id": "7",
        "geometry.type": "Polygon", "geometry.longitude": "20.100000",
        "geometry.latitude": "10.100000", "geometry.radius_km": "15.8",
    }  # fmt: skip


def test_a_row_of_tags_is_understood_and_is_no_record() -> None:
    tags = ["#event+id", "#date +occurred", "#adm1 +name", "#country", "#lat", "#long", "#affected",
            "", "#description"]  # fmt: skip

    sheet = sheet_of([["Explanation"], HEADING, tags, ROW])

    assert sheet.columns == tuple(HEADING)
    assert sheet.tags["id"] == "#event +id"
    assert [line.number for line in sheet.lines] == [4]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_a_data_set_or_refused(data: bytes) -> None:
    try:
        sheet = lay_out(read_data_set(data, limits=LIMITS))
    except Unreadable:
        return
    found = load(sheet, mapping())

    assert found.total == len(found.records) + len(found.quarantined)


@settings(max_examples=40, deadline=None)
@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=4), one, max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_every_member_of_a_json_list_is_a_row(value: object) -> None:
    data = json.dumps([value, {"id": "K-1"}, value]).encode()

    sheet = lay_out(table_of(data))

    assert [line.number for line in sheet.lines] == [1, 2, 3]


def test_nothing_is_empty() -> None:
    for data in (b"[]", b"\n\n", csv_of([])):
        with pytest.raises((Empty, Damaged)):
            table_of(data)
