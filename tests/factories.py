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
    username: str = "amal",
    *roles: Role,
    office: str = "embassy",
    password: str | None = None,
    second_factor: bool = True,
) -> User:
    """Make a person with the roles in the office; with a password only where a test signs in.

    The person counts as one who has a second factor, so that a test may sign them in as it likes.
    """
    user = User.objects.create_user(username, name=username.title(), password=password, at=NOW)
    user.has_second_factor = second_factor
    user.save(update_fields=["has_second_factor"])
    for role in roles:
        Membership.objects.create(user=user, office=make_office(office), role=role)
    return user


def on_a_page(user: User) -> User:
    """Return the person as a page has them: with their memberships at hand."""
    return User.objects.prefetch_related("memberships__office").get(pk=user.pk)


def code_of(secret: str, at: datetime, *, later: int = 0) -> str:
    """Return the code that an app shows for the secret, so many half-minutes later."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30 + later)))


def give_codes(user: User, secret: str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") -> str:
    """Give the person codes of an app as their second factor; return what they are made from."""
    from allauth.mfa.models import Authenticator

    from answerable.node.accounts import sealing

    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": sealing.seal(secret)}
    )
    user.has_second_factor = True
    user.save(update_fields=["has_second_factor"])
    return secret
