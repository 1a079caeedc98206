"""The inbox: what came in and nobody has decided about, and what is decided about it."""

from answerable.node.desk.services.triage.deciding import (
    assign,
    finish,
    mark_duplicate,
    put_out_of_scope,
    snooze,
    take_up,
)
from answerable.node.desk.services.triage.items import Chosen, Done, Left, chosen, find
from answerable.node.desk.services.triage.leading import ask_source, link, open_incident
from answerable.node.desk.services.triage.queue import (
    Filter,
    Place,
    at_most,
    count,
    counts_beside,
    offices_around,
    page,
)
from answerable.node.desk.services.triage.undoing import decided_in, undo

__all__ = [
    "Chosen",
    "Done",
    "Filter",
    "Left",
    "Place",
    "ask_source",
    "assign",
    "at_most",
    "chosen",
    "count",
    "counts_beside",
    "decided_in",
    "find",
    "finish",
    "link",
    "mark_duplicate",
    "offices_around",
    "open_incident",
    "page",
    "put_out_of_scope",
    "snooze",
    "take_up",
    "undo",
]
