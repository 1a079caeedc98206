"""Documents that come in, and what was read from them."""

from collections.abc import Collection, Iterable

from django.apps import AppConfig
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Documents that come in, and what was read from them."""

    name = "answerable.node.intake"
    label = "intake"

    def ready(self) -> None:
        """Add the documents to the navigation, for those who work on cases."""
        from answerable.node.accounts.models import Role, User
        from answerable.node.accounts.roles import roles_of
        from answerable.node.desk.models.base import CASE_ROLES
        from answerable.node.desk.services import discretion
        from answerable.node.ui import nav

        def works_on_cases(request: HttpRequest) -> bool:
            user = request.user
            return isinstance(user, User) and not roles_of(user).isdisjoint(CASE_ROLES)

        def keeps_feeds(request: HttpRequest) -> bool:
            user = request.user
            keepers = {Role.ADMINISTRATOR, Role.INTAKE}
            return isinstance(user, User) and not roles_of(user).isdisjoint(keepers)

        discretion.register("document", _documents_in)
        nav.add(
            nav.Entry(
                key="feeds",
                label=_("Partners' feeds"),
                url_name="intake:feeds",
                order=94,
                icon="link",
                group="more",
                visible=keeps_feeds,
            )
        )
        nav.add(
            nav.Entry(
                key="documents",
                label=_("Documents"),
                url_name="intake:documents",
                order=50,
                icon="document",
                go_key="o",
                visible=works_on_cases,
            )
        )


def _documents_in(shut: Q, keys: Collection[str]) -> Iterable[object]:
    """Return those of the documents whose report is in a compartment that fits."""
    from answerable.node.desk.models import Report
    from answerable.node.intake.models import Document

    made = Document.objects.filter(made_into__report__in=Report.objects.filter(shut))
    return made.filter(sha256__in=keys).values_list("sha256", flat=True)
