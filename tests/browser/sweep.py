"""Walk through all pages that a person can reach, and look at each as a careful reader would."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from lxml import html

from tests.browser.person import Person

NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}
RULES: dict[str, object] = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
COLOURS: dict[str, object] = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
# Parts of an address that name one thing among many of its kind.
NAMES = re.compile(
    r"(?<=/)([0-9a-f]{32,64}|[A-Z][A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*|\d+|q\d+|r\d+|i\d+)(?=/)"
    r"|(?<=/channels/c/)[^/]+|(?<=/on-paper/)[^/]+"
)
LEFT_OUT = ("/accounts/logout/", "/static/")


@dataclass
class Reached:
    """Which pages were found, and which could not be shown."""

    pages: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def kind_of(path: str) -> str:
    """Return the kind of page that an address shows: one example stands for all of them."""
    bare, _, query = path.partition("?")
    keys = sorted({pair.partition("=")[0] for pair in query.split("&") if pair})
    return NAMES.sub("*", bare) + ("?" + "&".join(keys) if keys else "")


def crawl(person: Person, *starts: str, most: int = 100, of_a_kind: int = 3) -> Reached:
    """Follow links from the first page, new kinds of page first, so many pages at most."""
    reached, seen = Reached(), {"/", *starts}
    fresh, more = deque(["/", *starts]), deque[str]()
    kinds: Counter[str] = Counter()
    while (fresh or more) and len(reached.pages) < most:
        path = (fresh or more).popleft()
        answer = person.context.request.get(path, timeout=60_000)
        if answer.status == 404 and kind_of(path) == "/jobs/*/":
            # A job that leaves no trace may end between the list and the click.
            continue
        if answer.status != 200:
            reached.failed.append(f"{answer.status} {path}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        reached.pages.append(path)
        for link in links_of(answer.body(), path):
            kind = kind_of(link)
            if link not in seen and kinds[kind] < of_a_kind:
                seen.add(link)
                (more if kinds[kind] else fresh).append(link)
                kinds[kind] += 1
    return reached


def links_of(page: bytes, path: str) -> Iterator[str]:
    """Return where the links of a page lead on this node."""
    for link in html.fromstring(page).xpath("//a/@href"):
        parts = urlsplit(urljoin(path, link))
        if not parts.netloc and not parts.path.startswith(LEFT_OUT):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def one_of_each(paths: list[str]) -> list[str]:
    """Return the first page of each kind."""
    return list({kind_of(path): path for path in reversed(paths)}.values())[::-1]


def look(person: Person, path: str, axe: Axe, *, picture: str = "", dark: bool = True) -> list[str]:
    """Look at a page wide and narrow, light and dark; return what is wrong with it."""
    person.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    # Without motion: a colour on its way from light to dark is neither.
    person.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    person.go(path)
    unfold(person)
    name = re.sub(r"[^a-z]+", "-", kind_of(path).replace("*", "one").lower()).strip("-") or "board"
    name = f"{picture or person.username.replace(' ', '-').lower()}-{name}"
    person.photograph(f"{name}-wide")
    wrong = violations(person, axe, RULES)
    if dark:
        person.page.emulate_media(color_scheme="dark")
        wrong += [f"dark: {one}" for one in violations(person, axe, COLOURS)]
        person.photograph(f"{name}-dark")
        person.page.emulate_media(color_scheme="light")
    wrong += overflow(person, f"{name}-narrow")
    return [f"{path}: {one}" for one in wrong]


def unfold(person: Person) -> None:
    """Open what is folded inside the page, so that it is looked at too."""
    person.page.evaluate(
        "() => document.querySelectorAll('main details').forEach(one => { one.open = true })"
    )


def violations(person: Person, axe: Axe, options: dict[str, object]) -> list[str]:
    """Return what axe finds, each with the elements it is about."""
    if not person.page.evaluate("() => 'axe' in window"):
        person.page.evaluate(axe.axe_script)
    found = person.page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{one['id']}: {one['help']}: " + " | ".join(n["html"][:200] for n in one["nodes"][:3])
        for one in found
    ]


def overflow(person: Person, picture: str) -> list[str]:
    """Return what is wider than a narrow screen: the page never runs sideways on a telephone."""
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    person.photograph(picture)
    wide = person.page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth
            if (document.scrollingElement.scrollWidth <= room) return []
            const scrolls = one => getComputedStyle(one).overflowX !== 'visible'
            const inside = one => one.parentElement && one.parentElement !== document.body
                && (scrolls(one.parentElement) || inside(one.parentElement))
            const out = [...document.querySelectorAll('body *')].filter(one => {
                const box = one.getBoundingClientRect()
                return box.width && (box.right > room + 1 || box.left < -1) && !inside(one)
            })
            return [`${document.scrollingElement.scrollWidth} px`]
                .concat(out.slice(-3).map(one => one.outerHTML.slice(0, 200)))
        }"""
    )
    return [f"wider than {NARROW['width']} px: {one}" for one in wide]
