"""Finding the words of an erased text in other rows."""

import json

import pytest

from answerable.casework.words import MEDIA_TYPE
from answerable.node.desk.models import Report
from answerable.node.jobs.models import Job
from answerable.node.ledger import leftovers
from tests.factories import NOW
from tests.node.desk.factories import Desk, make_report

WORDS = json.dumps(
    {"kind": "raise", "language": "en", "subject": "Fire across the line", "questions": [
        {"id": "q1", "text": "Who was there? Свидетель живёт у мельницы."}]}
).encode()  # fmt: skip


def test_codes_are_no_texts_and_sentences_are_looked_for_by_themselves() -> None:
    assert leftovers.texts_of(MEDIA_TYPE, WORDS) == [
        "Who was there? Свидетель живёт у мельницы.",
        "Свидетель живёт у мельницы",
        "Fire across the line",
        "Who was there",
    ]


def test_a_plain_text_is_read_as_it_is_and_a_file_is_not_looked_for() -> None:
    assert leftovers.texts_of("text/plain", b"A whole sentence.") == [
        "A whole sentence.",
        "A whole sentence",
    ]
    assert leftovers.texts_of("image/png", b"\x89PNG\xff") == []
    assert leftovers.texts_of(MEDIA_TYPE, b"no words") == []
    assert leftovers.texts_of(None, None) == []


@pytest.mark.parametrize("text", ["Свидетель живёт у мельницы", 'He said "go" and ran'])
def test_a_quote_is_found_in_plain_columns_and_in_json(db: None, text: str) -> None:
    desk = Desk()
    report = make_report(desk, text=f"We heard: {text}. And more.")
    job = Job.objects.create(name="x", args={"said": [text]}, created_at=NOW, run_at=NOW)

    found = leftovers.find([text, "short"])

    assert found == [
        leftovers.Leftover("jobs.job", job.pk, ("args",)),
        leftovers.Leftover("desk.report", report.pk, ("text",)),
    ]
    assert Report.objects.count() == 1


def test_nothing_short_is_looked_for(db: None) -> None:
    make_report(Desk(), text="Who?")

    assert leftovers.find(["Who?"]) == []
