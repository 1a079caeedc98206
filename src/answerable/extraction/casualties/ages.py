"""Tell the numbers that count no people: ages, hours, routes, calibres; and what ages say."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.people import Counted
from answerable.extraction.counts.numbers import Quantity
from answerable.extraction.text.tokens import NUMBER, WORD
from answerable.extraction.values import replace

UNITS = frozenset("%$€₪№#/°£+*=<>@&_\\")
OLDEST = 110
GROWN_UP, OLD = 18, 60
"""From this age on nobody is a child, or somebody is told as old whom no word calls so."""
STILL_A_MAN = 70
"""Until then a man or woman of an age stays one."""
AGE_WITHIN = 4
_BY_SEX = ("men", "women")


def counts_no_people(line: Line, quantity: Quantity) -> bool:
    """Tell whether a number says something other than how many people."""
    return (
        _has_unit(line, quantity)
        or _is_denied(line, quantity)
        or _is_glued(line, quantity)
        or _is_clock_or_decimal(line, quantity)
        or _is_ratio(line, quantity)
        or _is_labelled(line, quantity)
        or _is_date(line, quantity)
        or line.ends("clocks", quantity.number) is not None
    )


def _has_unit(line: Line, quantity: Quantity) -> bool:
    before, after = quantity.number - 1, quantity.end
    return (before >= 0 and line.text[before] in UNITS) or (
        after < len(line.text) and line.text[after] in UNITS - {"+"}
    )


def _is_denied(line: Line, quantity: Quantity) -> bool:
    """ "Not one", "ніхто": said as none, and read as zero elsewhere."""
    return "none" in line.marks and any(
        line.mark("none", at)
        and not line.mark("not none", at)
        and line.marks["none"][at].end >= quantity.number
        for at in range(max(0, quantity.first - 3), quantity.number + 1)
    )


def _is_glued(line: Line, quantity: Quantity) -> bool:
    """ "S300", "Shahed-136", "155mm"."""
    number, tokens, text = quantity.number, line.tokens, line.text
    if tokens[number].kind is not NUMBER:
        return False
    small = line.words.prefixes
    if number and tokens[number].glued:
        before = number - 1
        if tokens[before].kind is WORD:
            return text[before] not in small
        if text[before] == "-" and tokens[before].glued and before:
            return tokens[before - 1].kind is WORD and text[before - 1] not in small
    end = quantity.end
    is_written_on = end < len(tokens) and tokens[end].kind is WORD and tokens[end].glued
    return is_written_on and end == number + 1


def _is_clock_or_decimal(line: Line, quantity: Quantity) -> bool:
    number, end, tokens, text = quantity.number, quantity.end, line.tokens, line.text
    if number > 1 and text[number - 1] in (".", ":") and tokens[number].glued:
        return tokens[number - 1].glued and tokens[number - 2].kind is NUMBER
    return (
        end + 1 < len(tokens)
        and text[end] in (":", ".")
        and tokens[end].glued
        and tokens[end + 1].glued
        and tokens[end + 1].kind is NUMBER
    )


def is_age(line: Line, quantity: Quantity) -> bool:
    """Tell whether a number is how old somebody is."""
    text, number, end = line.text, quantity.number, quantity.end
    if line.ends("gatherings", quantity.first):
        return False
    if number and text[number - 1] == "-" and line.ends("before_age", number - 1):
        return True
    if number and text[number - 1] == "of" and line.ends("one", number - 1):
        # "A woman of 61"
        return True
    if _is_decade(line, quantity):
        return True
    if line.ends("before_age", quantity.first) or line.ends("before_age", number):
        return True
    # "15- and 17-year-old boys", "aged between 5 and 10"
    for at in (end, end + 1):
        if line.mark("ages", at) and (at == end or not line.is_word(end)):
            return True
    # "19 і 22 роки": the word for age stands once, after the last.
    if end + 1 < len(text) and (text[end] == "," or line.mark("links", end)):
        following = end + 1
        if line.tokens[following].kind is NUMBER and line.mark("ages", following + 1):
            return True
    # As after a name: between two commas, or in brackets.
    between = (text[number - 1] if number else "") + (text[end] if end < len(text) else "")
    is_figure = line.tokens[number].kind is NUMBER and end == number + 1
    if not is_figure or not (quantity.high or 0) <= OLDEST:
        return False
    return between in (",,", "()", ",)") or (
        # "A woman, 40."
        between in (",", ",.", ",;") and line.ends("one", number - 1) is not None
    )


def by_age(line: Line, one: Counted, ages: Sequence[Quantity]) -> Counted:
    """Return people as children or as old where their ages, told beside them, say so."""
    if one.category == "combatants" or one.low is None or one.low != one.high:
        return one
    told = [age for age in ages if _is_age_of(line, one, age)]
    if not told or len(told) != one.low:
        return one
    if all((age.high or OLDEST) < GROWN_UP for age in told):
        return replace(one, category="children")
    if one.category not in (None, *_BY_SEX):
        return one
    old = STILL_A_MAN if one.category else OLD
    if all(old <= (age.low or 0) <= OLDEST for age in told):
        return replace(one, category="elderly")
    return one


def _is_age_of(line: Line, one: Counted, age: Quantity) -> bool:
    if age.number and line.text[age.number - 1] == "of" and (age.high or 0) < GROWN_UP:
        # "A mother of three"
        return False
    if one.first <= age.first <= one.number:
        return True
    between = range(one.end, age.first)
    return (
        age.first >= one.end
        and len(between) <= AGE_WITHIN
        and not any(
            line.mark("trigger", at)
            or line.person(at)
            or line.text[at] in ";.:"
            # "A shop owner and a 9-year-old girl"; but "two children, 8 and 12".
            or (line.mark("links", at) and line.tokens[at - 1].kind is not NUMBER)
            for at in between
        )
    )


def _is_ratio(line: Line, quantity: Quantity) -> bool:
    """ "Six in ten"."""
    if not line.words.has_articles:
        return False
    text, number, end = line.text, quantity.number, quantity.end
    may_begin = line.words.numbers.may_begin
    after = text[end : end + 1] == ["in"] and end + 1 < len(text) and may_begin(text[end + 1])
    before = number > 1 and text[number - 1] == "in" and may_begin(text[number - 2])
    # "Seven out of ten": both are small.
    of_ten = text[end : end + 2] == ["out", "of"] and text[end + 2 : end + 3] in (["ten"], ["10"])
    of_ten = of_ten or (text[max(0, number - 2) : number] == ["out", "of"] and quantity.low == 10)
    return after or before or of_ten


def _is_decade(line: Line, quantity: Quantity) -> bool:
    """ "في السبعين", "בשנות השמונים": somebody in his seventies."""
    prefixes, value = line.words.definite_prefixes, quantity.low or 0
    if value % 10 or not 20 <= value <= 90 or value != quantity.high:
        return False
    is_word = line.tokens[quantity.number].kind is WORD
    says_definite = is_word and line.text[quantity.number].startswith(prefixes or "\0")
    return says_definite and line.ends("many", quantity.number) is None


def _is_labelled(line: Line, quantity: Quantity) -> bool:
    """ "Route 60", "Resolution 2334", "Camp 3"."""
    for back in range(max(0, quantity.number - 2), quantity.number + 1):
        name = line.mark("names", back)
        if name and name.end >= quantity.end:
            # "קריית שמונה", "بئر السبع": a number in the name of a place.
            return True
    follows = line.text[quantity.end : quantity.end + 1]
    is_the_number_of = quantity.rule == "span" and line.mark("number of", quantity.number)
    if is_the_number_of and follows and _is_definite(line, quantity.end):
        return True
    is_figure = line.tokens[quantity.number].kind is NUMBER
    is_said = line.ends("said of", quantity.number)
    label = line.ends("labels", quantity.number)
    # "Last week 12 people": a day's name labels nothing.
    return is_figure and not is_said and label is not None and label.first not in line.dated


def _is_definite(line: Line, at: int) -> bool:
    """Tell whether a noun is the known one: "מספר ההרוגים", "מספר עובדי הכבאות"."""
    words = line.words
    if line.text[at].startswith(words.definite_prefixes):
        return True
    is_construct = line.text[at].endswith(words.construct_endings or "\0")
    return is_construct and "".join(line.text[at + 1 : at + 2]).startswith(words.definite_prefixes)


def _is_date(line: Line, quantity: Quantity) -> bool:
    """A day beside a month, and a year."""
    number, end, months = quantity.number, quantity.end, line.words.dates.months
    if line.tokens[number].kind is not NUMBER:
        return False
    near = (number - 1, end) if line.words.dates.month_first else (end, end + 1)
    if any(0 <= at < len(line.text) and months.at(line.text, at) for at in near):
        return (quantity.high or 0) <= 31
    is_year = len(line.text[number]) == 4 and 1900 <= (quantity.high or 0) <= 2100
    return is_year and not line.person(end)
