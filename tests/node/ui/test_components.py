"""The parts of pages: escaped, in the right direction, and honest about what is unknown."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.forms import CharField, Form
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from answerable.node.ui.icons import ICONS
from answerable.node.ui.templatetags import components


def render(template: str, request: HttpRequest | None = None, **context: Any) -> str:
    return str(engines["django"].from_string(template).render(context, request))


NASTY = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    "template",
    [
        "{% status value 'ok' %}",
        "{% status 'x' value %}",
        "{% reference value %}",
        "{% fingerprint value %}",
        "{% fingerprint value 5 %}",
        "{% words value %}",
        "{% words 'x' value %}",
        "{% empty_state value value value value %}",
        "{% progress 1 2 value %}",
        "{% facts %}{% fact value %}{{ value }}{% endfact %}{% endfacts %}",
        "{% card value value %}{{ value }}{% endcard %}",
        "{% note value %}{{ value }}{% endnote %}",
        "{% frame 'leaves' value %}{{ value }}{% endframe %}",
        "{% timeline %}{{ value }}{% endtimeline %}",
        "{% event value by=value tone=value %}{{ value }}{% endevent %}",
        "{% post_button value value %}{{ value }}{% endpost_button %}",
        "{% listed values %}",
    ],
)
def test_nothing_that_a_person_wrote_becomes_markup(template: str) -> None:
    shown = render(template, value=NASTY, values=[NASTY])

    assert "<script" not in shown
    assert '"x"' not in shown.replace('class="x"', "")


@given(text=st.text())
def test_words_are_shown_whole_and_inert(text: str) -> None:
    shown = str(components.words(text))

    inside = re.fullmatch(r'<div class="words " dir="auto">(.*)</div>', shown, re.DOTALL)
    assert inside
    assert "<" not in inside[1]


def test_a_status_says_in_words_what_its_colour_says() -> None:
    assert re.search(r"<svg.*</svg><span>Overdue</span>", render("{% status 'Overdue' 'danger' %}"))


def test_every_tone_has_an_icon() -> None:
    assert set(components.TONES.values()) <= set(ICONS)


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (None, None, "unknown"),
        (0, 0, "0"),
        (3, 3, "3"),
        (3, 5, "3–5"),
        (3, None, "at least 3"),
        (None, 5, "at most 5"),
    ],
)
def test_an_unknown_figure_is_not_zero(low: int | None, high: int | None, shown: str) -> None:
    assert f">{shown}<" in str(components.figure_range(low, high))


def test_a_time_says_its_zone() -> None:
    at = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)

    assert "2 Mar 2026, 09:05 UTC" in str(components.moment(at, relative=False))


def test_a_day_has_no_time() -> None:
    assert ">2 Mar 2026<" in str(
        components.day(date(2026, 3, 2)).replace("<bdi>", "").replace("</bdi>", "")
    )


def test_a_missing_time_is_said_to_be_unknown() -> None:
    assert "not known" in str(components.moment(None))


def test_what_leaves_and_what_stays_differ_in_words_too() -> None:
    assert "Leaves this node" in render("{% frame 'leaves' %}{% endframe %}")
    assert "Stays here" in render("{% frame 'stays' %}{% endframe %}")


class _Form(Form):
    title = CharField()
    text = CharField(required=False)


def test_the_error_summary_leads_to_the_field() -> None:
    form = _Form({"title": ""})

    shown = render("{% error_summary form %}{{ form }}", form=form)

    target = re.search(r'<a href="#([^"]+)"', shown)
    assert target
    assert f'id="{target[1]}"' in shown


def test_a_wrong_field_names_its_error_to_readers() -> None:
    shown = render("{{ form }}", form=_Form({"title": ""}))

    described = re.search(r'aria-describedby="([^"]+)"', shown)
    assert described
    assert all(f'id="{part}"' in shown for part in described[1].split())


def test_no_form_error_no_summary() -> None:
    assert render("{% error_summary form %}", form=_Form({"title": "x"})).strip() == ""


def _request(address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.user, request.resolver_match = AnonymousUser(), None
    return request


def test_the_pager_keeps_the_filters() -> None:
    request = _request("/?state=open&page=2")
    page = Paginator(range(30), 10).get_page(2)

    shown = render("{% pager page %}", page=page, request=request)

    assert 'href="?state=open&amp;page=1"' in shown
    assert 'href="?state=open&amp;page=3"' in shown


def test_one_page_needs_no_pager() -> None:
    page = Paginator(range(3), 10).get_page(1)

    assert render("{% pager page %}", page=page, request=_request("/")).strip() == ""
