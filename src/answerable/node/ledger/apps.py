"""Channels, parties, logs, receipts and sync."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from answerable.node.ui.notices import Notice


class LedgerConfig(AppConfig):
    """Channels, parties, logs, receipts and sync."""

    name = "answerable.node.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Put the channels into the navigation column, and have pouches forget what is erased."""
        from answerable.node.accounts import wording
        from answerable.node.ledger import forgetting, verbs
        from answerable.node.ledger.pouches.forgetting import forget_one
        from answerable.node.ui import nav, notices

        wording.register(verbs.VERBS, verbs.KINDS)
        notices.add("ledger", _doubted)
        forgetting.register("ledger.pouches", forget_one)
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


def _doubted(request: HttpRequest) -> "Iterable[Notice]":
    from answerable.node.ledger import glance
    from answerable.node.ledger.presenting import doubt_notices

    return doubt_notices() if glance.of(request).doubt else ()


def _in_trouble(request: HttpRequest) -> int:
    from answerable.node.ledger import glance
    from answerable.node.ledger.health import count_in_trouble

    return count_in_trouble() if glance.of(request).trouble else 0
