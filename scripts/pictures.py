"""Make the pictures of the guides from the demonstration: the board, and one for each role.

    .venv/bin/python scripts/pictures.py

Needs Chromium. Always the same size and few colours, so that a picture stays small in the history.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import conftest, demo  # noqa: E402
from tests.browser.person import Person  # noqa: E402

PICTURES = ROOT / "docs" / "images"
SIZE: ViewportSize = {"width": 1100, "height": 700}
COLOURS = 160
MOST = 120_000
# role: who enters the demonstration for it, and the page that the role opens first
DAYS = {
    "intake": ("Intake at the bureau", "/inbox/"),
    "analyst": ("Analyst at the bureau", "/incidents/"),
    "officer": ("Case officer at the bureau", "/"),
    "clearer": ("Head of the bureau", "/drafts/"),
    "liaison": ("Liaison at the embassy", "/inquiries/"),
    "investigator": ("Examiner at fact-finding", "/tasks/"),
    "legal": ("Legal adviser to the special envoy", "/"),
    "custodian": ("Source custodian at the bureau", "/identity/"),
    "principal": ("Special envoy", "/"),
    "auditor": ("Auditor for Kelorane", "/administration/trail/"),
    "administrator": ("Administrator for Kelorane", "/administration/people/"),
}
AT_DORVELLE = ("investigator",)
# The one in README is larger, as the page that everybody sees first.
BOARD = ("Officer at the embassy", "/")
LARGE: ViewportSize = {"width": 1280, "height": 860}


def main() -> int:
    """Make all pictures anew; return 1 when one is too big to be kept."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    too_big: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        demo.running(Path(folder) / "demo") as urls,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=conftest.find_chromium(), args=list(conftest.QUIET)
        )
        for role, (name, path) in DAYS.items():
            url = urls["dorvelle" if role in AT_DORVELLE else "kelorane"]
            too_big += keep(f"first-day-{role}.png", take(browser, url, name, path))
        too_big += keep("board.png", take(browser, urls["kelorane"], *BOARD, size=LARGE))
        browser.close()
    for name in too_big:
        print(f"{name} is bigger than {MOST} bytes", file=sys.stderr)
    return 1 if too_big else 0


def take(browser: Browser, url: str, name: str, path: str, size: ViewportSize = SIZE) -> bytes:
    """Enter the demonstration as somebody, and photograph the page when all of it is there."""
    person = Person(browser, url, name, viewport=size, color_scheme="light", locale="en")
    person.enter_as()
    answer = person.page.goto(path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{name} cannot open {path}")
    person.page.wait_for_load_state("networkidle")
    person.page.evaluate("document.fonts.ready")
    picture = person.page.screenshot(animations="disabled")
    person.leave()
    return picture


def keep(name: str, picture: bytes) -> list[str]:
    """Write a picture in few colours; return its name if it is too big to be kept."""
    path = PICTURES / name
    with Image.open(io.BytesIO(picture)) as image:
        few(image.convert("RGB")).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{name}: {size} bytes")
    return [name] if size > MOST else []


def few(image: Image.Image) -> Image.Image:
    """Return a picture in its own most frequent colours: averages would make a red a brown."""
    found = image.getcolors(image.width * image.height) or []
    kept = [colour for _count, colour in sorted(found, reverse=True)[:COLOURS]]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in kept for part in colour])  # type: ignore[union-attr]
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    sys.exit(main())
