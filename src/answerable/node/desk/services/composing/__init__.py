"""Make the statement and its words of a draft's choice: exactly what leaves, or what is missing."""

from __future__ import annotations

from answerable.casework import bodies
from answerable.casework import words as shared_words
from answerable.casework.errors import BadBody, BadWords
from answerable.casework.matching import check_match
from answerable.node.desk.choices import (
    AnyChoice,
    CorrectChoice,
    FollowUpChoice,
    InformationChoice,
    InformationRequestChoice,
    RaiseChoice,
    ResponseChoice,
    SelfReportChoice,
)
from answerable.node.desk.services.composing.asking import (
    make_follow_up,
    make_information_request,
    make_raise,
)
from answerable.node.desk.services.composing.parts import Context, Made, Parts
from answerable.node.desk.services.composing.replying import (
    make_correction,
    make_information,
    make_response,
)
from answerable.node.desk.services.composing.reporting import make_self_report
from answerable.node.desk.services.composing.telling import Problem

__all__ = ["Context", "Made", "Problem", "compose"]


def compose(choice: AnyChoice, context: Context) -> Made:
    """Make body and words of a choice; `problems` says by field what keeps it from leaving.

    Never raises for what a person typed: a draft may be looked at half-written.
    """
    made = Made()
    try:
        body, words = _make(choice, context, made)
        if body is None or made.problems:
            return made
        encoded = bodies.encode_body(body)
        parts = {name: value for name, value in words.items() if value}
        content = shared_words.Words(
            kind=bodies.kind_of(body), language=choice.language or context.language, **parts
        )
        shared_words.encode_words(content)
        check_match(body, content)
    except BadBody as exc:
        made.miss(exc.detail, "does_not_fit")
    except BadWords as exc:
        made.miss(exc.detail, exc.code)
    except ValueError as exc:
        # The closed records refuse what has no meaning, such as two rows for one thing.
        made.miss("", "said_twice" if "repeats" in str(exc) else "does_not_fit")
    else:
        made.body, made.words = encoded, content
    return made


def _make(choice: AnyChoice, context: Context, made: Made) -> Parts:
    match choice:
        case RaiseChoice():
            return make_raise(choice, context, made)
        case ResponseChoice():
            return make_response(choice, context, made)
        case FollowUpChoice():
            return make_follow_up(choice, context, made)
        case InformationRequestChoice():
            return make_information_request(choice, context, made)
        case InformationChoice():
            return make_information(choice, context, made)
        case CorrectChoice():
            return make_correction(choice, context, made)
        case SelfReportChoice():
            return make_self_report(choice, context, made)
