"""Find reports by words of their titles and publishers, in every language alike.

The words stand in a narrow table of their own in the form in which words are compared: without
marks and case, letters that writers take for one another as one, in Arabic and Hebrew also without
the article or the letter joined to them. A word is found by how it begins.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from answerable.node.desk.models import Report, ReportWords

Found = TypeVar("Found", bound="QuerySet[Report]")
# As long as a word is kept, and as many as are sought at a time.
LETTERS = 24
MOST = 8
# So few reports are looked up by their keys; of more, the newest are soon found in their order.
FEW = 5000
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\A[A-Za-z]{1,8}-\d{4}-\d{1,9}\Z")
_LIKE = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ґ": "г", "\u0640": None})
_ARTICLE = re.compile(r"\A(?:[وفبك]?ال|لل)(?=\w{3})")
_JOINED = re.compile(r"\A[הובלמשכ](?=[\u05d0-\u05ea]{3})")


def terms(text: str) -> list[str]:
    """Return the words of a text as they are compared, in their order."""
    # Case again after taking apart: some letters have a capital of several.
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    if not apart.isascii():
        apart = "".join(map(_plain, apart)).translate(_LIKE)
    return [word[:LETTERS] for word in _WORD.findall(apart)]


def forms(term: str) -> set[str]:
    """Return a word as it is kept: also without its article or the letter joined to it."""
    return {term, _JOINED.sub("", _ARTICLE.sub("", term))}


def words_of(report: Report) -> ReportWords:
    """Return the words of a report, not yet written."""
    said = {form for term in terms(f"{report.title} {report.publisher}") for form in forms(term)}
    return ReportWords(report=report, words="".join(f" {form}" for form in sorted(said)))


def index(report: Report) -> None:
    """Write the words of a report anew; in the transaction that writes or empties its title."""
    ReportWords.objects.update_or_create(report=report, defaults={"words": words_of(report).words})


def matching(found: Found, words: str, *, few: int = FEW) -> Found:
    """Return those reports that have all these words, or this receipt number.

    Which way it takes, by keys or in the order of the reports, changes nothing of what is found.
    """
    numbered = Q(receipt_number=words) if _NUMBER.match(words) else Q(pk__in=())
    wanted = sorted(set(terms(words)), key=len, reverse=True)[:MOST]
    if not wanted:
        return found.filter(numbered)
    having = ReportWords.objects.order_by()
    for term in wanted:
        having = having.filter(_begins(term))
    keys = list(having.values_list("pk", flat=True)[: few + 1])
    if len(keys) <= few:
        return found.filter(Q(pk__in=keys) | numbered)
    return found.filter(Exists(having.filter(pk=OuterRef("pk"))) | numbered)


def _begins(term: str) -> Q:
    condition = Q(pk__in=())
    for form in forms(term):
        condition |= Q(GreaterThan(StrIndex("words", Value(f" {form}")), 0))
    return condition


def _plain(character: str) -> str:
    """Return a character without what only one writer in two writes."""
    kind = unicodedata.category(character)
    if kind in ("Mn", "Cf"):
        return ""
    return str(unicodedata.digit(character)) if kind == "Nd" else character
