"""Open sessions: list them, end one, the others or all, and lock the one that nobody sits at."""

import ipaddress
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from answerable.node.accounts.models import SignIn, User

SEEN = "seen_at"
LOCKED = "locked_at"
# A page a minute is enough to know that somebody is there; each costs a write.
STAMP_EVERY = timedelta(seconds=60)
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@transaction.atomic
def begin(request: HttpRequest, *, at: datetime) -> None:
    """Put the session that was just opened on the person's list."""
    request.session.pop(LOCKED, None)
    stamp(request, at=at)


def stamp(request: HttpRequest, *, at: datetime) -> None:
    """Note that somebody is there; also for a session that a password change gave a new key."""
    session = request.session
    if session.session_key is None:
        session.save()
    session[SEEN] = at.timestamp()
    before = session.get("listed_as")
    if before and before != session.session_key:
        SignIn.objects.filter(key=before).delete()
    session["listed_as"] = session.session_key
    now = {
        "user": request.user,
        "device": device_of(request.headers.get("User-Agent", "")),
        "network": network_of(request.META.get("REMOTE_ADDR", "")),
        "last_seen": at,
    }
    SignIn.objects.update_or_create(
        key=session.session_key, defaults=now, create_defaults={**now, "since": at}
    )


def seen_at(request: HttpRequest) -> datetime | None:
    """Return when somebody was last there."""
    stamped = request.session.get(SEEN)
    if isinstance(stamped, int | float):
        return datetime.fromtimestamp(stamped, UTC)
    return getattr(request.user, "last_login", None)


def is_idle(request: HttpRequest, at: datetime) -> bool:
    """Tell whether nobody has been there for so long that it may be somebody else now."""
    seen = seen_at(request)
    return seen is not None and at - seen > timedelta(seconds=settings.IDLE_LOCK_SECONDS)


def lock(request: HttpRequest, *, at: datetime) -> None:
    """Lock the session until its owner shows again who they are."""
    request.session[LOCKED] = at.timestamp()


def is_locked(request: HttpRequest) -> bool:
    """Tell whether the session is locked and its owner has not shown themselves since."""
    locked = request.session.get(LOCKED)
    if locked is None:
        return False
    records = request.session.get("account_authentication_methods") or []
    shown = [one["at"] for one in records if one.get("reauthenticated")]
    return not shown or max(shown) < locked


def unlock(request: HttpRequest) -> None:
    """Forget that the session was locked."""
    request.session.pop(LOCKED, None)


@transaction.atomic
def end(sign_in: SignIn) -> None:
    """End one session."""
    Session.objects.filter(session_key=sign_in.key).delete()
    sign_in.delete()


@transaction.atomic
def end_all(user: User) -> None:
    """End every session of a person, also those that stand on no list."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    keys = list(user.sign_ins.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    user.sign_ins.all().delete()


def end_others(request: HttpRequest, *, at: datetime) -> None:
    """End every session of a person but the one in use."""
    user = request.user
    if not isinstance(user, User):
        return
    end_all(user)
    # This also gives the session in use a new key and the new epoch.
    update_session_auth_hash(request, user)
    stamp(request, at=at)


def device_of(agent: str) -> str:
    """Return a browser and a system in a word each: enough to know one's own."""
    browser = next((word for mark, word in BROWSERS if mark in agent), "")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return " · ".join(word for word in (browser, system) if word)


def network_of(address: str) -> str:
    """Return the address without its end, which would tell one household from the next."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.is_loopback:
        return str(found)
    kept = 16 if found.version == 4 else 32
    return str(ipaddress.ip_network((found, kept), strict=False))
