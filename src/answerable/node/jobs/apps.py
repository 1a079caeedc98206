"""The table of jobs and the worker that does them; knows no other app but the pages."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The table of jobs and the worker that does them; knows no other app but the pages."""

    name = "answerable.node.jobs"
    label = "jobs"
