"""Tags of the inbox: what may tell of the same event, and why it was named."""

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.casework.resemblance import Likeness
from answerable.node.desk.services.triage.hints import Resembling
from answerable.node.ui.templatetags.components import icon, reference

register = template.Library()


@register.simple_tag(takes_context=True)
def alike(context: Context, one: Resembling) -> SafeString:
    """Show what may tell of the same, and why, with a link to say so where the person may.

    A page has a hundred of these: a template of its own for each took a sixth of the page's time.
    """
    line, ways, decide = (context.get(name) for name in ("line", "ways", "decide"))
    key, deed = ("l", "link") if one.is_incident else ("d", "duplicate")
    if ways and ways.get(deed):
        link = format_html(
            '<a href="{}?deed={}&amp;item={}&amp;to={}" data-alike="{}">{} <bdi>{}</bdi></a>',
            decide,
            deed,
            getattr(line, "name", ""),
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
