"""Every page that people reach in the demonstration: it opens, it fits, everybody can read it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser import demo, sweep
from tests.browser.person import Person

OFFICER = "Officer at the liaison office"
PEOPLE = {
    OFFICER: "dorvelle",
    "Head of the liaison office": "dorvelle",
    "Examiner at fact-finding": "dorvelle",
    "Administrator for Dorvelle": "dorvelle",
    "Observer of the public record": "kelorane",
}
# What people look at all day, for the second language and direction.
DAILY = ("/", "/incidents/*/", "/inquiries/*/", "/drafts/*/says/", "/drafts/*/leaves/",
    "/drafts/*/check/", "/inquiries/", "/reports/*/", "/documents/", "/channels/c/*/",
    "/incidents/*/figures/add/")  # fmt: skip

Come = Callable[..., Person]


@pytest.fixture(scope="module")
def come(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Come]:
    """Return a function that lets a person enter the demonstration."""
    with demo.running(tmp_path_factory.mktemp("demo") / "made") as urls:

        def enter(name: str, **how: Any) -> Person:
            return Person(browser, urls[PEOPLE[name]], name, **how).enter_as()

        yield enter


@pytest.fixture(scope="module")
def reached(come: Come) -> dict[str, sweep.Reached]:
    """Return what each person reaches by following links from their first page."""
    found: dict[str, sweep.Reached] = {}
    for name in PEOPLE:
        person = come(name)
        found[name] = sweep.crawl(person)
        person.leave()
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_every_link_that_a_person_is_shown_opens(
    reached: dict[str, sweep.Reached], name: str
) -> None:
    assert len(reached[name].pages) > 10
    assert not reached[name].failed


@pytest.mark.parametrize("name", PEOPLE)
def test_pages_keep_their_policy_fit_a_telephone_and_can_be_read_by_everybody(
    come: Come, reached: dict[str, sweep.Reached], name: str
) -> None:
    """Each kind of page once: no complaint of the browser, WCAG 2.2 AA in light and dark."""
    person, axe = come(name), Axe()
    looked_at = {sweep.kind_of(path) for other in before(name) for path in reached[other].pages}

    wrong = [
        line
        for path in sweep.one_of_each(reached[name].pages)
        if sweep.kind_of(path) not in looked_at
        for line in sweep.look(person, path, axe)
    ]

    assert not wrong, "\n".join(wrong)
    person.leave()


def test_pages_turn_for_arabic_and_still_fit_and_read(
    come: Come, reached: dict[str, sweep.Reached]
) -> None:
    person, axe = come(OFFICER, locale="ar"), Axe()
    daily = [
        path for path in sweep.one_of_each(reached[OFFICER].pages) if sweep.kind_of(path) in DAILY
    ]
    wrong = []

    for path in daily:
        wrong += sweep.look(person, path, axe, picture="arabic", dark=False)
        expect(person.page.locator("html")).to_have_attribute("dir", "rtl")

    assert {sweep.kind_of(path) for path in daily} == set(DAILY)
    assert not wrong, "\n".join(wrong)
    person.leave()


def before(name: str) -> list[str]:
    """Return the people who come before this one."""
    names = list(PEOPLE)
    return names[: names.index(name)]
