"""Promises about the whole: imports point one way, the package is light, the wheel holds no answers."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import sowcourse

PACKAGE = Path(sowcourse.__file__).parent
ROOT = PACKAGE.parents[1]

FLOORS = (
    {"errors"},
    {"content", "durable", "identity", "misprint", "progress", "sentence", "trouble", "visible", "workfolder"},
    {
        "answerkey",
        "bars",
        "check",
        "citation",
        "claim",
        "collective",
        "concept",
        "clause",
        "confidentiality",
        "course",
        "cue",
        "dataset",
        "debate",
        "desk",
        "ease",
        "ecogram",
        "essay",
        "forum",
        "glossary",
        "handin",
        "ladder",
        "lesson",
        "logbook",
        "mirror",
        "mishap",
        "notebook",
        "original",
        "packet",
        "portfolio",
        "prose",
        "quiz",
        "reflection",
        "rubric",
        "shingle",
        "slip",
        "source",
        "standard",
        "surroundings",
        "threshold",
        "trust",
        "verb",
        "worksheet",
    },
    {
        "cohort",
        "diagnosis",
        "grading",
        "keymaking",
        "lab",
        "leaflet",
        "lint",
        "programme",
        "proof",
        "records",
        "skeleton",
        "start",
        "widgets",
    },
    {"commands"},
    {"cli"},
)
"""The floors of the house; a room imports from its own floor or a lower one."""

KEPT_TO = {
    "anywidget": {"widgets"},
    "docx": {"programme"},
    "ipywidgets": {"widgets"},
    "nbgrader": {"cohort", "grading"},
    "typer": {"cli", "commands"},
}


def rooms() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_content" not in path.parts)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.append(node.module)
        elif isinstance(node, ast.Import):
            names.extend(alias.name for alias in node.names)
    return names


@pytest.mark.parametrize("path", rooms(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    if room(path) == "__init__":
        return
    level = next(number for number, floor in enumerate(FLOORS) if room(path) in floor)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "sowcourse" and len(parts) > 1:
            other = next(number for number, floor in enumerate(FLOORS) if parts[1] in floor)
            assert other <= level, f"{path.name} imports {name} from a higher floor"
        for library, allowed in KEPT_TO.items():
            assert parts[0] != library or room(path) in allowed, f"{path.name} imports {library}"


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import json, sys, sowcourse; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pandas", "ipywidgets", "anywidget", "nbgrader", "nbformat"} & set(json.loads(run.stdout))


def test_the_public_names_exist_and_are_sorted() -> None:
    assert sorted(sowcourse.__all__) == sowcourse.__all__
    for name in sowcourse.__all__:
        assert hasattr(sowcourse, name)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_course_datasets_and_extension(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "sowcourse/_content/course/course.toml" in names
    assert "sowcourse/cohort/lms.toml" in names
    assert any(name.startswith("sowcourse/_content/datasets/") and name.endswith("data.csv") for name in names)
    assert any(name.endswith("share/jupyter/labextensions/sowcourse/package.json") for name in names)
    assert any(name.endswith("overrides.d/sowcourse.json") for name in names)


def test_the_wheel_holds_no_assignment_and_no_model_answer(wheel: zipfile.ZipFile) -> None:
    for name in wheel.namelist():
        assert "assignments" not in name
        assert "sowcourse/skeleton" not in name
        assert b"BEGIN HIDDEN TESTS" not in wheel.read(name) or name.endswith(".py")
        assert b'"grade_id"' not in wheel.read(name) or name.endswith(".py")


def test_content_is_found_inside_the_wheel(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    code = "from sowcourse.course import load_course; print(load_course().modules[0].folder)"
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert run.stdout.startswith(str(tmp_path / "sowcourse" / "_content"))


@pytest.mark.parametrize(
    "words", ["module new 7-x --titel X", "assignment prove 4-verbindend", "case new a b --land VL"]
)
def test_the_wheel_says_where_new_material_is_made(wheel: zipfile.ZipFile, tmp_path: Path, words: str) -> None:
    wheel.extractall(tmp_path)
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv[1:] = {words.split()}"
    code += "; from sowcourse.cli import main; main()"
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 1
    assert "in het geïnstalleerde pakket kun je geen nieuw materiaal maken." in run.stderr
    assert "Werk vanuit de volledige map van het project" in run.stderr


def test_no_room_that_gives_points_knows_the_mirror() -> None:
    for path in rooms():
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in {"check", "reflection", "rubric", "grading", "cohort", "records", "commands", "cli"}:
            assert "mirror import" not in path.read_text(encoding="utf-8"), path
