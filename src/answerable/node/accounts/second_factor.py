"""Who must prove themselves twice, and who has not set that up yet."""

from answerable.node.accounts import roles
from answerable.node.accounts.models import Role, User

# Whoever lets a text leave or speaks for the party, learns who a source is, reads the trail, or
# gives others their roles. The rest may, and are asked for it once they have set it up.
GUARDED = frozenset(
    {
        Role.OFFICER,
        Role.CLEARER,
        Role.LIAISON,
        Role.INVESTIGATOR,
        Role.LEGAL,
        Role.CUSTODIAN,
        Role.PRINCIPAL,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)


def is_required(user: User) -> bool:
    """Tell whether one of the person's roles takes a second factor."""
    return not GUARDED.isdisjoint(roles.roles_of(user))


def is_missing(user: User) -> bool:
    """Tell whether the person needs a second factor and has none."""
    return not user.has_second_factor and is_required(user)
