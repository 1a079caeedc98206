"""Every page that people reach in the demonstration: it opens, it fits, everybody can read it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser import staging, sweep
from tests.browser.conftest import Come, Demo

OFFICER = "their officer"
# Each kind of page that these people reach, with every filter and every choice in its address.
PEOPLE = (OFFICER, "their clearer", "investigator", "their administrator", "observer")
# Of these, only pages that nobody before them reached under any address.
ALSO = ("custodian", "legal", "embassy officer", "liaison", "intake", "auditor")
ALL = (*PEOPLE, *ALSO)
# What people look at all day, for the second language and direction.
DAILY = ("/", "/incidents/*/", "/inquiries/*/", "/drafts/*/says/", "/drafts/*/leaves/",
    "/drafts/*/check/", "/inquiries/", "/reports/*/", "/documents/", "/channels/c/*/",
    "/incidents/*/figures/add/")  # fmt: skip


@pytest.fixture(scope="module")
def scripts() -> bool:
    """Let the browser run scripts: what looks at a page is one."""
    return True


@pytest.fixture(scope="module")
def reached(browser: Browser, demonstration: Demo) -> dict[str, sweep.Reached]:
    """Return what each person reaches by following links from their first page."""
    incident = staging.prepare(lambda seat: demonstration.let_in(browser, seat, locale="en"))
    starts = {**staging.STARTS, OFFICER: (incident, f"{incident}register/")}
    found: dict[str, sweep.Reached] = {}
    for seat in ALL:
        person = demonstration.let_in(browser, seat, locale="en")
        most, of_a_kind = (120, 3) if seat in PEOPLE else (100, 2) if seat == "liaison" else (60, 1)
        found[seat] = sweep.crawl(person, *starts.get(seat, ()), most=most, of_a_kind=of_a_kind)
        person.leave()
    return found


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Remember the names of the pages that were looked at."""
    return set()


@pytest.mark.parametrize("seat", ALL)
def test_every_link_that_a_person_is_shown_opens(
    reached: dict[str, sweep.Reached], seat: str
) -> None:
    assert len(reached[seat].pages) > 10
    assert not reached[seat].failed


@pytest.mark.parametrize("seat", ALL)
def test_pages_keep_their_policy_fit_a_telephone_and_can_be_read_by_everybody(
    come: Come, reached: dict[str, sweep.Reached], looked_at: set[str], seat: str
) -> None:
    """Each kind of page once: no complaint of the browser, WCAG 2.2 AA in light and dark."""
    person, axe = come(seat), Axe()
    earlier = [path for other in ALL[: ALL.index(seat)] for path in reached[other].pages]
    kind = sweep.kind_of if seat in PEOPLE else staging.name_of
    seen = {kind(path) for path in earlier}
    fresh = {kind(path): path for path in reversed(reached[seat].pages) if kind(path) not in seen}

    wrong = [line for path in fresh.values() for line in sweep.look(person, path, axe)]

    looked_at |= {staging.name_of(path) for path in fresh.values()}
    assert not wrong, "\n".join(wrong)


def test_pages_that_no_link_leads_to_can_be_read_too_and_no_page_is_forgotten(
    come: Come, reached: dict[str, sweep.Reached], looked_at: set[str]
) -> None:
    if len(looked_at) < len(ALL):
        pytest.skip("the pages before were not looked at in this run")
    axe, wrong = Axe(), []
    bases = [path for one in reached.values() for path in one.pages]

    for one in staging.BESIDE:
        beside = [path for path in bases if staging.name_of(path) == one.base]
        path = "" if one.name in looked_at else staging.find(one, come(one.seat), beside)
        if path:
            looked_at.add(one.name)
            wrong += sweep.look(come(one.seat), path, axe)

    assert not wrong, "\n".join(wrong)
    assert not sorted(set(staging.LEFT_OUT) - staging.all_names())
    assert not sorted(staging.all_names() - looked_at - set(staging.LEFT_OUT))


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
