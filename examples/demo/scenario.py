"""Read the demo's scenario, strictly: who there is, what came in, and every deed in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from .cases import Case
from .checks import scenario_problems
from .shapes import Channel, ChannelTerms, Document, Names, Party, Person, Strict, TollStated

HERE = Path(__file__).resolve().parent
# Ten times as fast where it was built with libyaml; both are the safe loader.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_T = TypeVar("_T", bound=Strict)


class ScenarioError(Exception):
    """The scenario contradicts itself, or holds a field or a code that does not exist."""


class Head(Strict, frozen=True, kw_only=True):
    """What `scenario.yaml` holds: all but the cases."""

    island: tuple[Names, ...]
    about: str
    parties: tuple[Party, ...]
    channels: tuple[Channel, ...]
    terms: ChannelTerms
    documents: tuple[Document, ...]
    tolls: tuple[TollStated, ...]


class Scenario(Head, frozen=True, kw_only=True):
    """The whole scenario, checked."""

    cases: tuple[Case, ...]

    def party(self, code: str) -> Party:
        """Return a party by its code; raise `KeyError` for one that does not exist."""
        return {party.code: party for party in self.parties}[code]

    def people(self, party: str) -> dict[str, tuple[str, Person]]:
        """Return each person of a party by user name, with the code of the office."""
        return {
            person.username: (office.code, person)
            for office in self.party(party).offices
            for person in office.people
        }

    def office_of(self, party: str, username: str) -> str:
        """Return the code of the office in which a person of a party sits."""
        return self.people(party)[username][0]


def load(folder: Path = HERE) -> Scenario:
    """Read `scenario.yaml` and `cases/*.yaml`; raise `ScenarioError` with all that is wrong."""
    head = _read(folder / "scenario.yaml", Head)
    cases = tuple(_cases(sorted((folder / "cases").glob("*.yaml"))))
    parts = {name: getattr(head, name) for name in head.__struct_fields__}
    scenario = Scenario(**parts, cases=cases)
    problems = list(scenario_problems(scenario, folder / "texts"))
    if problems:
        raise ScenarioError("; ".join(problems))
    return scenario


def text_of(document: Document, folder: Path = HERE) -> str:
    """Return the text of a document, its dates not yet filled in (see `times.dated`)."""
    return (folder / "texts" / document.file).read_text("utf-8")


def _cases(paths: Iterable[Path]) -> Iterator[Case]:
    """Read the cases in order; one that carries another on is about the incident of that one."""
    incidents: dict[object, object] = {}
    for path in paths:
        plain = _plain(path)
        if isinstance(plain, dict):
            before = incidents.get(plain.get("carries_on"))
            plain = plain if before is None else {**plain, "incident": before}
            incidents[plain.get("key")] = plain.get("incident")
        yield _convert(path, plain, Case)


def _read(path: Path, kind: type[_T]) -> _T:
    return _convert(path, _plain(path), kind)


def _plain(path: Path) -> object:
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_Loader)
    except yaml.YAMLError as exc:
        raise ScenarioError(f"{path.name}: {exc}") from exc


def _convert(path: Path, plain: object, kind: type[_T]) -> _T:
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as exc:
        raise ScenarioError(f"{path.name}: {exc}") from exc
