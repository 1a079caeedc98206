"""The party asked, from what arrives by itself to its answer question by question."""

from tests.browser.deeds import act, clear_and_send, find
from tests.browser.person import Person
from tests.browser.raising import QUESTIONS, WITNESS


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
