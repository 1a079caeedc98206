"""Decide whether a request on the channel listener comes from a party of a channel.

Whoever is not let in learns nothing: every refusal, for whatever reason, is the same answer.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from answerable.node.ledger import peer_keys, request_signatures
from answerable.node.ledger.errors import BadRequestSignature
from answerable.node.ledger.models import Channel, UsedNonce
from answerable.node.ledger.refusals import TALLY
from answerable.node.ui.errors import plain_not_found

_SIGNED_FIELDS: Final = ("Signature-Input", "Signature", "Content-Digest")
_LIVE: Final = (Channel.State.ESTABLISHED, Channel.State.FROZEN)

P = ParamSpec("P")
PeerView = Callable[Concatenate[HttpRequest, tuple[Channel, ...], P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Buckets:
    """Let each key ask so often and no oftener: `rate` a second, `burst` at once."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._levels: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str, now: float) -> bool:
        """Take one token; tell whether there was one. `now` in seconds of any steady clock."""
        with self._lock:
            level, since = self._levels.get(key, (self._burst, now))
            level = min(self._burst, level + max(now - since, 0) * self._rate)
            self._levels[key] = (level - 1 if level >= 1 else level, now)
            return level >= 1


_READS = Buckets(rate=100, burst=400)


def refuse(request: HttpRequest) -> HttpResponse:
    """Answer everybody who is not let in, and everything that is not there, in one way."""
    return plain_not_found(request, Http404())


def for_parties(*methods: str) -> Callable[[PeerView[P]], View[P]]:
    """Give a view the channels that the signed request's key is a party of, or refuse."""

    def decorate(view: PeerView[P]) -> View[P]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return refuse(request)
            try:
                channels = admit(request, at=timezone.now())
            except BadRequestSignature as exc:
                TALLY.note(exc.reason, at=timezone.now(), now=time.monotonic())
                return refuse(request)
            if not _READS.take(channels[0].peer_keyid, timezone.now().timestamp()):
                return HttpResponse(status=429)
            answer = view(request, channels, *args, **kwargs)
            if answer.status_code == 200:
                answer.headers.setdefault("Cache-Control", "no-store")
            return answer

        return guarded

    return decorate


def admit(request: HttpRequest, *, at: datetime) -> tuple[Channel, ...]:
    """Return the channels of the key that signed this request, and use up its nonce.

    Raises BadRequestSignature. A nonce counts as used only after the signature held, so that a
    stranger can neither fill the table nor spend a nonce of the peer.
    """
    _check_no_body(request)
    if request.META.get("QUERY_STRING"):
        raise BadRequestSignature("a query")
    fields = {name: request.headers.get(name, "") for name in _SIGNED_FIELDS}
    claim = request_signatures.read(request.method or "", request.path, b"", fields)
    is_theirs = Q(peer_keyid=claim.keyid) | Q(peer_keyid_before=claim.keyid)
    channels = tuple(Channel.objects.filter(is_theirs, state__in=_LIVE))
    if not channels:
        raise BadRequestSignature("a stranger", "stranger")
    public = peer_keys.public_of(channels[0], claim.keyid)
    if public is None:
        raise BadRequestSignature("a key that counts no more", "stranger")
    request_signatures.check(claim, public, now=int(at.timestamp()))
    try:
        with transaction.atomic():
            UsedNonce.objects.create(key_id=claim.keyid, nonce=claim.nonce, at=at)
    except IntegrityError as exc:
        raise BadRequestSignature("replayed", "repeated") from exc
    peer_keys.has_shown(channels, claim.keyid)
    return channels


def forget_nonces(*, at: datetime) -> int:
    """Drop the nonces whose window has passed on any clock that we accept; return how many."""
    # Twice the window: a request made ahead of our clock stays acceptable that much longer.
    old = at - timedelta(seconds=2 * request_signatures.WINDOW + 5)
    count, _ = UsedNonce.objects.filter(at__lt=old).delete()
    return count


def _check_no_body(request: HttpRequest) -> None:
    """Refuse a request that says it has a body, unread.

    None of the channel's has one, and to wait for one would let a stranger hold every thread.
    """
    if request.META.get("CONTENT_LENGTH") not in (None, "", "0"):
        raise BadRequestSignature("a body")
    if "HTTP_TRANSFER_ENCODING" in request.META:
        raise BadRequestSignature("a body")
