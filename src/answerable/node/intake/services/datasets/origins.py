"""Which file a row's words are from, and how the newest file that has the row stands to them."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.node.intake.models import DataChange, DataFile, DataRow


@dataclass(frozen=True)
class Origin:
    """The file a row's words are from. `later` is the newest that has the row, if another.

    `is_otherwise` tells that the later one says something else, which was not taken in.
    """

    file: DataFile
    later: DataFile | None
    is_otherwise: bool


def origin_of(row: DataRow) -> Origin:
    """Return where the words of a row are from."""
    file = said_in(row)
    if file.pk == row.last_file_id:
        return Origin(file, None, False)
    changes = DataChange.objects.get_queryset().filter(row=row, file=row.last_file, is_gone=False)
    return Origin(file, row.last_file, changes.exists())


def said_in(row: DataRow) -> DataFile:
    """Return the file whose words a row has: the last that changed it, else its first."""
    last = row.versions.select_related("until_file").first()
    return row.first_file if last is None else last.until_file
