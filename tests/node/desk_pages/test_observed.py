"""The page of the public record: whose position changed, from what to what."""

from datetime import timedelta
from typing import Any

from answerable.node.desk.models import Incident, RecordedStatement
from answerable.node.desk.services import recorded
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import Desk, make_incident
from tests.node.desk_pages.conftest import Browser

RECORD = "/record/"


def keep(desk: Desk) -> Channel:
    return ledger.create_record(title="Watched", parties=[("north", "The North")], at=NOW)


def state(
    desk: Desk, channel: Channel, incident: Incident, position: str, days_ago: int, **given: Any
) -> RecordedStatement:
    fields: dict[str, Any] = {
        "kind": "first_statement",
        "stated_by": "A ministry of the North",
        "owner_role": "party_asked",
        "party_name": "The North",
        "stated_precision": "month",
        "summary": "Said so.",
        "confidence": "checked",
    }
    return recorded.record_statement(
        incident,
        channel,
        position=position,
        stated_at=NOW - timedelta(days=days_ago),
        **{**fields, **given},
        **desk.acts(),
    )


def test_positions_stand_in_the_order_in_which_they_were_taken(
    desk: Desk, officer: Browser
) -> None:
    channel, incident = keep(desk), make_incident(desk)
    state(desk, channel, incident, "accepts_responsibility", 10)
    state(desk, channel, incident, "denies_involvement", 90)
    state(desk, channel, incident, "denies_involvement", 60)

    page = officer.open(RECORD)

    assert page.count("Denies") == 1
    assert page.index("Denies") < page.index("Accepts responsibility")
    assert "The North" in page


def test_what_others_say_is_no_position_of_the_party_asked(desk: Desk, officer: Browser) -> None:
    channel, incident = keep(desk), make_incident(desk)
    state(desk, channel, incident, "", 10, owner_role="ngo", party_name="", kind="review")

    page = officer.open(RECORD)

    assert incident.title in page
    assert "no statement of a party asked is recorded" in page


def test_a_month_is_shown_as_a_month_and_what_it_changes_is_said(
    desk: Desk, officer: Browser
) -> None:
    channel, incident = keep(desk), make_incident(desk)
    first = state(desk, channel, incident, "denies_involvement", 90)
    state(desk, channel, incident, "accepts_responsibility", 10, changes=first)

    page = officer.open(f"/incidents/{incident.reference}/sources/")

    when = (NOW - timedelta(days=90)).strftime("%Y-%m")
    assert page.count(f'<time datetime="{when}">') == 2
    assert "Changes what was stated on" in page


def test_the_entry_is_there_only_where_a_record_is_kept(desk: Desk, officer: Browser) -> None:
    without = officer.open("/")
    keep(desk)

    assert f'href="{RECORD}"' not in without
    assert f'href="{RECORD}"' in officer.open("/")
