"""Two people at once, and two sides about time: one wins, the other is told, nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import Enter
from tests.browser.deeds import act, clear_and_send, compose, find, open_incident
from tests.browser.pair import Pair
from tests.browser.person import Person

QUESTIONS = ("Which unit was there?", "What was known of the people in the house?")


def begin(vera: Person, subject: str) -> str:
    """Write an inquiry as far as its last step, and return the draft's path."""
    open_incident(vera, subject)
    compose(vera, "Kelorane", subject, QUESTIONS)
    return vera.path


def in_days(days: int) -> str:
    """Return a time some days from now as a field takes it."""
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT12:00}"


def test_a_later_date_a_pause_and_information_pass_between_the_sides(
    pair: Pair, enter: Enter
) -> None:
    vera, bela = enter(pair.dorvelle, "vera"), enter(pair.dorvelle, "bela")
    lina = enter(pair.kelorane, "lina")
    begin(vera, "House at the weir")
    asked = clear_and_send(vera, bela)
    received = find(lina, "House at the weir")
    act(lina, "Acknowledge receipt")
    lina.press("Confirm", inside="main")

    more_time_is_asked_for_and_agreed(lina, vera, received, asked)
    information_is_asked_for_and_given(lina, vera, bela, received, asked)
    the_clock_is_paused_and_the_total_stays_visible(lina, vera, received, asked)
    the_clock_runs_again(lina, vera, received, asked)


def more_time_is_asked_for_and_agreed(
    lina: Person, vera: Person, received: str, asked: str
) -> None:
    act(lina, "Ask for more time")
    lina.fill("Later date asked for", in_days(90))
    lina.choose("Reason", "Access to the site is outstanding")
    lina.press("Confirm", inside="main")
    lina.sees("A later date is asked for and not decided.", inside="#clock")

    vera.go(asked)
    vera.waits_for("A later date is asked for and not decided.")
    vera.sees("Answer requested by", inside="#clock")
    act(vera, "Agree to the later date")
    vera.press("Confirm", inside="main")
    vera.sees("Answer agreed by", inside="#clock")

    lina.go(received)
    lina.waits_until(lambda: "not decided" not in lina.reads("#clock"), "the agreement")
    lina.sees("Answer agreed by", inside="#clock")


def information_is_asked_for_and_given(
    lina: Person, vera: Person, bela: Person, received: str, asked: str
) -> None:
    act(lina, "Request information")
    lina.press("Begin", inside="main")
    lina.press("Save and go on", inside="main")
    lina.page.locator("#part-requests textarea").first.fill("At which door did you stand?")
    lina.press("Save and go on", inside="main")
    lina.follow("Go on to check and send")
    lina.press("Freeze it for signing")
    lina.press("Sign and send")
    lina.sees("The story in order")

    vera.go(asked)
    vera.waits_for("At which door did you stand?")
    act(vera, "Give information")
    vera.press("Begin", inside="main")
    vera.press("Save and go on", inside="main")
    vera.sees("At which door did you stand?", inside="#part-answers")
    vera.choose("This question is", "Answered", inside="#part-answers")
    vera.fill("Answer", "At the one to the yard.", inside="#part-answers")
    vera.press("Save and go on", inside="main")
    vera.follow("Go on to check and send")
    clear_and_send(vera, bela)

    lina.go(received)
    lina.waits_for("At the one to the yard.")


def the_clock_is_paused_and_the_total_stays_visible(
    lina: Person, vera: Person, received: str, asked: str
) -> None:
    act(lina, "Pause the clock")
    lina.choose("Reason", "Judicial proceedings")
    lina.fill("At the latest until", in_days(10))
    lina.press("Confirm", inside="main")
    lina.sees("Paused", inside="#clock")

    vera.go(asked)
    vera.waits_for("Paused until")
    vera.sees("in total", inside="#clock")
    vera.sees("Judicial proceedings", inside="#clock")
    vera.photograph("inquiry-paused")
    vera.go("/")
    vera.sees("in total since delivery", inside="#paused")


def the_clock_runs_again(lina: Person, vera: Person, received: str, asked: str) -> None:
    act(lina, "Let the clock run again")
    lina.choose("Reason", "The reason has ended")
    lina.press("Confirm", inside="main")
    lina.sees("Clock running", inside="#clock")
    vera.go(asked)
    vera.waits_for("Clock running")


def test_of_two_who_clear_at_once_the_second_is_told(pair: Pair, enter: Enter) -> None:
    vera = enter(pair.dorvelle, "vera")
    bela, cleo = enter(pair.dorvelle, "bela"), enter(pair.dorvelle, "cleo")
    draft = begin(vera, "Two who clear")
    vera.press("Ask for clearance")
    for clearer in (bela, cleo):
        clearer.go(draft)
    cleo.fill("Note for the file", "Seen by the envoy.")

    bela.press("Clear", inside="#clearance")
    bela.sees("An officer signs and sends it.", inside="#clearance")
    cleo.press("Clear", inside="#clearance")

    cleo.sees("Nothing was changed.")
    assert "Seen by the envoy." in cleo.page.content()
    cleo.go(draft)
    cleo.sees("Bela of the bureau", inside="#clearance")
    cleo.does_not_see("Cleo of the envoy", inside="#clearance")


@pytest.mark.parametrize("deed", ["withdraw", "clear"])
def test_a_draft_that_changed_after_it_was_shown_is_not_cleared(
    pair: Pair, enter: Enter, deed: str
) -> None:
    vera, bela = enter(pair.dorvelle, "vera"), enter(pair.dorvelle, "bela")
    draft = begin(vera, f"Changed before: {deed}")
    vera.press("Ask for clearance")
    bela.go(draft)

    if deed == "withdraw":
        vera.press("Put this draft aside")
    else:
        vera.go(draft.replace("check", "form"))
        vera.fill("Subject", "Another subject")
        vera.press("Save and go on", inside="main")
    bela.press("Clear", inside="#clearance")

    bela.sees("Nothing was changed.")
    vera.go(draft)
    vera.does_not_see("It is signed with the key", inside="#clearance")


def test_whoever_saves_second_is_told_and_loses_no_word(
    pair: Pair, enter: Enter, scripts: bool
) -> None:
    vera = enter(pair.dorvelle, "vera", scripts=scripts)
    adam = enter(pair.dorvelle, "adam", scripts=scripts)
    draft = begin(vera, "Two who write")
    says = draft.replace("check", "says")
    vera.go(says)
    adam.go(says)

    vera.fill("What happened, as we tell it", "Told by Vera.")
    vera.press("Save and go on", inside="main")
    adam.fill("What happened, as we tell it", "Told by Adam.")
    adam.press("Save and go on", inside="main")

    adam.sees("Somebody saved this draft while you were writing.")
    adam.sees("Vera of the embassy", inside=".note")
    adam.photograph("overtaken")
    field = adam.page.get_by_label("What happened, as we tell it")
    assert field.input_value() == "Told by Adam."
    vera.go(says)
    assert vera.page.get_by_label("What happened, as we tell it").input_value() == "Told by Vera."
    adam.press("Save and go on", inside="main")
    adam.sees("Told by Adam.", inside=".frame-leaves")
