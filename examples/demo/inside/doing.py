"""The deeds of the scenario that need no draft: said at once, or kept private on the node."""

from __future__ import annotations

from django.db import transaction

from answerable.node.desk import projector
from answerable.node.desk.models import Inquiry, Investigation, Review
from answerable.node.desk.services import correspondence as say
from answerable.node.desk.services import investigations, reviews
from answerable.node.ledger import services as ledger
from examples.demo import cases, deeds
from examples.demo.inside.place import Place, channel, inquiry


def do(place: Place, slug: str, thread: str, deed: cases.AnyDeed) -> None:
    """Do one deed in a thread."""
    match deed:
        case deeds.Investigate():
            _investigate(place, inquiry(slug, thread), deed)
        case deeds.Review():
            _review(place, inquiry(slug, thread), deed)
        case cases.Misplaced():
            _misplace(place, slug, thread, deed)
        case _:
            _speak(place, inquiry(slug, thread), deed)


def _speak(place: Place, about: Inquiry, deed: cases.AnyDeed) -> None:
    by, office = place.seat(deed.by)
    at = place.at(deed.at)
    match deed:
        case deeds.Acknowledge():
            say.acknowledge(about, by=by, office=office, at=at)
        case deeds.Interim(code=code, next_update=update, text=text):
            expected = None if update is None else place.noon(update)
            say.send_interim(
                about, code, next_update_by=expected, text=text, by=by, office=office, at=at
            )
        case deeds.AskExtension(until=until, reason=reason):
            say.ask_extension(
                about, until=place.at(until), reason=reason, by=by, office=office, at=at
            )
        case deeds.AgreeExtension():
            say.agree_extension(about, by=by, office=office, at=at)
        case deeds.DeclineExtension(reason=reason):
            say.decline_extension(about, reason=reason, by=by, office=office, at=at)
        case deeds.Pause(reason=reason, until=until):
            say.pause(about, reason=reason, until=place.at(until), by=by, office=office, at=at)
        case deeds.Resume(reason=reason):
            say.resume(about, reason=reason, by=by, office=office, at=at)
        case deeds.Close(reason=reason):
            say.close(about, reason=reason, by=by, office=office, at=at)
        case deeds.Reopen(reason=reason):
            say.reopen(about, reason=reason, by=by, office=office, at=at)
        case _:
            raise TypeError(f"{type(deed).__name__} is not said at once")


def _investigate(place: Place, about: Inquiry, deed: deeds.Investigate) -> None:
    by, office = place.seat(deed.by)
    at = place.at(deed.at)
    investigation = (
        Investigation.objects.filter(
            channel=about.channel, thread=about.thread, closed_at__isnull=True
        ).first()
    ) or investigations.open_investigation(about, by=by, office=office, at=at)
    for step in deed.steps:
        investigations.record_step(
            investigation,
            stage=step.stage,
            outcome=step.outcome,
            done_on=place.day(step.done_on),
            note=step.note,
            methods=step.methods,
            version=investigation.version,
            by=by,
            at=at,
        )
        investigation.refresh_from_db()


def _review(place: Place, about: Inquiry, deed: deeds.Review) -> None:
    by, office = place.seat(deed.by)
    at = place.at(deed.at)
    review: Review = reviews.start_review(about, by=by, office=office, at=at)
    for judged in deed.questions:
        reviews.judge_question(
            review, judged.question, judged.judgement, note=judged.note, by=by, at=at
        )
    for checked in deed.claims:
        claim = reviews.add_claim(
            review,
            checked.claim,
            question=checked.question or "",
            about=checked.about,
            by=by,
            at=at,
        )
        if checked.verification != claim.verification:
            reviews.check_claim(claim, checked.verification, note=checked.note, by=by, at=at)
    if deed.character is not None and deed.recommendation is not None:
        reviews.conclude(
            review,
            character=deed.character,
            recommendation=deed.recommendation,
            note=deed.note,
            version=review.version,
            by=by,
            at=at,
        )


@transaction.atomic
def _misplace(place: Place, slug: str, thread: str, deed: cases.Misplaced) -> None:
    """Write into our log what our own desk refuses to say, as another software might."""
    _by, office = place.seat(deed.by)
    at = place.at(deed.at)
    spoken = channel(slug)
    body = {
        "final": True,
        "answers": [{"question": one.question, "code": one.code.value} for one in deed.answers],
        "language": "en",
        "marking": "amber",
    }
    ledger.append(spoken, deed.kind, thread=thread, body=body, office_code=office.code, at=at)
    projector.project(spoken, thread, at=at)
