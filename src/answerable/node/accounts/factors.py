"""Second factors: take a code once only, note what changed, begin anew after a loss."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction
from django.utils.crypto import constant_time_compare

from answerable.node.accounts import audit, sealing, services
from answerable.node.accounts.models import User

PERIOD = 30
# A telephone's clock may be half a minute off either way.
STEPS_OFF = (0, -1, 1)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the half-minute whose code this is, or None."""
    now = int(at.timestamp()) // PERIOD
    typed = "".join(code.split())
    for off in STEPS_OFF:
        if constant_time_compare(format_hotp_value(hotp_value(secret, now + off)), typed):
            return now + off
    return None


@transaction.atomic
def take_code(user: User, code: str, at: datetime) -> Authenticator | None:
    """Return the factor that this code is of, and use the code up; None when it opens nothing.

    The last half-minute that was used stands in the row itself, which is locked meanwhile: no
    second process, and no loss of the cache, lets a code in again.
    """
    rows = Authenticator.objects.select_for_update().filter(user=user)
    totp = rows.filter(type=Authenticator.Type.TOTP).first()
    if totp is not None:
        try:
            step = step_of(sealing.unseal(totp.data["secret"]), code, at)
        except (
            sealing.NotSealed
        ):  # the node's secret file was replaced: a recovery code cannot help
            step = None
        if step is not None:
            if step <= totp.data.get("last_step", 0):
                return None
            totp.data["last_step"] = step
            totp.save(update_fields=["data"])
            return totp
    spare = rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    try:
        if spare is not None and spare.wrap().validate_code(code):
            audit.record(user, "recovery code used", "person", str(user.pk), at=at)
            return spare
    except sealing.NotSealed:
        return None
    return None


@transaction.atomic
def note(user: User, verb: str, kind: str, *, at: datetime, step: int | None = None) -> None:
    """Put what a person changed on record, and remember whether they have a factor now.

    `step` is the half-minute of the code that switched codes on; it opens nothing after that.
    """
    mine = Authenticator.objects.filter(user=user)
    if step is not None:
        totp = mine.get(type=Authenticator.Type.TOTP)
        totp.data["last_step"] = step
        totp.save(update_fields=["data"])
    remaining = mine.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    user.has_second_factor = remaining
    user.save(update_fields=["has_second_factor"])
    audit.record(user, verb, "person", str(user.pk), at=at, details={"kind": kind})


@transaction.atomic
def reset(user: User, *, by: User, at: datetime) -> str:
    """Take every factor from a person who lost theirs; sessions end, a one-time password begins.

    The old password ends too: who has only stolen that must not set up a factor of their own.
    """
    Authenticator.objects.filter(user=user).delete()
    user.has_second_factor = False
    user.save(update_fields=["has_second_factor"])
    audit.record(by, "second factor reset", "person", str(user.pk), at=at)
    return services.reset_password(user, by=by, at=at)
