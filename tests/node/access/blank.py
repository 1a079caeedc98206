"""A template engine that draws nothing: here only who gets a page is asked, not what is on it."""

from __future__ import annotations

from typing import Any

from django.template.backends.base import BaseEngine


class Page:
    """A template without anything in it."""

    def __init__(self, name: str) -> None:
        self.origin = self.name = name

    def render(self, context: object = None, request: object = None) -> str:
        """Draw nothing."""
        return ""


class Blank(BaseEngine):
    """Whatever template is asked for, it is there and empty."""

    app_dirname = "templates"

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({key: value for key, value in params.items() if key != "OPTIONS"})

    def get_template(self, template_name: str) -> Page:
        """Return an empty page."""
        return Page(template_name)

    def from_string(self, template_code: str) -> Page:
        """Return an empty page."""
        return Page("")
