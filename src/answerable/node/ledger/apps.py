"""Channels, parties, logs, receipts and sync."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Channels, parties, logs, receipts and sync."""

    name = "answerable.node.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Put the channels into the navigation column, with how many need someone."""
        from answerable.node.ui import nav

        nav.add(
            nav.Entry(
                "channels",
                _("Channels"),
                "ledger:channels",
                60,
                icon="channel",
                go_key="c",
                current_in=("ledger",),
                count=_in_trouble,
            )
        )


def _in_trouble(request: HttpRequest) -> int:
    from answerable.node.ledger.health import count_in_trouble

    return count_in_trouble()
