"""The first button of a case is the nearest duty, or none."""

from answerable.casework.codes import Act
from answerable.node.desk.permissions import Deed
from answerable.node.desk.views.acts import buttons
from tests.node.desk.factories import Desk, Other, raise_signed

CAN = {Deed.DRAFT.value: True, Deed.CORRESPOND.value: True}


def test_nobody_is_urged_to_stop_a_clock_or_to_end_a_case(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    found = buttons(inquiry, frozenset({Act.SUSPEND, Act.CLOSE}), CAN)

    assert [button.css for button in found] == ["", ""]


def test_what_is_owed_to_the_other_side_stands_first(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    found = buttons(inquiry, frozenset({Act.SUSPEND, Act.ACKNOWLEDGE}), CAN)

    assert [(button.act, button.css) for button in found] == [
        (Act.ACKNOWLEDGE, "primary"),
        (Act.SUSPEND, ""),
    ]
