"""Canonical JSON, and contents behind their commitments."""

from typing import Any

from answerable.protocol import canonical, content
from tests.protocol.make import seed
from tests.vectors.group import Given, Group, data_of

BIG = 2**53 - 1


def read_json(given: Given) -> Any:
    return {"value": canonical.decode(data_of(given), max_depth=given.get("depth", 32))}


def _text(name: str, text: str, **more: Any) -> tuple[str, Given]:
    return name, {"text": text} | more


def _bad(name: str, text: str, **more: Any) -> tuple[str, Given, str]:
    return name, {"text": text} | more, "not_canonical"


CANONICAL = Group(
    read_json,
    accept=[
        _text("null", "null"),
        _text("true", "true"),
        _text("zero", "0"),
        _text("the largest integer", str(BIG)),
        _text("the smallest integer", str(-BIG)),
        _text("an empty string", '""'),
        _text(
            "short escapes, and the others as u00xx in lower case",
            '"\\b\\t\\n\\f\\r\\u0000\\u001f"',
        ),
        _text("a quote and a backslash are escaped, a slash is not", '"\\"\\\\/"'),
        _text(
            "delete and what is beyond ASCII stand as they are",
            '"\u007f\u00e9\u05d0\u20ac\U0001f600"',
        ),
        _text("an empty list and an empty object", "[[],{}]"),
        _text("names in order", '{"":0,"A":1,"a":2,"b":{"c":[3,4]}}'),
        _text(
            "names in the order of UTF-16 units: U+1F600 before U+FF21",
            '{"\u20ac":1,"\U0001f600":2,"\uff21":3}',
        ),
        _text("the deepest nesting of a statement", "[[[[[[1]]]]]]", depth=6),
    ],
    refuse=[
        _bad("nothing", ""),
        _bad("space before", " 1"),
        _bad("a line end after", "1\n"),
        _bad("space within", '{"a": 1}'),
        _bad("two values", "1 2"),
        _bad("cut off", '{"a":1'),
        _bad("a comma too many", "[1,]"),
        _bad("a comment", "[1/**/]"),
        _bad("single quotes", "{'a':1}"),
        _bad("a byte order mark", "\ufeff1"),
        _bad("names in another order", '{"b":1,"a":2}'),
        _bad("names in the order of code points", '{"\u20ac":1,"\uff21":3,"\U0001f600":2}'),
        _bad("a name twice", '{"a":1,"a":1}'),
        _bad("a name twice, differently escaped", '{"a":1,"\\u0061":1}'),
        _bad("an escape that is not needed", '"\\u0061"'),
        _bad("an escaped slash", '"\\/"'),
        _bad("an escape in upper case", '"\\u001F"'),
        _bad("a long escape where there is a short one", '"\\u000a"'),
        _bad("an escaped letter beyond ASCII", '"\\u00e9"'),
        _bad("a lone surrogate", '"\\ud800"'),
        _bad("surrogates in the wrong order", '"\\ude00\\ud83d"'),
        _bad("a control character as it is", '"\n"'),
        _bad("a fraction", "1.5"),
        _bad("a whole number written as a fraction", "1.0"),
        _bad("an exponent", "1e2"),
        _bad("minus zero", "-0"),
        _bad("a plus sign", "+1"),
        _bad("a leading zero", "01"),
        _bad("2^53", str(BIG + 1)),
        _bad("-2^53", str(-BIG - 1)),
        _bad("a number of twenty digits", "1" * 20),
        _bad("not a number", "NaN"),
        _bad("infinity", "-Infinity"),
        _bad("a value in Unicode form D", '"e\u0301"'),
        _bad("a name in Unicode form D", '{"e\u0301":1}'),
        _bad("U+FB33, which form C takes apart", '"\ufb33"'),
        _bad("nested once too often for a statement", "[[[[[[[1]]]]]]]", depth=6),
        _bad("objects count like lists", '{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}', depth=6),
        ("bytes that are not UTF-8", {"hex": "22ff22"}, "not_canonical"),
        ("a surrogate in UTF-8", {"hex": "22eda08022"}, "not_canonical"),
        ("UTF-16", {"hex": "31003200"}, "not_canonical"),
    ],
)

SALT = seed("salt")
RECORD = content.record("text/plain", b"What happened at the clinic?")
COMMIT = content.commit(SALT, RECORD)


def write_record(given: Given) -> Any:
    record = content.record(given["media"], given["data"].encode())
    return {"record": record.decode(), "size_class": content.size_class(len(record))}


def open_record(given: Given) -> Any:
    media, data = content.open_record(given["record"].encode())
    return {"media": media, "data": data.decode()}


def commit(given: Given) -> Any:
    made = content.commit(bytes.fromhex(given["salt_hex"]), given["record"].encode())
    return {"commit": made.hex()}


def take(given: Given) -> Any:
    taken = content.decode_transfer(
        bytes.fromhex(given["commit"]), bytes.fromhex(given["transfer_hex"])
    )
    return {"salt_hex": taken.salt.hex(), "record": taken.record.decode()}


def size_class(given: Given) -> Any:
    return {"size_class": content.size_class(given["size"])}


def _record(name: str, record: str) -> tuple[str, Given, str]:
    return name, {"record": record}, "bad_content"


def _handed(name: str, transfer: bytes) -> tuple[str, Given, str]:
    return name, {"commit": COMMIT.hex(), "transfer_hex": transfer.hex()}, "bad_content"


RECORDS = {
    "write": Group(
        write_record,
        accept=[
            ("a text", {"media": "text/plain", "data": "What happened at the clinic?"}),
            ("nothing", {"media": "application/octet-stream", "data": ""}),
            ("words", {"media": "application/vnd.answerable.words.v1+json", "data": "{}"}),
        ],
        refuse=[
            (name, {"media": media, "data": ""}, "bad_content")
            for name, media in [
                ("upper case", "Text/plain"),
                ("a parameter", "text/plain;charset=utf-8"),
                ("no subtype", "text"),
                ("too long", "a/" + "b" * 99),
                ("a line end", "text/plain\n"),
            ]
        ],
    ),
    "open": Group(
        open_record,
        accept=[("a line end in the data", {"record": '{"media":"text/plain","size":3}\na\nb'})],
        refuse=[
            _record("no header", "abc"),
            _record("no line end", '{"media":"text/plain","size":0}'),
            _record("another size", '{"media":"text/plain","size":4}\nabc'),
            _record("a size that is no number", '{"media":"text/plain","size":"3"}\nabc'),
            _record("true is not 1", '{"media":"text/plain","size":true}\na'),
            _record("a header in another order", '{"size":3,"media":"text/plain"}\nabc'),
            _record("a member too many", '{"media":"text/plain","name":"a","size":3}\nabc'),
            _record("a media type with a parameter", '{"media":"text/plain; a=b","size":3}\nabc'),
        ],
    ),
    "commit": Group(
        commit,
        accept=[
            ("a record", {"salt_hex": SALT.hex(), "record": RECORD.decode()}),
            ("another salt", {"salt_hex": bytes(32).hex(), "record": RECORD.decode()}),
        ],
        refuse=[
            ("a short salt", {"salt_hex": SALT[1:].hex(), "record": RECORD.decode()}, "bad_content")
        ],
    ),
    "size_class": Group(
        size_class,
        accept=[
            (f"{size} bytes", {"size": size})
            for size in (0, 1, 1023, 1024, 1025, 2048, 2049, 1 << 20, (1 << 20) + 1)
        ],
    ),
    "transfer": Group(
        take,
        accept=[
            (
                "salt, then record",
                {"commit": COMMIT.hex(), "transfer_hex": (SALT + RECORD).hex()},
            )
        ],
        refuse=[
            _handed("another salt", bytes(32) + RECORD),
            _handed("another letter", SALT + RECORD[:-1] + b"!"),
            _handed("cut off", SALT + RECORD[:-1]),
            _handed("a byte too many", SALT + RECORD + b"\n"),
            _handed("without a salt", RECORD),
            _handed("less than a salt", SALT[:31]),
        ],
    ),
}
