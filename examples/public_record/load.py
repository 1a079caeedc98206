"""Read the public record: real cases, every word of them second-hand, strictly checked.

Nothing here judges a case. The checks only refuse what would make a reader believe more than a
source supports: an unknown field, a statement without its source, a range the wrong way round, a
figure shown as acknowledged that the party asked never stated.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import yaml

from .checks import case_problems, situation_problems
from .shapes import Case, Situation, Strict

HERE = Path(__file__).resolve().parent

_T = TypeVar("_T", bound=Strict)


# Ten times as fast where it was built with libyaml; both are the safe loader.
if TYPE_CHECKING:
    from yaml import SafeLoader as _Safe
else:
    _Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainDates(_Safe):
    """YAML without its date type: how a date is written says how precise it is."""


_PlainDates.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class PublicRecordError(Exception):
    """A file of the public record says something it must not say; the text names where."""


def load_cases(folder: Path = HERE / "cases") -> list[Case]:
    """Read every case of a folder, in the order in which the events happened, or raise."""
    cases = [load_case(path) for path in sorted(folder.glob("*.yaml"))]
    return sorted(cases, key=lambda case: datetime.fromisoformat(case.when.start))


def load_case(path: Path) -> Case:
    """Read and check one case; `PublicRecordError` names the file and all that is wrong."""
    case = _read(path, Case)
    problems = list(case_problems(case))
    if path.stem != case.id:
        problems.append(f"the file is called {path.stem}, the case {case.id}")
    return _accept(path, case, problems)


def load_situation(path: Path = HERE / "situation.yaml") -> Situation:
    """Read and check the situation document: dated events and running totals."""
    situation = _read(path, Situation)
    return _accept(path, situation, list(situation_problems(situation)))


def _read(path: Path, kind: type[_T]) -> _T:
    try:
        raw = yaml.load(path.read_text("utf-8"), Loader=_PlainDates)
        return msgspec.convert(raw, kind)
    except (yaml.YAMLError, msgspec.ValidationError) as exc:
        raise PublicRecordError(f"{path.name}: {exc}") from exc


def _accept(path: Path, value: _T, problems: list[str]) -> _T:
    if problems:
        raise PublicRecordError(f"{path.name}: " + "; ".join(problems))
    return value
