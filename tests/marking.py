"""A class of which everything was graded and nothing marked: for tests of who marks."""

from __future__ import annotations

import shutil
from pathlib import Path

from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import collect, release
from sowcourse.notebook import read_notebook, write_notebook
from tests.lecturer import graded

ASSIGNMENT = "5-politiserend"
STUDENTS = {"s901": "Mila Peeters", "s902": "Noor Claes", "s903": "Ömer Şahin", "s904": "Daan de Vries"}
HOSTILE = (
    'Aan de raad. <script>alert(1)</script><img src=x onerror=alert(2)> [klik](javascript:alert(3)) "><b>vet</b>\n\n'
    "Zij wachtten **drie** weken."
)


def graded_class(folder: Path, name: str = "klas", students: dict[str, str] = STUDENTS) -> Workspace:
    """Everybody wrote a product and a reflection; s901's is meant to act on who reads it."""
    (folder / "klas.csv").write_text("nummer,naam\n" + "".join(f"{n},{who}\n" for n, who in students.items()), "utf-8")
    workspace = create(name, folder / "klas.csv", folder)
    text = f'tijdzone = "Europe/Brussels"\n[inleveren]\n"{ASSIGNMENT}" = "2036-12-18 23:59"\n'
    (workspace.root / "kalender.toml").write_text(text, encoding="utf-8")
    release(workspace, ASSIGNMENT)
    for student in students:
        hand_in(workspace, student, HOSTILE if student == "s901" else f"Aan de raad, zegt nummer {student[1:]}.")
    collect(workspace, ASSIGNMENT, folder / "lms")
    for student in students:
        graded(workspace.root, student)
    return workspace


def copy_of(klass: Path, folder: Path) -> Workspace:
    """A copy of a class, to change; what it never changes is not copied, for that takes longer than a test."""
    left = ("cursus", "release", "rubrics")
    shutil.copytree(klass, folder, ignore=lambda place, names: left if place == str(klass) else ())
    for name in left:
        (folder / name).symlink_to(klass / name)
    return open_workspace(folder)


def hand_in(workspace: Workspace, student: str, product: str) -> None:
    """Put a notebook where it is collected."""
    lms = workspace.root.parent / "lms"
    lms.mkdir(exist_ok=True)
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for cell in notebook["cells"]:
        if cell["id"] in ("product", "reflectie"):
            cell["source"] = product if cell["id"] == "product" else "Ik dacht eerst iets anders."
    write_notebook(lms / f"{student}_{ASSIGNMENT}.ipynb", notebook)


def again(workspace: Workspace, student: str, product: str) -> None:
    """The student hands in once more, and it is graded."""
    hand_in(workspace, student, product)
    collect(workspace, ASSIGNMENT, workspace.root.parent / "lms")
    graded(workspace.root, student)
