"""Notices: what a source who wants it should be told by a person, without a word of the case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from answerable.casework.consent import Purpose, may_leave
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.vault.codes import NoticeKind, NoticeState, Reach
from answerable.node.vault.errors import NotPossible
from answerable.node.vault.models import Notice, Source
from answerable.node.vault.permissions import require_custodian
from answerable.node.vault.services import consents


@transaction.atomic
def become_due(receipt: str, kind: str, about: str, *, at: datetime) -> int:
    """Put a notice into the queue for each source of a report who wants it and is safe to reach."""
    made = 0
    sources = Source.objects.filter(reports__receipt=receipt).prefetch_related("consents")
    for source in sources:
        if wants(source, at=at):
            _row, is_new = Notice.objects.get_or_create(
                source=source,
                receipt=receipt,
                kind=NoticeKind(kind),
                about=about[:80],
                defaults={"made_at": at},
            )
            made += is_new
    return made


def wants(source: Source, *, at: datetime) -> bool:
    """Tell whether a source agreed to be contacted and may be without danger."""
    return source.reach == Reach.SAFE and may_leave(consents.of(source), Purpose.CONTACT, at=at)


@transaction.atomic
def settle(notice: Notice, state: str, *, by: User, at: datetime) -> None:
    """Record that a notice was given by this person, or that it was not possible."""
    require_custodian(by)
    outcome = NoticeState(state)
    if outcome == NoticeState.OPEN:
        raise NotPossible("changed_meanwhile")
    if outcome == NoticeState.GIVEN and not wants(notice.source, at=at):
        raise NotPossible("not_safe_to_contact")
    changed = Notice.objects.filter(pk=notice.pk, state=NoticeState.OPEN).update(
        state=outcome, done_at=at, done_by=by
    )
    if not changed:
        raise NotPossible("changed_meanwhile")
    details = {"kind": notice.kind, "report": notice.receipt}
    verb = "notice given" if outcome == NoticeState.GIVEN else "notice not possible"
    audit.record(by, verb, "source", notice.source.code, at=at, details=details)


def text_of(notice: Notice) -> str:
    """Return what may be said, in the source's language: nothing of the case, no name, no place."""
    with translation.override(notice.source.language):
        texts = {
            NoticeKind.LINKED: _(
                "What you told us is being looked at together with other information about the "
                "same event."
            ),
            NoticeKind.RAISED: _(
                "We have put questions about the event that you told us about to those whose "
                "answer is needed."
            ),
            NoticeKind.ANSWERED: _(
                "We have received an answer about the event that you told us about, and we are "
                "examining it."
            ),
            NoticeKind.CLOSED: _(
                "We have ended our work on the event that you told us about for now. You can tell "
                "us more at any time."
            ),
        }
        return str(texts[NoticeKind(notice.kind)])
