"""Channels, parties, logs, receipts and sync."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Channels, parties, logs, receipts and sync."""

    name = "answerable.node.ledger"
    label = "ledger"
