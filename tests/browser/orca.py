"""Debian's Orca with Firefox on a display that nobody sees: what it says is caught as text."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

NEEDED = ("orca", "Xvfb", "dbus-daemon", "xdotool", "firefox-esr", "speech-dispatcher")
NOT_HERE = (
    "Niet alles is er om een schermlezer te laten lezen. Installeer het (Debian: apt-get install orca xvfb "
    "at-spi2-core firefox-esr speech-dispatcher xdotool), of laat 'make screen-reader' dat doen als root."
)
PATIENCE = 90
"""Seconds for what must come; a key is answered within one on a computer at rest."""
SILENCE, SETTLED = 45, 2
"""Seconds after which a key that brings nothing is pressed again, and in which what was begun is said."""
_SAID = re.compile(r"SPEECH OUTPUT: '(.*)'\{")
SPEECH = {
    "speechd.conf": 'AddModule "still" "sd_generic" "still.conf"\nDefaultModule still\nDefaultLanguage "nl"\n',
    "modules/still.conf": 'GenericExecuteSynth "true"\nAddVoice "nl" "MALE1" "still"\nAddVoice "en" "MALE1" "still"\n',
}
"""A voice that makes no sound and needs no sound card."""
SETTINGS = {
    "accessibility.force_disabled": "-1",
    "browser.shell.checkDefaultBrowser": "false",
    "browser.aboutwelcome.enabled": "false",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "browser.download.folderList": "2",
    "browser.download.alwaysOpenPanel": "false",
    "network.proxy.type": "1",
    "network.proxy.http": '"127.0.0.1"',
    "network.proxy.http_port": "9",
    "network.proxy.ssl": '"127.0.0.1"',
    "network.proxy.ssl_port": "9",
}
"""Of Firefox: it reaches nobody, and asks nothing."""


class Listener:
    """Somebody who hears a page and presses keys."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self._log = log
        self._environment = environment

    def heard(self) -> list[str]:
        """Everything that was said, in order."""
        return _SAID.findall(self._log.read_text("utf-8", "replace")) if self._log.is_file() else []

    def hear(self, words: str, after: int = 0) -> list[str]:
        """Wait until these words are said; gives everything from `after` on. Raises: AssertionError with what was."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._has(words, after):
                return self.heard()[after:]
            time.sleep(0.1)
        raise AssertionError(f"«{words}» was not said; this was: {self.heard()[after:]}")

    def press(self, key: str, words: str, most: int = 3) -> list[str]:
        """Press a key, again each time something else was said, until these words are; gives all that was said."""
        begin = len(self.heard())
        for _ in range(most):
            before = len(self.heard())
            self._do("key", key)
            until = time.monotonic() + SILENCE
            while time.monotonic() < until and not self._has(words, begin):
                if len(self.heard()) > before:
                    time.sleep(SETTLED)
                    break
                time.sleep(0.1)
            if self._has(words, begin):
                return self.heard()[begin:]
        raise AssertionError(f"«{words}» was not said after {most} times {key}; this was: {self.heard()[begin:]}")

    def _has(self, words: str, begin: int) -> bool:
        return any(words in one for one in self.heard()[begin:])

    def type(self, text: str, words: str) -> list[str]:
        """Type, and wait until these words are said; gives what was said."""
        begin = len(self.heard())
        self._do("type", "--delay", "60", text)
        return self.hear(words, begin)

    def focus(self) -> None:
        """Give the keyboard to the browser: there is no desktop that does."""
        until = time.monotonic() + PATIENCE
        while not (windows := self._do("search", "--onlyvisible", "--class", "firefox").split()):
            assert time.monotonic() < until, "Firefox showed no window"
            time.sleep(0.2)
        self._do("windowfocus", "--sync", windows[-1])

    def _do(self, *what: str) -> str:
        return subprocess.run(["xdotool", *what], env=self._environment, capture_output=True, text=True).stdout


@contextmanager
def listening(home: Path, address: str, title: str) -> Iterator[Listener]:
    """Orca, reading one page in Firefox in Dutch; all of it ends with the block."""
    assert all(map(shutil.which, NEEDED)), NOT_HERE
    with ExitStack() as ends:
        environment = _surroundings(home, _screen(ends))
        bus = _begin(ends, ["dbus-daemon", "--session", "--print-address", "--nofork"], environment, subprocess.PIPE)
        assert bus.stdout
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        log = home / "orca.log"
        _begin(ends, ["orca", "--replace", f"--debug-file={log}"], environment)
        listener = Listener(log, environment)
        listener.hear("Schermlezer aan.")
        profile = home / "profile"
        profile.mkdir()
        lines = [f'user_pref("{name}", {value});\n' for name, value in SETTINGS.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        _begin(ends, ["firefox-esr", "--no-remote", "--profile", str(profile), "--kiosk", address], environment)
        listener.focus()
        listener.hear(f"Klaar met laden van {title}")
        listener.hear("Pagina heeft")
        yield listener


def _surroundings(home: Path, display: str) -> dict[str, str]:
    run = home / "run"
    run.mkdir(mode=0o700)
    speech = home / "config" / "speech-dispatcher"
    (speech / "modules").mkdir(parents=True)
    for name, text in SPEECH.items():
        (speech / name).write_text(text, encoding="utf-8")
    environment = os.environ | {
        "DISPLAY": f":{display}",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(run),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LANG": "C.UTF-8",
        "LANGUAGE": "nl",
        "GNOME_ACCESSIBILITY": "1",
        "GSETTINGS_BACKEND": "memory",
    }
    for name in ("NO_AT_BRIDGE", "WAYLAND_DISPLAY", "LC_ALL"):
        environment.pop(name, None)
    return environment


def _screen(ends: ExitStack) -> str:
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    ends.callback(_end, screen)
    os.close(write)
    with os.fdopen(read) as told:
        return told.readline().strip()


def _begin(
    ends: ExitStack, command: list[str], environment: dict[str, str], output: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.DEVNULL)
    ends.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
