"""One day for each role, with and without JavaScript: what it sees first, does, and may not do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import demo
from tests.browser.person import Person

Come = Callable[[str], Person]
# role: whom one enters the demonstration as
PEOPLE = {
    "intake": "Intake at the bureau",
    "analyst": "Analyst at the bureau",
    "officer": "Case officer at the bureau",
    "clearer": "Head of the bureau",
    "liaison": "Liaison at the embassy",
    "investigator": "Examiner at fact-finding",
    "legal": "Legal adviser to the special envoy",
    "custodian": "Source custodian at the bureau",
    "principal": "Special envoy",
    "auditor": "Auditor for Kelorane",
    "administrator": "Administrator for Kelorane",
}
CASES, RECORD, SOURCES = ("/incidents/", "/drafts/", "/tasks/"), "/inquiries/", "/sources/"
PEOPLE_PAGE, TRAIL = "/administration/people/", "/administration/trail/"
# role: the pages of its day, and pages that are refused to it
DAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "intake": (("/", "/reports/", "/documents/"), (PEOPLE_PAGE, TRAIL)),
    "analyst": (("/", *CASES), (PEOPLE_PAGE, TRAIL)),
    "officer": (("/", *CASES, RECORD, "/compartments/"), (PEOPLE_PAGE, TRAIL)),
    "clearer": (("/", "/drafts/"), (PEOPLE_PAGE, TRAIL)),
    "liaison": (("/", RECORD), (PEOPLE_PAGE, TRAIL)),
    "investigator": (("/", "/tasks/", "/operations/"), (PEOPLE_PAGE, TRAIL)),
    "legal": (("/", RECORD), (PEOPLE_PAGE, TRAIL)),
    "custodian": ((SOURCES, "/sources/custodians/", "/identity/"), (PEOPLE_PAGE, TRAIL)),
    "principal": (("/", RECORD, "/administration/roles/"), (PEOPLE_PAGE, TRAIL)),
    "auditor": ((RECORD, TRAIL), (PEOPLE_PAGE, "/incidents/new/")),
    "administrator": ((PEOPLE_PAGE, "/administration/remits/", TRAIL), ("/incidents/new/",)),
}


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run the demonstration, in which there is a person for each role."""
    with demo.running(tmp_path_factory.mktemp("roles") / "made") as addresses:
        yield addresses


@pytest.fixture
def come(browser: Browser, urls: dict[str, str], scripts: bool) -> Come:
    """Return a function that lets the person of a role enter."""

    def enter(role: str) -> Person:
        party = "dorvelle" if role == "investigator" else "kelorane"
        how: dict[str, Any] = {"scripts": scripts, "locale": "en"}
        return Person(browser, urls[party], PEOPLE[role], **how).enter_as()

    return enter


@pytest.mark.parametrize("role", DAYS)
def test_a_role_opens_the_pages_of_its_day_and_is_refused_the_others(come: Come, role: str) -> None:
    daily, refused = DAYS[role]
    person = come(role)

    opened = {path: status(person, path) for path in daily}
    kept_out = {path: status(person, path) for path in refused}

    assert opened == dict.fromkeys(daily, 200)
    assert set(kept_out.values()) <= {403, 404}
    person.photograph(f"role-{role}")
    person.trouble.clear()  # the browser complains of each refusal
    person.leave()


def test_an_analyst_opens_an_incident(come: Come) -> None:
    analyst = come("analyst")

    analyst.go("/incidents/new/")
    analyst.fill("Title", "A bridge by the mill")
    analyst.choose("Kind of event", "Attack")
    analyst.fill("Day it began", "2026-11-18")
    analyst.press("Open the incident", inside="main")

    analyst.sees("A bridge by the mill", inside="h1")
    analyst.leave()


def status(person: Person, path: str) -> int:
    """Open a page as a person does, and return how the node answered."""
    answer = person.page.goto(path)
    assert answer is not None
    return answer.status


def test_every_role_has_a_first_day_guide_with_its_picture() -> None:
    users = Path(__file__).resolve().parents[2] / "docs" / "users"
    index = (users / "README.md").read_text("utf-8")

    for role in DAYS:
        guide = (users / f"role-{role}.md").read_text("utf-8")
        assert f"(role-{role}.md)" in index
        assert f"(../images/first-day-{role}.png)" in guide
        assert (users.parent / "images" / f"first-day-{role}.png").stat().st_size < 120_000
