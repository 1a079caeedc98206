"""What the base page needs to know on every request."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from answerable.node.ui import nav, notices
from answerable.node.ui.views import THEMES


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the base page: theme, direction, languages, navigation."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    # A locked session tells nobody who happens to sit there what waits.
    is_open = signed_in and not request.session.get("locked_at")
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    if theme not in THEMES:
        theme = user.theme if user is not None and signed_in else "auto"
    return {
        "node_name": settings.NODE.node_name,
        "node_is_demo": settings.NODE.demo,
        "node_time_zone": settings.TIME_ZONE,
        "theme": theme,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "page_language": get_language() or settings.LANGUAGE_CODE,
        "language_names": LANGUAGE_NAMES,
        "single_keys": user.single_keys if user is not None and signed_in else True,
        "nav_entries": nav.shown(request) if is_open else [],
        "notices": notices.shown(request) if is_open else [],
    }


# Each language under its own name: who cannot read the page's language must find theirs.
LANGUAGE_NAMES = (
    ("en", "English"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("he", "עברית"),
)
