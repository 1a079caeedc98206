"""Tags of the inbox: what may tell of the same event, and why it was named."""

from collections.abc import Mapping

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.casework.resemblance import Likeness
from answerable.node.desk.services.triage.hints import Resembling
from answerable.node.desk.services.triage.queue import SNOOZED
from answerable.node.desk.templatetags.desk_tags import look
from answerable.node.desk.views.triaging import Line
from answerable.node.ui.templatetags.components import day, icon, moment, reference, status

register = template.Library()


@register.simple_tag(takes_context=True)
def inbox_row(context: Context, line: Line) -> SafeString:
    """Show what came in as a row: to choose, to read, in whose hand, to decide about.

    A page has fifty of these with two alike each: templates for them took a third of its time.
    """
    thing, decide = line.thing, context["decide"]
    rests: SafeString | str = ""
    if thing.snoozed_until and context["wanted"].show == SNOOZED:
        until = (_("put away until"), day(thing.snoozed_until))
        rests = format_html('<br><span class="small muted">{} {}</span>', *until)
    holder = format_html("<bdi>{}</bdi><br>", thing.assignee) if thing.assignee else ""
    office = thing.office if line.is_report else thing.office_name
    return format_html(
        '<tr data-row><td class="tick"><label class="check"><input type="checkbox" name="item" '
        'value="{}"><span class="for-readers">{}</span></label></td>'
        '<td>{}</td><td data-label="{}">{}{}</td><td data-label="{}">{}<span class="small muted">'
        '{}</span></td><td><a class="button small" href="{}?item={}">{}'
        '<span class="for-readers"> {}</span></a></td></tr>',
        line.name,
        _("Choose %(number)s") % {"number": line.key},
        came_in(context, line),
        _("Arrived"),
        moment(thing.received_at if line.is_report else thing.at),
        rests,
        _("In whose hand"),
        holder,
        format_html("<bdi>{}</bdi>", office) if office else _("nobody's yet"),
        decide,
        line.name,
        _("Decide"),
        line.key,
    )


@register.simple_tag(takes_context=True)
def came_in(context: Context, line: Line) -> SafeString:
    """Show what came in: its title, what it is, and what may tell of the same."""
    if not line.is_report:
        return _message(line)
    decide = context.get("decide") or reverse("desk:inbox-decide")
    return _report(line, context.get("ways") or {}, decide)


def _report(line: Line, ways: Mapping[str, bool], decide: str) -> SafeString:
    publisher: SafeString | str = ""
    if line.thing.publisher:
        publisher = format_html(" · <bdi>{}</bdi>", line.thing.publisher)
    alike: SafeString | str = ""
    if line.alike:
        alike = format_html(
            '<ul class="list-plain small alike" aria-label="{}">{}</ul>',
            _("May tell of the same"),
            format_html_join(
                "", "<li>{}</li>", ((_alike(line, one, ways, decide),) for one in line.alike)
            ),
        )
    return format_html(
        '<div class="inbox-what"><a class="row-title" href="{}" dir="auto">{}</a>'
        '<div class="tags small">{}<span class="muted">{}{}</span></div>{}</div>',
        line.url,
        line.thing.title,
        reference(line.key),
        _("Report"),
        publisher,
        alike,
    )


def _message(line: Line) -> SafeString:
    urgent = status(_("Urgent"), "danger", "stop") if line.thing.urgent else ""
    return format_html(
        '<div class="inbox-what"><a class="row-title" href="{}"><bdi>{}</bdi></a>'
        '<div class="tags small">{}{}<span class="muted"><bdi>{}</bdi></span>{}</div></div>',
        line.url,
        line.thing.subject or line.thing.reference,
        reference(line.thing.reference),
        look("kind", line.thing.kind),
        line.thing.channel.title,
        urgent,
    )


def _alike(line: Line, one: Resembling, ways: Mapping[str, bool], decide: str) -> SafeString:
    """Show what may tell of the same, and why, with a link to say so where the person may."""
    key, deed = ("l", "link") if one.is_incident else ("d", "duplicate")
    if ways.get(deed):
        link = format_html(
            '<a href="{}?deed={}&amp;item={}&amp;to={}" data-alike="{}">{} <bdi>{}</bdi></a>',
            decide,
            deed,
            line.name,
            one.to,
            key,
            reference(one.to),
            one.title,
        )
    else:
        address = reverse("desk:incident" if one.is_incident else "desk:report", args=[one.to])
        link = format_html(
            '<a href="{}">{} <bdi>{}</bdi></a>', address, reference(one.to), one.title
        )
    reasons = ((_reason(reason, measure),) for reason, measure in one.why)
    why = format_html_join(" · ", "<bdi>{}</bdi>", reasons)
    return format_html('{}{} <span class="muted">{}</span>', icon("link"), link, why)


def _reason(reason: str, measure: float) -> str:
    match reason:
        case Likeness.TIME:
            hours = round(measure)
            if not hours:
                return _("at the same time")
            return ngettext("%(n)d hour apart", "%(n)d hours apart", hours) % {"n": hours}
        case Likeness.PLACE:
            return _("%(n)s km apart") % {"n": f"{measure:.1f}"}
        case Likeness.PLACE_NAME:
            return _("names the same place")
        case _:
            return _("%(n)d%% the same wording") % {"n": round(measure * 100)}
