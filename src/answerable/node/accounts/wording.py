"""The words for what stands in the audit trail: verbs and kinds of things, told by every app.

The trail keeps plain English codes, so that its digests do not change with a translation. A verb
may end in a code after a colon ("sent: raise"); only what stands before it has words.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, "str | Promise"]

VERBS: dict[str, str | Promise] = {
    "person added": _("Person added"),
    "password reset": _("Password reset"),
    "access ended": _("Access ended"),
    "access restored": _("Access restored"),
    "person invited": _("Person invited by a link"),
    "invitation used": _("Invitation used"),
    "sessions ended": _("Sessions ended"),
    "second factor added": _("Second factor added"),
    "second factor removed": _("Second factor removed"),
    "second factor reset": _("Second factor reset by an administrator"),
    "recovery codes made": _("Recovery codes made"),
    "recovery code used": _("Recovery code used"),
    "office added": _("Office added"),
    "office moved": _("Office moved"),
    "office renamed": _("Office renamed"),
    "role given": _("Role given"),
    "role taken": _("Role taken"),
    "role asked for": _("Role asked for"),
    "role confirmed": _("Role confirmed by a second person"),
    "role refused": _("Role refused"),
    "role given without a second person": _("Role given without a second person"),
    "trail exported": _("Audit trail exported"),
}
KINDS: dict[str, str | Promise] = {
    "person": _("Person"),
    "office": _("Office"),
    "trail": _("Audit trail"),
}


def register(verbs: Words, kinds: Words) -> None:
    """Add the words of an app; called once, when the app is ready."""
    VERBS.update(verbs)
    KINDS.update(kinds)


def verb(code: str) -> str:
    """Return the words for a verb; one that nobody has words for is shown as it stands."""
    if code in VERBS:
        return str(VERBS[code])
    before, colon, after = code.partition(": ")
    if not colon:
        return code
    return f"{VERBS.get(before, before)}: {after.replace('_', ' ')}"


def kind(code: str) -> str:
    """Return the words for a kind of thing."""
    return str(KINDS.get(code, code))
