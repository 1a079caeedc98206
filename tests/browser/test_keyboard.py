"""Everything is reached by keyboard: where one is can be seen, and single keys only lead."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Come, Enter
from tests.browser.pair import Pair
from tests.browser.person import Person

FOCUSED = r"""() => {
    const one = document.activeElement
    const style = getComputedStyle(one), box = one.getBoundingClientRect()
    return {
        words: (one.innerText || one.getAttribute('aria-label') || one.name || '')
            .replace(/\s+/g, ' ').trim(),
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


def test_a_review_is_made_with_the_keyboard_alone(come: Come, scripts: bool) -> None:
    """Question by question, a claim and its check, the end, and the step to asking again."""
    officer = come("embassy officer")
    # A response is reviewed once: each way has a case of its own.
    officer.go(f"/inquiries/KELORANE-2026-000{5 if scripts else 1}/")
    go_to(officer, "Review the response")
    go_to(officer, "Begin")
    for question, judged in (("q1", "An"), ("q2", "Pa")):
        type_into(officer, f"#answer-{question} select", judged)
        officer.page.keyboard.press("Tab")
        officer.page.keyboard.type("Which battery?")
        go_to(officer, f"Keep {question.upper()}")
        expect(officer.page.locator(f"#answer-{question} .judgement")).to_be_visible()
    tab_to(officer, "Note a claim", most=160)
    officer.page.keyboard.press("Enter")
    type_into(officer, "[name=claim]", "The fin was seen at noon.")
    go_to(officer, "Note it")
    officer.sees("The fin was seen at noon.")
    go_to(officer, "Record the check")
    type_into(officer, "main select", "Th")
    go_to(officer, "Confirm")
    type_into(officer, "[name=character]", "Co")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Space")
    go_to(officer, "Conclude the review")

    officer.sees("Cooperative but incomplete")
    reader = come("officer")
    reader.go(officer.path)
    reads = reader.page.locator("input[type=radio][value=yes]")
    tab_until(reader, reads)
    reader.page.keyboard.press("Space")
    go_to(reader, "Record your reading")
    reader.sees("Case officer at the bureau")
    officer.page.reload()
    go_to(officer, "Ask again")
    expect(officer.page.get_by_role("button", name="Begin")).to_be_visible()


def go_to(person: Person, words: str) -> None:
    """Go on with Tab to a link or button by its words, and use it."""
    tab_to(person, words, most=160)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def type_into(person: Person, where: str, text: str) -> None:
    """Go on with Tab to a field, and type; a list chooses by what is typed."""
    tab_until(person, person.page.locator(where).first)
    person.page.keyboard.type(text)


def tab_until(person: Person, field: Locator) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(160):
        person.page.keyboard.press("Tab")
        if field.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{field} is never reached")
