"""Few files are read at once, whatever page they came from."""

import pytest

from answerable.node.desk import readers
from answerable.node.desk.labels import problem


def test_one_more_than_may_be_read_at_once_waits_and_is_told() -> None:
    with (
        readers.turn(),
        readers.turn(),
        pytest.raises(readers.TooBusy) as refused,
        readers.turn(patience=0.01),
    ):
        pass

    assert [str(problem(code)) for code in refused.value.problems.values()] == [
        "Other documents are being read. Try again in a minute."
    ]


def test_a_turn_is_given_back_whatever_happens() -> None:
    for _ in range(readers.AT_ONCE + 1):
        with pytest.raises(ValueError, match="broken"), readers.turn(patience=0.01):
            raise ValueError("broken")
