"""The written-down pouch, and what must be refused with its reason: for nodes of another make."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest

from answerable.protocol.dsse import Signed
from answerable.protocol.errors import BadPouch
from answerable.protocol.pouch import encryption, manifest, opening, zstd
from answerable.protocol.pouch.manifest import Manifest

FILE = Path(__file__).parent.parent / "vectors" / "pouch.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text())


def admit(found: Manifest, signed: Signed) -> None:
    manifest.check(
        found,
        signed,
        channel=VECTORS["channel"],
        sender=VECTORS["sender"],
        recipient=VECTORS["recipient"],
        age=[VECTORS["age"]],
        node_keys=[bytes.fromhex(VECTORS["node_key"])],
    )


def listed(found: Manifest) -> list[dict[str, object]]:
    return [{"name": e.name, "size": e.size, "sha256": e.digest} for e in found.members]


def unpack(archive: str) -> tuple[bytes, Manifest]:
    packed = b"".join(zstd.compress([base64.b64decode(archive)]))
    return opening.unpack(io.BytesIO(packed), io.BytesIO(), admit)


def test_the_pouch_opens_to_its_manifest() -> None:
    pouch = io.BytesIO(base64.b64decode(VECTORS["pouch"]))

    opened = opening.open_pouch(pouch, io.BytesIO(), [VECTORS["identity"]], admit)

    assert opened.signed == VECTORS["manifest"].encode()
    assert listed(opened.manifest) == VECTORS["members"]
    assert encryption.recipient_of(VECTORS["identity"]) == VECTORS["age"]


def test_the_archive_unpacks_to_the_same() -> None:
    signed, found = unpack(VECTORS["archive"])

    assert (signed, listed(found)) == (VECTORS["manifest"].encode(), VECTORS["members"])


@pytest.mark.parametrize("bad", VECTORS["bad_archives"], ids=lambda bad: str(bad["why"]))
def test_a_bad_archive_is_refused_with_its_reason(bad: dict[str, str]) -> None:
    with pytest.raises(BadPouch) as failure:
        unpack(bad["archive"])

    assert failure.value.fault == bad["fault"]


@pytest.mark.parametrize("bad", VECTORS["bad_manifests"], ids=lambda bad: str(bad["why"]))
def test_a_bad_manifest_is_refused_with_its_reason(bad: dict[str, str]) -> None:
    def judge() -> None:
        admit(*manifest.read(bad["manifest"].encode()))

    with pytest.raises(BadPouch) as failure:
        judge()

    assert failure.value.fault == bad["fault"]
