"""Say a code in words. The codes are closed sets; a peer's unknown code is shown as it came.

A vocabulary is named as its class, in small letters: `word("event_kind", "attack")`.
"""

from collections.abc import Iterable
from types import ModuleType

from django.utils.functional import Promise

from answerable.node.desk.wording import (
    case,
    composing,
    dossier,
    erasure,
    examining,
    exhibits,
    ours,
    register,
    reply,
    rows,
    talk,
    triage,
)

VOCABULARIES: dict[str, case.Words] = {}


def _collect(modules: Iterable[ModuleType]) -> None:
    for module in modules:
        for name, words in vars(module).items():
            if name.isupper() and isinstance(words, dict):
                VOCABULARIES[name.lower()] = words


_collect(
    (
        case, talk, reply, ours, rows, dossier, erasure, examining, composing, exhibits, triage,
        register,
    )
)  # fmt: skip


def word(vocabulary: str, code: object) -> str | Promise:
    """Return the words for a code; a code that is not known here is returned as it is."""
    text = str(code or "")
    return VOCABULARIES.get(vocabulary, {}).get(text, text.replace("_", " "))


def choices(vocabulary: str) -> list[tuple[str, str | Promise]]:
    """Return the codes with their words, in the order of their scale, for a form."""
    return list(VOCABULARIES[vocabulary].items())
