"""What the start page of the demonstration shows: whom one can enter as."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from answerable.node.accounts.models import User


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Return the people of the demonstration to someone who has not entered yet."""
    if not settings.NODE.demo or request.user.is_authenticated:
        return {}
    people = User.objects.filter(is_active=True, memberships__isnull=False).distinct()
    return {
        "demo_people": people.prefetch_related("memberships__office").order_by("pk"),
        "demo_other_desk": settings.NODE.demo_other_desk,
        "demo_made_on": settings.NODE.demo_made_on,
    }
