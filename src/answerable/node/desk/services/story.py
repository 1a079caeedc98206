"""Tell the story of a case in order: who said or did what, when, and with which receipt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import F, QuerySet

from answerable.casework import rendering
from answerable.casework.codes import AckOutcome
from answerable.casework.thread import Step
from answerable.node.accounts.models import Office, User
from answerable.node.accounts.roles import roles_of
from answerable.node.desk import gathering
from answerable.node.desk.days import day_of
from answerable.node.desk.gathering import CASE, Part, case_through
from answerable.node.desk.models import (
    Clearance,
    DutyCall,
    FollowStep,
    Incident,
    Inquiry,
    InvestigationStep,
    RecordedStatement,
    Review,
)
from answerable.node.desk.models.base import WORK
from answerable.node.desk.services import markings, threads
from answerable.node.desk.services.batches.beside import Beside, read_beside
from answerable.node.desk.services.threads import Reading, Spoken
from answerable.node.desk.services.translations import languages_of
from answerable.node.ledger import erasure_words
from answerable.node.ledger import services as ledger
from answerable.node.ledger.erasure_words import Told
from answerable.node.ledger.services import Receipt

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class StoryItem:
    """One thing in the story. `kind` is a statement's kind, or what was done here in private.

    `receipt` is the other node's countersignature of ours, or ours of theirs. `acknowledged_at` is
    when a person of the other side confirmed it, which is another thing. `languages` are those into
    which it is translated here.
    """

    at: datetime | None
    kind: str
    who: str = ""
    office: str = ""
    ours: bool = True
    signed: bool = False
    private: bool = False
    leaf: str = ""
    act: str = ""
    state_after: str = ""
    rejection: str = ""
    acknowledged_at: datetime | None = None
    rejected_with: str = ""
    receipt: Receipt | None = None
    content_state: str = ""
    malformed: str = ""
    withdrawn: bool = False
    rendering: rendering.Rendering | None = None
    body: Mapping[str, object] | None = None
    subject: str = ""
    recorded: RecordedStatement | None = None
    detail: str = ""
    note: str = ""
    erasures: tuple[Told, ...] = ()
    # Its own; what carries none goes under the marking of its case.
    marking: str = ""
    together: Beside | None = None
    # Of a file: what is known of it, and with which statement it came; of that, its files.
    file: ledger.Enclosed | None = None
    goes_with: str = ""
    files: tuple[StoryItem, ...] = ()
    languages: tuple[str, ...] = ()
    # Whether its case was opened by a report of one's own act: other words then say what was done.
    of_own_act: bool = False

    @property
    def is_graphic(self) -> bool:
        """Tell whether its author says that it shows what is hard to look at."""
        return self.body is not None and self.body.get("graphic") is True

    @property
    def is_out_of_sequence(self) -> bool:
        """Tell whether the statement did not fit where it stands."""
        return self.rejection != ""


def _steps() -> QuerySet[InvestigationStep]:
    return InvestigationStep.objects.annotate(office_name=F("investigation__office__name"))


# What was done here about a case, read in the case's own query.
DONE = (
    Part("offices", Office.objects.all, by={}, only=("code", "name")),
    Part(
        "cleared",
        Clearance.objects.all,
        by=case_through("draft"),
        people=("by",),
        related={"office": ("name",), "draft": ("kind",)},
    ),
    Part(
        "examined",
        _steps,
        by=case_through("investigation"),
        people=("by",),
        also=("office_name",),
    ),
    Part(
        "steps",
        FollowStep.objects.all,
        by=CASE,
        people=("by",),
        only=("action", "outcome", "done_at", "note", "by"),
    ),
    Part(
        "calls",
        # Of a call that was corrected only the correction is told; its own page keeps both.
        lambda: DutyCall.objects.filter(corrected_by__isnull=True),
        by=CASE,
        people=("by",),
        only=("called_at", "result", "said", "by"),
    ),
    Part(
        "concluded",
        lambda: Review.objects.filter(concluded_at__isnull=False),
        by=CASE,
        people=("concluded_by",),
        related={"office": ("name",)},
    ),
)


def of(
    inquiry: Inquiry,
    user: User | None = None,
    reading: Reading | None = None,
    *,
    done: Mapping[str, list[Any]] | None = None,
    erasures: bool = True,
) -> list[StoryItem]:
    """Return the story of an inquiry. With a user who sees cases, what was done here is in it too.

    Statements stand in the order that both sides compute; everything else is put in by its time.
    `done` is what a page has read already as `DONE` says. Without `erasures` the logs are not asked
    about them: the caller knows that there are none.
    """
    read = reading or threads.read(inquiry.channel, inquiry.thread)
    names = threads.named_parties(inquiry.channel)
    made = _gathered(inquiry) if done is None else done
    offices = {office.code: office.name for office in made["offices"]}
    steps = {step.entry.leaf: step for step in read.account.steps}
    said = [_said(one, steps.get(one.entry.leaf), names, offices) for one in read.spoken]
    said = _with_files(_with_erasures(said, read) if erasures else said, read)
    went = read_beside(getattr(inquiry, "together", None), inquiry.reference)
    own_act = read.account.reported is not None
    said = [
        replace(
            one,
            together=went.get(one.leaf),
            languages=languages_of(made, one.leaf),
            of_own_act=own_act,
        )
        for one in said
    ]
    beside = [_said(one, None, names, offices) for one in read.beside]
    private = list(_private(made)) if user is not None and _sees(user) else []
    return _merge(said, [*beside, *private])


def of_incident(incident: Incident, user: User) -> list[StoryItem]:
    """Return the story of an incident on our own desk, with what was noted of others' words.

    Links to what the user may not know of are left out.
    """
    return sorted(_incident_items(incident, user), key=lambda item: item.at or _LONG_AGO)


def _said(
    spoken: Spoken, step: Step | None, names: dict[str, str], offices: dict[str, str]
) -> StoryItem:
    entry, message, noted = spoken.entry, spoken.message, spoken.recorded
    ack = step.ack if step is not None else None
    received = ack is not None and ack.outcome is AckOutcome.RECEIVED
    who = names.get(entry.party, entry.party)
    if noted is not None and not noted.ours:
        who = noted.stated_by
    return StoryItem(
        at=entry.ts,
        kind=entry.kind or (noted.kind if noted is not None else ""),
        who=who,
        office=offices.get(spoken.office, spoken.office) if spoken.ours else spoken.office,
        ours=spoken.ours,
        signed=spoken.is_signed,
        leaf=entry.leaf,
        act=(step.act or "") if step is not None else "",
        state_after=step.state if step is not None else "",
        rejection=(step.rejection or "") if step is not None else "",
        acknowledged_at=ack.ts if ack is not None and received else None,
        rejected_with=(ack.code or "") if ack is not None and not received else "",
        receipt=message.receipt if message is not None else None,
        content_state=message.content_state if message is not None else "none",
        malformed=(message.malformed or "") if message is not None else "",
        withdrawn=step.withdrawn if step is not None else False,
        rendering=rendering.render(entry.kind, spoken.body, spoken.words) if entry.kind else None,
        body=spoken.body,
        subject=str((spoken.words or {}).get("subject", "")),
        recorded=noted,
        note=noted.summary if noted is not None else "",
        marking=markings.of_bodies([spoken.body]),
    )


def _with_files(said: list[StoryItem], reading: Reading) -> list[StoryItem]:
    """Put files beside the statements that they came with; asks nothing where there are none."""
    spoken = [one.message for one in reading.spoken if one.message is not None]
    enclosed = ledger.enclosed_in(reading.channel, spoken)
    if not enclosed:
        return said
    about = {one.leaf: one.refs[0].leaf for one in spoken if one.leaf in enclosed and one.refs}
    whole = {one.leaf for one in said}
    found, beside = [], defaultdict(list)
    for item in said:
        to = about.get(item.leaf, "") if not item.rejection else ""
        one = replace(item, file=enclosed.get(item.leaf), goes_with=to if to in whole else "")
        found.append(one)
        if one.goes_with:
            beside[one.goes_with].append(one)
    return [replace(one, files=tuple(beside.get(one.leaf, ()))) for one in found]


def _with_erasures(said: list[StoryItem], reading: Reading) -> list[StoryItem]:
    """Add what became of the texts; the other side may have erased one that is still here."""
    told = erasure_words.told_of(reading.channel)
    if not told:
        return said
    places = {one.entry.leaf: (one.entry.origin, one.entry.index) for one in reading.spoken}
    return [
        replace(item, erasures=tuple(told.get(places.get(item.leaf, ("", -1)), ())))
        for item in said
    ]


def _gathered(inquiry: Inquiry) -> dict[str, list[Any]]:
    row = gathering.gather(Inquiry.objects.filter(pk=inquiry.pk), DONE).get()
    return gathering.settle(row, DONE)


def _private(made: Mapping[str, list[Any]]) -> Iterator[StoryItem]:
    for row in made["cleared"]:
        yield StoryItem(
            row.at,
            f"clearance_{row.kind}",
            str(row.by),
            str(row.office),
            private=True,
            detail=row.draft.kind,
            note=row.note,
        )
    for step in made["examined"]:
        yield StoryItem(
            datetime.combine(step.done_on, time(), UTC)
            if step.done_on != day_of(step.at)
            else step.at,
            f"investigation_{step.stage}",
            str(step.by),
            step.office_name,
            private=True,
            detail=step.outcome,
            note=step.note,
        )
    for taken in made["steps"]:
        kind = f"ladder_{taken.outcome}"
        who, what = str(taken.by), taken.action
        yield StoryItem(taken.done_at, kind, who, private=True, detail=what, note=taken.note)
    for call in made["calls"]:
        who, what = str(call.by), call.result
        yield StoryItem(call.called_at, "call", who, private=True, detail=what, note=call.said)
    for review in made["concluded"]:
        yield StoryItem(
            review.concluded_at,
            "review_concluded",
            str(review.concluded_by),
            str(review.office),
            private=True,
            detail=review.recommendation,
            note=review.note,
        )


def _incident_items(incident: Incident, user: User) -> Iterator[StoryItem]:
    yield StoryItem(incident.opened_at, "incident_opened", str(incident.opened_by), private=True)
    links = incident.report_links.visible_to(user)
    for link in links.select_related("report", "linked_by", "unlinked_by"):
        number = link.report.receipt_number
        yield StoryItem(
            link.linked_at,
            "report_linked",
            str(link.linked_by),
            private=True,
            detail=number,
            note=link.reason,
        )
        if link.unlinked_at is not None:
            yield StoryItem(
                link.unlinked_at,
                "report_unlinked",
                str(link.unlinked_by),
                private=True,
                detail=number,
                note=link.unlink_reason,
            )
    for grading in incident.gradings.select_related("by"):
        yield StoryItem(
            grading.at,
            f"graded_{grading.scale}",
            str(grading.by),
            private=True,
            detail=f"{grading.code}{grading.credibility}",
            note=grading.reason,
        )
    for decision in incident.concern_decisions.select_related("by"):
        yield StoryItem(
            decision.at,
            "concern_raise" if decision.raise_it else "concern_no_raise",
            str(decision.by),
            private=True,
            note=decision.reason,
        )
    asked = incident.inquiry_links.visible_to(user)
    for place in asked.select_related("linked_by", "channel"):
        yield StoryItem(
            place.linked_at,
            "incident_in_inquiry",
            str(place.linked_by or ""),
            private=True,
            detail=place.thread,
        )
    noted = incident.recorded_statements.visible_to(user).filter(set_aside_at__isnull=True)
    for row in noted.select_related("office").prefetch_related("sources", "figures"):
        yield StoryItem(
            row.stated_at, row.kind, row.stated_by, ours=row.ours, recorded=row, note=row.summary
        )


def _merge(said: list[StoryItem], others: Iterable[StoryItem]) -> list[StoryItem]:
    """Put the others between the statements by time, without moving a statement."""
    waiting = sorted(others, key=lambda item: item.at or _LONG_AGO)
    merged: list[StoryItem] = []
    reached = _LONG_AGO
    for item in said:
        reached = max(reached, item.at or _LONG_AGO)
        while waiting and (waiting[0].at or _LONG_AGO) < reached:
            merged.append(waiting.pop(0))
        merged.append(item)
    return [*merged, *waiting]


def _sees(user: User) -> bool:
    return not roles_of(user).isdisjoint(WORK)
