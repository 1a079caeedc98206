"""What the forked processes of a node do (see `host`)."""

from __future__ import annotations

import contextlib
import os
import time
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, transaction
from django.utils import timezone

from answerable.node.ledger import contact, identities
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_code, store_of, their_code
from answerable.node.ledger.models import Channel, Content
from answerable.protocol import log
from tests.node.ledger.factories import words

THREAD = "e" * 32


def say(text: str, office: str) -> str:
    """Say one thing about the one case; return its leaf."""
    with transaction.atomic():
        place = ledger.append(
            Channel.objects.get(),
            "interim",
            thread=THREAD,
            body={"code": "still_examining"},
            office_code=office,
            words=words(text),
            at=timezone.now(),
        )
    return place.leaf


def say_all(texts: list[str], office: str) -> None:
    """Say one thing after the other."""
    for text in texts:
        say(text, office)


def keep_speaking(acks: str, office: str) -> None:
    """Say one thing after the other; write down the leaf of each that was acknowledged."""
    number = 0
    descriptor = os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    while True:
        number += 1
        try:
            leaf = say(f"{os.getpid()} {number}", office)
        except DatabaseError:
            continue
        os.write(descriptor, f"{leaf}\n".encode())
        time.sleep(0.02)


def keep_syncing() -> None:
    """Let out what a kill held back, and do round after round."""
    while True:
        # Locked for longer than anybody waits: the next round comes.
        with contextlib.suppress(DatabaseError):
            go_round()
        time.sleep(0.05)


def go_round() -> str:
    """Do one round with the other side; return how it ended."""
    channel, now = Channel.objects.get(), timezone.now()
    contact.tick(at=now)
    outcome = contact.sync_now(channel, at=now)
    return "failed" if outcome is None else outcome.state.value


def keep_serving(port: int) -> None:
    """Listen for the other side as the node's channel listener does."""
    from answerable.node import settings_channel

    # The host was loaded as the worker is; this process is another program.
    for name in filter(str.isupper, dir(settings_channel)):
        setattr(settings, name, getattr(settings_channel, name))
    application = WSGIHandler()
    while True:
        # Who was killed may hold the port for a moment longer.
        with contextlib.suppress(OSError):
            server = make_server("127.0.0.1", port, application, _Server, _Quiet)
            break
        time.sleep(0.02)
    server.serve_forever()


def move_peer(url: str) -> None:
    """Reach the other side at another address, where a line of ours is between."""
    Channel.objects.update(peer_url=url)


def settle() -> dict[str, Any]:
    """Ask anew for what was given up, do a round, and tell how things stand after it."""
    contact.try_now(Channel.objects.get(), at=timezone.now())
    go_round()
    return {"facts": facts(), "receipted": receipted()}


def facts() -> dict[str, Any]:
    """Return all that must be equal on both sides once nothing is under way."""
    channel = Channel.objects.get()
    heads = {head.origin: head for head in channel.logs.all()}
    return {
        "heads": {origin: [head.size, bytes(head.root).hex()] for origin, head in heads.items()},
        "account": repr(_account(channel)),
        "unheld": Content.objects.exclude(state=Content.State.HELD).count(),
    }


def receipted() -> bool:
    """Tell whether everything of ours is countersigned, with its contents."""
    channel = Channel.objects.get()
    head = channel.logs.get(is_ours=True)
    theirs = their_code(channel)
    names = (identities.mirror_name(channel, theirs), identities.delivery_name(channel, theirs))
    return all(head.cosignatures.filter(name=name, size=head.size).exists() for name in names)


def check() -> dict[str, Any]:
    """Hash both logs again; return every leaf and text that is here, and what is wrong."""
    channel = Channel.objects.get()
    for head in channel.logs.all():
        log.scrub(store_of(channel), head.origin)
    said = ledger.messages(channel, THREAD)
    health = ledger.channel_health(channel)
    return {
        "leaves": [message.leaf for message in said],
        "texts": [message.words and message.words["notes"] for message in said],
        "faults": [message.malformed for message in said if message.malformed],
        "frozen": health.frozen or health.suspect or health.peer_behind,
        "start": [line for line in ledger.check_start() if "published" not in line],
    }


def _account(channel: Channel) -> Any:
    from answerable.casework.thread import replay

    parties = (our_code(channel), their_code(channel))
    return replay(ledger.thread_entries(channel, THREAD), parties)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # Who is killed leaves an address that is taken up at once.
    allow_reuse_address = True
    request_queue_size = 64


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass
