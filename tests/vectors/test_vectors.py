"""The library takes what the files say must be taken, and refuses the rest with that code."""

import json
from typing import Any

import pytest

from tests.vectors.group import REFUSALS, Group, code_of
from tests.vectors.make import FILES, path_of, written

CASES = {
    (file, group, verdict): json.loads(path_of(file).read_text())[group][verdict]
    for file, groups in FILES.items()
    for group in groups
    for verdict in ("accept", "refuse")
}


def cases(verdict: str) -> list[Any]:
    return [
        pytest.param(FILES[file][group], case, id=f"{file}-{group}-{case['name']}")
        for (file, group, said), found in CASES.items()
        if said == verdict
        for case in found
    ]


@pytest.mark.parametrize(("group", "case"), cases("accept"))
def test_what_is_accepted_gives_what_the_file_says(group: Group, case: dict[str, Any]) -> None:
    assert group.read(case["given"]) == case["gives"]


@pytest.mark.parametrize(("group", "case"), cases("refuse"))
def test_what_must_fail_fails_with_its_code(group: Group, case: dict[str, Any]) -> None:
    with pytest.raises(REFUSALS) as refusal:
        group.read(case["given"])

    assert code_of(refusal.value) == case["error"]


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_files_are_made_anew_to_the_byte(name: str) -> None:
    text = path_of(name).read_text(encoding="ascii")

    assert text == written(FILES[name])
    assert len(text) < 100_000


def test_every_case_of_a_group_has_its_own_name() -> None:
    for place, found in CASES.items():
        names = [case["name"] for case in found]
        assert len(names) == len(set(names)), place


def test_every_file_and_group_stands_in_the_page_that_describes_them() -> None:
    page = (path_of("x").parent.parent.parent / "docs" / "protocol" / "vectors.md").read_text()
    found = {path.name for path in path_of("x").parent.glob("*.json")}

    assert not {name for name in found if f"`{name}`" not in page}
    for groups in FILES.values():
        assert all(f"| `{group}` |" in page for group in groups)


def test_every_reason_of_a_doubt_stands_in_that_page() -> None:
    page = (path_of("x").parent.parent.parent / "docs" / "protocol" / "vectors.md").read_text()
    given = [
        case["gives"] for group in ("start", "regain") for case in CASES["marks", group, "accept"]
    ]

    assert all(f"`{each['reason']}`" in page for each in given if each["reason"])
