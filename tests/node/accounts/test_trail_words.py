"""Everything that is written into the trail, and every job, has words on its page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import answerable.node
from answerable.node.accounts import wording
from answerable.node.jobs import registry

SOURCES = Path(answerable.node.__file__).parent
# Functions that write an event; one of their first arguments is the verb.
WRITERS = {"_trail", "record"}


def verbs() -> Iterator[tuple[str, str]]:
    """Yield every verb that stands in the code, with the file that it stands in."""
    for path in sorted(SOURCES.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func
            if isinstance(name, ast.Attribute):
                named = name.attr if ast.unparse(name.value) == "audit" else ""
            else:
                named = name.id if isinstance(name, ast.Name) else ""
            if named in WRITERS:
                for argument in call.args[:2]:
                    yield from ((text, path.name) for text in _texts(argument))


def _texts(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        yield str(argument.values[0].value).partition(":")[0]
    elif isinstance(argument, ast.IfExp):
        yield from _texts(argument.body)
        yield from _texts(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value.partition(":")[0]


def test_every_verb_has_words() -> None:
    found = dict(verbs())

    without = {verb: file for verb, file in found.items() if verb not in wording.VERBS}

    assert len(found) > 50
    assert not without, (
        "These verbs stand in the audit trail and have no words for its page. Add them to "
        "accounts/wording.py, ledger/verbs.py, desk/wording/verbs.py, or your app's own table, "
        f"told to accounts.wording.register in its AppConfig.ready: {without}"
    )


def test_a_verb_with_a_code_keeps_the_code() -> None:
    assert wording.verb("sent: follow_up") == "Sent: follow up"
    assert wording.verb("nobody knows this") == "nobody knows this"


def test_every_job_has_words() -> None:
    registry.discover()

    ours = [one for one in registry._handlers.values() if not one.name.startswith("test.")]

    without = [one.name for one in ours if not one.label]
    assert not without, f"Give these jobs a label where they are registered: {without}"
    assert registry.label_of("ledger.tick") == "Look after the channels"
