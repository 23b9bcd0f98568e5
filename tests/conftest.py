"""What several tests need: a tiny course in a temporary folder, to break in one place at a time."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock
from rich.console import Console
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import release
from sowcourse.demo import run_demo
from tests.kept import Shelf

Result = TypeVar("Result")

ROOT = Path(__file__).parents[1]
BROWSER = ROOT / "tests" / "browser"

COURSE = """
title = "Klein"
version = "1"
contact = "de lesgever"
thesis = "Een stelling."
modules = ["1-nabijheid"]
"""

MODULE = """
title = "Nabijheid"
krachtlijn = "nabijheid"
minutes = 90
summary = "Er zijn waar mensen leven."
outcomes = ["drempels-zien"]
passages = ["p01"]
reactions = ["reactie-1"]

[[margin]]
id = "agenda"
passage = "p01"
question = "Wie bepaalt hier de agenda?"
"""

ARGUMENT = """
[[debate.argument]]
id = "{side}-{number}"
side = "{side}"
text = "Een reden."
origin = "eigen"
rebuttal = "Een tegenwerping."
"""

DEBATE = """
[[debate]]
id = "naast-mensen"
title = "Naast mensen staan"
motion = "Een sociaal werker kiest zichtbaar partij."
reaction = "reactie-1"
introduction = "Een lezer vindt van wel."
questions = ["Waar ligt jouw grens?"]
""" + "".join(ARGUMENT.format(side=side, number=number) for side in ("pro", "contra") for number in range(1, 5))

QUIZ = """
[[question]]
id = "outreach"
level = "begrijpen"
text = "Wat maakt een huisbezoek outreachend?"
passage = "p01"

[[question.option]]
id = "a"
text = "Dat het thuis is."
correct = false
feedback = "Een controle aan huis is ook thuis."

[[question.option]]
id = "b"
text = "Dat de agenda gedeeld is."
correct = true
feedback = "Ja: tempo en agenda worden afgestemd."
"""


FIRST = ("test_walk", "test_skeleton", "test_erasure", "test_release", "test_author_texts", "test_start")
"""Files of few tests that take long: begun last, they would be done when all other workers have long been."""


class ByFile(LoadScopeScheduling):
    """A worker takes whole files, the largest first; tests in a browser one by one, from the start, by every other.

    Files of few long tests (`FIRST`) go before the largest.
    What waits for a program stands beside what draws, no worker ends with a long file, and only who needs one starts a
    JupyterLab. Who has none of its own kind left takes what there is. (xdist's own groups need names of tests that
    pytest 9.2 no longer lets it change: `--dist loadgroup` spreads every file over all workers, and says nothing.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return nodeid if BROWSER in (ROOT / file).parents else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        draws = int(node.gateway.id.removeprefix("gw")) % 2 == 0
        own = [scope for scope in self.workqueue if (BROWSER in (ROOT / scope).parents) == draws]
        if own:
            first = next((scope for name in FIRST for scope in own if Path(scope).stem == name), own[0])
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """How the tests are given to the workers."""
    assert all((ROOT / "tests" / f"{name}.py").is_file() for name in FIRST), "a file in FIRST is no more"
    return ByFile(config, log)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark what `make quick` leaves out."""
    for item in items:
        for mark in marks_of(item):
            item.add_marker(mark)


def marks_of(item: pytest.Item) -> Iterator[str]:
    """By what a test or its file uses: `browser`, `program` (it starts one), `room`
    (of an author or a lecturer), `class` (one goes through the cycle)."""
    used = vars(getattr(item, "module", None) or object)
    if BROWSER in item.path.parents:
        yield "browser"
    if {"subprocess", "distributed"} & set(used):
        yield "program"
    cycle = {getattr(value, "__module__", "") for value in used.values()} & {"sowcourse.cycle", "sowcourse.proof"}
    if {"Visitor", "shipped_course"} & set(used):
        yield "room"
    if cycle or {"demo", "released"} & set(getattr(item, "fixturenames", ())):
        yield "class"


def obey_interrupts() -> None:
    """Before a program starts: in a shell's background Ctrl+C is ignored, and so it would be by what is started."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """What asynchronous work gives; in a thread of its own, as Playwright leaves a loop running in a worker's own."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


@pytest.fixture
def tiny_course(tmp_path: Path) -> Path:
    """Folder of a course with one module, valid as it stands."""
    root = tmp_path / "course"
    module = root / "1-nabijheid"
    module.mkdir(parents=True)
    (root / "course.toml").write_text(COURSE, encoding="utf-8")
    (module / "module.toml").write_text(MODULE, encoding="utf-8")
    (module / "debate.toml").write_text(DEBATE, encoding="utf-8")
    (module / "quiz.toml").write_text(QUIZ, encoding="utf-8")
    return root


Made = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A copy, for this worker, of a folder that the first worker to ask for it fills: its name, and who fills it."""
    own = tmp_path_factory.getbasetemp()
    common = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "eenmaal"
    common.mkdir(exist_ok=True)

    def copy(name: str, fill: Callable[[Path], object]) -> Path:
        original, done = common / name, common / f"{name}.klaar"
        with FileLock(common / f"{name}.bezig"):
            if not done.exists():
                shutil.rmtree(original, ignore_errors=True)
                original.mkdir()
                fill(original)
                done.touch()
        return shutil.copytree(original, tmp_path_factory.mktemp(name), dirs_exist_ok=True)

    return copy


@pytest.fixture(scope="session")
def demo(made_once: Made) -> tuple[Workspace, Path]:
    """The fictional class after its whole cycle, and its overview."""

    def fill(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tempfile.tempdir", str(folder))
            run_demo(Console(quiet=True))

    (overview,) = made_once("demo", fill).glob("*/demo/overzicht-*.html")
    return open_workspace(overview.parent), overview


@pytest.fixture(scope="session")
def released(made_once: Made) -> Path:
    """The releases of a cohort that released every assignment."""

    def fill(folder: Path) -> None:
        (folder / "klas.csv").write_text("nummer,naam\n001,An De Smet\n", encoding="utf-8")
        workspace = create("alles", folder / "klas.csv", folder)
        for assignment in workspace.assignments():
            release(workspace, assignment)

    return made_once("alles", fill) / "alles" / "release"


@pytest.fixture(scope="session", autouse=True)
def _one_look_at_the_schema() -> None:
    """nbgrader starts a program to learn its schema's version at every new gradebook; here the same is read once."""
    import nbgrader.api
    from alembic.script import ScriptDirectory

    head = ScriptDirectory(str(Path(nbgrader.api.__file__).with_name("alembic"))).get_current_head()
    nbgrader.api.get_alembic_version = lambda: head


@pytest.fixture(scope="session", autouse=True)
def _servers_are_kept() -> Iterator[None]:
    """The runs of this worker share their grading servers."""
    shelf = Shelf()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sowcourse.grading.runner.Server", shelf.lend)
        yield
    shelf.close()
