"""Make people and things for tests; a test says only what it is about."""

from datetime import UTC, datetime

from answerable.node.accounts.models import Membership, Office, Role, User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def make_office(code: str = "embassy", *, parent: Office | None = None) -> Office:
    """Make an office, or return the one with this code."""
    office, _ = Office.objects.get_or_create(
        code=code, defaults={"name": code.title(), "parent": parent}
    )
    return office


def make_user(
    username: str = "amal", *roles: Role, office: str = "embassy", password: str | None = None
) -> User:
    """Make a person with the roles in the office; with a password only where a test signs in."""
    user = User.objects.create_user(username, name=username.title(), password=password, at=NOW)
    for role in roles:
        Membership.objects.create(user=user, office=make_office(office), role=role)
    return user


def on_a_page(user: User) -> User:
    """Return the person as a page has them: with their memberships at hand."""
    return User.objects.prefetch_related("memberships__office").get(pk=user.pk)
