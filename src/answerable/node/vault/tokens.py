"""Say that somebody saw a report: its page leads to the vault, which knows no reports."""

from django.core import signing

from answerable.node.accounts.models import User

_SALT = "answerable.vault.report"
_SECONDS = 12 * 3600


def for_report(receipt: str, user: User) -> str:
    """Return a token that only a page of this report makes, for this person."""
    return signing.dumps([receipt, user.pk], salt=_SALT)


def receipt_of(token: str, user: User) -> str:
    """Return the receipt number; raises `BadSignature` for another's, an old or a made-up token."""
    receipt, pk = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    if pk != user.pk:
        raise signing.BadSignature
    return str(receipt)
