"""A cohort: the folder of one class in one year."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sowcourse import __version__
from sowcourse.cohort.calendar import ZONES, Calendar, load_calendar
from sowcourse.cohort.choices import Choices, load_choices
from sowcourse.cohort.making import MARKER, check_place, fill, finished, shipped_assignments
from sowcourse.cohort.origin import COURSE
from sowcourse.cohort.roster import Student, read_roster, write_roster
from sowcourse.cohort.source import unfit
from sowcourse.cohort.stray import copied, original, stray_folders
from sowcourse.cohort.swap import settle
from sowcourse.cohort.tenancy import must_be_empty, must_be_its_own
from sowcourse.content import read_toml, shipped_course, whole_course
from sowcourse.course import load_course
from sowcourse.errors import CohortError
from sowcourse.rubric import Rubric, load_rubrics

LEFT = "uitgeschreven.csv"
"""In the cohort: who was on the class list and is no longer."""


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
    retired: tuple[str, ...] = ()
    """What the course does not have any more and this cohort keeps: "les 4-verbindend", "opdracht 4-verbindend"."""

    @property
    def label(self) -> str:
        """How it is told apart from a copy of it: the folder, and the name where that is another."""
        return self.root.name if self.root.name == self.name else f"{self.root.name} («{self.name}»)"

    @property
    def course(self) -> Path:
        """Folder of the course that this class does; a cohort from before it had its own does the installed one."""
        own = self.root / COURSE
        return own if own.is_dir() else shipped_course()

    @property
    def exchange(self) -> Path:
        """Folder of nbgrader's exchange. Inside the cohort, nobody but its owner can reach it."""
        return Path(self.shared) if self.shared else self.root / "uitwisseling"

    @property
    def gradebook(self) -> str:
        """Address of nbgrader's database. Raises: CohortError when the path of its file cannot be an address."""
        if "?" in str(self.root) and not self.database:
            raise CohortError(
                f"{self.root}: in het pad van een cohort mag geen vraagteken staan, want dan vinden we het puntenboek "
                "niet. Geef die map een andere naam."
            )
        return self.database or f"sqlite:///{self.root / 'gradebook.db'}"

    def must_own_its_database(self) -> None:
        """Raises: CohortError when the gradebook is on a server, in the database of another cohort."""
        if self.database:
            must_be_its_own(self.root, self.name, self.database)

    def students(self) -> dict[str, Student]:
        """The class list, by id.

        Raises: CohortError when it is not right, or not there yet.
        """
        if not self.has_roster:
            raise CohortError(
                f"{self.root / 'klas.csv'}: dit cohort heeft nog geen klaslijst. "
                "Geef haar op met 'sowcourse cohort roster KLAS.csv'."
            )
        return {student.id: student for student in read_roster(self.root / "klas.csv")}

    @property
    def has_roster(self) -> bool:
        """Whether the class list is known; next year's cohort can be made before it is."""
        return (self.root / "klas.csv").is_file()

    def left(self) -> dict[str, Student]:
        """Who was on the class list and is no longer, by id; their work is kept."""
        file = self.root / LEFT
        return {student.id: student for student in read_roster(file)} if file.is_file() else {}

    def enlist(self, students: list[Student], same: dict[str, str]) -> None:
        """Put another class list in the place of the one there is.

        Who is no longer on it is kept in a list of its own. Parameters: same – old id → new id of the same person.
        """
        before = self.left() | (self.students() if self.has_roster else {})
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
        lessons = tuple(module.id for module in load_course(self.course).modules)
        return load_choices(self.root / "keuzes.toml", lessons, tuple(self.assignments()))

    def check_files(self) -> None:
        """Read every file that a lecturer edits, so that a slip of the pen is told before any work is done.

        Raises: ContentError or CohortError naming file and line.
        """
        for file in sorted([*(self.root / "rubrics").glob("*.toml"), self.root / "opmerkingen.toml"]):
            if file.is_file() and not file.name.startswith("."):
                read_toml(file)
        self.calendar()
        self.choices()

    def strays(self) -> list[str]:
        """A Dutch sentence for every second copy of a file or folder that counts."""
        found = []
        for name in (MARKER, "kalender.toml", "keuzes.toml", "opmerkingen.toml", "gradebook.db"):
            stem, _, ending = name.partition(".")
            found += [(file, name) for file in self.root.glob(f"{stem}?*.{ending}")]
        for name in ("klas.csv", LEFT):  # a lecturer may keep lists of their own beside ours
            stem = name.partition(".")[0]
            found += [(file, name) for file in self.root.glob(f"{stem}?*.csv") if original(file.stem, {stem})]
        for file in (self.root / "rubrics").glob("*.toml"):
            if of := original(file.stem, self.assignments()):
                found.append((file, f"{of}.toml"))
        for folder in (self.root / "source").glob("*/"):
            found += [(file, f"{folder.name}.ipynb") for file in folder.glob(f"{folder.name}?*.ipynb")]
        found += stray_folders(self.root, self._people())
        texts = [*self.root.glob("*.toml.txt"), *self.root.glob("rubrics/*.toml.txt"), *self.root.glob("klas.csv.txt")]
        return [
            f"{file.relative_to(self.root)}: dit telt niet, {file.stem} wel. Een tekstprogramma zoals Kladblok zette "
            f"er .txt achter. Staat hier wat jij wilde, bewaar het dan als {file.stem}, met «Alle bestanden» als type."
            for file in sorted(texts)
        ] + [
            f"{file.relative_to(self.root)}: dit lijkt een kopie van {name}, van OneDrive, Dropbox of met de hand. "
            f"Alleen {name} telt. Kijk welke van de twee klopt, en verwijder de andere."
            for file, name in sorted(found)
        ]

    def _people(self) -> set[str]:
        """Everyone of whom there may be work, by id."""
        return {*self.students(), *self.left()} if self.has_roster else set()

    def own(self, folders: Iterable[Path]) -> list[str]:
        """The students whose folders these are, in order; a second copy of a folder is nobody's."""
        people, names = self._people(), {folder.name for folder in folders}
        return sorted(name for name in names if not original(name, people))

    def assignments(self) -> list[str]:
        """Assignments this cohort has, in order; a second copy of one is none."""
        found = (path for path in (self.root / "source").iterdir() if (path / f"{path.name}.ipynb").is_file())
        names = {path.name for path in found if not path.name.startswith(".")}
        return sorted(name for name in names if not copied(name, names))

    def released(self) -> dict[str, Path]:
        """Assignment → the notebook that students get, of those that were released."""
        files = {name: self.root / "release" / name / f"{name}.ipynb" for name in self.assignments()}
        return {name: file for name, file in files.items() if file.is_file()}

    def assignment(self, name: str | None) -> str:
        """The assignment meant; the only one when none is named.

        Raises: CohortError when it does not exist or a choice is needed.
        """
        known = self.assignments()
        if name is None and len(known) == 1:
            return known[0]
        if name and name not in known and (self.root / "source" / name).is_dir():
            raise CohortError(unfit(self.root / "source" / name))
        if name not in known:
            asked = f"{name}: deze opdracht is er niet" if name else "Noem een opdracht"
            raise CohortError(f"{asked}. Kies uit: {', '.join(known)}.")
        return name

    def rubrics(self, assignment: str) -> dict[str, Rubric]:
        """The rubrics of an assignment, by cell; {} for one without, such as one from elsewhere."""
        file = self.root / "rubrics" / f"{assignment}.toml"
        return load_rubrics(file) if file.is_file() else {}


def create(
    name: str,
    roster: Path | list[Student],
    folder: Path,
    zone: str = ZONES[0],
    database: str = "",
    exchange: Path | None = None,
) -> Workspace:
    """Make a cohort in `folder / name` from the course and assignments as they are now.

    Parameters: roster – the class list, or a file with it; database – address of an empty PostgreSQL database, for
    this cohort alone; "" keeps the gradebook in a file. A password belongs in `~/.pgpass` or PGPASSWORD, not in it.
    exchange – folder on a shared machine through which students fetch and hand in; None when that goes by the LMS.

    Raises: CohortError when the name cannot be used, the folder exists, the roster is not right, or the database
    holds something already; nothing is left behind then.
    """
    root = check_place(name, folder)
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
    students = read_roster(roster) if isinstance(roster, Path) else roster
    if database:
        must_be_empty(database)
    with (
        finished(whole_course(), shipped_assignments()) as (course, sources),
        tempfile.TemporaryDirectory(dir=folder, prefix=".cohort-") as temporary,
    ):
        made = Path(temporary) / name
        fill(made, name, __version__, students, course, sources, zone, database, exchange)
        made.chmod(0o700)  # on a shared machine, students see nothing of it
        made.rename(root)
    workspace = open_workspace(root)
    workspace.must_own_its_database()
    return workspace


def open_workspace(folder: Path | None = None) -> Workspace:
    """The cohort in `folder`, else the one around the current directory.

    Raises: CohortError when there is none.
    """
    start = (folder or Path.cwd()).resolve()
    around = [start] if folder else [start, *start.parents]
    for root in around:
        settle(root)
        if (root / MARKER).is_file():
            table = read_toml(root / MARKER)
            workspace = Workspace(
                root,
                table.text("naam"),
                table.text("versie"),
                table.text("puntenboek", ""),
                table.text("uitwisseling", ""),
                table.texts("uit-de-omloop", []),
            )
            table.text("gemaakt")
            table.close()
            return workspace
    raise CohortError(
        f"{start}: dit is geen cohort (cohort.toml ontbreekt). "
        "Ga naar de map van je cohort, gebruik --cohort MAP, of maak er een met 'sowcourse cohort new'."
    )
