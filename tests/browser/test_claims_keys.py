"""What a report states is decided with the keyboard alone, and everybody can read the pages."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import sweep
from tests.browser.conftest import Enter
from tests.browser.pair import Pair
from tests.browser.person import Person

STATED = """
from answerable.extraction.claims import Claim, Kind, Scope
from answerable.node.accounts.models import User
from answerable.node.desk.services import reports
from answerable.node.intake.services import claims
vera = User.objects.get(username="vera")
text = (
    "Shells hit the school in Lomen, killing 4 people, the Lomen Post said. "
    "Since October 900 people have been killed.\\n"
    "قُتل ثلاثة أشخاص في غارة على مستشفى في لومن."
)
report = reports.create_report(
    title="The school of Lomen", text=text, publisher="Lomen Post", published_at=timezone.now(),
    published_precision="day", route="paste", by=vera, at=timezone.now(),
)
def one(quote, kind=Kind.HARM, value="killed", language="en", **more):
    start = text.index(quote)
    return Claim(kind, value, quote, start, start + len(quote), "a rule", 0.9, language, **more)
claims.keep_run(
    report,
    [
        one("the school", Kind.OBJECT, "school", incident=1),
        one("4 people", low=4, high=4, incident=1, sources=("Lomen Post",)),
        one("900 people", low=900, high=900, scope=Scope.CUMULATIVE),
        one("ثلاثة أشخاص", language="ar", low=3, high=3, incident=2),
        one("مستشفى", Kind.OBJECT, "hospital", language="ar", incident=2),
    ],
    reader="answerable 1", at=timezone.now(),
)
result = report.receipt_number
"""


def row(person: Person) -> str:
    """Return the words of the claim that has the focus."""
    words = "() => (document.activeElement.closest('[data-row]') || document.body).innerText"
    return str(person.page.evaluate(words))


def returns_to(person: Person, words: str) -> None:
    """Wait until the page is there again, at the claim with these words."""
    person.page.wait_for_load_state("load")
    expect(person.page.locator("[data-row].row-at")).to_contain_text(words)
    expect(person.page.locator("[data-row].row-at [data-quote]")).to_be_focused()


def test_claims_are_gone_through_without_a_mouse_and_everybody_can_read_them(
    pair: Pair, enter: Enter
) -> None:
    number = pair.dorvelle.run(STATED)
    address, vera = f"/reports/{number}/claims/", enter(pair.dorvelle, "vera")
    keys = vera.page.keyboard
    vera.go(address)

    # Confirm the first, go on and back, reject the Arabic one.
    keys.press("j")
    assert "the school" in row(vera)
    # There is nothing to take back yet: the key must not lead away from the page.
    keys.press("u")
    assert "the school" in row(vera)
    keys.press("c")
    vera.sees("Confirmed")
    returns_to(vera, "the school")
    for _ in range(3):
        keys.press("j")
    keys.press("k")
    assert "ثلاثة أشخاص" in row(vera)
    keys.press("x")
    vera.sees("Rejected")
    returns_to(vera, "ثلاثة أشخاص")

    # Its words are marked where they stand, in a paragraph that runs from right to left.
    marked = vera.page.locator(".claims-text mark", has_text="ثلاثة أشخاص")
    assert marked.evaluate("one => getComputedStyle(one.closest('p')).direction") == "rtl"
    keys.press("Enter")
    expect(vera.page).to_have_url(re.compile("#at-"))

    # Correct the second: its form is filled in and sent by keys.
    vera.go(address)
    keys.press("j")
    keys.press("j")
    keys.press("e")
    vera.sees("Correct a claim", inside="h1")
    correcting = vera.path
    vera.page.locator("#id_high").focus()
    keys.press("Control+A")
    keys.type("6")
    keys.press("Enter")
    vera.sees("Corrected")
    returns_to(vera, "4 – 6")

    # A total goes into the tolls.
    for _ in range(3):
        keys.press("j")
    assert "900 people" in row(vera)
    keys.press("t")
    vera.sees("Record a toll", inside="h1")
    tolling = vera.path
    axe = Axe()
    wrong = sweep.look(vera, tolling, axe)
    vera.page.locator("#id_situation").focus()
    keys.type("Lomen")
    keys.press("Enter")
    vera.sees("In the tolls")

    wrong += [line for path in (address, correcting, f"{address}add/")
              for line in sweep.look(vera, path, axe)]  # fmt: skip
    nadia = enter(pair.dorvelle, "vera", locale="ar")
    wrong += sweep.look(nadia, address, axe, picture="arabic", dark=False)
    assert not wrong, "\n".join(wrong)
