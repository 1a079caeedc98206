"""Where the pages are that no link of the demonstration leads to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin
from zipfile import ZipFile

from django.urls import resolve

from tests.browser.person import Person
from tests.node.access.test_permissions import read_table


@dataclass(frozen=True)
class Beside:
    """A page that lies beside pages of another name: tried beside each of them until one opens."""

    seat: str
    name: str
    base: str
    way: str


BESIDE = (
    Beside("their officer", "desk:draft-copies", "desk:draft-says", "../copies/"),
    Beside("their officer", "desk:draft-delivered", "desk:draft-says", "../delivered/"),
    Beside("their officer", "claims:correct", "claims:of-report", "1/"),
    Beside("their officer", "desk:message-correct", "desk:message", "correct/"),
    Beside("their officer", "desk:message-withdraw", "desk:message", "withdraw/"),
    Beside("their officer", "desk:message-erase", "desk:message", "erasure/hide/"),
    Beside("their officer", "desk:message-erase", "desk:message", "erasure/erase/"),
    Beside("their officer", "desk:inquiry-raise-again", "desk:inquiry", "raise-again/"),
    Beside("investigator", "desk:investigation-open", "desk:inquiry", "investigation/open/"),
    Beside("embassy officer", "desk:review-judge", "desk:review", "questions/q1/"),
    Beside("embassy officer", "desk:review-conclude", "desk:review", "conclude/"),
    Beside("embassy officer", "desk:review-read", "desk:review", "read/"),
    Beside("embassy officer", "desk:claim-add", "desk:review", "claims/add/"),
    Beside("embassy officer", "desk:claim-check", "desk:review", "claims/1/check/"),
    Beside("analyst", "desk:compartment", "desk:board", "compartments/C-2026-0001/"),
    Beside("officer", "desk:compartment-let-in", "desk:board", "compartments/C-2026-0001/let-in/"),
    Beside("their officer", "desk:move-undo", "desk:incident-links", "1/undo/"),
    Beside("their administrator", "desk:register-let-in", "desk:register-switch", "let-in/"),
    Beside("custodian", "vault:ask", "vault:custodians", "ask/"),
)

# Where a person starts besides the first page: of many inquiries, those that have come far.
STARTS = {
    "embassy officer": tuple(f"/inquiries/KELORANE-2026-000{n}/" for n in (1, 2, 3, 4)),
}

# Opened by some role, and not looked at here: what is not a page, and what the demonstration lacks.
LEFT_OUT = {
    **dict.fromkeys(
        ("desk:batch-paper", "desk:brief", "desk:draft-paper", "desk:message-paper"),
        "a letter to print, not a page",
    ),
    **dict.fromkeys(
        ("desk:message-entry", "desk:message-proof", "desk:evidence-package", "ledger:download"),
        "a file, not a page",
    ),
    **dict.fromkeys(
        (
            "desk:draft-file",
            "desk:draft-file-copy",
            "desk:identity-file",
            "desk:message-file",
            "desk:message-picture",
        ),
        "a file that was put with a draft, not a page",
    ),
    **dict.fromkeys(
        (
            "intake:data-changes",
            "intake:data-file",
            "intake:data-quarantine",
            "intake:data-row",
            "intake:data-set",
        ),
        "needs a set of data",
    ),
    "intake:time-stamp": "a file, not a page",
    **dict.fromkeys(("intake:mail", "vault:source-mail"), "needs an e-mail in a vault"),
    "intake:feed": "needs a partner whose program sends reports",
    "intake:feed-openapi": "a file, not a page",
    # The stories of the roles answer the checks that the demonstration has.
    "desk:identity-check": "needs a check for identities that waits",
    "desk:identity-return": "needs a check for identities that waits",
    "desk:claim-check": "needs a claim noted in a review",
    "desk:draft-here": "a part of a page, which a script fetches",
    "desk:erasure": "needs an erasure that waits for a second person",
    "desk:investigation-convey": "needs a decision that may be told",
    "desk:move-undo": "needs a merge or a split",
}


def _archive() -> bytes:
    """Make an archive of a text, and of a file that is refused."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("notes/quay.txt", "A crane of the quay was hit on Monday.")
        archive.writestr("notes/inner.zip", b"PK\x03\x04")
    return held.getvalue()


def prepare(enter: Callable[[str], Person]) -> str:
    """Make what the demonstration has not; return the incident with an exhibit and a victim."""
    administrator = enter("their administrator")
    administrator.go("/administration/register/")
    if administrator.page.get_by_label("Reason").count():
        administrator.fill("Reason", "The list of the village council")
        administrator.press("Turn it on", inside="main")
    administrator.choose("Person", "Officer at the liaison office")
    administrator.fill("Why this person needs it", "Works on the case")
    administrator.press("Let in", inside="main")
    administrator.leave()
    officer = enter("their officer")
    officer.go("/documents/new/")
    officer.fill("Or paste the text", "The lamp of the landing was broken.")
    officer.press("Read it in", inside="main")
    officer.go("/documents/new/")
    officer.page.locator("input[type=file]").set_input_files(
        {"name": "notes.zip", "mimeType": "application/zip", "buffer": _archive()}
    )
    officer.press("Read it in", inside="main")
    officer.go("/reports/new/")
    officer.page.locator("#id_title").fill("The lamp of the landing")
    officer.page.locator("#id_text").fill("Two people were hurt on the landing.")
    officer.page.locator("main form button.primary").click()
    officer.sees("The lamp of the landing")
    officer.go(f"{first(officer, '/reports/', '/reports/R-')}claims/add/")
    officer.fill("The words", "Two people")
    officer.press("Keep the claim", inside="main")
    officer.sees("by hand")
    incident = first(officer, "/incidents/", "/incidents/DOR-")
    officer.go(f"{incident}evidence/describe/")
    officer.page.locator("main select[name=kind]").select_option(index=1)
    officer.fill("What it shows or says", "A photograph of the landing")
    officer.fill("Where it is", "In the safe of the office")
    officer.page.locator("main form button.primary").click()
    officer.go(f"{incident}register/enter/")
    officer.fill("Names", "Ilva Exampleton")
    officer.page.locator("main select[name=fate]").select_option(index=1)
    officer.fill("Who states it", "Village council")
    officer.page.locator("main form button.primary").click()
    officer.sees("Ilva Exampleton")
    officer.leave()
    return incident


def first(person: Person, page: str, begins: str) -> str:
    """Return where the first link of a page leads that begins so."""
    person.go(page)
    return person.page.locator(f"main a[href^='{begins}']").first.get_attribute("href") or ""


def name_of(path: str) -> str:
    """Return what the table of addresses calls the page at a path."""
    return resolve(path.partition("?")[0], urlconf="answerable.node.urls").view_name


def all_names() -> set[str]:
    """Return the name of every address that some role can open."""
    return {
        name
        for (name, how), codes in read_table().items()
        if how == "GET" and 200 in codes.values()
    }


def find(one: Beside, person: Person, bases: Iterable[str]) -> str:
    """Return where the page opens for a person, or nothing."""
    for base in bases:
        path = urljoin(base.partition("?")[0], one.way)
        answer = person.context.request.get(path, max_redirects=0)
        if answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
            return path
    return ""
