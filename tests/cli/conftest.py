"""What the tests of the command line share."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.nodes import free_port, init


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make one node; return its folder and what `init` said. Tests leave it as it is."""
    home = tmp_path_factory.mktemp("made") / "node"
    done, _desk, _channel = init(home, "--node-name", 'The "Embassy" node')
    assert done.returncode == 0, done.stderr
    return home, done.stdout


@pytest.fixture
def node(made: tuple[Path, str], tmp_path: Path) -> tuple[Path, int, int]:
    """Return a node of this test's own: a copy, with free ports."""
    home = tmp_path / "node"
    shutil.copytree(made[0], home)
    desk, channel = free_port(), free_port()
    file = home / "node.toml"
    text = re.sub(r'(desk_address = ".*:)\d+', rf"\g<1>{desk}", file.read_text())
    file.write_text(re.sub(r'(channel_address = ".*:)\d+', rf"\g<1>{channel}", text))
    return home, desk, channel
