"""Evidence packages to the byte, and those that must fail: for whoever implements this again."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from answerable.protocol import package, stored_zip
from answerable.protocol.errors import BadPackage
from answerable.protocol.keys import COSIGNER, VerifierKey
from tests.protocol import make
from tests.protocol.make import channel, flipped, key, signed_genesis
from tests.protocol.packages import SEALED, SEALED_OTHER, packed, parts

FILE = Path(__file__).parent.parent / "vectors" / "package.json"
PACKED = packed(parts(contents=[SEALED], witnessed=True))
MEMBERS = stored_zip.read(PACKED)


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def computed() -> dict[str, Any]:
    commit = f"content/{SEALED.commit.hex()}"
    reused = VerifierKey("other.example/w", COSIGNER, key("bob mirror").public).format()
    members: list[tuple[str, str, dict[str, bytes | None]]] = [
        ("a message with one letter changed", "entry.json", _flip("entry.json", 40)),
        (
            "another message of the same log",
            "proof.tlog-proof",
            {
                "entry.json": make.entry(channel().log("alice"), 2),
                commit: None,
                f"{commit}.txt": None,
            },
        ),
        ("a changed hash of the proof", "proof.tlog-proof", _flip("proof.tlog-proof", 60)),
        ("a changed root", "proof.tlog-proof", _flip("proof.tlog-proof", -700)),
        (
            "a policy that asks for nothing",
            "policy",
            {"policy": MEMBERS["policy"].replace(b"quorum mirrors", b"quorum none")},
        ),
        (
            "a party's key as a witness",
            "policy",
            {
                "policy": MEMBERS["policy"].replace(
                    b"group", f"witness witness-2 {reused}\ngroup".encode()
                )
            },
        ),
        ("no verifier keys", "vkeys", {"vkeys": None}),
        ("a verifier key that did not sign", "vkeys", {"vkeys": f"{reused}\n".encode()}),
        (
            "the founding document of another channel",
            "genesis.json",
            {"genesis.json": signed_genesis(channel("alice", "carol"))},
        ),
        ("a changed content", commit, _flip(commit, 50)),
        ("a changed readable copy", f"{commit}.txt", _flip(f"{commit}.txt", 3)),
        (
            "a content that the message does not name",
            f"content/{SEALED_OTHER.commit.hex()}",
            {f"content/{SEALED_OTHER.commit.hex()}": SEALED_OTHER.salt + SEALED_OTHER.record},
        ),
        ("a member of no package", "notes.txt", {"notes.txt": b"x"}),
        ("a path out of the folder", "../evil", {"../evil": b"x"}),
    ]
    raw: list[tuple[str, list[tuple[int, str]]]] = [
        ("a date in a header", [(12, "2158")]),
        ("a compressed member", [(8, "0800")]),
        ("a size that is only claimed", [(18, "ffffff7f")]),
        ("bytes after the end", [(len(PACKED), "00")]),
        ("a wrong checksum", [(14, "00000000")]),
    ]
    return {
        "package": text(PACKED),
        "members": {name: text(data) for name, data in MEMBERS.items()},
        "must_fail": [
            {
                "why": why,
                "member": member,
                "members": {
                    name: None if data is None else text(data) for name, data in by.items()
                },
            }
            for why, member, by in members
        ]
        + [{"why": why, "member": "", "bytes": changes} for why, changes in raw],
    }


def _flip(member: str, at: int) -> dict[str, bytes | None]:
    return {member: flipped(MEMBERS[member], at)}


def applied(case: dict[str, Any]) -> bytes:
    """The package that a case of the file stands for."""
    data = bytearray(base64.b64decode(VECTORS["package"]))
    for at, change in case.get("bytes", ()):
        raw = bytes.fromhex(change)
        data[at : at + len(raw)] = raw
    if "members" not in case:
        return bytes(data)
    found = stored_zip.read(bytes(data))
    for name, value in case["members"].items():
        if value is None:
            del found[name]
        else:
            found[name] = base64.b64decode(value)
    return stored_zip.write(found)


VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def test_what_is_computed_is_what_stands_in_the_file() -> None:
    assert json.loads(json.dumps(computed())) == VECTORS


def test_the_package_of_the_file_holds() -> None:
    report = package.check(base64.b64decode(VECTORS["package"]))

    assert (len(report.receipts), len(report.witnessed), report.is_receipted) == (2, 1, True)
    assert report.reading.fault is None


@pytest.mark.parametrize("case", VECTORS["must_fail"], ids=lambda case: str(case["why"]))
def test_what_must_fail_fails_and_is_named(case: dict[str, Any]) -> None:
    with pytest.raises(BadPackage) as caught:
        package.check(applied(case))

    assert caught.value.member == case["member"]
