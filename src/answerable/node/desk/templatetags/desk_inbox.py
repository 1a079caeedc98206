"""Tags of the inbox: why something was named as perhaps telling of the same event."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.casework.resemblance import Likeness
from answerable.node.desk.services.triage.hints import Resembling

register = template.Library()


@register.simple_tag
def why_alike(one: Resembling) -> SafeString:
    """Say each reason with its measure: hours, kilometres, a shared name, shared wording."""
    reasons = [_reason(reason, measure) for reason, measure in one.why]
    return format_html_join(" · ", "<bdi>{}</bdi>", ((reason,) for reason in reasons))


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
