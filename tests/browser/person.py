"""A person at a browser, who reads a page and uses what it offers by the words that stand there."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from tests.browser.pair import PASSWORD

PATIENCE = 10_000
SCREENSHOTS = os.environ.get("ANSWERABLE_SCREENSHOTS", "")


class Person:
    """One person, signed in at one node, in a browser session of their own."""

    def __init__(
        self, browser: Browser, url: str, username: str, *, scripts: bool = True, **context: Any
    ) -> None:
        self.url = url
        self.username = username
        self.trouble: list[str] = []
        self.context = browser.new_context(java_script_enabled=scripts, base_url=url, **context)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        self.page.on("response", self._see)
        self.page.on("requestfailed", lambda r: self._failed(r.url, r.failure or ""))

    def sign_in(self, password: str = PASSWORD) -> "Person":
        """Sign in on the page that the node shows first."""
        self.go("/")
        self.fill("User name", self.username)
        self.fill("Password", password)
        self.press("Sign in")
        # Each begins at the page of their own work; who is not signed in has no such column.
        expect(self.page.get_by_role("navigation", name="Main")).to_be_visible()
        return self

    def enter_as(self) -> "Person":
        """Enter a demonstration by the button that bears this person's name."""
        self.go("/")
        # The button says in which roles as well.
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(self.username)}")).click()
        expect(self.page.locator("body.signed-in")).to_be_visible()
        return self

    # -- moving ---------------------------------------------------------------------------------

    def go(self, path: str) -> None:
        """Open a page of this node by its path."""
        self.page.goto(path)

    def follow(self, name: str, *, inside: str = "") -> None:
        """Follow a link by its words."""
        self._within(inside).get_by_role("link", name=name, exact=True).first.click()

    def press(self, name: str, *, inside: str = "") -> None:
        """Press a button by its words."""
        self._within(inside).get_by_role("button", name=name, exact=True).first.click()

    def unfold(self, name: str, *, inside: str = "") -> None:
        """Open what is folded under these words."""
        self._within(inside).locator("summary", has_text=name).first.click()

    # -- writing --------------------------------------------------------------------------------

    def fill(self, label: str, text: str, *, inside: str = "", nth: int = 0) -> None:
        """Write into a field by its label."""
        self._field(label, inside).nth(nth).fill(text)

    def choose(self, label: str, option: str, *, inside: str = "", nth: int = 0) -> None:
        """Choose from a list by its label."""
        self._field(label, inside).nth(nth).select_option(label=option)

    def tick(self, label: str, *, inside: str = "", nth: int = 0) -> None:
        """Tick a box, or choose among round buttons."""
        self._field(label, inside).nth(nth).check()

    # -- reading --------------------------------------------------------------------------------

    def sees(self, text: str | re.Pattern[str], *, inside: str = "main") -> None:
        """Fail unless these words stand there."""
        expect(self._within(inside)).to_contain_text(text)

    def does_not_see(self, text: str, *, inside: str = "main") -> None:
        """Fail if these words stand there."""
        expect(self._within(inside)).not_to_contain_text(text)

    def reads(self, inside: str = "main") -> str:
        """Return what stands there."""
        return self._within(inside).inner_text()

    def has_link(self, name: str) -> bool:
        """Tell whether a link with these words is offered."""
        return self.page.get_by_role("link", name=name, exact=True).count() > 0

    def waits_until(self, holds: Callable[[], bool], what: str, within: float = 30) -> None:
        """Load the page again until something holds: what arrives by itself shows on loading."""
        deadline = time.monotonic() + within
        while not holds():
            assert time.monotonic() < deadline, f"waited in vain for {what}\n{self.reads()}"
            time.sleep(0.3)
            self.page.reload()

    def waits_for(self, text: str, within: float = 30) -> None:
        """Load the page again until these words stand there."""
        self.waits_until(lambda: text in self.reads(), repr(text), within)

    @property
    def path(self) -> str:
        """Return where this person is."""
        return self.page.url.removeprefix(self.url)

    def photograph(self, name: str) -> None:
        """Keep a picture of the page when ANSWERABLE_SCREENSHOTS names a folder."""
        if SCREENSHOTS:
            folder = Path(SCREENSHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def leave(self) -> None:
        """Close the browser session; fail if a page ever complained."""
        self.context.close()
        assert not self.trouble, "\n".join(self.trouble)

    # -- own ------------------------------------------------------------------------------------

    def _within(self, inside: str) -> Locator:
        return self.page.locator(inside or "body").first

    def _field(self, label: str, inside: str) -> Locator:
        # A field that may stay empty says so after its label.
        words = re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$")
        return self._within(inside).get_by_label(words)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.trouble.append(f"{self.path}: {message.type}: {message.text}")

    def _see(self, response: Response) -> None:
        if response.status >= 500:
            self.trouble.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:
            self.trouble.append(f"{why} {url}")
