"""The lesson packet of a cohort: the chosen lessons, own cases and deadlines in one file for students."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sowcourse.bundle import bundle
from sowcourse.cohort.mention import refuse_traces
from sowcourse.cohort.origin import AUTHORS, files, with_modules, without_routes
from sowcourse.cohort.own_cases import merge_cases, own_cases
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import read_text
from sowcourse.course import load_course
from sowcourse.errors import CohortError, PacketError
from sowcourse.student.packet import ABOUT, FORMAT
from sowcourse.student.trust import check_course

_LECTURERS = ("teaching-notes.md", AUTHORS)
"""What of a course is not for students."""


@dataclass(frozen=True)
class Packed:
    """What went into a packet."""

    file: Path
    lessons: tuple[str, ...]
    added: tuple[str, ...]
    """Own cases, as lesson/name."""
    replaced: tuple[str, ...]
    """Own cases that stand in place of ours."""
    real: tuple[str, ...]
    """Own cases that are not invented."""
    deadlines: int


def pack(workspace: Workspace) -> Packed:
    """Write `lespakket-<cohort>.zip`, which holds no name and no answer of anybody, and nothing of an assignment.

    Raises: CohortError when no lesson is chosen, a case is not right, or a student's name stands in one; ContentError
    and PacketError when the course of this cohort cannot be read, or would be refused by the students' side.
    """
    lessons = workspace.choices().lessons
    if not lessons:
        raise CohortError("keuzes.toml: er is geen enkele les gekozen. Zet de lessen die je geeft bij 'lessen'.")
    cases = [own for own in own_cases(workspace.root, workspace.course) if own.module in lessons]
    if workspace.has_roster:
        refuse_traces([own.file for own in cases], workspace.root, (workspace.students() | workspace.left()).values())
    target = workspace.root / f"lespakket-{workspace.name}.zip"
    deadlines = {name: moment.isoformat() for name, moment in sorted(workspace.calendar().deadlines.items())}
    with tempfile.TemporaryDirectory(dir=workspace.root, prefix=".lespakket-") as temporary:
        course = Path(temporary) / "course"
        _choose(workspace.course, course, lessons)
        merge_cases(course, cases)
        try:
            check_course(course)
        except PacketError as error:
            raise CohortError(f"{error} Pas de tekst aan; er is geen lespakket gemaakt.") from error
        about = [f"formaat = {FORMAT}", f"cohort = {json.dumps(workspace.name, ensure_ascii=False)}"]
        about += [f"versie = {json.dumps(workspace.version)}", "", "[inleveren]"]
        about += [f"{json.dumps(name)} = {json.dumps(moment)}" for name, moment in deadlines.items()]
        (Path(temporary) / ABOUT).write_text("\n".join(about) + "\n", encoding="utf-8")
        contents = {ABOUT: Path(temporary) / ABOUT}
        contents |= {f"course/{name}": path for name, path in files(course).items()}
        made = Path(temporary) / target.name
        made.write_bytes(bundle({name: path.read_bytes() for name, path in contents.items()}))
        made.replace(target)
    return Packed(
        target,
        lessons,
        tuple(f"{own.module}/{own.case.id}" for own in cases if not own.replaces),
        tuple(f"{own.module}/{own.case.id}" for own in cases if own.replaces),
        tuple(f"{own.module}/{own.case.id}" for own in cases if not own.case.fictional),
        len(deadlines),
    )


def _choose(source: Path, target: Path, lessons: tuple[str, ...]) -> None:
    """Copy a course with only these lessons, and without what is for lecturers."""
    left_out = {module.id for module in load_course(source).modules} - set(lessons)
    for name, path in files(source).items():
        if name.partition("/")[0] in left_out or path.name in _LECTURERS:
            continue
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    text = read_text(source / "course.toml")
    (target / "course.toml").write_text(without_routes(with_modules(text, list(lessons))), encoding="utf-8")
