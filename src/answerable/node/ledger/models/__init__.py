"""The ledger's rows: parties, channels, their logs, receipts, contents and the state of contact."""

from answerable.node.ledger.models.channels import CODE, Channel, Party, PeerStatus, UsedNonce
from answerable.node.ledger.models.erasures import ErasureRequest
from answerable.node.ledger.models.keyorders import KeyComparison, KeyOrder
from answerable.node.ledger.models.logs import (
    Checkpoint,
    Cosignature,
    Entry,
    Evidence,
    KeyChange,
    LogHead,
    Node,
)
from answerable.node.ledger.models.pouches import Pouch
from answerable.node.ledger.models.statements import Content, Promise, Statement
from answerable.node.ledger.models.witnesses import REASONS, Refusal, Witness

__all__ = [
    "CODE",
    "REASONS",
    "Channel",
    "Checkpoint",
    "Content",
    "Cosignature",
    "Entry",
    "ErasureRequest",
    "Evidence",
    "KeyChange",
    "KeyComparison",
    "KeyOrder",
    "LogHead",
    "Node",
    "Party",
    "PeerStatus",
    "Pouch",
    "Promise",
    "Refusal",
    "Statement",
    "UsedNonce",
    "Witness",
]
