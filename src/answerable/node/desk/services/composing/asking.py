"""Make the statements by which a side asks: raise, follow-up, request for information."""

from __future__ import annotations

from answerable.casework import bodies
from answerable.casework.codes import Marking
from answerable.casework.text import tidy
from answerable.node.desk.choices import FollowUpChoice, InformationRequestChoice, RaiseChoice
from answerable.node.desk.services.composing.parts import (
    Context,
    Made,
    Parts,
    due_of,
    incidents_of,
    marking_of,
    next_number,
    questions_of,
    request_texts,
    requests_of,
    texts_of,
)


def make_raise(choice: RaiseChoice, context: Context, made: Made) -> Parts:
    """Make an inquiry: facts, numbered questions, requests, due instants."""
    marking = marking_of(choice.marking, context, made)
    for where, value in (
        ("subject", tidy(choice.subject)),
        ("incidents", choice.incidents),
        ("questions", choice.questions),
    ):
        if not value:
            made.miss(where, "required")
    incidents, facts = incidents_of(choice.incidents, context, made)
    reply_due = due_of(choice.reply_due, "reply_due", context, made)
    receipt_due = due_of(choice.receipt_due, "receipt_due", context, made)
    asked, texts = questions_of(choice.questions, 1, reply_due, context, made)
    requests_of(choice.requests, made)
    words = {
        "subject": tidy(choice.subject),
        "facts": facts,
        "questions": texts,
        "requests": request_texts(choice.requests),
        "grounds": tidy(choice.grounds),
    }
    if made.problems or reply_due is None or receipt_due is None:
        return None, words
    return bodies.Raise(
        reference=context.reference,
        instrument=choice.instrument,
        urgency=choice.urgency,
        incidents=incidents,
        questions=asked,
        requests=tuple(request.code for request in choice.requests),
        issues=choice.issues,
        receipt_due=receipt_due,
        reply_due=reply_due,
        language=choice.language or context.language,
        marking=marking,
    ), words


def make_follow_up(choice: FollowUpChoice, context: Context, made: Made) -> Parts:
    """Make a follow-up: questions asked again, new ones, a request, or a higher level."""
    marking: Marking = marking_of(choice.marking, context, made)
    reply_due = due_of(choice.reply_due, "reply_due", context, made)
    known = {question.id for question in context.thread.questions}
    again: list[bodies.Asked] = []
    for number, one in enumerate(choice.again):
        where = f"again.{number}"
        if one.question not in known:
            made.miss(f"{where}.question", "unknown_question")
        due = due_of(one.due, f"{where}.due", context, made) if one.due else reply_due
        if due is not None:
            again.append(bodies.Asked(id=one.question, due=due))
    first = next_number(known)
    asked, texts = questions_of(choice.questions, first, reply_due, context, made)
    requests_of(choice.requests, made)
    if not (choice.again or choice.questions or choice.requests or choice.level):
        made.miss("again", "follow_up_asks_nothing")
    words = {
        "subject": tidy(choice.subject),
        "questions": (*texts_of((one.question, one.text) for one in choice.again), *texts),
        "requests": request_texts(choice.requests),
        "notes": tidy(choice.notes),
    }
    if made.problems or reply_due is None:
        return None, words
    return bodies.FollowUp(
        questions=asked,
        again=tuple(again),
        requests=tuple(request.code for request in choice.requests),
        level=choice.level,
        reply_due=reply_due,
        language=choice.language or context.language,
        marking=marking,
    ), words


def make_information_request(
    choice: InformationRequestChoice, context: Context, made: Made
) -> Parts:
    """Make a request for information, numbered after the ones already made in the thread."""
    marking = marking_of(choice.marking, context, made)
    reply_due = due_of(choice.reply_due, "reply_due", context, made)
    if not choice.requests:
        made.miss("requests", "required")
    first = next_number(request.id for request in context.thread.information_requests)
    wanted: list[bodies.Wanted] = []
    texts: list[tuple[str, str]] = []
    for number, one in enumerate(choice.requests):
        where, key = f"requests.{number}", f"r{first + number}"
        if not tidy(one.text):
            made.miss(f"{where}.text", "required")
        due = due_of(one.due, f"{where}.due", context, made) if one.due else reply_due
        if due is not None:
            wanted.append(bodies.Wanted(id=key, due=due))
        texts.append((key, one.text))
    words = {
        "subject": tidy(choice.subject),
        "information": texts_of(texts),
        "notes": tidy(choice.notes),
    }
    if made.problems:
        return None, words
    return bodies.InformationRequested(
        requests=tuple(wanted), language=choice.language or context.language, marking=marking
    ), words
