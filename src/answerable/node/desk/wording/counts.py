"""Say a count in words: a range stays a range, and unknown is not zero."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def number(value: int) -> str:
    """Return a whole number as the page's language groups it."""
    return str(number_format(value, force_grouping=True))


def count(low: int | None, high: int | None, qualifier: str = "") -> str:
    """Return a count as its owner put it."""
    if low is None and high is None:
        return _("unknown")
    if low is None:
        return _("up to %(high)s") % {"high": number(high or 0)}
    if qualifier == "about":
        if high is None or high == low:
            return _("about %(low)s") % {"low": number(low)}
        return _("about %(low)s to %(high)s") % {"low": number(low), "high": number(high)}
    if high is None:
        return _("at least %(low)s") % {"low": number(low)}
    if high == low:
        return number(low)
    return _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}


def lasting(span: timedelta) -> str:
    """Return a span of time in its one or two largest units."""
    minutes = max(int(span.total_seconds()), 0) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days >= 3 or (days and not hours):
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}
    if days or hours:
        total = days * 24 + hours
        return ngettext("%(n)s hour", "%(n)s hours", total) % {"n": number(total)}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": number(minutes)}
