"""Say in a sentence what the desk refuses or misses; the words of codes are in `wording`."""

from __future__ import annotations

import re
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answerable.casework.errors import ActNotPossible, BadBody, ClearanceRefused
from answerable.node.desk.errors import (
    BadInput,
    ChangedMeanwhile,
    LeaksRemain,
    NotPermitted,
    NotPossible,
    SourcesRefuse,
)
from answerable.node.desk.wording import composing, enclosing, word
from answerable.node.desk.wording.asked import PROBLEMS_OF_THE_ASKED as ASKED_PROBLEMS
from answerable.node.desk.wording.triage import problems as OF_THE_INBOX  # noqa: N812
from answerable.node.ledger.erasure_words import REFUSALS
from answerable.node.ledger.errors import ErasureNotPossible, LedgerError

PROBLEMS: dict[str, str | Promise] = {
    "access_was_decided": gettext_lazy("This was decided already. Nothing was changed."),
    "paper_needs_pango": gettext_lazy(
        "This machine cannot set text for a PDF yet. On Debian and Ubuntu an administrator "
        "installs it with: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
        "fonts-noto-core. The DOCX needs nothing more."
    ),
    **ASKED_PROBLEMS,
    **composing.problems,
    **enclosing.problems,
    **OF_THE_INBOX,
    "age_is_not_possible": gettext_lazy("This is no age of a person."),
    "mapping_has_no_key_here": gettext_lazy(
        "This file has not all the columns that tell its rows apart by this mapping. Choose "
        "another one, or write which columns do."
    ),
    "bundle_has_ended": gettext_lazy("This archive was read to its end, or was ended early."),
    "row_is_a_toll": gettext_lazy("This row is a running total and belongs to no incident."),
    "report_has_an_incident": gettext_lazy(
        "The report of this row belongs to an incident already. Add what is missing there."
    ),
    "words_not_in_text": gettext_lazy("These words do not stand in the text like this."),
    "too_many_claims": gettext_lazy("The report has as many claims as are kept of one."),
    "no_claim_stands": gettext_lazy("No claim of this incident is confirmed yet."),
    "claims_of_another_text": gettext_lazy(
        "The text of the report is another one since it was read. Read it again."
    ),
    "claims_have_an_incident": gettext_lazy(
        "An incident was opened with these claims already. Add to that one."
    ),
    "data_file_being_taken_in": gettext_lazy(
        "Another file of this data set is being taken in. Let it go on to its end, then check this "
        "one again."
    ),
    "readers_are_busy": gettext_lazy("Other documents are being read. Try again in a minute."),
    "data_file_not_checked": gettext_lazy(
        "This file was not checked, or was decided on already. Nothing was changed."
    ),
    "data_set_of_a_feed": gettext_lazy(
        "The rows of this data set are sent by a partner's program. A file would mark them as gone."
    ),
    "feed_closed": gettext_lazy("This partner's way in is closed. Open another one."),
    "name_taken": gettext_lazy("Something else has this name already. Choose another one."),
    "out_of_range": gettext_lazy("Choose a number within the limits that are named."),
    "already_so": gettext_lazy("This is already so."),
    "best_is_outside": gettext_lazy("The best number lies outside of the range."),
    "both_in_one_inquiry": gettext_lazy(
        "Both stand in one inquiry or draft, where they are told apart. Correct that first."
    ),
    "both_coordinates": gettext_lazy("Give both latitude and longitude, or neither."),
    "own_act_needs_a_position": gettext_lazy("Say of each incident what we say of our own act."),
    "not_a_position_on_an_own_act": gettext_lazy(
        "Who reports an act as its own does not deny it or pass it on. Choose another position."
    ),
    "channel_not_open": gettext_lazy("Nothing can be said in this channel now."),
    "compartment_is_closed": gettext_lazy("The compartment is closed: nothing more goes into it."),
    "correction_changes_nothing": gettext_lazy("The correction changes nothing yet."),
    "counted_twice": gettext_lazy("The same thing is counted twice."),
    "date_and_precision_disagree": gettext_lazy("Give a date with its precision, or neither."),
    "does_not_fit": gettext_lazy("This does not have the form that the channel asks for."),
    "draft_is_in_clearance": gettext_lazy(
        "The draft is in clearance: only “Save” saves it, and voids the clearance."
    ),
    "draft_is_not_cleared": gettext_lazy("The draft is not cleared."),
    "draft_is_not_editable": gettext_lazy("The draft is no longer being written."),
    "draft_is_not_waiting": gettext_lazy(
        "The draft does not wait for clearance any more: somebody was quicker. Nothing was changed."
    ),
    "draft_is_not_complete": gettext_lazy("Something is still missing in the draft."),
    "draft_was_sent": gettext_lazy("The draft was sent; what was sent cannot be taken back so."),
    "due_is_past": gettext_lazy("This date has passed."),
    "duplicate_names_the_other": gettext_lazy("Say of what it is a duplicate, and only then."),
    "duplicate_of_itself": gettext_lazy("It cannot be a duplicate of itself."),
    "identity_check_needed": gettext_lazy(
        "It rests on a protected source: a source custodian checks first whether these words give "
        "the source away."
    ),
    "vault_does_not_answer": gettext_lazy(
        "The vault of sources does not fit this node's key, so nobody can tell whose name stands "
        "in it. Nothing leaves until a source custodian has made the traces of names anew."
    ),
    "custodian_wrote_it": gettext_lazy(
        "Whoever wrote it does not check it: another source custodian does."
    ),
    "ends_before_it_starts": gettext_lazy("The end is before the start."),
    "evidence_is_here": gettext_lazy(
        "This very file is evidence of this incident already; perhaps it was set aside."
    ),
    "evidence_is_not_kept": gettext_lazy("It is described only: no file of it is kept here."),
    "evidence_is_somewhere": gettext_lazy("Say where it is, or who has it."),
    "export_is_decided": gettext_lazy("This was decided already. Nothing was changed."),
    "export_not_cleared": gettext_lazy("Nobody has cleared that these words go to a third party."),
    "export_not_in_terms": gettext_lazy(
        "These are the other side's words, and the terms do not allow them in evidence packages "
        "for a third party."
    ),
    "export_was_asked": gettext_lazy("Somebody has asked for this already."),
    "file_is_empty": gettext_lazy("The file is empty."),
    "file_too_large": gettext_lazy(
        "The file is larger than 20 MB. Describe it instead: where it is kept, who has it, and its "
        "SHA-256."
    ),
    "figure_cannot_be_told": gettext_lazy(
        "This figure cannot be told: it was set aside, or its group is known only here."
    ),
    "final_answers_everything": gettext_lazy(
        "A final response says something to every open question."
    ),
    "follow_up_asks_nothing": gettext_lazy("The follow-up asks for nothing yet."),
    "incident_has_no_date": gettext_lazy("The incident has no date yet."),
    "incident_was_merged": gettext_lazy(
        "The incident was merged into another; work goes on there. Nothing was changed."
    ),
    "incident_was_raised": gettext_lazy("The incident was already raised."),
    "investigation_has_no_decision": gettext_lazy("Record the decision first."),
    "investigation_is_closed": gettext_lazy("The investigation is closed."),
    "investigation_is_open": gettext_lazy("An investigation is already open."),
    "investigation_serves_it": gettext_lazy(
        "It is examined already, in the investigation of another inquiry."
    ),
    "kind_is_not_drafted": gettext_lazy("This kind of message is not written as a draft."),
    "last_in_compartment": gettext_lazy(
        "Somebody who works on cases must stay in the compartment: let another in first."
    ),
    "marking_below_evidence": gettext_lazy(
        "A file is marked below the evidence that it was made from. Mark the file as high, or the "
        "evidence lower."
    ),
    "marking_too_high": gettext_lazy("The marking is above the highest that the terms allow."),
    "merged_with_itself": gettext_lazy("An incident cannot be merged with itself."),
    "moved_on": gettext_lazy(
        "Something of this went on to another incident since. Undo that first; nothing was changed."
    ),
    "nothing_chosen": gettext_lazy("Choose at least one thing that goes to the new incident."),
    "nothing_to_acknowledge": gettext_lazy("There is nothing to acknowledge."),
    "nothing_to_review": gettext_lazy("There is no response to review."),
    "no_words_here": gettext_lazy("The words of this message are not here."),
    "no_later_date_asked": gettext_lazy("No later date waits for a decision."),
    "not_a_hash": gettext_lazy("A SHA-256 is 64 digits and letters from a to f."),
    "not_on_earth": gettext_lazy("This is not a place on earth."),
    "observer_says_nothing": gettext_lazy("An observer's record says nothing to anybody."),
    "only_for_reliability": gettext_lazy("Only the reliability of information has two axes."),
    "only_the_party_asked_takes_a_position": gettext_lazy("Only the party asked takes a position."),
    "only_on_paper": gettext_lazy("This is for a counterpart on paper."),
    "outcome_of_another_stage": gettext_lazy("This is not an outcome of that step."),
    "paper_channel": gettext_lazy(
        "The counterpart is on paper: print the message and record its delivery."
    ),
    "phrase_is_not_there": gettext_lazy("The phrase is no longer in the draft."),
    "no_time_stamp_authority": gettext_lazy(
        "No authority for time stamps is set on this node. An administrator sets one."
    ),
    "time_stamped_already": gettext_lazy("This document has a time stamp already."),
    "phrase_was_decided_on": gettext_lazy("A draft's decision refers to this phrase."),
    "place_has_no_point": gettext_lazy("This place has no coordinates that could be checked."),
    "place_needs_a_name": gettext_lazy("Choose at least one name of this place."),
    "radius_needs_a_point": gettext_lazy("A radius needs coordinates."),
    "raising_needs_a_criterion": gettext_lazy("Say which criterion of concern is met."),
    "range_does_not_fit": gettext_lazy("The two ends do not fit the way the figure is put."),
    "recorded_was_set_aside": gettext_lazy("The note was already set aside."),
    "reference_has_no_such_form": gettext_lazy(
        "A reference is up to 40 letters, digits and the signs . / _ -, and begins with a "
        "capital letter or a digit."
    ),
    "remit_names_nothing": gettext_lazy("Say what a case must have for this office to take it."),
    "register_is_not_for_this_role": gettext_lazy(
        "Only case officers and investigators are let into the register."
    ),
    "report_is_linked": gettext_lazy("The report is already linked to the incident."),
    "a_week_has_a_working_day": gettext_lazy("A week has at least one working day."),
    "day_outside_of_the_years": gettext_lazy("A free day lies outside of the years."),
    "no_step_is_due": gettext_lazy(
        "No step is due: nothing that we asked is owed now, or it has not been delivered."
    ),
    "too_many_days": gettext_lazy("These are more free days than a calendar holds: at most 400."),
    "unknown_subdivision": gettext_lazy("This part of the country is not known."),
    "years_out_of_order": gettext_lazy("Give the first year and a later one, at most five years."),
    "required": gettext_lazy("This is needed."),
    "review_is_concluded": gettext_lazy("The review is concluded; start another one."),
    "review_is_open": gettext_lazy("A review of this response is already open."),
    "said_twice": gettext_lazy("The same thing stands there twice."),
    "screening_needs_a_decision": gettext_lazy("Choose what becomes of the report."),
    "status_does_not_follow": gettext_lazy("The incident cannot go there from where it stands."),
    "several_compartments": gettext_lazy(
        "These are kept in different compartments, so nobody could see the whole. Move one first."
    ),
    "sign_off_by_another": gettext_lazy("Somebody else than who added the point checks it."),
    "stated_in_future": gettext_lazy("This date is still to come."),
    "too_short": gettext_lazy("This is too short."),
    "unknown_code": gettext_lazy("Choose one of the list."),
    "unknown_incident": gettext_lazy("This incident is not part of the draft."),
    "unknown_question": gettext_lazy("This question was never asked."),
    "we_are_not_asked": gettext_lazy("Only what we were asked is investigated here."),
    "unknown_zone": gettext_lazy("This time zone is not known."),
}


def vocabulary_of(codes: type[StrEnum]) -> str:
    """Return the name of an enumeration's vocabulary in `wording`: its own, in small letters."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", codes.__name__).lower()


def label(code: StrEnum) -> str:
    """Return the words for a code, in the reader's language."""
    return str(word(vocabulary_of(type(code)), code))


def problem(code: str) -> str:
    """Return the sentence for a problem's code, whether the desk's own or one of the words."""
    if code in PROBLEMS:
        return str(PROBLEMS[code])
    return str(word("words_fault", code))


def explain(exc: Exception) -> str:
    """Return one sentence for the person: what happened, and that nothing was changed."""
    match exc:
        case ChangedMeanwhile():
            return _("This has moved on in the meantime. Nothing was changed.")
        case NotPermitted():
            return _("Your roles do not allow this. Nothing was changed.")
        case LeaksRemain():
            return ngettext(
                "One thing is still in the draft that may betray somebody: replace it, or keep it "
                "with a reason.",
                "%(count)d things are still in the draft that may betray somebody: replace them, "
                "or keep them with a reason.",
                exc.count,
            ) % {"count": exc.count}
        case SourcesRefuse():
            return _(
                "It rests on a source that has not agreed, or not any more: %(sources)s. Ask the "
                "source custodian, or unlink the report from the incident."
            ) % {"sources": ", ".join(f"{code} ({receipt})" for code, receipt in exc.sources)}
        case NotPossible():
            return problem(exc.code)
        case BadInput():
            return " ".join(dict.fromkeys(problem(code) for code in exc.problems.values()))
        case ClearanceRefused():
            return str(word("clearance_fault", exc.code))
        case ActNotPossible() | BadBody():
            return _("This is not possible now: %(reason)s") % {
                "reason": word("rejection", exc.code)
            }
        case ErasureNotPossible():
            return str(REFUSALS.get(exc.reason, exc.reason))
        case LedgerError():
            return _("The channel cannot take this now: %(reason)s") % {"reason": str(exc)}
    return _("This is not possible now. Nothing was changed.")
