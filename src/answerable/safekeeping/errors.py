"""What can go wrong with kept files, one class per thing a caller may want to tell apart."""


class SafekeepingError(Exception):
    """The base of what this library refuses."""


class WrongPassphrase(SafekeepingError):
    """The passphrase does not open the file."""


class NoPassphrase(SafekeepingError):
    """A file that a passphrase or an identity opens, and neither was given; or the wrong kind."""


class TooCostly(SafekeepingError):
    """A file that asks for more memory to open it than any file of ours does."""


class DamagedSeal(SafekeepingError):
    """A sealed file that is not whole, or that somebody changed."""


class DamagedArchive(SafekeepingError):
    """An archive that is not whole, is not in the one accepted form, or is none."""


class NewerArchive(SafekeepingError):
    """An archive of a later version of this format."""


class BadName(SafekeepingError):
    """A file whose name cannot stand in an archive."""
