"""New material works from the moment it is made: tried in a copy of the whole project, with the real commands."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import sowcourse
from sowcourse import content
from sowcourse.cli import main
from sowcourse.cohort.lock import WRITING
from sowcourse.content import UNWRITTEN
from sowcourse.dataset import load_dataset
from sowcourse.errors import ContentError
from sowcourse.notebook import dump, markers, normalise, read_notebook, source
from sowcourse.skeleton.cells import with_widget
from sowcourse.skeleton.change import COPIES, whole_or_nothing, with_key, with_module
from sowcourse.skeleton.exercise import find_exercise

ROOT = Path(sowcourse.__file__).parents[2]
COMMAND = "from sowcourse.cli import main; main()"

Run = Callable[..., subprocess.CompletedProcess[str]]


def command(copy: Path, *words: object, place: Path | None = None, typed: str = "") -> subprocess.CompletedProcess[str]:
    """What the command line of the copy answers."""
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=place or copy,
        input=typed,
        env=os.environ | {"PYTHONPATH": str(copy / "src"), "COLUMNS": "200"},
        timeout=300,
    )


def fresh_copy(target: Path) -> Path:
    for name in ("course", "assignments", "datasets", "src"):
        shutil.copytree(ROOT / name, target / name)
    return target


def state(copy: Path) -> dict[str, bytes]:
    """Every file of the copy, by path; not the lock, in which nothing stands and which git keeps out."""
    kept = (path for path in copy.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(copy)): path.read_bytes() for path in kept if path != copy / COPIES / WRITING}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which a lecturer made a module with everything."""
    copy = fresh_copy(tmp_path_factory.mktemp("project"))
    for words in (
        ("module", "new", "7-digitaal", "--titel", 'Digitaal "helpen"', "--krachtlijn", "nabijheid"),
        ("assignment", "new", "7-digitaal", "--dataset", "eenzaamheid"),
        ("debate", "new", "7-digitaal", "wie-helpt", "--reactie", "reactie-5"),
        ("case", "new", "7-digitaal", "de-tablet", "--land", "nl"),
    ):
        run = command(copy, *words)
        assert run.returncode == 0, run.stdout + run.stderr
        assert "Volgende stap:" in run.stdout
    return copy


def test_a_new_module_costs_one_folder_one_line_and_its_outcomes(tmp_path: Path) -> None:
    copy = fresh_copy(tmp_path)
    before = state(copy)
    run = command(copy, "module", "new", "3a-digitaal", "--titel", "Digitaal helpen")
    assert run.returncode == 0, run.stderr
    assert "sowcourse check" in run.stdout
    after = state(copy)
    assert {name for name in after if name not in before} == {
        f"course/3a-digitaal/{name}"
        for name in (
            "cases/casus-nederland.md",
            "cases/casus-vlaanderen.md",
            "debate.toml",
            "ladder.toml",
            "lesson.ipynb",
            "module.toml",
            "quiz.toml",
            "teaching-notes.md",
        )
    }
    changed = {name for name in before if after[name] != before[name]}
    known = "src/sowcourse/lab/labextension/static/known.json"
    assert changed == {"course/course.toml", "course/outcomes.toml", known}
    lines = after["course/course.toml"].decode().splitlines()
    assert set(lines) - set(before["course/course.toml"].decode().splitlines()) == {'    "3a-digitaal",'}
    assert lines.index('    "3a-digitaal",') == lines.index('    "3-generalistisch",') + 1
    assert after["course/outcomes.toml"].startswith(before["course/outcomes.toml"])


def test_check_says_only_what_must_still_be_written_file_by_file(copy: Path) -> None:
    run = command(copy, "check")
    assert run.returncode == 1
    above, told, _ = run.stdout.partition("uitzonderingen, die mogen blijven")
    assert told, "what our own cases leave as it is, is listed below what was found"
    points = [line for line in above.splitlines() if line.startswith("  •")]
    assert points
    assert [line for line in points if UNWRITTEN not in line] == []
    named = {found[1] for line in run.stdout.splitlines() if (found := re.fullmatch(r"(\S+/\S+) \(\d+\)", line))}
    unwritten = {name for name, text in state(copy).items() if UNWRITTEN.encode() in text}
    assert named == {name for name in unwritten if name.startswith(("course/", "assignments/"))}
    assert {"course/7-digitaal/lesson.ipynb", "assignments/7-digitaal/7-digitaal.ipynb"} < named


def test_the_lesson_shows_the_new_debate_and_case_and_is_known_to_the_extension(copy: Path) -> None:
    file = copy / "course/7-digitaal/lesson.ipynb"
    lesson = read_notebook(file)
    assert file.read_text(encoding="utf-8") == dump(normalise(lesson))
    calls = [source(cell).splitlines()[-1] for cell in lesson["cells"] if cell["cell_type"] == "code"]
    assert 'show_debate("7-digitaal", "wie-helpt")' in calls
    assert calls.index('show_case("7-digitaal", "de-tablet")') > calls.index(
        'show_case("7-digitaal", "casus-nederland")'
    )
    known = copy / "src/sowcourse/lab/labextension/static/known.json"
    run = "from sowcourse.lab.known import known_text; print(known_text(), end='')"
    listed = subprocess.run(
        [sys.executable, "-c", run],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(copy / "src")},
    )
    assert known.read_text(encoding="utf-8") == listed.stdout


def test_the_new_assignment_is_proved_and_a_mistake_in_it_is_found(copy: Path, tmp_path: Path) -> None:
    run = command(copy, "assignment", "prove", "7-digitaal")
    assert run.returncode == 0, run.stdout
    assert "Bewezen: het modelantwoord krijgt alle punten" in run.stdout
    broken = fresh_copy(tmp_path)
    shutil.copytree(copy / "assignments", broken / "assignments", dirs_exist_ok=True)
    shutil.copytree(copy / "course", broken / "course", dirs_exist_ok=True)
    file = broken / "assignments/7-digitaal/7-digitaal.ipynb"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('.max() - keuze[\\"procent\\"].min()', ".max()"), encoding="utf-8")
    run = command(broken, "assignment", "prove", "7-digitaal")
    assert run.returncode == 1
    assert "7-digitaal.ipynb, test-stap-3: het modelantwoord haalt deze controle niet: «verschil:" in run.stdout
    assert "sowcourse assignment prove 7-digitaal" in run.stdout


def test_a_wrong_answer_is_kept_with_the_sentence_of_its_check(copy: Path) -> None:
    typed = "hoogste = 1\n.\neen\n"
    run = command(copy, "wrong-answer", "new", "7-digitaal", "stap-2", typed=typed)
    assert run.returncode == 0, run.stderr
    assert "De controle test-stap-2 zegt nu:" in run.stdout
    kept = tomllib.loads((copy / "assignments/7-digitaal/wrong-answers/stap-2-een.toml").read_text(encoding="utf-8"))
    assert kept == {
        "cell": "stap-2",
        "source": "hoogste = 1\n",
        "fails": "test-stap-2",
        "sentence": "hoogste: dit is nog niet de juiste waarde. Zoek het grootste getal in de kolom procent van keuze.",
    }
    before = state(copy)
    again = command(copy, "wrong-answer", "new", "7-digitaal", "stap-2", "--naam", "een", typed="hoogste = 2\n.\n")
    assert again.returncode == 1
    assert "het foute antwoord 'stap-2-een' bestaat al" in again.stderr
    right = command(copy, "wrong-answer", "new", "7-digitaal", "val", typed='oordeel = "verbeteren"\n.\n')
    assert right.returncode == 1
    assert "elke controle keurt dit antwoord goed. Is het fout, maak dan de controle strenger." in right.stderr
    assert state(copy) == before


REFUSED = (
    (("module", "new", "7-digitaal", "--titel", "X"), "de module '7-digitaal' bestaat al."),
    (("module", "new", "Acht Les", "--titel", "X"), "Kies bijvoorbeeld 'acht-les'."),
    (("module", "new", "8-x", "--titel", " "), "de titel is leeg."),
    (("module", "new", "8-x", "--titel", "X", "--krachtlijn", "nabijhied"), "Bedoel je 'nabijheid'?"),
    (("module", "new", "8-x", "--titel", "X", "--reactie", "reactie-9"), "de reactie 'reactie-9' bestaat niet."),
    (("module", "new", "8-x", "--titel", "X", "--dataset", "eenzaamhied"), "Bedoel je 'eenzaamheid'?"),
    (("debate", "new", "7-digitaal", "wie-helpt", "--reactie", "reactie-1"), "het debat 'wie-helpt' bestaat al."),
    (("debate", "new", "7-digital", "x", "--reactie", "reactie-1"), "Bedoel je '7-digitaal'?"),
    (("case", "new", "7-digitaal", "de-tablet", "--land", "NL"), "de casus 'de-tablet' bestaat al."),
    (("case", "new", "7-digitaal", "x", "--land", "BE"), "het land 'BE' bestaat niet. Kies uit: VL, NL."),
    (("assignment", "new", "7-digitaal", "--dataset", "sancties"), "de opdracht '7-digitaal' bestaat al."),
    (("assignment", "new", "0-start", "--dataset", "voedselhulp"), "nergens staan 3 rijen van één moment"),
    (("assignment", "prove", "7-digital"), "Bedoel je '7-digitaal'?"),
    (("wrong-answer", "new", "7-digitaal", "stap2"), "de antwoordcel 'stap2' bestaat niet. Bedoel je 'stap-2'?"),
)


@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=lambda value: " ".join(value) if value[1:] else value)
def test_a_refusal_names_the_remedy_and_changes_nothing(
    copy: Path,
    words: tuple[str, ...],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = state(copy)
    monkeypatch.setattr(content, "_CHECKOUT", copy)
    monkeypatch.setattr(content, "content_root", lambda: copy)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("sys.argv", ["sowcourse", *words])
    monkeypatch.setattr("sys.stdin", io.StringIO("x = 1\n.\n"))
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert said.startswith("Dat lukt niet.")
    assert sentence in said
    assert "Traceback" not in said
    assert state(copy) == before


def test_an_assignment_that_is_not_written_is_not_released_and_a_written_one_is_taken_to_full_marks(
    copy: Path, tmp_path: Path
) -> None:
    project = fresh_copy(tmp_path / "project")
    for name in ("course", "assignments", "src"):
        shutil.copytree(copy / name, project / name, dirs_exist_ok=True)
    school = tmp_path / "school"
    school.mkdir()
    (school / "klas.csv").write_text("nummer,naam\nr0000001,Fictief\n", encoding="utf-8")
    made = command(project, "cohort", "new", "proef", "--roster", "klas.csv", place=school)
    assert made.returncode == 3, made.stdout + made.stderr
    assert "de les 7-digitaal is nog niet af, en komt in geen cohort" in made.stdout
    assert not (school / "proef" / "cursus" / "7-digitaal").exists()
    assert not (school / "proef" / "source" / "7-digitaal").exists()
    assert "7-digitaal" not in (school / "proef" / "cursus" / "course.toml").read_text(encoding="utf-8")
    for file in project.glob("course/7-digitaal/**/*.*"):  # the lesson is written, its assignment is not
        file.write_text(file.read_text(encoding="utf-8").replace(f"{UNWRITTEN}: ", ""), encoding="utf-8")
    grown = command(project, "cohort", "upgrade", "--ja", place=school / "proef")
    assert "les 7-digitaal is nieuw" in grown.stdout + grown.stderr
    refused = command(project, "release", "7-digitaal", place=school / "proef")
    assert refused.returncode == 1
    assert re.search(rf"hier staat nog \d+ keer «{UNWRITTEN}». Deze opdracht is nog niet af", refused.stderr)
    assert not (school / "proef" / "release" / "7-digitaal").exists()

    for file in [*project.glob("course/**/*.*"), *project.glob("assignments/7-digitaal/*.*")]:
        if file.is_file():  # a lecturer writes; here the hints do, without the words that mark them
            file.write_text(file.read_text(encoding="utf-8").replace(f"{UNWRITTEN}: ", ""), encoding="utf-8")
    for words, status in ((("format",), 0), (("assignment", "prove", "7-digitaal"), 0)):
        run = command(project, *words)
        assert run.returncode == status, run.stdout + run.stderr
    above = command(project, "check").stdout.partition("uitzonderingen, die mogen blijven")[0]
    points = [line for line in above.splitlines() if line.startswith("  •")]
    # Hints are no lesson: too short for their time, and all alike.
    short = r"de kop zegt|zonder uitleg|kortste antwoord|het juiste antwoord het 2e|\[herhaling\]$"
    assert [line for line in points if not re.search(short, line)] == []
    made = command(project, "cohort", "new", "klas", "--roster", "klas.csv", place=school)
    assert made.returncode == 0, made.stdout + made.stderr
    klas = school / "klas"
    run = command(project, "release", "7-digitaal", place=klas)
    assert run.returncode == 0, run.stdout + run.stderr

    given = klas / "release/7-digitaal/7-digitaal.ipynb"
    assert "HIDDEN" not in given.read_text(encoding="utf-8")
    done = school / "r0000001_7-digitaal.ipynb"
    done.write_text(json.dumps(_answered(given, project)), encoding="utf-8")
    assert _errors_in_a_plain_kernel(done, project) == []
    with zipfile.ZipFile(school / "uit-het-lms.zip", "w") as archive:
        archive.write(done, done.name)
    for words in (
        ("collect", "7-digitaal", "--van", school / "uit-het-lms.zip"),
        ("grade", "7-digitaal"),
        ("marks", "7-digitaal"),
    ):
        run = command(project, *words, place=klas)
        assert run.returncode in (0, 3), run.stdout + run.stderr
    (marks,) = klas.glob("punten-7-digitaal.csv")
    with marks.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines, delimiter=";")
    assert row["automatisch"] == "10"
    assert (row["maximum"], row["stand"]) == ("40", "te beoordelen")


def _answered(given: Path, project: Path) -> dict[str, object]:
    """The student version with the model answers of the source."""
    model = read_notebook(project / "assignments/7-digitaal/7-digitaal.ipynb")
    answers = {cell["id"]: source(cell) for cell in model["cells"] if markers(cell).get("solution")}
    notebook = read_notebook(given)
    return notebook | {
        "cells": [cell | {"source": answers.get(cell["id"], source(cell))} for cell in notebook["cells"]]
    }


def _errors_in_a_plain_kernel(file: Path, project: Path) -> list[str]:
    """What goes wrong when a student runs everything, in Jupyter without the desk of the course."""
    code = (
        "import sys, nbformat, nbclient; notebook = nbformat.read(sys.argv[1], as_version=4);"
        "nbclient.NotebookClient(notebook, allow_errors=True, resources={'metadata': {'path': sys.argv[2]}}).execute();"
        "print([o['evalue'] for c in notebook.cells for o in c.get('outputs', []) if o['output_type'] == 'error'])"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(file), str(file.parent)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(project / "src")},
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return list(json.loads(run.stdout.strip().splitlines()[-1].replace("'", '"')))


def test_what_goes_wrong_half_way_leaves_everything_as_it_was(tmp_path: Path) -> None:
    held, made, folder = tmp_path / "held.toml", tmp_path / "made.toml", tmp_path / "folder"
    held.write_text("oud", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), whole_or_nothing(held, made, folder):
        held.write_text("nieuw", encoding="utf-8")
        made.write_text("nieuw", encoding="utf-8")
        (folder / "deep").mkdir(parents=True)
        raise KeyboardInterrupt
    assert held.read_text(encoding="utf-8") == "oud"
    assert [path.name for path in tmp_path.iterdir()] == ["held.toml"]


def test_a_list_of_modules_on_one_line_is_refused() -> None:
    with pytest.raises(ContentError, match="de lijst van modules staat er niet regel voor regel"):
        with_module('modules = ["0-start"]\n', "1-x", Path("course.toml"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('title = "X"\n\n[[margin]]\nid = "a"\n', 'title = "X"\nassignment = "1-x"\n\n[[margin]]\nid = "a"\n'),
        ('assignment = "oud"\nminutes = 9\n', 'assignment = "1-x"\nminutes = 9\n'),
        ('assignment = [\n  "oud",\n]\nminutes = 9\n', 'assignment = "1-x"\nminutes = 9\n'),
        ('title = "X"\n', 'title = "X"\nassignment = "1-x"\n'),
    ],
)
def test_a_key_is_set_above_the_first_table(text: str, expected: str) -> None:
    assert with_key(text, "assignment", '"1-x"') == expected


def test_a_widget_that_the_lesson_did_not_have_is_imported_and_stands_under_its_heading() -> None:
    imports = {"cell_type": "code", "id": "klaarzetten", "source": "# Klaar.\nfrom sowcourse.widgets import show_quiz"}
    heading = {"cell_type": "markdown", "id": "waarom", "source": "## Waarom"}
    last = {"cell_type": "markdown", "id": "slot", "source": "Einde"}
    lesson = with_widget({"cells": [imports, heading, last]}, "casus-x", "# Hier.", 'show_case("m", "x")', "waarom")
    assert [cell["id"] for cell in lesson["cells"]] == ["klaarzetten", "waarom", "casus-x", "slot"]
    assert source(lesson["cells"][0]) == (
        "# Klaar.\nfrom sowcourse.widgets import (\n    show_case,\n    show_quiz,\n)"
    )


def test_the_steps_are_those_of_the_last_moment_with_the_most_rows() -> None:
    exercise = find_exercise(load_dataset("bijstand_leefloon"))
    assert (exercise.time, exercise.moment) == ("jaar", 2020)
    assert (exercise.label, exercise.value) == ("gebied", "personen_duizend")
    assert exercise.fixed == {"meting": "gemiddelde per maand"}
    assert (exercise.highest, exercise.lowest, exercise.ceiling) == (153.3, 38.4, 1000)


def test_a_second_module_on_the_same_word_is_refused_by_that_word_with_one_that_is_free(tmp_path: Path) -> None:
    copy = fresh_copy(tmp_path / "project")
    assert command(copy, "module", "new", "7-digitaal", "--titel", "Digitaal").returncode == 0
    before = state(copy)
    run = command(copy, "module", "new", "8-digitaal", "--titel", "Nog eens digitaal")
    assert run.returncode == 1
    told = " ".join(run.stderr.split())
    assert "het woord 'digitaal' is al gebruikt" in told
    assert "een leerresultaat 'digitaal-uitleggen' van de les '7-digitaal'" in told
    assert "een ander woord, bijvoorbeeld '8-digitaal-2'" in told
    assert state(copy) == before, "nothing is left behind"
    proposed = command(copy, "module", "new", "8-digitaal-2", "--titel", "Nog eens digitaal")
    assert proposed.returncode == 0, proposed.stderr
