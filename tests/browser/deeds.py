"""What people do again and again in the stories, as they do it: by the words on the pages."""

from tests.browser.person import Person


def open_incident(person: Person, title: str) -> str:
    """Open an incident without a report, and return its reference."""
    person.go("/incidents/new/")
    person.fill("Title", title)
    person.choose("Kind of event", "Attack")
    person.fill("Day it began", "2026-11-18")
    person.press("Open the incident", inside="main")
    person.sees(title, inside="h1")
    return person.path.split("/")[-2]


def compose(person: Person, channel: str, subject: str, questions: tuple[str, ...]) -> None:
    """From an incident's page, write an inquiry as far as its last step."""
    person.follow("Raise an inquiry")
    person.choose("Channel", channel)
    person.press("Begin", inside="main")
    person.fill("Subject", subject)
    person.press("Save and go on", inside="main")
    person.fill("What happened, as we tell it", "The front of the building was broken open.")
    write_questions(person, questions)
    person.press("Save and go on", inside="main")
    person.follow("Go on to check and send")


def write_questions(person: Person, questions: tuple[str, ...]) -> None:
    """Fill the rows there are, and ask for more of them."""
    rows = person.page.locator("#part-questions textarea")
    for number, question in enumerate(questions):
        if number >= rows.count():
            person.press("Save and add more rows", inside="#part-questions")
        rows.nth(number).fill(question)


def clear(author: Person, clearer: Person) -> str:
    """Ask for clearance and have somebody of another office clear; return the draft's path."""
    author.press("Ask for clearance")
    author.sees("Waiting for somebody of another office to clear it.")
    draft = author.path
    assert not author.page.get_by_role("button", name="Clear", exact=True).count()

    clearer.go("/")
    clearer.sees("Waiting for your clearance")
    clearer.go(draft)
    clearer.photograph("clearing")
    clearer.press("Clear", inside="#clearance")
    clearer.sees("Cleared", inside="#clearance")
    return draft


def clear_and_send(author: Person, clearer: Person) -> str:
    """Have a draft cleared, sign and send it; return the inquiry's path."""
    author.go(clear(author, clearer))
    author.photograph("cleared")
    author.press("Sign and send")
    author.sees("The story in order")
    return author.path


def act(person: Person, name: str) -> None:
    """Follow an act's link, wherever among the acts it stands."""
    link = person.page.locator(".acts").get_by_role("link", name=name, exact=True)
    if not link.count() or not link.first.is_visible():
        person.unfold("More", inside=".acts")
    person.follow(name, inside=".acts")


def find(person: Person, subject: str) -> str:
    """Wait on the board until an inquiry arrives, open it, and return its path."""
    person.go("/")
    person.waits_for(subject)
    person.page.get_by_role("link", name=subject).first.click()
    person.sees(subject, inside="h1")
    return person.path
