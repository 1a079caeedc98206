"""Small invented data sets and mappings for tests."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from answerable.extraction.datasets import Mapping, Sheet, lay_out
from answerable.extraction.datasets.mapping import SCHEMA, of_values
from answerable.extraction.documents.document import Limits, Table
from answerable.extraction.documents.tables import read_data_set

LIMITS = Limits(max_chars=60_000_000)
HEADING = ["id", "date", "place", "country", "lat", "lon", "dead", "hurt", "story"]
ROW = ["K-1", "2025-03-04", "Dorvelle", "Kelorane", "10.5", "20.25", "3", "", "A clinic was hit."]


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def table_of(data: bytes, sheet: str = "") -> Table:
    return read_data_set(data, sheet=sheet, limits=LIMITS)


def sheet_of(rows: Sequence[Sequence[str]]) -> Sheet:
    return lay_out(table_of(csv_of(rows)))


def mapping(**changes: Any) -> Mapping:
    """Return a mapping for `HEADING`, with parts changed."""
    plain: dict[str, Any] = {
        "schema": SCHEMA,
        "name": "kelorane",
        "title": "Incidents in Kelorane",
        "publisher": "Kelorane Monitor",
        "key": ["id"],
        "heading": {"columns": ["place", "country"], "join": ", "},
        "text": {"columns": ["story"]},
        "when": {"column": "date"},
        "where": {"names": ["place"], "country": "country", "latitude": "lat", "longitude": "lon",
                  "value": "town"},
        "figures": [{"counts": "killed", "column": "dead"},
                    {"counts": "injured", "column": "hurt"}],
    }  # fmt: skip
    return of_values(plain | changes)
