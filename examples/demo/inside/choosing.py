"""Turn a deed of the scenario into what a person would have chosen and typed in a draft."""

from __future__ import annotations

from msgspec.structs import replace

from answerable.node.desk import choices
from answerable.node.desk.codes import Notified
from answerable.node.desk.models import Draft, Inquiry
from answerable.node.desk.services import drafts
from examples.demo import deeds
from examples.demo.inside.place import Place

# Every case of the scenario tells of one incident, so in its thread that is always the first.
INSIDE = "i1"


def choose(place: Place, key: str, deed: deeds.Drafted, draft: Draft) -> choices.AnyChoice:
    """Return the draft's choice with what the deed says; the rest stays as it was filled in."""
    given = drafts.choice_of(draft)
    match deed, given:
        case deeds.Raise(), choices.RaiseChoice():
            return _raise(place, key, deed, given)
        case deeds.SelfReport(), choices.SelfReportChoice():
            return _self_report(place, deed, given)
        case deeds.Respond(), choices.ResponseChoice():
            return _response(place, deed, given)
        case deeds.FollowUp(), choices.FollowUpChoice():
            return _follow_up(place, deed, given)
        case deeds.AskInformation(), choices.InformationRequestChoice():
            return replace(
                given,
                subject=deed.subject,
                reply_due=place.at(deed.reply_due),
                requests=_questions(place, deed.requests),
                notes=deed.notes,
            )
        case deeds.GiveInformation(), choices.InformationChoice():
            return replace(
                given,
                subject=deed.subject,
                answers=tuple(
                    choices.GivenChoice(request=one.request, code=one.code, text=one.text)
                    for one in deed.answers
                ),
                notes=deed.notes,
            )
        case deeds.Correct(), choices.CorrectChoice():
            return replace(
                given,
                subject=deed.subject,
                reason=deed.reason,
                figures=figures(place, deed.figures),
                notes=deed.notes,
            )
    raise TypeError(f"{type(deed).__name__} is not drafted as {type(given).__name__}")


def figures(
    place: Place, acknowledged: tuple[deeds.FigureAcknowledged, ...]
) -> tuple[choices.FigureChoice, ...]:
    """Return the figures that a party acknowledges."""
    return tuple(
        choices.FigureChoice(
            incident=INSIDE,
            category=one.category,
            group=one.group,
            low=one.low,
            high=one.high,
            as_of=None if one.as_of is None else place.day(one.as_of),
        )
        for one in acknowledged
    )


def last_response(inquiry: Inquiry) -> str:
    """Return the key of our party's newest response: what a correction corrects."""
    leaf: str = inquiry.messages.filter(kind="response", ours=True).order_by("-order")[0].leaf
    return leaf


def _raise(
    place: Place, key: str, deed: deeds.Raise, given: choices.RaiseChoice
) -> choices.RaiseChoice:
    incident = place.incidents[key]
    noted = [
        f"{one.note} (notified by {one.notified_by})" if one.notified_by else one.note
        for one in incident.struck_objects.all()
        if one.notified == Notified.YES
    ]
    (share,) = given.incidents
    share = replace(
        share,
        narrative=deed.told,
        exact_time=deed.exact_time,
        places=tuple(replace(one, coordinates=deed.coordinates) for one in share.places),
        figures=tuple(place.shared[key]),
        notified="; ".join(noted),
    )
    return replace(
        given,
        subject=deed.subject,
        marking=deed.marking,
        instrument=deed.instrument,
        urgency=deed.urgency,
        receipt_due=place.at(deed.receipt_due),
        reply_due=place.at(deed.reply_due),
        incidents=(share,),
        questions=_questions(place, deed.questions),
        requests=_requests(deed.requests),
        grounds=deed.grounds,
    )


def _response(
    place: Place, deed: deeds.Respond, given: choices.ResponseChoice
) -> choices.ResponseChoice:
    position = choices.PositionChoice(
        incident=INSIDE,
        position=deed.position,
        reasons=deed.reasons,
        text=deed.position_text,
    )
    return replace(
        given,
        subject=deed.subject,
        final=deed.final,
        answers=tuple(
            choices.AnswerChoice(question=one.question, code=one.code, text=one.text)
            for one in deed.answers
        ),
        positions=(position,),
        figures=figures(place, deed.figures),
        measures=_measures(deed.measures),
        redress=_redress(deed.redress),
        methods=deed.methods,
        examiner=deed.examiner,
        notes=deed.notes,
    )


def _self_report(
    place: Place, deed: deeds.SelfReport, given: choices.SelfReportChoice
) -> choices.SelfReportChoice:
    position = choices.PositionChoice(
        incident=INSIDE, position=deed.position, text=deed.position_text
    )
    (share,) = given.incidents
    return replace(
        given,
        subject=deed.subject,
        instrument=deed.instrument,
        incidents=(replace(share, narrative=deed.told),),
        positions=(position,),
        figures=figures(place, deed.figures),
        measures=_measures(deed.measures),
        redress=_redress(deed.redress),
        methods=deed.methods,
        examiner=deed.examiner,
        notes=deed.notes,
    )


def _measures(taken: tuple[deeds.MeasureTaken, ...]) -> tuple[choices.MeasureChoice, ...]:
    return tuple(
        choices.MeasureChoice(incident=INSIDE, code=one.code, status=one.status) for one in taken
    )


def _redress(given: tuple[deeds.RedressGiven, ...]) -> tuple[choices.RedressChoice, ...]:
    return tuple(
        choices.RedressChoice(incident=INSIDE, code=one.code, status=one.status) for one in given
    )


def _follow_up(
    place: Place, deed: deeds.FollowUp, given: choices.FollowUpChoice
) -> choices.FollowUpChoice:
    return replace(
        given,
        subject=deed.subject,
        reply_due=place.at(deed.reply_due),
        again=tuple(
            choices.AgainChoice(
                question=one.question,
                due=None if one.due is None else place.at(one.due),
                text=one.text,
            )
            for one in deed.again
        ),
        questions=_questions(place, deed.questions),
        requests=_requests(deed.requests),
        level=deed.level,
        notes=deed.notes,
    )


def _questions(place: Place, asked: tuple[deeds.Asked, ...]) -> tuple[choices.QuestionChoice, ...]:
    return tuple(
        choices.QuestionChoice(text=one.text, due=None if one.due is None else place.at(one.due))
        for one in asked
    )


def _requests(requests: tuple[deeds.RequestText, ...]) -> tuple[choices.RequestChoice, ...]:
    return tuple(choices.RequestChoice(code=one.code, text=one.text) for one in requests)
