"""All that could leave of a case, as text: messages, letters, other people's pages, the trail."""

import json

from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.models import Draft, Inquiry, Message
from answerable.node.desk.services import drafts
from answerable.node.ledger.models import Content, Entry
from tests.factories import NOW
from tests.node.desk.factories import Desk, answered, change
from tests.node.desk_pages.conftest import Browser


def leaving(desk: Desk, inquiry: Inquiry) -> list[str]:
    """Write a response to the inquiry, and return everything that others could come to read."""
    draft = drafts.start("response", inquiry, **desk.acts())
    draft = change(desk, draft, answers=answered(draft))
    shown = drafts.preview(draft, at=NOW)
    officer = Browser(desk.officer)
    pages = [
        "/", "/inquiries/", "/incidents/", "/drafts/", f"/inquiries/{inquiry.reference}/",
        f"/inquiries/{inquiry.reference}/investigation/",
        f"/inquiries/{inquiry.reference}/investigation/work/",
        f"/drafts/{draft.pk}/letter/", f"/drafts/{draft.pk}/check/", f"/drafts/{draft.pk}/raw/",
    ]  # fmt: skip
    refused = [
        officer.client.get(path).content.decode()
        for path in (
            "/operations/", "/operations/1/", "/operations/1/files/1/",
            f"/inquiries/{inquiry.reference}/investigation/operations/",
        )
    ]  # fmt: skip
    return [
        json.dumps([shown.body, shown.words], default=str),
        *(officer.open(path) for path in pages),
        *refused,
        *(json.dumps([row.body, row.words], default=str) for row in Message.objects.all()),
        *(json.dumps([row.choice, row.body], default=str) for row in Draft.objects.all()),
        *(str(vars(row)) for row in AuditEvent.objects.all()),
        *(str(vars(row)) for row in Entry.objects.all()),
        *(str(vars(row)) for row in Content.objects.all()),
    ]
