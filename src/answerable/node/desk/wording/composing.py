"""The words for codes of composing and following up, which only this node's people read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

CHAIN_ROLE: Words = {
    "clearer": _("Clearer"),
    "legal": _("Legal adviser"),
}
