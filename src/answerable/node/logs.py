"""Write log lines as text or JSON: a constant phrase, then ids, never a person's name or words."""

import json
import logging
from datetime import UTC, datetime
from typing import Any


class TextFormatter(logging.Formatter):
    """One line: time in UTC, level, logger, phrase."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and below it the traceback if there is one."""
        line = f"{_time(record)} {record.levelname.lower()} {record.name} {record.getMessage()}"
        return (
            line if record.exc_info is None else f"{line}\n{self.formatException(record.exc_info)}"
        )


class JsonFormatter(logging.Formatter):
    """One JSON object a line; the phrase and its ids stay apart, so that they can be counted."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object as one line."""
        entry: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "phrase": str(record.msg),
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info is not None:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class WithoutAddress(logging.Filter):
    """Shorten Django's request lines to the status: an address of a page may name a case."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the address out; every record passes."""
        if record.name.startswith("django.request") and hasattr(record, "status_code"):
            record.msg = "request answered: status=%s"
            record.args = (record.status_code,)
        return True


def configure(log_format: str, level: str) -> dict[str, Any]:
    """Return the logging settings for a format (text or json) and a least level."""
    formatter = JsonFormatter if log_format == "json" else TextFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {"without_address": {"()": WithoutAddress}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["without_address"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            # They tell of the text that they set.
            "weasyprint": {"level": "CRITICAL"},
            "fontTools": {"level": "CRITICAL"},
        },
    }


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
