"""Just enough of WebDriver BiDi to walk a page in Firefox, which listens to it by itself.

Playwright speaks it too, but asks Debian's Firefox for what that does not know yet.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

BROWSER = "firefox-esr"
KEYS = {"Tab": "\ue004", "Space": " ", "Enter": "\ue007", "ArrowDown": "\ue015", "Shift": "\ue008"}
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
NOT_HERE = (
    "Firefox is niet gevonden of kon niet worden gestart. Installeer het (Debian: apt-get install firefox-esr), of "
    "laat 'make firefox-and-webkit' dat doen als root."
)


class Firefox:
    """One window, of a browser that draws none."""

    narrowest = 0

    def __init__(self, line: websocket.WebSocket) -> None:
        self._line = line
        self._asked = 0
        self._do("session.new", capabilities={})
        self._window = self._do("browsingContext.create", type="window")["context"]
        self._do("browsingContext.activate", context=self._window)  # else nothing in it is seen to have the focus

    def _do(self, method: str, **what: Any) -> Any:
        """One question and what answers it. Raises: AssertionError with what Firefox says when it refuses."""
        self._asked += 1
        self._line.send(json.dumps({"id": self._asked, "method": method, "params": what}))
        while (answer := json.loads(self._line.recv())).get("id") != self._asked:
            pass
        assert answer["type"] == "success", f"{method}: {answer.get('message')}"
        return answer["result"]

    def open(self, address: str) -> None:
        self._do("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def reload(self) -> None:
        self._do("browsingContext.reload", context=self._window, wait="complete")

    def run(self, script: str) -> Any:
        """What a script that ends in `return` gives; a promise is waited for."""
        code = f"(async () => {{ {script} }})().then((found) => JSON.stringify(found ?? null))"
        said = self._do("script.evaluate", expression=code, target={"context": self._window}, awaitPromise=True)
        assert said["type"] == "success", said["exceptionDetails"]["text"]
        return json.loads(said["result"]["value"])

    def size(self, width: int, height: int) -> None:
        """Make what is shown of a page this wide."""
        self._do("browsingContext.setViewport", context=self._window, viewport={"width": width, "height": height})

    def press(self, key: str) -> None:
        self._type([KEYS[key]])

    def type(self, text: str) -> None:
        """Type in what has the focus."""
        self._type(list(text))

    def _type(self, values: list[str]) -> None:
        moves = [{"type": move, "value": value} for value in values for move in ("keyDown", "keyUp")]
        keys = {"type": "key", "id": "keys", "actions": moves}
        self._do("input.performActions", context=self._window, actions=[keys])

    def shot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._do("browsingContext.captureScreenshot", context=self._window)["data"]))


@contextmanager
def firefox(home: Path) -> Iterator[Firefox]:
    """Firefox with an empty profile."""
    assert shutil.which(BROWSER), NOT_HERE
    profile, told = home / "profiel", home / "firefox.txt"
    profile.mkdir(parents=True)
    (profile / "user.js").write_text('user_pref("intl.accept_languages", "nl-BE, nl");\n', encoding="utf-8")
    command = [BROWSER, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with told.open("wb") as said:
        browser = subprocess.Popen(command, env=os.environ | {"HOME": str(home)}, stdout=said, stderr=said)
    try:
        until = time.monotonic() + 120
        while not (listens := LISTENS.search(told.read_text(encoding="utf-8", errors="replace"))):
            assert browser.poll() is None and time.monotonic() < until, NOT_HERE
            time.sleep(0.1)
        line = websocket.create_connection(f"{listens[1]}/session", timeout=120, suppress_origin=True)
        try:
            yield Firefox(line)
        finally:
            line.close()
    finally:
        browser.terminate()
        browser.wait(20)
