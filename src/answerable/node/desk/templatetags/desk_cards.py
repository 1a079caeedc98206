"""Tags of the cards of inquiries: a board has eighty, and a template for each took its third."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from answerable.node.desk import wording
from answerable.node.desk.services.cards import Card
from answerable.node.desk.templatetags.desk_tags import look
from answerable.node.desk.wording import counts
from answerable.node.ui.templatetags.components import moment, reference, status

register = template.Library()


@register.simple_tag
def subject(card: Card) -> str:
    """Say what an inquiry is about, or why that is not known here."""
    missing = _("Text erased") if card.subject_erased else _("Content not here yet")
    return card.subject or missing


@register.simple_tag
def standing(card: Card) -> SafeString:
    """Show where an inquiry stands, what was not delivered, and what is due."""
    delivered = card.inquiry.delivered_at
    if unheard := card.undelivered and not delivered and card.role == "raising":
        where = look("clock_status", "not_delivered")
    elif card.is_overdue:
        where = look("clock_status", "overdue")
    else:
        where = look("clock_status", "paused") if card.is_paused else look("state", card.state)
    second_hand = status(_("Second-hand"), "neutral", "ear") if card.second_hand else ""
    own = card.undelivered and not unheard
    waits = status(_("Own message not delivered"), "warn", "queue") if own else ""
    time: SafeString | str = ""
    if card.is_paused and card.elapsed:
        lasted = {"time": counts.lasting(card.elapsed)}
        time = format_html("<span>{}</span>", _("%(time)s in total since delivery") % lasted)
    elif card.next_due and delivered:
        time = format_html("<span>{} {}</span>", _("due"), moment(card.next_due))
    return format_html("{} {} {} {}", where, second_hand, waits, time)


@register.simple_tag
def case_card(card: Card, steps: bool = False) -> SafeString:
    """Show an inquiry on the board, with the step of the ladder that is due where it is asked."""
    step: SafeString | str = ""
    if steps:
        step = format_html(
            '<span class="case-card-foot">{} · {} {}</span>',
            wording.word("ladder_action", card.step_action),
            _("due"),
            moment(card.step_due),
        )
    return format_html(
        '<a class="case-card" data-row href="{}"><span class="case-card-foot">{} <bdi>{}</bdi>'
        '</span><span class="case-card-title" dir="auto">{}</span>'
        '<span class="case-card-foot">{}</span>{}</a>',
        reverse("desk:inquiry", args=[card.reference]),
        reference(card.reference),
        card.channel_title,
        subject(card),
        standing(card),
        step,
    )
