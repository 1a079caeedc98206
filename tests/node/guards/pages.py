"""Read a page as a browser would: its forms, and for each its fields and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One control of a form."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    # What may be chosen.
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form: where it goes, and its fields by name."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        """Return what would be sent if nothing were touched; without files."""
        return {one.name: one.values for one in self.fields.values() if one.kind != "file"}


class _Reader(HTMLParser):
    """Collect the forms of a page, and controls that name their form by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form, or put a control into the one it belongs to."""
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
            if "id" in given:
                self._by_id[given["id"]] = self._form
        elif tag == "option" and self._select is not None:
            self._select.choices.append(given.get("value", ""))
            if "selected" in given:
                self._select.values.append(given.get("value", ""))
        elif tag in ("input", "select", "textarea", "button") and given.get("name"):
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form = self._by_id.get(given.get("form", "")) or self._form
        if form is None:
            return
        kind = given.get("type", "text") if tag in ("input", "button") else tag
        one = form.fields.setdefault(given["name"], Field(given["name"], kind))
        value = given.get("value", "")
        if kind in ("checkbox", "radio", "submit"):
            one.choices.append(value)
            if "checked" in given or kind == "submit":
                one.values.append(value)
        elif tag in ("input", "button"):
            one.values.append(value)
        self._select = one if tag == "select" else None
        self._area = one if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        """Take what stands in a text area."""
        if self._area is not None:
            self._area.values = [*self._area.values, data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


def forms_of(page: str) -> Iterator[Form]:
    """Return the forms that stand on a page."""
    reader = _Reader()
    reader.feed(page)
    yield from reader.forms
