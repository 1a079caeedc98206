"""High-water marks, and whether a log may be signed."""

from typing import Any

from answerable.protocol import history, recovery
from answerable.protocol.keys import encode_base64
from answerable.protocol.recovery import HighWater
from tests.vectors.formats.noted import ORIGIN
from tests.vectors.formats.trees import log_of
from tests.vectors.group import Given, Group

ROOT = encode_base64(bytes(range(32)))


def read_mark(given: Given) -> Any:
    found = HighWater.decode(given["mark"].encode())
    return {
        "origin": found.origin,
        "size": found.size,
        "root_hex": found.root.hex(),
        "machine": found.machine,
    }


def start(given: Given) -> Any:
    """Judge a log of `entry 0` … at the start."""
    store = log_of(given["log_size"])
    mark = None if given["mark"] is None else HighWater.decode(given["mark"].encode())
    found = recovery.assess(
        store, ORIGIN, mark, machine=given["machine"], is_restored=given["is_restored"]
    )
    return {"state": found.state.value, "reason": found.reason}


def regain(given: Given) -> Any:
    """Decide whether a log of five entries in doubt may be signed again."""
    mark = None if given["mark"] is None else HighWater.decode(given["mark"].encode())
    found = recovery.regain(
        log_of(5),
        ORIGIN,
        mark,
        machine=HERE,
        peer_size=given["peer_size"],
        witness_size=given["witness_size"],
        is_moved=given["is_moved"],
    )
    return {"state": found.state.value, "reason": found.reason}


HERE = "0123456789abcdef.89abcdef"


def mark_of(size: int, machine: str = HERE, **changed: Any) -> str:
    origin, root = changed.get("origin", ORIGIN), changed.get("root")
    found = root if root is not None else history.root_at(log_of(300), ORIGIN, size)
    return HighWater(origin, size, found, machine).encode().decode()


def _mark(name: str, text: str) -> tuple[str, Given, str]:
    return name, {"mark": text}, "bad_high_water"


def _started(
    name: str, size: int, mark: str | None, *, machine: str = HERE, is_restored: bool = False
) -> tuple[str, Given]:
    given = {"log_size": size, "mark": mark, "machine": machine, "is_restored": is_restored}
    return name, given


def _regained(
    name: str,
    mark: str | None,
    peer_size: int | None,
    *,
    witness_size: int | None = None,
    is_moved: bool = False,
) -> tuple[str, Given]:
    return name, {
        "mark": mark,
        "peer_size": peer_size,
        "witness_size": witness_size,
        "is_moved": is_moved,
    }


GOOD_MARK = mark_of(5)
MARKS = {
    "read": Group(
        read_mark,
        accept=[
            ("a mark", {"mark": GOOD_MARK}),
            ("a mark without a machine", {"mark": mark_of(5, "0123")}),
        ],
        refuse=[
            _mark("nothing", ""),
            _mark("a line end", GOOD_MARK + "\n"),
            _mark("another order", GOOD_MARK.replace('"machine"', '"zmachine"')),
            _mark("a size below 0", GOOD_MARK.replace(":5}", ":-5}")),
            _mark("true for a size", GOOD_MARK.replace(":5}", ":true}")),
            _mark("an origin in another form", GOOD_MARK.replace(ORIGIN, "Alice")),
            _mark("a root in another base64", GOOD_MARK.replace('="', '"')),
            _mark(
                "a root of one byte",
                f'{{"machine":"a","origin":"{ORIGIN}","root":"AA==","size":5}}',
            ),
            _mark("a member is missing", f'{{"origin":"{ORIGIN}","root":"{ROOT}","size":5}}'),
            _mark("a member too many", GOOD_MARK.replace("{", '{"a":1,', 1)),
        ],
    ),
    "start": Group(
        start,
        accept=[
            _started("at the mark", 5, GOOD_MARK),
            _started("256 above the mark", 300, mark_of(44)),
            _started("257 above the mark", 300, mark_of(43)),
            _started("below the mark", 5, mark_of(6)),
            _started("no mark", 5, None),
            _started("another root", 6, mark_of(5, root=bytes(32))),
            _started("a mark of another log", 5, mark_of(5, origin="a.example/log")),
            _started("another machine", 5, GOOD_MARK, machine="0123456789abcdef.00000000"),
            _started("another installation", 5, GOOD_MARK, machine="0000.89abcdef"),
            _started("an older mark, without a machine", 5, mark_of(5, "0123456789abcdef")),
            _started("the operator's word", 5, GOOD_MARK, is_restored=True),
        ],
    ),
    "regain": Group(
        regain,
        accept=[
            _regained("the other side was not asked", GOOD_MARK, None),
            _regained("the other side has more", GOOD_MARK, 6),
            _regained("the mark is here", GOOD_MARK, 5),
            _regained("the mark is larger than the log", mark_of(6), 5),
            _regained("the mark has another root", mark_of(5, root=bytes(32)), 5),
            _regained("the mark is of another machine", mark_of(5, "0.0"), 5),
            _regained("moved, the operator says", mark_of(5, "0.0"), 5, is_moved=True),
            _regained("no mark, and only the other side's word", None, 5),
            _regained("no mark, and a witness", None, 5, witness_size=4),
            _regained("no mark, and a witness of more", None, 5, witness_size=6),
        ],
    ),
}
