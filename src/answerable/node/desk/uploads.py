"""Stop an upload at the size that a file may have, before it fills the disk."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class BoundedUpload(FileUploadHandler):
    """Drop a file that grows too large and keep the other fields, so that nothing typed is lost."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.too_large = False
        self._most = most
        self._seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on, or drop the whole file."""
        del start
        self._seen += len(raw_data)
        if self._seen > self._most:
            self.too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the making of the file to the handlers after this one."""
