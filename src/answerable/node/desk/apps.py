"""Reports, incidents, inquiries, investigations and reviews."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Reports, incidents, inquiries, investigations and reviews."""

    name = "answerable.node.desk"
    label = "desk"

    def ready(self) -> None:
        """Put the desk's pages into the navigation, for those who work on cases."""
        from answerable.node.desk.navigation import ENTRIES
        from answerable.node.ui import nav

        for entry in ENTRIES:
            nav.add(entry)
