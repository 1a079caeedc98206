"""Reports, incidents, inquiries, investigations and reviews."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Reports, incidents, inquiries, investigations and reviews."""

    name = "answerable.node.desk"
    label = "desk"

    def ready(self) -> None:
        """Put the desk's pages into the navigation, and have erased texts forgotten here too."""
        from answerable.node.accounts import discretion as accounts_discretion
        from answerable.node.accounts import wording
        from answerable.node.desk.navigation import ENTRIES
        from answerable.node.desk.services import discretion, forgetting
        from answerable.node.desk.wording import verbs
        from answerable.node.ledger.forgetting import register
        from answerable.node.ui import nav

        for entry in ENTRIES:
            nav.add(entry)
        register("desk", forgetting.forget, tables=forgetting.TABLES)
        wording.register(verbs.verbs, verbs.kinds)
        accounts_discretion.register("desk", discretion.hidden)
