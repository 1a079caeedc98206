"""Settings: everything documented, nothing unsafe by default, a wrong value named in one line."""

import re
from pathlib import Path

import pytest

from answerable.node.configuration import PREFIX, SETTINGS, BadSetting, load
from tests.conftest import ROOT


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "secret-key").write_text("s" * 60, encoding="ascii")
    return tmp_path


def _environ(home: Path, **settings: str) -> dict[str, str]:
    return {"ANSWERABLE_HOME": str(home)} | {PREFIX + key: value for key, value in settings.items()}


def test_every_setting_is_documented_and_nothing_else() -> None:
    text = (ROOT / "docs" / "operators" / "settings.md").read_text(encoding="utf-8")

    documented = re.findall(r"^\| `(ANSWERABLE_[A-Z_]+)` \|", text, re.MULTILINE)

    assert documented == [PREFIX + name for name in SETTINGS]


def test_only_the_settings_module_reads_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"os\.(environ\b(?!\[\"[A-Z_]+\"\] =|\.setdefault)|getenv)", path.read_text())
    }

    # The supervisor and the web listener start before Django does, and read by the same function.
    allowed = {
        "src/answerable/node/settings.py",
        "src/answerable/cli/up.py",
        "src/answerable/cli/serve.py",
        # Checking needs no Django, and is told by ANSWERABLE_HOME alone where the node lies.
        "src/answerable/cli/verify.py",
    }
    assert readers <= allowed


def test_a_node_needs_no_setting_but_its_folder(home: Path) -> None:
    settings = load(_environ(home))

    assert settings.desk_address.is_loopback
    assert settings.channel_address.is_loopback
    assert settings.database["NAME"] == str(home / "db.sqlite3")
    assert not settings.demo


def test_the_settings_file_is_read(home: Path) -> None:
    (home / "node.toml").write_text('desk_address = "127.0.0.1:9000"\ndemo = true\n')

    settings = load(_environ(home))

    assert (settings.desk_address.port, settings.demo) == (9000, True)


def test_the_environment_wins_over_the_file(home: Path) -> None:
    (home / "node.toml").write_text('log_format = "json"\n')

    assert load(_environ(home, LOG_FORMAT="text")).log_format == "text"


def test_two_nodes_on_one_machine_have_different_cookies(home: Path) -> None:
    one = load(_environ(home))
    other = load(_environ(home, DESK_ADDRESS="127.0.0.1:9000"))

    assert one.node_id != other.node_id


def test_a_postgresql_address_is_taken_apart(home: Path) -> None:
    url = "postgresql://ann:p%40ss@db.example:5433/cases?sslmode=require"

    database = load(_environ(home, DATABASE_URL=url)).database

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == (
        "ann",
        "p@ss",
        "db.example",
    )
    assert (database["PORT"], database["NAME"]) == ("5433", "cases")
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_sqlite_waits_for_its_turn_and_keeps_what_was_committed(home: Path) -> None:
    options = load(_environ(home)).database["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]


def test_a_node_that_no_peer_can_reach_says_so(home: Path) -> None:
    found = load(_environ(home, CHANNEL_URL="none"))

    assert found.channel_url == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DESK_ADDRESS", "8000"),
        ("DESK_ADDRESS", "127.0.0.1:0"),
        ("DESK_ADDRESS", "127.0.0.1:99999"),
        ("CHANNEL_ADDRESS", "127.0.0.1:8000"),
        ("CHANNEL_URL", "ftp://x"),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "postgresql://x"),
        ("DATABASE_URL", "postgresql://x:port/y"),
        ("SECRET_KEY_FILE", "/nowhere"),
        ("TLS_KEY", "/nowhere"),
        ("LANGUAGE", "xx"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../etc/passwd"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
        ("WORKER_THREADS", "0"),
        ("WORKER_THREADS", "many"),
        ("REFERENCE_PREFIX", "lower"),
        ("DEMO", "perhaps"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(home: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        load(_environ(home, **{name: value}))

    assert PREFIX + name in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_without_a_folder_nothing_starts() -> None:
    with pytest.raises(BadSetting, match="ANSWERABLE_HOME is not set"):
        load({})


def test_a_short_secret_is_refused(home: Path) -> None:
    (home / "secret-key").write_text("short")

    with pytest.raises(BadSetting, match="fewer than 50"):
        load(_environ(home))


@pytest.mark.parametrize("text", ["desk_adress = '127.0.0.1:1'", "home = '/x'", "demo = []", "= ="])
def test_a_settings_file_with_anything_unknown_is_refused(home: Path, text: str) -> None:
    (home / "node.toml").write_text(text)

    with pytest.raises(BadSetting, match=r"node\.toml"):
        load(_environ(home))


def test_the_demonstration_refuses_to_listen_beyond_loopback(home: Path) -> None:
    with pytest.raises(BadSetting, match="ANSWERABLE_DEMO"):
        load(_environ(home, DEMO="true", CHANNEL_ADDRESS="0.0.0.0:8001"))


def test_beyond_loopback_https_is_needed(home: Path) -> None:
    with pytest.raises(BadSetting, match="HTTPS is needed"):
        load(_environ(home, DESK_ADDRESS="0.0.0.0:8000", ALLOWED_HOSTS="desk.example"))


def test_beyond_loopback_the_host_names_are_needed(home: Path) -> None:
    with pytest.raises(BadSetting, match="ANSWERABLE_ALLOWED_HOSTS"):
        load(_environ(home, DESK_ADDRESS="0.0.0.0:8000", BEHIND_PROXY="true"))


def test_a_certificate_without_its_key_is_refused(home: Path) -> None:
    with pytest.raises(BadSetting, match="belong together"):
        load(_environ(home, TLS_CERTIFICATE=str(home / "secret-key")))
