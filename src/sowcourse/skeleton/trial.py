"""What the house rules say of a course that is not published yet, in a process of its own.

The rules read the project that this package stands in. Here another stands in for it: the same project with a draft in
the place of one file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sowcourse import content
from sowcourse.content import checkout
from sowcourse.errors import ContentError
from sowcourse.lint import Problem, find_problems
from sowcourse.skeleton.kind import ASSIGNMENTS
from sowcourse.skeleton.room import Room

SECONDS = 300
"""After so long it is given up: the rules take half a minute at most."""


def told_of(room: Room, place: str) -> list[Problem]:
    """What the house rules say of the draft of a file, and nothing of other files.

    Raises: ContentError outside a whole project, or when the rules did not come to an end.
    """
    project = checkout()
    with room.as_published(place, room.text(place)) as course, tempfile.TemporaryDirectory() as folder:
        _stand_in(Path(folder), project, course)
        command = [sys.executable, "-m", "sowcourse.skeleton.trial", folder]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, env=dict(os.environ))
        except (subprocess.SubprocessError, OSError) as error:
            remedy = "Probeer opnieuw, of bekijk alles met 'sowcourse check'."
            raise ContentError(room.course / place, "", "de huisregels kwamen niet klaar.", remedy) from error
    named = f"/{place}" if place.startswith(f"{ASSIGNMENTS}/") else f"course/{place}"
    found = [Problem(Path(each.pop("file")), **each) for each in json.loads(done.stdout)]
    return [problem for problem in found if problem.file.as_posix().endswith(named)]


def _stand_in(folder: Path, project: Path, course: Path) -> None:
    """The same project in a folder, with another course, and the assignments that stand beside that one."""
    for path in project.iterdir():
        if path.name not in ("course", ASSIGNMENTS, ".git", ".venv", "node_modules"):
            (folder / path.name).symlink_to(path)
    (folder / "course").symlink_to(course)
    (folder / ASSIGNMENTS).mkdir()
    own = {path.name: path for path in (course.parent / ASSIGNMENTS).glob("*/")}
    for name, path in ({path.name: path for path in (project / ASSIGNMENTS).glob("*/")} | own).items():
        (folder / ASSIGNMENTS / name).symlink_to(path)


def main(project: Path) -> None:
    """Print what the rules say of a project, as JSON."""
    content._CHECKOUT = project
    found = [
        {
            "file": problem.file.as_posix(),
            "place": problem.place,
            "fault": problem.fault,
            "remedy": problem.remedy,
            "advice": problem.advice,
            "rule": problem.rule,
        }
        for problem in find_problems()
    ]
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
