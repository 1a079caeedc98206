"""A counterpart that runs nothing: a letter, its delivery, and what came back, told by us."""

import secrets

from tests.browser.conftest import Enter
from tests.browser.deeds import act, clear, compose, open_incident
from tests.browser.pair import Pair
from tests.browser.person import Person

QUESTIONS = ("Who gave the order?", "What was aimed at?")


def test_what_is_delivered_on_paper_looks_different_from_what_is_signed(
    pair: Pair, enter: Enter, scripts: bool
) -> None:
    admin = enter(pair.dorvelle, "admin", scripts=scripts)
    vera, bela = (enter(pair.dorvelle, name, scripts=scripts) for name in ("vera", "bela"))
    council = f"Port Council {secrets.token_hex(2)}"

    open_a_channel_on_paper(admin, council)
    open_incident(vera, "Shelling of the fish market")
    compose(vera, council, "Fish market", QUESTIONS)
    draft = clear(vera, bela)
    print_the_letter(vera, draft, council)
    record_the_delivery(vera, draft)
    record_what_came_back(vera)
    it_looks_second_hand(vera)
    close_for_our_side(vera)


def open_a_channel_on_paper(admin: Person, council: str) -> None:
    admin.go("/channels/")
    admin.follow("Counterpart on paper")
    admin.fill("Name of the other side", council)
    admin.fill("Short code", council.lower().replace(" ", "-"))
    admin.press("Open the channel", inside="main")
    admin.sees(council)


def print_the_letter(vera: Person, draft: str, council: str) -> None:
    vera.go(draft)
    vera.follow("Print the letter")
    letter = vera.reads(".letter")
    assert council in letter
    assert QUESTIONS[0] in letter
    assert "INC-" not in letter, "our own reference of the incident stays here"
    vera.photograph("letter")
    vera.follow("Back to the draft")


def record_the_delivery(vera: Person, draft: str) -> None:
    assert not vera.page.get_by_role("button", name="Sign and send").count()
    vera.follow("Record the delivery")
    vera.choose("How", "Meeting")
    vera.fill("To whom", "Secretariat of the council")
    vera.fill("Immediate reaction", "They took it without a word.")
    vera.press("Save", inside="main")
    vera.sees("Second-hand: on paper")
    vera.sees("Delivered on paper", inside="#clock")
    vera.sees("Recorded by us; nobody signed it.")


def record_what_came_back(vera: Person) -> None:
    act(vera, "Record what came back")
    vera.choose("What it is", "Answer")
    vera.fill("Who said it", "Secretary of the council")
    vera.choose("How it reached us", "Call")
    vera.fill("What was said", "The harbour battery fired, by mistake.")
    vera.choose("How far it is checked", "Partly checked")
    vera.fill("Source: publisher or office", "Minutes of the call")
    vera.choose("Position taken", "Accepts in part")
    vera.unfold("It answers questions")
    vera.choose("This question is", "Answered")
    vera.fill("Answer", "The harbour battery.")
    vera.photograph("second-hand-form")
    vera.press("Record it", inside="main")


def it_looks_second_hand(vera: Person) -> None:
    vera.sees("The harbour battery.", inside="#q1")
    vera.sees("Second-hand", inside="#q1")
    vera.sees("Minutes of the call")
    vera.sees("Partly checked")
    story = vera.page.locator(".story")
    assert story.locator(".message.second-hand").count() == 2
    assert not story.locator(".message.ours, .message.theirs").count()
    assert "Signed" not in story.inner_text()
    vera.photograph("inquiry-paper")


def close_for_our_side(vera: Person) -> None:
    act(vera, "Close for our side")
    vera.choose("Reason", "Closed while disputed")
    vera.press("Confirm", inside="main")
    vera.sees("Closed by Dorvelle")
