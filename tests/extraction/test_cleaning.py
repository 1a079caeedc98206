"""A file leaves only as a copy that holds what can be seen in it, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from answerable.extraction.apart import cleaning
from answerable.extraction.apart.clean_copy import CleanMedia
from answerable.extraction.apart.sandbox import clean_apart
from answerable.extraction.errors import Damaged, Empty, TooMuchMemory, Unreadable, UnsupportedType

OWNER = "Samira Dorvelle"
ORIENTATION, ARTIST, POSITION = 0x0112, 0x013B, 0x8825


def photograph(**more: object) -> bytes:
    """A picture of two colours that says whose it is and where it was taken, turned on its side."""
    picture = Image.new("RGB", (40, 20), "red")
    picture.paste("blue", (0, 0, 40, 10))
    exif = picture.getexif()
    exif[ARTIST], exif[ORIENTATION] = OWNER, 6
    exif.get_ifd(POSITION)[2] = (48.0, 12.0, 34.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=OWNER.encode(), quality=95)
    return out.getvalue()


def drawing() -> bytes:
    picture = Image.new("RGBA", (8, 8), (0, 0, 255, 128))
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", OWNER)
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=about)
    return out.getvalue() + b"behind it: " + OWNER.encode()


def test_a_photograph_loses_who_and_where_and_stands_upright() -> None:
    data = photograph()
    assert OWNER.encode() in data

    copy = clean_apart(data)

    assert copy.media == CleanMedia.JPEG
    assert OWNER.encode() not in copy.data
    picture = Image.open(io.BytesIO(copy.data))
    assert picture.size == (20, 40)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_drawing_loses_its_texts_and_what_lay_behind_it() -> None:
    copy = clean_apart(drawing())

    assert copy.media == CleanMedia.PNG
    assert OWNER.encode() not in copy.data
    assert Image.open(io.BytesIO(copy.data)).getpixel((0, 0)) == (0, 0, 255, 128)


def test_a_text_loses_what_nobody_sees() -> None:
    hidden = "At noon\u200b we ran\u202e.\r\n" + "".join(
        chr(0xE0000 + ord(one)) for one in "Samira"
    )

    copy = clean_apart(hidden.encode())

    assert (copy.media, copy.data) == (CleanMedia.TEXT, b"At noon we ran.\n")


@pytest.mark.parametrize(
    "data",
    [
        b"From: samira@mail.example\r\nSubject: what I saw\r\n\r\nIt was noon.",
        b"\r\nReceived: from mail.example by us\r\n\r\nIt was noon.",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"PK\x03\x04 a letter of an office program",
        b"<html><body onload='x'>It was noon</body></html>",
        b"\x00\x01\x02\x03 something else",
        b"\xff\xfe\xfa neither text nor picture",
    ],
)
def test_an_email_and_whatever_may_hold_more_than_it_shows_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedType):
        clean_apart(data)


def test_nothing_and_a_torn_picture_are_refused() -> None:
    with pytest.raises(Empty):
        clean_apart(b"")
    with pytest.raises(Empty):
        cleaning.clean(b" \n")
    with pytest.raises(Damaged):
        clean_apart(photograph()[:500])


def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded() -> None:
    said = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    head = b"IHDR" + said
    data = drawing()[:8] + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))

    with pytest.raises(TooMuchMemory):
        clean_apart(data + drawing()[33:])


@settings(max_examples=60)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a"]),
)
def test_any_bytes_give_a_copy_or_a_named_refusal(data: bytes, head: bytes) -> None:
    try:
        copy = cleaning.clean(head + data)
    except Unreadable:
        return
    assert copy.data
