"""Tags of a case's pages: what each step of its story is called, its clocks, its closed sides."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from answerable.node.desk import wording
from answerable.node.desk.models import Inquiry

register = template.Library()

PRIVATE = ("clearance", "investigation", "review", "incident", "report", "graded", "concern")


@register.simple_tag
def story_act(item: Any) -> str:
    """Return by what a step of a story is drawn: its act, or what was done in private."""
    if item.private:
        return str(item.kind).partition("_")[0]
    return str(item.act or item.kind)


@register.simple_tag
def story_title(item: Any) -> str:
    """Return what a step of a story is called."""
    if item.private:
        title = wording.word("story", item.kind)
        detail = _detail(item)
        return f"{title}: {detail}" if detail else str(title)
    if item.recorded is not None and not item.signed and item.recorded.kind != "delivery":
        return str(wording.word("record_kind", item.recorded.kind))
    pasts = PASTS | OF_OWN_ACT if item.of_own_act else PASTS
    if item.act in pasts:
        return str(pasts[item.act]())
    return str(wording.word("kind", item.kind)) if item.kind else _("Not understood")


def _detail(item: Any) -> str:
    group = str(item.kind).partition("_")[0]
    vocabulary = {
        "clearance": "kind",
        "investigation": "step_outcome",
        "review": "recommendation",
        "ladder": "ladder_action",
        "call": "call_result",
        "graded": {"graded_harm": "harm_scale", "graded_attribution": "attribution_scale"}.get(
            item.kind, ""
        ),
    }.get(group)
    if vocabulary is None:
        return str(item.detail) if group == "report" else ""
    return str(wording.word(vocabulary, item.detail)) if vocabulary else str(item.detail)


PASTS = {
    "raise": lambda: _("Inquiry raised"),
    "self_report": lambda: _("Own act reported"),
    "acknowledge": lambda: _("Receipt acknowledged by a person"),
    "reject": lambda: _("Answered that a message does not fit"),
    "respond": lambda: _("Response"),
    "respond_in_part": lambda: _("Response in part"),
    "follow_up": lambda: _("Asked again"),
    "ask_extension": lambda: _("More time asked for"),
    "agree_extension": lambda: _("Later date agreed"),
    "decline_extension": lambda: _("Later date declined"),
    "request_information": lambda: _("Information requested"),
    "give_information": lambda: _("Information given"),
    "suspend": lambda: _("Clock paused"),
    "resume": lambda: _("Clock runs again"),
    "close": lambda: _("Closed for one side"),
    "reopen": lambda: _("Reopened for one side"),
    "withdraw": lambda: _("Inquiry withdrawn"),
    "withdraw_response": lambda: _("Response taken back"),
    "withdraw_statement": lambda: _("Statement taken back"),
    "correct": lambda: _("Statement corrected"),
    "attach": lambda: _("File given"),
}

# Nobody inquired before a party told of its own act.
OF_OWN_ACT = {
    "follow_up": lambda: _("Asked about it"),
    "withdraw": lambda: _("Report of the own act taken back"),
}


@register.simple_tag
def closed_words(inquiry: Inquiry) -> str:
    """Say for whom an inquiry is closed and for whom it is open."""
    ours, theirs = inquiry.channel.ours, inquiry.channel.theirs
    names = {"us": str(ours.name if ours else ""), "them": str(theirs.name if theirs else "")}
    if inquiry.closed_ours and inquiry.closed_theirs:
        return _("Closed by %(us)s and by %(them)s") % names
    if inquiry.closed_ours:
        return _("Closed by %(us)s, open for %(them)s") % names
    return _("Closed by %(them)s, open for %(us)s") % names


@register.simple_tag
def question_clock(clocks: Any, question: str) -> Any:
    """Return the clock of one question."""
    return clocks.questions.get(question)
