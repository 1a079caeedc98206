"""A party of one person waives the second look, with a reason that stands on the draft for ever."""

from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.services import drafts
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, make_draft
from tests.node.desk_pages.conftest import Browser

WORDS = "A party of one person may waive clearance"


def test_who_is_alone_waives_with_a_reason_that_is_shown_and_in_the_trail(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    draft = make_draft(desk, paper)
    drafts.ask_clearance(draft, version=draft.version, **desk.by())
    User.objects.exclude(pk=desk.officer.pk).update(is_active=False)
    path = f"/drafts/{draft.pk}/check/"
    assert WORDS in officer.open(path)

    officer.send(f"/drafts/{draft.pk}/waive/", digest=draft.digest)
    draft.refresh_from_db()
    assert draft.state == "awaiting_clearance"
    officer.done(f"/drafts/{draft.pk}/waive/", digest=draft.digest, note="I work <alone>")

    page = officer.open(path)
    assert "Clearance waived" in page
    assert "I work &lt;alone&gt;" in page
    assert WORDS not in page
    event = AuditEvent.objects.latest("number")
    assert (event.verb, event.by, event.subject_id) == (
        "clearance: waived",
        desk.officer,
        str(draft.pk),
    )
    auditor = Browser(make_user("aron", Role.AUDITOR))
    assert "waived" in auditor.open("/administration/trail/")


def test_where_somebody_could_clear_it_nothing_is_waived(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    draft = make_draft(desk, paper, at=NOW)
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    page = officer.open(f"/drafts/{draft.pk}/check/")
    officer.send(f"/drafts/{draft.pk}/waive/", digest=draft.digest, note="In a hurry")

    assert WORDS not in page
    draft.refresh_from_db()
    assert draft.state == "awaiting_clearance"
