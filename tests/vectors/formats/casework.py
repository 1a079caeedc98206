"""Bodies of every kind that is implemented, and the words beside them."""

from typing import Any

from answerable.casework.bodies import (
    Attach,
    Body,
    Correct,
    PositionOn,
    Resume,
    Suspend,
    encode_body,
    kind_of,
    parse_body,
)
from answerable.casework.codes import (
    AnswerCode,
    CorrectionReason,
    Marking,
    PauseReason,
    Position,
    ResumeReason,
)
from answerable.casework.terms import preset_terms
from answerable.casework.words import MEDIA_TYPE, parse_words, words_to_dict
from tests.casework import cases
from tests.casework.cases import day
from tests.vectors.group import Given, Group

ASKED: dict[str, Any] = encode_body(cases.raising())
INCIDENT: dict[str, Any] = ASKED["incidents"][0]
QUESTION: dict[str, Any] = ASKED["questions"][0]
FIGURE: dict[str, Any] = encode_body(cases.found(1, 2))["figures"][0]
OWN: dict[str, Any] = encode_body(cases.reporting())
ON_I1 = {"incident": "i1", "position": "accepts_partially"}


def read_body(given: Given) -> Any:
    """A body is given back as it came: it has one form."""
    found = parse_body(given["kind"], given["body"])
    return {"kind": kind_of(found).value, "again": encode_body(found)}


def _body(name: str, body: Body) -> tuple[str, Given]:
    return name, {"kind": kind_of(body).value, "body": encode_body(body)}


def _bad(name: str, kind: str, body: Any, error: str = "malformed") -> tuple[str, Given, str]:
    return f"{kind}: {name}", {"kind": kind, "body": body}, error


def _raise(name: str, **changed: Any) -> tuple[str, Given, str]:
    return _bad(name, "raise", {k: v for k, v in (ASKED | changed).items() if v != "gone"})


def _response(name: str, **changed: Any) -> tuple[str, Given, str]:
    plain = {"final": True, "positions": [ON_I1], "language": "en", "marking": "amber"}
    return _bad(name, "response", plain | changed)


def _self_report(name: str, **changed: Any) -> tuple[str, Given, str]:
    return _bad(name, "self_report", {k: v for k, v in (OWN | changed).items() if v != "gone"})


LATER = "2026-06-01T00:00:00Z"
BODIES = Group(
    read_body,
    accept=[
        _body("terms", preset_terms("uk")),
        _body("raise", cases.raising()),
        _body(
            "raise: with an end of the incident",
            cases.raising(incidents=(cases.incident(end=cases.incident().start),)),
        ),
        _body("ack: received", cases.received(day(1))),
        _body("ack: rejected", cases.rejected()),
        _body("interim", cases.STILL_EXAMINING),
        _body("response", cases.response(q1=AnswerCode.ANSWERED, q2=AnswerCode.DECLINED)),
        _body("response: position, figure, measures, redress", cases.found(1, 2)),
        _body("response: a figure that is stated as unknown", cases.found(None, None)),
        _body("response: none of a figure", cases.found(0, 0, Position.ACCEPTS_PARTIALLY)),
        _body("self_report", cases.reporting()),
        _body("attach", Attach(marking=Marking.AMBER)),
        _body("attach: graphic", Attach(marking=Marking.RED, graphic=True)),
        _body(
            "self_report: of two incidents, under examination, questions not welcome",
            cases.reporting(
                incidents=(cases.incident(1), cases.incident(2)),
                positions=tuple(
                    PositionOn(incident=f"i{n}", position=Position.UNDER_EXAMINATION)
                    for n in (1, 2)
                ),
                figures=(),
                measures=(),
                redress=(),
                methods=(),
                inquiries_welcome=False,
            ),
        ),
        _body("follow_up", cases.follow_up(new=("q3",), again=("q1",), due=day(90))),
        _body("extension: asked", cases.later(day(80), "q1")),
        _body("extension: asked, of all questions", cases.later(day(80))),
        _body("extension: agreed", cases.agreed(day(80))),
        _body("extension: declined", cases.declined()),
        _body("information_request", cases.wanting(1, 2)),
        _body("information", cases.supplying(r1=AnswerCode.ANSWERED)),
        _body("suspend", Suspend(reason=next(iter(PauseReason)), until=day(30))),
        _body("resume", Resume(reason=next(iter(ResumeReason)))),
        _body("close", cases.CLOSE),
        _body("reopen", cases.REOPEN),
        _body("withdraw", cases.WITHDRAW),
        _body(
            "correct",
            Correct(reason=CorrectionReason.FACTUAL, incidents=(cases.incident(),)),
        ),
    ],
    refuse=[
        _bad("a kind that is not known", "truce", {}, "unknown_kind"),
        _bad("a kind that is reserved", "session", {}, "unknown_kind"),
        _bad("a kind of the channel", "key", {}, "unknown_kind"),
        _bad("a list", "close", []),
        _bad(
            "two clocks of one urgency",
            "terms",
            encode_body(preset_terms("en"))
            | {"clocks": [encode_body(preset_terms("en"))["clocks"][0]] * 2},
        ),
        _raise("a member too many", remark="x"),
        _raise("a member is missing", urgency="gone"),
        _raise("null", requests=None),
        _raise("an empty list written out", requests=[]),
        _raise("a code twice", requests=["remedy", "remedy"]),
        _raise("an unknown code", urgency="now"),
        _raise("a code in upper case", marking="AMBER"),
        _raise("a reference with a space", reference="two words"),
        _raise("a reference of 41 characters", reference="A" * 41),
        _raise("a language by name", language="English"),
        _raise("no incidents", incidents=[]),
        _raise("no questions", questions=[]),
        _raise("a question twice", questions=[QUESTION, QUESTION]),
        _raise("a question numbered 0", questions=[QUESTION | {"id": "q0"}]),
        _raise("a question of four digits", questions=[QUESTION | {"id": "q1000"}]),
        _raise("41 questions", questions=[QUESTION | {"id": f"q{n}"} for n in range(1, 42)]),
        _raise(
            "an incident that ends before it starts", incidents=[INCIDENT | {"end": "2026-02-19"}]
        ),
        _raise("a date with a time", incidents=[INCIDENT | {"start": "2026-02-20T00:00:00Z"}]),
        _raise("an instant with an offset", reply_due="2026-05-01T09:00:00+00:00"),
        _raise("an instant with a fraction", reply_due="2026-05-01T09:00:00.0Z"),
        _raise("an instant without a zone", reply_due="2026-05-01T09:00:00"),
        _raise("an instant as a number", reply_due=1777626000),
        _raise("an instant after 2199", reply_due="2200-01-01T00:00:00Z"),
        _raise("an instant before 1970", reply_due="1969-12-31T23:59:59Z"),
        _bad("received without a time", "ack", {"outcome": "received"}),
        _bad("rejected without a code", "ack", {"outcome": "rejected"}),
        _bad(
            "rejected with a time",
            "ack",
            {"outcome": "rejected", "code": "malformed", "delivered_at": LATER},
        ),
        _response("neither answers nor positions", positions=[]),
        _response("a figure below 0", figures=[FIGURE | {"low": -1}]),
        _response("a figure with a fraction", figures=[FIGURE | {"low": 1.0}]),
        _response("true for a figure", figures=[FIGURE | {"low": True}]),
        _response("a range that runs backwards", figures=[FIGURE | {"low": 3, "high": 2}]),
        _response("null for unknown", figures=[FIGURE | {"low": None}]),
        _response("one figure twice", figures=[FIGURE, FIGURE]),
        _response("a duplicate of nothing", positions=[ON_I1 | {"position": "duplicate_of"}]),
        _response("a duplicate by another position", positions=[ON_I1 | {"duplicate_of": "A-1"}]),
        _bad(
            "no questions", "follow_up", {"reply_due": LATER, "language": "en", "marking": "amber"}
        ),
        _bad(
            "one question, new and again",
            "follow_up",
            {
                "questions": [QUESTION],
                "again": [QUESTION],
                "reply_due": LATER,
                "language": "en",
                "marking": "amber",
            },
        ),
        _self_report("no incident", incidents=[], positions=[]),
        _self_report("an incident without a position", positions="gone"),
        _self_report("a position on another incident", positions=[ON_I1 | {"incident": "i2"}]),
        _self_report("a position twice", positions=[ON_I1, ON_I1]),
        _self_report("a denial", positions=[{"incident": "i1", "position": "denies_involvement"}]),
        _self_report(
            "an act of another party",
            positions=[{"incident": "i1", "position": "attributes_to_other_party"}],
        ),
        _self_report("a figure of another incident", figures=[FIGURE | {"incident": "i2"}]),
        _self_report("a figure twice", figures=[FIGURE, FIGURE]),
        _self_report("an incident twice", incidents=[INCIDENT, INCIDENT]),
        _self_report("a question", questions=[QUESTION]),
        _self_report("a due instant", reply_due=LATER),
        _self_report("not said whether questions are welcome", inquiries_welcome="gone"),
        _self_report("1 for true", inquiries_welcome=1),
        _bad("asked without a reason", "extension", {"step": "asked", "until": LATER}),
        _bad(
            "agreed with a reason",
            "extension",
            {"step": "agreed", "until": LATER, "reason": "complexity"},
        ),
        _bad(
            "agreed of some questions",
            "extension",
            {"step": "agreed", "until": LATER, "questions": ["q1"]},
        ),
        _bad(
            "declined until",
            "extension",
            {"step": "declined", "reason": "staffing", "until": LATER},
        ),
        _bad("no cap", "suspend", {"reason": next(iter(PauseReason)).value}),
        _bad("no marking", "attach", {"graphic": True}),
        _bad("not graphic, written out", "attach", {"marking": "amber", "graphic": False}),
        _bad("a name of a file", "attach", {"marking": "amber", "name": "clinic.jpg"}),
        _bad("an exact size", "attach", {"marking": "amber", "size": 1}),
        _bad("free text for a reason", "close", {"reason": "because we say so"}),
    ],
)


def read_words(given: Given) -> Any:
    found = parse_words(given["words"].encode())
    return {"media": MEDIA_TYPE, "value": words_to_dict(found)}


CLINIC = '{"facts":[{"incident":"i1","title":"Clinic struck"}],"kind":"raise","language":"en"}'
OWN_CLINIC = (
    '{"facts":[{"incident":"i1","title":"Clinic struck"}],"kind":"self_report","language":"en",'
    '"positions":[{"id":"i1","text":"Our shell fell short."}]}'
)
PLACE = (
    '{"facts":[{"incident":"i1","places":[{"lat":"%s","lon":"%s","name":"Harbour",'
    '"precision":"town"}],"title":"Clinic struck"}],"kind":"raise","language":"en"}'
)


def _subject(text: str) -> str:
    return f'{{"kind":"raise","language":"en","subject":"{text}"}}'


def _words(name: str, error: str, text: str) -> tuple[str, Given, str]:
    return name, {"words": text}, error


WORDS = Group(
    read_words,
    accept=[
        ("facts of a raise", {"words": CLINIC}),
        ("facts of a report of one's own act", {"words": OWN_CLINIC}),
        ("a place", {"words": PLACE % ("31.5", "-7.000001")}),
        ("a note beside an ack", {"words": '{"kind":"ack","language":"en","notes":"Thank you."}'}),
        (
            "what a file is",
            {"words": '{"kind":"attach","language":"en","subject":"The east wall"}'},
        ),
        ("no words", {"words": '{"kind":"close","language":"en"}'}),
        (
            "two lines of Hebrew, with a mark",
            {"words": _subject("\u05e9\u05dc\u05d5\u05dd\\n\u200f\u05d0")},
        ),
        ("300 characters", {"words": _subject("\u00e9" * 300)}),
    ],
    refuse=[
        _words("nothing", "not_json", ""),
        _words("cut off", "not_json", CLINIC[:-1]),
        _words("space", "not_canonical", CLINIC.replace(":", ": ", 1)),
        _words("another order", "not_canonical", '{"language":"en","kind":"close"}'),
        _words("an escape", "not_canonical", _subject("\\u0061")),
        _words("an empty list", "not_canonical", '{"facts":[],"kind":"raise","language":"en"}'),
        _words("a member too many", "bad_schema", CLINIC.replace('"kind"', '"icon":"x","kind"')),
        _words("a kind that is not known", "bad_schema", CLINIC.replace('"raise"', '"truce"')),
        _words("null", "bad_schema", '{"facts":null,"kind":"raise","language":"en"}'),
        _words(
            "a question that is an incident",
            "bad_schema",
            '{"kind":"raise","language":"en","questions":[{"id":"i1","text":"a"}]}',
        ),
        _words(
            "one question twice",
            "bad_schema",
            '{"kind":"raise","language":"en","questions":[{"id":"q1","text":"a"},{"id":"q1","text":"b"}]}',
        ),
        _words("degrees as a number", "bad_schema", (PLACE % ("1", "2")).replace('"1"', "1")),
        _words("half a point", "bad_schema", (PLACE % ("1", "2")).replace('"lat":"1",', "")),
        _words("degrees off the globe", "bad_schema", PLACE % ("91", "2")),
        _words("degrees with a trailing zero", "bad_schema", PLACE % ("1.50", "2")),
        _words("minus zero degrees", "bad_schema", PLACE % ("-0", "2")),
        _words(
            "a question beside a report of one's own act",
            "wrong_kind",
            '{"kind":"self_report","language":"en","questions":[{"id":"q1","text":"a"}]}',
        ),
        _words("facts beside a file", "wrong_kind", CLINIC.replace('"raise"', '"attach"')),
        _words("facts beside an ack", "wrong_kind", CLINIC.replace('"raise"', '"ack"')),
        _words(
            "words of a kind without any",
            "wrong_kind",
            '{"kind":"key","language":"en","notes":"x"}',
        ),
        _words("301 characters of subject", "too_long", _subject("a" * 301)),
        _words("only space", "blank", _subject("  ")),
        _words("an empty text", "blank", _subject("")),
        _words("form D", "not_nfc", _subject("e\u0301")),
        _words("a tab", "bad_character", _subject("a\\tb")),
        _words("a carriage return", "bad_character", _subject("a\\rb")),
        _words("a right-to-left override", "bad_character", _subject("a\u202eb")),
        _words("an isolate", "bad_character", _subject("a\u2066b")),
        _words("a zero-width space", "bad_character", _subject("a\u200bb")),
        _words("a line separator", "bad_character", _subject("a\u2028b")),
    ],
)
