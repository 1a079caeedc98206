"""What the vault refuses, one class per thing a caller may want to tell apart."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class VaultError(Exception):
    """Something that the vault refuses; nothing was changed."""


class NotPermitted(VaultError, PermissionDenied):
    """The person's roles do not allow the deed."""


class WrongPassphrase(VaultError):
    """The passphrase does not open this custodian's key."""


class TooManyTries(VaultError):
    """Too many wrong passphrases in a row: the custodian waits."""


class NoVault(VaultError):
    """Nobody has founded the vault yet, so nothing can be sealed."""


class NotAdmitted(VaultError):
    """The person has no key of the vault, or another custodian has not admitted it yet."""


class Tampered(VaultError):
    """What is stored does not fit together: somebody changed or swapped rows."""


class NothingSealed(VaultError):
    """No identity is kept of this source, or it was erased."""


class AlreadySealed(VaultError):
    """The same e-mail lies in the vault. `receipt` is the report that was made of it."""

    def __init__(self, receipt: str) -> None:
        super().__init__(receipt)
        self.receipt = receipt


class NotPossible(VaultError):
    """The rules do not allow the deed now. `code` says why and has a label in `wording`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
