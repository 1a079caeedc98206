"""Erase a content with a second person's yes, or keep it under a legal hold: the deeds.

What was said stands in the logs. Here a person asks, another confirms, and in one transaction our
statement is signed, the text with its salt is deleted, and every copy made of it with it. A node
that may not sign erases nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from answerable.casework.clearance import check_clearer, check_waiver
from answerable.casework.thread import Ref
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.roles import CASE_ROLES, require_role
from answerable.node.ledger import erasing, holdings, leftovers
from answerable.node.ledger.appending import Appended, append
from answerable.node.ledger.channels import our_code
from answerable.node.ledger.errors import ErasureNotPossible, NoSuchMessage
from answerable.node.ledger.models import Channel, Content, ErasureRequest, Promise, Statement
from answerable.protocol.erasure import (
    REDACT,
    REDACTED,
    Basis,
    HoldReason,
    Outcome,
    Reason,
    Redact,
    Redacted,
    Target,
)
from answerable.protocol.errors import BadErasure

Deed = ErasureRequest.Deed
State = ErasureRequest.State
# Long enough for a sentence; the trail and the page show it.
WAIVER_LIMIT = 300


@dataclass(frozen=True)
class Spot:
    """A content as a message refers to it, and what can be done about it here."""

    promise: Promise
    target: Target
    thread: str
    ours: bool
    state: str
    asked_by_author: bool
    said_here: bool

    @property
    def is_held(self) -> bool:
        """Tell whether the content is here."""
        return self.state == Content.State.HELD

    @property
    def deeds(self) -> tuple[str, ...]:
        """Return what a person here can ask for."""
        if not self.is_held:
            return ()
        if self.ours:
            return (Deed.ERASE.value,)
        keep = (Deed.KEEP.value,) if self.asked_by_author else ()
        return (Deed.ERASE_COPY.value, *keep)


def spots(channel: Channel, leaf: str) -> list[Spot]:
    """Return the contents of a message, its words first; raises NoSuchMessage."""
    try:
        wanted = bytes.fromhex(leaf)
    except ValueError as exc:
        raise NoSuchMessage("not a leaf hash") from exc
    said = Statement.objects.filter(log__channel=channel, entry__leaf_hash=wanted)
    row = said.select_related("log").order_by("log", "index").first()
    if row is None:
        raise NoSuchMessage(leaf)
    promises = Promise.objects.filter(log=row.log, index=row.index).select_related("content", "log")
    return [_spot(channel, row, promise, leaf) for promise in promises.order_by("pk")]


def _spot(channel: Channel, row: Statement, promise: Promise, leaf: str) -> Spot:
    target = Target(row.log.origin, row.index, leaf, promise.content.commit)
    holding = holdings.account_of(channel).holdings.get(target)
    return Spot(
        promise=promise,
        target=target,
        thread=row.thread,
        ours=row.log.is_ours,
        state=promise.content.state,
        asked_by_author=holding is not None and holding.request is not None,
        said_here=holding is not None and our_code(channel) in holding.deeds,
    )


@transaction.atomic
def ask(
    channel: Channel,
    leaf: str,
    deed: str,
    *,
    reason: str,
    basis: str,
    commit: str | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> ErasureRequest:
    """Ask that a message's text be erased, or kept under a hold; a second person decides.

    Without a `commit` the message's words are meant. Raises ErasureNotPossible, NoSuchMessage, or
    PermissionDenied for a person who does not write for the office.
    """
    require_role(by, Role.OFFICER, office=office)
    spot = _find(channel, leaf, commit)
    wanted = Deed(deed)
    if wanted.value not in spot.deeds:
        raise ErasureNotPossible("not_here" if not spot.is_held else "not_asked")
    _body(spot.target, wanted, reason, basis)
    try:
        with transaction.atomic():
            request = ErasureRequest.objects.create(
                content=spot.promise.content,
                log=spot.promise.log,
                index=spot.target.index,
                leaf=leaf,
                deed=wanted,
                reason=reason,
                basis=basis,
                asked_by=by,
                office=office,
                asked_at=at,
            )
    except IntegrityError as exc:
        raise ErasureNotPossible("already_asked") from exc
    _trail(request, "erasure asked", by, office, at)
    return request


def confirm(request: ErasureRequest, *, by: User, office: Office, at: datetime) -> ErasureRequest:
    """Do what was asked, as another person of another office; raises ClearanceRefused otherwise."""
    require_role(by, Role.CLEARER, office=office)
    check_clearer(
        author=str(request.asked_by_id),
        author_office=request.office.code,
        clearer=str(by.pk),
        clearer_office=office.code,
    )
    return _do(request, by=by, office=office, at=at)


def waive(request: ErasureRequest, *, why: str, by: User, at: datetime) -> ErasureRequest:
    """Do what was asked for a party of one person; raises ClearanceRefused where there are more."""
    require_role(by, Role.OFFICER, office=request.office)
    if not why.strip():
        raise ErasureNotPossible("waiver_needs_a_reason")
    check_waiver(_people_on_cases())
    request.waiver = why.strip()[:WAIVER_LIMIT]
    return _do(request, by=by, office=request.office, at=at)


@transaction.atomic
def drop(request: ErasureRequest, *, by: User, at: datetime) -> ErasureRequest:
    """Give up what was asked: nothing is erased and nothing is said."""
    require_role(by, Role.OFFICER, Role.CLEARER)
    _take(request, State.DROPPED, by, None, at)
    _trail(request, "erasure given up", by, request.office, at)
    return request


def pending(channel: Channel | None = None) -> QuerySet[ErasureRequest]:
    """Return what waits here for a second person."""
    rows = ErasureRequest.objects.filter(state=State.WAITING)
    if channel is not None:
        rows = rows.filter(log__channel=channel)
    return rows.select_related("content", "log__channel", "log__party", "office", "asked_by")


def can_confirm(request: ErasureRequest, user: User) -> list[Office]:
    """Return the offices from which this person may confirm; none: may not."""
    if request.state != State.WAITING or request.asked_by_id == user.pk or not user.is_active:
        return []
    mine = [each.office for each in user.memberships.all() if each.role == Role.CLEARER]
    return [each for each in dict.fromkeys(mine) if each.pk != request.office_id]


def can_waive(request: ErasureRequest) -> bool:
    """Tell whether the party is one person, who has nobody to confirm."""
    return request.state == State.WAITING and _people_on_cases() <= 1


def to_decide(channel: Channel) -> list[Target]:
    """Return the contents that the other side asked us to erase and that nobody decided on yet."""
    account = holdings.account_of(channel)
    if not account.holdings:
        return []
    ours = our_code(channel)
    asked = [target for target, each in account.holdings.items() if each.awaits(ours)]
    held = Content.objects.filter(
        channel=channel, state=Content.State.HELD, commit__in=[one.commit for one in asked]
    ).values_list("commit", flat=True)
    here = set(held)
    return [target for target in asked if target.commit in here]


def _find(channel: Channel, leaf: str, commit: str | None) -> Spot:
    found = [each for each in spots(channel, leaf) if commit in (None, each.target.commit)]
    if not found:
        raise ErasureNotPossible("no_text")
    return found[0]


def _do(request: ErasureRequest, *, by: User, office: Office, at: datetime) -> ErasureRequest:
    with transaction.atomic():
        texts = _say_and_erase(request, by=by, office=office, at=at)
    # Every table is read for it: that must not hold up who wants to write.
    left = leftovers.find(texts)
    request.left = [[one.model, one.pk, list(one.fields)] for one in left]
    request.save(update_fields=["left"])
    return request


def _say_and_erase(request: ErasureRequest, *, by: User, office: Office, at: datetime) -> list[str]:
    _take(request, State.DONE, by, office, at)
    channel = request.log.channel
    target = Target(request.log.origin, request.index, request.leaf, request.content.commit)
    body = _body(target, Deed(request.deed), request.reason, request.basis)
    said = say(channel, body, office=request.office, at=at)
    ErasureRequest.objects.filter(pk=request.pk).update(
        state=State.DONE, said_leaf=said.leaf, waiver=request.waiver
    )
    request.refresh_from_db()
    _trail(request, "kept" if request.deed == Deed.KEEP else "erased", by, office, at)
    return [] if request.deed == Deed.KEEP else erasing.erase_copy(channel, target, at=at)


def say(channel: Channel, body: Redact | Redacted, *, office: Office, at: datetime) -> Appended:
    """Sign what we say of an erasure into our log; raises MayNotSign on a node that is suspect."""
    target = body.target
    return append(
        channel,
        REDACT if isinstance(body, Redact) else REDACTED,
        thread=None,
        body=body.encode(),
        office_code=office.code,
        refs=[Ref(target.log, target.index, target.leaf)],
        at=at,
    )


def _body(target: Target, deed: Deed, reason: str, basis: str) -> Redact | Redacted:
    """Return what we would say; raises ErasureNotPossible for codes that do not go together."""
    try:
        if deed is Deed.ERASE:
            body: Redact | Redacted = Redact(target, Reason(reason), Basis(basis))
        elif deed is Deed.KEEP:
            body = Redacted(target, Outcome.KEPT, HoldReason(reason), Basis(basis))
        else:
            body = Redacted(target, Outcome.ERASED, Reason(reason), Basis(basis))
        body.encode()
    except (ValueError, BadErasure) as exc:
        raise ErasureNotPossible("unknown_code") from exc
    return body


def _take(
    request: ErasureRequest, state: str, by: User, office: Office | None, at: datetime
) -> None:
    """Hold the request for this transaction, or say that somebody else was first."""
    taken = ErasureRequest.objects.filter(pk=request.pk, state=State.WAITING)
    # Its leaf comes with the statement; until then the row says that it was given up.
    changed = taken.update(state=State.DROPPED, decided_by=by, decided_office=office, decided_at=at)
    if not changed:
        raise ErasureNotPossible("decided_before")
    request.state, request.decided_by, request.decided_office = state, by, office
    request.decided_at = at


def _people_on_cases() -> int:
    people = User.objects.filter(is_active=True, memberships__role__in=CASE_ROLES)
    return people.distinct().count()


def _trail(request: ErasureRequest, verb: str, by: User, office: Office, at: datetime) -> None:
    audit.record(
        by,
        verb,
        "content",
        request.leaf,
        at=at,
        details={
            "channel": request.log.channel.slug,
            "commit": request.content.commit,
            "deed": request.deed,
            "reason": request.reason,
            "basis": request.basis,
            "office": office.code,
            **({"waived": True} if request.waiver else {}),
        },
    )
