"""Other browsers than Chromium, and what a walk asks of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.bidi import firefox
from tests.browser.conftest import AXE_OPTIONS
from tests.browser.webdriver import webkit


class Engine(Protocol):
    """What a walk asks of a browser, whoever made it."""

    narrowest: int
    """How wide its window is at least."""

    def open(self, address: str) -> None: ...
    def reload(self) -> None: ...
    def run(self, script: str) -> Any: ...
    def size(self, width: int, height: int) -> None: ...
    def press(self, key: str) -> None: ...
    def type(self, text: str) -> None: ...
    def shot(self, file: Path) -> None: ...


ENGINES: dict[str, Callable[[Path], AbstractContextManager[Engine]]] = {"firefox": firefox, "webkit": webkit}


UNTIL = """const until = Date.now() + 60000;
while (!(%s)) {
  if (Date.now() > until) throw new Error('waited a minute for: ' + document.activeElement?.outerHTML.slice(0, 200));
  await new Promise((after) => setTimeout(after, 50));
}
return true;"""


def until(engine: Engine, state: str) -> None:
    """Wait for a state of the page."""
    assert engine.run(UNTIL % state) is True, state


def serious(engine: Engine) -> Any:
    """What axe finds that keeps somebody out; of a long table in its first rows, for the others are like these."""
    engine.run(f"{AXE_SCRIPT}; globalThis.axe ??= window.axe; return true;")
    return engine.run(
        f"const found = await axe.run({{ exclude: [['tbody tr:nth-child(n + 6)']] }}, {json.dumps(AXE_OPTIONS)});"
        """const grave = found.violations.filter((one) => ['serious', 'critical'].includes(one.impact));
        return grave.map((one) => one.id + ': ' + one.nodes[0].html.slice(0, 200));"""
    )
