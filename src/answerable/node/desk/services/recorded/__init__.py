"""What was delivered on paper, and what came back second-hand."""

from answerable.node.desk.services.recorded.hearing import (
    HeardIncident,
    record_complaint,
    record_reply,
)
from answerable.node.desk.services.recorded.noting import (
    SourceInput,
    instrument_of,
    record_delivery,
    record_statement,
    set_aside,
)

__all__ = [
    "HeardIncident",
    "SourceInput",
    "instrument_of",
    "record_complaint",
    "record_delivery",
    "record_reply",
    "record_statement",
    "set_aside",
]
