"""A JupyterLab of our own and a real browser, in which no request may leave this machine.

Starting JupyterLab costs more than most tests, so the tests of a worker share one: between two tests its kernels end,
and its work folder and what it kept of windows and settings are made anew. A test with settings of its own gets a
server of its own.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, TimeoutError, expect, sync_playwright

from sowcourse.student.start import student_surroundings

if TYPE_CHECKING:
    from tests.browser.engines import Engine

expect.set_options(timeout=30_000)

LESSON = "lessen/5-politiserend.ipynb"
NO_BROWSER = (
    "Er is geen Chromium gevonden en er kon er geen worden gestart. Installeer Chromium (Debian: apt-get install "
    "chromium), of voer 'playwright install chromium' uit."
)


NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
"""Without a look at each request, which would cost a twentieth of the time of these tests."""

YOUNG = "--js-flags=--min-semi-space-size=64"
"""Room, in megabytes, for what JavaScript makes and soon forgets: else it is cleared away all the time."""


@dataclass
class Server:
    """One running JupyterLab on one work folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/doc/tree/{path}"

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, home: Path, port: int | None = None) -> Server:
    """Start JupyterLab with settings and trust of its own: a student's, or a plain one when it does without ours."""
    port = port or free_port()
    plain = all((home / name).is_file() for name in WITHOUT_EXTENSION)
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "SOWCOURSE_WORKFOLDER": str(folder),
        **({} if plain else student_surroundings()),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={folder}"]
    command += [f"--ServerApp.port={port}", "--IdentityProvider.token=", "--Application.log_level=ERROR"]
    command += ["--LabApp.expose_app_in_browser=True"]  # so that a test can open a second document in one window
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status", timeout=2).close()
            return Server(folder, port, process)
        except OSError:
            assert process.poll() is None, "JupyterLab stopped while starting"
            time.sleep(0.2)
    raise AssertionError("JupyterLab did not answer within three minutes")


def prepare_work_folder(folder: Path, home: Path) -> None:
    """What `sowcourse start` does, signing with the trust of `home`."""
    code = f"from pathlib import Path; from sowcourse.student.start import prepare; prepare(Path({str(folder)!r}))"
    environment = os.environ | {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data")}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


WITHOUT_EXTENSION = {
    "config/labconfig/page_config.json": '{"disabledExtensions": {"sowcourse": true}}',
    "config/labconfig/default_setting_overrides.json": json.dumps(
        {"@jupyterlab/docmanager-extension:plugin": {"autosave": False}}
    ),
}
"""Settings of a JupyterLab that does not load what we draw: file in the home → text.

It saves when it is asked to. Of a save by itself and one that is asked at once, JupyterLab takes the first for a file
that somebody else changed, asks what to do, and saves neither; with what we draw they take turns.
"""


def settings(home: Path) -> dict[str, str]:
    """The settings that a test wrote in its home: file → text."""
    files = [file for kind in ("config", "settings") for file in (home / kind).rglob("*") if file.is_file()]
    return {file.relative_to(home).as_posix(): file.read_text(encoding="utf-8") for file in files}


class Lab:
    """The servers that tests of one worker share, one per kind of settings, and the work folder that they serve."""

    def __init__(self, root: Path) -> None:
        self.work = root / "werkmap"
        self.fresh = root / "vers"
        self.home = root / "thuis"
        prepare_work_folder(self.fresh, self.home)
        shutil.copytree(self.fresh, self.work)
        self.servers: dict[str, tuple[Server, Path]] = {}

    def renew(self) -> Path:
        """The work folder as `sowcourse start` leaves it, and nothing of an earlier test in any server."""
        for server, home in self.servers.values():
            if server.process.poll() is None:
                end_kernels(server)
            for kind in ("workspaces", "settings"):
                shutil.rmtree(home / kind, ignore_errors=True)
        for left in self.work.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        shutil.copytree(self.fresh, self.work, dirs_exist_ok=True)
        return self.work

    def server(self, wanted: dict[str, str]) -> Server:
        """A running server with these settings."""
        key = json.dumps(wanted)
        server, home = self.servers.get(key, (None, self.home.with_name(f"thuis-{len(self.servers)}")))
        if server is None:
            shutil.copytree(self.home, home)
            for name, text in wanted.items():
                (home / name).parent.mkdir(parents=True, exist_ok=True)
                (home / name).write_text(text, encoding="utf-8")
        if server is None or server.process.poll() is not None:
            server = serve(self.work, home)
            self.servers[key] = server, home
        return server

    def close(self) -> None:
        for server, _ in self.servers.values():
            if server.process.poll() is None:
                server.stop()


def end_kernels(server: Server) -> None:
    """End every kernel of a server."""
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    host = f"http://127.0.0.1:{server.port}"
    with browser.open(f"{host}/api/kernels", timeout=30) as answer:
        kernels = json.load(answer)
    if not kernels:
        return
    browser.open(f"{host}/lab", timeout=30).close()
    token = next(cookie.value for cookie in cookies if cookie.name == "_xsrf")
    for kernel in kernels:
        address = f"{host}/api/kernels/{kernel['id']}"
        asked = urllib.request.Request(address, method="DELETE", headers={"X-XSRFToken": token or ""})
        browser.open(asked, timeout=30).close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    lab = Lab(tmp_path_factory.mktemp("lab"))
    yield lab
    lab.close()


@pytest.fixture
def home(tmp_path: Path, shared: Lab) -> Path:
    """A home of the test's own, which trusts our lessons; what a test sets there counts for its server."""
    return Path(shutil.copytree(shared.home, tmp_path / "thuis"))


@pytest.fixture
def work(shared: Lab) -> Path:
    """The work folder as `sowcourse start` leaves it."""
    return shared.renew()


@pytest.fixture
def start_server(home: Path, shared: Lab) -> Iterator[Callable[[Path], Server]]:
    own: list[Server] = []

    def start(folder: Path) -> Server:
        wanted = settings(home)
        if folder == shared.work and wanted in ({}, WITHOUT_EXTENSION):
            return shared.server(wanted)
        own.append(serve(folder, home))
        return own[-1]

    yield start
    for server in own:
        if server.process.poll() is None:
            server.stop()


def find_chromium() -> str | None:
    """The system's Chromium, the one without windows first: it costs a seventh less. None for Playwright's own."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", NOBODY_ELSE, YOUNG]
            )
        except Exception as error:
            pytest.fail(f"{NO_BROWSER} ({str(error).splitlines()[0]})")
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Engine]]:
    """Other browsers by their name, each begun once."""
    from tests.browser.engines import ENGINES  # they ask this file for what axe is asked

    begun: dict[str, Engine] = {}
    with ExitStack() as stack:

        def give(name: str) -> Engine:
            if name not in begun:
                begun[name] = stack.enter_context(ENGINES[name](tmp_path_factory.mktemp(name)))
            return begun[name]

        yield give


@pytest.fixture
def engine(request: pytest.FixtureRequest, engines: Callable[[str], Engine]) -> Engine:
    return engines(request.param)


def new_context(browser: Browser, outside: list[str]) -> BrowserContext:
    """A window of its own. The browser knows no other host; `outside` gets what it asked of one all the same."""

    def look(request: Request) -> None:
        blocked = "csp" in (request.failure or "").lower()  # by the page itself: it never left
        if not blocked and not request.url.startswith(
            ("http://127.0.0.1:", "http://localhost:", "http://localhost/", "data:", "blob:", "file:")
        ):
            outside.append(request.url)

    context = browser.new_context(locale="nl-BE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    context.on("requestfinished", look)
    context.on("requestfailed", look)
    return context


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    outside: list[str] = []
    context = new_context(browser, outside)
    yield context
    context.close()
    assert outside == [], f"requests to other hosts: {outside}"


OPEN = """async (path) => {
  for (const open of [...jupyterapp.shell.widgets('main')]) open.dispose();
  if (!path) return [localStorage, sessionStorage].forEach((kept) => kept.clear());
  history.replaceState(null, '', `/doc/tree/${path}`); // where a reload leads
  await jupyterapp.commands.execute('docmanager:open', { path });
}"""
"""Another document in the place of what is open; without one, nothing is open or kept."""


def open_document(page: Page, server: Server, path: str) -> None:
    """By its address, or in a JupyterLab that is loaded already: to load one takes longer than most tests."""
    if page.url.startswith(server.address("")):
        page.evaluate(OPEN, path)
    else:
        page.goto(server.address(path))


class Window:
    """The page in which tests of one worker open one document after another."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.outside: list[str] = []
        self.context: BrowserContext | None = None

    def page(self) -> Page:
        if self.context is None:
            self.context = new_context(self.browser, self.outside)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def tidy(self) -> None:
        """Nothing is open or kept any more."""
        page = self.page()
        for other in page.context.pages[1:]:
            other.close()
        if not page.evaluate("'jupyterapp' in globalThis"):
            self.close()
            return
        page.evaluate(OPEN, "")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")

    def close(self) -> None:
        if self.context:
            self.context.close()
            self.context = None


@pytest.fixture(scope="session")
def kept_window(browser: Browser) -> Iterator[Window]:
    window = Window(browser)
    yield window
    window.close()


@pytest.fixture
def window(request: pytest.FixtureRequest, kept_window: Window, work: Path) -> Iterator[Page]:
    """A page that the tests of a worker share, for `open_document`; after a test that failed there comes a new one."""
    failed = request.session.testsfailed
    yield kept_window.page()
    kept_window.tidy() if request.session.testsfailed == failed else kept_window.close()
    assert kept_window.outside == [], f"requests to other hosts: {kept_window.outside}"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


AXE_OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
"""Without the places of what is right, half the time; and without every style sheet read once more, for a rule that is
not asked: in JupyterLab that takes longer than to look at a dialog."""

AXE_RUN = "async ([part, options]) => (await axe.run(part, options)).violations"


def violations(page: Page, part: Any = "html", only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What axe finds wrong. Parameters: part – selector, or as axe takes it; only – rules; all of them when empty."""
    options: dict[str, Any] = AXE_OPTIONS | ({"runOnly": list(only)} if only else {})
    if not page.evaluate("'axe' in globalThis"):  # a page that stays open gets it once
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(AXE_RUN, [part, options])
    return found


CONTRAST = ("color-contrast",)
"""What can differ between light and dark."""


def serious(page: Page, part: Any = "html", only: Sequence[str] = ()) -> list[str]:
    """What axe finds that keeps somebody out."""
    found = [each for each in violations(page, part, only) if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def plain_lab_ready(page: Page) -> None:
    """Wait until a JupyterLab without our extension has a kernel that waits for work."""
    page.wait_for_function(
        """async () => (await (await fetch('/api/kernels')).json())
            .some((kernel) => kernel.connections && kernel.execution_state === 'idle')"""
    )
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for(state="attached")


def until_it_takes(ask: Callable[[], None], sign: Locator) -> None:
    """Ask JupyterLab to run something until there is a sign that it does.

    Shortly after it says that it is ready, it closes a menu that opens and loses what is run, and says nothing.
    """
    until = time.monotonic() + 120
    while not sign.count():
        assert time.monotonic() < until, "JupyterLab ran nothing in two minutes"
        with suppress(TimeoutError):
            ask()
            sign.first.wait_for(state="attached", timeout=20_000)


def run_all_cells(page: Page, sign: Locator | None = None) -> None:
    """By the menu of a JupyterLab without our extension, until there is a sign that it did: else, a part of a lesson.

    That a kernel is busy is no sign: it also is when somebody asks who it is.
    """

    def ask() -> None:
        page.get_by_role("menuitem", name="Uitvoeren", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click(timeout=5_000)

    until_it_takes(ask, sign or page.locator("section.sow"))


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a screenshot when SOWCOURSE_SCREENSHOTS names a folder."""

    def keep(page: Page, name: str) -> None:
        folder = os.environ.get("SOWCOURSE_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"))

    return keep
