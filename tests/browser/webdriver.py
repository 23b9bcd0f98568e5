"""Just enough of WebDriver to walk a page in WebKitGTK: its own little browser, on a display that nobody sees."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

DRIVER = "WebKitWebDriver"
PLACES = ("/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/libexec/webkit2gtk-4.*/MiniBrowser")
KEYS = {"Tab": "\ue004", "Space": " ", "Enter": "\ue007", "ArrowDown": "\ue015", "Shift": "\ue008"}
NOT_HERE = (
    "WebKitGTK is niet gevonden. Installeer het (Debian: apt-get install webkit2gtk-driver xvfb), of laat 'make test' "
    "dat doen als root."
)


RESIZED = """const until = Date.now() + 1000;
while (innerWidth !== %s && Date.now() < until) await new Promise((after) => setTimeout(after, 20));
return true;"""
"""Wait a moment for a window to get this wide."""


class WebKit:
    """One window."""

    narrowest = 480
    """Its toolbar does not get narrower."""

    def __init__(self, session: str) -> None:
        self._session = session

    def _do(self, method: str, place: str, what: dict[str, Any] | None = None) -> Any:
        return request(method, f"{self._session}{place}", what)

    def open(self, address: str) -> None:
        self._do("POST", "/url", {"url": address})

    def reload(self) -> None:
        self._do("POST", "/refresh", {})

    def run(self, script: str) -> Any:
        """What a script that ends in `return` gives; a promise is waited for."""
        code = f"const done = arguments[0]; (async () => {{ {script} }})().then(done, (e) => done(String(e)));"
        return self._do("POST", "/execute/async", {"script": code, "args": []})

    def size(self, width: int, height: int) -> None:
        """Make what is shown of a page this wide; a window has borders. What one asks for and what it shows may cross
        each other, so it is asked again until it is so."""
        until = time.monotonic() + 60
        while (inner := self.run("return [innerWidth, innerHeight];"))[0] != width:
            assert time.monotonic() < until, f"the window stays {inner[0]} wide, and should be {width}"
            rect = self._do("GET", "/window/rect")
            wanted = {"width": rect["width"] + width - inner[0], "height": rect["height"] + height - inner[1]}
            self._do("POST", "/window/rect", wanted)
            self.run(RESIZED % width)

    def press(self, key: str) -> None:
        value = KEYS[key]
        actions = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self._do("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def type(self, text: str) -> None:
        """Type in what has the focus."""
        (element,) = self._do("GET", "/element/active").values()
        self._do("POST", f"/element/{element}/value", {"text": text})

    def shot(self, file: Path) -> None:
        import base64

        file.write_bytes(base64.b64decode(self._do("GET", "/screenshot")))


def request(method: str, address: str, what: dict[str, Any] | None = None) -> Any:
    """One question to the driver. Raises: AssertionError with what it says when it refuses."""
    body = json.dumps(what).encode() if what is not None else None
    asked = urllib.request.Request(address, data=body, method=method, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(asked, timeout=120) as reply:
            return json.load(reply)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{method} {address}: {error.read().decode()[:500]}") from None


@contextmanager
def webkit(home: Path) -> Iterator[WebKit]:
    """WebKitGTK with an empty profile, on a display of its own."""
    browser = next((str(found) for place in PLACES for found in sorted(Path("/").glob(place[1:]))), "")
    assert shutil.which(DRIVER) and shutil.which("Xvfb") and browser, NOT_HERE
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        display = told.readline().strip()
    environment = os.environ | {
        "DISPLAY": f":{display}",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "GIO_USE_VFS": "local",
        "NO_AT_BRIDGE": "1",
        "LANG": "C.UTF-8",
    }
    environment.pop("WAYLAND_DISPLAY", None)
    driver = subprocess.Popen(
        [DRIVER, "--host=127.0.0.1", f"--port={port}"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    host = f"http://127.0.0.1:{port}"
    session = ""
    try:
        until = time.monotonic() + 60
        while True:
            try:
                request("GET", f"{host}/status")
                break
            except OSError:
                assert driver.poll() is None and time.monotonic() < until, "WebKitWebDriver did not begin"
                time.sleep(0.1)
        wanted = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        made = request("POST", f"{host}/session", {"capabilities": {"alwaysMatch": wanted}})
        session = f"{host}/session/{made['sessionId']}"
        request("POST", f"{session}/timeouts", {"script": 60_000, "pageLoad": 60_000, "implicit": 0})
        yield WebKit(session)
    finally:
        with suppress(AssertionError, OSError):
            if session:
                request("DELETE", session)
        driver.terminate()
        driver.wait(20)
        screen.terminate()
        screen.wait(20)
