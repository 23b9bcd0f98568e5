"""A work folder, with two lessons made by hand: what the course puts there, and what a student wrote is never gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from sowcourse.errors import PacketError, SowcourseError
from sowcourse.notebook import Notebook, dump, normalise, read_notebook, source
from sowcourse.student import start
from sowcourse.student.start import choose_lesson, prepare

Give = Callable[..., None]


def lesson(*texts: str, name: str = "een") -> Notebook:
    cells = [{"cell_type": "markdown", "id": f"c{n}", "metadata": {}, "source": text} for n, text in enumerate(texts)]
    about = {"sowcourse": {"kind": "lesson", "module": name}}
    return normalise({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lessons that were signed."""
    found: list[str] = []
    monkeypatch.setattr(start, "_sign", lambda file: found.append(file.name))
    return found


@pytest.fixture
def give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: list[str]) -> Give:
    """Let the course have these lessons."""

    def gives(**lessons: str) -> None:
        modules = []
        for name, text in lessons.items():
            file = tmp_path / "cursus" / name / "lesson.ipynb"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dump(lesson(text, name=name)), encoding="utf-8")
            modules.append(SimpleNamespace(id=name, lesson=file))
        monkeypatch.setattr(start, "load_course", lambda root: SimpleNamespace(modules=modules))

    gives(een="Een.", twee="Twee.")
    return gives


@pytest.fixture
def work(tmp_path: Path, give: Give) -> Path:
    """A folder with the two lessons in it."""
    assert prepare(tmp_path / "werk") == []
    return tmp_path / "werk"


def there(work: Path) -> dict[str, str]:
    """The lessons in a folder, by the text of their first cell."""
    return {file.stem: source(read_notebook(file)["cells"][0]) for file in sorted((work / "lessen").glob("*.ipynb"))}


def write(work: Path, name: str, text: str) -> None:
    (work / "lessen" / f"{name}.ipynb").write_text(dump(lesson(text, name=name)), encoding="utf-8")


def test_the_lessons_stand_there_signed_and_the_folder_remembers_which_it_gave(work: Path, signed: list[str]) -> None:
    assert there(work) == {"een": "Een.", "twee": "Twee."}
    assert (work / "lessen" / "een.ipynb").read_text("utf-8") == dump(lesson("Een."))
    assert signed == ["een.ipynb", "twee.ipynb"]
    head, table, *lines, end = (work / "werkmap.toml").read_text("utf-8").split("\n")
    assert head == "# Deze map is van jou. sowcourse onthoudt hier welke lessen het erin zette."
    assert (table, end) == ("[lessen]", "")
    assert [bool(re.fullmatch(r'"(een|twee)" = "[0-9a-f]{64}"', line)) for line in lines] == [True, True]
    assert lines == sorted(lines)


def test_what_a_student_wrote_in_a_lesson_is_kept_beside_the_fresh_one_under_a_name_that_is_free(
    work: Path, give: Give
) -> None:
    for number, name in enumerate(("een - mijn versie", "een - mijn versie 2", "een - mijn versie 3"), start=1):
        write(work, "een", f"Van mij {number}.")
        assert prepare(work) == [f"Je had een.ipynb aangepast. Jouw versie heet nu «{name}.ipynb»."]
        assert there(work)["een"] == "Een."
        assert there(work)[name] == f"Van mij {number}."
    assert prepare(work) == []
    give(een="Nieuw.", twee="Twee.")
    assert prepare(work) == [], "who changed nothing keeps nothing beside it"
    assert there(work)["een"] == "Nieuw."
    assert there(work)["een - mijn versie"] == "Van mij 1."


def test_outputs_and_layout_are_no_change_of_a_student(work: Path) -> None:
    file = work / "lessen" / "een.ipynb"
    file.write_text(file.read_text("utf-8").replace("\n", "\n\n"), encoding="utf-8")
    assert prepare(work) == []
    assert file.read_text("utf-8") == dump(lesson("Een."))


def test_a_lesson_that_is_not_given_any_more_goes_unless_the_student_changed_it(work: Path, give: Give) -> None:
    write(work, "een", "Van mij.")
    give(drie="Drie.")
    assert prepare(work) == ["Je had een.ipynb aangepast. Jouw versie heet nu «een - mijn versie.ipynb»."]
    assert there(work) == {"een - mijn versie": "Van mij.", "drie": "Drie."}
    told = (work / "werkmap.toml").read_text("utf-8")
    assert ('"twee"' in told, '"een"' in told, '"drie"' in told) == (False, False, True)
    give(een="Een.")
    write(work, "twee", "Zelf gemaakt.")
    assert prepare(work) == []
    assert there(work) == {"een": "Een.", "een - mijn versie": "Van mij.", "twee": "Zelf gemaakt."}, (
        "what the course did not give it does not take"
    )


def test_a_lesson_that_the_student_took_away_comes_back_and_one_that_is_gone_for_good_is_no_fault(
    work: Path, give: Give
) -> None:
    (work / "lessen" / "een.ipynb").unlink()
    assert prepare(work) == []
    assert there(work)["een"] == "Een."
    (work / "lessen" / "twee.ipynb").unlink()
    give(een="Een.")
    assert prepare(work) == []
    assert list(there(work)) == ["een"]


def test_while_it_is_open_only_what_is_another_lesson_is_written(work: Path, give: Give, signed: list[str]) -> None:
    before = (work / "lessen" / "een.ipynb").stat().st_ino
    give(een="Een.", twee="Nieuw.")
    signed.clear()
    assert prepare(work, opened=True) == []
    assert signed == ["twee.ipynb"]
    assert (work / "lessen" / "een.ipynb").stat().st_ino == before
    assert there(work) == {"een": "Een.", "twee": "Nieuw."}
    signed.clear()
    assert prepare(work) == []
    assert signed == ["een.ipynb", "twee.ipynb"]
    assert (work / "lessen" / "een.ipynb").stat().st_ino != before
    assert prepare(work) == [], "and is remembered as given"


@pytest.mark.parametrize("harm", ["", "{", "lessen = 3\n", '[lessen]\neen = 3\ntwee = "x"\n'])
def test_when_the_folder_does_not_remember_every_lesson_counts_as_changed(work: Path, harm: str) -> None:
    (work / "werkmap.toml").write_text(harm, encoding="utf-8")
    assert len(prepare(work)) == 2
    assert there(work) == {"een": "Een.", "een - mijn versie": "Een.", "twee": "Twee.", "twee - mijn versie": "Twee."}
    assert prepare(work) == []


def test_what_cannot_be_read_is_kept_as_it_is(work: Path) -> None:
    (work / "lessen" / "een.ipynb").write_text("half {", encoding="utf-8")
    (work / "logboek.json").write_text("{}", encoding="utf-8")
    assert len(prepare(work)) == 1
    assert (work / "lessen" / "een - mijn versie.ipynb").read_text("utf-8") == "half {"
    assert (work / "logboek.json").read_text("utf-8") == "{}"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, give: Give) -> None:
    (tmp_path / "werk").write_text("een bestand", encoding="utf-8")
    with pytest.raises(SowcourseError) as refused:
        prepare(tmp_path / "werk")
    assert re.fullmatch(
        rf"{re.escape(str(tmp_path / 'werk'))}: in deze map kan niet worden geschreven \(.+\)\. "
        r"Kies een andere map: sowcourse start MAP\.",
        str(refused.value),
    )


def test_of_a_packet_every_lesson_is_looked_at_before_anything_changes(
    work: Path, give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[tuple[str, str]] = []

    def check(file: Path, module: str) -> None:
        checked.append((file.parent.name, module))
        if module == "twee":
            raise PacketError("les twee: dit mag niet.")

    monkeypatch.setattr(start, "check_lesson", check)
    give(een="Nieuw.", twee="Nieuw.")
    monkeypatch.setattr(start, "packet_course", lambda folder: folder / "x" if folder == work else None)
    with pytest.raises(PacketError, match="les twee"):
        prepare(work)
    assert checked == [("een", "een"), ("twee", "twee")]
    assert there(work) == {"een": "Een.", "twee": "Twee."}
    monkeypatch.setattr(start, "packet_course", lambda folder: None)
    assert prepare(work) == []
    assert len(checked) == 2, "what we ship ourselves is not looked at"


def test_the_lessons_are_those_of_the_packet_in_the_folder(
    tmp_path: Path, give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(start, "course_root", lambda folder: asked.append(folder) or folder / "lessenroot")
    roots: list[Path] = []
    inner = start.load_course
    monkeypatch.setattr(start, "load_course", lambda root: roots.append(root) or inner(root))
    prepare(tmp_path / "werk")
    assert asked == [tmp_path / "werk"]
    assert roots == [tmp_path / "werk" / "lessenroot"]


def test_a_signed_lesson_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbformat.sign import NotebookNotary

    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "gegevens"))
    file = tmp_path / "een.ipynb"
    file.write_text(dump(lesson("Een.")), encoding="utf-8")
    start._sign(file)
    notary = NotebookNotary()
    assert notary.check_signature(nbformat.read(file, as_version=4))
    file.write_text(dump(lesson("Anders.")), encoding="utf-8")
    assert not notary.check_signature(nbformat.read(file, as_version=4))


def test_one_lesson_is_chosen_by_its_name_and_the_nearest_is_told(
    give: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(**{"0-start": "a", "1-nabijheid": "b", "2-proceslogica": "c"})
    inner = start.load_course
    monkeypatch.setattr(start, "load_course", lambda root: inner(root) if root == tmp_path else None)
    assert [module.id for module in choose_lesson("1-nabijheid", tmp_path)] == ["1-nabijheid"]
    assert [module.id for module in choose_lesson(None, tmp_path)] == ["0-start", "1-nabijheid", "2-proceslogica"]
    for name, told in (
        ("nab", "nab: deze les bestaat niet. Bedoel je '1-nabijheid'?"),
        ("qqq", "qqq: deze les bestaat niet. Kies uit: 0-start, 1-nabijheid, 2-proceslogica."),
    ):
        with pytest.raises(SowcourseError) as refused:
            choose_lesson(name, tmp_path)
        assert str(refused.value) == told
