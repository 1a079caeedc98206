"""Stop an upload at the size that a document may have, before it fills the disk."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from answerable.node.intake.services.documents import LIMITS


class BoundedUpload(FileUploadHandler):
    """Drop a file that grows too large and keep the other fields, so that nothing typed is lost."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = False
        self._seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on, or drop the whole file."""
        del start
        self._seen += len(raw_data)
        if self._seen > LIMITS.max_bytes:
            self.too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the making of the file to the handlers after this one."""
