"""Everything that comes out of a node and is not a page for its own people, as bytes."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from answerable.node.accounts import trail
from answerable.node.accounts.models import AuditEvent, User
from answerable.node.desk.models import Message
from answerable.node.jobs.models import Job
from answerable.node.ledger import evidence, export, pouches
from answerable.node.ledger.channels import our_log, their_log
from answerable.node.ledger.models import Channel, Content, Entry
from answerable.node.ledger.pouches import Choice
from answerable.protocol.pouch import encryption
from tests.factories import NOW
from tests.node.ledger.carrying import IDENTITY
from tests.node.ledger.peer import Peer

Outlet = tuple[str, bytes]
HREF = re.compile(r'(?:href|action|src)="(/[^"]*)"')


class Lines(logging.Handler):
    """Keep every line that is logged, of whatever level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line with all that was given for it."""
        self.kept.append(f"{record.getMessage()} {record.args} {record.exc_text or ''}")


def of_the_channel(channel: Channel, peer: Peer) -> Iterator[Outlet]:
    """Return what the other side, or who verifies the log, can ever get."""
    for row in Entry.objects.filter(log__channel=channel):
        yield "envelope", bytes(row.data)
    for held in Content.objects.filter(channel=channel).exclude(record=None):
        yield "content", bytes(held.record or b"")
    for head in (our_log(channel), their_log(channel)):
        for name, data in export.export_log(channel, head):
            yield f"export of a log, {name}", data
    yield "pouch", _pouch(channel)
    yield from _listener(channel, peer)


def _pouch(channel: Channel) -> bytes:
    pouch, _ = pouches.seal(channel, Choice(), at=NOW)
    path, plain = pouches.kept_file(pouch), io.BytesIO()
    assert path is not None
    with path.open("rb") as sealed:
        encryption.decrypt(sealed, plain, [IDENTITY], max_bytes=50_000_000)
    return path.name.encode() + plain.getvalue()


def _listener(channel: Channel, peer: Peer) -> Iterator[Outlet]:
    ours, theirs = our_log(channel).origin_hash, their_log(channel).origin_hash
    paths = [f"log/{ours}/{one}" for one in ("checkpoint", "keys", "receipt/mirror")]
    paths += [f"log/{ours}/tile/entries/000.p/{n}" for n in range(1, 40)]
    paths += [f"mirror/{theirs}/{one}" for one in ("checkpoint", "delivery", "tile/0/000")]
    paths += [f"content/{one}" for one in Content.objects.values_list("commit", flat=True)]
    with override_settings(ROOT_URLCONF="answerable.node.urls_channel"):
        for path in [*paths, "no/such/thing"]:
            full = f"/answerable/v1/{path}"
            fields = peer.headers("GET", full, created=int(timezone.now().timestamp()))
            answer = Client(raise_request_exception=False).get(full, headers=fields)
            yield f"channel listener, {path[:20]}", _all_of(answer)


def of_messages(channel: Channel, reader: Client) -> Iterator[Outlet]:
    """Return what is printed and packed of each message: for the counterpart or third parties."""
    said = Message.objects.filter(inquiry__channel=channel, ours=True, signed=True)
    for message in said.select_related("inquiry"):
        base = f"/inquiries/{message.inquiry.reference}/messages/{message.leaf}/"
        letter = reader.get(base + "letter.docx")
        # Of what is in a compartment nobody outside gets a letter.
        if letter.status_code == 200:
            yield "letter", letter.content
        packed = evidence.pack(channel, message.leaf, with_content=True)
        yield "evidence package", packed


def of_the_node(auditor: User) -> Iterator[Outlet]:
    """Return what lies about unsealed, or is taken along by somebody who sees no case."""
    yield "audit trail", json.dumps(list(AuditEvent.objects.values()), default=str).encode()
    yield "audit export", "".join(trail.csv_lines(AuditEvent.objects.all(), auditor)).encode()
    yield "jobs", json.dumps(list(Job.objects.values()), default=str).encode()
    yield "sessions", str([one.get_decoded() for one in Session.objects.all()]).encode()
    yield "e-mail", str([one.message() for one in mail.outbox]).encode()


def of_pages(browsers: dict[str, Client], paths: list[str]) -> Iterator[Outlet]:
    """Return the addresses that stand on pages, and what is said to who may not see them."""
    for path in paths:
        answer = browsers["officer"].get(path)
        found = HREF.findall(answer.content.decode())
        yield f"addresses on {path}", "\n".join([*found, answer.get("Location", "")]).encode()
        yield f"error page at {path}", _all_of(browsers["nobody"].get(path))
        yield f"error page at {path}", _all_of(browsers["officer"].post(path + "%00/none/"))
        yield f"error page at {path}", _all_of(Client(enforce_csrf_checks=True).post(path))


def _all_of(answer: Any) -> bytes:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(dict(answer.items())).encode() + bytes(body)
