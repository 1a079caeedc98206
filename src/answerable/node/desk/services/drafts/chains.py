"""The chain of a draft: which offices clear it, in which order, and who may take the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.db.models import Max, Q

from answerable.casework.clearance import check_clearer
from answerable.casework.codes import ClearanceFault
from answerable.casework.errors import ClearanceRefused
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.roles import require_role
from answerable.node.desk.codes import ChainRole, ClearanceKind, DraftState
from answerable.node.desk.errors import BadInput, ChangedMeanwhile
from answerable.node.desk.models import ChainStep, Clearance, Draft
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.ledger.models import Channel

DEEDS = {ChainRole.CLEARER: Deed.CLEAR, ChainRole.LEGAL: Deed.CLEAR_LAW}


@dataclass(frozen=True)
class Step:
    """One step of a draft's chain. Without an office any other than the draft's takes it."""

    number: int
    role: ChainRole
    office: Office | None = None
    done: Clearance | None = None
    is_next: bool = False

    @property
    def deed(self) -> Deed:
        """Return what a person must be allowed to do to take the step."""
        return DEEDS[self.role]


def chain_for(draft: Draft) -> list[dict[str, object]]:
    """Return the chain that a draft is to pass, to be kept with it.

    The steps for its channel and kind, else for its channel, else for its kind, else for all. An
    office does not clear its own text, so such a step falls away; a legal adviser's stays. One
    step by a clearer of another office there is always.
    """
    rules = list(
        ChainStep.objects.filter(Q(channel=draft.channel) | Q(channel__isnull=True))
        .filter(kind__in=["", draft.kind])
        .order_by("order", "pk")
    )
    chosen: list[ChainStep] = []
    for channel, kind in ((True, True), (True, False), (False, True), (False, False)):
        chosen = [
            one for one in rules if bool(one.channel_id) is channel and bool(one.kind) is kind
        ]
        if chosen:
            break
    kept: list[dict[str, object]] = [
        {"office": one.office_id, "role": one.role}
        for one in chosen
        if one.role == ChainRole.LEGAL or one.office_id != draft.office_id
    ]
    if not any(one["role"] == ChainRole.CLEARER for one in kept):
        kept.append({"office": None, "role": ChainRole.CLEARER.value})
    return kept


def steps_of(
    draft: Draft,
    given: Sequence[Clearance] | None = None,
    offices: Mapping[int, Office] | None = None,
) -> list[Step]:
    """Return the steps of a draft's chain with who took them since clearance was last asked."""
    done = {
        one.step or 1: one for one in current(draft, given) if one.kind == ClearanceKind.CLEARED
    }
    chain = draft.chain or [{"office": None, "role": ChainRole.CLEARER.value}]
    wanted = {one["office"] for one in chain if one["office"]}
    if offices is None:
        offices = Office.objects.in_bulk(wanted) if wanted else {}
    waiting = draft.state == DraftState.AWAITING_CLEARANCE
    following = next((n for n in range(1, len(chain) + 1) if n not in done), 0) if waiting else 0
    return [
        Step(
            number=number,
            role=ChainRole(one["role"]),
            office=offices[one["office"]] if one["office"] else None,
            done=done.get(number),
            is_next=number == following,
        )
        for number, one in enumerate(chain, 1)
    ]


def current(draft: Draft, given: Sequence[Clearance] | None = None) -> list[Clearance]:
    """Return what happened since clearance was last asked: older steps were about another text.

    The digest alone does not say it: a text may be put back to what it was.
    """
    rows = sorted(draft.clearances.all(), key=attrgetter("pk")) if given is None else list(given)
    asked = [one.pk for one in rows if one.kind == ClearanceKind.ASKED]
    return [one for one in rows if asked and one.pk > asked[-1] and one.digest == draft.digest]


def next_step(steps: Sequence[Step]) -> Step | None:
    """Return the step that has to be taken now."""
    return next((one for one in steps if one.is_next), None)


def check_apart(draft: Draft, steps: Sequence[Step], step: Step, by: User, office: Office) -> None:
    """Raise ClearanceRefused unless the person and office are others than all before them."""
    if step.office is not None and step.office.pk != office.pk:
        raise ClearanceRefused(ClearanceFault.SAME_OFFICE)
    legal = step.role == ChainRole.LEGAL
    for person in {draft.author_id, draft.last_edited_by_id}:
        check_clearer(
            author=str(person),
            # A legal adviser of the same office may look at it, beside a clearer of another.
            author_office="" if legal else draft.office.code,
            clearer=str(by.pk),
            clearer_office=office.code,
        )
    if any(one.done is not None and one.done.by_id == by.pk for one in steps):
        raise ClearanceRefused(ClearanceFault.SAME_PERSON)


def has_hand_in(draft: Draft, user: User) -> bool:
    """Tell whether a person put a file with the draft or wrote an earlier text of it.

    Asks the database, which `check_apart` does not: for the deed and the page of one draft.
    """
    hand = Q(files__added_by=user) | Q(copies__by=user)
    return Draft.objects.filter(hand, pk=draft.pk).exists()


def offices_to_clear(draft: Draft, user: User, steps: Sequence[Step] | None = None) -> list[Office]:
    """Return the offices from which this person may take the next step; none: may not."""
    if draft.state != DraftState.AWAITING_CLEARANCE:
        return []
    known = steps_of(draft) if steps is None else steps
    step = next_step(known)
    if step is None:
        return []
    offices = []
    for office in offices_for(user, step.deed):
        try:
            check_apart(draft, known, step, user, office)
        except ClearanceRefused:
            continue
        offices.append(office)
    return offices


def is_complete(draft: Draft) -> bool:
    """Tell whether every step was taken for exactly what is stored, or its absence was waived."""
    # Cleared before there were chains: one step without a number.
    rows = current(draft)
    if any(one.kind == ClearanceKind.WAIVED for one in rows):
        return True
    taken = {one.step or 1 for one in rows if one.kind == ClearanceKind.CLEARED}
    people = {one.by_id for one in rows if one.kind == ClearanceKind.CLEARED}
    steps = len(draft.chain) or 1
    return taken == set(range(1, steps + 1)) and len(people) == steps


@transaction.atomic
def add_step(
    office: Office,
    *,
    role: str,
    channel: Channel | None = None,
    kind: str = "",
    by: User,
    at: datetime,
) -> ChainStep:
    """Add a step at the end of the chain of a channel and kind; drafts in clearance keep theirs."""
    require_role(by, Role.ADMINISTRATOR)
    here = ChainStep.objects.select_for_update().filter(channel=channel, kind=kind)
    if here.filter(office=office, role=role).exists():
        raise BadInput({"office": "said_twice"})
    last = here.aggregate(last=Max("order"))["last"] or 0
    step = ChainStep.objects.create(
        channel=channel, kind=kind, order=last + 1, office=office, role=ChainRole(role)
    )
    audit.record(
        by,
        "clearance step added",
        "chain",
        str(step.pk),
        at=at,
        details={"office": office.code, "role": role, "kind": kind},
    )
    return step


@transaction.atomic
def remove_step(step: ChainStep, *, by: User, at: datetime) -> None:
    """Take a step out of its chain; drafts in clearance keep theirs."""
    require_role(by, Role.ADMINISTRATOR)
    number = step.pk
    if not ChainStep.objects.filter(pk=number).delete()[0]:
        raise ChangedMeanwhile(str(number))
    audit.record(by, "clearance step removed", "chain", str(number), at=at)
