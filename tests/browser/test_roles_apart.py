"""One day for each role that decides, advises or keeps apart, with and without JavaScript."""

from playwright.sync_api import expect

from tests.browser import demo
from tests.browser.conftest import Come, Demo
from tests.browser.test_roles import PEOPLE_PAGE, TRAIL, called, refused


def test_an_investigator_records_what_our_side_did_and_nobody_outside_reads_it(come: Come) -> None:
    investigator, task = come("investigator"), called("Look at the second recording")
    investigator.follow("Inquiries", inside="nav.side")
    investigator.page.get_by_role("link", name="Strike on the clinic at Sirrune").first.click()
    investigator.follow("Investigation (private)")
    investigator.page.locator(".stage", has_text="Fact finding").get_by_role("link").first.click()
    investigator.choose("What it came to", "Facts established in part")
    investigator.fill("Note", task)
    investigator.press("Record this step", inside="main")
    investigator.sees(task)
    investigator.follow("Its work")
    investigator.follow("Give a task")
    investigator.fill("What is to be done", task)
    investigator.choose("By whom", "Examiner at fact-finding")
    investigator.fill("Until", "2027-01-15")
    investigator.press("Confirm", inside="main")

    investigator.follow("My tasks", inside="nav.side")
    investigator.sees(task)
    investigator.follow("Own operations log", inside="nav.side")
    investigator.sees("Flights and fires over the river")
    officer = come("officer")
    officer.go("/inquiries/KELORANE-2026-0002/")
    officer.does_not_see(task)
    assert refused(officer, "/inquiries/KELORANE-2026-0002/investigation/work/")
    assert refused(investigator, PEOPLE_PAGE, TRAIL)


def test_a_legal_adviser_takes_the_legal_review_and_no_other_step(come: Come) -> None:
    legal, note = come("legal"), called("Article on the protection of the press")

    legal.follow("Inquiries", inside="nav.side")
    legal.page.get_by_role("link", name="Press car near Brannet").first.click()
    legal.follow("Investigation (private)")
    legal.page.locator(".stage", has_text="Legal review").get_by_role("link").first.click()
    legal.choose("What it came to", "Review completed")
    legal.fill("Note", note)
    legal.press("Record this step", inside="main")

    legal.sees(note)
    expect(legal.page.locator(".stages a[href$='/decision/']")).to_have_count(0)
    officer = come("officer")
    officer.go(legal.path)
    officer.sees(note)
    assert refused(legal, "/incidents/new/", PEOPLE_PAGE, TRAIL)


def test_a_custodian_reads_who_a_source_is_and_has_a_text_changed(
    come: Come, demonstration: Demo
) -> None:
    custodian, advice = come("custodian"), called("Say less of the quarry")
    secret = demo.passphrase(demonstration.folder)
    custodian.follow("Sources", inside="nav.side")
    custodian.page.locator("main td a").first.click()
    custodian.does_not_see("Tamsin Exampleton")
    custodian.follow("Read who it is")
    custodian.fill("Why you need it", "The check of a draft")
    custodian.fill("Your vault passphrase", secret)
    custodian.press("Open", inside="main")
    custodian.sees("Tamsin Exampleton")

    custodian.follow("Checks for identities", inside="nav.side")
    custodian.page.locator("main td a").first.click()
    custodian.fill("Your vault passphrase", secret)
    custodian.press("Search", inside="#search")
    custodian.sees("No name and no contact of a source was found in it.")
    custodian.follow("Return it to the author")
    custodian.fill("What should change. Write no name.", advice)
    custodian.press("Return", inside="main")
    custodian.sees("Returned to the author with your note.")

    author = come("embassy officer")
    author.follow("Drafts", inside="nav.side")
    author.page.get_by_role("link", name="KELORANE-2026-0009").first.click()
    author.follow("Check and send")
    author.sees(advice)
    author.press("Ask for clearance")
    author.sees("Clearance is asked.")
    auditor = come("auditor")
    auditor.go(TRAIL)
    auditor.sees("Source custodian at the bureau")
    assert refused(custodian, "/incidents/new/", "/reports/new/", PEOPLE_PAGE, TRAIL)


def test_a_principal_sees_what_is_late_and_is_the_second_person(come: Come) -> None:
    principal, officer, asks = come("principal"), come("officer"), come("liaison")
    room, why = called("Talks in the valley"), called("On duty tonight")
    officer.go("/compartments/")
    officer.fill("Name", room)
    officer.press("Open", inside="main")
    code = officer.path.split("/")[-2]
    asks.go("/compartments/emergency/")
    asks.fill("Code of the compartment, or reference of the case", code)
    asks.fill("Why you must see it now", why)
    asks.press("Ask", inside="main")

    principal.follow("Board", inside="nav.side")
    principal.sees("Seven fishermen of Quellmar", inside="#overdue")
    principal.page.locator("#overdue").get_by_role("link", name="Seven fishermen").click()
    principal.sees("The story in order")
    principal.go("/compartments/requests/")
    request = principal.page.locator("section.card", has_text=why)
    request.get_by_role("button", name="Let in for 4 hours").click()

    asks.go("/compartments/")
    asks.sees(room)
    officer.go(f"/compartments/{code}/")
    officer.sees("emergency access")
    assert principal.page.get_by_role("link", name="Compartments").count()
    assert refused(principal, "/incidents/new/", PEOPLE_PAGE, TRAIL)


def test_an_administrator_adds_a_person_whose_role_takes_a_second_one(come: Come) -> None:
    administrator, name = come("administrator"), called("Newcomer at the bureau")
    username = name.split()[-1]

    administrator.follow("People", inside="nav.side")
    administrator.follow("Add a person")
    administrator.fill("Name", name)
    administrator.fill("User name", username)
    administrator.choose("Office", "Regional bureau")
    administrator.choose("Role", "Analyst")
    administrator.press("Add", inside="main")
    administrator.go(PEOPLE_PAGE)
    administrator.follow(name)
    administrator.choose("Office", "Regional bureau")
    administrator.choose("Role", "Clearer")
    administrator.press("Give this role", inside="main")
    administrator.does_not_see("Clearer · Regional bureau")
    principal = come("principal")
    principal.go("/administration/roles/")
    principal.page.locator("section.card", has_text=name).get_by_role(
        "button", name="Give this role"
    ).click()

    administrator.go(PEOPLE_PAGE)
    administrator.follow(name)
    administrator.sees("Clearer · Regional bureau")
    administrator.press("End access", inside="main")
    administrator.sees("Restore access")
    assert refused(administrator, "/incidents/new/", "/reports/new/", "/sources/")


def test_an_auditor_searches_the_trail_and_takes_it_along(come: Come) -> None:
    auditor = come("auditor")

    auditor.follow("Audit trail", inside="nav.side")
    auditor.fill("User name", "bureau-officer")
    auditor.choose("What", "Compartment opened")
    auditor.press("Show", inside="main")
    auditor.sees("Case officer at the bureau", inside="tbody")
    auditor.does_not_see("The courier of the mediator")
    with auditor.page.expect_download() as taken:
        auditor.press("Table (CSV)", inside="main")
    assert "compartment opened" in taken.value.path().read_text("utf-8")
    auditor.follow("Check that it holds")

    auditor.sees("The trail holds.")
    auditor.follow("Inquiries", inside="nav.side")
    auditor.sees("Seven fishermen of Quellmar")
    assert refused(auditor, "/incidents/new/", "/sources/", PEOPLE_PAGE)
