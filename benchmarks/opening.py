"""How long a student waits: from opening lesson 5 to its last widget, against one empty ipywidget.

Run: python benchmarks/opening.py  (needs Chromium; cold kernel each time, same server, same browser)
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.conftest import LESSON, find_chromium, prepare_work_folder, serve
from tests.browser.test_lesson import READY

ROUNDS = 5

EMPTY = {
    "cells": [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": "leeg",
            "metadata": {},
            "outputs": [],
            "source": "import ipywidgets\nipywidgets.VBox()",
        }
    ],
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "sowcourse": {"kind": "lesson"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
"""One empty widget, run by the same extension on opening."""


def seconds(browser: Browser, address: str, ready: str) -> float:
    page = browser.new_context().new_page()
    before = time.perf_counter()
    page.goto(address)
    page.wait_for_function(ready, timeout=60_000)
    taken = time.perf_counter() - before
    page.evaluate(
        """async () => {
            const token = document.cookie.match(/_xsrf=([^;]+)/)[1];
            const sessions = await (await fetch('/api/sessions')).json();
            const request = {method: 'DELETE', headers: {'X-XSRFToken': token}};
            for (const session of sessions) await fetch(`/api/sessions/${session.id}`, request);
        }"""
    )
    page.context.close()
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        home, work = Path(temporary) / "home", Path(temporary) / "work"
        prepare_work_folder(work, home)
        (work / "leeg.ipynb").write_text(json.dumps(EMPTY), encoding="utf-8")
        server = serve(work, home)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
                empty = "document.querySelector('.jp-OutputArea-output .jupyter-widgets')"
                times: dict[str, list[float]] = {"empty": [], "lesson": []}
                for _ in range(ROUNDS):
                    page = server.address("leeg.ipynb")
                    times["empty"].append(seconds(browser, page, trusted_empty(empty)))
                    times["lesson"].append(seconds(browser, server.address(LESSON), READY))
                browser.close()
        finally:
            server.stop()
    lesson, plain = (statistics.median(times[name]) for name in ("lesson", "empty"))
    print(f"lesson 5, opening to last widget: {lesson:.2f} s (median of {ROUNDS})")
    print(f"one empty ipywidget:              {plain:.2f} s")
    print(f"ratio:                            {lesson / plain:.2f}")


def trusted_empty(selector: str) -> str:
    """Click «Start module» once when the notebook waits for it, then wait for the widget."""
    return f"""(() => {{
        const button = document.querySelector('.sowcourse-bar button');
        if (button && !button.hidden) button.click();
        return {selector};
    }})()"""


if __name__ == "__main__":
    main()
