"""A case on one page: for somebody who has ten minutes before a call. It stays inside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from answerable.node.accounts.models import User
from answerable.node.desk.codes import Role
from answerable.node.desk.models import Draft, IncidentInquiry, Inquiry, Report, Review
from answerable.node.desk.printing import plain
from answerable.node.desk.printing.sheet import Block, Line, Part, Parts, Sheet, Table
from answerable.node.desk.services import both_ledgers, inquiries, reviews, story
from answerable.node.desk.services.both_ledgers import LedgerLine, Ledgers
from answerable.node.desk.services.inquiries import Clocks, QuestionLine
from answerable.node.desk.services.story import StoryItem
from answerable.node.desk.wording import counts
from answerable.node.desk.wording.counts import lasting


@dataclass(frozen=True)
class Case:
    """What a brief is made of, read once; how much of it fits is found out by writing it."""

    inquiry: Inquiry
    clocks: Clocks
    questions: list[QuestionLine]
    said: list[StoryItem]
    ledgers: list[tuple[str, str, Ledgers]]
    incidents: list[IncidentInquiry]
    sources: Counter[str]
    drafts: int
    to_review: int

    @property
    def is_unasked(self) -> bool:
        """Tell whether a party reported its own act and nobody has asked: then no clock runs."""
        return self.inquiry.self_reported and not self.questions


def read(inquiry: Inquiry, user: User, *, at: datetime) -> Case:
    """Read a case as far as the person may know it."""
    here = {"channel": inquiry.channel, "thread": inquiry.thread}
    reading = inquiries.reading_of(inquiry)
    links = IncidentInquiry.objects.visible_to(user).filter(**here).select_related("incident")
    reports = Report.objects.visible_to(user).filter(
        incident_links__incident__in=[link.incident_id for link in links],
        incident_links__unlinked_at__isnull=True,
    )
    judged = set(
        Review.objects.visible_to(user).filter(**here).values_list("response_leaf", flat=True)
    )
    return Case(
        inquiry=inquiry,
        clocks=inquiries.clocks(inquiry, at, reading),
        questions=inquiries.question_view(inquiry, reading),
        said=[item for item in story.of(inquiry, reading=reading) if item.rendering or item.note],
        ledgers=both_ledgers.of_inquiry(inquiry, reading),
        incidents=list(links),
        sources=Counter(_routes(reports)),
        drafts=Draft.objects.visible_to(user)
        .filter(**here, state__in=("editing", "awaiting_clearance", "cleared"))
        .count(),
        to_review=sum(
            message.leaf not in judged
            for message in reviews.responses_to_review(inquiry)
            if inquiry.role == Role.RAISING
        ),
    )


# How much of each list and text is shown, from roomy to what fits one page whatever a case holds.
ROOM = ((12, 10, 3, 400), (10, 8, 3, 260), (8, 6, 3, 160), (6, 5, 3, 110), (5, 4, 3, 70))


def sheet(case: Case, *, at: datetime, language: str, room: int = 0) -> Sheet:
    """Return the brief; a higher `room` leaves out more and says how much."""
    questions, lines, last, letters = ROOM[room]
    inquiry = case.inquiry
    with override(language):
        return Sheet(
            name=f"{inquiry.reference}-brief",
            form=_("Case brief"),
            at=at,
            language=language,
            title=Part(
                _cut(inquiry.subject or inquiry.reference, letters), inquiry.language or None
            ),
            marking=plain.say("marking", inquiry.marking) if inquiry.marking else "",
            notice=_("Internal: stays inside."),
            top=tuple(_top(case)),
            blocks=(
                Block((Part(_("Where it stands")),), tuple(_standing(case))),
                *(() if case.is_unasked else (_asked(case, questions, letters),)),
                _figures(case, lines),
                _exchanges(case, last, letters),
                Block((Part(_("On our side")),), tuple(_ours(case, letters))),
            ),
            foot=(
                Line((plain.moment(at),), _("As of")),
                Line((Part(_("Two ledgers, never merged. Unknown is not zero.")),)),
            ),
            page_words=_("Page"),
            is_dense=True,
        )


def _routes(reports: QuerySet[Report]) -> list[str]:
    """Return how each source came in; printings of one text are one, that of the first of them."""
    found: dict[tuple[str, int], str] = {}
    rows = reports.distinct().order_by("pk").values_list("pk", "printing__group", "route")
    for pk, group, route in rows:
        found.setdefault(("group", group) if group else ("report", pk), route)
    return list(found.values())


def _top(case: Case) -> list[Line]:
    inquiry = case.inquiry
    ours, theirs = inquiry.channel.ours, inquiry.channel.theirs
    names = (ours.name if ours else "", theirs.name if theirs else "")
    asking, asked = names if inquiry.role == Role.RAISING else names[::-1]
    reference: tuple[Part, ...] = (plain.code(inquiry.reference),)
    if inquiry.their_reference and inquiry.their_reference != inquiry.reference:
        reference = plain.joined((*reference, plain.code(inquiry.their_reference)))
    form = [Part(plain.say("instrument", inquiry.instrument))] if inquiry.instrument else []
    if inquiry.urgency:
        form.append(Part(plain.say("urgency", inquiry.urgency)))
    if inquiry.raised_at:
        form.append(plain.moment(inquiry.raised_at))
    return [
        Line(reference, _("Reference")),
        Line((Part(asking),), _("Party asking")),
        Line((Part(asked),), _("Party asked")),
        Line(plain.joined(form), _("Own act reported") if inquiry.self_reported else _("Raised")),
    ]


def _standing(case: Case) -> list[Line]:
    inquiry, clock = case.inquiry, case.clocks.reply
    status = () if case.is_unasked else (Part(plain.say("clock_status", clock.status)),)
    said = (
        Part(plain.say("state", inquiry.state)),
        *status,
        Part(plain.say("waiting_on", inquiry.waiting_on)),
    )
    # An answered case has an answered clock: the same word is said once.
    lines = [Line(plain.joined(dict.fromkeys(said)), _("State"))]
    if clock.due:
        agreed = _("Answer agreed by") if clock.is_agreed else _("Answer requested by")
        lines.append(Line((plain.moment(clock.due),), agreed))
    if case.is_unasked and inquiry.delivered_at:
        return lines
    if inquiry.delivered_at:
        spent = [Part(lasting(clock.elapsed))]
        if clock.paused:
            spent.append(Part(_("%(time)s of it paused") % {"time": lasting(clock.paused)}))
        lines.append(Line(plain.joined(spent), _("Since delivery, in total")))
    else:
        lines.append(Line((Part(_("Not delivered yet")),), _("Delivery")))
    following = next(
        ((when, act) for when, act, reached in case.clocks.ladder if not reached), None
    )
    if following and not inquiry.closed_ours:
        step = (Part(plain.say("ladder_action", following[1])), plain.moment(following[0]))
        lines.append(Line(plain.joined(step), _("Next step of the ladder")))
    if inquiry.level:
        lines.append(Line((Part(plain.say("escalation_level", inquiry.level)),), _("Level")))
    return lines


def _asked(case: Case, most: int, letters: int) -> Block:
    shown = sorted(case.questions, key=lambda one: not one.is_open)[:most]
    lines = []
    for one in sorted(shown, key=case.questions.index):
        last = one.answers[-1] if one.answers else None
        state = _("withdrawn") if one.withdrawn else _("no answer yet")
        if last is not None:
            state = plain.say("answer_code", last.code)
        text = _cut(one.texts[-1] if one.texts else "", letters)
        lines.append(Line(plain.joined((Part(state), Part(text))), one.id.upper()))
    title = ngettext(
        "What was asked: %(open)s of %(n)s question open",
        "What was asked: %(open)s of %(n)s questions open",
        len(case.questions),
    ) % {"open": sum(one.is_open for one in case.questions), "n": len(case.questions)}
    return Block((Part(title),), (*lines, *_more(len(case.questions) - len(shown))))


def _figures(case: Case, most: int) -> Block:
    rows = [(inside, row) for inside, _title, ledgers in case.ledgers for row in ledgers.rows()]
    heading: Parts = (Part(_("Figures by owner")),)
    if not rows:
        return Block(heading, (Line((Part(_("Nobody has stated a figure.")),)),))
    many = len(case.ledgers) > 1
    table = Table(
        (_("Count"), _("Reported by …"), _("Acknowledged by the party asked")),
        tuple(
            (
                (
                    *((plain.code(f"{inside.upper()} "),) if many else ()),
                    Part(plain.say("figure_category", row.category)),
                    Part(f", {plain.say('group', row.group)}"),
                ),
                _stated(row.reported),
                _stated(row.acknowledged),
            )
            for inside, row in rows[:most]
        ),
    )
    return Block(heading, tuple(_more(len(rows) - most)), table)


def _stated(lines: tuple[LedgerLine, ...]) -> Parts:
    # The newest of each owner: what somebody corrected is not said twice.
    newest = {line.owner: line for line in lines}
    if not newest:
        return (Part(_("nothing stated")),)
    return plain.joined(
        Part(f"{counts.count(line.low, line.high, line.qualifier)} ({line.owner})")
        for line in list(newest.values())[-4:]
    )


def _exchanges(case: Case, most: int, letters: int) -> Block:
    lines = []
    for item in case.said[-most:]:
        parts = [Part(item.who), Part(plain.say("kind", item.kind))]
        text = item.note or _gist(item)
        if text:
            parts.append(Part(_cut(text, letters)))
        if not item.signed:
            parts.append(Part(_("second-hand") if not item.ours else _("recorded by us")))
        label = plain.moment(item.at).text if item.at else _("not dated")
        lines.append(Line(plain.joined(parts), label))
    return Block((Part(_("Last exchanges")),), tuple(lines))


def _gist(item: StoryItem) -> str:
    """Return the first words of a message that say something."""
    if item.rendering is None:
        return ""
    wanted = ("position_text", "answer_text", "notes", "grounds", "subject", "text", "title")
    said = {
        row.key: row.values[0].value for section in item.rendering.sections for row in section.rows
    }
    return next((said[key] for key in wanted if key in said), "")


def _ours(case: Case, letters: int) -> list[Line]:
    lines = [
        Line(
            plain.joined(
                (
                    plain.code(link.incident.reference),
                    Part(_cut(link.incident.title, letters)),
                    *((plain.moment(link.incident.start),) if link.incident.start else ()),
                )
            ),
            _("Incident"),
        )
        for link in case.incidents[:3]
    ]
    if case.sources:
        kinds = (
            Part(f"{counts.number(number)} {plain.say('route', route)}")
            for route, number in sorted(case.sources.items())
        )
        lines.append(Line(plain.joined(kinds), _("Sources it rests on")))
    waiting = []
    if case.to_review:
        waiting.append(
            ngettext("%(n)s response to review", "%(n)s responses to review", case.to_review)
            % {"n": case.to_review}
        )
    if case.drafts:
        waiting.append(
            ngettext("%(n)s draft under way", "%(n)s drafts under way", case.drafts)
            % {"n": case.drafts}
        )
    said = [Part(text) for text in waiting] or [Part(_("nothing under way"))]
    return [*lines, Line(plain.joined(said), _("Waits here"))]


def _more(count: int) -> list[Line]:
    if count <= 0:
        return []
    text = ngettext("and %(n)s more", "and %(n)s more", count) % {"n": count}
    return [Line((Part(text),))]


def _cut(text: str, letters: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= letters else f"{line[: letters - 1].rstrip()}…"
