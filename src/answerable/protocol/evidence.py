"""Show anyone that a log contradicted itself: two of its own notes, and the proof that links them.

The file is self-contained: whoever knows the log's key can check it, with this library or by
hand. The larger note and the consistency proof say what the root at the smaller size was; the
smaller note says something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from answerable.protocol import canonical, checkpoint, keys, proof
from answerable.protocol.canonical import Json
from answerable.protocol.errors import BadEvidence, BadNote, BadProof, NotCanonical
from answerable.protocol.keys import VerifierKey

MAX_BYTES: Final = 1 << 19
_MEMBERS: Final = frozenset({"v", "type", "smaller", "larger", "root", "proof"})


@dataclass(frozen=True, slots=True)
class Fork:
    """Two notes of one log that cannot both be true.

    `root` is what the larger note's tree had at the smaller note's size, by the consistency
    proof `hashes`; for two notes of one size it is the larger note's own root.
    """

    smaller: bytes
    larger: bytes
    root: bytes
    hashes: tuple[bytes, ...]

    def format(self) -> bytes:
        """Write the evidence."""
        return canonical.encode(
            {
                "v": 1,
                "type": "fork",
                "smaller": keys.encode_base64(self.smaller),
                "larger": keys.encode_base64(self.larger),
                "root": keys.encode_base64(self.root),
                "proof": [keys.encode_base64(each) for each in self.hashes],
            }
        )


def fork(smaller: bytes, larger: bytes, root: bytes, hashes: Sequence[bytes]) -> bytes:
    """Write the evidence of a fork."""
    return Fork(smaller, larger, root, tuple(hashes)).format()


def parse(data: bytes) -> Fork:
    """Read evidence without judging it; raises BadEvidence."""
    try:
        it = canonical.decode_object(data, max_bytes=MAX_BYTES)
        if it.keys() != _MEMBERS or it["v"] is True or it["v"] != 1 or it["type"] != "fork":
            raise BadEvidence("not the evidence of a fork")
        hashes = it["proof"]
        if not isinstance(hashes, list):
            raise BadEvidence("a proof is a list")
        return Fork(
            _bytes(it["smaller"]),
            _bytes(it["larger"]),
            _bytes(it["root"]),
            tuple(_bytes(each) for each in hashes),
        )
    except (NotCanonical, ValueError) as exc:
        raise BadEvidence(str(exc)) from exc


def check_fork(data: bytes, log_key: VerifierKey) -> Fork:
    """Give the fork if both notes are the log's and contradict each other; raises BadEvidence."""
    found = parse(data)
    try:
        smaller = checkpoint.open_note(found.smaller, log_key).checkpoint
        larger = checkpoint.open_note(found.larger, log_key).checkpoint
        proof.check_consistency(smaller.size, found.root, larger.size, larger.root, found.hashes)
    except (BadNote, BadProof) as exc:
        raise BadEvidence(str(exc)) from exc
    if found.root == smaller.root:
        raise BadEvidence("the notes agree")
    return found


def _bytes(value: Json) -> bytes:
    if not isinstance(value, str):
        raise BadEvidence("not text")
    return keys.decode_base64(value)
