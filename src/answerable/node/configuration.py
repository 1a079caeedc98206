"""Turn what the operator wrote into one checked configuration, or say in one line what is wrong.

Pure: the environment and the file arrive as arguments, so that `settings.py` stays the only
reader of the environment.
"""

import hashlib
import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FILE_NAME = "node.toml"
PREFIX = "ANSWERABLE_"
LANGUAGES = ("en", "uk", "ru", "ar", "he")

# Every setting with what it means; docs/operators/settings.md lists the same, and a test compares.
SETTINGS: dict[str, str] = {
    "HOME": "Folder of this node: settings file, database, keys, evidence. No default.",
    "DATABASE_URL": "postgresql://user:password@host:port/name; without it SQLite in the folder.",
    "SECRET_KEY_FILE": "File with the secret that signs sessions; default secret-key in HOME.",
    "DESK_ADDRESS": "host:port where the node's own people connect; default 127.0.0.1:8000.",
    "CHANNEL_ADDRESS": "host:port where peers connect; default 127.0.0.1:8001.",
    "CHANNEL_URL": "Address under which peers reach this node, written into proposals.",
    "ALLOWED_HOSTS": "Host names of both listeners, by comma; needed off loopback.",
    "TLS_CERTIFICATE": "Certificate chain file (PEM) for both listeners.",
    "TLS_KEY": "Private key file (PEM) of the certificate.",
    "BEHIND_PROXY": "true when a proxy ends TLS and sets X-Forwarded-Proto.",
    "NODE_NAME": "Name shown at the top of every page.",
    "REFERENCE_PREFIX": "Letters that begin an incident's reference; default INC.",
    "LANGUAGE": "Language of a page before a person chose one; default en.",
    "TIME_ZONE": "Zone in which times are shown; default UTC.",
    "LOG_FORMAT": "text or json; default text.",
    "LOG_LEVEL": "debug, info, warning or error; default info.",
    "WORKER_THREADS": "Jobs done at once by the worker, 1 to 16; default 2.",
    "DEMO": "true only for the demonstration; refuses any address but loopback.",
    "DEMO_OTHER_DESK": "Address of the other node's desk, linked from the demo's start page.",
}

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


@dataclass(frozen=True)
class Configuration:
    """Everything an operator can set, checked."""

    home: Path
    database: dict[str, Any]
    secret_key: str
    desk_address: Address
    channel_address: Address
    channel_url: str
    allowed_hosts: tuple[str, ...]
    tls_certificate: Path | None
    tls_key: Path | None
    behind_proxy: bool
    node_name: str
    reference_prefix: str
    language: str
    time_zone: str
    log_format: str
    log_level: str
    worker_threads: int
    demo: bool
    demo_other_desk: str

    @property
    def serves_tls(self) -> bool:
        """Tell whether browsers see HTTPS, from us or from a proxy."""
        return self.tls_certificate is not None or self.behind_proxy

    @property
    def node_id(self) -> str:
        """Return eight letters that differ between nodes on one machine; they name the cookies."""
        seed = f"{self.home}|{self.desk_address}"
        return hashlib.sha256(seed.encode()).hexdigest()[:8]


def load(environ: Mapping[str, str]) -> Configuration:
    """Read the environment and the node's settings file; the environment wins.

    Raises `BadSetting` with one line that says which setting and what to do.
    """
    home = _home(environ)
    given = _read_file(home / FILE_NAME)
    for name in SETTINGS:
        if PREFIX + name in environ:
            given[name] = environ[PREFIX + name].strip()
    desk = _address(given, "DESK_ADDRESS", "127.0.0.1:8000")
    channel = _address(given, "CHANNEL_ADDRESS", "127.0.0.1:8001")
    configuration = Configuration(
        home=home,
        database=_database(given.get("DATABASE_URL", ""), home),
        secret_key=_secret_key(Path(given.get("SECRET_KEY_FILE") or home / "secret-key")),
        desk_address=desk,
        channel_address=channel,
        channel_url=given.get("CHANNEL_URL", "").rstrip("/") or f"http://{channel}",
        allowed_hosts=_hosts(given.get("ALLOWED_HOSTS", "")),
        tls_certificate=_file(given, "TLS_CERTIFICATE"),
        tls_key=_file(given, "TLS_KEY"),
        behind_proxy=_yes(given, "BEHIND_PROXY"),
        node_name=given.get("NODE_NAME", "") or "Answerable",
        reference_prefix=_prefix(given.get("REFERENCE_PREFIX", "") or "INC"),
        language=_one_of(given, "LANGUAGE", LANGUAGES, "en"),
        time_zone=_zone(given.get("TIME_ZONE", "") or "UTC"),
        log_format=_one_of(given, "LOG_FORMAT", ("text", "json"), "text"),
        log_level=_one_of(given, "LOG_LEVEL", ("debug", "info", "warning", "error"), "info"),
        worker_threads=_number(given, "WORKER_THREADS", 2, 1, 16),
        demo=_yes(given, "DEMO"),
        demo_other_desk=given.get("DEMO_OTHER_DESK", ""),
    )
    _check_together(configuration)
    return configuration


def _home(environ: Mapping[str, str]) -> Path:
    value = environ.get(PREFIX + "HOME", "").strip()
    if not value:
        raise BadSetting(
            "ANSWERABLE_HOME is not set: name the node's folder, or make one with `answerable init`"
        )
    home = Path(value)
    if not home.is_absolute():
        raise BadSetting(f"ANSWERABLE_HOME must be an absolute path, not {value!r}")
    if not home.is_dir():
        raise BadSetting(
            f"ANSWERABLE_HOME: no folder {home}; make it with `answerable init {home}`"
        )
    return home


def _read_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadSetting(f"{path} cannot be read as TOML: {exc}") from exc
    given: dict[str, str] = {}
    for key, value in table.items():
        name = key.upper()
        if name not in SETTINGS or name == "HOME":
            raise BadSetting(f"{path}: there is no setting {key!r}")
        if not isinstance(value, str | int | bool):
            raise BadSetting(f"{path}: {key} must be text, a number, true or false")
        given[name] = str(value).lower() if isinstance(value, bool) else str(value).strip()
    return given


def _secret_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise BadSetting(
            f"ANSWERABLE_SECRET_KEY_FILE: cannot read {path}; `answerable init` makes it"
        ) from exc
    if len(key) < 50:
        raise BadSetting(f"ANSWERABLE_SECRET_KEY_FILE: {path} holds fewer than 50 characters")
    return key


def _address(given: Mapping[str, str], name: str, default: str) -> Address:
    value = given.get(name, "") or default
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadSetting(f"{PREFIX}{name} must be host:port, not {value!r}")
    return Address(host.strip("[]"), int(port))


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(part.strip() for part in value.split(",") if part.strip())
    if "*" in hosts:
        raise BadSetting("ANSWERABLE_ALLOWED_HOSTS must name the hosts; * would let anyone in")
    return hosts


def _yes(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "").lower()
    if value not in _YES:
        raise BadSetting(f"{PREFIX}{name} must be true or false, not {value!r}")
    return _YES[value]


def _one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    value = given.get(name, "").lower() or default
    if value not in choices:
        raise BadSetting(f"{PREFIX}{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _number(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = given.get(name, "") or str(default)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise BadSetting(f"{PREFIX}{name} must be a number from {low} to {high}, not {value!r}")
    return int(value)


def _file(given: Mapping[str, str], name: str) -> Path | None:
    value = given.get(name, "")
    if not value:
        return None
    if not Path(value).is_file():
        raise BadSetting(f"{PREFIX}{name}: no file {value}")
    return Path(value)


def _prefix(value: str) -> str:
    if not (value.isascii() and value.isalnum() and value.isupper() and len(value) <= 8):
        raise BadSetting(f"ANSWERABLE_REFERENCE_PREFIX must be up to 8 letters A-Z, not {value!r}")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise BadSetting(f"ANSWERABLE_TIME_ZONE: there is no zone {value!r}") from exc
    return value


def _database(url: str, home: Path) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / "db.sqlite3"),
            "OPTIONS": {
                # Immediate transactions wait for their turn instead of failing half-way; what was
                # committed must survive a power cut, so synchronous is FULL in spite of WAL.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
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


def _check_together(configuration: Configuration) -> None:
    """Refuse combinations that are each fine alone but unsafe or useless together."""
    desk, channel = configuration.desk_address, configuration.channel_address
    if desk.port == channel.port and desk.host == channel.host:
        raise BadSetting("ANSWERABLE_CHANNEL_ADDRESS must differ from ANSWERABLE_DESK_ADDRESS")
    if (configuration.tls_certificate is None) != (configuration.tls_key is None):
        raise BadSetting("ANSWERABLE_TLS_CERTIFICATE and ANSWERABLE_TLS_KEY belong together")
    if not configuration.channel_url.startswith(("http://", "https://")):
        raise BadSetting("ANSWERABLE_CHANNEL_URL must begin with https:// (http:// on loopback)")
    if desk.is_loopback and channel.is_loopback:
        return
    if configuration.demo:
        raise BadSetting("ANSWERABLE_DEMO is true, so both addresses must be on loopback")
    if not configuration.serves_tls:
        raise BadSetting(
            "HTTPS is needed off loopback: set ANSWERABLE_TLS_CERTIFICATE and ANSWERABLE_TLS_KEY, "
            "or ANSWERABLE_BEHIND_PROXY"
        )
    if not configuration.allowed_hosts:
        raise BadSetting("ANSWERABLE_ALLOWED_HOSTS must name the hosts that people and peers use")
