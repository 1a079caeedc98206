"""The inbox is emptied with the keyboard alone: keys lead to small forms, undo is a key away."""

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.pair import Pair
from tests.browser.person import Person

TAKE_IN = """
from answerable.node.accounts.models import User
from answerable.node.desk.services import incidents, reports
vera = User.objects.get(username="vera")
by = {"by": vera, "at": timezone.now()}
incidents.open_incident(
    title="Quarry road near Lomen, shelled at night", kind="attack", start=timezone.now(),
    time_precision="day", office=vera.memberships.get().office, **by,
)
for title in (
    "Quarry road near Lomen shelled at night", "An advertisement", "A rumour", "A fourth thing",
):
    reports.create_report(title=title, route="paste", **by)
"""


def row(person: Person) -> str:
    """Return the words of the row that has the focus."""
    words = "() => (document.activeElement.closest('[data-row]') || document.body).innerText"
    return str(person.page.evaluate(words))


def go_to(person: Person, words: str) -> None:
    """Press j until the row with these words has the focus."""
    for _ in range(60):
        person.page.keyboard.press("j")
        if words in row(person):
            return
    raise AssertionError(f"{words!r} is in no row")


def focused(person: Person) -> str:
    return str(person.page.evaluate("() => document.activeElement.name || ''"))


def waits(person: Person) -> list[str]:
    """Return the titles that stand in the inbox."""
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Inbox")
    return person.page.locator("#inbox .row-title").all_inner_texts()


def test_four_reports_are_decided_about_without_a_mouse(pair: Pair, enter: Enter) -> None:
    pair.dorvelle.run(TAKE_IN)
    vera = enter(pair.dorvelle, "vera")
    keys = vera.page.keyboard
    keys.press("g")
    keys.press("i")
    expect(vera.page).to_have_url(f"{pair.dorvelle.desk_url}/inbox/")
    before = len(waits(vera))

    # Link to what was named beside it.
    go_to(vera, "Quarry road")
    keys.press("l")
    expect(vera.page.get_by_role("heading", level=1)).to_have_text("Link to an incident")
    assert focused(vera) == "reference"
    assert vera.page.locator("#id_reference").input_value().startswith("INC-")
    keys.press("Control+Enter")
    vera.sees("Decided about 1 thing")
    assert len(waits(vera)) == before - 1

    # Two at once, out of scope; then back again.
    go_to(vera, "An advertisement")
    keys.press("Space")
    keys.press("j")
    assert "A rumour" in row(vera)
    keys.press("Space")
    vera.sees("Chosen rows: 2")
    keys.press("x")
    vera.sees("Out of scope", inside="h1")
    assert focused(vera) == "code"
    keys.press("ArrowDown")
    keys.press("Control+Enter")
    vera.sees("Decided about 2 things")
    assert len(waits(vera)) == before - 3
    keys.press("z")
    keys.press("Enter")
    vera.sees("2 decisions were taken back")
    assert len(waits(vera)) == before - 1

    # Put away; a letter in a field is a letter.
    go_to(vera, "A fourth thing")
    keys.press("s")
    vera.sees("Put away", inside="h1")
    assert focused(vera) == "until"
    vera.page.locator("#id_reason").focus()
    keys.type("xjk?")
    assert vera.page.locator("#id_reason").input_value() == "xjk?"
    keys.press("Control+Enter")
    vera.sees("Decided about 1 thing")
    assert "A fourth thing" not in waits(vera)

    # The keys are told, and a row opens.
    keys.press("?")
    expect(vera.page.locator("#inbox-keys")).to_have_attribute("open", "")
    keys.press("k")
    keys.press("o")
    expect(vera.page.get_by_role("heading", level=1)).not_to_have_text("Inbox")


def test_who_switched_single_keys_off_has_none(pair: Pair, enter: Enter) -> None:
    pair.dorvelle.run(TAKE_IN + 'User.objects.filter(username="adam").update(single_keys=False)')
    adam = enter(pair.dorvelle, "adam")
    adam.go("/inbox/")

    adam.page.locator("#inbox .row-title").first.focus()
    adam.page.keyboard.press("x")
    adam.page.keyboard.press("j")

    expect(adam.page.get_by_role("heading", level=1)).to_have_text("Inbox")
    assert adam.page.locator("#inbox-keys").count() == 0
    assert adam.page.locator(".row-at").count() == 0
