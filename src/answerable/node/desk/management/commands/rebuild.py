"""`manage rebuild`: drop the shared rows and fold them anew from what was said."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from answerable.node.desk import projector


class Command(BaseCommand):
    """Fold every thread anew. Nothing private is touched, nothing is signed."""

    help = "Drop the shared rows of inquiries and messages and fold them anew from the logs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many inquiries there are."""
        count = projector.rebuild(at=timezone.now())
        self.stdout.write(f"Inquiries folded anew: {count}")
