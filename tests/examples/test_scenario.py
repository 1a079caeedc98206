"""The demo's invented channel: complete, consistent, and possible by the rules of casework."""

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from answerable.casework.codes import ClockStatus, Rejection, Side, State
from answerable.casework.deadline import clock, receipt_clock
from answerable.casework.thread import Thread
from answerable.extraction.documents.document import Limits
from answerable.extraction.documents.reader import read_document
from examples.demo import cases
from examples.demo.scenario import HERE, Scenario, ScenarioError, load, text_of
from examples.demo.times import dated, in_words, instant, with_dates, within
from tests.examples.statements import Conversation, play, terms_of

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 0, 20, tzinfo=UTC)
SCENARIO: Scenario = load()
SPOKEN = [case for case in SCENARIO.cases if case.channel in {"river", "sound"}]


def talk_through(case: cases.Case) -> Thread:
    talk = Conversation(SCENARIO, case, TODAY)
    for deed in case.deeds:
        play(talk, deed)
    return talk.thread


@pytest.mark.parametrize("case", SPOKEN, ids=lambda case: case.key)
def test_every_deed_is_possible_where_it_stands(case: cases.Case) -> None:
    thread = talk_through(case)

    odd = [step.rejection for step in thread.misplaced]
    assert odd == ([Rejection.UNKNOWN_QUESTION] if "out_of_sequence" in case.expect else [])


@pytest.mark.parametrize("case", SPOKEN, ids=lambda case: case.key)
def test_a_case_stands_as_it_says_that_it_will(case: cases.Case) -> None:
    thread = talk_through(case)
    shown = clock(thread, NOW)
    facts = {
        "raised": thread.state is State.RAISED,
        "self_reported": thread.state is State.SELF_REPORTED,
        "examining": thread.state is State.EXAMINING,
        "partly_answered": thread.state is State.PARTLY_ANSWERED,
        "answered": thread.state is State.ANSWERED,
        "followed_up": thread.state is State.FOLLOWED_UP,
        "reopened": bool(thread.reopenings),
        "running": shown.status is ClockStatus.RUNNING,
        "due_today": shown.status is ClockStatus.DUE_TODAY,
        "overdue": shown.status is ClockStatus.OVERDUE,
        "paused": shown.status is ClockStatus.PAUSED,
        "due_agreed": shown.is_agreed,
        "waiting_on_asked": Side.ASKED in thread.waiting_on,
        "waiting_on_raising": thread.waiting_on == {Side.RAISING},
        "waiting_for_information": bool(thread.open_requests(Side.ASKED)),
        "closed_by_raising": thread.is_closed_for(Side.RAISING),
        "closed_by_asked": thread.is_closed_for(Side.ASKED),
        "out_of_sequence": bool(thread.misplaced),
        "receipt_not_acknowledged": receipt_clock(
            thread, NOW, {str(thread.raised_leaf): NOW - timedelta(days=2)}
        ).status
        is ClockStatus.OVERDUE,
        "undelivered": thread.state is State.RAISED and case.channel == "sound",
        "draft_awaiting_clearance": thread.state is State.NEW,
        "draft_cleared": thread.state is State.NEW,
    }

    assert [name for name in case.expect if not facts[name]] == []


@pytest.mark.parametrize(
    "wanted",
    [
        "overdue",
        "paused",
        "out_of_sequence",
        "reopened",
        "due_today",
        "due_agreed",
        "waiting_for_information",
        "undelivered",
        "draft_awaiting_clearance",
        "draft_cleared",
        "self_reported",
        "second_hand",
        "closed_by_raising",
        "not_pursued",
    ],
)
def test_some_case_shows_it(wanted: str) -> None:
    assert any(wanted in case.expect for case in SCENARIO.cases)


def test_both_states_raise_and_both_are_asked() -> None:
    river = [case for case in SCENARIO.cases if case.channel == "river"]

    assert {case.raised_by for case in river} == {"kelorane", "dorvelle"}
    assert {case.asked for case in river} == {"kelorane", "dorvelle"}


def test_every_kind_of_event_but_none_is_in_it() -> None:
    kinds = {case.incident.kind.value for case in SCENARIO.cases}

    assert kinds == {"attack", "abduction", "detention", "denial_of_aid", "other"}


def test_the_terms_are_terms_that_a_genesis_accepts() -> None:
    assert terms_of(SCENARIO).pause_cap_days == 21


def test_dates_in_texts_follow_the_day() -> None:
    assert dated("On {day -12} and {day +3}.", TODAY) == "On 11 November 2026 and 26 November 2026."


def test_no_text_keeps_a_placeholder() -> None:
    filled = with_dates(SCENARIO, TODAY)
    texts = [dated(text_of(document), TODAY) for document in filled.documents]

    assert b"{day" not in msgspec.json.encode(filled)
    assert not any("{day" in text for text in texts)


def test_instants_are_in_utc() -> None:
    assert instant("-1 09:30", TODAY) == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert in_words(TODAY) == "23 November 2026"


def test_what_is_made_over_midnight_is_compared_on_its_own_day() -> None:
    after = datetime(2026, 11, 24, 0, 2, tzinfo=UTC)

    assert within(TODAY, NOW) == NOW
    assert within(TODAY, after) == datetime(2026, 11, 23, 23, 59, tzinfo=UTC)


def test_a_protected_name_never_stands_in_what_leaves() -> None:
    leaving = str([case.deeds for case in SCENARIO.cases])
    phrases = [p.phrase for document in SCENARIO.documents for p in document.protected]

    assert phrases
    assert not [phrase for phrase in phrases if phrase in leaving]


def test_protected_phrases_are_in_their_documents() -> None:
    for document in SCENARIO.documents:
        text = re.sub(r"\s+", " ", text_of(document))
        assert all(phrase.phrase in text for phrase in document.protected), document.key


def test_names_of_people_are_made_up_on_their_face() -> None:
    phrases = [p for document in SCENARIO.documents for p in document.protected if p.is_name]

    markers = ("Exampleton", "Placeholder", "Nobody", "ward two")
    assert all(any(marker in phrase.phrase for marker in markers) for phrase in phrases)


def test_the_article_holds_what_the_guided_path_needs() -> None:
    page = (HERE / "article.html").read_bytes()

    document = read_document(
        page, declared_media="text/html", file_name="article.html", today=TODAY, limits=Limits()
    )

    article = document.text.replace("\n", " ")
    assert document.title == "Bakery at Kessary hit in the early morning"
    assert document.published == date(2026, 11, 19)
    assert "Tamsin Exampleton" in article
    assert "41.5302 south" in article
    assert "five people had been killed" in article
    assert "at least six dead" in article
    assert "1,268 people have been killed on both banks" in article


def broken(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the scenario in which one thing is changed."""
    folder = tmp_path / "demo"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


CLINIC = "cases/01-sirrune-clinic.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        (CLINIC, "key: sirrune-clinic", "key: sirrune-clinic\nverdict: guilty", "unknown field"),
        (CLINIC, "urgency: ordinary", "urgency: whenever", "whenever"),
        (CLINIC, "by: embassy-officer\n  opened", "by: nobody\n  opened", "nobody called nobody"),
        (CLINIC, '{by: bureau-head, at: "-49', '{by: embassy-head, at: "-49', "office of its"),
        (CLINIC, "cleared: {by: bureau-head", "cleared: {by: bureau-officer", "none of the roles"),
        (CLINIC, "low: 7, high: 7", "low: 8, high: 7", "is not 'exact'"),
        (CLINIC, "question: q5, code: declined", "question: q7, code: declined", "q7 was not"),
        (CLINIC, 'at: "-48 09:10"', 'at: "+1 09:10"', "not in the past"),
        (CLINIC, 'latitude: "-41.5123"', 'latitude: "41.5123"', "outside the island"),
        (CLINIC, "[clinic-press, clinic-note]", "[clinic-press, lost]", "no document lost"),
        ("scenario.yaml", "file: gate-log.txt", "file: nothing.txt", "no file nothing.txt"),
    ],
)
def test_a_slip_is_refused(tmp_path: Path, file: str, old: str, new: str, complaint: str) -> None:
    folder = broken(tmp_path, file, old, new)

    with pytest.raises(ScenarioError, match=re.escape(complaint)):
        load(folder)


def test_every_text_file_belongs_to_a_document() -> None:
    files = {path.name for path in (HERE / "texts").iterdir()}

    assert files == {document.file for document in SCENARIO.documents}
