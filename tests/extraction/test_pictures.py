"""Reading what a picture tells of itself."""

import io
from datetime import date

import pytest
from PIL import ExifTags, Image

from answerable.extraction.documents.document import Basis, Document, Limits, Media, Notice
from answerable.extraction.documents.pictures import MAX_POINTS
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import Damaged, TooMuchMemory


def read(data: bytes) -> Document:
    return read_document(
        data, declared_media=None, file_name="a.jpg", today=date(2026, 3, 2), limits=Limits()
    )


def picture(exif: Image.Exif | None = None, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def told() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Maker", "Model 5"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:02:03 21:14:00"
    where = exif.get_ifd(ExifTags.IFD.GPSInfo)
    where[ExifTags.GPS.GPSLatitudeRef], where[ExifTags.GPS.GPSLongitudeRef] = "S", "E"
    where[ExifTags.GPS.GPSLatitude] = (31.0, 30.0, 36.0)
    where[ExifTags.GPS.GPSLongitude] = (34.0, 27.0, 0.0)
    return exif


def test_when_where_and_with_what_it_was_taken_is_read() -> None:
    found = read(picture(told()))

    assert (found.media, found.text) == (Media.JPEG, "")
    assert found.facts == {
        "size": "40 × 30",
        "taken": "2026:02:03 21:14:00",
        "device": "Maker Model 5",
        "latitude": "-31.510000",
        "longitude": "34.450000",
    }
    assert (found.published, found.published_basis) == (date(2026, 2, 3), Basis.FILE)
    assert Notice.NO_TEXT_IN_PAGES in found.notices


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_one_that_tells_nothing_has_a_size(kind: str) -> None:
    assert read(picture(kind=kind)).facts == {"size": "40 × 30"}


def test_what_cannot_be_is_not_believed() -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2099:13:45 00:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (99.0, 0.0, 0.0)

    found = read(picture(exif))

    assert "latitude" not in found.facts
    assert found.published is None


def test_a_broken_one_is_damaged_and_one_of_too_many_points_refused() -> None:
    with pytest.raises(Damaged):
        read(b"\xff\xd8\xff\xe0" + b"x" * 50)
    side = int(MAX_POINTS**0.5) + 9
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(TooMuchMemory):
        read(out.getvalue())
