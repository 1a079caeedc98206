"""What a draft can speak of: its own incidents, and what its thread already holds."""

from answerable.casework.codes import Kind
from answerable.node.desk.forms.drafts.parts import Asked, Ground
from answerable.node.desk.models import Draft, Inquiry
from answerable.node.desk.services import both_ledgers, inquiries
from answerable.node.desk.services.drafts.frames import OPENING
from answerable.node.desk.services.threads import Reading


def ground_of(draft: Draft) -> Ground:
    """Gather the incidents, questions and requests that the parts of a draft are about."""
    links = draft.incident_links.select_related("incident")
    incidents = [(link.inside, link.incident) for link in links]
    if draft.kind in OPENING:
        return Ground(
            incidents=incidents, inside=[(inside, one.title) for inside, one in incidents]
        )
    inquiry = Inquiry.objects.get(channel=draft.channel, thread=draft.thread)
    reading = inquiries.reading_of(inquiry)
    return Ground(
        incidents=incidents,
        inside=[
            (inside, title or inside)
            for inside, title, _ledgers in both_ledgers.of_inquiry(inquiry, reading)
        ],
        questions=[
            Asked(line.id, line.texts[-1] if line.texts else "", line.is_open, line.is_erased)
            for line in inquiries.question_view(inquiry, reading)
        ],
        requests=requests_of(inquiry, reading),
    )


def requests_of(inquiry: Inquiry, reading: Reading) -> list[Asked]:
    """Return the requests for information of a thread, with their words where we hold them."""
    texts: dict[str, str] = {}
    for message in inquiry.messages.filter(kind=Kind.INFORMATION_REQUEST):
        for one in (message.words or {}).get("information", []):
            texts[one["id"]] = one["text"]
    requests = reading.account.information_requests
    return [Asked(one.id, texts.get(one.id, "")) for one in requests]
