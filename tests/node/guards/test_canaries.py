"""Nothing private leaves: a canary in every private field is in nothing that goes out."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from copy import deepcopy
from fnmatch import fnmatch
from typing import Any, ClassVar

import msgspec
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from answerable.node.desk.choices import IncidentShare, QuestionChoice, RaiseChoice
from answerable.node.desk.models import Incident, Inquiry, Review
from answerable.node.desk.services import correspondence, drafts
from answerable.node.ledger import highwater
from answerable.node.ledger.channels import our_log
from answerable.node.ledger.publishing import publish
from answerable.node.vault.models import SourceReport
from answerable.protocol.recovery import HighWater
from tests.factories import NOW
from tests.node.access import world
from tests.node.access.world import World
from tests.node.desk.factories import DAY, HOUR, Other, answered, change, cleared
from tests.node.guards import fields, outlets
from tests.node.guards.canaries import Canaries
from tests.node.guards.outlets import Outlet
from tests.node.ledger.factories import serve_ours

# Who is in charge of what, and who did it: these stand where the node's own
# auditor reads, and one's own name on every page.
OF_PEOPLE = {"accounts.User.username", "accounts.User.name"}
WITH_NAMES = ("audit export", "addresses on *", "error page at *")
WITHOUT = settings(
    max_examples=3,
    # To make a failure smaller would take minutes, and which field it is stands there anyhow.
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
EVERY = {"envelope", "content", "pouch", "letter", "evidence package", "audit export", "sessions"}
CHOICES = ("title", "places", "coordinates", "figures", "objects", "answer", "more")
compositions = st.fixed_dictionaries({name: st.booleans() for name in CHOICES})


class CanaryTests(TestCase):
    """One world for all; what an example does is taken back."""

    world: ClassVar[World]
    canaries: ClassVar[Canaries]
    mark: ClassVar[HighWater]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.make()
        # The vault's own tests ask for consent; here all is about what else would leave.
        SourceReport.objects.update(receipt="R-2026-90000")
        cls.canaries = Canaries()
        cls.canaries.put_everywhere()
        mark = highwater.read(our_log(cls.world.other.channel).origin)
        assert mark is not None
        cls.mark = mark

    def test_every_private_field_holds_a_canary(self) -> None:
        for field in self.canaries.fields:
            rows = field.model._default_manager.values_list("pk", field.name)
            wanted = [self.canaries.of(field, pk) in str(value) for pk, value in rows]

            assert wanted, fields.name_of(field)
            assert all(wanted), fields.name_of(field)

    def test_every_reason_not_to_look_is_about_a_field(self) -> None:
        names = [
            fields.name_of(one) for model in fields.all_models() for one in fields.with_words(model)
        ]

        known = (*fields.NO_WORDS, *fields.LEAVES, *fields.CHOSEN)
        assert [one for one in known if not any(fnmatch(name, one) for name in names)] == []

    @WITHOUT
    @given(compositions)
    @example(dict.fromkeys(CHOICES, True))
    def test_only_what_was_chosen_leaves(self, chosen: dict[str, bool]) -> None:
        lines, root = outlets.Lines(), logging.getLogger()
        root.addHandler(lines)
        self.addCleanup(root.removeHandler, lines)
        # What an example does is taken back; what lies in files, and the other side, is not.
        other = Other(self.world.other.channel, deepcopy(self.world.other.peer))
        highwater.replace(self.mark)
        allowed = self.compose(chosen, other)
        out = list(self.outlets(other))
        told = self.told(out, allowed)

        told |= self.told([("log", line.encode()) for line in lines.kept], set())
        root.removeHandler(lines)
        assert {name for name, _data in out} >= EVERY
        # What was chosen did leave: the same looking finds it.
        left = {
            one for name, data in out if name == "content" for one in self.canaries.found_in(data)
        }
        assert left == allowed
        assert {field for field, _row in allowed} <= fields.CHOSEN
        assert not told, "\n".join(sorted(told))

    def compose(self, chosen: dict[str, bool], other: Other) -> set[tuple[str, int]]:
        """Raise, answer and say what else can be said; return what of it was chosen to leave."""
        desk, channel = self.world.desk, other.channel
        incident = Incident.objects.get(pk=self.world.open.incident.pk)
        draft = drafts.start_inquiry([incident], channel, **desk.acts())
        choice = drafts.choice_of(draft)
        assert isinstance(choice, RaiseChoice)
        share, allowed = _pruned(choice.incidents[0], incident, chosen)
        words: dict[str, Any] = {} if chosen["title"] else {"subject": "Subject typed"}
        asked = (QuestionChoice(text="What happened?"),)
        change(desk, draft, incidents=(share,), questions=asked, **words)
        drafts.send(cleared(desk, draft), **desk.by())
        ours = Inquiry.objects.get(reference=self.world.open.values["inquiry"])
        theirs = Inquiry.objects.get(reference=self.world.open.values["asked"])
        if chosen["answer"]:
            response = drafts.start("response", theirs, **desk.acts(NOW + HOUR))
            change(desk, response, answers=answered(response), at=NOW + HOUR)
            drafts.send(cleared(desk, response, at=NOW + HOUR), **desk.by(NOW + HOUR))
        if chosen["more"]:
            review = Review.objects.filter(thread=ours.thread).first()
            again = drafts.start("follow_up", ours, review=review, **desk.acts(NOW + HOUR))
            change(desk, again, subject="Typed", notes="Typed", at=NOW + HOUR)
            drafts.send(cleared(desk, again, at=NOW + HOUR), **desk.by(NOW + HOUR))
            ours.refresh_from_db()
            correspondence.close(ours, reason="accepted_with_measures", **desk.acts(NOW + DAY))
        publish(channel, our_log(channel).origin)
        serve_ours(channel, other.peer)
        other.arrive(NOW + DAY)
        return allowed

    def outlets(self, other: Other) -> Iterator[Outlet]:
        """Return everything that comes out."""
        channel, people = other.channel, self.world.people
        browsers = {}
        for role in ("officer", "nobody"):
            browsers[role] = Client(raise_request_exception=False)
            browsers[role].force_login(people[role])
        values = self.world.open.values
        paths = [
            "/",
            f"/incidents/{values['incident']}/",
            f"/inquiries/{values['inquiry']}/",
            f"/reports/{values['receipt_number']}/",
            f"/drafts/{values['draft']}/form/",
        ]
        yield from outlets.of_the_channel(channel, other.peer)
        yield from outlets.of_messages(channel, browsers["officer"])
        yield from outlets.of_pages(browsers, paths)
        yield from outlets.of_the_node(people["auditor"])

    def told(self, out: Any, allowed: set[tuple[str, int]]) -> set[str]:
        """Return where which private field stands although nobody chose it."""
        return {
            f"{name}: {field} of row {pk}"
            for name, data in out
            for field, pk in self.canaries.found_in(data) - allowed
            if field not in OF_PEOPLE or not any(fnmatch(name, one) for one in WITH_NAMES)
        }

    def test_a_leak_would_be_seen_in_every_wrapping(self) -> None:
        field = Incident._meta.get_field("narrative")
        canary = self.canaries.of(field, 7)

        for leak in (canary, canary.upper(), json.dumps({"a": [canary]}), f"<p>{canary}</p>"):
            assert self.told([("fake", leak.encode())], set()) == {
                "fake: desk.Incident.narrative of row 7"
            }
        assert self.told([("fake", canary.encode())], {("desk.Incident.narrative", 7)}) == set()


def _pruned(
    share: IncidentShare, incident: Incident, chosen: dict[str, bool]
) -> tuple[IncidentShare, set[tuple[str, int]]]:
    """Leave in a share what was chosen; return it, and the private fields that thereby leave."""
    places = tuple(
        msgspec.structs.replace(one, coordinates=chosen["coordinates"]) for one in share.places
    )
    figures = tuple(incident.figures.values_list("pk", flat=True)) if chosen["figures"] else ()
    kept = msgspec.structs.replace(
        share,
        title=share.title if chosen["title"] else "Title typed",
        places=places if chosen["places"] else (),
        figures=figures,
        objects=share.objects if chosen["objects"] else (),
    )
    allowed: set[tuple[str, int]] = set()
    allowed |= {("desk.Incident.title", incident.pk)} if chosen["title"] else set()
    allowed |= {("desk.PlaceName.name", pk) for one in kept.places for pk in one.names}
    allowed |= {("desk.Figure.stated_by", pk) for pk in kept.figures}
    return kept, allowed
