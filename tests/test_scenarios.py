"""docs/protocol/scenarios.md names every scenario and exactly the tests there are.

`python -m tests.test_scenarios` writes its lists of tests anew.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "protocol" / "scenarios.md"
COUNT, NEEDED = 61, 48
_HEADING = re.compile(r"^### ([0-9]+)\. .+$", re.MULTILINE)
_LISTED = re.compile(r"^- `(tests/[a-z0-9_/]+\.py)`: (.+)$", re.MULTILINE)
_NAME = re.compile(r"test_scenario_([0-9]{2})_\w+")


def written() -> dict[int, dict[str, set[str]]]:
    """The tests that there are: by number, file and name."""
    found: dict[int, dict[str, set[str]]] = {}
    for path in sorted(TESTS.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "def test_scenario_" not in source:
            continue
        for name in _functions(ast.parse(source)):
            if match := _NAME.fullmatch(name):
                file = path.relative_to(TESTS.parent).as_posix()
                found.setdefault(int(match[1]), {}).setdefault(file, set()).add(name)
    return found


def _functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def sections(page: str) -> dict[int, str]:
    """What the page says under each number."""
    parts = _HEADING.split(page)
    numbers = [int(number) for number in parts[1::2]]
    assert numbers == sorted(set(numbers)), "each scenario stands once, in order"
    return dict(zip(numbers, parts[2::2], strict=True))


def listed(text: str) -> dict[str, set[str]]:
    """The tests that stand under a number."""
    return {file: set(re.findall(r"`(\w+)`", names)) for file, names in _LISTED.findall(text)}


def anew(page: str) -> str:
    """The page with its lists of tests as they should be."""
    found = written()
    lines: list[str] = []
    waiting: dict[str, set[str]] = {}
    for line in (*_LISTED.sub("\0", page).split("\n"), "#"):
        if line.startswith("#"):
            while lines and not lines[-1]:
                lines.pop()
            if waiting:
                names = {f: ", ".join(f"`{n}`" for n in sorted(waiting[f])) for f in waiting}
                lines += ["", *(f"- `{file}`: {names[file]}" for file in sorted(names))]
            lines += [""] if lines else []
            heading = _HEADING.match(line)
            waiting = found.get(int(heading[1]), {}) if heading else {}
        if line != "\0":
            lines.append(line)
    return "\n".join(lines[:-1])


def test_every_scenario_stands_on_the_page() -> None:
    assert sorted(sections(PAGE.read_text(encoding="utf-8"))) == list(range(1, COUNT + 1))


def test_the_page_lists_exactly_the_tests_there_are() -> None:
    page, found = PAGE.read_text(encoding="utf-8"), written()

    told = {number: names for number, text in sections(page).items() if (names := listed(text))}

    assert told == found, "python -m tests.test_scenarios writes the lists anew"
    assert page == anew(page)


def test_what_has_no_test_says_why() -> None:
    for number, text in sections(PAGE.read_text(encoding="utf-8")).items():
        assert listed(text) or "\nLater: " in text, number


def test_enough_of_them_are_tested() -> None:
    assert len(written()) >= NEEDED
    assert max(written()) <= COUNT


if __name__ == "__main__":
    PAGE.write_text(anew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
