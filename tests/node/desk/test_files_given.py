"""A file that the other side gave is what its message says, or it is given to nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from answerable.casework.bodies import Attach
from answerable.casework.codes import Kind, Marking
from answerable.casework.words import Words
from answerable.node.desk.models import Arrival, Inquiry
from answerable.node.desk.services import threads
from answerable.node.ledger import services as ledger
from tests.node.desk import erasing
from tests.node.desk.factories import Desk, Other
from tests.node.desk.test_files import file_of

pytestmark = pytest.mark.usefixtures("evidence_folder")


def given(other: Other, media: str = "text/plain", data: bytes = b"words") -> Inquiry:
    """The other side raises an inquiry with a file, and both arrive."""
    inquiry = erasing.raised_by_them(other)
    ref = threads.read(inquiry.channel, inquiry.thread).ref(inquiry.raised_leaf)
    assert ref is not None
    words = Words(kind=Kind.ATTACH, language="en", subject="A map")
    body = Attach(marking=Marking.AMBER)
    other.say(inquiry.thread, body, refs=[ref], words=words, file=(media, data))
    other.arrive()
    return inquiry


def test_a_file_from_the_other_side_is_no_message_of_its_own_in_the_inbox(
    desk: Desk, other: Other
) -> None:
    inquiry = given(other)

    assert Arrival.objects.count() == 1
    assert file_of(inquiry).file is not None


@pytest.mark.parametrize(
    ("media", "data"),
    [
        ("image/jpeg", b"<html><script>alert(1)</script>"),
        ("image/png", b"MZ\x00"),
        ("text/plain", b"\xff\xfe\x00"),
    ],
)
def test_a_file_that_is_not_what_it_is_called_is_given_to_nobody(
    desk: Desk, other: Other, media: str, data: bytes
) -> None:
    inquiry = given(other, media, data)

    with pytest.raises(ledger.FileDiffers):
        ledger.file_of(other.channel, file_of(inquiry).leaf)


def test_another_type_than_those_that_travel_offers_no_file(desk: Desk, other: Other) -> None:
    inquiry = given(other, "text/html", b"<script>alert(1)</script>")

    item = file_of(inquiry)
    assert item.file is None
    with pytest.raises(ledger.NoSuchMessage):
        ledger.file_of(other.channel, item.leaf)


class Swapping(dict[str, Any]):
    """Contents of a node in which somebody puts other words in the place of a text."""

    def __setitem__(self, commit: str, sealed: Any) -> None:
        if b"text/plain" in sealed.record:
            sealed = replace(sealed, record=sealed.record.replace(b"words", b"lies!"))
        super().__setitem__(commit, sealed)


def test_a_file_replaced_on_the_wire_is_not_taken(desk: Desk, other: Other) -> None:
    other.peer.contents = Swapping(other.peer.contents)

    item = file_of(given(other))

    assert item.file is not None
    assert item.file.state == "promised"
    assert item.subject == "A map"
    with pytest.raises(ledger.NoSuchMessage):
        ledger.file_of(other.channel, item.leaf)
