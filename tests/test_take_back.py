"""A lesson made in the author's room and taken back: the course is what it was, or nothing changed."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sowcourse import content
from sowcourse.cohort.lock import WRITING
from sowcourse.content import UNWRITTEN, shipped_course
from sowcourse.course import load_course
from sowcourse.errors import CohortError, ContentError
from sowcourse.lab import known
from sowcourse.office.desk import Desk
from sowcourse.skeleton import assignment, module, removal, withdrawal, writing
from sowcourse.skeleton.change import COPIES
from sowcourse.skeleton.room import DRAFTS, PAST
from tests.test_author_room import fields, whole
from tests.walking_office import LESSON, Visitor

NEW = "7-digitaal"
PAGE = f"schrijven/terugnemen/{NEW}"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, with what the extension knows, that may be spoiled."""
    project, shipped = tmp_path / "project", shipped_course().parent
    for name in ("course", "assignments", "datasets"):
        shutil.copytree(shipped / name, project / name)
    shutil.copy(known.KNOWN_FILE, project / "known.json")
    for where in (known, module, assignment, withdrawal):
        monkeypatch.setattr(where, "KNOWN_FILE", project / "known.json")
    monkeypatch.setattr(content, "_CHECKOUT", project)
    monkeypatch.setattr(content, "content_root", lambda: project)
    return project


@pytest.fixture
def visitor(project: Path, tmp_path: Path) -> Visitor:
    (tmp_path / "kantoor").mkdir()
    return Visitor(Desk(tmp_path / "kantoor", "/kantoor"))


def make(visitor: Visitor, name: str = NEW) -> str:
    return visitor.press("schrijven/nieuwe-les", "maken", naam=name, titel="Digitaal helpen")


def all_of(project: Path, visitor: Visitor) -> dict[str, bytes]:
    """Every file of the project and of the desk; not the lock, in which nothing stands."""
    found = whole(project) | {f"kantoor/{name}": text for name, text in whole(visitor.desk.folder).items()}
    return {name: text for name, text in found.items() if name != f"{COPIES}/{WRITING}"}


def at_once(*acts: Callable[[], str]) -> list[str]:
    """What each act tells, or why not, when they begin together, as in two windows."""
    gate = threading.Barrier(len(acts))

    def told(act: Callable[[], str]) -> str:
        gate.wait()
        try:
            return act()
        except (CohortError, ContentError) as error:
            return str(error)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(told, acts))


def test_a_lesson_that_is_made_and_taken_back_leaves_every_file_as_it_was(project: Path, visitor: Visitor) -> None:
    before = all_of(project, visitor)
    assert "«Neem deze les terug» staat bij de les" in make(visitor)
    room = visitor.get("schrijven")
    assert room.count("Neem deze les terug<") == 1, "only where something is to be written"
    assert f'href="/kantoor/{PAGE}"' in room
    shown = visitor.get(PAGE)
    for goes in ("lesson.ipynb", "cases/casus-nederland.md", "course.toml", "digitaal-uitleggen", "digitaal-afwegen"):
        assert f'<span class="path">{goes}</span>' in shown
    assert "Haar opdracht" not in shown
    assert 'name="_xsrf" value="geheim"' in shown
    assert f"De les {NEW} is teruggenomen" in visitor.press(PAGE, "terugnemen", naam=NEW)
    assert all_of(project, visitor) == before
    assert not list(project.rglob(".weg-*"))


def test_drafts_earlier_versions_and_the_assignment_go_with_it(
    project: Path, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_of(project, visitor)
    make(visitor)
    made = project / "assignments" / NEW / f"{NEW}.ipynb"
    monkeypatch.setattr(assignment, "settled", lambda folder, anyway: (made.read_text("utf-8"), []))
    assignment.new_assignment(NEW, "eenzaamheid")
    assert writing.working_copy(made).is_file()
    quiz, case = f"schrijven/toets/{NEW}/vraag-1", f"schrijven/casussen/{NEW}/casus-nederland"
    for path, field in ((quiz, "text"), (case, "title")):
        visitor.press(path, "bewaren", **fields(visitor.get(path)) | {field: "Wat nu?"})
    visitor.press(quiz, "publiceren")
    shared = "schrijven/leerresultaten/cursus/digitaal-afwegen"
    visitor.press(shared, "bewaren", **fields(visitor.get(shared)) | {"text": "Je weegt af."})
    assert list((visitor.desk.folder / ".schrijven" / PAST / NEW).rglob("*.txt")), "an earlier version is kept"
    shown = visitor.get(PAGE)
    assert "Haar opdracht" in shown
    assert f'<span class="path">{NEW}/cases/casus-nederland.md</span>' in shown.partition("De concepten")[2]
    visitor.press(PAGE, "terugnemen", naam=NEW)
    assert all_of(project, visitor) == before


def test_of_two_new_lessons_each_is_taken_back_without_the_other(project: Path, visitor: Visitor) -> None:
    make(visitor)
    with_one = all_of(project, visitor)
    make(visitor, "8-buurt")
    visitor.press("schrijven/terugnemen/8-buurt", "terugnemen", naam="8-buurt")
    assert all_of(project, visitor) == with_one
    visitor.press(PAGE, "terugnemen", naam=NEW)
    make(visitor, "8-buurt")
    alone = all_of(project, visitor)
    visitor.press("schrijven/terugnemen/8-buurt", "terugnemen", naam="8-buurt")
    make(visitor)
    make(visitor, "8-buurt")
    visitor.press(PAGE, "terugnemen", naam=NEW)
    assert all_of(project, visitor) == alone


def test_two_lessons_made_in_two_windows_at_once_are_both_in_the_course(project: Path, visitor: Visitor) -> None:
    before = all_of(project, visitor)
    for told in at_once(lambda: make(visitor), lambda: make(visitor, "8-buurt")):
        assert "is gemaakt, en werkt meteen" in told
    assert [lesson.id for lesson in load_course(project / "course").modules][-2:] == [NEW, "8-buurt"]
    for name in (NEW, "8-buurt"):
        visitor.press(f"schrijven/terugnemen/{name}", "terugnemen", naam=name)
    assert all_of(project, visitor) == before


def test_a_lesson_taken_back_in_two_windows_at_once_is_gone_once(project: Path, visitor: Visitor) -> None:
    before = all_of(project, visitor)
    make(visitor)

    def press() -> str:
        return visitor.press(PAGE, "terugnemen", naam=NEW)

    done, refused = sorted(at_once(press, press), key=lambda told: "is teruggenomen" not in told)
    assert f"De les {NEW} is teruggenomen" in done
    assert f"de les '{NEW}' bestaat niet." in refused
    assert all_of(project, visitor) == before


@pytest.mark.parametrize(
    ("lesson", "typed", "told"),
    [
        (NEW, "7-digital", "Je typte «7-digital». Er is niets weggehaald. Typ «7-digitaal»"),
        (NEW, "", "Je typte geen naam. Er is niets weggehaald."),
        ("7-digital", "7-digital", "de les '7-digital' bestaat niet. Bedoel je '7-digitaal'?"),
        ("..", "..", "de les '..' bestaat niet."),
        (LESSON, LESSON, f"course/{LESSON}: de les '{LESSON}' zelf is af"),
    ],
)
def test_a_refusal_says_why_and_nothing_changes(
    project: Path, visitor: Visitor, lesson: str, typed: str, told: str
) -> None:
    make(visitor)
    before = all_of(project, visitor)
    with pytest.raises((CohortError, ContentError)) as refused:
        visitor.press(f"schrijven/terugnemen/{lesson}", "terugnemen", naam=typed)
    assert told in str(refused.value)
    assert all_of(project, visitor) == before


def test_a_lesson_that_something_names_stays_until_that_is_gone(project: Path, visitor: Visitor) -> None:
    make(visitor)
    file = project / "course" / LESSON / "module.toml"
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("outcomes = [", 'outcomes = ["digitaal-afwegen", ', 1), encoding="utf-8")
    before = all_of(project, visitor)
    sentence = f"«Over de les», {LESSON} noemt dit, bij «geheel»."
    shown = visitor.get(PAGE)
    assert sentence in shown
    assert 'value="terugnemen"' not in shown
    with pytest.raises(ContentError) as refused:
        visitor.press(PAGE, "terugnemen", naam=NEW)
    assert f"iets in de cursus noemt de les '{NEW}' nog. Haal dat eerst weg" in str(refused.value)
    assert sentence in str(refused.value)
    assert all_of(project, visitor) == before
    file.write_text(said, encoding="utf-8")
    visitor.press(PAGE, "terugnemen", naam=NEW)
    assert not (project / "course" / NEW).exists()


def test_a_draft_that_names_it_and_a_remark_in_a_file_without_form_stand_in_the_way(
    project: Path, visitor: Visitor
) -> None:
    make(visitor)
    path = f"schrijven/lesteksten/{LESSON}/waarom"
    words = fields(visitor.get(path))
    visitor.press(path, "bewaren", **words | {"tekst": f"Zie 7-digitaal. En {NEW}-niet."})
    assert f"«Teksten in de les», {LESSON} noemt dit, bij «waarom»." in visitor.get(PAGE)
    visitor.press(path, "weggooien")
    standard = project / "course" / "standard.toml"
    standard.write_text(f"# {NEW} telt mee\n{standard.read_text('utf-8')}", encoding="utf-8")
    assert "standard.toml noemt dit, op regel 1." in visitor.get(PAGE)


@pytest.mark.parametrize("name", ["wonen", "hulp", "9"])
def test_a_name_that_is_a_plain_word_is_named_only_where_it_is_a_name(
    project: Path, visitor: Visitor, name: str
) -> None:
    before = all_of(project, visitor)
    make(visitor, name)
    page = f"schrijven/terugnemen/{name}"
    notes = project / "course" / LESSON / "teaching-notes.md"
    said = notes.read_text(encoding="utf-8")
    for naming in (f"[die les](../{name}/lesson.ipynb)", f"de les `{name}`", f'show_case(\\"{name}\\", \\"x\\")'):
        notes.write_text(f"{said}\n{naming}\n", encoding="utf-8")
        assert f"«Notities voor de lesgever», {LESSON} noemt dit" in visitor.get(page)
    notes.write_text(f"{said}\nWie {name} zoekt: {name}, {name}.\n", encoding="utf-8")
    assert "noemt dit" not in visitor.get(page)
    notes.write_text(said, encoding="utf-8")
    visitor.press(page, "terugnemen", naam=name)
    assert all_of(project, visitor) == before


def test_the_page_of_a_finished_lesson_says_that_it_stays_and_asks_nothing(visitor: Visitor) -> None:
    shown = visitor.get(f"schrijven/terugnemen/{LESSON}")
    assert "zelf is af, of was dat al eens: ze kan in een cohort zitten, en blijft. Verander wat erin staat" in shown
    assert "<form" not in shown
    assert "Wat er weggaat" not in shown
    assert f"terugnemen/{LESSON}" not in visitor.get("schrijven")


def test_a_lesson_that_a_cohort_has_stays(project: Path, visitor: Visitor) -> None:
    make(visitor)
    cohort = visitor.desk.folder / "sw-1a"
    (cohort / "cursus" / NEW).mkdir(parents=True)
    (cohort / "cohort.toml").write_text("", encoding="utf-8")
    before = all_of(project, visitor)
    assert f"De les {NEW} zit in cohort sw-1a" in visitor.get(PAGE)
    with pytest.raises(CohortError, match=f"De les {NEW} zit in cohort sw-1a, en blijft"):
        visitor.press(PAGE, "terugnemen", naam=NEW)
    assert all_of(project, visitor) == before


def test_what_goes_wrong_half_way_brings_everything_back(
    project: Path, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(visitor)
    before = all_of(project, visitor)

    def full() -> None:
        assert not (project / "course" / NEW).exists()
        raise OSError("vol")

    monkeypatch.setattr(withdrawal, "write_known_cells", full)
    with pytest.raises(OSError, match="vol"):
        visitor.press(PAGE, "terugnemen", naam=NEW)
    assert all_of(project, visitor) == before
    assert not list(project.rglob(".weg-*"))


def test_a_folder_that_the_computer_does_not_let_go_is_told_when_the_lesson_is_gone(
    project: Path, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_of(project, visitor)
    make(visitor)

    def refuse(folder: Path) -> None:
        raise PermissionError(13, "nee", str(folder))

    with monkeypatch.context() as closed:
        closed.setattr(removal.shutil, "rmtree", refuse)
        with pytest.raises(ContentError, match="het is gedaan, maar wat hier opzij staat") as refused:
            visitor.press(PAGE, "terugnemen", naam=NEW)
    (aside,) = (project / "course").glob(".weg-*")
    assert f"Verwijder zelf {aside}" in str(refused.value)
    shutil.rmtree(aside)
    assert all_of(project, visitor) == before


@pytest.mark.parametrize("written", [("course.toml",), ("course.toml", "outcomes.toml")])
def test_what_was_broken_off_half_way_is_said_in_the_room_and_taken_back_to_the_end(
    project: Path, visitor: Visitor, written: tuple[str, ...]
) -> None:
    before = all_of(project, visitor)
    make(visitor)
    for name in written:  # as a power cut leaves them, before the folder went
        (project / "course" / name).write_bytes(before[f"course/{name}"])
    room = visitor.get("schrijven")
    assert f"De les {NEW} staat niet in de lijst van de cursus, haar map is er wel." in room
    assert f'href="/kantoor/{PAGE}"' in room
    shown = visitor.get(PAGE)
    assert "Haar regel in" not in shown
    visitor.press(PAGE, "terugnemen", naam=NEW)
    assert all_of(project, visitor) == before
    assert "staat niet in de lijst" not in visitor.get("schrijven")


def drafted(visitor: Visitor) -> None:
    """Begin a draft of a text of the new lesson."""
    quiz = f"schrijven/toets/{NEW}/vraag-1"
    visitor.press(quiz, "bewaren", **fields(visitor.get(quiz)) | {"text": "Wat nu?"})


def aside(folder: Path, left: str = ".weg-x") -> None:
    """Put a folder aside, as a removal does before anything is gone."""
    (folder.parent / left).mkdir()
    folder.rename(folder.parent / left / folder.name)


@pytest.mark.parametrize("again", [True, False], ids=["taken back once more", "the room opened"])
def test_a_removal_that_a_power_cut_ended_is_ended_when_its_author_comes_back(
    project: Path, visitor: Visitor, again: bool
) -> None:
    before = all_of(project, visitor)
    make(visitor)
    drafted(visitor)
    drafts = visitor.desk.folder / ".schrijven" / DRAFTS / NEW
    for name in ("course.toml", "outcomes.toml"):
        (project / "course" / name).write_bytes(before[f"course/{name}"])
    aside(drafts)
    if again:
        visitor.press(PAGE, "terugnemen", naam=NEW)
    else:
        aside(project / "course" / NEW)
        room = visitor.get("schrijven")
        assert f"Het terugnemen van de les {NEW} was halverwege gestopt, en is nu af." in room
        assert "staat niet in de lijst" not in room
        assert "was halverwege gestopt" not in visitor.get("schrijven")
    assert all_of(project, visitor) == before
    assert not list(project.parent.rglob(".weg-*"))


def test_a_lesson_that_was_being_put_back_stands_there_again_with_its_drafts(project: Path, visitor: Visitor) -> None:
    make(visitor)
    drafted(visitor)
    before = all_of(project, visitor)
    aside(project / "course" / NEW)
    aside(visitor.desk.folder / ".schrijven" / DRAFTS / NEW)
    (project / "course" / ".weg-leeg").mkdir()
    assert "was halverwege gestopt" not in visitor.get("schrijven")
    assert all_of(project, visitor) == before
    assert not list(project.parent.rglob(".weg-*"))


def test_what_a_write_left_half_goes_when_nobody_writes_it_any_more_and_is_no_draft(
    project: Path, visitor: Visitor
) -> None:
    before = all_of(project, visitor)
    old, new = project / "course" / ".course.toml-a.tmp", project / "course" / ".outcomes.toml-b.tmp"
    draft = visitor.desk.folder / ".schrijven" / DRAFTS / "1-nabijheid" / ".quiz.toml-c.tmp"
    draft.parent.mkdir(parents=True)
    for half in (old, new, draft):
        half.write_text("half", encoding="utf-8")
    os.utime(old, (0, 0))
    assert "Onder constructie" not in visitor.get("schrijven")
    assert not old.exists()
    assert new.exists(), "somebody may be writing it"
    new.unlink()
    draft.unlink()
    assert all_of(project, visitor) == before


def test_what_the_computer_does_not_let_go_is_named_in_the_room(
    project: Path, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "course" / ".weg-x" / NEW).mkdir(parents=True)

    def refuse(folder: Path) -> None:
        raise PermissionError(13, "nee", str(folder))

    with monkeypatch.context() as closed:
        closed.setattr(removal.shutil, "rmtree", refuse)
        room = visitor.get("schrijven")
    assert f'<span class="path">{project / "course" / ".weg-x"}</span>. Verwijder het zelf' in room
    assert "mag van je computer niet weg" not in visitor.get("schrijven")
    assert not (project / "course" / ".weg-x").exists()


def test_a_finished_lesson_that_got_a_new_case_is_still_finished(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shipped_course() / LESSON, tmp_path / LESSON))
    assert not withdrawal.is_new(folder)
    (folder / "cases" / "nieuw.md").write_text(f"{UNWRITTEN}: het verhaal", encoding="utf-8")
    assert not withdrawal.is_new(folder)


@pytest.mark.parametrize("name", ["module.toml", "lesson.ipynb", "teaching-notes.md"])
def test_a_lesson_is_new_while_one_of_its_own_texts_stands_as_it_was_made(visitor: Visitor, name: str) -> None:
    make(visitor)
    folder = content.course_root() / NEW
    files = [folder / each for each in ("module.toml", "lesson.ipynb", "teaching-notes.md")]
    for file in files:
        if file.name != name:
            file.write_text(file.read_text("utf-8").replace(UNWRITTEN, "Geschreven"), encoding="utf-8")
    assert withdrawal.is_new(folder)
    files[0].write_text(files[0].read_text("utf-8").replace(UNWRITTEN, "Geschreven"), encoding="utf-8")
    (folder / "lesson.ipynb").write_text("{}", encoding="utf-8")
    (folder / "teaching-notes.md").unlink()
    assert not withdrawal.is_new(folder)


@pytest.mark.parametrize("finished", ["0-start", "4-verbindend", "5-politiserend", "6-synthese"])
def test_a_finished_lesson_of_which_a_text_is_written_anew_stays(
    project: Path, visitor: Visitor, finished: str
) -> None:
    for name in ("teaching-notes.md", "module.toml"):
        with (project / "course" / finished / name).open("a", encoding="utf-8") as file:
            file.write(f"# {UNWRITTEN}: dit wordt beter\n")
    before = all_of(project, visitor)
    assert f"terugnemen/{finished}" not in visitor.get("schrijven")
    path = f"schrijven/terugnemen/{finished}"
    assert "zelf is af, of was dat al eens" in visitor.get(path)
    with pytest.raises(ContentError, match="zelf is af, of was dat al eens"):
        visitor.press(path, "terugnemen", naam=finished)
    assert all_of(project, visitor) == before
