"""Open and close a partner's feed, make and revoke its tokens, and tell whose token came."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.roles import has_role
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.services.reports import tidy_line
from answerable.node.intake.models import DataSet, Feed, FeedToken

LONGEST_DAYS: Final = 730
USUAL_DAYS: Final = 365
# So often the time of the last use is written anew.
_NOTED_EVERY: Final = timedelta(minutes=1)
_TOKEN: Final = re.compile(r"ansf_([0-9a-f]{10})_[A-Za-z0-9_-]{43}")


class NotAdmitted(Exception):
    """No token, one that is not known, revoked or expired, or one of a feed that is closed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A token as it is shown once, and its row."""

    token: FeedToken
    secret: str


@transaction.atomic
def open_feed(*, name: str, office: Office, by: User, at: datetime) -> Feed:
    """Let a partner's program write into the inbox of an office, once it has a token."""
    require_keeper(by, office)
    tidy = tidy_line(name)[:200]
    if not tidy:
        raise BadInput({"name": "required"})
    if Feed.objects.filter(name=tidy).exists() or DataSet.objects.filter(name=tidy).exists():
        raise BadInput({"name": "name_taken"})
    rows = DataSet.objects.create(name=tidy, publisher=tidy, opened_by=by, opened_at=at)
    feed = Feed.objects.create(name=tidy, office=office, data_set=rows, opened_by=by, opened_at=at)
    details = {"office": office.code}
    audit.record(by, "feed opened", "feed", str(feed.pk), at=at, details=details)
    return feed


@transaction.atomic
def close(feed: Feed, *, by: User, at: datetime) -> None:
    """Take nothing more from a partner; its tokens count no longer, what it sent stays."""
    require_keeper(by, feed.office)
    if not Feed.objects.filter(pk=feed.pk, closed_at=None).update(closed_at=at, closed_by=by):
        raise ChangedMeanwhile(str(feed.pk))
    feed.tokens.filter(revoked_at=None).update(revoked_at=at, revoked_by=by)
    audit.record(by, "feed closed", "feed", str(feed.pk), at=at)


@transaction.atomic
def make_token(feed: Feed, *, days: int = USUAL_DAYS, by: User, at: datetime) -> Made:
    """Make a token for a partner's program. Only its hash is kept: show it once, now.

    Those made before count until they expire or are revoked, so that a partner can change over.
    """
    require_keeper(by, feed.office)
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput({"days": "out_of_range"})
    if not Feed.objects.select_for_update().filter(pk=feed.pk, closed_at=None).exists():
        raise NotPossible("feed_closed")
    prefix = secrets.token_hex(5)
    secret = f"ansf_{prefix}_{secrets.token_urlsafe(32)}"
    token = FeedToken.objects.create(
        feed=feed,
        prefix=prefix,
        digest=_digest(secret),
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    details = {"token": token.pk, "days": days}
    audit.record(by, "feed token made", "feed", str(feed.pk), at=at, details=details)
    return Made(token, secret)


@transaction.atomic
def revoke(token: FeedToken, *, by: User, at: datetime) -> None:
    """Let a token count no longer, from this moment on."""
    require_keeper(by, token.feed.office)
    rows = FeedToken.objects.filter(pk=token.pk, revoked_at=None)
    if not rows.update(revoked_at=at, revoked_by=by):
        raise ChangedMeanwhile(str(token.pk))
    details = {"token": token.pk}
    audit.record(by, "feed token revoked", "feed", str(token.feed_id), at=at, details=details)


def admit(given: str, *, at: datetime) -> FeedToken:
    """Return the token that a request brought, or raise `NotAdmitted`, for whatever reason.

    Found by its open beginning; the whole is compared by hash in constant time.
    """
    found = _TOKEN.fullmatch(given)
    row = (
        FeedToken.objects.select_related("feed").filter(prefix=found[1]).first() if found else None
    )
    fits = hmac.compare_digest(_digest(given), row.digest if row else _digest(""))
    if row is None or not fits or row.revoked_at is not None or row.expires_at <= at:
        raise NotAdmitted
    if row.feed.closed_at is not None:
        raise NotAdmitted
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - _NOTED_EVERY)
    if row.last_used_at is None or row.last_used_at < at - _NOTED_EVERY:
        FeedToken.objects.filter(stale, pk=row.pk).update(last_used_at=at)
    return row


def keeps(user: User, office: Office) -> bool:
    """Tell whether the person looks after the feeds of an office."""
    return has_role(user, Role.ADMINISTRATOR) or has_role(user, Role.INTAKE, office)


def require_keeper(user: User, office: Office) -> None:
    """Raise `NotPermitted` unless the person looks after the feeds of the office."""
    if not keeps(user, office):
        raise NotPermitted("feed")


def offices_kept(user: User) -> list[Office]:
    """Return the offices whose feeds the person looks after."""
    offices = Office.objects.all() if user.is_active else Office.objects.none()
    return [one for one in offices if keeps(user, one)]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
