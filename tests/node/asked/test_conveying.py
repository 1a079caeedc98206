"""A decision is conveyed to each asker, within what may be told; each case leads to the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.errors import BadInput, NotPermitted, NotPossible
from answerable.node.desk.models import Conveyance, Inquiry, Investigation
from answerable.node.desk.services import (
    compartments,
    conveying,
    drafts,
    investigations,
    recorded,
    serving,
)
from tests.factories import NOW, make_user
from tests.node.asked.test_serving import response, second
from tests.node.desk.factories import DAY, Desk, Other, cleared, make_signed
from tests.node.desk.test_signed_story import received
from tests.node.desk_pages.conftest import Browser

__all__ = ["second"]

TODAY = NOW.date()
TOLD: dict[str, Any] = {
    "medium": "meeting",
    "conveyed_on": TODAY,
    "conveyed_by": "Envoy, embassy",
    "conveyed_to": "Desk officer",
    "place": "Third capital",
    "told": "That it was examined",
    "reaction": "They thanked",
}


def decide(desk: Desk, found: Investigation) -> None:
    investigations.decide(
        found,
        outcome="reply_with_findings",
        done_on=TODAY,
        version=found.version,
        by=desk.investigator,
        at=NOW,
    )


def at(desk: Desk) -> dict[str, Any]:
    return {"by": desk.investigator, "at": NOW}


def test_each_asker_stands_with_what_it_may_be_told_and_was_told(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serving.serve(investigation, second, **at(desk))
    decide(desk, investigation)

    conveying.limit(investigation, second, text="Nothing of the unit", **at(desk))
    conveying.limit(investigation, second, text="Nothing of the unit or its place", **at(desk))
    conveying.convey(investigation, second, **TOLD, **at(desk))

    rows = {one.inquiry.pk: one for one in conveying.askers_of(investigation, desk.investigator)}
    first, other = rows[inquiry.pk], rows[second.pk]
    assert (first.is_told, first.limit) == (False, None)
    assert other.is_told
    assert other.limit is not None
    assert other.limit.text == "Nothing of the unit or its place"
    assert len(other.limits) == 2
    assert [(one.conveyed_to, one.told) for one in other.told] == [
        ("Desk officer", "That it was examined")
    ]
    assert len(other.incidents) == 1


def test_a_response_that_went_stands_there_by_itself(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    draft = cleared(desk, response(desk, inquiry, "denies_harm"))
    recorded.record_delivery(
        draft,
        delivered_at=NOW,
        delivered_to="Their duty officer",
        delivered_by="Amal",
        where="At the gate",
        **desk.by(),
    )

    [asker] = conveying.askers_of(investigation, desk.investigator)

    assert asker.is_told
    [sent] = asker.sent
    assert not sent.message.signed
    assert sent.handed is not None
    assert sent.handed.delivered_to == "Their duty officer"
    page = Browser(desk.investigator).open(f"/inquiries/{inquiry.reference}/investigation/")
    for words in ("Response, handed over on paper", "Their duty officer", "At the gate"):
        assert words in page


def test_a_signed_response_is_linked_by_itself(desk: Desk) -> None:
    asked = received(Other(*make_signed(desk)))
    found = investigations.open_investigation(
        asked, by=desk.investigator, office=desk.embassy, at=NOW
    )
    draft = cleared(desk, response(desk, asked, "denies_harm"), at=NOW + DAY / 2)
    drafts.send(draft, **desk.by(NOW + DAY / 2))

    page = Browser(desk.investigator).open(f"/inquiries/{asked.reference}/investigation/")

    assert "Response, signed and sent" in page
    assert conveying.askers_of(found, desk.investigator)[0].sent[0].message.signed


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"conveyed_on": date(2030, 1, 1)}, BadInput),
        ({"told": " "}, BadInput),
        ({"conveyed_by": ""}, BadInput),
        ({"conveyed_to": ""}, BadInput),
    ],
)
def test_a_conveyance_says_who_whom_when_and_what(
    desk: Desk,
    inquiry: Inquiry,
    investigation: Investigation,
    given: dict[str, Any],
    refusal: type[Exception],
) -> None:
    decide(desk, investigation)

    with pytest.raises(refusal):
        conveying.convey(investigation, inquiry, **(TOLD | given), **at(desk))

    assert not Conveyance.objects.exists()


def test_nothing_is_conveyed_before_it_is_decided_nor_to_who_did_not_ask(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    with pytest.raises(NotPossible, match="investigation_has_no_decision"):
        conveying.convey(investigation, inquiry, **TOLD, **at(desk))
    decide(desk, investigation)
    with pytest.raises(NotPossible, match="not_served_here"):
        conveying.convey(investigation, second, **TOLD, **at(desk))
    with pytest.raises(BadInput):
        conveying.limit(investigation, inquiry, text=" ", **at(desk))
    with pytest.raises(NotPermitted):
        conveying.limit(investigation, inquiry, text="x", **desk.by())


def test_an_asker_that_a_person_may_not_know_of_is_not_there(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serving.serve(investigation, second, **at(desk))
    decide(desk, investigation)
    conveying.convey(investigation, second, **(TOLD | {"told": "CANARYTOLD"}), **at(desk))
    conveying.limit(investigation, second, text="CANARYLIMIT", **at(desk))
    outside = make_user("outside", Role.INVESTIGATOR)
    path = f"/inquiries/{inquiry.reference}/investigation/"
    room = compartments.open_compartment(name="Room", by=desk.investigator, at=NOW)
    assert "CANARYTOLD" in Browser(outside).open(path)

    compartments.put(second, room, **at(desk))

    for page in (
        Browser(outside).open(path),
        Browser(outside).open(f"/inquiries/{inquiry.reference}/"),
    ):
        assert "CANARY" not in page
        assert second.reference not in page
    assert "CANARYTOLD" in Browser(desk.investigator).open(path)


def test_the_trail_says_that_it_was_conveyed_and_no_word_of_it(
    desk: Desk, inquiry: Inquiry, investigation: Investigation
) -> None:
    decide(desk, investigation)
    conveying.convey(investigation, inquiry, **(TOLD | {"told": "CANARYTOLD"}), **at(desk))

    assert AuditEvent.objects.filter(verb="decision conveyed").exists()
    assert "CANARY" not in str(list(AuditEvent.objects.values()))


def test_it_is_recorded_and_shown_by_forms(
    investigator: Browser,
    desk: Desk,
    inquiry: Inquiry,
    second: Inquiry,
    investigation: Investigation,
) -> None:
    serving.serve(investigation, second, **at(desk))
    base = f"/inquiries/{inquiry.reference}/investigation/"
    assert "Told outside the software" not in investigator.open(base)
    decide(desk, investigation)
    assert "Told outside the software" in investigator.open(base)

    investigator.done(f"{base}may-tell/{second.reference}/", text="Only the outcome")
    where = investigator.done(
        f"{base}conveyed/{second.reference}/",
        medium="call",
        conveyed_on="2026-01-05",
        conveyed_by="Amal",
        conveyed_to="Their desk",
        told="The outcome",
    )

    assert where.endswith("#conveyance")
    with CaptureQueriesContext(connection) as queries:
        page = investigator.open(base)
    assert len(queries) <= 12, [one["sql"][:90] for one in queries]
    for words in ("Only the outcome", "Their desk", "The outcome", "Not told yet", "Call"):
        assert words in page
    assert investigator.status(f"{base}conveyed/NOBODY-1/") == 404
    assert "This field is required" in investigator.refused(f"{base}may-tell/{second.reference}/")
    assert Browser(desk.officer).status(f"{base}may-tell/{second.reference}/") == 403


def test_a_served_inquiry_leads_to_its_investigation_and_back(
    investigator: Browser,
    desk: Desk,
    inquiry: Inquiry,
    second: Inquiry,
    investigation: Investigation,
) -> None:
    serving.serve(investigation, second, **at(desk))
    home = f"/inquiries/{inquiry.reference}/investigation/"

    for path in (
        f"/inquiries/{second.reference}/",
        f"/inquiries/{second.reference}/investigation/",
    ):
        page = investigator.open(path)
        assert f'href="{home}"' in page
    assert "No investigation is open yet." not in page
    assert f'href="{home}"' in investigator.open(f"/inquiries/{inquiry.reference}/")
    shown = investigator.open(home)
    assert f'href="/inquiries/{second.reference}/"' in shown
    incident = serving.inquiries_of(investigation, desk.investigator)[0]
    assert incident is not None
    [link, *_more] = conveying.askers_of(investigation, desk.investigator)[0].incidents
    assert f'href="/incidents/{link.incident.reference}/"' in shown
    assert f'href="{home}"' in investigator.open(f"/incidents/{link.incident.reference}/")
