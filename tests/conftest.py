"""What several tests need: a tiny course in a temporary folder, to break in one place at a time."""

from __future__ import annotations

import functools
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from sowcourse.cohort.workspace import Workspace
from sowcourse.demo import run_demo
from tests.kept import Shelf

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


def obey_interrupts() -> None:
    """Before a program starts: in a shell's background Ctrl+C is ignored, and so it would be by what is started."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Path]:
    """The fictional class after its whole cycle, and its overview."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("demo")))
        return run_demo(Console(quiet=True))


@pytest.fixture(scope="session", autouse=True)
def _one_look_at_the_schema() -> None:
    """nbgrader starts a program to learn its schema's version at every new gradebook; here once is enough."""
    import nbgrader.api

    nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)


@pytest.fixture(scope="session", autouse=True)
def _servers_are_kept() -> Iterator[None]:
    """The runs of this worker share their grading servers."""
    shelf = Shelf()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sowcourse.grading.runner.Server", shelf.lend)
        yield
    shelf.close()
