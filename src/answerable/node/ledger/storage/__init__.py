"""Keep a channel's logs in the node's database: the protocol library's `Store` on Django."""

from answerable.node.ledger.storage.store import DjangoStore

__all__ = ["DjangoStore"]
