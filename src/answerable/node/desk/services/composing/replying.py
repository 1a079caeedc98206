"""Make the statements by which a side replies: response, information, correction."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.casework import bodies
from answerable.casework.codes import Position
from answerable.casework.text import tidy
from answerable.casework.words import Text
from answerable.node.desk.choices import (
    AnswerChoice,
    CorrectChoice,
    FigureChoice,
    InformationChoice,
    MeasureChoice,
    PositionChoice,
    RedressChoice,
    ResponseChoice,
)
from answerable.node.desk.services.composing.parts import (
    Context,
    Made,
    Parts,
    incidents_of,
    marking_of,
    texts_of,
)
from answerable.node.desk.services.composing.telling import local_date


def make_response(choice: ResponseChoice, context: Context, made: Made) -> Parts:
    """Make a response, in part or final; a final one says something to every open question."""
    marking = marking_of(choice.marking, context, made)
    answers = _answers(choice.answers)
    if choice.final:
        given = {one.question for one in answers}
        for question in context.thread.open_questions:
            if question.id not in given:
                made.miss(f"answers.{question.id}", "final_answers_everything")
    positions = positions_taken(choice.positions, made)
    if not answers and not positions:
        made.miss("answers", "required")
    figures = figures_given(choice.figures, context, made)
    words = {
        "subject": tidy(choice.subject),
        "answers": _answer_texts(choice.answers),
        "positions": position_texts(choice.positions),
        "notes": tidy(choice.notes),
    }
    if made.problems:
        return None, words
    return bodies.Response(
        final=choice.final,
        answers=answers,
        positions=positions,
        figures=figures,
        measures=measures_taken(choice.measures),
        redress=redress_given(choice.redress),
        methods=choice.methods,
        examiner=choice.examiner,
        language=choice.language or context.language,
        marking=marking,
    ), words


def make_information(choice: InformationChoice, context: Context, made: Made) -> Parts:
    """Make information given, asked for or not, perhaps with more facts of an incident."""
    marking = marking_of(choice.marking, context, made)
    answers = tuple(
        bodies.Supplied(request=one.request, code=one.code)
        for one in choice.answers
        if one.code is not None
    )
    codes, facts = incidents_of(choice.incidents, context, made)
    if not answers and not choice.incidents and not tidy(choice.notes):
        made.miss("answers", "required")
    words = {
        "subject": tidy(choice.subject),
        "facts": facts,
        "information": texts_of((one.request, one.text) for one in choice.answers if one.code),
        "notes": tidy(choice.notes),
    }
    if made.problems:
        return None, words
    return bodies.Information(
        answers=answers,
        incidents=tuple(one.id for one in codes),
        language=choice.language or context.language,
        marking=marking,
    ), words


def make_correction(choice: CorrectChoice, context: Context, made: Made) -> Parts:
    """Make a correction of an own statement: only what changes."""
    if not choice.of:
        made.miss("of", "required")
    codes, facts = incidents_of(choice.incidents, context, made)
    answers = _answers(choice.answers)
    positions = positions_taken(choice.positions, made)
    figures = figures_given(choice.figures, context, made)
    if not (codes or answers or positions or figures or tidy(choice.notes)):
        made.miss("notes", "correction_changes_nothing")
    words = {
        "subject": tidy(choice.subject),
        "facts": facts,
        "answers": _answer_texts(choice.answers),
        "positions": position_texts(choice.positions),
        "notes": tidy(choice.notes),
    }
    if made.problems:
        return None, words
    return bodies.Correct(
        reason=choice.reason,
        incidents=codes,
        answers=answers,
        positions=positions,
        figures=figures,
    ), words


def _answers(chosen: Sequence[AnswerChoice]) -> tuple[bodies.Answer, ...]:
    return tuple(
        bodies.Answer(question=one.question, code=one.code)
        for one in chosen
        if one.code is not None
    )


def _answer_texts(chosen: Sequence[AnswerChoice]) -> tuple[Text, ...]:
    return texts_of((one.question, one.text) for one in chosen if one.code is not None)


def position_texts(chosen: Sequence[PositionChoice]) -> tuple[Text, ...]:
    """Return what is said in words of the incidents on which a position is taken."""
    return texts_of((one.incident, one.text) for one in chosen if one.position is not None)


def positions_taken(chosen: Sequence[PositionChoice], made: Made) -> tuple[bodies.PositionOn, ...]:
    """Return the positions that are taken; an incident without one is left out."""
    taken: list[bodies.PositionOn] = []
    for number, one in enumerate(chosen):
        if one.position is None:
            continue
        is_duplicate = one.position == Position.DUPLICATE_OF
        if is_duplicate != bool(one.of):
            made.miss(f"positions.{number}.of", "duplicate_names_the_other")
            continue
        taken.append(
            bodies.PositionOn(
                incident=one.incident,
                position=one.position,
                reasons=one.reasons,
                duplicate_of=one.of or None,
            )
        )
    return tuple(taken)


def figures_given(
    chosen: Sequence[FigureChoice], context: Context, made: Made
) -> tuple[bodies.Acknowledged, ...]:
    """Return the figures that we acknowledge, as of today where no day is given."""
    figures: list[bodies.Acknowledged] = []
    for number, one in enumerate(chosen):
        if one.low is not None and one.high is not None and one.low > one.high:
            made.miss(f"figures.{number}.low", "range_does_not_fit")
            continue
        figures.append(
            bodies.Acknowledged(
                incident=one.incident,
                category=one.category,
                group=one.group,
                low=one.low,
                high=one.high,
                as_of=one.as_of or local_date(context.at, "UTC"),
            )
        )
    return tuple(figures)


def measures_taken(chosen: Sequence[MeasureChoice]) -> tuple[bodies.MeasureTaken, ...]:
    """Return the measures about our own conduct."""
    return tuple(
        bodies.MeasureTaken(incident=one.incident, code=one.code, status=one.status)
        for one in chosen
    )


def redress_given(chosen: Sequence[RedressChoice]) -> tuple[bodies.RedressGiven, ...]:
    """Return the redress to those harmed."""
    return tuple(
        bodies.RedressGiven(incident=one.incident, code=one.code, status=one.status)
        for one in chosen
    )
