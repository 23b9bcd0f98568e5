"""What is offered: the lessons and weighed assignments of one class, or of the course as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from sowcourse.cohort.calendar import Calendar
from sowcourse.cohort.choices import everything
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import assignments_root, shipped_course
from sowcourse.course import Course, Module, load_course
from sowcourse.errors import ContentError
from sowcourse.notebook import is_marked, markers, named, read_notebook, source
from sowcourse.rubric import Rubric, load_rubrics


@dataclass(frozen=True)
class GradedCell:
    """One cell that gives points."""

    id: str
    points: Fraction
    marked: bool
    """Whether a lecturer judges it; else it is checked automatically."""
    rubric: Rubric | None
    """What a lecturer looks at, where that is written down."""

    @property
    def items(self) -> int:
        """How many things are looked at: the criteria of the rubric, or the one check."""
        return len(self.rubric.criteria) if self.rubric else 1


@dataclass(frozen=True)
class Task:
    """One assignment with its weight."""

    name: str
    title: str
    """Its first heading."""
    module: Module | None
    """The lesson it belongs to; None for an assignment that is not in the course."""
    weight: int
    """Percent of the whole; 0 when it does not count."""
    cells: tuple[GradedCell, ...]
    """In the order of the notebook."""

    def points(self, marked: bool | None = None) -> Fraction:
        """Points in all, or only what a lecturer marks, or only what is checked automatically."""
        kept = (cell.points for cell in self.cells if marked is None or cell.marked == marked)
        return sum(kept, Fraction(0))


@dataclass(frozen=True)
class Offer:
    """What one class does."""

    root: Path
    """Folder of the course."""
    course: Course
    cohort: str
    """Name of the cohort; "" for the course as it stands."""
    version: str
    """Version of sowcourse it was made from."""
    modules: tuple[Module, ...]
    """The chosen lessons, in teaching order."""
    tasks: tuple[Task, ...]
    """Every assignment there is, in teaching order."""
    calendar: Calendar | None
    """None without a cohort."""

    @property
    def counted(self) -> tuple[Task, ...]:
        """The assignments that count."""
        return tuple(task for task in self.tasks if task.weight)

    @property
    def language(self) -> str:
        """The Dutch of its country, as a spelling checker names it."""
        return "nl-NL" if self.calendar and self.calendar.zone == "Europe/Amsterdam" else "nl-BE"


def offer_of(workspace: Workspace | None) -> Offer:
    """What a cohort offers; None stands for the whole course, its assignments equally weighed.

    Raises: ContentError when a file is not right, or when there is neither a cohort nor a checkout with assignments.
    """
    course_folder = workspace.course if workspace else shipped_course()
    course = load_course(course_folder)
    lessons = tuple(module.id for module in course.modules)
    if workspace is None:
        root = assignments_root()
        places = {m.assignment: root / m.assignment for m in course.modules if m.assignment}
        choices = everything(lessons, tuple(places))
        rubrics = {name: place / "rubric.toml" for name, place in places.items()}
    else:
        places = {name: workspace.root / "source" / name for name in workspace.assignments()}
        choices = workspace.choices()
        rubrics = {name: workspace.root / "rubrics" / f"{name}.toml" for name in places}
    owners = {module.assignment: module for module in course.modules if module.assignment}
    return Offer(
        root=course_folder,
        course=course,
        cohort=workspace.name if workspace else "",
        version=workspace.version if workspace else course.version,
        modules=tuple(module for module in course.modules if module.id in choices.lessons),
        tasks=tuple(
            _task(name, place / f"{name}.ipynb", rubrics[name], owners.get(name), choices.weights.get(name, 0))
            for name, place in places.items()
        ),
        calendar=workspace.calendar() if workspace else None,
    )


def _task(name: str, file: Path, rubric: Path, module: Module | None, weight: int) -> Task:
    rubrics = load_rubrics(rubric) if rubric.is_file() else {}
    cells = named(read_notebook(file))["cells"]
    graded = [cell for cell in cells if markers(cell).get("grade") or markers(cell).get("task")]
    prose = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")
    title = next((line[2:].strip() for line in prose.splitlines() if line.startswith("# ")), name)
    task = Task(
        name=name,
        title=title,
        module=module,
        weight=weight,
        cells=tuple(
            GradedCell(
                cell["id"], Fraction(str(markers(cell).get("points", 0))), is_marked(cell), rubrics.get(cell["id"])
            )
            for cell in graded
        ),
    )
    if weight and not task.points():
        remedy = "Geef punten aan een cel, of zet het gewicht op 0."
        raise ContentError(file, "", f"de opdracht telt voor {weight}%, maar geen enkele cel geeft punten.", remedy)
    return task
