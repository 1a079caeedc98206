"""What a request is once the middleware has let it through: someone signed in, perhaps by htmx."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from answerable.node.accounts.models import User


class SignedIn(HttpRequest):
    """A request of a person who has signed in; `LoginRequiredMiddleware` sees to it."""

    user: User
    htmx: HtmxDetails
