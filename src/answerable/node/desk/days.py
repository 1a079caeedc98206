"""Which day it is where the node stands: forms begin with it, services compare with it.

A day of UTC would be another one for some hours of each night, and refuse what a form proposed.
"""

from datetime import date, datetime

from django.utils import timezone


def day_of(at: datetime) -> date:
    """Return the day that calendars at the node show at an instant."""
    return timezone.localdate(at)
