"""What is shown to others: proof files, and the evidence of a fork."""

from typing import Any

from answerable.protocol import checkpoint, evidence, history, note, proof
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.keys import LOG, VerifierKey
from tests.protocol.make import NOW, flipped, key
from tests.vectors.formats.noted import NAMED, ORIGIN, B
from tests.vectors.formats.trees import log_of
from tests.vectors.group import Given, Group

VKEY = VerifierKey(ORIGIN, LOG, key("log").public).format()


def check_file(given: Given) -> Any:
    file, signed = proof.check_file(
        given["file"].encode(),
        given["entry"].encode(),
        VerifierKey.parse(given["log"]),
        [VerifierKey.parse(each) for each in given["others"]],
    )
    return {
        "index": file.index,
        "size": signed.checkpoint.size,
        "signed": [it.key.name for it in signed.verified],
        "extra_hex": None if file.extra is None else file.extra.hex(),
    }


def _file(index: int, size: int, *, extra: bytes | None = None) -> str:
    carried = history.proof_file(log_of(size), ORIGIN, index, size)
    found = proof.parse(carried)
    return proof.ProofFile(found.index, found.hashes, found.note, extra).format().decode()


def _checked(file: str, index: int, **changed: Any) -> Given:
    return {"file": file, "entry": f"entry {index}", "log": VKEY, "others": []} | changed


def _receipted(file: str) -> str:
    found = proof.parse(file.encode())
    opened = note.parse(found.note)
    line = checkpoint.cosign(checkpoint.parse(opened.text), NAMED["b"].name, key("b"), NOW)
    return (
        proof.ProofFile(found.index, found.hashes, opened.plus([line]).format()).format().decode()
    )


PROVEN = _file(2, 7)
HEAD, _, NOTE = PROVEN.partition("\n\n")
FIRST = HEAD.split("\n")[2]
PROOF_FILES = {
    "check": Group(
        check_file,
        accept=[
            ("the only entry", _checked(_file(0, 1), 0)),
            ("an entry among seven", _checked(PROVEN, 2)),
            ("the 257th entry", _checked(_file(256, 257), 256)),
            ("with something extra", _checked(_file(2, 7, extra=b"anything"), 2)),
            ("with something extra that is empty", _checked(_file(2, 7, extra=b""), 2)),
            ("with a receipt", _checked(_receipted(PROVEN), 2, others=[B])),
        ],
        refuse=[
            (name, _checked(file, 2), error)
            for name, file, error in [
                ("another version", PROVEN.replace("@v1", "@v2"), "bad_proof"),
                ("no first line", PROVEN.partition("\n")[2], "bad_proof"),
                ("no index", PROVEN.replace("index 2\n", ""), "bad_proof"),
                (
                    "an index with a leading zero",
                    PROVEN.replace("index 2", "index 02"),
                    "bad_proof",
                ),
                ("another index", PROVEN.replace("index 2", "index 3"), "bad_proof"),
                ("the index 2^63", PROVEN.replace("index 2", f"index {2**63}"), "bad_proof"),
                ("a hash is missing", PROVEN.replace(f"{FIRST}\n", "", 1), "bad_proof"),
                (
                    "a hash twice",
                    PROVEN.replace(f"{FIRST}\n", f"{FIRST}\n{FIRST}\n", 1),
                    "bad_proof",
                ),
                ("a hash without padding", PROVEN.replace(FIRST, FIRST.rstrip("=")), "bad_proof"),
                ("carriage returns", PROVEN.replace("\n", "\r\n"), "bad_proof"),
                (
                    "extra after the index",
                    PROVEN.replace("index 2\n", "index 2\nextra QQ==\n"),
                    "bad_proof",
                ),
                (
                    "extra in another base64",
                    PROVEN.replace("index 2", "extra QR==\nindex 2"),
                    "bad_proof",
                ),
                ("no empty line", HEAD + "\n" + NOTE, "bad_proof"),
                ("an empty line too many", HEAD + "\n\n\n" + NOTE, "bad_checkpoint"),
                ("no note", HEAD + "\n\n", "bad_note"),
                ("a note of another size", PROVEN.replace("\n7\n", "\n8\n"), "bad_note"),
            ]
        ]
        + [
            ("another entry", _checked(PROVEN, 3), "bad_proof"),
            ("an entry with a line end", _checked(PROVEN, 2, entry="entry 2\n"), "bad_proof"),
            (
                "another log",
                _checked(PROVEN, 2, log=VerifierKey("b.example", LOG, key("log").public).format()),
                "bad_checkpoint",
            ),
        ],
    ),
}


def check_fork(given: Given) -> Any:
    found = evidence.check_fork(given["evidence"].encode(), VerifierKey.parse(given["log"]))
    return {
        "smaller": checkpoint.open_note(
            found.smaller, VerifierKey.parse(given["log"])
        ).checkpoint.size,
        "larger": checkpoint.open_note(
            found.larger, VerifierKey.parse(given["log"])
        ).checkpoint.size,
    }


LARGER = checkpoint.sign(Checkpoint(ORIGIN, 7, history.root_at(log_of(300), ORIGIN, 7)), key("log"))
LIE = checkpoint.sign(Checkpoint(ORIGIN, 3, bytes(32)), key("log"))
TRUE = checkpoint.sign(Checkpoint(ORIGIN, 3, history.root_at(log_of(300), ORIGIN, 3)), key("log"))
LIE_7 = checkpoint.sign(Checkpoint(ORIGIN, 7, bytes(32)), key("log"))
FOREIGN = checkpoint.sign(Checkpoint(ORIGIN, 3, bytes(32)), key("stranger"))
THREE = history.root_at(log_of(300), ORIGIN, 3)
SEVEN = history.root_at(log_of(300), ORIGIN, 7)
PATH = history.consistency(log_of(300), ORIGIN, 3, 7)
SHOWN = evidence.fork(LIE, LARGER, THREE, PATH).decode()


def _shown(name: str, data: bytes | str) -> tuple[str, Given, str]:
    text = data if isinstance(data, str) else data.decode()
    return name, {"evidence": text, "log": VKEY}, "bad_evidence"


FORKS = {
    "check": Group(
        check_fork,
        accept=[
            ("two sizes", {"evidence": SHOWN, "log": VKEY}),
            (
                "one size",
                {"evidence": evidence.fork(LIE_7, LARGER, SEVEN, []).decode(), "log": VKEY},
            ),
        ],
        refuse=[
            _shown("the notes agree", evidence.fork(TRUE, LARGER, THREE, PATH)),
            _shown("a proof that leads nowhere", evidence.fork(LIE, LARGER, THREE, PATH[:-1])),
            _shown("another root than the proof's", evidence.fork(LIE, LARGER, SEVEN, PATH)),
            _shown("a note that another key signed", evidence.fork(FOREIGN, LARGER, THREE, PATH)),
            _shown("a changed note", evidence.fork(flipped(LIE, 60), LARGER, THREE, PATH)),
            _shown("in the wrong order", evidence.fork(LARGER, LIE, THREE, PATH)),
            _shown("another version", SHOWN.replace('"v":1', '"v":2')),
            _shown("true is not 1", SHOWN.replace('"v":1', '"v":true')),
            _shown("another type", SHOWN.replace('"fork"', '"spoon"')),
            _shown("a member too many", SHOWN.replace("{", '{"a":1,', 1)),
            _shown("a line end", SHOWN + "\n"),
            _shown(
                "a proof that is no list",
                evidence.fork(LIE, LARGER, THREE, []).decode().replace("[]", "{}"),
            ),
        ],
    ),
}
