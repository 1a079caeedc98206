"""Where a report was written, where somebody speaks, where the hurt were taken: not where."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.extraction.claims import Kind, Scope
from tests.evaluation import ours

REPORTS = {
    "en": "KHARTOUM, Nov 24 (Agency) - Two people were killed in El Fasher on Sunday.",
    "uk": "Київ. 24 листопада. АГН. У Херсоні в неділю загинули двоє людей.",
    "ru": "МОСКВА, 24 ноября — Двое погибли в Херсоне в воскресенье.",
    "ar": "القاهرة (الوكالة) - قُتل شخصان في خان يونس يوم الأحد.",
    "he": "ירושלים (הסוכנות) - שני בני אדם נהרגו בנבטיה ביום ראשון.",
}


@pytest.mark.parametrize("language", sorted(REPORTS))
def test_the_town_of_a_date_line_is_no_place_and_no_source(language: str) -> None:
    found = ours.read(REPORTS[language], published=date(2026, 11, 24), language=language)

    assert len([one for one in found if one.kind is Kind.WHERE]) == 1
    days = {one.first_day for one in found if one.kind is Kind.WHEN and one.scope is Scope.INCIDENT}
    assert days == {date(2026, 11, 22)}
    assert not [one for one in found if one.kind is Kind.SOURCE and one.start == 0]


def test_the_only_place_of_a_text_stays() -> None:
    text = "GAZA CITY (Agency) - Ten people were killed in a strike on a school."

    found = ours.read(text, published=date(2026, 11, 24), language="en")

    assert [one.quote for one in found if one.kind is Kind.WHERE] == ["GAZA CITY"]


def test_a_line_of_a_log_keeps_its_place_and_its_day() -> None:
    text = "Jenin, 9 April - two people killed. Nablus, 10 April - one person wounded."

    found = ours.read(text, published=date(2026, 4, 24), language="en")

    assert len([one for one in found if one.kind is Kind.WHERE]) == 2
    assert len([one for one in found if one.kind is Kind.WHEN]) == 2


ASIDE = {
    "en": "The health ministry in Ramallah said two people were killed in Qabatiya.",
    "uk": "Двоє людей загинули у Козачій Лопані, повідомила прокуратура Харкова.",
    "ru": "Двое погибли в Бериславе, раненого доставили в больницу в Херсоне.",
    "ar": "قُتل شخصان في بيت لاهيا، ونُقل الجرحى إلى مستشفى في غزة.",
    "he": "משרד הבריאות ברמאללה מסר כי שני בני אדם נהרגו בג'נין.",
}


@pytest.mark.parametrize("language", sorted(ASIDE))
def test_where_somebody_speaks_or_was_taken_to_is_no_incidents_place(language: str) -> None:
    found = ours.read(ASIDE[language], published=date(2026, 11, 24), language=language)

    own, aside = (
        [one.scope is scope for one in found if one.kind is Kind.WHERE]
        for scope in (Scope.INCIDENT, Scope.CUMULATIVE)
    )
    assert (sum(own), sum(aside)) == (1, 1)


def test_a_speakers_place_is_the_incidents_where_no_other_is_named() -> None:
    found = ours.read(
        "Police in Kharkiv said two people were killed.", date(2026, 11, 24), language="en"
    )

    assert [one.scope for one in found if one.kind is Kind.WHERE] == [Scope.INCIDENT]


def test_each_incident_has_the_place_of_who_tells_it_where_it_names_none() -> None:
    text = (
        "A drone killed two people in Lviv. In a separate attack, three people died on Monday, "
        "the mayor of Izium said."
    )

    found = ours.read(text, date(2026, 11, 24), language="en")

    wheres = [(one.quote, one.incident) for one in found if one.kind is Kind.WHERE]
    assert wheres == [("Lviv", 1), ("Izium", 2)]
