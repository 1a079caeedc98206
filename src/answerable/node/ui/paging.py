"""Turn long lists into pages without counting to their ends."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

if TYPE_CHECKING:

    class _Paginator(Paginator[Any]): ...

    class _Page(Page[Any]): ...

else:
    _Paginator, _Page = Paginator, Page

# Nobody reads on to the thousandth row: from there on a list says "more than".
MOST = 1000
# So many pages can be turned; further on the database would walk for each.
FARTHEST = 200


class LongPaginator(_Paginator):
    """Pages of a query of which only the first thousand rows are counted.

    Further pages are there all the same, up to the two hundredth. Whether a page has another one
    after it is told by reading one row more, and a list that ends on its first page is not counted
    at all.
    """

    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, at most the one after the last that is counted."""
        return self.object_list.order_by()[: MOST + 1].count()

    @property
    def is_more(self) -> bool:
        """Tell whether there are more rows than were counted."""
        return self.count > MOST

    @property
    def counted(self) -> int:
        """Return the number to be shown."""
        return min(self.count, MOST)

    def get_page(self, number: float | str | None) -> Page[Any]:
        """Return a page whatever was asked for: the first for nonsense, beyond all the last."""
        try:
            wanted = max(int(number or 1), 1)
        except (ValueError, OverflowError):
            wanted = 1
        rows = self._rows(wanted) if wanted <= FARTHEST else []
        if not rows and wanted > 1:
            wanted = max(-(-self.counted // self.per_page), 1)
            rows = self._rows(wanted)
        if wanted == 1 and len(rows) <= self.per_page:
            self.count = len(rows)
        return LongPage(rows, wanted, self)

    def _rows(self, number: int) -> list[Any]:
        bottom = (number - 1) * self.per_page
        return list(self.object_list[bottom : bottom + self.per_page + 1])


class LongPage(_Page):
    """A page that knows of the next one from the row it read too many."""

    def __init__(self, rows: list[Any], number: int, paginator: LongPaginator) -> None:
        super().__init__(rows[: paginator.per_page], number, paginator)
        self._has_next = len(rows) > paginator.per_page and number < FARTHEST

    def has_next(self) -> bool:
        """Tell whether another page follows."""
        return self._has_next

    def next_page_number(self) -> int:
        """Return the number of the next page, which may be beyond what is counted."""
        return self.number + 1

    def previous_page_number(self) -> int:
        """Return the number of the page before."""
        return self.number - 1

    def start_index(self) -> int:
        """Return the number of the page's first row; 0 for an empty list."""
        return (self.number - 1) * self.paginator.per_page + bool(len(self))

    def end_index(self) -> int:
        """Return the number of the page's last row."""
        return (self.number - 1) * self.paginator.per_page + len(self)
