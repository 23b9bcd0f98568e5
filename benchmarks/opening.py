"""How long a student waits: a lesson at the desk against one empty ipywidget; a page on a slow computer; its size.

Run: python benchmarks/opening.py  (needs Chromium; cold kernel each time, same server, same browser)
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from sowcourse.site.building import write_site
from tests.browser.conftest import LESSON, find_chromium, prepare_work_folder, serve
from tests.browser.test_lesson import READY

ROUNDS = 5

PAGE = "les/5-politiserend.html"
ON_PAGE = "document.documentElement.dataset.ready"
SLOW = 4
"""How many times slower the computer is made on which a page is read."""

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]"

MOMENTS = """() => {
  globalThis.moments = {};
  new MutationObserver(() => {
    if (document.documentElement?.dataset.ready) globalThis.moments.usable ??= performance.now();
  }).observe(document, { subtree: true, attributes: true, childList: true });
}"""

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


def slow_page(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds until the first text is drawn, and until every part answers, on a computer that was made slow."""
    page = browser.new_context().new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    page.add_init_script(f"({MOMENTS})()")
    page.goto(address)
    while not page.evaluate(f"Boolean(globalThis.moments.usable && {PAINTED})"):  # a page allows no waiting inside it
        time.sleep(0.02)
    readable = page.evaluate(f"{PAINTED}.startTime")
    usable = page.evaluate("globalThis.moments.usable")
    page.context.close()
    return readable / 1000, usable / 1000


def main() -> None:
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as temporary:
        home, work, site = (Path(temporary) / name for name in ("home", "work", "site"))
        prepare_work_folder(work, home)
        (work / "leeg.ipynb").write_text(json.dumps(EMPTY), encoding="utf-8")
        size = sum(file.stat().st_size for file in write_site(site))
        server = serve(work, home)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
                empty = trusted_empty("document.querySelector('.jp-OutputArea-output .jupyter-widgets')")
                desk = f"http://127.0.0.1:{server.port}/sowcourse/{PAGE}"
                times: dict[str, list[float]] = {"empty": [], "notebook": [], "desk": []}
                for _ in range(ROUNDS):
                    times["empty"].append(seconds(browser, server.address("leeg.ipynb"), empty))
                    times["notebook"].append(seconds(browser, server.address(LESSON), READY))
                    times["desk"].append(seconds(browser, desk, ON_PAGE))
                read = [slow_page(browser, (site / PAGE).as_uri()) for _ in range(ROUNDS)]
                browser.close()
        finally:
            server.stop()
    plain, notebook, lesson = (statistics.median(times[name]) for name in ("empty", "notebook", "desk"))
    readable, usable = (statistics.median(moments) for moments in zip(*read, strict=True))
    print(f"load of the machine at the start:     {busy:.1f} on {os.cpu_count()} processors")
    print(f"one empty ipywidget in a notebook:    {plain:.2f} s (medians of {ROUNDS})")
    print(f"lesson 5 as a notebook, with kernel:  {notebook:.2f} s, {notebook / plain:.2f} of that")
    print(f"lesson 5 at the desk, a page:         {lesson:.2f} s, {lesson / plain:.2f} of that")
    print(f"  and the first time, when it is made: {times['desk'][0]:.2f} s, {times['desk'][0] / plain:.2f} of that")
    print(f"a page from a folder, CPU {SLOW}x slower:  readable after {readable:.2f} s, usable after {usable:.2f} s")
    print(f"the whole site:                       {size / 1000:.0f} kB")


def trusted_empty(selector: str) -> str:
    """Click «Start module» once when the notebook waits for it, then wait for the widget."""
    return f"""(() => {{
        const button = document.querySelector('.sowcourse-bar button');
        if (button && !button.hidden) button.click();
        return {selector};
    }})()"""


if __name__ == "__main__":
    main()
