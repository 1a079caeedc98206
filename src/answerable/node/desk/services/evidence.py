"""Give one message to a third party, its words only where terms and clearance allow it.

Without its words (codes, dates, acknowledged figures, who signed) it needs no more than a role on
cases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from answerable.casework.clearance import check_clearer, check_waiver
from answerable.casework.codes import Audience, Disclosable
from answerable.casework.consent import Purpose
from answerable.casework.disclosure import may_show
from answerable.casework.errors import ClearanceRefused
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import ExportState
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import ExportClearance
from answerable.node.desk.permissions import Deed, offices_for, require
from answerable.node.desk.services import guarding
from answerable.node.desk.services.drafts.clearing import people_on_cases
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel

_DOMAIN = b"answerable-export-v1"
_ALLOWS = (ExportState.CLEARED, ExportState.WAIVED)


def package(
    channel: Channel,
    leaf: str,
    *,
    with_content: bool = False,
    by: User | None = None,
    at: datetime | None = None,
) -> bytes:
    """Return the evidence package of a message.

    Raises NotPossible for its words unless they were cleared and the terms still allow it. That
    words left, and by whose hand, goes into the trail.
    """
    if with_content:
        check_terms(channel, leaf)
        check_sources(channel, leaf, at=at or datetime.now(UTC))
        if not is_cleared(channel, leaf):
            raise NotPossible("export_not_cleared")
    data = ledger.evidence.pack(channel, leaf, with_content=with_content)
    if with_content and at is not None:
        _trail("evidence package taken", channel, leaf, by, at)
    return data


@transaction.atomic
def ask(
    channel: Channel, leaf: str, *, purpose: str, by: User, office: Office, at: datetime
) -> ExportClearance:
    """Ask that the words of a message may go to a third party, and say for what."""
    require(by, Deed.CORRESPOND, office)
    if not purpose.strip():
        raise BadInput({"purpose": "required"})
    check_terms(channel, leaf)
    check_sources(channel, leaf, at=at)
    if not ledger.evidence.commits(channel, leaf):
        raise NotPossible("no_words_here")
    try:
        with transaction.atomic():
            asked = ExportClearance.objects.create(
                channel=channel,
                leaf=leaf,
                digest=digest(channel, leaf),
                purpose=purpose.strip(),
                asked_by=by,
                asked_office=office,
                asked_at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("export_was_asked") from exc
    _trail("export clearance: asked", channel, leaf, by, at, office=office.code)
    return asked


@transaction.atomic
def clear(
    asked: ExportClearance, *, by: User, office: Office, at: datetime, note: str = ""
) -> None:
    """Clear it; raises ClearanceRefused for who asked and for the office that asked."""
    require(by, Deed.CLEAR, office)
    _check_apart(asked, by, office)
    check_terms(asked.channel, asked.leaf)
    check_sources(asked.channel, asked.leaf, at=at)
    _decide(asked, ExportState.CLEARED, note, by, office, at)


@transaction.atomic
def refuse(asked: ExportClearance, *, note: str, by: User, office: Office, at: datetime) -> None:
    """Refuse it, with the reason."""
    require(by, Deed.CLEAR, office)
    if not note.strip():
        raise BadInput({"note": "required"})
    _decide(asked, ExportState.REFUSED, note, by, office, at)


@transaction.atomic
def waive(asked: ExportClearance, *, note: str, by: User, at: datetime) -> None:
    """Record that a party of one person has nobody to clear with, and why it goes out."""
    require(by, Deed.CORRESPOND, asked.asked_office)
    if not note.strip():
        raise BadInput({"note": "required"})
    check_waiver(people_on_cases())
    check_terms(asked.channel, asked.leaf)
    check_sources(asked.channel, asked.leaf, at=at)
    _decide(asked, ExportState.WAIVED, note, by, asked.asked_office, at)


def check_terms(channel: Channel, leaf: str) -> None:
    """Raise NotPossible where the terms do not let the other side's words be shown."""
    if ledger.message(channel, leaf).ours or terms_allow(channel):
        return
    raise NotPossible("export_not_in_terms")


def check_sources(channel: Channel, leaf: str, *, at: datetime) -> None:
    """Raise SourcesRefuse unless every source of the case agrees that third parties see it."""
    thread = ledger.message(channel, leaf).thread
    guarding.check_consent(guarding.reports_of_thread(channel, thread), Purpose.PUBLISH, at=at)


def terms_allow(channel: Channel) -> bool:
    """Tell whether the terms allow the other side's words in packages for a third party."""
    terms = ledger.terms_of(channel)
    return may_show(terms, Audience.THIRD_PARTY, Disclosable.EVIDENCE_PACKAGES)


def is_cleared(channel: Channel, leaf: str) -> bool:
    """Tell whether exactly the words that are here now were cleared, and not refused since."""
    last = ExportClearance.objects.filter(channel=channel, leaf=leaf).first()
    return last is not None and last.state in _ALLOWS and last.digest == digest(channel, leaf)


def can_clear(asked: ExportClearance, user: User) -> list[Office]:
    """Return the offices from which this person may clear it; none: may not."""
    offices = []
    for office in offices_for(user, Deed.CLEAR):
        try:
            _check_apart(asked, user, office)
        except ClearanceRefused:
            continue
        offices.append(office)
    return offices


def to_clear(user: User) -> list[ExportClearance]:
    """Return the requests that this person may decide, the oldest first."""
    if not offices_for(user, Deed.CLEAR):
        return []
    asked = ExportClearance.objects.visible_to(user).filter(state=ExportState.ASKED)
    rows = asked.select_related("channel", "asked_by", "asked_office").order_by("asked_at")
    # Once the words were erased, there is nothing left to decide on.
    here = [one for one in rows if one.digest == digest(one.channel, one.leaf)]
    return [one for one in here if can_clear(one, user)]


def can_waive() -> bool:
    """Tell whether the party is one person, who has nobody to clear with."""
    return people_on_cases() <= 1


def digest(channel: Channel, leaf: str) -> str:
    """Return what a clearance is bound to: the message, and the contents of it that are here."""
    return _digest(leaf, ledger.evidence.commits(channel, leaf))


def bind_anew(channel: Channel, old: str, new: str) -> None:
    """Bind clearances of a message to where it was said again, if its same words are here."""
    rows = ExportClearance.objects.filter(channel=channel, leaf=old)
    if not rows.exists():
        return
    try:
        held = ledger.evidence.commits(channel, new)
    except ledger.NoSuchMessage:
        # It stands beyond the end of that log, too: nothing of it can be shown to anybody.
        return
    rows.filter(digest=_digest(old, held)).update(digest=_digest(new, held))


def _digest(leaf: str, commits: Sequence[str]) -> str:
    return hashlib.sha256(_DOMAIN + "\n".join([leaf, *sorted(commits)]).encode()).hexdigest()


def _check_apart(asked: ExportClearance, by: User, office: Office) -> None:
    check_clearer(
        author=str(asked.asked_by_id),
        author_office=asked.asked_office.code,
        clearer=str(by.pk),
        clearer_office=office.code,
    )


def _decide(
    asked: ExportClearance, state: ExportState, note: str, by: User, office: Office, at: datetime
) -> None:
    # What was here when it was asked is what is decided on.
    if asked.digest != digest(asked.channel, asked.leaf):
        raise NotPossible("no_words_here")
    changed = ExportClearance.objects.filter(pk=asked.pk, state=ExportState.ASKED).update(
        state=state, note=note.strip(), decided_by=by, decided_office=office, decided_at=at
    )
    if not changed:
        raise NotPossible("export_is_decided")
    asked.refresh_from_db()
    _trail(f"export clearance: {state}", asked.channel, asked.leaf, by, at, office=office.code)


def _trail(
    verb: str, channel: Channel, leaf: str, by: User | None, at: datetime, **details: object
) -> None:
    more = {"channel": channel.slug, **details}
    audit.record(by, verb, "message", leaf, at=at, details=more)
