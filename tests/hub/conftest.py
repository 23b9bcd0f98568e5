"""A whole school on this machine: set up by `deploy/school`, with its hub, proxy, PostgreSQL and system users."""

from __future__ import annotations

import http.cookiejar
import json
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "school"
DEBIANS = "/usr/bin/python3"
"""What an administrator runs it with, whatever these tests run with."""
STANDS = "SOWCOURSE_SCHOOL_PROEF"
"""In the environment: the root of a school that stands and runs already, to try again in seconds."""

NOTHING: dict[str, str] = {}

SURROUNDINGS = "omgeving.json"
"""In that root: what `deploy/school` finds in the environment."""

PREFIX = "sowcourse-school-"
"""How the root of a school of these tests begins."""

PEOPLE = AN, BO, CEM, JAN, ELS, CO = "hubt1", "hubt2", "hubt3", "hubjan", "hubels", "hubco"
"""Two students of «dag», one of «avond»; a lecturer of «dag», one of both, a coordinator."""

OFFICES = "kantoor-dag", "kantoor-avond"

SETTINGS = """
adres = "http://127.0.0.1:{port}"
tijdzone = "Europe/Brussels"
pakketten = "{root}/uitgave"
aanmelden = "pam"
maak-accounts = true
coordinatoren = ["hubco"]
geheugen = 4000
schijf = 0
verberg-programmas = true
backups = "{root}/backups"
thuismappen = "{root}/home"
postgresql-poort = {database}
postgresql-map = "{root}/pg"

[klassen.dag]
lesgevers = ["hubjan", "hubels"]
klaslijst = "{root}/dag.csv"
puntenboek = "postgresql"

[klassen.avond]
lesgevers = ["hubels"]
klaslijst = "{root}/avond.csv"
puntenboek = "bestand"
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class School:
    """One that stands. Parameters: certificate – what its address is believed by; None for one without https."""

    root: Path
    port: int
    environment: dict[str, str]
    certificate: Path | None = None

    @property
    def address(self) -> str:
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"

    def do(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `deploy/school`."""
        command = [DEBIANS, str(SCRIPT), "--wortel", str(self.root), *map(str, words)]
        return subprocess.run(command, env=os.environ | self.environment, capture_output=True, text=True)

    def home(self, user: str) -> Path:
        return self.root / "home" / user

    def cohort(self, name: str) -> Path:
        return self.home(f"kantoor-{name}") / "klassen" / name

    @property
    def exchange(self) -> Path:
        return self.root / "srv/sowcourse/uitwisseling"

    @property
    def python(self) -> Path:
        return self.root / "opt/sowcourse/venv/bin/python"

    def as_user(self, user: str, code: str, *words: object, umask: int = 0o022) -> subprocess.CompletedProcess[str]:
        """Run a few lines of Python as one of the machine's users."""
        known = pwd.getpwnam(user)
        return subprocess.run(
            [str(self.python), "-c", code, *map(str, words)],
            user=known.pw_uid,
            group=known.pw_gid,
            extra_groups=os.getgrouplist(user, known.pw_gid),
            env={"HOME": known.pw_dir, "USER": user, "PATH": "/usr/bin:/bin"},
            umask=umask,
            cwd="/",
            capture_output=True,
            text=True,
        )

    def running(self) -> list[str]:
        """The programs of this school, PostgreSQL's apart, by what was typed."""
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                line = place.read_text(errors="replace").replace("\0", " ")
            except OSError:
                continue
            if f"{self.root}/opt/" in line:
                found.append(line)
        return found

    def office(self, name: str, *words: str) -> str:
        """Run a command of sowcourse as the office of a class."""
        code = "import sys; from sowcourse.cli import main; sys.argv = ['sowcourse', *sys.argv[1:]]; main()"
        done = self.as_user(f"kantoor-{name}", code, *words, "--cohort", self.cohort(name), umask=0o077)
        assert done.returncode in (0, 3), done.stdout + done.stderr
        return done.stdout


@dataclass
class Visitor:
    """Somebody with a browser, who asks and hears what the server answers."""

    school: School
    user: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def ask(
        self, path: str, body: object = None, method: str = "", token: str = "", port: int = 0, **headers: str
    ) -> tuple[int, str]:
        """Status and text of what comes back, after every redirection."""
        data = None if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        place = f"http://127.0.0.1:{port}" if port else self.school.address
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told |= {"Authorization": f"token {token}"} if token else {}
        for cookie in self.jar:
            if cookie.name == "_xsrf" and path.startswith(cookie.path) and data is not None:
                told["X-XSRFToken"] = str(cookie.value)
        asked = urllib.request.Request(place + path, data, told, method=method or None)
        handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPCookieProcessor(self.jar)]
        if self.school.certificate:
            believed = ssl.create_default_context(cafile=self.school.certificate)
            handlers.append(urllib.request.HTTPSHandler(context=believed))
        opener = urllib.request.build_opener(*handlers)
        try:
            with opener.open(asked, timeout=120) as answer:
                return int(answer.status), answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode(errors="replace")

    def log_in(self) -> Visitor:
        status, page = self.ask("/hub/login")
        assert status == 200, page
        token = next(c.value for c in self.jar if c.name == "_xsrf" and c.path == "/hub/")
        form = urllib.parse.urlencode({"username": self.user, "password": secret(self.user), "_xsrf": token})
        status, page = self.ask("/hub/login?next=%2Fhub%2Ftoken", form)
        assert "Aanmelden" not in re.sub(r"<[^>]+>", " ", page), page[-2000:]
        return self

    def start(self, account: str = "") -> None:
        """Start a server, and wait until it is there."""
        account = account or self.user
        self.ask(f"/hub/spawn/{account}")
        place, shown = (
            ("kantoor/", "Mijn cohorten") if account.startswith("kantoor") else ("lab", "jupyter-config-data")
        )
        until = time.monotonic() + 300
        while time.monotonic() < until:
            status, page = self.ask(f"/user/{account}/{place}")
            if status == 200 and shown in page:
                return
            assert status not in (403, 404), page
            time.sleep(0.5)
        raise AssertionError(f"the server of {account} did not come: {status} {page[:500]}")

    def desk(self, question: str, what: object) -> dict[str, object]:
        """Ask one's own desk."""
        status, text = self.ask(f"/user/{self.user}/sowcourse/{question}", what)
        assert status == 200, f"{question}: {status} {text[:1000]}"
        found = json.loads(text)
        assert isinstance(found, dict)
        return found


def secret(user: str) -> str:
    return f"geheim-{user}"


@pytest.fixture(scope="session")
def school() -> Iterator[School]:
    """The school; it stands as long as the tests of this session."""
    if os.environ.get(STANDS):
        root = Path(os.environ[STANDS])
        found = re.search(r"127\.0\.0\.1:(\d+)", (root / "school.toml").read_text())
        assert found
        yield School(root, int(found[1]), json.loads((root / SURROUNDINGS).read_text()))
        return
    with school_root() as root, standing_school(root, SETTINGS) as found:
        yield found


@contextmanager
def school_root() -> Iterator[Path]:
    """A folder for a school; what is in it goes away with it, and so do the accounts of these tests."""
    assert os.geteuid() == 0, "a school is set up by the administrator of a machine: run this as root"
    _clear_away()
    root = Path(tempfile.mkdtemp(prefix=PREFIX))
    root.chmod(0o755)
    try:
        yield root
    finally:
        _forget(root)


def _clear_away() -> None:
    """What a run left that was ended halfway: its accounts have homes in a school that is no more.

    Raises: AssertionError naming a school that runs, or an account that is no test's.
    """
    homes = {user: Path(pwd.getpwnam(user).pw_dir) for user in (*PEOPLE, *OFFICES) if _is_user(user)}
    for user, home in homes.items():
        root = home.parents[1]
        assert root.name.startswith(PREFIX), f"{user}: this machine has an account of that name, in {home}"
        left = School(root, 0, {}).running()
        assert left == [], f"{root}: another school of these tests runs here: {left[0]}"
    for root in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not School(root, 0, {}).running():
            _forget(root)


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _forget(root: Path) -> None:
    for user in (*PEOPLE, *OFFICES):
        subprocess.run(["userdel", "--remove", user], capture_output=True)
    shutil.rmtree(root, ignore_errors=True)


@contextmanager
def standing_school(
    root: Path,
    settings: str,
    more: tuple[str, ...] = (),
    certificate: Path | None = None,
    environment: dict[str, str] = NOTHING,
) -> Iterator[School]:
    """Parameters: settings – with places for root and ports; more – other students of «avond»; certificate – of its
    address, which the hub believes too; environment – of the one who sets it up."""
    (root / "home").mkdir()
    (root / "dag.csv").write_text(
        f"studentnummer,voornaam,achternaam,account\n20261,An,Fictief,{AN}\n20262,Bo,Fictief,{BO}\n", encoding="utf-8"
    )
    evening = "".join(f"{user},Cem,Fictief\n" for user in (CEM, *more))
    (root / "avond.csv").write_text(f"studentnummer,voornaam,achternaam\n{evening}", encoding="utf-8")
    port, database = free_port(), free_port()
    (root / "school.toml").write_text(settings.format(root=root, port=port, database=database), encoding="utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(root / "uitgave")]
    for project in (ROOT, ROOT / "release" / "lecturer"):
        subprocess.run(build, cwd=project, check=True, capture_output=True)
    school = School(
        root,
        port,
        {
            "SOWCOURSE_HUBADRES": f"http://127.0.0.1:{free_port()}",
            "SOWCOURSE_PROXYADRES": f"http://127.0.0.1:{free_port()}",
            "SOWCOURSE_ZAALADRES": f"http://127.0.0.1:{free_port()}",
            "SOWCOURSE_LESSENADRES": f"http://127.0.0.1:{free_port()}",
            **environment,
        },
        certificate,
    )
    (root / SURROUNDINGS).write_text(json.dumps(school.environment), encoding="utf-8")
    with database_server(root / "pg", database):
        done = school.do("opzetten", root / "school.toml")
        assert done.returncode == 0, done.stdout + done.stderr
        people = "".join(f"{user}:{secret(user)}\n" for user in (*PEOPLE, *more))
        subprocess.run(["chpasswd"], input=people, text=True, check=True)
        command = [DEBIANS, str(SCRIPT), "--wortel", str(root), "draaien"]
        trust = {"SSL_CERT_FILE": str(certificate)} if certificate else {}
        with (root / "hub.log").open("wb") as log:
            running = subprocess.Popen(
                command, env=os.environ | school.environment | trust, stdout=log, stderr=log, start_new_session=True
            )
        try:
            _wait_for(school, running)
            yield school
        finally:
            running.terminate()
            running.wait(60)
            left = school.running()
            taken = school.do("weghalen", "--werk-ook", "--ja")
            assert taken.returncode == 0, taken.stderr
            assert left == [], "ended with what started it"


def _wait_for(school: School, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert running.poll() is None, (school.root / "hub.log").read_text()
        try:
            if [Visitor(school, "").ask(path)[0] for path in ("/hub/login", "/services/lessen/zegel")] == [200, 403]:
                return  # the services come a moment after the hub
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError((school.root / "hub.log").read_text())


class database_server:  # noqa: N801 – used as a word
    """A PostgreSQL server of our own, that lets in whoever one is on this machine, as Debian's does."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def __enter__(self) -> None:
        self.folder.mkdir()
        shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", "data", "-A", "peer", "-U", "postgres", "--no-sync")
        options = f"-p {self.port} -k {self.folder} -c listen_addresses= -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        place = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        group = pwd.getpwnam("postgres").pw_gid
        command = [str(place / program), *words]
        subprocess.run(
            command, cwd=self.folder, user="postgres", group=group, extra_groups=[], check=True, capture_output=True
        )


@pytest.fixture
def visit(school: School) -> Iterator[type[Visitor]]:
    yield Visitor
