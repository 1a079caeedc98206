"""What every page asks of the channels, in one question."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from answerable.node.ledger import glance
from answerable.node.ledger.models import Channel, PeerStatus
from tests.node.ledger.factories import make_channel

pytestmark = pytest.mark.django_db

Counting = Callable[[int], AbstractContextManager[Any]]


def test_without_channels_there_is_nothing_to_see() -> None:
    assert glance.read() == glance.Glance()


def test_all_is_asked_in_one_query(django_assert_num_queries: Counting) -> None:
    make_channel()

    with django_assert_num_queries(1):
        assert glance.read() == glance.Glance()


def test_a_frozen_channel_and_a_silent_one_are_trouble() -> None:
    channel, _peer = make_channel()
    Channel.objects.update(state=Channel.State.FROZEN)
    assert glance.read().trouble

    Channel.objects.update(state=Channel.State.ESTABLISHED)
    PeerStatus.objects.update_or_create(channel=channel, defaults={"failures": glance.LONG})
    assert glance.read().trouble


def test_a_log_that_may_not_be_signed_is_a_doubt() -> None:
    channel, _peer = make_channel()
    channel.logs.filter(is_ours=True).update(suspect="restored")

    assert glance.read().doubt


def test_an_observers_record_is_seen() -> None:
    make_channel()
    Channel.objects.create(
        slug="record", title="A record", kind=Channel.Kind.RECORD, created_at="2026-03-01T00:00Z"
    )

    assert glance.read().record
