"""Make of a file that may leave a copy that holds what can be seen in it, and nothing else.

A picture is decoded and encoded anew from its points alone: place, time, camera, owner, thumbnails
and whatever lay behind the picture are gone. A text is kept as characters. Everything else is
refused, an e-mail and a PDF among them: nobody can say what lies in those beside what they show.
What can be *seen* in a picture, a face or a number plate, is for a person to judge.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from answerable.extraction.apart.clean_copy import CleanCopy, CleanMedia
from answerable.extraction.documents import mail
from answerable.extraction.errors import Damaged, Empty, TooMuchMemory, UnsupportedType

# As many as a telephone takes; one point costs up to a dozen bytes while it is worked on.
MOST_POINTS: Final = 50_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITY: Final = 90
# The fields of a message may begin with ones that nobody knows.
_LONG_HEAD: Final = 256 * 1024
_EMAIL = re.compile(
    rb"\A(?:from |(?:return-path|received|delivered-to|message-id|mime-version|from|to|date|"
    rb"subject|x-[a-z-]{1,40}|dkim-signature|content-type):)",
    re.IGNORECASE,
)
_HEADS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<")


def clean(data: bytes) -> CleanCopy:
    """Return a clean copy, or raise the `Unreadable` that says why there is none."""
    if not data.strip():
        raise Empty
    head = data[:_LONG_HEAD]
    if _EMAIL.match(data.lstrip()) or mail.looks_like_mail(head) or mail.names_a_sender(head):
        raise UnsupportedType("e-mail")
    try:
        with warnings.catch_warnings():
            # A picture larger than it should be is only warned of by the library.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError:
        return CleanCopy(CleanMedia.TEXT, _clean_text(data))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as exc:
        raise TooMuchMemory("points") from exc
    except (OSError, ValueError, SyntaxError) as exc:
        raise Damaged("picture") from exc
    return _clean_picture(picture)


def _clean_picture(picture: Image.Image) -> CleanCopy:
    width, height = picture.size
    if width * height > MOST_POINTS:
        raise TooMuchMemory("points")
    is_photograph = picture.format == "JPEG"
    try:
        # Turned as the camera said, since what says so goes.
        upright = ImageOps.exif_transpose(picture)
        points = upright.convert("RGB" if is_photograph else "RGBA")
        bare = Image.frombytes(points.mode, points.size, points.tobytes())
    except (OSError, ValueError, SyntaxError, EOFError) as exc:
        raise Damaged("picture") from exc
    out = io.BytesIO()
    if is_photograph:
        bare.save(out, "JPEG", quality=_QUALITY)
        return CleanCopy(CleanMedia.JPEG, out.getvalue())
    bare.save(out, "PNG")
    return CleanCopy(CleanMedia.PNG, out.getvalue())


def _clean_text(data: bytes) -> bytes:
    if data.lstrip().startswith(_HEADS) or b"\x00" in data:
        raise UnsupportedType("document")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UnsupportedType("unknown") from exc
    # Characters that nobody sees can carry what nobody should read.
    kept = "".join(
        each
        for each in text.replace("\r\n", "\n").replace("\r", "\n")
        if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cf", "Co", "Cn")
    )
    if not kept.strip():
        raise Empty
    return unicodedata.normalize("NFC", kept).encode()
