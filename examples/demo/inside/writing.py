"""The drafts of the scenario: written, cleared by another office, sent or handed over on paper."""

from __future__ import annotations

from answerable.casework.codes import Kind
from answerable.node.desk.models import Draft, Inquiry, Review
from answerable.node.desk.services import batches, drafts, recorded
from examples.demo import cases, deeds
from examples.demo.inside.choosing import choose, figures, last_response
from examples.demo.inside.place import Place, channel, inquiry

OPENS = (deeds.Raise, deeds.SelfReport)
KINDS: dict[type[deeds.Drafted], Kind] = {
    deeds.Raise: Kind.RAISE,
    deeds.Respond: Kind.RESPONSE,
    deeds.FollowUp: Kind.FOLLOW_UP,
    deeds.AskInformation: Kind.INFORMATION_REQUEST,
    deeds.GiveInformation: Kind.INFORMATION,
    deeds.Correct: Kind.CORRECT,
}


def write(place: Place, slug: str, key: str, thread: str, deed: deeds.Drafted) -> str:
    """Write the draft and ask for its clearance; return its thread."""
    by, office = place.seat(deed.by)
    at = place.at(deed.drafted)
    own = [place.incidents[key]] if isinstance(deed, OPENS) else []
    if isinstance(deed, deeds.Raise):
        draft = drafts.start_inquiry(
            own, channel(slug), urgency=deed.urgency, by=by, office=office, at=at
        )
    elif isinstance(deed, deeds.SelfReport):
        draft = drafts.start_self_report(own, channel(slug), by=by, office=office, at=at)
    else:
        about = inquiry(slug, thread)
        draft = drafts.start(
            KINDS[type(deed)],
            about,
            review=_review(about) if isinstance(deed, deeds.FollowUp) else None,
            of=last_response(about) if isinstance(deed, deeds.Correct) else "",
            by=by,
            office=office,
            at=at,
        )
    choice = choose(place, key, deed, draft)
    draft = drafts.save(draft, choice, version=draft.version, by=by, at=place.at(deed.drafted, 6))
    place.drafts[key] = drafts.ask_clearance(
        draft, version=draft.version, by=by, at=place.at(deed.drafted, 8)
    )
    return draft.thread


def clear(place: Place, key: str, cleared: deeds.Cleared) -> None:
    """Clear what was written, as it was shown; a kind that needs no clearance has it already."""
    by, office = place.seat(cleared.by)
    draft = place.drafts[key]
    shown = drafts.preview(draft, at=place.at(cleared.at))
    if shown.needs_clearance:
        place.drafts[key] = drafts.clear(
            draft, shown.digest, by=by, office=office, at=place.at(cleared.at), note=cleared.note
        )


def send(place: Place, key: str, deed: deeds.Drafted) -> None:
    """Sign what was cleared into our log."""
    by, _office = place.seat(deed.by)
    drafts.send(_taken(place, key), by=by, at=place.at(deed.at))


def gather(place: Place, keys: list[str], deed: deeds.Drafted, *, goes: bool) -> None:
    """Gather cleared drafts for one delivery; if it goes, sign all of them into our log."""
    by, _office = place.seat(deed.by)
    at = place.at(deed.at)
    members = [place.drafts[key] for key in keys]
    for draft in members:
        draft.refresh_from_db()
    batch = batches.gather(members, by=by, at=at)
    if goes:
        seen = batches.seen_of(batches.look(batch, by=by, at=at))
        batches.go(batch, seen=seen, by=by, at=at)


def deliver(place: Place, key: str, deed: cases.Deliver) -> None:
    """Record that the letter was handed over."""
    by, _office = place.seat(deed.by)
    recorded.record_delivery(
        _taken(place, key),
        delivered_at=place.at(deed.at),
        delivered_by=deed.delivered_by,
        delivered_to=deed.delivered_to,
        where=deed.where,
        medium=deed.medium,
        reaction=deed.reaction,
        by=by,
        at=place.at(deed.at),
    )


def came_back(place: Place, slug: str, thread: str, deed: cases.CameBack) -> None:
    """Record what came back second-hand."""
    by, office = place.seat(deed.by)
    recorded.record_reply(
        inquiry(slug, thread),
        kind=deed.kind,
        stated_by=deed.stated_by,
        stated_at=place.at(deed.stated_at),
        summary=deed.summary,
        confidence=deed.confidence,
        medium=deed.medium,
        sources=[recorded.SourceInput(publisher=deed.source)],
        answers={one.question: (one.code, one.text) for one in deed.answers},
        position=deed.position or "",
        final=deed.final,
        figures=figures(place, deed.figures),
        by=by,
        office=office,
        at=place.at(deed.at),
    )


def _taken(place: Place, key: str) -> Draft:
    draft = place.drafts.pop(key)
    draft.refresh_from_db()
    return draft


def _review(about: Inquiry) -> Review | None:
    rows = Review.objects.filter(channel=about.channel, thread=about.thread)
    return rows.filter(concluded_at__isnull=False).order_by("-concluded_at").first()
