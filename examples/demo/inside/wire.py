"""Carry requests between two nodes that are being made, through the maker and without a network.

The requests are signed, admitted and answered by the node's own code; only the way there differs.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import httpx
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from answerable.node.ledger import keyfiles
from answerable.node.ledger.models import Channel
from answerable.node.ledger.peer_client import PeerClient

CHANNEL_URLS = "answerable.node.urls_channel"
Ask = Callable[[dict[str, Any]], dict[str, Any]]


class Carried(httpx.BaseTransport):
    """Hands each request to the maker, who brings it to the other node."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the other node's answer."""
        answer = self._ask(
            {
                "method": request.method,
                "path": request.url.raw_path.decode("ascii"),
                "headers": dict(request.headers),
                "body": base64.b64encode(request.read()).decode("ascii"),
            }
        )
        return httpx.Response(
            int(answer["status"]),
            headers=dict(answer["headers"]),
            stream=httpx.ByteStream(base64.b64decode(answer["body"])),
        )


class Peer(PeerClient):
    """A client that stays open between rounds: making one costs more than a round."""

    def __exit__(self, *exc: object) -> None:
        """Stay open; the process ends soon."""


def peer(channel: Channel, ask: Ask) -> Peer:
    """Return a client for the other node that goes through the maker."""
    return Peer(channel.peer_url, keyfiles.load(keyfiles.NODE), transport=Carried(ask))


def serve(asked: dict[str, Any]) -> dict[str, Any]:
    """Answer a request of the other node as the listener for peers would."""
    headers = {name: value for name, value in asked["headers"].items() if name != "content-length"}
    request = RequestFactory().generic(
        asked["method"], asked["path"], base64.b64decode(asked["body"]), headers=headers
    )
    try:
        found = resolve(request.path, urlconf=CHANNEL_URLS)
    except Resolver404:
        return {"status": 404, "headers": {}, "body": ""}
    response = found.func(request, *found.args, **found.kwargs)
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "body": base64.b64encode(response.content).decode("ascii"),
    }
