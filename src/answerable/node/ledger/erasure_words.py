"""Say in sentences what became of a text: who asked, who erased, who keeps a copy and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.node.ledger import holdings
from answerable.node.ledger.channels import our_code
from answerable.node.ledger.models import Channel
from answerable.node.ledger.wording import label
from answerable.protocol.erasure import Outcome
from answerable.protocol.holdings import Deed, Holding
from answerable.protocol.names import parse_time

REASONS: dict[str, str | Promise] = {
    "data_subject_request": gettext_lazy("A person of whom it tells asked for it"),
    "consent_withdrawn": gettext_lazy("Consent was withdrawn"),
    "source_protection": gettext_lazy("Protection of a source"),
    "safety_of_person": gettext_lazy("Safety of a person"),
    "victim_dignity": gettext_lazy("Dignity of a victim"),
    "court_order": gettext_lazy("Order of a court or authority"),
    "unlawful_processing": gettext_lazy("It should never have been kept"),
    "retention_period": gettext_lazy("The time for which it may be kept is over"),
    "mistake": gettext_lazy("Sent by mistake"),
    "author_request": gettext_lazy("Its author asked for it"),
}
HOLD_REASONS: dict[str, str | Promise] = {
    "legal_hold_litigation": gettext_lazy("Legal hold: court proceedings"),
    "legal_hold_investigation": gettext_lazy("Legal hold: an investigation"),
    "evidence_preservation": gettext_lazy("Duty to preserve evidence"),
    "record_retention_duty": gettext_lazy("Duty to keep records"),
    "public_archive": gettext_lazy("It belongs to a public archive"),
    "court_order": gettext_lazy("Order of a court or authority"),
}
BASES: dict[str, str | Promise] = {
    "data_protection_law": gettext_lazy("Data protection law"),
    "consent": gettext_lazy("Consent"),
    "witness_protection": gettext_lazy("Rules on witness protection"),
    "security_of_person": gettext_lazy("Security of persons"),
    "court_order": gettext_lazy("Order of a court or authority"),
    "legal_claims": gettext_lazy("Legal claims"),
    "duty_to_investigate": gettext_lazy("Duty to investigate"),
    "archive_law": gettext_lazy("Law on archives and records"),
    "agreed_terms": gettext_lazy("Terms of the channel"),
    "own_policy": gettext_lazy("Our own policy"),
}
REFUSALS: dict[str, str | Promise] = {
    "already_asked": gettext_lazy("This waits for a second person already."),
    "decided_before": gettext_lazy("Somebody else has decided this already. Nothing was changed."),
    "no_text": gettext_lazy("This message has no text that could be erased."),
    "not_asked": gettext_lazy("This cannot be done with this text."),
    "not_here": gettext_lazy("The text is not here: it was erased, or has not come yet."),
    "unknown_code": gettext_lazy("This reason does not go with what is to be done."),
    "waiver_needs_a_reason": gettext_lazy("Say why nobody else can confirm it."),
}


@dataclass(frozen=True)
class Line:
    """One sentence and the time at which its party says that it happened."""

    text: str
    at: datetime | None = None
    is_open: bool = False


@dataclass(frozen=True)
class Told:
    """What became of one content, for a page."""

    origin: str
    index: int
    leaf: str
    commit: str
    lines: tuple[Line, ...]
    waits_on_us: bool


def told_of(channel: Channel) -> dict[tuple[str, int], list[Told]]:
    """Return what became of every text of a channel that an erasure was said of, by its message."""
    found: dict[tuple[str, int], list[Told]] = {}
    for target, holding in holdings.account_of(channel).holdings.items():
        found.setdefault((target.log, target.index), []).append(describe(channel, holding))
    return found


def describe(channel: Channel, holding: Holding) -> Told:
    """Put what became of a text into sentences of the reader's language."""
    names = {one.code: one.name for one in (channel.ours, channel.theirs) if one is not None}
    ours = our_code(channel)
    lines = [] if holding.request is None else [_asked(holding.request, names)]
    for party, deed in sorted(holding.deeds.items()):
        if deed != holding.request:
            lines.append(_done(deed, names, party == ours))
    lines += [
        _open(names[party], party == ours) for party in sorted(names) if holding.awaits(party)
    ]
    target = holding.target
    return Told(
        target.log,
        target.index,
        target.leaf,
        target.commit,
        tuple(lines),
        holding.awaits(ours),
    )


def _asked(deed: Deed, names: dict[str, str]) -> Line:
    text = _("Text erased by its author, %(party)s: %(reason)s (%(basis)s).")
    return Line(text % _words(deed, names), parse_time(deed.at))


def _done(deed: Deed, names: dict[str, str], is_ours: bool) -> Line:
    if deed.outcome is Outcome.KEPT:
        text = (
            _("Kept here under a hold: %(reason)s (%(basis)s).")
            if is_ours
            else _("%(party)s keeps a copy under a hold: %(reason)s (%(basis)s).")
        )
    else:
        text = (
            _("Text erased here: %(reason)s (%(basis)s).")
            if is_ours
            else _("%(party)s erased its copy: %(reason)s (%(basis)s).")
        )
    return Line(text % _words(deed, names), parse_time(deed.at))


def _open(name: str, is_ours: bool) -> Line:
    if is_ours:
        return Line(_("It waits for a decision here. Until then our copy stays."), is_open=True)
    text = _("%(party)s has not said yet what it does with its copy.") % {"party": name}
    return Line(text, is_open=True)


def _words(deed: Deed, names: dict[str, str]) -> dict[str, str]:
    reasons = HOLD_REASONS if deed.outcome is Outcome.KEPT else REASONS
    return {
        "party": names.get(deed.party, deed.party),
        "reason": label(reasons, deed.reason.value),
        "basis": label(BASES, deed.basis.value),
    }
