"""Forms about data sets: a file to bring in, what its columns mean, the decision."""

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import msgspec
import yaml
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.extraction.datasets import Mapping, NotAMapping, Sheet, read_mapping
from answerable.extraction.datasets.mapping import MAX_BYTES, values_of
from answerable.extraction.datasets.proposing import (
    MEANINGS,
    chosen_twice,
    mapping_of,
    meanings_of,
    propose,
)
from answerable.extraction.datasets.ready import mappings
from answerable.extraction.text.wording import shown_name
from answerable.node.desk.forms.fields import Line
from answerable.node.intake import fault_words
from answerable.node.intake.models import DataFile, DataSet

BY_COLUMNS, BY_TEXT = "columns", "text"


class DataFileForm(forms.Form):
    """A file, and which data set it is the next version of."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=None,
        help_text=_("CSV, XLSX, JSON or GeoJSON, 20 MB and 100,000 rows at most."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.tsv,.xlsx,.json,.geojson,.jsonl,.gz"}
        ),
    )
    data_set = forms.ModelChoiceField(
        label=_("Data set"),
        queryset=DataSet.objects.none(),
        required=False,
        empty_label=_("A new one"),
        help_text=_("A later version of a file updates the rows of its data set."),
    )
    name = Line(
        label=_("Name of a new data set"),
        required=False,
        max_length=200,
        help_text=_("As its publisher calls it. Empty is the name of the file."),
    )
    sheet = Line(
        label=_("Sheet of a workbook"),
        required=False,
        max_length=120,
        help_text=_("Empty is the first one."),
    )

    def __init__(self, *args: Any, sets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["data_set"]
        field.queryset = sets  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name a new data set as its file, where nobody gave it a name."""
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        if file and not data.get("data_set") and not data.get("name") and "name" not in self.errors:
            # A packed file has two endings; other points are of the name: "2026.03.05 clinics".
            data["name"] = PurePath(shown_name(file.name).removesuffix(".gz")).stem
            if self.fields["data_set"].queryset.filter(name=data["name"]).exists():  # type: ignore[attr-defined]
                self.add_error("name", _("Choose a data set, or name a new one."))
        return data


class MappingForm(forms.Form):
    """What the columns mean: a ready-made mapping, a meaning for each column, or a text."""

    way = forms.ChoiceField(label=_("Read it by"))
    publisher = Line(
        label=_("Publisher"),
        required=False,
        max_length=200,
        help_text=_("Whose figures these are. Stands on every report made of a row."),
    )
    licence = Line(label=_("Licence"), required=False, max_length=200)
    credit = Line(
        label=_("Credit"),
        required=False,
        max_length=1000,
        help_text=_("How its publisher wants to be named."),
    )

    def __init__(
        self, *args: Any, file: DataFile, ready: Sequence[Mapping], kept: Mapping | None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.file = file
        ways: list[tuple[str, str | Promise]] = [(f"ready:{one.name}", one.title) for one in ready]
        ways.append((BY_COLUMNS, _("what is chosen for each column below")))
        ways.append((BY_TEXT, _("the mapping written below")))
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        is_kept = bool(file.mapping or file.data_set.mapping)
        same = [f"ready:{one.name}" for one in ready if one == kept]
        self.laid = Sheet(tuple(file.sheets), file.sheet, tuple(file.columns), dict(file.tags), ())
        # What was chosen for the columns is gone on with there; as text it would no longer count.
        chosen = meanings_of(kept, self.laid) if is_kept and kept and not same else None
        by = BY_TEXT if chosen is None else BY_COLUMNS
        self.initial["way"] = [*same, by][0] if is_kept else ways[0][0]
        for name in ("publisher", "licence", "credit"):
            self.initial[name] = getattr(kept, name, "")
        self._add_columns(propose(self.laid).columns if chosen is None else chosen)
        self.fields["text"] = forms.CharField(
            label=_("The mapping"),
            required=False,
            strip=False,
            max_length=MAX_BYTES,
            widget=forms.Textarea(attrs={"rows": 16, "dir": "ltr", "spellcheck": "false"}),
            help_text=_("In YAML or JSON, as the page on data sets in the guide says."),
            initial=_written(kept) if kept is not None else "",
        )

    def _add_columns(self, proposed: Pairs[str, str]) -> None:
        options = [("", _("not used"))] + [(code, fault_words.MEANINGS[code]) for code in MEANINGS]
        for place, column in enumerate(self.file.columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column,
                required=False,
                choices=options,
                initial=proposed.get(column, ""),
            )

    def columns(self) -> list[Any]:
        """Return the fields that give each column a meaning."""
        return [self[f"column-{place}"] for place in range(len(self.file.columns))]

    def clean(self) -> dict[str, Any]:
        """Make the mapping, or say why there is none at the field that is about it."""
        data: dict[str, Any] = super().clean() or {}
        way = data.get("way", "")
        try:
            if way.startswith("ready:"):
                data["mapping"] = mappings()[way.removeprefix("ready:")]
            elif way == BY_TEXT and "text" not in self.errors:
                data["mapping"] = read_mapping(data.get("text", ""))
            elif way == BY_COLUMNS:
                data["mapping"] = self._of_columns(data)
        except NotAMapping as error:
            self.add_error("text" if way == BY_TEXT else "way", str(error))
        if isinstance(data.get("mapping"), Mapping):
            # What is said here of whose it is goes before what the mapping says.
            said = {name: data[name] for name in ("publisher", "licence", "credit")}
            said = {name: words for name, words in said.items() if words}
            data["mapping"] = msgspec.structs.replace(data["mapping"], **said)
        return data

    def _of_columns(self, data: Pairs[str, Any]) -> Mapping | None:
        chosen = {
            column: data[f"column-{place}"]
            for place, column in enumerate(self.file.columns)
            if data.get(f"column-{place}")
        }
        meanings = set(chosen.values())
        if "key" not in meanings:
            self.add_error(
                "way",
                _(
                    "Choose “What tells rows apart” for the column with the number or code by "
                    "which a row is known again in the next version of the file."
                ),
            )
        if not meanings & {"title", "names", "country", "text"}:
            self.add_error("way", _("Choose a column for a title, a place or what happened."))
        if twice := chosen_twice(chosen):
            said = _("“%(meaning)s” is chosen for several columns. Choose it for one.")
            self.add_error("way", said % {"meaning": fault_words.MEANINGS[twice]})
        if self.errors:
            return None
        name = self.file.data_set.name
        return mapping_of(
            chosen, self.laid, name=f"data-set-{self.file.data_set_id}", title=name, publisher=name
        )


class AcceptForm(forms.Form):
    """The decision to take a file in."""

    with_changes = forms.BooleanField(
        label=_("Rows that changed are changed here, too"), required=False, initial=True
    )


def _written(mapping: Mapping) -> str:
    return yaml.safe_dump(values_of(mapping), allow_unicode=True, sort_keys=False, width=100)
