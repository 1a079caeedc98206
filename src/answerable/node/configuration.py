"""Turn what the operator wrote into one checked configuration, or say in one line what is wrong.

Pure: the environment and the file arrive as arguments, so that `settings.py` stays the only
reader of the environment.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from answerable.node import setting_values as values
from answerable.node.setting_values import PREFIX, Address, BadSetting

__all__ = ["LANGUAGES", "PREFIX", "SETTINGS", "Address", "BadSetting", "Configuration", "load"]

FILE_NAME = "node.toml"
LANGUAGES = ("en", "uk", "ru", "ar", "he")

# Every setting with what it means; docs/operators/settings.md lists the same, and a test compares.
SETTINGS: dict[str, str] = {
    "HOME": "Folder of this node: settings file, database, keys, evidence. No default.",
    "DATABASE_URL": "postgresql://user:password@host:port/name; without it SQLite in the folder.",
    "SECRET_KEY_FILE": "File with the secret that signs sessions; default secret-key in HOME.",
    "KEY_PASSPHRASE_FILE": "File whose one line opens encrypted key files; mode 0600.",
    "KEY_PASSPHRASE_COMMAND": "Command, run without a shell, that prints that line instead.",
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
    "TIMESTAMP_URL": "Address (HTTPS) of an authority that time stamps documents; without it none.",
    "TIMESTAMP_CERTIFICATES": "File (PEM) with the root of that authority, and what is between.",
    "TIMESTAMP_POLICY": "Policy (numbers with dots) under which its time stamps must be made.",
    "WORKER_THREADS": "Jobs done at once by the worker, 1 to 16; default 3.",
    "DEMO": "true only for the demonstration; refuses any address but loopback.",
    "DEMO_OTHER_DESK": "Address of the other node's desk, linked from the demo's start page.",
    "DEMO_MADE_ON": "Day from which the demo's clock counts, said on its start page.",
}


@dataclass(frozen=True)
class Configuration:
    """Everything an operator can set, checked."""

    home: Path
    database: dict[str, Any]
    secret_key: str
    key_passphrase_file: Path | None
    key_passphrase_command: str
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
    timestamp_url: str
    timestamp_certificates: Path | None
    timestamp_policy: str
    demo: bool
    demo_other_desk: str
    demo_made_on: date | None

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
    desk = values.address(given, "DESK_ADDRESS", "127.0.0.1:8000")
    channel = values.address(given, "CHANNEL_ADDRESS", "127.0.0.1:8001")
    configuration = Configuration(
        home=home,
        database=values.database(given.get("DATABASE_URL", ""), home),
        secret_key=_secret_key(Path(given.get("SECRET_KEY_FILE") or home / "secret-key")),
        key_passphrase_file=values.file(given, "KEY_PASSPHRASE_FILE"),
        key_passphrase_command=given.get("KEY_PASSPHRASE_COMMAND", ""),
        desk_address=desk,
        channel_address=channel,
        channel_url=_channel_url(given.get("CHANNEL_URL", ""), f"http://{channel}"),
        allowed_hosts=values.hosts(given.get("ALLOWED_HOSTS", "")),
        tls_certificate=values.file(given, "TLS_CERTIFICATE"),
        tls_key=values.file(given, "TLS_KEY"),
        behind_proxy=values.yes(given, "BEHIND_PROXY"),
        node_name=given.get("NODE_NAME", "") or "Answerable",
        reference_prefix=values.prefix(given.get("REFERENCE_PREFIX", "") or "INC"),
        language=values.one_of(given, "LANGUAGE", LANGUAGES, "en"),
        time_zone=values.zone(given.get("TIME_ZONE", "") or "UTC"),
        log_format=values.one_of(given, "LOG_FORMAT", ("text", "json"), "text"),
        log_level=values.one_of(given, "LOG_LEVEL", ("debug", "info", "warning", "error"), "info"),
        worker_threads=values.number(given, "WORKER_THREADS", 3, 1, 16),
        timestamp_url=values.service(given, "TIMESTAMP_URL"),
        timestamp_certificates=values.file(given, "TIMESTAMP_CERTIFICATES"),
        timestamp_policy=values.numbers_with_dots(given, "TIMESTAMP_POLICY"),
        demo=values.yes(given, "DEMO"),
        demo_other_desk=given.get("DEMO_OTHER_DESK", ""),
        demo_made_on=values.day(given, "DEMO_MADE_ON"),
    )
    _check_together(configuration)
    return configuration


def _home(environ: Mapping[str, str]) -> Path:
    value = environ.get(PREFIX + "HOME", "").strip()
    if not value:
        raise BadSetting(
            "ANSWERABLE_HOME is not set: name the node's folder so or with --home, or make one "
            "with `answerable init`"
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


def _channel_url(given: str, default: str) -> str:
    """Return the address for peers; empty for a node that no peer can reach."""
    return "" if given == "none" else given.rstrip("/") or default


def _check_together(configuration: Configuration) -> None:
    """Refuse combinations that are each fine alone but unsafe or useless together."""
    desk, channel = configuration.desk_address, configuration.channel_address
    if desk.port == channel.port and desk.host == channel.host:
        raise BadSetting("ANSWERABLE_CHANNEL_ADDRESS must differ from ANSWERABLE_DESK_ADDRESS")
    if (configuration.tls_certificate is None) != (configuration.tls_key is None):
        raise BadSetting("ANSWERABLE_TLS_CERTIFICATE and ANSWERABLE_TLS_KEY belong together")
    if configuration.timestamp_url and configuration.timestamp_certificates is None:
        raise BadSetting(
            "ANSWERABLE_TIMESTAMP_URL needs ANSWERABLE_TIMESTAMP_CERTIFICATES: whom to believe"
        )
    if configuration.key_passphrase_file and configuration.key_passphrase_command:
        raise BadSetting(
            "ANSWERABLE_KEY_PASSPHRASE_FILE and ANSWERABLE_KEY_PASSPHRASE_COMMAND are both set; "
            "one is enough"
        )
    if configuration.channel_url and not configuration.channel_url.startswith(
        ("http://", "https://")
    ):
        raise BadSetting(
            "ANSWERABLE_CHANNEL_URL must begin with https:// (http:// on loopback), or be `none`"
        )
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
