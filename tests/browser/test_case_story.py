"""A case from an article to its closing and reopening, through the pages of two real nodes."""

import secrets
from dataclasses import dataclass

from lxml import html
from playwright.sync_api import FilePayload

from tests.browser.conftest import Enter
from tests.browser.deeds import act, clear_and_send, find, write_questions
from tests.browser.pair import Pair
from tests.browser.person import Person
from tests.stories.nodes import ROOT

ARTICLE = ROOT / "examples" / "demo" / "article.html"
WITNESS = "Tamsin Exampleton"
QUESTIONS = (
    "Which unit operated the unmanned aircraft over Kessary that night?",
    f"What was it aimed at? {WITNESS} heard a hum before the explosion.",
    "Which precautions were taken for the people waiting for bread?",
)


@dataclass
class Cast:
    """Who takes part, each in a browser session of their own."""

    vera: Person  # officer who asks
    bela: Person  # clears for the party that asks
    lina: Person  # officer of the party asked
    finn: Person  # investigates there
    leon: Person  # clears there


def test_a_case_travels_from_an_article_to_its_closing_and_reopening(
    pair: Pair, enter: Enter, scripts: bool
) -> None:
    cast = Cast(
        *(enter(pair.dorvelle, name, scripts=scripts) for name in ("vera", "bela")),
        *(enter(pair.kelorane, name, scripts=scripts) for name in ("lina", "finn", "leon")),
    )

    report = read_the_article_in(cast.vera, pasted=not scripts)
    protect_the_witness(cast.vera)
    incident = open_the_incident(cast.vera, report)
    figures_with_their_owners(cast.vera)
    place_object_and_attribution(cast.vera)
    three_scales_and_the_decision(cast.vera)

    compose_the_inquiry(cast.vera)
    the_preview_stops_the_witness(cast.vera)
    asked = clear_and_send(cast.vera, cast.bela)
    the_receipt_appears(cast.vera)

    subject = f"Bakery at Kessary, {incident}"
    received = it_arrives_by_itself(cast.lina, subject)
    acknowledge(cast.lina)
    examine(cast.finn, received)
    still_examining(cast.lina, received)
    answer_question_by_question(cast.lina, cast.leon, received)

    answers_stand_beside_questions(cast.vera, asked)
    two_ledgers(cast.vera)
    review_the_response(cast.vera)
    ask_again(cast.vera, cast.bela)
    answer_what_was_left(cast.lina, cast.leon, received)
    close_for_our_side(cast.vera, asked)
    still_open_there_then_closed_by_both(cast.lina, cast.vera, received, asked)
    reopen(cast.vera, cast.lina, asked, received)


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
    vera.tick("Civilians killed or injured")
    vera.tick("Children harmed")
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
    vera.sees("Protected words are still in it.")
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


# -- the party asked ----------------------------------------------------------------------------


def it_arrives_by_itself(lina: Person, subject: str) -> str:
    received = find(lina, subject)
    lina.sees(QUESTIONS[0])
    lina.does_not_see(WITNESS)
    lina.go("/")
    lina.photograph("board-asked")
    lina.go(received)
    return received


def acknowledge(lina: Person) -> None:
    lina.follow("Acknowledge receipt")
    lina.press("Confirm", inside="main")
    lina.sees("Acknowledged by a person", inside="#clock")


def examine(finn: Person, received: str) -> None:
    finn.go(received)
    finn.follow("Investigation (private)")
    finn.follow("Open an investigation")
    finn.press("Confirm", inside="main")
    for stage, outcome in (
        ("Nexus check", "Our operation could be concerned"),
        ("Fact finding", "Facts established in part"),
        ("Legal review", "Review completed"),
        ("Decision", "Reply with findings"),
    ):
        finn.page.locator(".stage", has_text=stage).get_by_role("link").first.click()
        finn.choose("What it came to", outcome)
        finn.fill("Note", f"{stage}: seen by us alone.")
        finn.press("Record this step", inside="main")
        finn.sees(outcome)
    finn.photograph("investigation")


def still_examining(lina: Person, received: str) -> None:
    lina.go(received)
    act(lina, "Send an interim reply")
    lina.choose("What we can say", "An investigation was opened")
    lina.press("Confirm", inside="main")
    lina.sees("Under examination")


def answer_question_by_question(lina: Person, leon: Person, received: str) -> None:
    act(lina, "Write the response")
    lina.press("Begin", inside="main")
    lina.tick("answers in part; more will follow")
    lina.fill("Subject", "Our answer about Kessary")
    lina.tick("Operational records")
    lina.press("Save and go on", inside="main")

    for number, (code, text) in enumerate(
        (
            ("Answered", "Unit 4 of the river command."),
            ("Partly answered", "At a vehicle that the port authority can confirm had stopped."),
            ("", ""),
        )
    ):
        if code:
            lina.choose("This question is", code, nth=number)
            lina.fill("Answer", text, nth=number)
    lina.choose("Position", "Accepts in part")
    lina.unfold("Reasons", inside="#part-positions")
    lina.tick("Misidentification")
    lina.choose("What is counted", "Killed", inside="#part-figures")
    lina.fill("Lowest", "4", inside="#part-figures")
    lina.fill("Highest", "4", inside="#part-figures")
    lina.choose("Measure", "Change of procedure", inside="#part-measures")
    lina.photograph("answer-says")
    lina.press("Save and go on", inside="main")
    lina.sees("Unit 4 of the river command.", inside=".frame-leaves")
    lina.follow("Go on to check and send")
    assert clear_and_send(lina, leon) == received
    lina.waits_for("Delivered to Dorvelle's node")


# -- back at the party that asked ---------------------------------------------------------------


def answers_stand_beside_questions(vera: Person, asked: str) -> None:
    vera.go(asked)
    vera.waits_for("Unit 4 of the river command.")
    vera.sees("Unit 4 of the river command.", inside="#q1")
    vera.sees("Answered", inside="#q1")
    vera.sees("No answer yet.", inside="#q3")
    vera.photograph("inquiry-answered")


def two_ledgers(vera: Person) -> None:
    row = vera.page.locator(".two-ledgers tbody tr", has_text="Killed").first
    told = row.inner_text()
    assert "Health office of the district" in told
    assert "Kelorane" in told
    assert "at least 6" in told


def review_the_response(vera: Person) -> None:
    vera.follow("Review the response")
    vera.press("Begin", inside="main")
    for question, judgement, missing in (
        ("q1", "Answered", ""),
        ("q2", "Partly answered", "Which vehicle?"),
        ("q3", "Not answered", "Nothing is said about precautions."),
    ):
        vera.choose("Answered?", judgement, inside=f"#answer-{question}")
        vera.fill("What is missing", missing, inside=f"#answer-{question}")
        vera.press(f"Keep {question.upper()}", inside=f"#answer-{question}")
        vera.sees(judgement, inside=f"#answer-{question} .judgement")

    vera.unfold("Note a claim")
    vera.fill("What is claimed", "A vehicle had stopped at the bakery.")
    vera.choose("In the answer to", "Q2")
    vera.fill("Who or what could confirm it", "The port authority")
    vera.press("Note it")
    vera.follow("Record the check")
    vera.choose("What the check shows", "Third party asked")
    vera.press("Confirm", inside="main")
    vera.sees("Third party asked")

    vera.choose("Character of the reply", "Cooperative but incomplete")
    vera.tick("Ask again")
    vera.press("Conclude the review")
    vera.sees("Cooperative but incomplete")
    vera.photograph("review")


def ask_again(vera: Person, bela: Person) -> None:
    vera.follow("Ask again")
    vera.press("Begin", inside="main")
    vera.press("Save and go on", inside="main")
    again = vera.page.get_by_label("Ask this question again")
    assert [again.nth(n).is_checked() for n in range(3)] == [False, True, True]
    vera.fill("What is still missing", "Which vehicle?", nth=1)
    vera.press("Save and go on", inside="main")
    vera.sees("Which vehicle?", inside=".frame-leaves")
    vera.follow("Go on to check and send")
    clear_and_send(vera, bela)
    vera.waits_until(
        lambda: vera.reads().count("Delivered to Kelorane's node") == 2, "the second receipt"
    )


def answer_what_was_left(lina: Person, leon: Person, received: str) -> None:
    lina.go(received)
    lina.waits_for("Which vehicle?")
    lina.sees("Asked again", inside="#q2")
    act(lina, "Write the response")
    lina.press("Begin", inside="main")
    lina.press("Save and go on", inside="main")
    for text in ("A grey van without marks.", "The order to wait was not passed on."):
        field = lina.page.locator("#part-answers li", has_text="Question").filter(
            has_not_text="answered before"
        )
        number = 0 if "van" in text else 1
        field.nth(number).get_by_role("combobox").select_option(label="Answered")
        field.nth(number).get_by_role("textbox").fill(text)
    lina.choose("Position", "Accepts responsibility")
    lina.press("Save and go on", inside="main")
    lina.follow("Go on to check and send")
    clear_and_send(lina, leon)


def close_for_our_side(vera: Person, asked: str) -> None:
    vera.go(asked)
    vera.waits_for("A grey van without marks.")
    vera.sees("A grey van without marks.", inside="#q2")
    act(vera, "Close for our side")
    vera.choose("Reason", "Accepted, with measures")
    vera.press("Confirm", inside="main")
    vera.sees("open for Kelorane")


def still_open_there_then_closed_by_both(
    lina: Person, vera: Person, received: str, asked: str
) -> None:
    lina.go(received)
    lina.waits_for("open for Kelorane")
    act(lina, "Close for our side")
    lina.choose("Reason", "Answered in full")
    lina.press("Confirm", inside="main")
    vera.go(asked)
    vera.waits_until(lambda: "open for Kelorane" not in vera.reads(), "closing by both")
    vera.photograph("inquiry-closed")


def reopen(vera: Person, lina: Person, asked: str, received: str) -> None:
    act(vera, "Reopen for our side")
    vera.choose("Reason", "New information")
    vera.press("Confirm", inside="main")
    vera.sees("Reopened")
    lina.go(received)
    lina.waits_for("Reopened")
    lina.photograph("inquiry-reopened")
