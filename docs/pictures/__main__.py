"""Make the pictures of the guides again, from the real thing: `make pictures`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import lecturer
import student

from tests.browser.conftest import find_chromium


def main() -> None:
    """Make all pictures, or those of the one who is named: `python docs/pictures lecturer`."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        browser = chromium.new_context(locale="nl-BE", viewport={"width": 1280, "height": 800})
        for name, reader in (("student", student), ("lecturer", lecturer)):
            if name in (sys.argv[1:] or ["student", "lecturer"]):
                with tempfile.TemporaryDirectory() as folder:
                    reader.take(browser, Path(folder))
        chromium.close()


if __name__ == "__main__":
    main()
