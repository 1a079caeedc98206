"""The party that asks, from a document that came in to the receipt for its inquiry."""

import secrets

from lxml import html
from playwright.sync_api import FilePayload

from tests.browser.deeds import write_questions
from tests.browser.person import Person
from tests.stories.nodes import ROOT

ARTICLE = ROOT / "examples" / "demo" / "article.html"
WITNESS = "Tamsin Exampleton"
QUESTIONS = (
    "Which unit operated the unmanned aircraft over Kessary that night?",
    f"What was it aimed at? {WITNESS} heard a hum before the explosion.",
    "Which precautions were taken for the people waiting for bread?",
)


# -- from a document to an incident -------------------------------------------------------------


def read_the_article_in(vera: Person, *, pasted: bool) -> str:
    vera.follow("Documents", inside="nav.side")
    vera.follow("Read a document in")
    if pasted:
        vera.fill("Or paste the text", article_text())
    else:
        upload: FilePayload = {
            "name": "article.html",
            "mimeType": "text/html",
            "buffer": fresh_article(),
        }
        vera.page.get_by_label("File").first.set_input_files([upload])
    vera.press("Read it in", inside="main")
    vera.sees("Neither of them could")
    vera.photograph("document")
    vera.fill("Title", "Bakery at Kessary hit in the early morning")
    vera.fill("Publisher", "The Island Courier")
    vera.fill("Published on", "2026-11-19")
    vera.choose("Language", "English")
    vera.press("Make the report", inside="main")
    vera.sees("was made from this document")
    vera.sees("Uploaded file" if not pasted else "Pasted text")
    return vera.path.split("/")[-2]


def fresh_article() -> bytes:
    """Return the article with a mark in it: the same bytes twice are one document."""
    return ARTICLE.read_bytes() + f"<!-- {secrets.token_hex()} -->".encode()


def article_text() -> str:
    """Return the article as somebody copies it from a browser."""
    page = html.fromstring(fresh_article())
    lines = [" ".join(part.text_content().split()) for part in page.xpath("//article/*")]
    return "\n\n".join([*lines, f"Copied {secrets.token_hex(4)}"])


def protect_the_witness(vera: Person) -> None:
    vera.fill("Words to protect", WITNESS)
    vera.tick("It is a person's name")
    vera.fill("Why", "A witness who is afraid")
    vera.press("Protect", inside="main")
    vera.sees(WITNESS, inside="#protected")
    vera.photograph("report")


def open_the_incident(vera: Person, report: str) -> str:
    vera.follow("Open an incident")
    vera.sees(report)
    vera.fill("Title", "Explosion at the bakery of Kessary")
    vera.choose("Kind of event", "Attack")
    vera.choose("How exactly the time is known", "about the hour")
    vera.fill("Day it began", "2026-11-18")
    vera.fill("Time it began", "05:10")
    vera.fill("What happened, in our words", f"{WITNESS} was in the yard and heard a hum.")
    vera.press("Open the incident", inside="main")
    vera.sees("Explosion at the bakery of Kessary")
    return vera.path.split("/")[-2]


def figures_with_their_owners(vera: Person) -> None:
    for owner, role, category, put, low, high in (
        ("Health office of the district", "Affected side", "Killed", "exactly", "5", ""),
        ("Harbour Relief Network", "Non-governmental organisation", "Killed", "at least", "6", ""),
        (
            "Harbour Relief Network", "Non-governmental organisation", "Injured",
            "between two numbers", "9", "12",
        ),
    ):  # fmt: skip
        vera.follow("Add a figure")
        vera.fill("Stated by", owner)
        vera.choose("In what capacity", role)
        vera.fill("Stated on", "2026-11-18")
        vera.choose("What is counted", category)
        vera.choose("As stated", put)
        vera.fill("Lowest", low)
        vera.fill("Highest", high)
        vera.press("Add the figure")
        vera.sees(owner, inside="#figures")
    vera.sees("at least 6", inside="#figures")


def place_object_and_attribution(vera: Person) -> None:
    vera.follow("Add a place")
    vera.fill("Name in its own language", "Кессари")
    vera.choose("Language of that name", "Ukrainian")
    vera.choose("Script of that name", "Cyrillic script")
    vera.fill("Name in Latin script", "Kessary, Weir Street")
    vera.fill("Latitude", "-41.5302")
    vera.fill("Longitude", "-27.0519")
    vera.choose("How exactly it is known", "street")
    vera.fill("Who supplied it", "The Island Courier")
    vera.press("Save", inside="main")
    vera.sees("Kessary, Weir Street", inside="#where")

    vera.follow("Add an object")
    vera.choose("What was concerned", "Food, bakery or agriculture")
    vera.fill("Which one, in what condition", "The bakery, in use")
    vera.choose("Notified to the party asked about", "Not notified")
    vera.press("Save", inside="main")
    vera.sees("The bakery, in use")

    vera.follow("Add a statement")
    vera.fill("The party whose conduct is asked about", "Armed forces of Kelorane")
    vera.fill("Who says so", "Harbour Relief Network")
    vera.choose("In what capacity", "Non-governmental organisation")
    vera.press("Save", inside="main")
    vera.sees("Armed forces of Kelorane", inside="#whose")


def three_scales_and_the_decision(vera: Person) -> None:
    for scale, answers in (
        ("harm", {"Did the harm occur?": "Likely"}),
        ("attribution", {"Whose act was it?": "Contested between parties"}),
        (
            "reliability",
            {
                "The source": "B: usually reliable source",
                "The information": "2: probably true",
            },
        ),
    ):
        vera.page.locator(f"#scales a[href*='/scales/{scale}/']").click()
        for label, option in answers.items():
            vera.choose(label, option)
        vera.fill("Reason", "Two owners agree on the place and the hour.")
        vera.press("Save", inside="main")
    vera.sees("Likely", inside="#scales")
    vera.sees("2: probably true", inside="#scales")

    vera.follow("Decide")
    vera.tick("Civilians were reported killed or injured, whatever their number.")
    vera.tick("Children were reported killed, injured, recruited, abducted or detained.")
    vera.tick("Raise it")
    vera.fill("Reason", "Civilians were killed and no side has explained it.")
    vera.press("Save", inside="main")
    vera.sees("To be raised", inside="#concern")
    vera.sees("Ready to raise")
    vera.photograph("incident")


# -- from an incident to a signed inquiry -------------------------------------------------------


def compose_the_inquiry(vera: Person) -> None:
    incident = vera.path.split("/")[-2]
    vera.follow("Raise an inquiry")
    vera.choose("Channel", "Kelorane")
    vera.press("Begin", inside="main")
    vera.photograph("compose-frame")
    vera.fill("Subject", f"Bakery at Kessary, {incident}")
    vera.press("Save and go on", inside="main")
    vera.fill("How we call it to the other side", "Explosion at the bakery of Kessary")
    vera.fill("What happened, as we tell it", "The front of the bakery was broken open.")
    vera.tick("Tell this place")
    write_questions(vera, QUESTIONS)
    vera.photograph("compose-says")
    vera.press("Save and go on", inside="main")


def the_preview_stops_the_witness(vera: Person) -> None:
    vera.sees("is protected", inside=".leak")
    vera.photograph("leak")
    vera.follow("Go on to check and send")
    vera.sees("Words are still in it that may betray somebody.")
    assert vera.page.get_by_role("button", name="Ask for clearance").is_disabled()
    vera.follow("Replace them or give a reason")
    vera.fill("Write instead", "A person nearby", inside=".leak")
    vera.press("Replace", inside=".leak")
    vera.does_not_see(WITNESS, inside=".frame-leaves")
    vera.sees("A person nearby heard a hum", inside=".frame-leaves")
    vera.follow("Go on to check and send")


def the_receipt_appears(vera: Person) -> None:
    vera.waits_for("Delivered to Kelorane's node")
    vera.waits_for("with its text")
    vera.photograph("inquiry-delivered")
