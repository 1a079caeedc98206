"""One day for each role that works on cases, done by clicking, with and without JavaScript.

Each does what its page in `docs/users` tells, and another person sees what came of it. The roles
that see no case stand in `test_roles_apart.py`.
"""

import secrets
from pathlib import Path

from tests.browser.conftest import Come
from tests.browser.deeds import act, compose, open_incident
from tests.browser.person import Person

RIVER, VALLEY = (
    "Kelorane and Dorvelle: incidents on Orsenmere",
    "Council of the Upper Vesk (by letter)",
)
QUESTION = "Whose aircraft was over the quay that evening?"
PEOPLE_PAGE, TRAIL = "/administration/people/", "/administration/trail/"


def called(title: str) -> str:
    """Return a title that no other story has."""
    return f"{title} {secrets.token_hex(3)}"


def test_intake_reads_a_document_in_and_says_whether_it_concerns_us(come: Come) -> None:
    intake, title = come("intake"), called("Lamp of the landing")

    intake.follow("Documents", inside="nav.side")
    intake.follow("Read a document in")
    intake.fill("Or paste the text", f"{title}\n\nThe lamp was broken. Mira Invented saw it.")
    intake.press("Read it in", inside="main")
    intake.fill("Title", title)
    intake.press("Make the report", inside="main")
    intake.fill("Words to protect", "Mira Invented")
    intake.tick("It is a person's name")
    intake.press("Protect", inside="main")
    intake.sees("Mira Invented", inside="#protected")
    intake.follow("Screen")
    intake.tick("Out of scope")
    intake.fill("Reason", "No person was harmed.")
    intake.press("Save", inside="main")

    intake.sees("Out of scope")
    assert not intake.has_link("Open an incident")
    analyst = come("analyst")
    analyst.go("/reports/?screening=out_of_scope")
    analyst.follow(title)
    analyst.sees("No person was harmed.")
    assert refused(intake, "/incidents/new/", PEOPLE_PAGE, TRAIL)


def test_an_analyst_keeps_a_dossier_and_makes_one_event_of_two(come: Come) -> None:
    analyst, title = come("analyst"), called("Bridge by the mill")
    other = open_incident(analyst, called("Noise at the mill"))
    kept = open_incident(analyst, title)

    analyst.follow("Add a figure")
    analyst.fill("Stated by", "Council of the mill town")
    analyst.choose("In what capacity", "Affected side")
    analyst.fill("Stated on", "2026-11-18")
    analyst.choose("What is counted", "Injured")
    analyst.choose("As stated", "at least")
    analyst.fill("Lowest", "2")
    analyst.press("Add the figure")
    analyst.sees("at least 2", inside="#figures")
    analyst.page.locator("#scales a[href*='/scales/harm/']").click()
    analyst.choose("Did the harm occur?", "Likely")
    analyst.fill("Reason", "The council has seen them.")
    analyst.press("Save", inside="main")
    analyst.sees("Likely", inside="#scales")
    analyst.go(f"/incidents/{other}/links/")
    analyst.follow("Merge into another")
    analyst.fill("Reference of the incident that goes on", kept)
    analyst.fill("Why they are one", "The same evening at the same bridge.")
    analyst.press("Save", inside="main")

    officer = come("officer")
    officer.go(f"/incidents/{kept}/links/")
    officer.sees("The same evening at the same bridge.")
    officer.go("/incidents/")
    officer.follow(title)
    officer.sees("Council of the mill town", inside="#figures")
    assert refused(analyst, PEOPLE_PAGE, TRAIL)


def test_an_officer_raises_an_inquiry_and_the_other_side_has_it(come: Come) -> None:
    officer, clearer, subject = come("officer"), come("embassy clearer"), called("Quay at Orrin")
    written(officer, RIVER, subject)
    officer.press("Ask for clearance")
    draft = officer.path

    clearer.go(draft)
    clearer.press("Clear", inside="#clearance")
    clearer.sees("Cleared", inside="#clearance")
    officer.go(draft)
    officer.press("Sign and send")

    officer.sees("The story in order")
    officer.waits_for("Delivered to Commonwealth of Dorvelle's node")
    investigator = come("investigator")
    investigator.go("/")
    investigator.waits_for(subject)
    investigator.page.get_by_role("link", name=subject).first.click()
    investigator.sees(QUESTION, inside="#q1")
    assert refused(officer, PEOPLE_PAGE, TRAIL)


def test_a_clearer_gives_a_text_back_and_then_lets_it_leave(come: Come) -> None:
    author, clearer, subject = come("embassy officer"), come("clearer"), called("Weir road")
    written(author, RIVER, subject)
    author.press("Ask for clearance")
    author.sees("Waiting for somebody of another office to clear it.")
    draft = author.path

    clearer.go("/")
    clearer.sees("Waiting for your clearance")
    clearer.page.locator(f"main a[href='{draft_page(draft)}']").first.click()
    clearer.sees(QUESTION, inside=".frame-leaves")
    clearer.unfold("Return it to the author")
    back = "form[action$='/return/']"
    clearer.fill("What should change, or why", "Say on which evening.", inside=back)
    clearer.press("Return", inside=back)
    clearer.does_not_see("You clear exactly what stands beside")
    author.go(draft)
    author.sees("Say on which evening.")
    author.press("Ask for clearance")
    author.sees("Waiting for somebody of another office to clear it.")
    clearer.go(draft)
    clearer.press("Clear", inside="#clearance")

    clearer.sees("Cleared", inside="#clearance")
    clearer.sees("An officer signs and sends it.")
    author.go(draft)
    assert author.page.get_by_role("button", name="Sign and send").is_enabled()
    assert refused(clearer, "/incidents/new/", PEOPLE_PAGE, TRAIL)


def test_a_liaison_officer_hands_over_on_paper_and_brings_back(come: Come) -> None:
    author, liaison, subject = come("embassy officer"), come("liaison"), called("Upper weir")
    written(author, VALLEY, subject)
    author.press("Ask for clearance")
    author.sees("Waiting for somebody of another office to clear it.")
    draft = author.path
    clearer = come("clearer")
    clearer.go(draft)
    clearer.press("Clear", inside="#clearance")
    clearer.sees("Cleared", inside="#clearance")

    liaison.follow("Drafts", inside="nav.side")
    liaison.page.locator(f"main a[href='{draft_page(draft)}']").first.click()
    liaison.follow("Record the delivery")
    liaison.choose("How", "Meeting")
    liaison.fill("To whom", "Secretary of the council")
    liaison.press("Save", inside="main")
    liaison.sees("Delivered on paper", inside="#clock")
    act(liaison, "Record what came back")
    liaison.choose("What it is", "First statement")
    liaison.fill("Who said it", "Secretary of the council")
    liaison.fill("What was said", "The council will look into it.")
    liaison.choose("How far it is checked", "To be checked again")
    liaison.press("Record it", inside="main")

    author.go(liaison.path)
    author.sees("The council will look into it.")
    author.sees("Second-hand")
    assert refused(liaison, "/incidents/new/", PEOPLE_PAGE, TRAIL)


def draft_page(path: str) -> str:
    """Return where lists lead to, from the last step of a draft."""
    return path.removesuffix("check/")


def written(author: Person, channel: str, subject: str) -> None:
    """Write an inquiry about a new incident, as far as its last step."""
    open_incident(author, called("Aircraft over the quay"))
    compose(author, channel, subject, (QUESTION,))


def refused(person: Person, *paths: str) -> bool:
    """Tell whether none of these pages is shown to the person, who then leaves."""
    answers = [person.context.request.get(path).status for path in paths]
    return set(answers) <= {403, 404}


def test_every_role_has_a_first_day_guide_with_its_picture() -> None:
    users = Path(__file__).resolve().parents[2] / "docs" / "users"
    index = (users / "README.md").read_text("utf-8")
    guides = sorted(path.name for path in users.glob("role-*.md"))

    assert len(guides) == 11
    for name in guides:
        picture = name.replace("role-", "first-day-").replace(".md", ".png")
        assert f"({name})" in index
        assert f"(../images/{picture})" in (users / name).read_text("utf-8")
        assert (users.parent / "images" / picture).stat().st_size < 120_000
