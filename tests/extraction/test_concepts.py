"""What reports name leads to codes that a desk can file."""

from answerable.casework.codes.events import ProtectedObject
from answerable.extraction.told.concepts import FILED_AS, FILED_AS_WEAPON
from answerable.node.desk.dossier_codes import Weapon


def test_every_object_is_filed_under_a_code_that_exists() -> None:
    assert set(FILED_AS.values()) <= set(ProtectedObject)


def test_every_means_is_filed_under_a_code_that_exists() -> None:
    assert set(FILED_AS_WEAPON.values()) <= set(Weapon)
