"""Base page, components, styles and languages; knows no other app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, components, styles and languages; knows no other app."""

    name = "answerable.node.ui"
    label = "ui"
