"""A cohort is made whole or not at all, and found from anywhere inside it."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sowcourse import __version__, cli
from sowcourse.cohort.listing import list_cohorts
from sowcourse.cohort.making import check_name
from sowcourse.cohort.nbgrader import configuration
from sowcourse.cohort.stray import copied, original
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.commands.terminal import console
from sowcourse.content import course_root
from sowcourse.course import load_course
from sowcourse.errors import CohortError, ContentError, GradingError
from sowcourse.report.comparison import comparison_page
from sowcourse.submissions.intake import received_at


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "klas.csv"
    file.write_text("studentnummer,voornaam,achternaam\nr1,An,Maes\nr2,Bo,Smit\n", encoding="utf-8")
    return file


@pytest.fixture
def cohort(tmp_path: Path, roster: Path) -> Workspace:
    return create("2026-najaar", roster, tmp_path)


def test_a_cohort_holds_roster_calendar_assignments_and_its_version(cohort: Workspace) -> None:
    assert list(cohort.students()) == ["r1", "r2"]
    assert cohort.calendar().zone == "Europe/Brussels"
    assert "5-politiserend" in cohort.assignments()
    assert cohort.version == __version__
    assert set(cohort.rubrics("5-politiserend")) == {"uitleg-val", "product", "andere-kant", "reflectie"}


def test_what_goes_to_students_holds_no_wrong_answers(cohort: Workspace) -> None:
    for folder in (cohort.root / "source").iterdir():
        assert sorted(path.name for path in folder.iterdir()) == [f"{folder.name}.ipynb", "rubric.md"]


def test_it_is_found_from_a_folder_inside_it(cohort: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(cohort.root / "source")
    assert open_workspace() == cohort


def test_elsewhere_the_lecturer_hears_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"dit is geen cohort \(cohort\.toml ontbreekt\).*cohort new"):
        open_workspace(tmp_path)


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("", "2026-najaar"),
        ("   ", "2026-najaar"),
        ("../weg", "weg"),
        (".geheim", "geheim"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("2A: najaar", "2A- najaar"),
        ("klas?", "klas"),
        ("klas*[1]", "klas-1"),
        ("100% klas #2", "100- klas -2"),
        ("CON", "2026-najaar"),
        ("nul.2026", "2026-najaar"),
        ("Lpt1", "2026-najaar"),
        ("2026.", "2026"),
        (" 2026", "2026"),
        ("--help", "help"),
        ("a\nb", "a-b"),
        ("a\x00b", "a-b"),
        ("a\ud83c", "a"),
        ("x" * 61, "x" * 60),
    ],
)
def test_an_impossible_name_is_refused_with_a_better_one(tmp_path: Path, roster: Path, name: str, better: str) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CohortError, match="dit kan geen naam van een cohort zijn") as caught:
        create(name, roster, tmp_path)
    assert str(caught.value).endswith(f"Kies bijvoorbeeld «{better}».")
    assert sorted(tmp_path.iterdir()) == before
    check_name(better)


@pytest.mark.parametrize(
    "name", ["naïef", "Groep A – 't najaar (2)", "صف 2026", "班级", "najaar 🎓", "x" * 60, "CONcept"]
)
def test_a_name_may_hold_what_people_write(name: str) -> None:
    check_name(name)


def test_a_cohort_with_accents_and_an_emoji_opens_again(tmp_path: Path, roster: Path) -> None:
    cohort = create("Groep naïef 🎓", roster, tmp_path)
    assert (cohort.name, cohort.root.name) == ("Groep naïef 🎓", "Groep naïef 🎓")
    assert open_workspace(cohort.root) == cohort
    assert configuration(cohort.root).CourseDirectory.course_id == cohort.name


def test_an_existing_folder_is_left_as_it_is(tmp_path: Path, roster: Path, cohort: Workspace) -> None:
    before = sorted(path.name for path in cohort.root.iterdir())
    with pytest.raises(CohortError, match="deze map bestaat al"):
        create("2026-najaar", roster, tmp_path)
    assert sorted(path.name for path in cohort.root.iterdir()) == before


def test_a_wrong_roster_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    with pytest.raises(CohortError, match="de klaslijst is leeg"):
        create("x", tmp_path / "leeg.csv", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["leeg.csv"]


def test_a_second_copy_of_a_file_that_counts_is_told_and_does_not_count(
    cohort: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cohort.strays() == []
    copies = (
        "kalender-LAPTOP-4F2A.toml",
        "kalender (1).toml",
        "keuzes.sync-conflict-20261001-1.toml",
        "gradebook (Ans' kopie).db",
    )
    for name in copies:
        (cohort.root / name).write_text("dit is = geen TOML", encoding="utf-8")
    source = cohort.root / "source" / "1-nabijheid"
    (source / "1-nabijheid - kopie.ipynb").write_text("{}", encoding="utf-8")
    (source / ".ipynb_checkpoints").mkdir()
    (cohort.root / "source" / ".ipynb_checkpoints").mkdir()
    cohort.check_files()
    assert ".ipynb_checkpoints" not in cohort.assignments()
    told = cohort.strays()
    assert len(told) == 5
    for name in (*copies, "source/1-nabijheid/1-nabijheid - kopie.ipynb"):
        assert any(line.startswith(f"{name}: dit lijkt een kopie van ") for line in told)
    monkeypatch.chdir(cohort.root)
    typed(monkeypatch, "calendar")
    assert "Let op. kalender (1).toml: dit lijkt een kopie van kalender.toml" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("c.Execute.timeout = 12O", "hier staat: c.Execute.timeout = 12O"),
        ('c.Execute.timeout = "120', "een tekst wordt niet gesloten"),
        ("c.Execute.timeout = tijd", "De naam 'tijd' bestaat niet"),
        ("c.ClearSolutions.code_stub = {“python”: ''}", "gekruld aanhalingsteken"),
        ("import ietsanders", "Het pakket 'ietsanders' is er niet"),
    ],
)
def test_a_slip_in_nbgraders_settings_is_told_with_its_line(cohort: Workspace, slip: str, told: str) -> None:
    file = cohort.root / "nbgrader_config.py"
    lines = file.read_text(encoding="utf-8").count("\n")
    with file.open("a", encoding="utf-8") as stream:
        stream.write(slip + "\n")
    with pytest.raises(GradingError) as caught:
        configuration(cohort.root)
    assert f"nbgrader_config.py, regel {lines + 1}: hier staat: {slip}" in str(caught.value)
    assert told.casefold() in str(caught.value).casefold()
    assert "Zet een hekje (#) voor de regel die je veranderde" in str(caught.value)


def test_a_path_in_which_the_gradebook_would_not_be_found_is_told(cohort: Workspace, tmp_path: Path) -> None:
    moved = cohort.root.rename(tmp_path / "wat nu?")
    with pytest.raises(CohortError, match=r"mag geen vraagteken staan.*Geef die map een andere naam"):
        open_workspace(moved).gradebook  # noqa: B018


def test_copies_are_told_apart_by_folder_and_two_with_one_gradebook_are_named(
    tmp_path: Path, cohort: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    marker = cohort.root / "cohort.toml"
    marker.write_text(
        f'{marker.read_text("utf-8")}puntenboek = "postgresql+psycopg://an@server/klas"\n', encoding="utf-8"
    )
    shutil.copytree(cohort.root, tmp_path / "2026-najaar - kopie")
    shutil.copytree(cohort.root, tmp_path / "elders" / "2026-najaar")
    found, faults = list_cohorts(tmp_path, datetime.now(UTC))
    assert [one.workspace.label for one in found] == ["2026-najaar", "2026-najaar - kopie («2026-najaar»)"]
    assert faults == [
        "2026-najaar en 2026-najaar - kopie schrijven in hetzelfde puntenboek op de server. Is een ervan een kopie, "
        "geef die dan in cohort.toml een eigen «puntenboek»."
    ]
    folders = (cohort.root, tmp_path / "2026-najaar - kopie", tmp_path / "elders" / "2026-najaar")
    for folder in folders:
        file = folder / "cohort.toml"
        file.write_text(file.read_text("utf-8").partition("puntenboek")[0], encoding="utf-8")
    three = [
        open_workspace(folder)
        for folder in (cohort.root, tmp_path / "2026-najaar - kopie", tmp_path / "elders/2026-najaar")
    ]
    page = comparison_page(three)
    for name in (f"{tmp_path.name}/2026-najaar", "2026-najaar - kopie («2026-najaar»)", "elders/2026-najaar"):
        assert name in page


def test_an_assignment_that_is_not_there_is_named_with_the_choice(cohort: Workspace) -> None:
    with pytest.raises(CohortError, match=r"6-x: deze opdracht is er niet\. Kies uit: .*5-politiserend"):
        cohort.assignment("6-x")


def test_it_keeps_its_own_copy_of_the_course_and_of_where_the_assignments_came_from(cohort: Workspace) -> None:
    assert cohort.course == cohort.root / "cursus"
    assert (course_root() / "exceptions.toml").is_file()
    assert not (cohort.course / "exceptions.toml").exists(), "that is between the authors of the course"
    assert [module.id for module in load_course(cohort.course).modules] == list(cohort.choices().lessons)
    for name in cohort.assignments():
        came = (cohort.root / "herkomst" / f"{name}.ipynb").read_bytes()
        assert came == (cohort.root / "source" / name / f"{name}.ipynb").read_bytes()
    kept = [path for part in ("cursus", "herkomst") for path in (cohort.root / part).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) < 1_000_000


def test_choices_are_about_the_course_of_the_cohort_and_not_about_the_installed_one(cohort: Workspace) -> None:
    file = cohort.course / "course.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('    "6-synthese",\n', ""), encoding="utf-8")
    (cohort.root / "keuzes.toml").write_text('lessen = ["6-synthese"]\n[gewicht]\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"de les '6-synthese' bestaat niet\. Kies uit: 0-start"):
        cohort.choices()


def typed(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sowcourse", "cohort", *words])
    monkeypatch.setattr(console, "_width", 200)  # setting `width` would keep it for who comes after
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


def test_a_lecturer_goes_from_a_class_list_to_next_year_with_the_commands_that_are_said(
    tmp_path: Path, roster: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "_width", 200)  # setting `width` would keep it for who comes after
    assert typed(monkeypatch, "list") == 0
    assert "staan geen cohorten" in capsys.readouterr().out
    assert typed(monkeypatch, "new", "2026-najaar", "--roster", str(roster)) == 0
    said = capsys.readouterr().out
    for file in ("keuzes.toml", "kalender.toml", "eigen/", "sowcourse cohort lessons"):
        assert file in said
    calendar = tmp_path / "2026-najaar" / "kalender.toml"
    text = calendar.read_text(encoding="utf-8").replace("# vakanties", "vakanties")
    calendar.write_text(text + '"1-nabijheid" = "2026-12-18 23:59"\n', encoding="utf-8")
    real = tmp_path / "2026-najaar" / "eigen" / "casussen" / "1-nabijheid"
    real.mkdir()
    (real / "echt.md").write_text(
        '+++\ntitle = "Echt"\ncountry = "VL"\nfictional = false\nquestions = ["Wat?"]\n+++\nIets.\n', encoding="utf-8"
    )
    assert typed(monkeypatch, "lessons", "--cohort", "2026-najaar") == 3
    said = capsys.readouterr().out
    assert "Eigen casussen erbij: 1-nabijheid/echt." in said
    assert "1-nabijheid/echt: deze casus is niet verzonnen" in said
    assert "sowcourse start --lespakket lespakket-2026-najaar.zip" in said
    assert typed(monkeypatch, "copy", "2026-najaar", "2027-najaar") == 0
    said = capsys.readouterr().out
    assert "vr 18-12-2026 23:59" in said
    assert "vr 17-12-2027 23:59" in said
    assert "lesweek 15" in said
    assert "sowcourse cohort roster KLAS.csv" in said
    assert typed(monkeypatch, "list") == 0
    said = capsys.readouterr().out
    assert "nog geen klaslijst" in said
    assert "1-nabijheid: vr 17-12-2027 23:59 (Europe/Brussels)" in said
    assert typed(monkeypatch, "upgrade", "--cohort", "2027-najaar") == 0
    assert "er is niets veranderd" in capsys.readouterr().out
    assert typed(monkeypatch, "upgrade", "--cohort", "2027-najaar", "--terug") == 1
    assert "er is geen vorige versie" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("r0000001 (Conflict)", "r0000001"),
        ("r0000001 (Conflict van An 2026-11-27)", "r0000001"),
        ("r0000001 (An's conflicted copy)", "r0000001"),
        ("r0000001 - kopie", "r0000001"),
        ("r0000001 - kopie (2)", "r0000001"),
        ("r0000001 (1)", "r0000001"),
        ("r0000001.sync-conflict-20261001-1", "r0000001"),
        ("r0000001-LAPTOP-4F2A", "r0000001"),
        ("r0000001", ""),
        ("r00000012", ""),
        ("r0000001-deel-twee", ""),
        ("r0000001-b", ""),
        ("r0000002 (1)", ""),
    ],
)
def test_a_folder_is_a_copy_by_what_a_computer_puts_behind_its_name(name: str, of: str) -> None:
    assert original(name, {"r0000001", "r0000"}) == of


@pytest.mark.parametrize("name", ["kalender.toml", "keuzes.toml", "rubrics/1-nabijheid.toml", "klas.csv"])
def test_a_file_behind_which_a_text_editor_put_txt_is_told_and_does_not_count(cohort: Workspace, name: str) -> None:
    shutil.copy(cohort.root / name, cohort.root / f"{name}.txt")
    own = name.rpartition("/")[2]
    assert cohort.strays() == [
        f"{name}.txt: dit telt niet, {own} wel. Een tekstprogramma zoals Kladblok zette er .txt achter. "
        f"Staat hier wat jij wilde, bewaar het dan als {own}, met «Alle bestanden» als type."
    ]


@pytest.mark.parametrize("name", ["toets-kopie", "toets-copy", "toets-2", "toets", "toetsing (1)"])
def test_an_assignment_that_is_called_like_another_is_an_assignment(name: str) -> None:
    assert not copied(name, {"toets", name})
    assert copied("toets - kopie", {"toets", name}), "a copy is a copy"


def test_a_second_copy_of_a_folder_or_of_the_class_list_is_told_and_counts_nowhere(cohort: Workspace) -> None:
    student, task = next(iter(cohort.students())), "1-nabijheid"
    shutil.copytree(cohort.root / "source" / task, cohort.root / "source" / f"{task} - kopie")
    copied = cohort.root / "source" / f"{task} - kopie"
    (copied / f"{task}.ipynb").rename(copied / f"{copied.name}.ipynb")
    for name in (student, f"{student} (Conflict)"):
        folder = cohort.root / "submitted" / name / task
        folder.mkdir(parents=True)
        (folder / f"{task}.ipynb").write_text("{}", encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-10-01 10:00:00.000000 UTC", encoding="utf-8")
    for name in ("klas (1).csv", "klas 2A.csv", "klaslijst.csv"):
        shutil.copy(cohort.root / "klas.csv", cohort.root / name)
    shutil.copy(cohort.root / "rubrics" / f"{task}.toml", cohort.root / "rubrics" / f"{task} - kopie.toml")
    told = [line.partition(": ")[0] for line in cohort.strays()]
    assert told == [
        "klas (1).csv",
        f"rubrics/{task} - kopie.toml",
        f"source/{task} - kopie",
        f"submitted/{student} (Conflict)",
    ]
    assert f"{task} - kopie" not in cohort.assignments(), "a copy of an assignment is no assignment"
    assert list(received_at(cohort, task)) == [student], "a copy of a student's folder is nobody's work"
    ((summary,), faults) = list_cohorts(cohort.root, datetime(2026, 11, 1, tzinfo=UTC))
    assert faults == []
    assert next(stand.received for stand in summary.stands if stand.assignment == task) == 1
