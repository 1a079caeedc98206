"""Draw figures with their owners as ranges on one scale: SVG of attributes, for page and print.

Each owner has a line. What was reported is a filled bar, what the party asked acknowledges a framed
one, so that no colour is needed to tell them apart. Nothing is added up, and unknown has no bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, ROW, TOP = 640, 34, 8
# Where the scale begins and ends; left of it nothing, the owner's name stands above its bar.
START, END = 8, 600
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Line:
    """One owner's count. `open_end` has no upper end; without `low` and `high` it is unknown."""

    owner: str
    said: str
    low: int | None
    high: int | None
    best: int | None = None
    acknowledged: bool = False

    @property
    def is_unknown(self) -> bool:
        """Tell whether the owner gave no number, which is not zero."""
        return self.low is None and self.high is None


def ticks(largest: int) -> list[int]:
    """Return the numbers of the scale, three to seven of them, from nothing to the largest."""
    size = 1
    while True:
        for step in (part * size for part in _STEPS):
            if largest <= 6 * step:
                return list(range(0, max(largest, step) + step, step))
        size *= 10


def draw(lines: Sequence[Line], *, title: str, identifier: str, mirrored: bool) -> SafeString:
    """Draw the lines; `title` and what each owner said stand in the picture as its alternative."""
    scale = ticks(
        max((n for line in lines for n in (line.low, line.high) if n is not None), default=0)
    )
    height = TOP + ROW * len(lines) + 24
    drawing = _Drawing(scale[-1], mirrored)
    return format_html(
        '<svg class="picture" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{i}-t {i}-d" '
        'focusable="false"><title id="{i}-t">{title}</title><desc id="{i}-d">{said}</desc>'
        "{axis}{rows}</svg>",
        w=WIDTH,
        h=height,
        i=identifier,
        title=title,
        said="; ".join(f"{line.owner}: {line.said}" for line in lines),
        axis=drawing.axis(scale, height),
        rows=format_html_join("", "{}", ((drawing.row(line, n),) for n, line in enumerate(lines))),
    )


class _Drawing:
    """Where a number stands on the scale, in the direction in which the page runs."""

    def __init__(self, largest: int, mirrored: bool) -> None:
        self.largest, self.mirrored = largest, mirrored

    def x(self, number: float) -> float:
        """Return where a number stands."""
        at = START + (END - START) * number / self.largest
        return round(WIDTH - at if self.mirrored else at, 1)

    def axis(self, scale: Sequence[int], height: int) -> SafeString:
        """Draw the scale: a line and a number for each tick."""
        return format_html_join(
            "",
            '<line class="picture-grid" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>'
            '<text class="picture-tick" x="{0}" y="{3}" text-anchor="middle">{4}</text>',
            ((self.x(number), TOP, height - 20, height - 6, number) for number in scale),
        )

    def row(self, line: Line, number: int) -> SafeString:
        """Draw one owner's line: who and what in words, and the bar beneath."""
        top = TOP + ROW * number
        direction = "rtl" if self.mirrored else "ltr"
        return format_html(
            '<text class="picture-label" x="{}" y="{}" direction="{}">'
            '<tspan unicode-bidi="isolate">{}</tspan> · <tspan unicode-bidi="isolate">{}</tspan>'
            "</text>{}",
            WIDTH - START if self.mirrored else START,
            top + 12,
            direction,
            line.owner if len(line.owner) <= 60 else f"{line.owner[:59]}…",
            line.said,
            format_html_join("", "{}", ((part,) for part in self._bar(line, top + 18))),
        )

    def _bar(self, line: Line, y: int) -> Iterator[SafeString]:
        if line.is_unknown:
            return
        low = line.low or 0
        high = line.high if line.high is not None else self.largest
        begin, end = sorted((self.x(low), self.x(high)))
        kind = "acknowledged" if line.acknowledged else "reported"
        open_end = "" if line.high is not None else " picture-open"
        yield format_html(
            '<rect class="picture-{}{}" x="{}" y="{}" width="{}" height="10" rx="2"/>',
            kind,
            open_end,
            begin if end - begin >= 6 else round((begin + end) / 2 - 3, 1),
            y,
            max(round(end - begin, 1), 6),
        )
        if line.best is not None:
            yield format_html(
                '<circle class="picture-best" cx="{}" cy="{}" r="4"/>', self.x(line.best), y + 5
            )
