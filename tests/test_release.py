"""Promises about a release: no answers for students, the same bytes from any clone, installed without a checkout."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import sowcourse
from sowcourse import __version__
from sowcourse.cohort.making import shipped_assignments
from sowcourse.cohort.upgrade import plan_upgrade
from sowcourse.cohort.workspace import open_workspace
from sowcourse.content import assignments_root, whole_course
from sowcourse.course import load_course
from sowcourse.cycle import grade
from sowcourse.cycle import release as give_out
from sowcourse.errors import CohortError
from sowcourse.gradebook.gradebook import results
from sowcourse.gradebook.marks import write_marks
from sowcourse.notebook import markers, read_notebook, source
from sowcourse.proof import load_answers
from tests.conftest import obey_interrupts

ROOT = Path(sowcourse.__file__).parents[2]
MOMENT = "1790000000"
STUDENT = f"student/sowcourse-{__version__}-py3-none-any.whl"
LECTURER = f"docent/sowcourse_lecturer-{__version__}-py3-none-any.whl"


def clone(target: Path, mask: int, backwards: bool) -> Path:
    """Everything that git holds or would hold, written by somebody with other habits, in another order."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    before = os.umask(mask)
    for name in sorted(set(names), reverse=backwards):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    os.umask(before)
    return target


def release(project: Path, moment: str = MOMENT) -> subprocess.Popen[str]:
    """Start making a release in a copy of the project."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": moment}
    command = [sys.executable, str(project / "release"), str(project.parent / f"dist-{project.name}")]
    return subprocess.Popen(command, cwd=project, env=environment, text=True, stderr=subprocess.PIPE)


@pytest.fixture(scope="session")
def clones(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clones")
    return [clone(folder / "een", 0o022, False), clone(folder / "twee", 0o077, True)]


@pytest.fixture(scope="session")
def releases(clones: list[Path]) -> list[Path]:
    made = [release(project) for project in clones]
    told = [each.communicate()[1] for each in made]
    assert [each.returncode for each in made] == [0, 0], told
    return [project.parent / f"dist-{project.name}" for project in clones]


@pytest.fixture(scope="session")
def dist(releases: list[Path]) -> Path:
    return releases[0]


@pytest.fixture(scope="session")
def wheel(dist: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(dist / STUDENT)


def digests(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_two_clones_give_the_same_bytes(releases: list[Path]) -> None:
    one, other = map(digests, releases)
    assert one == other
    assert {STUDENT, LECTURER, "UPGRADING.md", "LEESMIJ.md", "website/cursus.imscc"} < set(one)


def test_the_checksums_name_every_file_and_are_right(dist: Path) -> None:
    written = dict(reversed(line.split("  ")) for line in (dist / "SHA256SUMS").read_text("utf-8").splitlines())
    assert written == {name: digest for name, digest in digests(dist).items() if name != "SHA256SUMS"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\\n", "\n"))


TAUGHT = "Bij vrijwilligerswerk via een organisatie is het verschil in dezelfde enquête veel kleiner."
"""What a model answer takes from the chart of its lesson."""

RUN = 6
"""So many words in a row are somebody's sentence."""


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}


def held_back() -> dict[str, list[str]]:
    """What students must not get, by where it stands: model answers, hidden checks, other answers, teaching notes."""
    found: dict[str, list[str]] = {}
    for folder in sorted(assignments_root().glob("*/")):
        given = []
        for cell in read_notebook(folder / f"{folder.name}.ipynb")["cells"]:
            text, hidden = source(cell), re.findall(r"BEGIN HIDDEN TESTS(.*?)### END", source(cell), re.DOTALL)
            answer = markers(cell).get("solution")
            found.setdefault(f"{folder.name}: answers", []).extend([text] if answer else [])
            found.setdefault(f"{folder.name}: checks", []).extend(hidden)
            given += [cell["metadata"].get("sowcourse", {}).get("stub", "") if answer else text]
        given_runs = set().union(*(runs(text.partition("### BEGIN HIDDEN")[0]) for text in given))
        for kind in ("wrong", "alternative"):
            found[f"{folder.name}: {kind}"] = [answer.source for answer in load_answers(folder, kind)]
        for name in [name for name in found if name.startswith(folder.name)]:
            lines = [line for text in found[name] for line in text.splitlines()]
            found[name] = [line for line in lines if runs(line) - given_runs]
    for notes in sorted((ROOT / "course").glob("*/teaching-notes.md")):
        found[f"{notes.parent.name}: notes"] = [line for line in notes.read_text("utf-8").splitlines() if runs(line)]
    return found


def leaked(texts: Iterator[str]) -> dict[str, list[str]]:
    """Each line held back of which every run of words stands in one of these texts."""
    there = set().union(*map(runs, texts))
    held = held_back()
    assert len(held) == 6 * 4 + 7
    assert all(len(lines) > 3 for lines in held.values()), {name: len(lines) for name, lines in held.items()}
    found = {name: [line for line in lines if runs(line) <= there and line != TAUGHT] for name, lines in held.items()}
    return {name: lines for name, lines in found.items() if lines}


def readable(files: Iterator[tuple[str, bytes]]) -> Iterator[str]:
    """Every text among these files, those in zips too."""
    for name, content in files:
        if name.endswith((".zip", ".whl", ".imscc")):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                yield from readable((inner, packed.read(inner)) for inner in packed.namelist())
        else:
            yield content.decode("utf-8", errors="replace")


def test_nothing_that_students_get_holds_an_answer_a_hidden_check_or_a_teaching_note(dist: Path) -> None:
    files = [dist / STUDENT, dist / "website" / "cursus.imscc", *(dist / "website" / "toetsen").iterdir()]
    assert leaked(readable((file.name, file.read_bytes()) for file in files)) == {}


def test_a_line_of_an_answer_and_one_of_a_note_are_found_wherever_they_stand() -> None:
    held = held_back()
    note, check = held["5-politiserend: notes"][5], held["5-politiserend: checks"][0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.json", json.dumps({"a": [f"Iets.\n{note}\nEn meer.", check]}))
    assert leaked(readable(iter([("x.zip", packed.getvalue())]))) == {
        "5-politiserend: notes": [note],
        "5-politiserend: checks": [line for line in held["5-politiserend: checks"] if line == check],
    }


def test_students_wheel_holds_course_datasets_and_extension_and_no_assignment(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "sowcourse/_content/course/course.toml" in names
    assert "sowcourse/cohort/lms.toml" in names
    assert any(name.startswith("sowcourse/_content/datasets/") and name.endswith("data.csv") for name in names)
    assert any(name.endswith("share/jupyter/labextensions/sowcourse/package.json") for name in names)
    assert any(name.endswith("share/jupyter/labextensions/sowcourse/static/dom.js") for name in names)
    assert any(name.endswith("overrides.d/sowcourse.json") for name in names)
    for name in names:
        assert not re.search(
            r"assignments|sowcourse/skeleton/templates|teaching-notes|exceptions\.toml|rubric\.toml|-answers", name
        ), name
        assert b"BEGIN HIDDEN TESTS" not in wheel.read(name) or name.endswith(".py")
        assert b'"grade_id"' not in wheel.read(name) or name.endswith(".py")


def test_students_wheel_holds_every_module_that_its_modules_import(wheel: zipfile.ZipFile) -> None:
    """Kantoor runs from it at a school: one module left out, and no page of it is there."""
    here = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in wheel.namelist()}
    asked = {
        (name, node.module)
        for name in wheel.namelist()
        if name.startswith("sowcourse/") and name.endswith(".py")
        for node in ast.walk(ast.parse(wheel.read(name)))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sowcourse.")
    }
    assert ("sowcourse/office/author_form.py", "sowcourse.skeleton.house_form") in asked
    assert [each for each in sorted(asked) if each[1] not in here] == []


def test_lecturers_wheel_holds_what_students_miss_and_asks_for_students_of_the_same_version(dist: Path) -> None:
    with zipfile.ZipFile(dist / LECTURER) as packed:
        names = set(packed.namelist())
        about = packed.read(next(name for name in names if name.endswith("METADATA"))).decode()
    held = {f"sowcourse_lecturer/{file.relative_to(ROOT)}" for file in (ROOT / "assignments").rglob("*.toml")}
    held |= {f"sowcourse_lecturer/{file.relative_to(ROOT)}" for file in (ROOT / "course").glob("*/teaching-notes.md")}
    held |= {f"sowcourse_lecturer/handleidingen/{file.name}" for file in (ROOT / "docs").glob("*.md")}
    assert held <= names
    assert not [name for name in names if "decisions" in name or "pictures" in name]
    assert f"Requires-Dist: sowcourse=={__version__}" in about


def test_the_bill_of_materials_names_each_package_of_the_lock_that_students_get_and_no_tool_of_ours(dist: Path) -> None:
    bill = json.loads((dist / f"sowcourse-{__version__}.cdx.json").read_text("utf-8"))
    named = {part["name"]: part["version"] for part in bill["components"]}
    lock = dict(
        re.findall(r"^([\w.-]+)==([^\s;]+)", (dist / "student" / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    )
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == __version__
    assert {name: lock.get(name) for name in named} == named, "run 'make lock'"
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    wanted = {re.split(r"[^\w-]", name)[0].lower() for name in asked}
    assert {"jupyterlab", "nbgrader", "pandas"} <= wanted <= set(named)
    assert not {"ruff", "mypy", "pytest", "playwright"} & set(named)
    assert all(part["externalReferences"][0]["hashes"] for part in bill["components"])


def test_a_release_is_made_of_a_commit_and_of_nothing_else(clones: list[Path]) -> None:
    without = release(clones[0], moment="").communicate()[1]
    assert "A release is made in a git clone" in without
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=clones[0], check=True)
    (clones[0] / "course" / "course.toml").write_text("anders", encoding="utf-8")
    assert "course/course.toml" in release(clones[0], moment="").communicate()[1]
    shutil.rmtree(clones[0] / ".git")


@dataclass
class Machine:
    """A computer on which only wheels of a release are installed, with what they build on."""

    folder: Path

    def install(self, wheel: Path) -> None:
        command = [sys.executable, "-m", "pip", "--python", self.folder / "venv" / "bin" / "python", "install", "-q"]
        subprocess.run([*command, "--no-deps", "--no-index", "--disable-pip-version-check", wheel], check=True)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of who runs the tests; the wall lets in what we borrow, as it does a user's own packages."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "DISPLAY"))
        }
        programs = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
        return kept | {"HOME": str(self.folder), "PYTHONUSERBASE": sys.prefix, "PATH": programs}

    def types(self, words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [self.folder / "venv" / "bin" / "sowcourse", *words.split()]
        run = {"capture_output": True, "text": True, "cwd": cwd or self.folder, "env": self.environment}
        return subprocess.run(command, check=False, **run)


@pytest.fixture(scope="session")
def machine(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """What the wheels build on is borrowed from here: installing it takes a network and half a minute."""
    found = Machine(tmp_path_factory.mktemp("computer"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", found.folder / "venv"], check=True)
    places = next((found.folder / "venv" / "lib").glob("python3*/site-packages"))
    (places / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    found.install(dist / STUDENT)
    ours, theirs = (prefix / "share" / "jupyter" for prefix in (found.folder / "venv", Path(sys.prefix)))
    for part in ("lab/static", "lab/schemas", "lab/themes", "nbconvert", "kernels"):
        (ours / part).symlink_to(theirs / part)
    return found


def test_a_student_and_then_a_lecturer_work_with_nothing_but_the_wheels(machine: Machine, dist: Path) -> None:
    """The dear one of this file: a start, a grading and six more commands, about half a minute."""
    told = machine.types("version").stdout
    assert f"sowcourse {__version__}\ncursus {__version__}, in {machine.folder}" in told
    assert "opdrachten: de opdrachten met modelantwoorden zitten niet in het pakket dat studenten installeren." in told
    _start(machine)
    roster = machine.folder / "klas.csv"
    roster.write_text("studentnummer,voornaam,achternaam\nr0000001,Aya,Amrani\nr0000002,Bram,Claes\n", encoding="utf-8")
    refused = machine.types("cohort new 2026-najaar --roster klas.csv")
    assert refused.returncode == 1
    assert "Installeer het pakket voor lesgevers erbij (sowcourse_lecturer" in refused.stderr
    assert not (machine.folder / "2026-najaar").exists()

    machine.install(dist / LECTURER)
    made = machine.types("cohort new 2026-najaar --roster klas.csv")
    assert made.returncode == 0, made.stderr
    cohort = machine.folder / "2026-najaar"
    assert (cohort / "cursus" / "5-politiserend" / "teaching-notes.md").is_file()
    assert machine.types("release 5-politiserend", cohort).returncode == 0
    _hand_in(cohort, machine.folder / "uit-het-lms.zip")
    collected = machine.types("collect 5-politiserend --van ../uit-het-lms.zip", cohort)
    assert "1 van 1 bestand aangenomen." in collected.stdout, collected.stderr
    graded = machine.types("grade 5-politiserend", cohort)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert re.search(r"Aya Amrani .*r0000001 .* (\d+) / \1 ", graded.stdout), graded.stdout
    beside = next(machine.folder.glob("venv/lib/*/site-packages/sowcourse_lecturer"))
    assert machine.types("version", cohort).stdout.splitlines()[2:] == [
        f"opdrachten {__version__}, in {beside / 'assignments'}",
        f"cohort 2026-najaar, gemaakt met of bijgewerkt naar versie {__version__}",
    ]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A cohort as 0.1.0 made them on its first day: no course and no choices of its own, no index of what came in."""
    root, name = tmp_path / "2026-voorjaar", "5-politiserend"
    given = read_notebook(assignments_root() / name / f"{name}.ipynb")
    for folder in (
        f"source/{name}",
        "rubrics",
        f"ontvangen/{name}/r0000001",
        f"submitted/r0000001/{name}",
        "uitwisseling",
    ):
        (root / folder).mkdir(parents=True)
    shutil.copyfile(assignments_root() / name / f"{name}.ipynb", root / "source" / name / f"{name}.ipynb")
    shutil.copyfile(assignments_root() / name / "rubric.toml", root / "rubrics" / f"{name}.toml")
    for cell in given["cells"]:
        cell["source"] = source(cell).partition("### BEGIN HIDDEN TESTS")[0].rstrip()
    content = json.dumps(given)
    (root / "ontvangen" / name / "r0000001" / f"9b32d90754-r0000001_{name}.ipynb").write_text(content, encoding="utf-8")
    (root / "submitted" / "r0000001" / name / f"{name}.ipynb").write_text(content, encoding="utf-8")
    (root / "submitted" / "r0000001" / name / "timestamp.txt").write_text(
        "2026-04-01 10:00:00.000000 UTC", encoding="utf-8"
    )
    (root / "klas.csv").write_text(
        '"studentnummer","voornaam","achternaam","e-mail"\n"r0000001","Aya","Amrani","a@school.example"\n',
        encoding="utf-8",
    )
    (root / "kalender.toml").write_text(
        f'tijdzone = "Europe/Brussels"\n\n[inleveren]\n# "{name}" = "2026-12-18 23:59"\n', "utf-8"
    )
    (root / "nbgrader_config.py").write_text(OLD_SETTINGS, encoding="utf-8")
    (root / "cohort.toml").write_text(
        'naam = "2026-voorjaar"\nversie = "0.0.9"\ngemaakt = "2026-03-01T09:00:00+01:00"\n', encoding="utf-8"
    )
    return root


OLD_SETTINGS = """from pathlib import Path

c = get_config()
here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = '2026-voorjaar'
c.Exchange.root = str(here / "uitwisseling")
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


def test_a_cohort_of_an_earlier_version_is_graded_and_marked_by_this_one(old: Path) -> None:
    name = "5-politiserend"
    submitted = digests(old / "submitted") | digests(old / "ontvangen")
    workspace = open_workspace(old)
    assert (workspace.version, workspace.choices().lessons) == ("0.0.9", tuple(m.id for m in load_course().modules))
    assert give_out(workspace, name).is_file()
    report = grade(workspace, name, lambda done, total: None)
    assert [line for line in report.remarks if "Amrani" not in line] == []
    result = results(workspace, name)["r0000001"]
    assert result.score(False) == result.points(False) > 0
    write_marks(workspace, name, old / "punten.csv")
    assert "r0000001" in (old / "punten.csv").read_text("utf-8-sig")
    assert (
        (old / "submitted" / "r0000001" / name / "timestamp.txt").read_text("utf-8").startswith("2026-04-01 10:00:00")
    )
    kept = digests(old / "submitted") | digests(old / "ontvangen")
    assert {place: kept.get(place) for place in submitted} == submitted
    with pytest.raises(CohortError, match="gemaakt voordat cohorten onthielden waaruit ze gemaakt zijn"):
        plan_upgrade(workspace, whole_course(), shipped_assignments(), __version__)


def _start(machine: Machine) -> None:
    """The course opens, with the desk in it, and stops when asked."""
    command = [machine.folder / "venv" / "bin" / "sowcourse", "start", "--geen-browser"]
    process = subprocess.Popen(
        command,
        cwd=machine.folder,
        env=machine.environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=obey_interrupts,
    )
    try:
        assert process.stdout is not None
        address = next((line.strip() for line in process.stdout if line.strip().startswith("http")), "")
        host, token = address.split("/sowcourse/")[0], address.split("token=")[1]
        with urllib.request.urlopen(
            f"{host}/api/contents/lessen/5-politiserend.ipynb?content=0&token={token}"
        ) as reply:
            assert json.load(reply)["name"] == "5-politiserend.ipynb"
        with urllib.request.urlopen(f"{host}/sowcourse/les/5-politiserend.html?token={token}") as reply:
            assert "data-desk" in reply.read().decode()
        with urllib.request.urlopen(f"{host}/lab/extensions/sowcourse/static/dom.js?token={token}") as reply:
            assert b"export" in reply.read()
        asked = urllib.request.Request(f"{host}/sowcourse/verslag?token={token}", data=b"{}", method="POST")
        with urllib.request.urlopen(asked) as reply:
            assert f"sowcourse: {__version__}" in json.load(reply)["report"]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=60)
    assert "Gestopt. Wat je schreef, is bewaard." in told[0], told


def _hand_in(cohort: Path, file: Path) -> None:
    """One student hands in every model answer."""
    model = read_notebook(cohort / "source" / "5-politiserend" / "5-politiserend.ipynb")
    answers = {cell["id"]: source(cell) for cell in model["cells"] if markers(cell).get("solution")}
    given = read_notebook(cohort / "release" / "5-politiserend" / "5-politiserend.ipynb")
    for cell in given["cells"]:
        cell["source"] = answers.get(cell["id"], source(cell))
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("r0000001_5-politiserend.ipynb", json.dumps(given))
