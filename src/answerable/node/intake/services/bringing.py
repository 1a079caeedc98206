"""Bring something in, whatever it is: a document is kept, an e-mail goes into the vault."""

from __future__ import annotations

from datetime import datetime

from answerable.extraction.apart import sandbox
from answerable.extraction.documents.document import Mail
from answerable.extraction.errors import Empty, TooLarge
from answerable.node.accounts.models import User
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.readers import turn
from answerable.node.intake.models import ReceivedMail, Way
from answerable.node.intake.services import documents, mails
from answerable.node.intake.services.documents import LIMITS, Received
from answerable.node.vault import arriving


def bring_in(
    data: bytes,
    *,
    way: Way,
    file_name: str = "",
    declared_media: str = "",
    url: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Received | ReceivedMail:
    """Read what came in and keep it by its kind; the same a second time is found.

    Raises `Unreadable`, `TooBusy` or a `VaultError`, and then nothing is stored. Do not call
    inside a transaction: reading may take a while.
    """
    require(by, Deed.REPORT)
    if not data:
        raise Empty
    if len(data) > LIMITS.max_bytes:
        raise TooLarge
    known = documents.received_before(data, by=by, at=at)
    if known is not None:
        return known
    arriving.check_new(data)
    with turn():
        read = sandbox.open_apart(
            data,
            today=at.date(),
            declared_media=declared_media or None,
            file_name=file_name or None,
            limits=LIMITS,
        )
    if isinstance(read, Mail):
        return mails.take_mail(data, read, url=url, note=note, by=by, at=at)
    return documents.keep_read(
        data, read, way=way, file_name=file_name, url=url, note=note, by=by, at=at
    )
