"""Links by which a person comes in for the first time: shown once, used once, for three days."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from answerable.node.accounts import audit, sign_ins
from answerable.node.accounts.models import Invitation, User

LASTS = timedelta(days=3)


class NotValid(Exception):
    """The link was used, has ended, was replaced, or never was one."""


@transaction.atomic
def invite(user: User, *, by: User, at: datetime) -> str:
    """Return the secret of a new link; what the person signed in with before ends, as older links.

    A link stands in for a password and not for a second factor: who has one needs it still.
    """
    user.invitations.filter(used_at=None, ends_at__gt=at).update(used_at=at)
    user.set_unusable_password()
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    sign_ins.end_all(user)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user=user, digest=digest_of(token), made_by=by, made_at=at, ends_at=at + LASTS
    )
    audit.record(by, "person invited", "person", str(user.pk), at=at)
    return token


def find(token: str, at: datetime) -> Invitation:
    """Return the invitation of a link, or raise `NotValid`."""
    rows = Invitation.objects.select_related("user").filter(
        digest=digest_of(token), used_at=None, ends_at__gt=at, user__is_active=True
    )
    found = rows.first()
    if found is None:
        raise NotValid
    return found


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str, at: datetime) -> User:
    """Use the link up: set the name and the password that the person chose."""
    rows = Invitation.objects.filter(pk=invitation.pk, used_at=None, ends_at__gt=at)
    if not rows.update(used_at=at):
        raise NotValid
    user = invitation.user
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    audit.record(user, "invitation used", "person", str(user.pk), at=at)
    return user


def digest_of(token: str) -> str:
    """Return what is kept of a link."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
