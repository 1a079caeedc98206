"""What partners' programs ask, on the channel listener: send reports, see how a delivery stands."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.datasets.sent import MOST_BYTES
from answerable.node.desk.readers import TooBusy
from answerable.node.desk.uploads import BoundedUpload, InMemoryUpload
from answerable.node.intake import feed_answers, feed_openapi
from answerable.node.intake.models import Delivery, FeedToken
from answerable.node.intake.services import feeds
from answerable.node.intake.services.documents import LIMITS
from answerable.node.intake.services.feeds.allowance import Allowance
from answerable.node.ui import slow_bodies
from answerable.node.ui.turns import TooManyOfAll, TooManyOfOne, Turns

JSON, LINES, FORM = "application/json", "application/x-ndjson", "multipart/form-data"
# Quoted, as a structured field says, or as most programs write it.
_KEY: Final = re.compile(r'"([!#-\[\]-~]{8,128})"|([A-Za-z0-9._:/+=-]{8,128})')
_NAME: Final = re.compile(r"[0-9a-f]{32}")
ALLOWANCE = Allowance()
# The channel listener has four threads: one is left for the other party, whatever partners send.
TURNS = Turns(of_one=2, of_all=3)

log = logging.getLogger(__name__)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
TokenView = Callable[Concatenate[HttpRequest, FeedToken, P], HttpResponse]


class _Refused(Exception):
    """What is wrong with a request before anything of it is kept."""

    def __init__(self, status: int, code: str, detail: str, *, wait: int = 0) -> None:
        super().__init__(code)
        self.problem = feed_answers.problem(status, code, detail)
        self.fields = {"Retry_After": str(wait)} if wait else {}


def for_partners(method: str) -> Callable[[TokenView[P]], View[P]]:
    """Give a view the token that the request brings, or refuse before a body is read."""

    def decorate(view: TokenView[P]) -> View[P]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            allowed: dict[str, str] = {}
            try:
                token = _admitted(request)
                left = ALLOWANCE.take(token.prefix, time.monotonic())
                allowed = left.fields()
                if not left.admitted:
                    raise _Refused(429, "too_often", "Wait as long as Retry-After says.")
                if request.method != method:
                    raise _Refused(405, "method", f"Use {method} here.")
                answer = view(request, token, *args, **kwargs)
            except _Refused as refusal:
                answer = feed_answers.respond(
                    refusal.problem, refusal.problem.status, **refusal.fields
                )
                if answer.status_code == 401:
                    answer.headers["WWW-Authenticate"] = 'Bearer realm="answerable"'
                if answer.status_code == 405:
                    answer.headers["Allow"] = method
            for name, value in allowed.items():
                answer.headers[name] = value
            return answer

        return guarded

    return decorate


@for_partners("POST")
def reports(request: HttpRequest, token: FeedToken) -> HttpResponse:
    """Take reports in: one, a list, one a line, or one with a document."""
    with _turn(request, token):
        return _received(request, token)


def _received(request: HttpRequest, token: FeedToken) -> HttpResponse:
    asked = _asked(request, token)
    try:
        delivery = feeds.deliver(asked, at=timezone.now())
    except feeds.KeyUsedOtherwise as error:
        said = "This key came before with another body. Use a new key for each new delivery."
        raise _Refused(422, "key_used", said) from error
    except feeds.NotAdmitted as error:
        raise _not_admitted() from error
    except TooBusy as error:
        raise _too_busy(60) from error
    except ReaderDidNotStart as error:
        log.exception("reader did not start")
        said = "The reader does not start here. Nothing was kept; tell the office."
        raise _Refused(503, "too_busy", said) from error
    where = f"/api/v1/deliveries/{delivery.name}"
    if delivery.file_id is None:
        refused = feed_answers.problem_of(delivery)
        return feed_answers.respond(refused, refused.status, Location=where)
    return feed_answers.respond(feed_answers.receipt_of(delivery), 201, Location=where)


@for_partners("GET")
def delivery(request: HttpRequest, token: FeedToken, name: str) -> HttpResponse:
    """Say how one of the partner's own deliveries stands; of others there is none."""
    del request
    rows = Delivery.objects.filter(feed=token.feed_id)
    found = rows.filter(name=name).first() if _NAME.fullmatch(name) else None
    if found is None:
        raise _Refused(404, "not_found", "Look at the Location of the answer to your delivery.")
    return feed_answers.respond(feed_answers.receipt_of(found), 200)


@csrf_exempt
@login_not_required
def openapi(request: HttpRequest) -> HttpResponse:
    """Hand out the description of all this, to anybody: it says nothing about this node."""
    if request.method not in ("GET", "HEAD"):
        wrong = feed_answers.problem(405, "method", "Use GET here.")
        return feed_answers.respond(wrong, 405, Allow="GET")
    return HttpResponse(feed_openapi.as_json(), content_type="application/json")


@contextmanager
def _turn(request: HttpRequest, token: FeedToken) -> Iterator[None]:
    """Hold one of the partner's turns, from before the body is read until nothing waits for it."""
    feed = token.feed_id
    try:
        TURNS.take(feed)
    except TooManyOfOne as error:
        said = "Send one after the other: wait for the answer, then send the next."
        raise _Refused(429, "too_many_at_once", said, wait=1) from error
    except TooManyOfAll as error:
        raise _too_busy(5) from error
    try:
        yield
    finally:
        slow_bodies.when_let_go(request.META, lambda: TURNS.give_back(feed))


def _too_busy(wait: int) -> _Refused:
    said = "Nothing was kept. Send it again, with the same key."
    return _Refused(503, "too_busy", said, wait=wait)


def _admitted(request: HttpRequest) -> FeedToken:
    scheme, _blank, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or len(given) > 200:
        raise _not_admitted()
    try:
        return feeds.admit(given.strip(), at=timezone.now())
    except feeds.NotAdmitted as error:
        raise _not_admitted() from error


def _not_admitted() -> _Refused:
    said = "Send 'Authorization: Bearer' with a token that counts; the office gives you one."
    return _Refused(401, "not_admitted", said)


def _asked(request: HttpRequest, token: FeedToken) -> feeds.Asked:
    """Read a request, bounded before anything of its body is."""
    found = _KEY.fullmatch(request.headers.get("Idempotency-Key", ""))
    if found is None:
        said = "Send an Idempotency-Key of 8 to 128 characters, another one for each delivery."
        raise _Refused(400, "bad_key", said)
    key = found[1] or found[2]
    media = request.content_type
    if media not in (JSON, LINES, FORM):
        raise _Refused(415, "unsupported", f"Send {JSON}, {LINES} or {FORM}.")
    if (request.content_params or {}).get("charset", "utf-8").casefold() not in ("utf-8", "utf8"):
        raise _Refused(415, "unsupported", "Send UTF-8.")
    _check_length(request, settings.LARGEST_REQUEST if media == FORM else MOST_BYTES)
    try:
        if media == FORM:
            return _of_form(request, token, key)
        return feeds.Asked(token, key, request.body, one_a_line=media == LINES)
    except (RequestDataTooBig, TooManyFilesSent) as error:
        raise _Refused(413, "too_large", "Send less at once.") from error
    except (MultiPartParserError, SuspiciousOperation, OSError) as error:
        if slow_bodies.is_late(request.META):
            raise _too_slow() from error
        raise _Refused(400, "bad_request", "The body cannot be taken apart.") from error


def _too_slow() -> _Refused:
    said = f"The body must be here within {slow_bodies.SECONDS:.0f} seconds."
    return _Refused(408, "too_slow", said)


def _check_length(request: HttpRequest, most: int) -> None:
    announced = request.META.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in request.META or not announced.isdecimal():
        raise _Refused(411, "length_required", "Send a Content-Length, and the body in one piece.")
    if not announced.isascii() or len(announced) > 12 or int(announced) > most:
        raise _Refused(413, "too_large", f"Send at most {most:,} bytes at once in this form.")


def _of_form(request: HttpRequest, token: FeedToken, key: str) -> feeds.Asked:
    bound = BoundedUpload(request, LIMITS.max_bytes)
    # In memory alone: what is refused may name somebody, and must not lie on a disk meanwhile.
    request.upload_handlers = [bound, InMemoryUpload(request)]
    sent, files = request.POST, request.FILES
    if bound.too_large:
        raise _Refused(413, "too_large", "A document may have 20 MB at most.")
    names = [*sent.keys(), *files.keys()]
    one_each = all(len(part.getlist(name)) == 1 for part in (sent, files) for name in part)
    if sorted(names) != ["document", "report"] or "document" not in files or not one_each:
        said = "Send two parts: report, the JSON of one report, and document, a file."
        raise _Refused(400, "bad_request", said)
    document, report = files["document"], files.get("report")
    if not isinstance(document, UploadedFile):
        raise _Refused(400, "bad_request", "The document is no file.")
    if isinstance(report, UploadedFile):
        data = report.read(MOST_BYTES + 1)
    else:
        data = str(sent["report"]).encode()
    return feeds.Asked(
        token,
        key,
        data,
        document=document.read(),
        file_name=(document.name or "")[:200],
        media=(document.content_type or "")[:100],
    )
