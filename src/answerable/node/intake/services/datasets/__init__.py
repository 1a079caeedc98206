"""Data sets of others: take a file in, say what its columns mean, check it, take its rows in."""

from answerable.node.intake.services.datasets.checking import check
from answerable.node.intake.services.datasets.files import (
    accept,
    ask_check,
    counts_for,
    data_set_named,
    drop,
    mapping_for,
    open_data_set,
    receive,
)
from answerable.node.intake.services.datasets.opening import open_incident
from answerable.node.intake.services.datasets.origins import Origin, origin_of
from answerable.node.intake.services.datasets.taking import Stopped, take

__all__ = [
    "Origin",
    "Stopped",
    "accept",
    "ask_check",
    "check",
    "counts_for",
    "data_set_named",
    "drop",
    "mapping_for",
    "open_data_set",
    "open_incident",
    "origin_of",
    "receive",
    "take",
]
