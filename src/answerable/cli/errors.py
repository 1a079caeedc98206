"""How a command ends when it cannot do what was asked: one line, and an exit code."""


class CommandError(Exception):
    """A command ends with one line on stderr."""

    exit_code = 1


class Refused(CommandError):
    """The command understood and says no: something does not hold or is not possible now."""

    exit_code = 1


class Misused(CommandError):
    """The command was called or set up wrongly."""

    exit_code = 2
