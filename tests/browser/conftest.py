"""What the browser stories share: Chromium, two running nodes, and people who sign in.

Skipped where no Chromium is installed (`apt-get install chromium`), or where the variable
ANSWERABLE_CHROMIUM names none. Fixtures end with this folder: Playwright keeps an event loop, and
Django refuses its database calls beside one.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import demo
from tests.browser.pair import Pair, make_pair
from tests.browser.person import Person
from tests.stories.nodes import Node

HERE = Path(__file__).resolve().parent
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Enter = Callable[..., Person]
Come = Callable[..., Person]
FAILED = pytest.StashKey[bool]()


@dataclass(frozen=True)
class Demo:
    """The demonstration while it runs."""

    folder: Path
    urls: dict[str, str]

    def let_in(self, browser: Browser, seat: str, **how: Any) -> Person:
        """Let the person of a seat enter, who leaves when the caller says so."""
        party, name = demo.SEATS[seat]
        return Person(browser, self.urls[party], name, **how).enter_as()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


def find_chromium() -> str:
    """Return where Chromium is on this machine, or nothing."""
    named = os.environ.get("ANSWERABLE_CHROMIUM", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = find_chromium()
    if not found:
        pytest.skip("no Chromium here: install the package chromium to run the browser stories")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def pair(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both nodes. They wait for the browser: without it nothing has to be made."""
    pair = make_pair(tmp_path_factory.mktemp("browser"))
    try:
        yield pair
    finally:
        pair.close()


@pytest.fixture(scope="package")
def demonstration(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Run the demonstration, in which there is a person for each role."""
    folder = tmp_path_factory.mktemp("demonstration") / "made"
    with demo.running(folder) as urls:
        yield Demo(folder, urls)


@pytest.fixture
def come(
    browser: Browser, demonstration: Demo, request: pytest.FixtureRequest, scripts: bool
) -> Iterator[Come]:
    """Return a function that lets the person of a seat enter; all leave at the end of the test."""
    there: dict[str, Person] = {}

    def enter(seat: str, locale: str = "en") -> Person:
        if seat not in there:
            there[seat] = demonstration.let_in(browser, seat, scripts=scripts, locale=locale)
        return there[seat]

    yield enter
    leave(there.values(), told=request.node.stash.get(FAILED, False))


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Say whether the browser runs scripts."""
    return bool(request.param)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that what people saw can be told."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="package")
def signed_in() -> dict[tuple[str, str, bool], Any]:
    """Remember the cookies of who signed in once: a password takes long to check, on purpose."""
    return {}


@pytest.fixture
def enter(
    browser: Browser,
    request: pytest.FixtureRequest,
    signed_in: dict[tuple[str, str, bool], Any],
) -> Iterator[Enter]:
    """Return a function that lets a person sign in; all leave at the end of the test.

    After a failure it is told what each of them saw last.
    """
    there: list[Person] = []

    def sign_in(node: Node, username: str, **how: Any) -> Person:
        key = (node.desk_url, username, bool(how.get("scripts", True)))
        person = Person(browser, node.desk_url, username, storage_state=signed_in.get(key), **how)
        there.append(person)
        if key in signed_in:
            person.go("/")
            return person
        person.sign_in()
        signed_in[key] = person.context.storage_state()
        return person

    yield sign_in
    leave(there, told=request.node.stash.get(FAILED, False))


def leave(there: Iterable[Person], *, told: bool) -> None:
    """Let people leave; after a failure tell what each saw last."""
    if told:
        for person in there:
            person.photograph(f"failed-{person.username}")
            print(f"--- {person.username} at {person.path}\n{person.reads('body')}")
    for person in there:
        person.leave()
