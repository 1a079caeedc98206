"""Reports are found by the words of their titles and publishers, in five languages alike."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.node.accounts.models import Role
from answerable.node.desk.models import Report, ReportWords
from answerable.node.desk.services import compartments, searching
from tests.factories import make_user
from tests.node.desk.factories import Desk, make_report
from tests.node.desk_pages.conftest import Browser

RULE = import_module("answerable.node.desk.migrations.0021_words_of_reports")
TITLES = {
    "en": "A clinic was hit in Port Sarel",
    "uk": "Обстріл лікарні в їхньому місті",
    "ru": "Ещё один удар по школе",
    "ar": "قصف المُستَشفى في مدينة الشمال ٢٠٢٦",
    "he": "פגיעה בבית הספר בצפון",
}


def found(words: str) -> list[str]:
    return [one.title for one in searching.matching(Report.objects.all(), words)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "CLINIC"), ("en", "sar clin"), ("en", "Sarel, hit!"),
        ("uk", "лікарн"), ("uk", "ЇХНЬОМУ місті"),
        ("ru", "еще"), ("ru", "ЁЩЁ один"), ("ru", "школ"),
        ("ar", "مستشفي"), ("ar", "المستشفى"), ("ar", "والمستشفى 2026"), ("ar", "شمال"),
        ("he", "ספר"), ("he", "הַסֵּפֶר"), ("he", "צפון"),
    ],
)  # fmt: skip
def test_a_report_is_found_by_how_its_words_begin(desk: Desk, language: str, words: str) -> None:
    for title in TITLES.values():
        make_report(desk, title)

    assert found(words) == [TITLES[language]]


@pytest.mark.parametrize("words", ["linic", "clinic school", "%", "_", "\0", "'", "-"])
def test_what_it_does_not_say_finds_nothing(desk: Desk, words: str) -> None:
    for title in TITLES.values():
        make_report(desk, title)

    assert found(words) == []


def test_the_publisher_and_the_receipt_number_find_it_too(desk: Desk) -> None:
    report = make_report(desk, "A clinic was hit", publisher="The Kelorane Post")
    make_report(desk, "Another one")

    assert found("kelorane clinic") == found(report.receipt_number) == [report.title]


@pytest.mark.parametrize("few", [2, 3])
def test_words_of_many_reports_are_found_like_words_of_few(desk: Desk, few: int) -> None:
    for number in range(3):
        make_report(desk, f"Clinic {number}")
    make_report(desk, "A school")

    rows = searching.matching(Report.objects.all(), "clinic", few=few)

    assert [one.title for one in rows] == ["Clinic 2", "Clinic 1", "Clinic 0"]


def test_what_a_person_may_not_see_is_not_found(desk: Desk) -> None:
    report = make_report(desk, "A clinic was hit")
    room = compartments.open_compartment(name="Room", **desk.by())
    compartments.put(report, room, **desk.by())
    pages = [
        Browser(user).open("/reports/?q=clinic")
        for user in (desk.officer, make_user("outside", Role.OFFICER))
    ]

    assert [report.receipt_number in page for page in pages] == [True, False]


def test_no_search_ends_in_a_fault(desk: Desk) -> None:
    make_report(desk, "A clinic was hit")
    browser = Browser(desk.officer)

    for words in ("\0", "%", "ﷺ" * 300, "a " * 500, "\ud7ff", "R-2026-999999999", "😀"):
        assert browser.status(f"/reports/?q={quote(words)}") == 200, words


def test_words_go_with_a_title_that_is_emptied_and_with_the_report(desk: Desk) -> None:
    report = make_report(desk, "A clinic was hit")
    Report.objects.filter(pk=report.pk).update(title="–")
    report.refresh_from_db()

    searching.index(report)

    assert ReportWords.objects.get().words == ""
    Report.objects.all().delete()
    assert not ReportWords.objects.exists()


def test_reports_from_before_are_found_after_the_migration_run_once_or_twice(desk: Desk) -> None:
    for title in TITLES.values():
        make_report(desk, title, publisher="Der Sturm · Straße ﬁrst")
    written = dict(ReportWords.objects.values_list("report", "words"))
    ReportWords.objects.filter(report__title__startswith="A").delete()

    for _ in range(2):
        RULE.fill(apps, SimpleNamespace(connection=connection))

    assert dict(ReportWords.objects.values_list("report", "words")) == written


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_every_word_of_a_title_finds_it_and_old_reports_are_kept_alike(title: str) -> None:
    kept = searching.words_of(Report(title=title)).words

    assert all(f" {term}" in kept for term in searching.terms(title))
    assert RULE.words_of(f"{title} ") == kept
