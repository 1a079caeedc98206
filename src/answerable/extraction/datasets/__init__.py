"""Rows of somebody's data set in, records in our words out; what does not fit is put aside.

Pure: a table (see `extraction.documents.tables` and the sandbox) and a mapping come in as values.
Every row becomes a record or is quarantined with the reason, so that what came in is always what
was loaded plus what was quarantined. The mappings that come with the package are in `ready`.
"""

from answerable.extraction.datasets.collected import as_csv, is_collected, withhold
from answerable.extraction.datasets.errors import NotAMapping
from answerable.extraction.datasets.loading import Loaded, load
from answerable.extraction.datasets.mapping import Mapping, read_mapping
from answerable.extraction.datasets.records import Day, Fault, Figure, Quarantined, Record, Spot
from answerable.extraction.datasets.sheet import Sheet, lay_out

__all__ = [
    "Day",
    "Fault",
    "Figure",
    "Loaded",
    "Mapping",
    "NotAMapping",
    "Quarantined",
    "Record",
    "Sheet",
    "Spot",
    "as_csv",
    "is_collected",
    "lay_out",
    "load",
    "read_mapping",
    "withhold",
]
