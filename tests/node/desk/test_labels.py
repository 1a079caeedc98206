"""Every code has its words, and every refusal its sentence."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from answerable.casework import codes as shared
from answerable.node import desk
from answerable.node.desk import codes, dossier_codes, examining_codes, labels
from answerable.node.desk.wording import VOCABULARIES

SETS = [
    value
    for module in (shared, codes, dossier_codes, examining_codes)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
]
# Codes that no page of the desk shows, because the channel's pages or nobody does.
NOT_SHOWN: set[str] = set()


@pytest.mark.parametrize("codes_of", SETS, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_no_code_lacks_its_words(codes_of: type[StrEnum]) -> None:
    words = VOCABULARIES.get(labels.vocabulary_of(codes_of), {})

    assert {code.value for code in codes_of} - set(words) - NOT_SHOWN == set()


def test_no_refusal_lacks_its_sentence() -> None:
    folder = Path(desk.__file__).parent
    used: set[str] = set()
    for path in (*folder.glob("services/**/*.py"), folder / "projector.py"):
        text = path.read_text("utf-8")
        used |= set(re.findall(r'NotPossible\(\s*"(\w+)"', text))
        used |= set(re.findall(r'\.miss\([^,]+,\s*"(\w+)"\)', text))
        used |= set(re.findall(r'Problem\([^,]+, "(\w+)"\)', text))
        used |= set(re.findall(r'BadInput\(\{[^}]*?: "(\w+)"\}\)', text))

    assert len(used) > 30
    assert used - set(labels.PROBLEMS) == set()
