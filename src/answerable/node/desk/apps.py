"""Reports, incidents, inquiries, investigations and reviews."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Reports, incidents, inquiries, investigations and reviews."""

    name = "answerable.node.desk"
    label = "desk"
