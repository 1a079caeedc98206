"""Clearance: who may clear what, and to exactly which bytes a clearance is bound."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answerable.casework.codes import ClearanceFault, Kind
from answerable.casework.errors import ClearanceRefused
from answerable.casework.forms import canonical_text

# Kinds that say something of substance to the other side. `session` stands for its minutes.
NEEDS_CLEARANCE = frozenset(
    {
        Kind.RAISE,
        Kind.RESPONSE,
        Kind.FOLLOW_UP,
        Kind.INFORMATION,
        Kind.REPRESENTATION,
        Kind.SELF_REPORT,
        Kind.CORRECT,
        Kind.ATTACH,
        Kind.SESSION,
    }
)
_DOMAIN = b"answerable-clearance-v1"
_FILES_DOMAIN = b"answerable-clearance-files-v1"


@dataclass(frozen=True, slots=True)
class FileToClear:
    """A file that goes with a statement: its `attach`, the words of it, its type, its SHA-256."""

    body: Mapping[str, object]
    words: bytes
    media: str
    sha256: bytes


def needs_clearance(kind: str) -> bool:
    """Tell whether a statement of this kind is cleared before it is signed."""
    return kind in NEEDS_CLEARANCE


def check_clearer(*, author: str, author_office: str, clearer: str, clearer_office: str) -> None:
    """Raise ClearanceRefused unless the clearer is another person in another office."""
    if clearer == author:
        raise ClearanceRefused(ClearanceFault.SAME_PERSON)
    if clearer_office == author_office:
        raise ClearanceRefused(ClearanceFault.SAME_OFFICE)


def check_waiver(people: int) -> None:
    """Raise ClearanceRefused unless the party is one person, who has nobody to clear with."""
    if people > 1:
        raise ClearanceRefused(ClearanceFault.NOT_ALONE)


def clearance_digest(
    kind: str,
    body: Mapping[str, object],
    words: bytes | None,
    files: Sequence[FileToClear] = (),
) -> str:
    """Return the SHA-256 in hex of what is cleared: the kind, the body, the content, the files.

    Each part goes in with its length, so no byte can move from one part to the next. Any edit
    gives another digest and so voids the clearance. `words` is the content as it will be sent;
    None says that none goes with it, which differs from an empty one.
    """
    parts = [kind.encode(), canonical_text(body).encode()]
    said = _digest(_DOMAIN, parts if words is None else [*parts, words])
    if not files:
        return said.hex()
    return _digest(
        _FILES_DOMAIN,
        [
            said,
            *(
                part
                for one in files
                for part in (
                    canonical_text(one.body).encode(),
                    one.words,
                    one.media.encode(),
                    one.sha256,
                )
            ),
        ],
    ).hex()


def _digest(domain: bytes, parts: Sequence[bytes]) -> bytes:
    digest = hashlib.sha256(domain)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()
