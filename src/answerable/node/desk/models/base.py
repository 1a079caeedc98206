"""What the desk's tables have in common: who may see rows, and closed sets held by the database."""

from answerable.node.accounts.roles import CASE_ROLES
from answerable.node.desk.models.closed import closed_set, codes_of, filled, stated_range
from answerable.node.desk.models.compartments import WithCompartment
from answerable.node.desk.models.visibility import (
    MATERIAL,
    NOBODYS,
    RECORD,
    WORK,
    CaseManager,
    CaseQuerySet,
)

__all__ = [
    "CASE_ROLES",
    "MATERIAL",
    "NOBODYS",
    "RECORD",
    "WORK",
    "CaseManager",
    "CaseQuerySet",
    "WithCompartment",
    "closed_set",
    "codes_of",
    "filled",
    "stated_range",
]
