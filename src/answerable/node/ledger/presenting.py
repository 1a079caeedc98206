"""Put a channel's terms into words for a page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from answerable.casework.bodies import Terms
from answerable.casework.codes import Urgency
from answerable.node.ledger import doubts, recovering, wording
from answerable.node.ledger.wording import label
from answerable.node.ui.notices import Notice


@dataclass(frozen=True)
class ClockLine:
    """How long an urgency leaves for an acknowledgement and for an answer."""

    urgency: str
    receipt: str
    reply: str
    on_working_days: bool


@dataclass(frozen=True)
class TermsInWords:
    """Terms as a page shows them."""

    language: str
    highest_marking: str
    clocks: tuple[ClockLine, ...]
    criteria: tuple[str, ...]
    disclosure: tuple[str, ...]
    calendars: tuple[str, ...]
    contacts: tuple[str, ...]
    ladder: tuple[str, ...]
    pause_cap_days: int
    without_prejudice: bool


def describe_terms(terms: Terms | None) -> TermsInWords | None:
    """Return terms in words of the reader's language; None where there are none."""
    if terms is None:
        return None
    return TermsInWords(
        language=_language(terms.language),
        highest_marking=label(wording.MARKING, terms.highest_marking),
        clocks=tuple(
            ClockLine(
                label(wording.URGENCY, clock.urgency),
                _duration(clock.receipt_hours),
                _duration(clock.reply_hours),
                clock.working_days,
            )
            for clock in terms.clocks
        ),
        criteria=tuple(label(wording.CRITERIA, code) for code in terms.criteria),
        disclosure=tuple(
            _("%(audience)s: %(what)s")
            % {
                "audience": label(wording.AUDIENCE, term.audience),
                "what": label(wording.DISCLOSABLE, term.what),
            }
            for term in terms.disclosure
        ),
        calendars=tuple(calendar.party for calendar in terms.calendars),
        contacts=tuple(
            f"{contact.party} · {contact.office} · {label(wording.LEVEL, contact.level)}"
            for contact in terms.contacts
        ),
        ladder=tuple(
            _("after %(time)s: %(action)s")
            % {"time": _duration(step.after_hours), "action": label(wording.LADDER, step.action)}
            for step in terms.ladder
            if step.urgency is Urgency.ORDINARY
        ),
        pause_cap_days=terms.pause_cap_days,
        without_prejudice=terms.without_prejudice,
    )


def doubt_notices() -> list[Notice]:
    """Return a notice for each channel in which this node may sign nothing, with what it needs."""
    notices = []
    for head in doubts.standing():
        need = recovering.need_of(head.channel)
        if need is None:
            continue
        title = _("This node signs nothing in the channel %(channel)s.")
        notices.append(
            Notice(
                title % {"channel": head.channel.title},
                f"{label(wording.DOUBTS, need.reason)} {label(wording.NEEDS, need.code)}",
                reverse("ledger:channel", args=[head.channel.slug]),
                _("More on the channel's page"),
            )
        )
    return notices


def _duration(hours: int) -> str:
    if hours % 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def _language(code: str) -> str:
    """Return a language's name in the reader's language; its code where it has none here."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
