"""Who must have countersigned a note: policies, and notes held against them."""

from typing import Any

from answerable.protocol import policy
from answerable.protocol.keys import COSIGNER
from tests.vectors.formats.noted import BROKEN, GOOD, LINES, NAMED, SIGNED, VKEY, B, plus, raw_vkey
from tests.vectors.group import Given, Group


def read_policy(given: Given) -> Any:
    found = policy.parse(given["policy"].encode())
    return {
        "logs": [it.format() for it in found.logs],
        "witnesses": {name: it.format() for name, it in found.witnesses.items()},
        "groups": {
            name: {"at_least": it.threshold, "members": list(it.members)}
            for name, it in found.groups.items()
        },
        "quorum": found.quorum,
    }


def evaluate(given: Given) -> Any:
    found = policy.evaluate(policy.parse(given["policy"].encode()), given["note"].encode())
    return {
        "is_met": found.is_met,
        "countersigned": sorted(it.key.name for it in found.cosignatures),
    }


def policy_of(*lines: str) -> str:
    first = [f"log {VKEY}", *(f"witness {name} {it.format()}" for name, it in NAMED.items())]
    return "".join(f"{line}\n" for line in (*first, *lines))


def _evaluated(name: str, signers: str, *lines: str) -> tuple[str, Given]:
    shown = plus(*(LINES[each] for each in signers))
    return name, {"policy": policy_of(*lines), "note": shown}


POLICIES = {
    "read": Group(
        read_policy,
        accept=[
            (
                "groups of groups",
                {"policy": policy_of("group g any b c", "group h 2 g d", "quorum h")},
            ),
            ("no quorum", {"policy": policy_of("quorum none")}),
            (
                "comments, spaces, tabs, empty lines, addresses",
                {"policy": f"# who\n\n  log\t{VKEY}   https://a.example/\nquorum none"},
            ),
            (
                "one key in two logs",
                {
                    "policy": policy_of(
                        f"log {raw_vkey(GOOD, name='alice.example/log/e2')}", "quorum none"
                    )
                },
            ),
        ],
        refuse=[
            (name, {"policy": policy_of(*lines)}, "bad_policy")
            for name, lines in [
                ("no quorum line", []),
                ("two quorums", ["quorum none", "quorum none"]),
                ("a quorum of nobody", ["quorum x"]),
                ("a quorum of two", ["quorum b c"]),
                ("an unknown line", ["allow b", "quorum none"]),
                ("a log without a key", ["log", "quorum none"]),
                ("a log twice", [f"log {VKEY}", "quorum none"]),
                ("a countersigner as a log", [f"log {B}", "quorum none"]),
                ("a log as a witness", [f"witness e {VKEY}", "quorum none"]),
                (
                    "a log's key as a witness",
                    [f"witness e {raw_vkey(GOOD, kind=COSIGNER)}", "quorum none"],
                ),
                ("a witness's key twice", [f"witness e {B}", "quorum none"]),
                ("a key cut off", [f"log {VKEY[:-1]}", "quorum none"]),
                ("a name twice", ["group b all c", "quorum none"]),
                ("the name none", ["group none all c", "quorum none"]),
                ("a group in itself", ["group g all g", "quorum none"]),
                ("a member not defined yet", ["group g all h", "group h all b", "quorum g"]),
                ("a member twice", ["group g all b b", "quorum g"]),
                ("a group of nobody", ["group g all", "quorum g"]),
                ("none of the members", ["group g 0 b", "quorum g"]),
                ("more than the members", ["group g 3 b c", "quorum g"]),
                ("a number with a leading zero", ["group g 01 b", "quorum g"]),
                ("a carriage return", ["quorum none\r"]),
            ]
        ],
    ),
    "evaluate": Group(
        evaluate,
        accept=[
            _evaluated("nobody is asked for", "", "quorum none"),
            _evaluated("one who signed", "b", "quorum b"),
            _evaluated("one who did not", "c", "quorum b"),
            _evaluated("all", "bc", "group g all b c", "quorum g"),
            _evaluated("not all", "b", "group g all b c", "quorum g"),
            _evaluated("any", "c", "group g any b c", "quorum g"),
            _evaluated("two of three", "bd", "group g 2 b c d", "quorum g"),
            _evaluated("one of three", "d", "group g 2 b c d", "quorum g"),
            _evaluated(
                "a group in a group", "bd", "group g any b c", "group h all g d", "quorum h"
            ),
        ],
        refuse=[
            (
                "a log that it does not name",
                {"policy": policy_of("quorum none"), "note": SIGNED.replace("alice", "carol")},
                "bad_policy",
            ),
            (
                "a line of a witness that fails",
                {"policy": policy_of("quorum none"), "note": plus(BROKEN)},
                "bad_note",
            ),
        ],
    ),
}
