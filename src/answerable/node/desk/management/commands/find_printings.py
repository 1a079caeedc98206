"""`manage find_printings`: group reports of before that print one text, as new ones are."""

from typing import Any

from django.core.management.base import BaseCommand

from answerable.node.desk.services import reprints


class Command(BaseCommand):
    """Look for printings among the reports that were here before. Can be stopped and run again."""

    help = "Group the reports that print one text, so that they count as one source."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at them and say how many there were."""
        self.stdout.write(f"Reports looked at: {reprints.find_all()}")
