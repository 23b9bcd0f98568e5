"""A cohort: the folder of one class in one year."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sowcourse import __version__
from sowcourse.cohort.calendar import ZONES, Calendar, load_calendar
from sowcourse.cohort.choices import Choices, choices_text, everything, load_choices
from sowcourse.cohort.roster import Student, read_roster, write_roster
from sowcourse.content import assignments_root, read_toml
from sowcourse.course import load_course
from sowcourse.errors import CohortError
from sowcourse.rubric import Rubric, load_rubrics

MARKER = "cohort.toml"

LEFT = "uitgeschreven.csv"
"""In the cohort: who was on the class list and is no longer."""

_CONFIG = """# nbgrader, as this cohort uses it. `sowcourse` reads it, and so does formgrader.
import tomllib
from pathlib import Path

c = get_config()  # noqa: F821
here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = {name!r}
cohort = tomllib.loads((here / "cohort.toml").read_text(encoding="utf-8"))
c.CourseDirectory.db_url = cohort.get("puntenboek") or f"sqlite:///{{here / 'gradebook.db'}}"
c.Exchange.root = cohort.get("uitwisseling") or str(here / "uitwisseling")
c.ExchangeReleaseAssignment.force = True
c.Execute.timeout = 60
c.Execute.shutdown_kernel = "immediate"
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "sowcourse.cohort.stubs.ClearAnswers",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""

_CALENDAR = """# Wanneer moet wat ingeleverd zijn? Zet het hekje weg en vul het moment in, in lokale tijd.
tijdzone = "{zone}"

[inleveren]
{lines}

# Uitstel voor één student, of extra dagen bij elke deadline; 'sowcourse extend' schrijft dit voor je.
# [uitstel."r0001234"]
# "5-politiserend" = "2027-01-08 23:59"
#
# [extra-dagen]
# "r0005678" = 3
"""

_IGNORED = """# Persoonsgegevens: zet deze map niet in een openbare git.
*
"""


@dataclass(frozen=True)
class Workspace:
    """The folder of one cohort."""

    root: Path
    name: str
    version: str
    """Version of sowcourse it was made from."""
    database: str = ""
    """Address of a PostgreSQL database of its own; "" for a file in the cohort."""
    shared: str = ""
    """Folder of nbgrader's exchange on a machine that students share; "" for one inside the cohort."""

    @property
    def exchange(self) -> Path:
        """Folder of nbgrader's exchange. Inside the cohort, nobody but its owner can reach it."""
        return Path(self.shared) if self.shared else self.root / "uitwisseling"

    @property
    def gradebook(self) -> str:
        """Address of nbgrader's database."""
        return self.database or f"sqlite:///{self.root / 'gradebook.db'}"

    def students(self) -> dict[str, Student]:
        """The class list, by id."""
        return {student.id: student for student in read_roster(self.root / "klas.csv")}

    def left(self) -> dict[str, Student]:
        """Who was on the class list and is no longer, by id; their work is kept."""
        file = self.root / LEFT
        return {student.id: student for student in read_roster(file)} if file.is_file() else {}

    def enlist(self, students: list[Student], same: dict[str, str]) -> None:
        """Put another class list in the place of the one there is.

        Who is no longer on it is kept in a list of its own. Parameters: same – old id → new id of the same person.
        """
        before = self.left() | self.students()
        now = {student.id for student in students}
        left = [student for student in before.values() if student.id not in now and student.id not in same]
        if left:
            write_roster(self.root / LEFT, left)
        else:
            (self.root / LEFT).unlink(missing_ok=True)
        write_roster(self.root / "klas.csv", students)

    def calendar(self) -> Calendar:
        """The deadlines."""
        return load_calendar(self.root / "kalender.toml")

    def choices(self) -> Choices:
        """Which lessons and assignments this class does, and what each assignment weighs."""
        lessons = tuple(module.id for module in load_course().modules)
        return load_choices(self.root / "keuzes.toml", lessons, tuple(self.assignments()))

    def assignments(self) -> list[str]:
        """Assignments this cohort has, in order."""
        return sorted(path.name for path in (self.root / "source").iterdir() if path.is_dir())

    def assignment(self, name: str | None) -> str:
        """The assignment meant; the only one when none is named.

        Raises: CohortError when it does not exist or a choice is needed.
        """
        known = self.assignments()
        if name is None and len(known) == 1:
            return known[0]
        if name not in known:
            asked = f"{name}: deze opdracht is er niet" if name else "Noem een opdracht"
            raise CohortError(f"{asked}. Kies uit: {', '.join(known)}.")
        return name

    def rubrics(self, assignment: str) -> dict[str, Rubric]:
        """The rubrics of an assignment, by cell."""
        return load_rubrics(self.root / "rubrics" / f"{assignment}.toml")


def create(
    name: str, roster: Path, folder: Path, zone: str = ZONES[0], database: str = "", exchange: Path | None = None
) -> Workspace:
    """Make a cohort in `folder / name` from the course and assignments as they are now.

    Parameters: database – address of an empty PostgreSQL database, for this cohort alone; "" keeps the gradebook
    in a file. A password belongs in `~/.pgpass` or PGPASSWORD, not in the address.
    exchange – folder on a shared machine through which students fetch and hand in; None when that goes by the LMS.

    Raises: CohortError when the name cannot be used, the folder exists, or the roster is not right; nothing is
    left behind then.
    """
    if not name or Path(name).name != name or name.startswith("."):
        raise CohortError(f"{name!r}: dit kan geen naam van een cohort zijn. Kies bijvoorbeeld 2026-najaar.")
    root = (folder / name).resolve()
    if root.exists():
        raise CohortError(f"{root}: deze map bestaat al. Kies een andere naam, of werk verder in dat cohort.")
    if zone not in ZONES:
        raise CohortError(f"{zone}: deze tijdzone kennen we niet. Kies {' of '.join(ZONES)}.")
    if database and not database.startswith("postgresql+psycopg://"):
        raise CohortError(
            f"{database}: dit adres van een puntenboek kennen we niet. "
            "Verwacht wordt postgresql+psycopg://gebruiker@server/database; zonder adres komt het in een bestand."
        )
    if exchange and not exchange.is_dir():
        raise CohortError(
            f"{exchange}: deze map is er niet. Vraag de beheerder van de computer naar de uitwisselingsmap."
        )
    students = read_roster(roster)
    sources = [assignments_root() / module.assignment for module in load_course().modules if module.assignment]
    with tempfile.TemporaryDirectory(dir=folder, prefix=".cohort-") as temporary:
        made = Path(temporary) / name
        _fill(made, name, students, sources, zone, database, exchange)
        made.chmod(0o700)  # on a shared machine, students see nothing of it
        made.rename(root)
    return open_workspace(root)


def open_workspace(folder: Path | None = None) -> Workspace:
    """The cohort in `folder`, else the one around the current directory.

    Raises: CohortError when there is none.
    """
    start = (folder or Path.cwd()).resolve()
    around = [start] if folder else [start, *start.parents]
    for root in around:
        if (root / MARKER).is_file():
            table = read_toml(root / MARKER)
            workspace = Workspace(
                root,
                table.text("naam"),
                table.text("versie"),
                table.text("puntenboek", ""),
                table.text("uitwisseling", ""),
            )
            table.text("gemaakt")
            table.close()
            return workspace
    raise CohortError(
        f"{start}: dit is geen cohort (cohort.toml ontbreekt). "
        "Ga naar de map van je cohort, gebruik --cohort MAP, of maak er een met 'sowcourse cohort new'."
    )


def _fill(
    root: Path,
    name: str,
    students: list[Student],
    sources: list[Path],
    zone: str,
    database: str,
    exchange: Path | None,
) -> None:
    for part in ("source", "rubrics", "ontvangen"):
        (root / part).mkdir(parents=True)
    if exchange is None:
        (root / "uitwisseling").mkdir()
        (root / "uitwisseling").chmod(0o777)  # nbgrader asks for it; the cohort around it is closed
    for source in sources:
        target = root / "source" / source.name
        target.mkdir()
        shutil.copyfile(source / f"{source.name}.ipynb", target / f"{source.name}.ipynb")
        shutil.copyfile(source / "rubric.toml", root / "rubrics" / f"{source.name}.toml")
        rubrics = load_rubrics(source / "rubric.toml")
        (target / "rubric.md").write_text(_rubric_text(rubrics), encoding="utf-8")
    write_roster(root / "klas.csv", students)
    chosen = everything(tuple(module.id for module in load_course().modules), tuple(s.name for s in sources))
    (root / "keuzes.toml").write_text(choices_text(chosen), encoding="utf-8")
    lines = "\n".join(f'# "{source.name}" = "{datetime.now().year}-12-18 23:59"' for source in sources)
    (root / "kalender.toml").write_text(_CALENDAR.format(zone=zone, lines=lines), encoding="utf-8")
    (root / "nbgrader_config.py").write_text(_CONFIG.format(name=name), encoding="utf-8")
    (root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    (root / MARKER).write_text(
        f"# Een cohort van sowcourse. De versie ligt vast.\n"
        f"naam = {json.dumps(name)}\nversie = {json.dumps(__version__)}\ngemaakt = {json.dumps(made)}\n"
        + (f"puntenboek = {json.dumps(database)}\n" if database else "")
        + (f"uitwisseling = {json.dumps(str(exchange.resolve()))}\n" if exchange else ""),
        encoding="utf-8",
    )


def _rubric_text(rubrics: dict[str, Rubric]) -> str:
    lines = ["# Waar je lesgever naar kijkt", ""]
    for rubric in rubrics.values():
        lines += [f"## {rubric.title}", ""]
        for criterion in rubric.criteria:
            lines += [f"**{criterion.name}**", ""]
            lines += [f"{number}. {level}" for number, level in enumerate(criterion.levels, start=1)] + [""]
    return "\n".join(lines)
