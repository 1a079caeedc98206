"""Do what follows by itself from what was said of erasures; it decides about no text of ours.

What the other side erased before it came here is not waited for any longer. What does not fit is
answered once. What we said we erased and is here again goes again. Whether our copy of a text goes
that the other side asked about is for people to decide.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from answerable.casework.codes import Rejection
from answerable.casework.thread import Ref
from answerable.node.jobs import queue
from answerable.node.ledger import erasing, holdings, projecting, publishing, rejecting
from answerable.node.ledger.channels import our_code, our_log, store_of, their_code
from answerable.node.ledger.holdings import KINDS
from answerable.node.ledger.models import Channel, Content, Promise
from answerable.protocol.content import ContentState
from answerable.protocol.erasure import REDACTED, Basis, Outcome, Reason, Redacted, Target
from answerable.protocol.holdings import Misfit

# A peer could send nothing but nonsense: so many of it are answered at a time.
ANSWERED_AT_ONCE = 50
SETTLE_JOB = "ledger.settle_erasures"
_AWAITED = (Content.State.PROMISED, Content.State.MISSING)
_CODES = {
    Misfit.MALFORMED: Rejection.MALFORMED,
    Misfit.UNKNOWN_REFERENCE: Rejection.UNKNOWN_REFERENCE,
    Misfit.NOT_ITS_CONTENT: Rejection.UNKNOWN_REFERENCE,
    Misfit.NOT_YOURS: Rejection.NOT_YOURS,
    Misfit.DUPLICATE: Rejection.DUPLICATE,
    Misfit.ERASED_BEFORE: Rejection.NOT_POSSIBLE_NOW,
}


def give_up_erased(channel: Channel, *, at: datetime) -> int:
    """Wait no longer for contents that their author erased before they came; return how many."""
    asked = _asked_by_them(channel)
    gone = Content.objects.filter(
        channel=channel, state__in=_AWAITED, commit__in=[one.commit for one in asked]
    )
    count = 0
    for held in gone:
        with transaction.atomic():
            store_of(channel).mark(bytes.fromhex(held.commit), ContentState.REDACTED)
            for promise in Promise.objects.filter(content=held).select_related("log"):
                projecting.project_entries(
                    channel, promise.log, promise.index, promise.index + 1, at=at
                )
        count += 1
    return count


def settle(channel: Channel, *, at: datetime) -> int:
    """Answer what is owed by the node itself; return how many statements were signed.

    A misfit of the other side gets its one `ack rejected`. A request for a content of which nothing
    is here gets `redacted`: there is nothing that a person could decide.
    """
    if not channel.is_signed or not channel.is_open:
        return 0
    give_up_erased(channel, at=at)
    _erase_again(channel, at=at)
    return _reject_misfits(channel, at=at) + _confirm_unheld(channel, at=at)


def _erase_again(channel: Channel, *, at: datetime) -> None:
    """Erase what our own log says was erased and is here all the same: a backup was put back."""
    ours = our_code(channel)
    said = [
        target
        for target, each in holdings.account_of(channel).holdings.items()
        if each.outcome(ours) is Outcome.ERASED
    ]
    if not said or not publishing.assess(our_log(channel)).may_sign:
        return
    back = Content.objects.filter(channel=channel, commit__in=[one.commit for one in said])
    here = set(back.exclude(state=Content.State.REDACTED).values_list("commit", flat=True))
    for target in said:
        if target.commit in here:
            with transaction.atomic():
                erasing.erase_copy(channel, target, at=at)


def _reject_misfits(channel: Channel, *, at: datetime) -> int:
    theirs = their_code(channel)
    wrong = [each for each in holdings.account_of(channel).misfits if each[0].party == theirs]
    if not wrong:
        return 0
    done = rejecting.answered(channel)
    owed = [each for each in wrong if each[0].leaf not in done][:ANSWERED_AT_ONCE]
    count = 0
    for told, misfit in owed:
        ref = Ref(told.log, told.index, told.leaf)
        count += rejecting.reject(channel, ref, _CODES[misfit], at=at) is not None
    return count


def _confirm_unheld(channel: Channel, *, at: datetime) -> int:
    asked = _asked_by_them(channel)
    gone = set(
        Content.objects.filter(
            channel=channel,
            state=Content.State.REDACTED,
            commit__in=[one.commit for one in asked],
        ).values_list("commit", flat=True)
    )
    count = 0
    for target in [one for one in asked if one.commit in gone][:ANSWERED_AT_ONCE]:
        body = Redacted(target, Outcome.ERASED, Reason.AUTHOR_REQUEST, Basis.AGREED_TERMS)
        ref = Ref(target.log, target.index, target.leaf)
        said = rejecting.by_some_office(channel, REDACTED, dict(body.encode()), ref, at=at)
        count += said is not None
    return count


def _asked_by_them(channel: Channel) -> list[Target]:
    """Return what the other side asked us to erase and we have not answered."""
    account = holdings.account_of(channel)
    if not account.holdings:
        return []
    ours = our_code(channel)
    return [target for target, each in account.holdings.items() if each.awaits(ours)]


def settle_soon(channel: Channel, kinds: Collection[str], *, at: datetime) -> None:
    """Arrange for it if the other side spoke of erasures: `kinds` are those of what came."""
    if any(kind in kinds for kind in KINDS):
        give_up_erased(channel, at=at)
        key = f"{SETTLE_JOB}:{channel.slug}"
        queue.enqueue(SETTLE_JOB, {"channel": channel.slug}, at=at, unique_key=key)
