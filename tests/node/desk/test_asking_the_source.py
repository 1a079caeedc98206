"""Those who work on a report ask its source through a custodian."""

from datetime import timedelta

import pytest

from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import (
    TriageDecision,
)
from answerable.node.desk.services import triage
from answerable.node.desk.services.triage import chosen
from answerable.node.jobs import queue as jobs
from answerable.node.vault.codes import QuestionState
from answerable.node.vault.models import SourceQuestion, SourceReport
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import keys, questions, sources
from answerable.safekeeping import sealed
from tests.factories import NOW
from tests.node.desk.factories import (
    HOUR,
    Desk,
    make_report,
)
from tests.node.desk.triaging import TODAY, from_a_source, waiting


def test_a_question_rests_until_the_source_has_answered(desk: Desk) -> None:
    report, custodian = from_a_source(desk)

    triage.ask_source(
        chosen(report), "At what time?", TODAY + timedelta(14), today=TODAY, **desk.by()
    )
    assert waiting(desk.officer) == []
    question = SourceQuestion.objects.get()
    questions.settle(question, "answered", "At noon", by=custodian, at=NOW + HOUR)
    jobs.run_waiting(NOW + HOUR)

    assert waiting(desk.officer) == [str(report)]
    question.refresh_from_db()
    assert (question.state, question.answer) == (QuestionState.ANSWERED, "At noon")


def test_with_who_a_source_is_goes_what_it_was_asked_here_and_in_the_vault(desk: Desk) -> None:
    report, custodian = from_a_source(desk)
    other = make_report(desk)
    sources.add(sources.About("witness", reach="safe"), receipt=str(other), **desk.by())
    source = SourceReport.objects.get(receipt=str(report)).source
    keys.found("a sentence of words", work=sealed.LEAST_WORK, by=custodian, at=NOW)
    sources.seal(source, Identity(name="Samira Dorvelle"), by=custodian, at=NOW)
    until = TODAY + timedelta(14)
    triage.ask_source(chosen(report), "Did Samira see it?", until, today=TODAY, **desk.by())
    triage.ask_source(chosen(other), "When was it?", until, today=TODAY, **desk.by())

    sources.erase(source, by=custodian, at=NOW + HOUR)
    jobs.run_waiting(NOW + HOUR)

    assert SourceQuestion.objects.get(receipt=str(report)).words == "–"
    assert SourceQuestion.objects.get(receipt=str(other)).words == "When was it?"
    reasons = TriageDecision.objects.values_list("report__receipt_number", "reason")
    assert dict(reasons) == {str(report): "–", str(other): "When was it?"}


def test_nobody_is_asked_where_no_source_is_known(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="no_source_behind"):
        triage.ask_source(
            chosen(make_report(desk)), "When?", TODAY + timedelta(1), today=TODAY, **desk.by()
        )
    assert not TriageDecision.objects.exists()
