"""The parts that pages are made of; every template has them without loading.

Whatever a tag shows is escaped. Words that people wrote come in with their own direction.
"""

from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from answerable.node.ui import dates
from answerable.node.ui.icons import ICONS, TURNS

register = template.Library()

TONES = {
    "neutral": "dot",
    "info": "info",
    "ok": "check",
    "warn": "warn",
    "danger": "stop",
    "sealed": "lock",
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw an icon beside words that say the same; it is hidden from readers of the words."""
    turns = " icon-turns" if name in TURNS else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        turns,
        ICONS[name],
    )


@register.simple_tag
def status(label: str | Promise, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Show a status as an icon and words: never by colour alone."""
    return _status(str(label), tone, icon_name)


# A long list shows the same few statuses again and again. By type too: words that are safe as they
# are and the same words unescaped are not one.
@lru_cache(maxsize=1024, typed=True)
def _status(label: str, tone: str, icon_name: str) -> SafeString:
    return format_html(
        '<span class="tag tag-{}">{}<span>{}</span></span>',
        tone if tone in TONES else "neutral",
        icon(icon_name or TONES.get(tone, "dot")),
        label,
    )


@register.simple_tag
def reference(value: object) -> SafeString:
    """Show a reference, which keeps its order in every script."""
    return format_html('<bdi class="ref" dir="ltr">{}</bdi>', value)


@register.simple_tag
def fingerprint(value: str, length: int = 0) -> SafeString:
    """Show a hash; shortened on request, the whole stands in the title."""
    short = f"{value[:length]}…" if length and len(value) > length else value
    return format_html('<bdi class="hash" dir="ltr" title="{}">{}</bdi>', value, short)


@register.simple_tag
def words(text: str | None, css: str = "") -> SafeString:
    """Show what a person wrote: escaped, its lines kept, its direction its own."""
    return format_html('<div class="words {}" dir="auto">{}</div>', css, text or "")


@register.simple_tag
def moment(value: datetime | None, relative: bool = True) -> SafeString:
    """Show a time: absolute with its zone first, relative second."""
    if value is None:
        return format_html('<span class="muted">{}</span>', _("not known"))
    tag = _absolute(value, timezone.get_current_timezone(), get_language())
    if not relative:
        return tag
    return format_html('{} <span class="muted">({})</span>', tag, _distance(value))


# Lists and boards show the same times again and again.
@lru_cache(maxsize=4096)
def _absolute(value: datetime, zone: tzinfo, _language: str | None) -> SafeString:
    local = timezone.localtime(value, zone)
    absolute = f"{dates.short(local)}, {local:%H:%M} {local.tzname()}"
    return format_html(
        '<time datetime="{}"><bdi>{}</bdi></time>', local.isoformat(timespec="seconds"), absolute
    )


@register.simple_tag
def day(value: date | None, known_to: str = "day") -> SafeString:
    """Show a date without a time; of one that is known to the month or the year alone no more."""
    if value is None:
        return format_html('<span class="muted">{}</span>', _("not known"))
    text = dates.known(value, known_to)
    told = value.isoformat()[: {"month": 7, "year": 4}.get(known_to, 10)]
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', told, text)


@register.simple_tag
def figure_range(low: int | None, high: int | None) -> SafeString:
    """Show a figure: a number, a range, at least, at most, or unknown, which is not zero."""
    if low is None and high is None:
        return format_html('<span class="figure figure-unknown">{}</span>', _("unknown"))
    if low == high:
        text = str(low)
    elif high is None:
        text = _("at least %(number)s") % {"number": low}
    elif low is None:
        text = _("at most %(number)s") % {"number": high}
    else:
        text = f"{low}–{high}"
    return format_html('<bdi class="figure">{}</bdi>', text)


@register.simple_tag
def progress(done: int, total: int | None, message: str = "") -> SafeString:
    """Show how far something is: in words first, then as a bar."""
    text = message or (
        _("%(done)s of %(total)s") % {"done": done, "total": total} if total else str(done)
    )
    bar = (
        format_html(
            '<progress class="progress" value="{}" max="{}">{}</progress>', done, total, text
        )
        if total
        else SafeString("")
    )
    return format_html("<p>{}</p>{}", text, bar)


@register.simple_tag
def empty_state(title: str, text: str, url: str = "", label: str = "") -> SafeString:
    """Say what belongs here, why it is empty, and one next step."""
    step = format_html('<p><a class="button" href="{}">{}</a></p>', url, label) if url else ""
    return format_html(
        '<div class="empty">{}<h2>{}</h2><p>{}</p>{}</div>', icon("inbox"), title, text, step
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Frame a summary list; put `fact` tags inside."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """Show one labelled fact inside `facts`."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag
def card(content: str, title: str = "", css: str = "", level: int = 2) -> SafeString:
    """Frame what belongs together, with a heading."""
    head = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    return format_html('<section class="card {}">{}{}</section>', css, head, content)


@register.simple_block_tag
def note(content: str, tone: str = "info") -> SafeString:
    """Say something to mind: info, success, warning or error."""
    name = {"success": "check", "warning": "warn", "error": "stop"}.get(tone, "info")
    return format_html('<div class="note note-{}">{}<div>{}</div></div>', tone, icon(name), content)


@register.simple_block_tag
def frame(content: str, kind: str, title: str = "") -> SafeString:
    """Frame what `leaves` this node (solid) or `stays` here (dashed); put both in `.frames`."""
    leaves = kind == "leaves"
    heading = title or (_("Leaves this node") if leaves else _("Stays here"))
    return format_html(
        '<section class="frame frame-{}"><h2>{}<span>{}</span></h2>{}</section>',
        "leaves" if leaves else "stays",
        icon("forward" if leaves else "lock"),
        heading,
        content,
    )


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """Frame a story in order; put `event` tags inside."""
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def event(
    content: str,
    title: str,
    at: datetime | date | None = None,
    tone: str = "neutral",
    icon_name: str = "",
    by: str = "",
) -> SafeString:
    """Show one event of a `timeline`: what, when, by whom, and the details inside."""
    when = moment(at) if isinstance(at, datetime) else day(at) if at else SafeString("")
    who = format_html(" · <bdi>{}</bdi>", by) if by else ""
    return format_html(
        '<li class="at-{}"><span class="timeline-dot">{}</span><h3 class="timeline-title">{}</h3>'
        '<p class="timeline-when">{}{}</p>{}</li>',
        tone,
        icon(icon_name or TONES.get(tone, "dot")),
        title,
        when,
        who,
        content,
    )


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """List all errors of the forms at the top of the page, each linked to its field."""
    entries = [
        (form[name].id_for_label if name in form.fields else "", error)
        for form in forms
        for name, errors in form.errors.items()
        for error in errors
    ]
    return {"entries": entries}


@register.inclusion_tag("ui/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Lead to the next and previous page of a list, keeping its filters."""
    return {"page": page, "request": context.get("request")}


@register.simple_block_tag(takes_context=True)
def post_button(context: Context, content: str, url: str, css: str = "") -> SafeString:
    """Show a button that does one deed by POST; the content is its label, hidden inputs may follow.

    The first line is the label, the rest goes in front of the button.
    """
    label, _line, inputs = content.strip().partition("\n")
    return format_html(
        '<form method="post" action="{}" class="inline-form">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<button class="button {}">{}</button></form>',
        url,
        context.get("csrf_token", ""),
        # A block's content has passed the template's escaping; cutting it in two keeps that.
        mark_safe(inputs),  # noqa: S308
        css,
        mark_safe(label),  # noqa: S308
    )


@register.simple_tag
def listed(values: list[Any]) -> SafeString:
    """Join names in a row, each in its own direction."""
    return format_html_join(", ", "<bdi>{}</bdi>", ((value,) for value in values))


def _distance(value: datetime) -> str:
    now = timezone.now()
    span = abs(now - value)
    if span < timedelta(minutes=1):
        return _("now")
    if timedelta(days=1) <= span < timedelta(days=100):
        # A date sixty days off is not "1 month", and one a second short of three days not "2 days".
        return _days_off(round(span / timedelta(days=1)), value < now, get_language())
    return _off(timesince(min(value, now), max(value, now), depth=1), value < now)


@cache
def _days_off(days: int, is_past: bool, _language: str | None) -> str:
    return _off(ngettext("%(num)d day", "%(num)d days", days) % {"num": days}, is_past)


def _off(time: str, is_past: bool) -> str:
    return (_("%(time)s ago") if is_past else _("in %(time)s")) % {"time": time}
