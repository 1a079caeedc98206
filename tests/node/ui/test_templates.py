"""Every template compiles and keeps the rules that a strict page needs."""

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.conftest import ROOT

SOURCES = ROOT / "src" / "answerable" / "node"
TEMPLATES = sorted(path for path in SOURCES.rglob("templates/**/*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
STYLES = sorted(SOURCES.rglob("static/**/*.css"))
CODE = sorted(SOURCES.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(SOURCES).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_compiles(path: Path) -> None:
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_holds_no_script_and_no_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_escapes_everything_it_shows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\|\s*safe\b|autoescape\s+off|safeseq", text)


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_asks_no_other_host_for_anything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", text)


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_text_that_a_page_shows_can_be_translated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{%\s*(blocktrans|blocktranslate).*?\{%\s*end\1\s*%\}", "", text, flags=re.S)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<(svg|kbd|code|pre|bdi)\b.*?</\1>", "", text, flags=re.S)
    shown = re.sub(r"<[^>]*>|&[a-z]+;", " ", text)

    assert not re.findall(r"[A-Za-z]{3,}[A-Za-z ,.]*", shown)


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_styles_know_start_and_end_but_neither_left_nor_right(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)

    physical = r"(?:(?:margin|padding|border)-(?:left|right)|(?:^|[;{\s])(?:left|right|float)\s*:)"
    assert not re.search(physical, text)
    assert not re.search(r"text-align\s*:\s*(?:left|right)", text)


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_styles_fetch_nothing_and_embed_nothing(path: Path) -> None:
    assert "url(" not in path.read_text(encoding="utf-8")


def test_no_code_translates_a_text_that_was_filled_in_before() -> None:
    filled_in = re.compile(r"\b(?:_|n?gettext(?:_lazy)?)\(\s*f[\"']")

    assert [_name(path) for path in CODE if filled_in.search(path.read_text("utf-8"))] == []
