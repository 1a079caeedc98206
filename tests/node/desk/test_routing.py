"""What comes in goes to the office whose it is, by the first remit that fits, and says why."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Folder, Remit
from answerable.node.desk.services import remits, routing
from answerable.node.desk.services.routing import Facts, route
from tests.factories import NOW, make_office
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    make_incident,
    make_report,
    raise_body,
    raise_words,
)


@dataclass
class Rule:
    """A remit without a database."""

    office_id: int = 1
    pk: int = 1
    object: str = ""
    kind: str = ""
    channel_id: int | None = None
    areas: list[str] = field(default_factory=list)


CONVOYS = Rule(7, 1, object="aid_convoy")
SOUTH = Rule(8, 2, areas=["Port Sarel", "Порт Сарел"])


def test_the_first_rule_that_fits_decides_and_says_by_what() -> None:
    facts = Facts(objects=frozenset({"aid_convoy"}), texts=("Near Port Sarel",))

    routed = route(facts, [CONVOYS, SOUTH])

    assert routed is not None
    assert (routed.office, routed.why) == (7, (("object", "aid_convoy"),))


def test_where_no_rule_fits_nobody_is_named() -> None:
    assert route(Facts(texts=("Elsewhere",)), [CONVOYS, SOUTH]) is None


@pytest.mark.parametrize("text", ["PORT  SAREL, at noon", "Обстріл: Порт Сарел."])
def test_a_place_is_found_whole_in_any_case_and_script(text: str) -> None:
    assert route(Facts(texts=(text,)), [SOUTH]) is not None


@pytest.mark.parametrize("text", ["Port Sarelia", "Port of Sarel", "Sarel Port", ""])
def test_a_place_is_not_found_in_another_s_name(text: str) -> None:
    assert route(Facts(texts=(text,)), [SOUTH]) is None


def test_everything_that_a_rule_names_must_fit() -> None:
    rule = Rule(9, object="aid_convoy", kind="attack", channel_id=3, areas=["Sarel"])
    whole = Facts(frozenset({"aid_convoy"}), frozenset({"attack"}), 3, ("Sarel",))

    assert route(whole, [rule]) is not None
    for less in (
        Facts(frozenset(), whole.kinds, 3, whole.texts),
        Facts(whole.objects, frozenset(), 3, whole.texts),
        Facts(whole.objects, whole.kinds, 4, whole.texts),
        Facts(whole.objects, whole.kinds, 3, ()),
    ):
        assert route(less, [rule]) is None


@given(st.lists(st.text(), max_size=3), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_and_any_name_give_an_answer(texts: list[str], names: list[str]) -> None:
    route(Facts(texts=tuple(texts)), [Rule(areas=names)])


def test_a_report_goes_where_its_place_belongs(desk: Desk) -> None:
    remits.add_remit(make_office("south"), area="Port Sarel", by=desk.administrator, at=NOW)

    report = make_report(desk, "A clinic in Port Sarel was hit")

    assert report.office is not None
    assert report.office.code == "south"
    event = AuditEvent.objects.get(verb="given to office")
    assert event.by is None
    assert event.details["why"] == ["area"]


def test_an_incident_goes_to_the_envoy_whoever_opened_it(desk: Desk) -> None:
    remits.add_remit(make_office("envoy"), kind="denial_of_aid", by=desk.administrator, at=NOW)

    incident = make_incident(desk, kind="denial_of_aid")

    incident.refresh_from_db()
    assert incident.office is not None
    assert incident.office.code == "envoy"


def test_an_inquiry_of_the_other_side_goes_to_the_desk_of_its_channel(
    desk: Desk, other: Other
) -> None:
    remits.add_remit(desk.bureau, channel=other.channel, by=desk.administrator, at=NOW)

    other.say("a" * 32, raise_body(), words=raise_words())
    other.arrive(NOW + HOUR)

    assert Folder.objects.get().office == desk.bureau


def test_somebody_hands_it_over(desk: Desk) -> None:
    incident = make_incident(desk)

    routing.hand_over(incident, desk.bureau, **desk.by())

    incident.refresh_from_db()
    assert incident.office == desk.bureau
    with pytest.raises(NotPossible):
        routing.hand_over(incident, desk.bureau, **desk.by())


def test_only_an_administrator_writes_remits(desk: Desk) -> None:
    with pytest.raises(PermissionDenied):
        remits.add_remit(desk.bureau, area="Sarel", **desk.by())


def test_a_remit_that_fits_everything_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        remits.add_remit(desk.bureau, area=" \n ", by=desk.administrator, at=NOW)


def test_the_order_of_remits_is_changed_by_one_step(desk: Desk) -> None:
    by: dict[str, Any] = {"by": desk.administrator, "at": NOW}
    first = remits.add_remit(desk.bureau, area="One", **by)
    second = remits.add_remit(desk.bureau, area="Two", **by)

    remits.move_remit(second, True, **by)
    remits.move_remit(second, True, **by)

    assert list(Remit.objects.values_list("pk", flat=True)) == [second.pk, first.pk]
