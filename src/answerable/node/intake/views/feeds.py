"""Pages of partners' feeds, for administrators and the intake of an office. They show no case."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from answerable.node.desk.errors import NotPermitted
from answerable.node.desk.views.doing import DeskRequest, attempted, form_page, posted, sent
from answerable.node.intake.forms.feeds import FeedForm, TokenForm
from answerable.node.intake.models import DataSet, Delivery, Feed, FeedToken
from answerable.node.intake.services import feeds as services
from answerable.node.intake.services.feeds.partners import offices_kept

ON_A_PAGE = 30


@require_http_methods(["GET", "POST"])
def feeds(request: DeskRequest) -> HttpResponse:
    """List the partners whose programs send reports; open one more."""
    offices = offices_kept(request.user)
    if not offices:
        raise NotPermitted("feed")
    form = FeedForm(sent(request), offices=offices)
    return form_page(
        request,
        form,
        lambda: services.open_feed(**form.cleaned_data, by=request.user, at=timezone.now()),
        to=lambda made: reverse("intake:feed", args=[made.pk]),
        said=_("The way in is open. Make a token for the partner's program."),
        template="intake/feeds.html",
        feeds=Feed.objects.visible_to(request.user).select_related("office"),
    )


@require_http_methods(["GET", "POST"])
def feed(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a partner's tokens and what came; make a token and show it, once."""
    found = _feed(request, pk)
    form = TokenForm(sent(request))
    made = None
    if request.method == "POST" and form.is_valid():
        _done, made = attempted(
            form,
            lambda: services.make_token(
                found, days=form.cleaned_data["days"], by=request.user, at=timezone.now()
            ),
        )
    rows = Delivery.objects.filter(feed=found).select_related("file")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "feed": found,
        "form": form,
        "made": made,
        "tokens": found.tokens.select_related("made_by", "revoked_by")[:ON_A_PAGE],
        "now": timezone.now(),
        "page": page,
        "address": f"{settings.NODE.channel_url}/api/v1/reports",
        "sees_rows": DataSet.objects.visible_to(request.user).filter(feed=found).exists(),
    }
    return render(request, "intake/feed.html", context)


@require_GET
def guide(request: DeskRequest) -> HttpResponse:
    """Hand out the description of the form that partners' programs keep to."""
    from answerable.node.intake import feed_openapi

    if not offices_kept(request.user):
        raise NotPermitted("feed")
    return HttpResponse(feed_openapi.as_json(), content_type="application/json")


@require_POST
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a token count no longer."""
    feeds_seen = Feed.objects.visible_to(request.user)
    token = get_object_or_404(
        FeedToken.objects.filter(feed__in=feeds_seen).select_related("feed__office"), pk=pk
    )
    return posted(
        request,
        lambda: services.revoke(token, by=request.user, at=timezone.now()),
        to=reverse("intake:feed", args=[token.feed_id]),
        said=_("The token counts no longer."),
    )


@require_POST
def close(request: DeskRequest, pk: int) -> HttpResponse:
    """Take nothing more from a partner's program."""
    found = _feed(request, pk)
    return posted(
        request,
        lambda: services.close(found, by=request.user, at=timezone.now()),
        to=reverse("intake:feed", args=[pk]),
        said=_("Nothing more is taken from it. What it sent stays."),
    )


def _feed(request: DeskRequest, pk: int) -> Feed:
    rows = Feed.objects.visible_to(request.user).select_related("office", "data_set")
    return get_object_or_404(rows, pk=pk)
