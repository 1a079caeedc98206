"""The files that two people exchange to found a channel: one plain form, strictly read."""

import base64
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from answerable.casework.bodies import Terms, parse_terms
from answerable.casework.errors import CaseworkError
from answerable.node.ledger.errors import BadAddress, BadExchangeFile
from answerable.node.ledger.peer_client import check_address
from answerable.protocol import canonical, genesis, keys
from answerable.protocol.canonical import JsonObject
from answerable.protocol.charter import Genesis
from answerable.protocol.errors import BadGenesis, NotCanonical
from answerable.protocol.party import Party

LIMIT: Final = 1024 * 1024
_FORM: Final = "answerable-channel-file"
_VERSION: Final = 1
_FIELDS: Final = frozenset({"form", "v", "step", "title", "url", "document"})
TITLE_LIMIT: Final = 200
_POUCH: Final = b"age-encryption.org/"


class Step(StrEnum):
    """Which of the three files it is."""

    PROPOSAL = "proposal"
    ACCEPTANCE = "acceptance"
    COMPLETE = "complete"


@dataclass(frozen=True)
class ExchangeFile:
    """A file of the other side, as it was read. `founded` is None for a proposal."""

    step: Step
    title: str
    url: str
    document: bytes
    parties: tuple[Party, ...]
    terms: Terms
    raw_terms: JsonObject
    founded: Genesis | None

    @property
    def words(self) -> tuple[str, ...]:
        """Return the fingerprint words, or none before there is a founding document."""
        return self.founded.words() if self.founded else ()


def write(step: Step, *, title: str, url: str, document: bytes) -> bytes:
    """Write a file for the other side."""
    return (
        canonical.encode(
            {
                "form": _FORM,
                "v": _VERSION,
                "step": step.value,
                "title": title,
                "url": url,
                "document": base64.b64encode(document).decode(),
            }
        )
        + b"\n"
    )


def read(data: bytes) -> ExchangeFile:
    """Read a file of the other side and check everything that it carries.

    Raises BadExchangeFile with one line that says what is wrong.
    """
    if data.startswith(_POUCH):
        raise BadExchangeFile("this looks like a pouch: open it under Pouches, or by pouch open")
    try:
        # Mail and editors add a line end; nothing else may differ.
        found = canonical.decode_object(data.rstrip(b"\r\n"), max_bytes=LIMIT)
        step, title, url, document = _members(found)
        return _opened(step, title, check_address(url) if url else "", document)
    except (NotCanonical, ValueError, BadAddress, BadGenesis, CaseworkError) as exc:
        raise BadExchangeFile(str(exc)) from exc


def _members(found: JsonObject) -> tuple[Step, str, str, bytes]:
    if found.keys() != _FIELDS or found["form"] != _FORM or found["v"] is not _VERSION:
        raise BadExchangeFile("this is not a file for founding a channel")
    title, url, document = found["title"], found["url"], found["document"]
    if not (isinstance(title, str) and isinstance(url, str) and isinstance(document, str)):
        raise BadExchangeFile("title, url and document are text")
    if not 0 < len(title) <= TITLE_LIMIT or not title.isprintable():
        raise BadExchangeFile(f"a title has 1 to {TITLE_LIMIT} printable characters")
    return Step(str(found["step"])), title, url, keys.decode_base64(document)


def _opened(step: Step, title: str, url: str, document: bytes) -> ExchangeFile:
    if step is Step.PROPOSAL:
        offer = genesis.open_proposal(document)
        terms = parse_terms(_plain(offer.terms))
        return ExchangeFile(step, title, url, document, (offer.party,), terms, offer.terms, None)
    signed = genesis.open_genesis(document)
    if signed.is_complete != (step is Step.COMPLETE):
        raise BadExchangeFile("the signatures are not those of this step")
    founded = signed.genesis
    terms = parse_terms(_plain(founded.terms))
    return ExchangeFile(step, title, url, document, founded.parties, terms, founded.terms, founded)


def _plain(terms: JsonObject) -> dict[str, Any]:
    return dict(terms)
