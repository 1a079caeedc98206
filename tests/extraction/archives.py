"""Archives for tests, honest ones and others."""

import io
import stat
import zipfile


def packed(*files: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files into an archive; names may be anything and may come twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return out.getvalue()


def with_link(name: str, target: str) -> bytes:
    """Pack one symbolic link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        part = zipfile.ZipInfo(name)
        part.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(part, target)
    return out.getvalue()


def locked(name: str, data: bytes) -> bytes:
    """Pack a file that says that it needs a password."""
    plain = bytearray(packed((name, data)))
    plain[6] |= 1
    plain[plain.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(plain)


def lying_of_its_size(name: str, data: bytes, size: int) -> bytes:
    """Pack a file whose headers state another size than it has."""
    plain = bytearray(packed((name, data)))
    plain[22:26] = size.to_bytes(4, "little")
    central = plain.rindex(b"PK\x01\x02")
    plain[central + 24 : central + 28] = size.to_bytes(4, "little")
    return bytes(plain)


def overlapping(name: str, copies: int) -> bytes:
    """Pack one file of a megabyte that the index names many times over (Fifield 2019)."""
    plain = packed((name, b"\x00" * 1024 * 1024))
    central, end = plain.rindex(b"PK\x01\x02"), plain.rindex(b"PK\x05\x06")
    entry = plain[central:end]
    tail = bytearray(plain[end:])
    tail[8:10] = tail[10:12] = copies.to_bytes(2, "little")
    tail[12:16] = (len(entry) * copies).to_bytes(4, "little")
    return plain[:central] + entry * copies + bytes(tail)
