"""Pages of inquiries: the list, one case with its clock, questions and story, one message."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from answerable.casework.files import beginning_of
from answerable.node.accounts.roles import roles_of
from answerable.node.desk.codes import DraftState, Role, WaitingOn
from answerable.node.desk.labels import problem
from answerable.node.desk.models import Draft, Folder, Inquiry
from answerable.node.desk.models.base import WORK
from answerable.node.desk.printing import letters
from answerable.node.desk.services import (
    batches,
    board,
    both_ledgers,
    cards,
    case,
    comparing,
    erasures,
    inquiries,
    story,
    translations,
)
from answerable.node.desk.views.acts import buttons, next_level
from answerable.node.desk.views.doing import DeskRequest, allowed, shown
from answerable.node.desk.views.drafts import pretty
from answerable.node.ledger import glance
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from answerable.node.ui.paging import LongPaginator

PER_PAGE = 50
# The hash that a letter or non-paper carries, as somebody types it from the paper.
HASH = re.compile(r"\A[0-9a-fA-F]{64}\Z")


@require_safe
def inquiry_list(request: DeskRequest) -> HttpResponse:
    """List inquiries, the newest first, filtered by role, by whose move it is and by words."""
    found = cards.titled(Inquiry.objects.visible_to(request.user))
    role, waiting = request.GET.get("role", ""), request.GET.get("waiting", "")
    words, now = request.GET.get("q", "").strip(), timezone.now()
    if role in list(Role):
        found = found.filter(role=role)
    if waiting in list(WaitingOn):
        found = found.filter(waiting_on__in=[waiting, WaitingOn.BOTH])
    if request.GET.get("late"):
        found = found.filter(board.overdue_at(now))
    if request.GET.get("step"):
        found = found.filter(board.step_due_at(now))
    if HASH.match(words):
        found = found.filter(Exists(papers_with(words)))
    elif words:
        found = found.filter(Q(subject__icontains=words) | Q(reference__icontains=words))
    page = LongPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    erased = erasures.erased_subjects(page)
    context = {
        "page": page,
        "cards": [cards.card(one, now, erased=erased) for one in page],
        "late": bool(request.GET.get("late")),
        "step": bool(request.GET.get("step")),
        "filtered": bool(
            role or waiting or words or request.GET.get("late") or request.GET.get("step")
        ),
        "paper_channels": Channel.objects.filter(kind=Channel.Kind.PAPER).select_related("theirs"),
        "role": role,
        "waiting": waiting,
        "words": words,
        "roles": Role,
        "waitings": WaitingOn,
        "can": allowed(request.user),
    }
    return render(request, "desk/inquiries/list.html", context)


def papers_with(printed: str) -> QuerySet[Draft]:
    """Return the message that left on a paper with this hash, for the inquiry of a query."""
    return Draft.objects.filter(
        channel=OuterRef("channel"),
        thread=OuterRef("thread"),
        digest=printed.lower(),
        state=DraftState.SENT,
    )


@require_safe
def inquiry(request: DeskRequest, reference: str) -> HttpResponse:
    """Show a case: where it stands, its clock, answers beside questions, and its story."""
    found, now = case.read(seen(request, reference), request.user), timezone.now()
    if found is None:
        raise Http404
    inquiry, can = found.inquiry, allowed(request.user)
    reading = inquiries.reading_of(inquiry)
    ledgers = both_ledgers.of_inquiry(inquiry, reading)
    linked = {link.inside for link in found.links}
    told = story.of(
        inquiry,
        request.user,
        reading,
        done=found.made,
        erasures=glance.of(request).erasure,
    )
    context = {
        "inquiry": inquiry,
        "can": can,
        "clocks": inquiries.clocks(inquiry, now, reading),
        "now": now,
        "contacts": found.contacts,
        "questions": inquiries.question_view(inquiry, reading),
        # A file is shown with the message that it came with.
        "story": [one for one in told if not one.goes_with],
        "opening": next((one for one in told if one.leaf == inquiry.raised_leaf), None),
        "subject_erased": any(
            one.leaf == inquiry.raised_leaf and one.content_state == "redacted" for one in told
        ),
        "acts": buttons(inquiry, inquiries.open_acts(inquiry, reading), can),
        "incident_links": found.links,
        "examined_in": found.examined_in,
        "comparison": comparing.compared(reading, found.carries_on),
        "carries_on": found.carries_on,
        "carried_on": found.carried_on,
        "raised_again": found.raised_again,
        "unlinked": [row for row in ledgers if row[0] not in linked],
        "ledgers": ledgers,
        "next_level": next_level(inquiry.level) if inquiry.role == Role.RAISING else "",
        "drafts": found.drafts,
        "reviews": found.reviews,
        "to_review": found.to_review if inquiry.role == Role.RAISING else [],
    }
    return render(request, "desk/inquiries/inquiry.html", context)


@require_safe
def message(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Show one message alone: as it reads, as it was signed, and its receipt."""
    found = find(request, reference)
    one = get_object_or_404(found.messages, leaf=leaf)
    item = next((item for item in story.of(found) if item.leaf == leaf), None)
    if item is None:
        raise Http404
    context = {
        "inquiry": found,
        "item": item,
        "message": one,
        "body": pretty(one.body),
        "words": pretty(one.words) if one.words else "",
        "printed": letters.hash_of(one),
        "can": allowed(request.user),
        "possible": inquiries.open_acts(found),
        "reads_work": not roles_of(request.user).isdisjoint(WORK),
        "translations": translations.shown(
            translations.of_message(request.user, one), translations.originals(item.rendering)
        ),
        **_enclosed(found, item),
        **erasures.choices(found, leaf),
    }
    return render(request, "desk/inquiries/message.html", context)


def _enclosed(found: Inquiry, item: story.StoryItem) -> dict[str, str]:
    """Return how the text of a file begins; or say that the file is not what it is called."""
    if item.file is None or not item.file.is_held:
        return {}
    try:
        media, data = ledger.file_of(found.channel, item.leaf)
    except ledger.FileDiffers:
        return {"file_differs": problem("file_differs")}
    return {"file_begins": "" if media.is_picture else beginning_of(data)}


@require_safe
def proof(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Hand out the proof of one message: anybody can check it without this node."""
    found = find(request, reference)
    one = get_object_or_404(found.messages, leaf=leaf, signed=True)
    _entry, proof = ledger.message_proof(found.channel, one.leaf)
    return _file(proof, f"{one.leaf[:16]}.tlog-proof")


@require_safe
def entry(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Hand out the bytes of one message as they were signed, which its proof is about."""
    found = find(request, reference)
    one = get_object_or_404(found.messages, leaf=leaf, signed=True)
    signed, _proof = ledger.message_proof(found.channel, one.leaf)
    return _file(signed, f"{one.leaf[:16]}.entry")


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def find(request: DeskRequest, reference: str) -> Inquiry:
    """Return an inquiry that the person may see, or answer that nothing is here."""
    return shown(request, get_object_or_404(seen(request, reference)))


def seen(request: DeskRequest, reference: str) -> QuerySet[Inquiry]:
    """Return the query for one inquiry that the person may see, with what is beside it."""
    kept = Folder.objects.filter(channel=OuterRef("channel"), thread=OuterRef("thread"))
    found = Inquiry.objects.visible_to(request.user).annotate(
        compartment_code=Subquery(kept.values("compartment__code")[:1]),
        together=batches.beside(request.user),
    )
    return found.select_related("channel", "channel__ours", "channel__theirs").filter(
        reference=reference
    )


def address(inquiry: Inquiry, section: str = "") -> str:
    """Return where an inquiry's page is, perhaps at one of its sections."""
    path = reverse("desk:inquiry", args=[inquiry.reference])
    return f"{path}#{section}" if section else path
