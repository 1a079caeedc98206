"""Claims in words for the page: what was read, who says so, and what a person decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.casework.codes import FigureCategory
from answerable.extraction.claims import Kind, Scope
from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.retold import TOLD_AGAIN
from answerable.node.desk.wording.counts import number
from answerable.node.intake import concept_words
from answerable.node.intake.models import ClaimDecision, StatedClaim, Verdict
from answerable.node.intake.services.claims import as_corrected, decision_of
from answerable.node.intake.services.stating import as_put
from answerable.node.ui import dates

KINDS: dict[str, str | Promise] = {
    Kind.HARM: _("Harm"),
    Kind.WHEN: _("When"),
    Kind.WHERE: _("Where"),
    Kind.OBJECT: _("Object struck"),
    Kind.MEANS: _("Means"),
    Kind.ACTOR: _("Suspected actor, as stated"),
    Kind.SOURCE: _("Who says so"),
    Kind.DENIAL: _("Denial"),
}
HARM: dict[str, str | Promise] = {
    "killed": _("Killed"),
    "injured": _("Injured"),
    "missing": _("Missing"),
    "abducted": _("Abducted"),
    "detained": _("Detained"),
    "displaced": _("Displaced"),
    "casualties": _("Killed or injured"),
}
CONCEPTS: dict[str, dict[str, str | Promise]] = {
    Kind.OBJECT: concept_words.OBJECTS,
    Kind.MEANS: concept_words.MEANS,
    Kind.ACTOR: concept_words.ACTORS,
    Kind.DENIAL: concept_words.DENIALS,
}
QUALIFIERS: dict[str, str | Promise] = {
    "at_least": _("at least"),
    "more_than": _("more than"),
    "at_most": _("at most"),
    "less_than": _("fewer than"),
    "about": _("about"),
    "span": _("a word such as “dozens”"),
}


@dataclass(frozen=True)
class Shown:
    """A claim with its words for the page."""

    claim: StatedClaim
    kind: str | Promise
    value: str | Promise
    figure: str
    qualifier: str | Promise
    about: str | Promise
    decision: ClaimDecision | None
    after: int
    # As corrected: a total is no incident's figure, whatever was read.
    scope: str
    place: Mapping[str, Any] | None
    incident: int | None
    # Whether it was taken into the tolls, from this run or another one.
    is_in_tolls: bool = False
    # What other readers claim of the same words, each by its name.
    others: tuple[Shown, ...] = ()

    @property
    def may_be_toll(self) -> bool:
        """Tell whether it is a total that the tolls of a situation can hold."""
        value = (self.decision.corrected if self.decision else {}).get("value", self.claim.value)
        is_total = self.claim.kind == Kind.HARM and self.scope != Scope.INCIDENT
        return is_total and value in list(FigureCategory) and not self.is_rejected

    @property
    def told_before(self) -> str | Promise:
        """Say that a figure was told before, or is a part of one that was: never to be added."""
        if self.decision is not None and self.decision.corrected:
            return ""
        if self.claim.rule.endswith(TOLD_AGAIN):
            return _("told again")
        return _("part of another figure") if self.claim.subset_of is not None else ""

    @property
    def verdict(self) -> str:
        """Return what was decided, in words, or nothing."""
        return str(Verdict(self.decision.verdict).label) if self.decision else ""

    @property
    def tone(self) -> str:
        """Return in which colour the page says what was decided."""
        return "neutral" if self.is_rejected else "ok"

    @property
    def is_rejected(self) -> bool:
        """Tell whether a person said that this is not stated."""
        return self.decision is not None and self.decision.verdict == Verdict.REJECTED


def shown(claim: StatedClaim) -> Shown:
    """Put a claim in words, as a person corrected it where one did."""
    decision = decision_of(claim)
    decisions = list(claim.decisions.all())
    fixed = decision.corrected if decision else {}
    value = str(fixed.get("value", claim.value))
    plain: str | Promise = value
    if claim.kind == Kind.HARM:
        plain = HARM.get(value, value)
    elif claim.kind == Kind.WHEN:
        plain = _days(as_corrected(claim), claim.grain) or value
    elif claim.kind in CONCEPTS:
        # Forces that a text calls by name have no words of ours: they are shown as it calls them.
        other = value if "value" in fixed else claim.quote
        plain = CONCEPTS[claim.kind].get(value, other)
    put = str(fixed.get("qualifier", claim.qualifier))
    # Whom another reader or a person calls otherwise is shown as it is called.
    about = str(fixed.get("category", claim.category) or "")
    figure = _figure(fixed.get("low", claim.low), fixed.get("high", claim.high), put)
    if put == Qualifier.SPAN:
        # "Dozens" is read as a span of ours: the word goes before it in the text, after it here.
        figure, put = f"{figure} ({QUALIFIERS[put]})", ""
    return Shown(
        claim=claim,
        kind=KINDS[claim.kind],
        value=plain,
        figure=figure,
        qualifier=QUALIFIERS.get(put, ""),
        about=concept_words.BESIDE.get(about, about if claim.kind == Kind.HARM else ""),
        decision=decision,
        after=decisions[-1].pk if decisions else 0,
        scope=str(fixed.get("scope", claim.scope)),
        place=fixed.get("place", claim.place),
        incident=fixed.get("incident", claim.incident),
    )


def _days(fields: Mapping[str, Any], grain: str) -> str:
    """Say when, in words; nothing where no day is stated."""
    if not fields["first_day"]:
        return ""
    first = date.fromisoformat(fields["first_day"])
    last = date.fromisoformat(fields["last_day"] or fields["first_day"])
    if grain == "year" and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"
    return dates.short(first) if first == last else f"{dates.short(first)} – {dates.short(last)}"


def _figure(low: int | None, high: int | None, put: str) -> str:
    # "More than 5" is kept as 6 and open: it is shown as it was written.
    low, high = as_put(low, high, put)
    if low == high:
        return number(low) if low is not None else ""
    if high is not None and not low and put in (Qualifier.LESS_THAN, Qualifier.AT_MOST):
        return number(high)
    if high is None:
        return number(low or 0) if put else f"{number(low or 0)} +"
    return f"{number(low) if low is not None else '?'} – {number(high)}"
