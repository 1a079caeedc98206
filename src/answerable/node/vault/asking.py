"""Hand in what a source is to be asked: the second thing that the desk may want of the vault."""

from answerable.node.vault.errors import NotPossible
from answerable.node.vault.services.questions import ask, take_back

__all__ = ["NotPossible", "ask", "take_back"]
