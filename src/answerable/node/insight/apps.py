"""Numbers with owners."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Numbers with owners."""

    name = "answerable.node.insight"
    label = "insight"
