"""Carry a channel by hand: seal what the other side lacks into a file, and open what it sealed."""

from answerable.node.ledger.pouches.choosing import Choice
from answerable.node.ledger.pouches.clearing import clear_received, drop, find_waiting
from answerable.node.ledger.pouches.forgetting import forget
from answerable.node.ledger.pouches.opening import open_file, open_waiting
from answerable.node.ledger.pouches.sealing import seal
from answerable.node.ledger.pouches.trays import kept_file

__all__ = [
    "Choice",
    "clear_received",
    "drop",
    "find_waiting",
    "forget",
    "kept_file",
    "open_file",
    "open_waiting",
    "seal",
]
