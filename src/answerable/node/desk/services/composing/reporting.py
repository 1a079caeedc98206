"""Make the statement by which a party reports an act of its own, before anybody asked."""

from __future__ import annotations

from answerable.casework import bodies
from answerable.casework.text import tidy
from answerable.node.desk.choices import SelfReportChoice
from answerable.node.desk.services.composing.parts import (
    Context,
    Made,
    Parts,
    incidents_of,
    marking_of,
)
from answerable.node.desk.services.composing.replying import (
    figures_given,
    measures_taken,
    position_texts,
    positions_taken,
    redress_given,
)


def make_self_report(choice: SelfReportChoice, context: Context, made: Made) -> Parts:
    """Make a report of our own act: the incidents with our position on each, and what was done."""
    marking = marking_of(choice.marking, context, made)
    for where, value in (("subject", tidy(choice.subject)), ("incidents", choice.incidents)):
        if not value:
            made.miss(where, "required")
    incidents, facts = incidents_of(choice.incidents, context, made)
    positions = positions_taken(choice.positions, made)
    stood = {one.incident for one in positions}
    for share in choice.incidents:
        if share.inside not in stood:
            made.miss("positions", "own_act_needs_a_position")
    if any(one.position not in bodies.OWN_ACT for one in positions):
        made.miss("positions", "not_a_position_on_an_own_act")
    figures = figures_given(choice.figures, context, made)
    words = {
        "subject": tidy(choice.subject),
        "facts": facts,
        "positions": position_texts(choice.positions),
        "notes": tidy(choice.notes),
    }
    if made.problems:
        return None, words
    return bodies.SelfReport(
        reference=context.reference,
        instrument=choice.instrument,
        incidents=incidents,
        positions=positions,
        figures=figures,
        measures=measures_taken(choice.measures),
        redress=redress_given(choice.redress),
        methods=choice.methods,
        examiner=choice.examiner,
        inquiries_welcome=choice.inquiries_welcome,
        language=choice.language or context.language,
        marking=marking,
    ), words
