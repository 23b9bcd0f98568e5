"""A browser without a browser: asks a page of Kantoor by its address, and reads what it would show."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from sowcourse.content import shipped_course
from sowcourse.office import author_spot
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Desk, Dropped
from sowcourse.office.page import page
from sowcourse.office.routes import ROUTES
from sowcourse.skeleton.kind import ASSIGNMENTS

LESSON = "1-nabijheid"


@dataclass
class Visitor:
    """Somebody at a desk."""

    desk: Desk

    def asked(self, path: str, words: dict[str, str], files: dict[str, Dropped]) -> tuple[Asked, object]:
        for route in ROUTES:
            found = re.fullmatch(route.pattern, path)
            if found:
                places = tuple(unquote(each) for each in found.groups())
                told = {name: [word] for name, word in words.items()}
                return Asked(self.desk, places, told, {name: [file] for name, file in files.items()}), route
        raise AssertionError(path)

    def get(self, path: str, **words: str) -> str:
        """The page as it is shown."""
        asked, route = self.asked(path, words, {})
        return self.shown(route.show(asked), asked)  # type: ignore[attr-defined]

    def press(self, path: str, does: str, files: dict[str, Dropped] | None = None, **words: str) -> str:
        """What stands on the page after a button was pressed."""
        asked, route = self.asked(path, words | {"doe": does}, files or {})
        return self.shown(route.acts[does](asked), asked)  # type: ignore[attr-defined]

    def shown(self, answer: Answer, asked: Asked) -> str:
        if isinstance(answer, Page):
            return page(answer, asked, "geheim")
        if isinstance(answer, Go):
            path = answer.place.removeprefix(self.desk.place).strip("/")
            told = {"gedaan": self.desk.note(answer.note)} if answer.note else {}
            return self.get(path, **told)
        return str(answer)

    def wait(self, root: Path) -> None:
        """Until nothing goes on for a cohort."""
        until = time.monotonic() + 120
        while self.desk.jobs.going(root):
            assert time.monotonic() < until
            time.sleep(0.02)


def spoilable(folder: Path) -> Path:
    """A folder with a copy of the course and of the assignment of LESSON."""
    course = shipped_course()
    shutil.copytree(course, folder / "course")
    shutil.copytree(course.parent / ASSIGNMENTS / LESSON, folder / ASSIGNMENTS / LESSON)
    return folder


def writing_in(project: Path, patch: pytest.MonkeyPatch) -> Visitor:
    """Somebody in the author's room of such a folder."""
    patch.setattr(author_spot, "course_root", lambda: project / "course")
    patch.setattr(author_spot, "checkout", lambda: project)
    (project / "kantoor").mkdir()
    return Visitor(Desk(project / "kantoor", "/kantoor"))
