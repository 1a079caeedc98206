"""The table of jobs and the worker that does them; knows no other app but the pages."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """The table of jobs and the worker that does them; knows no other app but the pages."""

    name = "answerable.node.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Put the list of jobs into the navigation column of administrators."""
        from answerable.node.ui import nav

        nav.add(
            nav.Entry(
                "jobs",
                _("Jobs"),
                "jobs:jobs",
                93,
                icon="jobs",
                group="more",
                visible=_for_administrators,
            )
        )


def _for_administrators(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_administrator
