"""Log lines: a constant phrase and ids, as text or JSON, never an address of a page."""

import json
import logging

import pytest

from answerable.node import logs


def _record(name: str = "answerable.test", **more: object) -> logging.LogRecord:
    record = logging.LogRecord(
        name, logging.INFO, "file.py", 1, "inquiry sent: reference=%s", ("INQ-7",), None
    )
    record.__dict__.update(more)
    return record


def test_a_line_of_text_says_when_how_grave_and_what() -> None:
    line = logs.TextFormatter().format(_record(created=0.0))

    assert line == (
        "1970-01-01T00:00:00.000+00:00 info answerable.test inquiry sent: reference=INQ-7"
    )


def test_a_line_of_json_keeps_the_phrase_apart_from_its_ids() -> None:
    entry = json.loads(logs.JsonFormatter().format(_record()))

    assert entry["phrase"] == "inquiry sent: reference=%s"
    assert entry["message"] == "inquiry sent: reference=INQ-7"


@pytest.mark.parametrize("formatter", [logs.TextFormatter(), logs.JsonFormatter()])
def test_an_error_brings_its_traceback(formatter: logging.Formatter) -> None:
    try:
        raise ValueError("odd")
    except ValueError as exc:
        record = _record(exc_info=(type(exc), exc, exc.__traceback__))

    assert "ValueError: odd" in formatter.format(record)


def test_a_line_of_json_is_one_line() -> None:
    record = _record(msg="two\nlines", args=())

    assert "\n" not in logs.JsonFormatter().format(record)


def test_the_address_of_a_page_stays_out() -> None:
    record = _record(
        "django.request", msg="Not Found: %s", args=("/inquiries/7/",), status_code=404
    )

    logs.WithoutAddress().filter(record)

    assert record.getMessage() == "request answered: status=404"
