"""Addresses that peers ask; served on the channel listener only.

Each is one fixed form, and whatever has another form gets the answer of what is not there.
"""

from django.urls import URLPattern, re_path

from answerable.node.ledger import peer_views

app_name = "channel"

_HASH = r"(?P<origin_hash>[0-9a-f]{64})"
_TILE = r"(?P<path>tile/[0-9a-z/.]{1,60})"
_V1 = r"\Aanswerable/v1"

urlpatterns: list[URLPattern] = [
    re_path(rf"{_V1}/log/{_HASH}/checkpoint\Z", peer_views.own_checkpoint),
    re_path(rf"{_V1}/log/{_HASH}/keys\Z", peer_views.own_keys),
    re_path(rf"{_V1}/log/{_HASH}/receipt/(?P<kind>mirror|delivery)\Z", peer_views.own_receipt),
    re_path(rf"{_V1}/log/{_HASH}/{_TILE}\Z", peer_views.own_tile),
    re_path(rf"{_V1}/mirror/{_HASH}/checkpoint\Z", peer_views.mirror_checkpoint),
    re_path(rf"{_V1}/mirror/{_HASH}/delivery\Z", peer_views.mirror_delivery),
    re_path(rf"{_V1}/mirror/{_HASH}/{_TILE}\Z", peer_views.mirror_tile),
    re_path(rf"{_V1}/content/(?P<commit>[0-9a-f]{{64}})\Z", peer_views.content),
    re_path(rf"{_V1}/nudge\Z", peer_views.nudge),
]
