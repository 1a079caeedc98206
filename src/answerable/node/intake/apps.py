"""Documents that come in, and what was read from them."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Documents that come in, and what was read from them."""

    name = "answerable.node.intake"
    label = "intake"
