"""Make the pictures of the first-day guides from the demonstration, one for each role.

    .venv/bin/python scripts/pictures.py

Needs Chromium. Always the same size and few colours, so that a picture stays small in the history.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import conftest, demo  # noqa: E402
from tests.browser.person import Person  # noqa: E402

PICTURES = ROOT / "docs" / "images"
SIZE = {"width": 1100, "height": 700}
COLOURS = 48
MOST = 120_000
# role: who enters the demonstration for it, and the page that the role opens first
DAYS = {
    "intake": ("Intake at the bureau", "/reports/"),
    "analyst": ("Analyst at the bureau", "/incidents/"),
    "officer": ("Case officer at the bureau", "/"),
    "clearer": ("Head of the bureau", "/drafts/"),
    "liaison": ("Liaison at the embassy", "/inquiries/"),
    "investigator": ("Examiner at fact-finding", "/tasks/"),
    "legal": ("Legal adviser to the special envoy", "/"),
    "custodian": ("Source custodian at the bureau", "/sources/custodians/"),
    "principal": ("Special envoy", "/"),
    "auditor": ("Auditor for Kelorane", "/administration/trail/"),
    "administrator": ("Administrator for Kelorane", "/administration/people/"),
}
AT_DORVELLE = ("investigator",)


def main() -> int:
    """Make all pictures anew; return 1 when one is too big to be kept."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    too_big = []
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
            size = keep(role, take(browser, url, name, path))
            print(f"first-day-{role}.png: {size} bytes")
            if size > MOST:
                too_big.append(role)
        browser.close()
    for role in too_big:
        print(f"first-day-{role}.png is bigger than {MOST} bytes", file=sys.stderr)
    return 1 if too_big else 0


def take(browser: Browser, url: str, name: str, path: str) -> bytes:
    """Enter the demonstration as somebody, and photograph the page."""
    person = Person(browser, url, name, viewport=SIZE, color_scheme="light", locale="en")
    person.enter_as()
    answer = person.page.goto(path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{name} cannot open {path}")
    picture = person.page.screenshot(animations="disabled")
    person.leave()
    return picture


def keep(role: str, picture: bytes) -> int:
    """Write a picture in few colours; return how many bytes it has."""
    path = PICTURES / f"first-day-{role}.png"
    with Image.open(io.BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
