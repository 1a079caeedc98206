"""Read one value of a setting, or say in one line what is wrong with it."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PREFIX = "ANSWERABLE_"
_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}


class BadSetting(ValueError):
    """A setting is missing or has a value that cannot be meant."""


@dataclass(frozen=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the address."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def address(given: Mapping[str, str], name: str, default: str) -> Address:
    """Return the address of a setting, or the default."""
    value = given.get(name, "") or default
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadSetting(f"{PREFIX}{name} must be host:port, not {value!r}")
    return Address(host.strip("[]"), int(port))


def hosts(value: str) -> tuple[str, ...]:
    """Return host names from a list by comma."""
    hosts = tuple(part.strip() for part in value.split(",") if part.strip())
    if "*" in hosts:
        raise BadSetting("ANSWERABLE_ALLOWED_HOSTS must name the hosts; * would let anyone in")
    return hosts


def yes(given: Mapping[str, str], name: str) -> bool:
    """Return whether a setting says true."""
    value = given.get(name, "").lower()
    if value not in _YES:
        raise BadSetting(f"{PREFIX}{name} must be true or false, not {value!r}")
    return _YES[value]


def one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    """Return a setting that must be one of the choices."""
    value = given.get(name, "").lower() or default
    if value not in choices:
        raise BadSetting(f"{PREFIX}{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def number(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """Return a setting that must be a whole number in a range."""
    value = given.get(name, "") or str(default)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise BadSetting(f"{PREFIX}{name} must be a number from {low} to {high}, not {value!r}")
    return int(value)


def day(given: Mapping[str, str], name: str) -> date | None:
    """Return the day that a setting names, or None without one."""
    value = given.get(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as exc:
        raise BadSetting(f"{PREFIX}{name} must be a day such as 2026-01-31, not {value!r}") from exc


def file(given: Mapping[str, str], name: str) -> Path | None:
    """Return the file that a setting names, or None without one."""
    value = given.get(name, "")
    if not value:
        return None
    if not Path(value).is_file():
        raise BadSetting(f"{PREFIX}{name}: no file {value}")
    return Path(value)


def service(given: Mapping[str, str], name: str) -> str:
    """Return the address of a service that this node asks; HTTPS, except on this machine."""
    value = given.get(name, "")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname or "", parts.port
    except ValueError as exc:
        raise BadSetting(f"{PREFIX}{name} cannot be read as an address") from exc
    is_here = Address(host, 0).is_loopback
    if not host or (parts.scheme != "https" and not (parts.scheme == "http" and is_here)):
        raise BadSetting(f"{PREFIX}{name} must begin with https://, not {value!r}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadSetting(f"{PREFIX}{name} must be https://host/path, nothing more")
    return value


def numbers_with_dots(given: Mapping[str, str], name: str) -> str:
    """Return an object identifier such as 1.2.3.4, or nothing."""
    value = given.get(name, "")
    if value and not re.fullmatch(r"[0-2](?:\.(?:0|[1-9][0-9]{0,15})){1,30}", value):
        raise BadSetting(f"{PREFIX}{name} must be numbers with dots, not {value!r}")
    return value


def prefix(value: str) -> str:
    """Return letters that can begin a reference."""
    if not (value.isascii() and value.isalnum() and value.isupper() and len(value) <= 8):
        raise BadSetting(f"ANSWERABLE_REFERENCE_PREFIX must be up to 8 letters A-Z, not {value!r}")
    return value


def zone(value: str) -> str:
    """Return the name of a time zone that exists."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise BadSetting(f"ANSWERABLE_TIME_ZONE: there is no zone {value!r}") from exc
    return value


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings of the database at a URL; SQLite in the folder without one."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / "db.sqlite3"),
            # Opening the file and naming its pragmas takes longer than most questions of a page.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # Immediate transactions wait for their turn instead of failing half-way; what was
                # committed must survive a power cut, so synchronous is FULL in spite of WAL. What
                # is deleted is overwritten: an erased text must not stay in the file.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise BadSetting(
            "ANSWERABLE_DATABASE_URL must be postgresql://user:password@host:port/name"
        )
    try:
        port = parts.port
    except ValueError as exc:
        raise BadSetting("ANSWERABLE_DATABASE_URL has a port that is no number") from exc
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
