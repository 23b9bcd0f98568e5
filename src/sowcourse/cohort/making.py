"""What stands in a cohort when it is made: the texts of its files, and the assignments of its course."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sowcourse.cohort.choices import choices_text, everything
from sowcourse.cohort.holidays import REGIONS
from sowcourse.cohort.origin import pin, with_modules
from sowcourse.cohort.own_cases import FOLDER as OWN_CASES
from sowcourse.cohort.own_cases import HELP as OWN_HELP
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.content import UNWRITTEN, assignments_root, whole_course
from sowcourse.course import load_course
from sowcourse.errors import CohortError
from sowcourse.rubric import Rubric, load_rubrics

MARKER = "cohort.toml"

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{kind}{number}" for kind in ("COM", "LPT") for number in "0123456789¹²³")}
_SIGNS = frozenset('<>:"/\\|?*[]%#$`')
_LONGEST = 60

_CONFIG = """# nbgrader, as this cohort uses it. `sowcourse` reads it, and so does formgrader.
from pathlib import Path

from sowcourse.content import read_toml

c = get_config()  # noqa: F821
here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = {name!r}
cohort = read_toml(here / "cohort.toml").data
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
# Welke schoolvakanties? Daarmee verschuift 'sowcourse cohort copy' deze momenten naar volgend jaar.
# Kies uit: {regions}. Hogescholen en universiteiten maken hun eigen kalender: kijk de momenten dan na.
# vakanties = "{region}"

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


def shipped_assignments() -> list[Path]:
    """Folders of the assignments of the installed course, in its order.

    Raises: ContentError where only students' package is installed, which holds no model answers.
    """
    modules = load_course(whole_course()).modules
    return [assignments_root() / module.assignment for module in modules if module.assignment]


@contextmanager
def finished(course: Path, assignments: list[Path], had: Path | None = None) -> Iterator[tuple[Path, list[Path]]]:
    """A course and its assignments as a cohort gets them: without lessons that are still being written.

    Parameters: had – the course of a cohort: what it has already, it keeps.
    """
    modules = load_course(course).modules
    known = {module.id for module in load_course(had).modules} if had else set()
    ready = [module for module in modules if module.id in known or not _being_written(module.folder)]
    if len(ready) == len(modules):
        yield course, assignments
        return
    given = {module.assignment for module in ready}
    with tempfile.TemporaryDirectory(prefix="sowcourse-cursus-") as folder:
        copy = Path(folder) / course.name
        left = {module.id for module in modules} - {module.id for module in ready}
        shutil.copytree(course, copy, ignore=lambda at, names: left & set(names) if Path(at) == course else set())
        text = (course / "course.toml").read_text(encoding="utf-8")
        (copy / "course.toml").write_text(with_modules(text, [module.id for module in ready]), encoding="utf-8")
        yield copy, [folder for folder in assignments if folder.name in given]


def _being_written(folder: Path) -> bool:
    texts = (file for file in folder.rglob("*") if file.suffix in (".toml", ".md", ".ipynb"))
    return any(UNWRITTEN in file.read_text(encoding="utf-8") for file in texts)


def check_name(name: str) -> None:
    """Refuse a name that would be trouble as a folder on some computer that a cohort comes to, or in an address.

    Letters of any script, digits, spaces and signs like – and 🎓 are fine. Raises: CohortError with a suggestion.
    """
    fault = _fault(name)
    if fault:
        kept = "".join(sign if sign.isalnum() or sign in " -_.'()&" else "-" for sign in name.strip())
        better = re.sub("-{2,}", "-", kept[:_LONGEST]).strip(" -.'")
        suggestion = better if better and not _fault(better) else "2026-najaar"
        shown = name if name.isprintable() and len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
        raise CohortError(
            f"«{shown}»: dit kan geen naam van een cohort zijn: {fault}. Kies bijvoorbeeld «{suggestion}»."
        )


def _fault(name: str) -> str:
    """Why a name cannot be used; "" when it can."""
    odd = [sign for sign in name if sign in _SIGNS or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]
    if not name.strip():
        return "hij is leeg"
    if odd:
        return f"het teken {odd[0] if odd[0].isprintable() else repr(odd[0])} mag niet in de naam van een map"
    if name != name.strip() or name[0] in ".-~" or name.endswith("."):
        return "hij begint of eindigt met een spatie, een punt of een streepje"
    if name.partition(".")[0].strip().upper() in _RESERVED:
        return "Windows houdt deze naam voor zichzelf"
    if len(name) > _LONGEST or len(name.encode()) > 3 * _LONGEST:
        return f"hij is langer dan {_LONGEST} tekens"
    return ""


def check_place(name: str, folder: Path) -> Path:
    """Where a cohort of this name will stand.

    Raises: CohortError when the name cannot be used or something stands there already.
    """
    check_name(name)
    root = (folder / name).resolve()
    if root.exists():
        raise CohortError(f"{root}: deze map bestaat al. Kies een andere naam, of werk verder in dat cohort.")
    return root


def fill(
    root: Path,
    name: str,
    version: str,
    students: list[Student],
    course: Path,
    assignments: list[Path],
    zone: str,
    database: str = "",
    exchange: Path | None = None,
) -> None:
    """Make everything of a new cohort in a folder that is not there yet.

    Parameters: course – folder of the course; assignments – folders of the assignments, in its order.
    """
    root.mkdir(parents=True)
    pin(root, course, assignments)
    for folder in assignments:
        put_assignment(root, folder.name, folder / f"{folder.name}.ipynb", folder / "rubric.toml")
    chosen = everything(tuple(module.id for module in load_course(course).modules), tuple(f.name for f in assignments))
    (root / "keuzes.toml").write_text(choices_text(chosen), encoding="utf-8")
    lines = "\n".join(f'# "{folder.name}" = "{datetime.now().year}-12-18 23:59"' for folder in assignments)
    region = REGIONS[0] if zone == "Europe/Brussels" else REGIONS[2]
    calendar = _CALENDAR.format(zone=zone, lines=lines, regions=", ".join(REGIONS), region=region)
    (root / "kalender.toml").write_text(calendar, encoding="utf-8")
    (root / "nbgrader_config.py").write_text(_CONFIG.format(name=name), encoding="utf-8")
    put_surroundings(root, name, version, students, database, exchange)


def put_surroundings(
    root: Path, name: str, version: str, students: list[Student], database: str, exchange: Path | None
) -> None:
    """What every cohort has, made or copied: class list, folders for what comes in, a place for own cases, its name.

    Parameters: students – empty when the class list comes later.
    """
    (root / "ontvangen").mkdir()
    (root / OWN_CASES).mkdir(parents=True, exist_ok=True)
    (root / OWN_CASES.parent / "LEESMIJ.md").write_text(OWN_HELP, encoding="utf-8")
    if exchange is None:
        (root / "uitwisseling").mkdir()
        (root / "uitwisseling").chmod(0o777)  # nbgrader asks for it; the cohort around it is closed
    if students:
        write_roster(root / "klas.csv", students)
    (root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    (root / MARKER).write_text(
        f"# Een cohort van sowcourse. De versie ligt vast.\n"
        f"naam = {toml_text(name)}\nversie = {toml_text(version)}\ngemaakt = {toml_text(made)}\n"
        + (f"puntenboek = {toml_text(database)}\n" if database else "")
        + (f"uitwisseling = {toml_text(str(exchange.resolve()))}\n" if exchange else ""),
        encoding="utf-8",
    )


def toml_text(value: str) -> str:
    """A text as TOML reads it back: every letter as it is."""
    return json.dumps(value, ensure_ascii=False)


def put_assignment(root: Path, name: str, notebook: Path, rubric: Path) -> None:
    """Put an assignment in `source/` and its rubric in `rubrics/`, with the page that students get of it."""
    target = root / "source" / name
    target.mkdir(parents=True, exist_ok=True)
    (root / "rubrics").mkdir(exist_ok=True)
    shutil.copyfile(notebook, target / f"{name}.ipynb")
    shutil.copyfile(rubric, root / "rubrics" / f"{name}.toml")
    (target / "rubric.md").write_text(rubric_text(load_rubrics(rubric)), encoding="utf-8")


def rubric_text(rubrics: dict[str, Rubric]) -> str:
    """The rubrics of an assignment as a page for students."""
    lines = ["# Waar je lesgever naar kijkt", ""]
    for rubric in rubrics.values():
        lines += [f"## {rubric.title}", ""]
        for criterion in rubric.criteria:
            lines += [f"**{criterion.name}**", ""]
            lines += [f"{number}. {level}" for number, level in enumerate(criterion.described(), start=1)] + [""]
    return "\n".join(lines)
