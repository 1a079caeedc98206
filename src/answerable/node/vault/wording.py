"""Say in a sentence what the vault refuses."""

from __future__ import annotations

from django.utils.translation import gettext as _

from answerable.node.vault import errors


def refusal(error: errors.VaultError) -> str:
    """Return what was refused and what to do."""
    match error:
        case errors.WrongPassphrase():
            return _("This passphrase does not open your key. Nothing was changed.")
        case errors.TooManyTries():
            return _("Too many wrong passphrases. Wait a quarter of an hour, then try again.")
        case errors.NoVault():
            return _("The vault was not founded yet. A source custodian founds it.")
        case errors.NotAdmitted():
            return _("You have no key of the vault yet. Another custodian admits you.")
        case errors.Tampered():
            return _(
                "What is stored does not fit together: it was changed outside of this program, or "
                "a file of the folder of keys is missing. Tell the administrator."
            )
        case errors.NothingSealed():
            return _("No identity is kept of this source.")
        case errors.AlreadySealed():
            return _("This e-mail is in the vault already. Nothing was stored twice.")
        case errors.NotPossible(code=code):
            return _reasons().get(code, code)
        case _:
            return _("Your roles do not allow this.")


def _reasons() -> dict[str, str]:
    return {
        "vault_exists": _(
            "The vault exists and somebody else can open it. Ask for a key of your own instead."
        ),
        "nobody_could_admit": _(
            "Nobody else has a key of the vault who could admit you. A new key would lose the old."
        ),
        "last_custodian": _(
            "This is the last person who can open the vault. Admit another one first."
        ),
        "passphrase_too_short": _("A passphrase has at least 14 characters."),
        "changed_meanwhile": _("Somebody was quicker, or the key is another one. Look again."),
        "name_needed": _("Enter a name."),
        "reason_needed": _("Say why you need it."),
        "no_source_behind": _("No source is in the vault for this report."),
        "question_is_open": _("Its source is being asked something already."),
        "question_was_asked": _("The source was asked already. Nothing was changed."),
        "answer_needed": _("Write what may be known of the answer."),
        "consent_stands": _("This consent stands already."),
        "already_withdrawn": _("This consent was withdrawn already."),
        "not_yet": _("This time has not come yet."),
        "not_in_time": _("The withdrawal must lie between the consent and now."),
        "not_safe_to_contact": _(
            "The source has not agreed to be contacted, or it is not safe. Nothing was recorded."
        ),
    }
