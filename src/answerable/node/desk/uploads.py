"""Stop an upload at the size that a file may have, before it fills the disk."""

from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    SkipFile,
)
from django.http import HttpRequest

ARCHIVE = b"PK"


class BoundedUpload(FileUploadHandler):
    """Drop a file that grows too large and keep the other fields, so that nothing typed is lost."""

    def __init__(self, request: HttpRequest, most: int, *, most_of_archive: int = 0) -> None:
        """Bound a file by `most` bytes, or what begins like a ZIP archive by its own bound."""
        super().__init__(request)
        self.too_large = False
        self._most, self._most_of_archive = most, most_of_archive
        self._seen, self._is_archive = {True: 0, False: 0}, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on, or drop the whole file."""
        if start == 0:
            self._is_archive = bool(self._most_of_archive) and raw_data.startswith(ARCHIVE)
        self._seen[self._is_archive] += len(raw_data)
        if self._seen[self._is_archive] > self._most_here():
            self.too_large = True
            raise SkipFile
        return raw_data

    def _most_here(self) -> int:
        return self._most_of_archive if self._is_archive else self._most

    def file_complete(self, file_size: int) -> None:
        """Leave the making of the file to the handlers after this one."""


class InMemoryUpload(MemoryFileUploadHandler):
    """Hold a file in memory alone, whatever its size: stand behind a `BoundedUpload`."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take part, also in a request that is large for another file in it."""
        super().handle_raw_input(*args, **kwargs)
        self.activated = True


class ArchiveUpload(FileUploadHandler):
    """Put what begins like a ZIP archive into a file, and leave all else to the next handler."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the next file of the form."""
        super().new_file(*args, **kwargs)
        self._file: TemporaryUploadedFile | None = None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take the chunk of an archive, or pass it on."""
        if start == 0 and raw_data.startswith(ARCHIVE):
            self._file = TemporaryUploadedFile(
                self.file_name or "", self.content_type, 0, self.charset, self.content_type_extra
            )
        if self._file is None:
            return raw_data
        self._file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> TemporaryUploadedFile | None:
        """Return the archive, where it is one."""
        if self._file is not None:
            self._file.seek(0)
            self._file.size = file_size
        return self._file
