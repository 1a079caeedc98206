"""One format in a file of vectors: what must be taken, with what it gives, and what must fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from answerable.casework.errors import BadBody, BadWords
from answerable.node.ledger.errors import BadRequestSignature, LedgerError
from answerable.protocol.errors import BadEnvelope, ProtocolError

Given: TypeAlias = dict[str, Any]
Read: TypeAlias = Callable[[Given], Any]
REFUSALS = (ProtocolError, BadBody, BadWords, LedgerError)


@dataclass(frozen=True)
class Group:
    """How the library reads a format, and the cases: (name, given), (name, given, error).

    `context` holds for every case of the group.
    """

    read: Read
    accept: Sequence[tuple[str, Given]]
    refuse: Sequence[tuple[str, Given, str]] = ()
    context: Given = field(default_factory=dict)

    def computed(self) -> dict[str, Any]:
        """The group as it stands in its file; what is given back is computed by the library."""
        return {
            "context": self.context,
            "accept": [
                {"name": name, "given": given, "gives": self.read(given)}
                for name, given in self.accept
            ],
            "refuse": [
                {"name": name, "given": given, "error": error} for name, given, error in self.refuse
            ],
        }


def code_of(refusal: Exception) -> str:
    """The code by which a refusal is told apart in the files."""
    if isinstance(refusal, BadEnvelope):
        return refusal.fault.value
    if isinstance(refusal, BadBody | BadWords):
        return refusal.code.value
    if isinstance(refusal, BadRequestSignature):
        return refusal.reason
    assert isinstance(refusal, ProtocolError | LedgerError)
    return refusal.code


def data_of(given: Given, name: str = "text") -> bytes:
    """The bytes of a case: text in UTF-8, or hex where they are no text."""
    if name in given:
        text: str = given[name]
        return text.encode()
    return bytes.fromhex(given["hex"])
