"""A case from an article to its closing and reopening, through the pages of two real nodes."""

from dataclasses import dataclass

from tests.browser import answering, raising
from tests.browser.conftest import Enter
from tests.browser.deeds import act, clear_and_send
from tests.browser.pair import Pair
from tests.browser.person import Person


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

    report = raising.read_the_article_in(cast.vera, pasted=not scripts)
    raising.protect_the_witness(cast.vera)
    incident = raising.open_the_incident(cast.vera, report)
    raising.figures_with_their_owners(cast.vera)
    raising.place_object_and_attribution(cast.vera)
    raising.three_scales_and_the_decision(cast.vera)

    raising.compose_the_inquiry(cast.vera)
    raising.the_preview_stops_the_witness(cast.vera)
    asked = clear_and_send(cast.vera, cast.bela)
    raising.the_receipt_appears(cast.vera)

    subject = f"Bakery at Kessary, {incident}"
    received = answering.it_arrives_by_itself(cast.lina, subject)
    answering.acknowledge(cast.lina)
    answering.examine(cast.finn, received)
    answering.still_examining(cast.lina, received)
    answering.answer_question_by_question(cast.lina, cast.leon, received)

    answers_stand_beside_questions(cast.vera, asked)
    two_ledgers(cast.vera)
    review_the_response(cast.vera)
    ask_again(cast.vera, cast.bela)
    answer_what_was_left(cast.lina, cast.leon, received)
    close_for_our_side(cast.vera, asked)
    still_open_there_then_closed_by_both(cast.lina, cast.vera, received, asked)
    reopen(cast.vera, cast.lina, asked, received)


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
    # A busy node may have the words before the case is folded with them.
    vera.waits_for("Review the response")
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
