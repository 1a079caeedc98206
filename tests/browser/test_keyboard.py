"""Everything is reached by keyboard: where one is can be seen, and single keys only lead."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.pair import Pair
from tests.browser.person import Person

FOCUSED = """() => {
    const one = document.activeElement
    const style = getComputedStyle(one), box = one.getBoundingClientRect()
    return {
        words: (one.innerText || one.getAttribute('aria-label') || one.name || '').trim(),
        tag: one.tagName,
        drawn: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            || style.boxShadow !== 'none',
        shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    }
}"""


@pytest.fixture
def vera(pair: Pair, enter: Enter, scripts: bool) -> Person:
    return enter(pair.dorvelle, "vera", scripts=scripts)


def tab_to(person: Person, words: str, most: int = 40) -> None:
    """Press Tab until the focus is there; fail where it cannot be seen on the way."""
    for _ in range(most):
        person.page.keyboard.press("Tab")
        at = person.page.evaluate(FOCUSED)
        assert at["tag"] != "BODY", "the focus fell out of the page"
        assert at["drawn"], f"no focus is drawn on {at}"
        assert at["shown"], f"the focus is out of sight on {at}"
        if at["words"] == words:
            return
    raise AssertionError(f"{words!r} is not among the first {most} stops")


def test_the_first_tab_offers_to_skip_to_the_content(vera: Person) -> None:
    vera.go("/incidents/")

    tab_to(vera, "Skip to the content", most=1)
    vera.page.keyboard.press("Enter")

    assert vera.page.evaluate("() => document.activeElement.id") == "main"
    vera.page.keyboard.press("Tab")
    assert vera.page.evaluate("() => document.activeElement.closest('main') !== null")


def test_an_incident_is_opened_with_the_keyboard_alone(vera: Person) -> None:
    vera.go("/")
    tab_to(vera, "Incident")
    vera.page.keyboard.press("Enter")
    expect(vera.page.get_by_role("heading", level=1)).to_have_text("Open an incident")
    for _ in range(40):
        vera.page.keyboard.press("Tab")
        if vera.page.evaluate("() => document.activeElement.name") == "title":
            break
    vera.page.keyboard.type("Typed by keyboard alone")
    vera.page.keyboard.press("Tab")
    vera.page.keyboard.type("At")
    vera.page.keyboard.press("Tab")
    vera.page.keyboard.press("Tab")
    vera.page.keyboard.type("11182026")
    tab_to(vera, "Open the incident")
    vera.page.keyboard.press("Enter")
    vera.sees("Typed by keyboard alone", inside="h1")


def test_menus_open_by_keyboard(vera: Person) -> None:
    vera.go("/")
    tab_to(vera, "Change the colours")
    vera.page.keyboard.press("Enter")
    tab_to(vera, "Dark")
    vera.page.keyboard.press("Enter")
    expect(vera.page.locator("html")).to_have_attribute("data-theme", "dark")
    vera.page.locator("details.menu").nth(1).locator("summary").click()
    vera.press("As this device")
    expect(vera.page.locator("html")).to_have_attribute("data-theme", "auto")


def test_a_person_chooses_arabic_and_the_page_turns(vera: Person) -> None:
    vera.go("/")
    vera.page.locator("details.menu summary").first.click()
    vera.press("العربية")
    expect(vera.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(vera.page.locator("html")).to_have_attribute("lang", "ar")
    vera.page.locator("details.menu summary").first.click()
    vera.press("English")
    expect(vera.page.locator("html")).to_have_attribute("dir", "ltr")


def test_single_keys_lead_to_pages_and_rest_in_fields(pair: Pair, enter: Enter) -> None:
    vera = enter(pair.dorvelle, "vera")
    keys = vera.page.keyboard

    keys.press("g")
    keys.press("n")
    expect(vera.page).to_have_url(f"{pair.dorvelle.desk_url}/incidents/")
    keys.press("/")
    assert vera.page.evaluate("() => document.activeElement.hasAttribute('data-search')")
    keys.type("gq?u")
    assert vera.page.evaluate("() => document.activeElement.value") == "gq?u"
    vera.go("/")
    keys.press("?")
    expect(vera.page.get_by_role("heading", level=1)).to_have_text("Keyboard")
