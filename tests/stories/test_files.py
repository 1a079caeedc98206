"""Two real nodes: an inquiry goes with a photograph, as a copy that says not where it was taken."""

from __future__ import annotations

import base64
from pathlib import Path

from tests.extraction.test_cleaning import OWNER, photograph
from tests.stories.nodes import Node, close, establish, until
from tests.stories.test_self_report import HANDS, PEOPLE

RAISE = (
    HANDS
    + """
import base64
from answerable.node.desk.services.drafts import files

incident = incidents.open_incident(
    title="A clinic was hit", kind="attack", start=datetime(2026, 2, 20, 13, tzinfo=UTC),
    time_precision="day", **acts(),
)
draft = drafts.start_inquiry([incident], channel, **acts())
made = files.attach_upload(
    draft, base64.b64decode("PHOTOGRAPH"), files.About("The east wall", "amber", True),
    version=draft.version, by=amal, at=timezone.now(),
)
sent(draft, subject="A clinic", questions=(QuestionChoice(text="What happened?"),))
result = made.sha256
"""
)
STANDS = """
import hashlib
from answerable.node.desk.models import Inquiry
from answerable.node.desk.services import story
from answerable.node.ledger import services as ledger
found = Inquiry.objects.first()
items = [] if found is None else [one for one in story.of(found) if one.file is not None]
result = None if not items or not items[0].file.is_held else {
    "said": items[0].subject, "graphic": items[0].is_graphic,
    "with": items[0].goes_with == found.raised_leaf,
    "sha256": hashlib.sha256(ledger.file_of(found.channel, items[0].leaf)[1]).hexdigest(),
    "betrays": OWNER in ledger.file_of(found.channel, items[0].leaf)[1],
}
"""


def test_a_photograph_reaches_the_other_node_as_it_was_cleared(tmp_path: Path) -> None:
    a = Node.create(tmp_path / "a", "alice", offices=["embassy", "bureau"])
    b = Node.create(tmp_path / "b", "bob", offices=["liaison", "ministry"])
    look = STANDS.replace("OWNER", repr(OWNER.encode()))
    try:
        establish(a, b)
        for node in (a, b):
            node.start(wait=False)
        for node in (a, b):
            node.wait_ready()
        a.run(PEOPLE)

        picture = base64.b64encode(photograph()).decode()
        cleared = a.run(RAISE.replace("PHOTOGRAPH", picture))

        until(lambda: b.run(look), "the photograph on B")
        assert b.run(look) == {
            "said": "The east wall",
            "graphic": True,
            "with": True,
            "sha256": cleared,
            "betrays": False,
        }
    finally:
        close(a, b)
