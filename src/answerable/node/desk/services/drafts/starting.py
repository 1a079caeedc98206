"""Start a draft, filled in as far as what is known allows; nothing private is put into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from answerable.casework import calendar
from answerable.casework.codes import FigureGroup, IssueTag, Kind, Marking, Side, Urgency
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk import projector
from answerable.node.desk.choices import (
    AgainChoice,
    AnswerChoice,
    AnyChoice,
    CorrectChoice,
    FollowUpChoice,
    GivenChoice,
    IncidentShare,
    InformationChoice,
    InformationRequestChoice,
    PlaceShare,
    PositionChoice,
    RaiseChoice,
    ResponseChoice,
    SelfReportChoice,
    to_json,
)
from answerable.node.desk.codes import Judgement, OwnerRole, PlaceRole
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import (
    Draft,
    DraftIncident,
    Incident,
    IncidentReport,
    Inquiry,
    Review,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import (
    calendars,
    compartments,
    markings,
    references,
    reprints,
    threads,
)
from answerable.node.desk.services.calendars import terms_of
from answerable.node.desk.services.threads import Reading
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel

# Owners whose name on a figure tells nobody who our sources are.
_PUBLIC_OWNERS = frozenset(OwnerRole) - {OwnerRole.SOURCE, OwnerRole.PARTY_ASKED}
_ASKED_AGAIN = (Judgement.PARTLY, Judgement.NOT_ANSWERED, Judgement.DECLINED)


@transaction.atomic
def start_inquiry(
    incidents: Sequence[Incident],
    channel: Channel,
    *,
    urgency: str = Urgency.ORDINARY,
    by: User,
    office: Office,
    at: datetime,
) -> Draft:
    """Start an inquiry about one or more incidents, with its reference and proposed due instants.

    Titles, place names, objects and issues are filled in; the account, coordinates and what our
    own sources counted are for a person to choose.
    """
    _check_opening(incidents, channel, by, office)
    proposal = propose_due(channel, urgency, at=at)
    shares = tuple(_share(one, f"i{number}", by) for number, one in enumerate(incidents, 1))
    choice = RaiseChoice(
        language=language_of(channel),
        marking=highest_marking(channel),
        urgency=Urgency(urgency),
        receipt_due=proposal.receipt_due,
        reply_due=proposal.reply_due,
        incidents=shares,
        issues=tuple(
            sorted({IssueTag(tag.code) for one in incidents for tag in one.issue_tags.all()})
        ),
        subject=incidents[0].title if len(incidents) == 1 else "",
    )
    return _open(Kind.RAISE, incidents, channel, choice, by, office, at)


@transaction.atomic
def start_self_report(
    incidents: Sequence[Incident], channel: Channel, *, by: User, office: Office, at: datetime
) -> Draft:
    """Start a report of our own act about one or more incidents.

    Titles, place names and objects are filled in. What others counted, our position and our own
    figures are for a person to choose.
    """
    _check_opening(incidents, channel, by, office)
    choice = SelfReportChoice(
        language=language_of(channel),
        marking=highest_marking(channel),
        incidents=tuple(
            msgspec.structs.replace(_share(one, f"i{number}", by), figures=())
            for number, one in enumerate(incidents, 1)
        ),
        subject=incidents[0].title if len(incidents) == 1 else "",
    )
    return _open(Kind.SELF_REPORT, incidents, channel, choice, by, office, at)


def _check_opening(
    incidents: Sequence[Incident], channel: Channel, by: User, office: Office
) -> None:
    require(by, Deed.DRAFT, office)
    if channel.ours is None or not channel.is_open:
        raise NotPossible("observer_says_nothing" if channel.ours is None else "channel_not_open")
    if not incidents:
        raise BadInput({"incidents": "required"})


def _open(
    kind: str,
    incidents: Sequence[Incident],
    channel: Channel,
    choice: RaiseChoice | SelfReportChoice,
    by: User,
    office: Office,
    at: datetime,
) -> Draft:
    """Begin a thread with a draft about our incidents, and name it."""
    thread = ledger.new_thread()
    reference = references.next_inquiry(channel, at)
    projector.name_thread(channel, thread, reference, at=at)
    together = compartments.keep_together(incidents)
    compartments.follow(compartments.Thread(channel, thread), together)
    draft = _create(kind, channel, thread, reference, choice, by, office, at)
    DraftIncident.objects.bulk_create(
        DraftIncident(draft=draft, incident=incident, inside=share.inside)
        for incident, share in zip(incidents, choice.incidents, strict=True)
    )
    return draft


@transaction.atomic
def start(
    kind: str,
    inquiry: Inquiry,
    *,
    review: Review | None = None,
    of: str = "",
    by: User,
    office: Office,
    at: datetime,
) -> Draft:
    """Start a message in an inquiry; `of` is the key of the statement that a correction corrects.

    A follow-up made from a review asks again what the review found open; its notes stay here.
    """
    require(by, Deed.DRAFT, office)
    channel = inquiry.channel
    reading = threads.read(channel, inquiry.thread)
    if reading.our_side is None or not channel.is_open:
        raise NotPossible("observer_says_nothing")
    choice = _prefilled(Kind(kind), reading, review, of, at)
    return _create(kind, channel, inquiry.thread, inquiry.reference, choice, by, office, at)


def propose_due(channel: Channel, urgency: str, *, at: datetime) -> calendar.Proposal:
    """Propose due instants by the channel's clocks and the calendar that counts."""
    terms = terms_of(channel)
    counts = calendars.counting(channel, terms)
    return calendar.propose_due(at, Urgency(urgency), terms, counts)


def language_of(channel: Channel) -> str:
    """Return the language of a message before somebody chose another."""
    return channel.authentic_language or "en"


def highest_marking(channel: Channel) -> Marking:
    """Return the highest marking that the channel may carry."""
    return markings.of_channel(channel)


def answered_marking(reading: Reading) -> Marking:
    """Return the marking of what a message answers: the other side's newest, else our inquiry's.

    Never above what the channel carries, whatever the other side wrote.
    """
    highest = highest_marking(reading.channel)
    said = [one for one in reading.spoken if (one.body or {}).get("marking") in list(Marking)]
    theirs = [one for one in said if not one.ours] or said
    if not theirs:
        return highest
    marking = Marking((theirs[-1].body or {})["marking"])
    return min(marking, highest, key=lambda one: one.rank)


def _create(
    kind: str,
    channel: Channel,
    thread: str,
    reference: str,
    choice: AnyChoice,
    by: User,
    office: Office,
    at: datetime,
) -> Draft:
    draft = Draft.objects.create(
        kind=kind,
        channel=channel,
        thread=thread,
        reference=reference,
        choice=to_json(choice),
        office=office,
        author=by,
        last_edited_by=by,
        started_at=at,
        changed_at=at,
    )
    audit.record(
        by, f"draft started: {kind}", "draft", str(draft.pk), at=at, details={"thread": thread}
    )
    return draft


def _figures(incident: Incident, by: User) -> Iterator[int]:
    """Yield the figures to be told at first: of the printings of one text only the first."""
    seen = IncidentReport.objects.visible_to(by).filter(incident=incident, unlinked_at=None)
    standing = incident.figures.filter(set_aside_at__isnull=True)
    for same in reprints.same_figures(standing, reprints.as_linked(seen)):
        if same[0].owner_role in _PUBLIC_OWNERS and same[0].group in list(FigureGroup):
            yield same[0].pk


def _share(incident: Incident, inside: str, by: User) -> IncidentShare:
    return IncidentShare(
        incident=incident.pk,
        inside=inside,
        title=incident.title,
        places=tuple(
            PlaceShare(place=place.pk, names=tuple(name.pk for name in place.names.all()))
            for place in incident.places.prefetch_related("names").filter(role=PlaceRole.EVENT)
            if place.names.all()
        ),
        figures=tuple(_figures(incident, by)),
        objects=tuple(incident.struck_objects.values_list("pk", flat=True)),
    )


def _prefilled(
    kind: Kind, reading: Reading, review: Review | None, of: str, at: datetime
) -> AnyChoice:
    channel, account = reading.channel, reading.account
    language = account.opening.language if account.opening is not None else language_of(channel)
    marking = answered_marking(reading)
    urgency = account.raised.urgency if account.raised is not None else Urgency.ORDINARY
    due = propose_due(channel, urgency, at=at).reply_due
    match kind:
        case Kind.RESPONSE:
            return ResponseChoice(
                language=language,
                marking=marking,
                answers=tuple(AnswerChoice(question=q.id) for q in account.open_questions),
                positions=tuple(PositionChoice(incident=i.id) for i in account.incidents),
            )
        case Kind.FOLLOW_UP:
            return FollowUpChoice(
                language=language, marking=marking, reply_due=due, again=_again(review, reading)
            )
        case Kind.INFORMATION_REQUEST:
            return InformationRequestChoice(language=language, marking=marking, reply_due=due)
        case Kind.INFORMATION:
            side = reading.our_side or Side.ASKED
            owed = account.open_requests(side.other)
            return InformationChoice(
                language=language,
                marking=marking,
                answers=tuple(GivenChoice(request=request.id) for request in owed),
            )
        case Kind.CORRECT:
            return CorrectChoice(language=language, of=of)
        case _:
            raise NotPossible("kind_is_not_drafted")


def _again(review: Review | None, reading: Reading) -> tuple[AgainChoice, ...]:
    """Return what the review found open, and what nobody judged and is open still."""
    if review is None:
        return ()
    judged = {row.question: row.judgement for row in review.questions.all()}
    return tuple(
        AgainChoice(question=question.id)
        for question in reading.account.questions
        if not question.withdrawn
        and (judged[question.id] in _ASKED_AGAIN if question.id in judged else question.is_open)
    )
