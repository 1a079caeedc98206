"""On which day a text was written, where it says so itself."""

from datetime import date

import pytest

from answerable.extraction import lexicons
from answerable.extraction.assembly import read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Village raided\n\nBy our correspondent | Published 12 October 2026, 18:40 | Photo: X\n\n"
         "Armed men killed 3 people on Saturday.", date(2026, 10, 12)),
        ("Обстріл громади: двоє загиблих\n\n28 жовтня 2026, 09:15\n\nУчора загинули двоє людей.",
         date(2026, 10, 28)),
        ("A strike\n\n12 October 2026 was the day on which the market was shelled.", None),
        ("Log\n\n3 May 2026\nShelling killed 2.\n\n5 May 2026\nA drone killed 1.", None),
        ("Log\n\n3 May 2026\nA. B. C. D. E. F. G.\nShells hit a road.\nNobody was hurt.\n"
         "All went home.\nOne came back.\n5 May 2026\nA drone killed 1.", None),
    ],
)  # fmt: skip
def test_a_line_that_holds_only_the_day_of_writing_states_it(text: str, day: date | None) -> None:
    assert read(text, lexicons.words).stated == day
