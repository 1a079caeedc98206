"""Say in one line why the node refused, and what to do: its codes are for programs."""

import shlex


def say(exc: Exception) -> str:
    """Return what a person reads; needs a started node."""
    from answerable.node.desk.labels import PROBLEMS
    from answerable.node.ledger import errors, wording

    code = str(exc)
    if isinstance(exc, errors.MayNotSign):
        why = str(wording.DOUBTS.get(code, code)).rstrip(".")
        return f"this node signs nothing in this channel for now ({why}): run answerable recover"
    if isinstance(exc, errors.PouchRefused) and exc.reason in wording.POUCHES:
        return f"the pouch is refused: {wording.POUCHES[exc.reason]} ({code})"
    if isinstance(exc, errors.NoSuchMessage):
        return "the channel holds no message with that leaf: its page shows the 64 hex digits"
    return str(PROBLEMS.get(code, code))


def is_leaf(text: str) -> bool:
    """Tell whether it is a whole leaf hash and not the beginning of one."""
    return len(text) == 64 and not text.lower().strip("0123456789abcdef")


def quoted(path: object) -> str:
    """Return a path as it can be typed into a shell."""
    return shlex.quote(str(path))
