"""`answerable erase`: what the pages do, typed; and what `answerable verify` says afterwards."""

from pathlib import Path

import pytest
from django.conf import settings

from answerable.cli.main import main
from answerable.node.accounts.models import Membership, Role
from answerable.node.desk.models import Inquiry
from tests.factories import make_office
from tests.node.desk import erasing
from tests.node.desk.factories import Desk, Other, raise_signed

ERASE = ("--reason", "mistake", "--basis", "own_policy")


@pytest.fixture
def home() -> Path:
    return Path(settings.NODE.home)


@pytest.fixture
def ours(desk: Desk, other: Other) -> Inquiry:
    return raise_signed(desk, other.channel)


def run(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> tuple[int, str]:
    code = main(["erase", "--home", str(home), *arguments])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_an_officer_asks_and_a_clearer_confirms(
    home: Path, capsys: pytest.CaptureFixture[str], ours: Inquiry
) -> None:
    slug, leaf = ours.channel.slug, ours.raised_leaf
    assert run(capsys, home) == (0, "nothing waits\n")

    code, said = run(capsys, home, slug, leaf, *ERASE, "--as", "amal")
    number = said.split()[1]
    waits = run(capsys, home, slug)[1]
    own = run(capsys, home, "--confirm", number, "--as", "amal")
    done, told = run(capsys, home, "--confirm", number, "--as", "boris")

    assert (code, done, own[0]) == (0, 0, 1)
    assert f"{number}  {slug}  {leaf}  erase: mistake, own_policy; asked by amal" in waits
    assert f"erased    {leaf}" in told
    assert erasing.state_of(ours.channel, leaf) == "redacted"
    main(["verify", str(home), "--files-only"])
    main(["verify", str(home)])
    verified = capsys.readouterr().out
    assert "1 content erased by the author" in verified
    assert f"{slug}: 1 content erased here, 0 held" in verified


def test_a_request_of_the_other_side_is_listed_and_kept_under_a_hold(
    home: Path, capsys: pytest.CaptureFixture[str], other: Other
) -> None:
    inquiry = erasing.raised_by_them(other)
    erasing.they_ask(other, inquiry.raised_leaf)
    slug, leaf = other.channel.slug, inquiry.raised_leaf

    listed = run(capsys, home)[1]
    hold = ("--reason", "public_archive", "--basis", "archive_law", "--keep")
    _code, said = run(capsys, home, slug, leaf, *hold, "--as", "amal")
    code, told = run(capsys, home, "--confirm", said.split()[1], "--as", "boris")

    assert f"-  {slug}  {leaf}  the other side asks to erase: decide" in listed
    assert (code, f"kept      {leaf}" in told) == (0, True)
    assert erasing.state_of(other.channel, leaf) == "held"


def test_what_was_asked_is_given_up(
    home: Path, capsys: pytest.CaptureFixture[str], ours: Inquiry
) -> None:
    said = run(capsys, home, ours.channel.slug, ours.raised_leaf, *ERASE, "--as", "amal")[1]

    assert run(capsys, home, "--drop", said.split()[1], "--as", "amal")[0] == 0

    assert run(capsys, home) == (0, "nothing waits\n")
    assert run(capsys, home, "--confirm", said.split()[1], "--as", "boris")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere", "ab" * 32, *ERASE, "--as", "amal"),
        ("CHANNEL", "LEAF", *ERASE),
        ("CHANNEL", "LEAF", *ERASE, "--as", "nobody"),
        ("--confirm", "999", "--as", "boris"),
        ("--confirm", "1"),
        ("CHANNEL", "LEAF", "--reason", "because"),
    ],
)
def test_a_misuse_is_told_apart(
    home: Path,
    capsys: pytest.CaptureFixture[str],
    ours: Inquiry,
    arguments: tuple[str, ...],
) -> None:
    given = [
        {"CHANNEL": ours.channel.slug, "LEAF": ours.raised_leaf}.get(one, one) for one in arguments
    ]

    code, _said = run(capsys, home, *given)

    assert code == 2


def test_what_is_not_allowed_is_refused_in_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], desk: Desk, ours: Inquiry
) -> None:
    slug, leaf = ours.channel.slug, ours.raised_leaf

    for arguments in (
        (slug, leaf, *ERASE, "--as", "boris"),
        (slug, "no leaf", *ERASE, "--as", "amal"),
        (slug, leaf, "--reason", "public_archive", "--basis", "archive_law", "--as", "amal"),
        (slug, leaf, *ERASE, "--keep", "--as", "amal"),
    ):
        code, said = run(capsys, home, *arguments)
        assert (code, said.count("\n")) == (1, 1), said


def test_scenario_56_an_export_withholds_an_entry_and_still_verifies(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ours: Inquiry
) -> None:
    place = ours.messages.get(leaf=ours.raised_leaf)
    given = ("export-log", "--home", str(home), ours.channel.slug)
    out = tmp_path / "log"

    code = main([*given, "--out", str(out), "--withhold", str(place.index)])
    assert (code, main(["verify", str(out)])) == (0, 0)
    verified = capsys.readouterr().out
    refused = [
        main([*given, "--out", str(tmp_path / "x"), "--withhold", "99"]),
        main([*given, "--out", str(tmp_path / "y"), "--side", "theirs", "--withhold", "0"]),
    ]

    assert "1 leaf hash-only" in verified
    assert refused == [1, 1]
    assert not (tmp_path / "x").exists()


def test_a_person_of_two_offices_says_which(
    home: Path, capsys: pytest.CaptureFixture[str], desk: Desk, ours: Inquiry
) -> None:
    Membership.objects.create(user=desk.officer, office=make_office("bureau"), role=Role.OFFICER)
    asked = (ours.channel.slug, ours.raised_leaf, *ERASE, "--as", "amal")

    assert run(capsys, home, *asked)[0] == 2
    assert run(capsys, home, *asked, "--office", "embassy")[0] == 0
