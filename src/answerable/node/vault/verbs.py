"""The words for what the vault writes into the audit trail, readings included."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "vault founded": _("Vault founded"),
    "vault given up": _("Vault given up"),
    "vault key asked for": _("Key of the vault asked for"),
    "vault key given": _("Key of the vault given"),
    "vault key taken": _("Key of the vault taken"),
    "vault passphrase wrong": _("Wrong passphrase for the vault"),
    "vault passphrase changed": _("Passphrase of the vault changed"),
    "vault index made anew": _("Index of the vault made anew"),
    "source added": _("Source added"),
    "source changed": _("Source changed"),
    "source linked": _("Source linked to a report"),
    "source unlinked": _("Source unlinked from a report"),
    "source sealed": _("Identity of a source sealed"),
    "source revealed": _("Identity of a source read"),
    "source erased": _("Identity of a source erased"),
    "mail sealed": _("Original e-mail sealed"),
    "mail opened": _("Original e-mail opened"),
    "consent recorded": _("Consent recorded"),
    "notice given": _("Source told by a person"),
    "notice not possible": _("Notice to a source not possible"),
    "source question asked": _("Question to a source handed in"),
    "source question taken back": _("Question to a source taken back"),
    "source question answered": _("Question answered by a source"),
    "source question not possible": _("Question to a source not possible"),
    "consent withdrawn": _("Consent withdrawn"),
}
KINDS = {
    "vault": _("Vault"),
    "custodian": _("Custodian"),
    "source": _("Source"),
}
