"""The words for what the ledger writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "proposed": _("Channel proposed"),
    "opened": _("Channel on paper opened, or pouch opened"),
    "accepted": _("Channel accepted"),
    "established": _("Channel established"),
    "addressed": _("Address of a channel changed"),
    "began_epoch": _("Next log begun"),
    "followed_epoch": _("Next log of the other side followed"),
    "restored": _("Said that the database was put back"),
    "regained": _("Log brought back"),
    "sealed": _("Pouch sealed"),
    "dropped": _("Pouch dropped"),
    "refused": _("Pouch refused"),
    "witness added": _("Witness added"),
    "witness removed": _("Witness removed"),
    "key change asked": _("Change of a key asked for"),
    "key change confirmed": _("Change of a key confirmed"),
    "key change given up": _("Change of a key given up"),
    "key compared": _("Key compared by telephone"),
    "key replaced": _("Key replaced"),
    "key revoked": _("Key revoked"),
    "erasure asked": _("Erasure asked for"),
    "erasure given up": _("Erasure given up"),
    "erased": _("Text erased"),
    "kept": _("Text kept under a hold"),
    "not_found": _("Text was not there to erase"),
}
KINDS = {
    "channel": _("Channel"),
    "content": _("Text of a message"),
    "key": _("Key"),
    "pouch": _("Pouch"),
}
