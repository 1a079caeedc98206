"""Ask the vault before something leaves, and take back what was cleared when a source withdraws.

The one place of the desk that knows the vault. It also hands on what a source is to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from answerable.casework.consent import Purpose
from answerable.casework.disclosure import Outgoing
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import ClearanceKind, DraftState
from answerable.node.desk.errors import NotPossible, SourcesRefuse
from answerable.node.desk.gathering import Part, case_through
from answerable.node.desk.models import (
    Clearance,
    Draft,
    IdentityCheck,
    IncidentInquiry,
    IncidentReport,
)
from answerable.node.jobs import queue
from answerable.node.ledger.models import Channel
from answerable.node.vault import asking
from answerable.node.vault.happenings import NOTICE_JOB
from answerable.node.vault.leaving import VaultError, Verdict, WithKey, consult, kept_of

UNCLEAR = "vault_does_not_answer"


def _reports() -> QuerySet[IncidentReport]:
    links = IncidentReport.objects.filter(unlinked_at__isnull=True)
    return links.annotate(receipt=F("report__receipt_number"))


def _resting(name: str, by: str | Mapping[str, str]) -> Part:
    return Part(name, _reports, by=by, only=("report",), also=("receipt",))


# The reports on which a draft rests: of the incidents it is about, and of those of its case.
RESTING: Final = (
    _resting("reports_of_it", "incident__draft_links__draft"),
    _resting("reports_of_case", case_through("incident__inquiry_links")),
)
# What was checked of a draft: by these `is_checked` asks nothing.
CHECKS: Final = Part("identity_checks", IdentityCheck.objects.all, by="draft", only=("digest",))


def receipts_in(rows: Mapping[str, Sequence[Any]]) -> set[str]:
    """Return the receipt numbers of what a query brought along by `RESTING`."""
    return {one.receipt for part in RESTING for one in rows[part.name]}


def reports_of_thread(channel: Channel, thread: str) -> set[str]:
    """Return the receipt numbers of the reports on which the incidents of a thread rest."""
    links = IncidentInquiry.objects.filter(channel=channel, thread=thread)
    return _receipts(Q(incident__in=links.values("incident")))


def reports_of(draft: Draft) -> set[str]:
    """Return the receipt numbers of the reports on which a draft rests."""
    links = IncidentInquiry.objects.filter(channel=draft.channel, thread=draft.thread)
    here = Q(incident__in=draft.incident_links.values("incident"))
    return _receipts(here | Q(incident__in=links.values("incident")))


def ask(
    receipts: Iterable[str],
    texts: Sequence[Outgoing] = (),
    purpose: Purpose = Purpose.RAISE_WITHOUT_IDENTITY,
    *,
    at: datetime,
    with_key: WithKey | None = None,
) -> Verdict:
    """Ask the vault; raises NotPossible where it cannot answer, since no answer is no leave."""
    try:
        return consult(receipts, texts, purpose, at=at, with_key=with_key)
    except VaultError as exc:
        if with_key is not None:
            raise
        raise NotPossible(UNCLEAR) from exc


def check_consent(
    receipts: Iterable[str],
    purpose: Purpose = Purpose.RAISE_WITHOUT_IDENTITY,
    *,
    at: datetime,
) -> Verdict:
    """Raise SourcesRefuse unless every source of these reports agrees to the purpose."""
    verdict = ask(receipts, purpose=purpose, at=at)
    _check_agreed(verdict, purpose)
    return verdict


def check_leaving(
    draft: Draft, *, needs_check: bool, at: datetime, verdict: Verdict | None = None
) -> None:
    """Raise unless every source agrees and a custodian looked at exactly these words.

    With `verdict` the vault was asked about the reports of the draft already.
    """
    if verdict is None:
        verdict = ask(reports_of(draft), at=at)
    _check_agreed(verdict, Purpose.RAISE_WITHOUT_IDENTITY)
    if needs_check and verdict.rests_on and not is_checked(draft):
        raise NotPossible("identity_check_needed")


def rests_on(draft: Draft) -> bool:
    """Tell whether a draft rests on a source that is in the vault. Asks for no name."""
    return bool(kept_of(reports_of(draft)))


def is_checked(draft: Draft) -> bool:
    """Tell whether a custodian checked the draft as it is frozen now."""
    checks = draft.identity_checks.all()
    return bool(draft.digest) and any(one.digest == draft.digest for one in checks)


@transaction.atomic
def take_back(receipts: Iterable[str], *, by: User, at: datetime) -> int:
    """Void the clearance of every draft that rests on these reports and has not left."""
    wanted, count = set(receipts), 0
    open_states = (DraftState.AWAITING_CLEARANCE, DraftState.CLEARED)
    for draft in Draft.objects.filter(state__in=open_states).select_related("channel", "office"):
        if not wanted & reports_of(draft):
            continue
        digest = draft.digest
        changed = Draft.objects.filter(pk=draft.pk, state__in=open_states).update(
            state=DraftState.EDITING,
            version=F("version") + 1,
            body=None,
            words=None,
            refs=[],
            digest="",
            changed_at=at,
        )
        if changed:
            count += 1
            Clearance.objects.create(
                draft=draft,
                kind=ClearanceKind.VOIDED,
                digest=digest,
                by=by,
                office=draft.office,
                at=at,
            )
            audit.record(by, "clearance voided: consent withdrawn", "draft", str(draft.pk), at=at)
    return count


def tell_sources(receipts: Iterable[str], kind: str, about: str, *, at: datetime) -> None:
    """Let the vault decide whether the sources of these reports are to be told something."""
    for receipt in sorted(set(receipts)):
        arguments = {"receipt": receipt, "kind": kind, "about": about}
        queue.enqueue(NOTICE_JOB, arguments, at=at)


def ask_source(receipt: str, words: str, *, by: User, at: datetime) -> None:
    """Have a custodian ask the source of a report something."""
    try:
        asking.ask(receipt, words, by=by, at=at)
    except asking.NotPossible as exc:
        raise NotPossible(exc.code) from exc


def take_question_back(receipt: str, *, by: User, at: datetime) -> None:
    """Take back what the source of a report was to be asked, unless it has been."""
    try:
        asking.take_back(receipt, by=by, at=at)
    except asking.NotPossible as exc:
        raise NotPossible(exc.code) from exc


def _check_agreed(verdict: Verdict, purpose: Purpose) -> None:
    if verdict.refusals:
        raise SourcesRefuse([(one.source, one.receipt) for one in verdict.refusals], purpose)


def _receipts(incidents: Q) -> set[str]:
    links = IncidentReport.objects.filter(incidents, unlinked_at__isnull=True)
    return set(links.values_list("report__receipt_number", flat=True))
