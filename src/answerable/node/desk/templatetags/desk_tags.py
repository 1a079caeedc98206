"""Tags of the desk's pages: codes in words, counts with how they were put, ranges as pictures."""

import re
from datetime import timedelta
from typing import Any

from django import template
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from answerable.node.desk import wording
from answerable.node.desk.models import Batch, Draft, Inquiry, Message
from answerable.node.desk.services import markings
from answerable.node.desk.wording import counts, looks
from answerable.node.ui import countries
from answerable.node.ui.templatetags.components import day, icon, moment, status

register = template.Library()


@register.filter
def word(code: object, vocabulary: str) -> str | Promise:
    """Say a code in words: `{{ incident.kind|word:"event_kind" }}`."""
    return wording.word(vocabulary, code)


@register.filter
def country(code: str) -> str:
    """Say what a country is called."""
    return countries.name(code)


@register.filter
def lasting(span: timedelta | None) -> str:
    """Say how long something lasted or lasts."""
    return "" if span is None else counts.lasting(span)


@register.simple_tag
def look(vocabulary: str, code: object) -> SafeString:
    """Show a code as a status: icon and words."""
    shade, drawn = looks.look(vocabulary, code)
    return status(wording.word(vocabulary, code), shade, drawn)


@register.filter
def tone(code: object, vocabulary: str) -> str:
    """Return the tone of a code."""
    return looks.look(vocabulary, code)[0]


@register.filter
def symbol(code: object, vocabulary: str) -> str:
    """Return the name of a code's icon."""
    return looks.look(vocabulary, code)[1]


@register.simple_tag(takes_context=True)
def handling(context: Context) -> dict[str, Any] | None:
    """Return how the page has to be handled; None for one that shows no case.

    A message, a draft and a piece of evidence have their own marking, a case the highest of what
    was said in it, an incident that of its cases and its evidence. A report is marked by nobody.
    """
    message, draft, inquiry = (context.get(name) for name in ("message", "draft", "inquiry"))
    request = context.get("request")
    if isinstance(message, Message) and isinstance(inquiry, Inquiry):
        own = markings.of_bodies([message.body])
        return {"code": own or inquiry.marking, "private": False}
    if isinstance(draft, Draft):
        return {"code": markings.of_draft(draft), "private": False}
    if isinstance(inquiry, Inquiry):
        beside = context.get("carries_on") if context.get("comparison") else None
        return {"code": markings.of_carried_on(inquiry, beside or ()), "private": True}
    if isinstance(batch := context.get("batch"), Batch):
        return {"code": batch.marking, "private": False}
    thing = getattr(request, "shown", None) or context.get("incident") or context.get("report")
    if thing is None or request is None:
        return None
    return {"code": markings.of_thing(thing, request.user), "private": True}


@register.simple_tag
def act_icon(act: object) -> SafeString:
    """Draw the icon of an act."""
    return icon(looks.look("act", act)[1])


@register.simple_tag
def stated_count(line: Any) -> SafeString:
    """Show a count as its owner put it; unknown is not zero."""
    css = "figure figure-unknown" if line.low is None and line.high is None else "figure"
    text = counts.count(line.low, line.high, getattr(line, "qualifier", "") or "")
    return format_html('<bdi class="{}">{}</bdi>', css, text)


@register.simple_tag
def range_bar(line: Any, largest: int) -> SafeString:
    """Draw a count as a bar on a common scale; the words beside it say the same."""
    low, high = line.low, line.high
    if (low is None and high is None) or not largest:
        return SafeString('<span class="range-none" aria-hidden="true"></span>')
    start = 100 * (low or 0) / largest
    end = 100 * (high if high is not None else low) / largest
    open_end = high is None
    return format_html(
        '<svg class="range" viewBox="0 0 104 10" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="range-track" x="0" y="4" width="104" height="2"/>'
        '<rect class="range-fill{}" x="{}" y="1" width="{}" height="8" rx="1"/></svg>',
        " range-open" if open_end else "",
        f"{start:.1f}",
        f"{max(end - start, 2.5):.1f}",
    )


@register.simple_tag
def largest_of_rows(rows: Any) -> int:
    """Return the largest number among rows of two ledgers, for a common scale."""
    numbers = [
        number
        for row in rows
        for line in [*row.reported, *row.acknowledged]
        for number in (line.low, line.high)
        if number is not None
    ]
    return max(numbers, default=0)


@register.filter
def vocabulary(class_name: str) -> str:
    """Return the name of a vocabulary for the name of its class: "EventKind", "event_kind"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


@register.simple_tag(takes_context=True)
def said(context: Context, value: Any) -> SafeString:
    """Show one thing that a message says, by what kind of thing it is."""
    match str(value.type):
        case "code":
            text = wording.word(vocabulary(value.vocabulary or ""), value.value)
            return format_html("<span>{}</span>", text)
        case "text":
            return format_html(
                '<span class="said" dir="auto"{}>{}</span>', _lang(value.language), value.value
            )
        case "instant" if value.moment is not None:
            # On paper nobody knows when it is read, so only the absolute time holds.
            return moment(value.moment, relative="on_paper" not in context)
        case "date" if value.day is not None:
            return day(value.day)
        case "range":
            text = counts.count(value.low, value.high)
            return format_html('<bdi class="figure">{}</bdi>', text)
        case _ if value.name in ("language", "content_language"):
            return format_html("<span>{}</span>", wording.word("language", value.value))
        case "flag":
            return format_html("<span>{}</span>", _("yes") if value.value == "true" else _("no"))
        case _:
            return format_html('<bdi class="ref" dir="ltr">{}</bdi>', value.value)


def _lang(language: str | None) -> SafeString:
    return format_html(' lang="{}"', language) if language else SafeString("")
