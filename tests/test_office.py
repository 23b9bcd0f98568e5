"""Kantoor without a server: what pages say, what work in the background tells, and what is refused."""

from __future__ import annotations

import io
import json
import re
import shutil
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import sowcourse
from sowcourse.cohort.account import asks, me
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.errors import CohortError, ContentError, GradingError
from sowcourse.gradebook.giver import Giver
from sowcourse.gradebook.gradebook import Result
from sowcourse.gradebook.scores import CellResult
from sowcourse.office import HALLS, collecting, job
from sowcourse.office.desk import Desk, Dropped, safe_name
from sowcourse.office.given import is_current, remember_given
from sowcourse.office.job import Jobs
from sowcourse.office.page import WHERE, spoken
from sowcourse.progress import Progress
from sowcourse.sandbox.wall import NO_WALL
from tests.marking import graded_class
from tests.walking_office import Visitor

ASSIGNMENT = "5-politiserend"
ROSTER = "studentnummer,voornaam,achternaam\nr0000001,<b>Aya</b>,Amrani\nr0000002,Bram,Claes\n"
HOUSE = Path(sowcourse.__file__).parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("klassen")
    (folder / "klas.csv").write_text(ROSTER, encoding="utf-8")
    return create("2026-najaar", folder / "klas.csv", folder)


@pytest.fixture
def visitor(made: Workspace) -> Visitor:
    return Visitor(Desk(made.root.parent, "/user/an/kantoor"))


def test_every_link_and_form_stays_below_the_address_of_the_server(visitor: Visitor) -> None:
    """Also at the prefix of somebody on a hub."""
    for path in ("", "nieuw", *(f"cohort/2026-najaar{rest}" for rest in ("", "/deadlines", "/uitstel", "/klas"))):
        shown = visitor.get(path)
        targets = re.findall(r'(?:href|src|action)="([^"]*)"', shown)
        assert targets
        assert [t for t in targets if not t.startswith(("/user/an/kantoor/", "#"))] == [], path
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", shown)


def test_only_on_a_hub_a_cohort_leads_to_debates_live(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Live in de klas" not in visitor.get("cohort/2026-najaar")
    monkeypatch.setenv(HALLS, "/school/services/zaal/")
    assert '<a class="button" href="/school/services/zaal/">Live in de klas</a>' in visitor.get("cohort/2026-najaar")


def test_what_somebody_is_called_is_text_on_every_page(visitor: Visitor) -> None:
    for path in ("cohort/2026-najaar/klas", "cohort/2026-najaar/uitstel"):
        shown = visitor.get(path)
        assert "&lt;b&gt;Aya&lt;/b&gt; Amrani" in shown
        assert "<b>Aya" not in shown


def test_every_form_that_changes_something_carries_the_token() -> None:
    """All are made by one macro; a form beside it would be forgeable."""
    posts = [
        file.name
        for file in (HOUSE / "office").rglob("*.html")
        for _ in re.findall(r'method="post"', file.read_text("utf-8"))
        if '"_xsrf"' not in file.read_text("utf-8")
    ]
    assert posts == []
    by_hand = {
        f.name for f in (HOUSE / "office" / "templates").glob("*.html") if 'method="post"' in f.read_text("utf-8")
    }
    assert by_hand == {"office-macros.html"}


def test_deadlines_and_weights_are_saved_together_or_not_at_all(visitor: Visitor, made: Workspace) -> None:
    path, files = "cohort/2026-najaar/deadlines", [made.root / "kalender.toml", made.root / "keuzes.toml"]
    before = [file.read_bytes() for file in files]
    names = made.assignments()
    even = {f"gewicht-{name}": "20" for name in names}
    for wrong, told in (
        ({f"datum-{ASSIGNMENT}": "2026-12-18"} | even, "samen 120; verwacht wordt 100"),
        (
            {f"datum-{ASSIGNMENT}": "2027-03-28", f"uur-{ASSIGNMENT}": "02:30", f"gewicht-{ASSIGNMENT}": "100"},
            "verspringt de klok",
        ),
        ({f"datum-{ASSIGNMENT}": "morgen", f"gewicht-{ASSIGNMENT}": "100"}, "verwacht wordt een moment"),
        ({f"gewicht-{ASSIGNMENT}": "veel"}, "gevonden «veel»"),
    ):
        with pytest.raises((CohortError, ContentError), match=re.escape(told)):
            visitor.press(path, "bewaren", **wrong)
        assert [file.read_bytes() for file in files] == before
    good = {f"datum-{ASSIGNMENT}": "2026-12-18", f"uur-{ASSIGNMENT}": "", f"gewicht-{ASSIGNMENT}": "100"}
    assert "5-politiserend: vr 18-12-2026 23:59 (Europe/Brussels) (was nog niets)." in visitor.press(
        path, "bewaren", **good
    )
    assert made.choices().weights == {ASSIGNMENT: 100}
    book = made.root / "gradebook.db"
    assert not (book.is_file() and book.stat().st_size), "a gradebook is slow to make; a deadline alone needs none"
    shown = visitor.press(
        "cohort/2026-najaar/uitstel", "geven", student="r0000002", opdracht=ASSIGNMENT, datum="2027-01-08"
    )
    assert "Bram Claes, 5-politiserend: vr 08-01-2027 23:59 (Europe/Brussels)." in shown
    shown = visitor.press("cohort/2026-najaar/uitstel", "intrekken", student="r0000002", opdracht=ASSIGNMENT)
    assert "Niemand heeft uitstel." in shown
    assert made.calendar().extended(ASSIGNMENT, "r0000002") is None
    assert "[uitstel" not in re.sub(r"(?m)^#.*$", "", (made.root / "kalender.toml").read_text("utf-8")).replace(
        "[uitstel]", ""
    )


def test_two_lecturers_with_the_same_deadlines_before_them_do_not_undo_each_other(
    visitor: Visitor, made: Workspace
) -> None:
    path, other = "cohort/2026-najaar/deadlines", next(name for name in made.assignments() if name != ASSIGNMENT)
    filled = re.compile(
        r'<input type="(?:hidden|date|time|number)".*? name="((?:stond|datum|uur|gewicht)-[^"]+)" value="([^"]*)"'
    )
    first = dict(filled.findall(visitor.get(path)))
    assert len(first) == 4 * len(made.assignments())
    whole = {name: "" for name in first if name.startswith("gewicht-")} | {f"gewicht-{ASSIGNMENT}": "100"}
    visitor.press(path, "bewaren", **first | whole)
    first, second = (dict(filled.findall(visitor.get(path))) for _ in range(2))
    visitor.press(path, "bewaren", **first | {f"datum-{ASSIGNMENT}": "2026-12-11"})
    shown = visitor.press(path, "bewaren", **second | {f"datum-{other}": "2026-12-01"})
    assert f"{other}: di 01-12-2026 23:59 (Europe/Brussels) (was nog niets)." in shown
    assert f"{ASSIGNMENT}: " not in shown, "what only the colleague changed is left alone"
    assert made.choices().weights == {ASSIGNMENT: 100}
    late = second | {f"datum-{ASSIGNMENT}": "2026-12-20"}
    before = (made.root / "kalender.toml").read_bytes()
    with pytest.raises(CohortError, match="een collega veranderde dit terwijl jouw blad openstond") as caught:
        visitor.press(path, "bewaren", **late)
    assert "Nu staat er: deadline vr 11-12-2026 23:59" in str(caught.value)
    assert "gewicht 100. Er is niets bewaard." in str(caught.value)
    assert (made.root / "kalender.toml").read_bytes() == before
    again = dict(
        filled.findall(visitor.get(path, **{name: word for name, word in late.items() if "stond" not in name}))
    )
    visitor.press(path, "bewaren", **again)
    assert made.calendar().local(made.calendar().deadlines[ASSIGNMENT]).startswith("zo 20-12-2026 23:59")


def test_nothing_is_given_to_who_is_not_in_the_class(visitor: Visitor, made: Workspace) -> None:
    before = (made.root / "kalender.toml").read_bytes()
    for student in ("", "r0000009", "../r0000001"):
        with pytest.raises(CohortError, match="staat niet op de klaslijst"):
            visitor.press("cohort/2026-najaar/uitstel", "dagen-geven", student=student, dagen="3")
    assert (made.root / "kalender.toml").read_bytes() == before


def test_a_class_list_is_changed_only_after_it_was_shown_and_can_be_put_back(visitor: Visitor, made: Workspace) -> None:
    path, before = "cohort/2026-najaar/klas", made.students()
    new = Dropped("nieuw.csv", b"studentnummer,voornaam,achternaam\nr0000001,<b>Aya</b>,Amrani\nr0000007,Noor,Bakker\n")
    shown = visitor.press(path, "bekijken", {"klaslijst": new})
    assert "Noor Bakker (r0000007)" in shown
    assert made.students() == before
    tray = re.search(r'name="bak" value="(\w+)"', shown)
    assert tray
    assert "De klaslijst heeft nu 2 studenten." in visitor.press(path, "doorvoeren", bak=tray[1])
    assert set(made.students()) == {"r0000001", "r0000007"}
    tray = re.search(r'name="bak" value="(\w+)"', visitor.press(path, "vorige"))
    assert tray
    visitor.press(path, "doorvoeren", bak=tray[1])
    assert made.students() == before


def work_of(begun: threading.Event, go_on: threading.Event) -> job.Work:
    def work(tell: Progress) -> dict[str, object]:
        tell("Nakijken", 1, 4)
        begun.set()
        assert go_on.wait(30)
        tell("Nakijken", 2, 4)
        return {"rows": [["nagekeken", 4]]}

    return work


def wait(jobs: Jobs, root: Path) -> None:
    Visitor(Desk(root, "", jobs)).wait(root)


def test_one_piece_of_work_goes_on_per_cohort_and_stops_when_asked(tmp_path: Path) -> None:
    jobs, begun, go_on = Jobs(), threading.Event(), threading.Event()
    jobs.start(tmp_path, "nakijken", ASSIGNMENT, work_of(begun, go_on))
    assert begun.wait(30)
    going = jobs.last(tmp_path, "nakijken", ASSIGNMENT)
    assert going
    assert (going.going, going.done, going.total) == (True, 1, 4)
    assert going.left is not None
    with pytest.raises(GradingError, match="«nakijken» van 5-politiserend is nog bezig"):
        jobs.start(tmp_path, "ophalen", "1-nabijheid", lambda tell: {})
    assert jobs.cancel(tmp_path)
    go_on.set()
    wait(jobs, tmp_path)
    ended = jobs.last(tmp_path, "nakijken", ASSIGNMENT)
    assert ended
    assert (ended.state, ended.result) == (job.CANCELLED, {})
    assert not jobs.cancel(tmp_path)
    jobs.start(tmp_path, "ophalen", "1-nabijheid", lambda tell: {"files": []})
    wait(jobs, tmp_path)
    kept = Jobs().last(tmp_path, "ophalen", "1-nabijheid")
    assert kept and kept.state == job.DONE, "another server, later, still knows how it ended"


def test_work_in_a_shared_kantoor_is_of_who_pressed_the_button(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "kantoor-dag")
    jobs, found = Jobs(), dict[str, str]()
    for name in ("jan", "els"):
        (tmp_path / name).mkdir()

    def work(root: Path) -> Callable[[Progress], dict[str, object]]:
        return lambda tell: found.update({root.name: me().account}) or {}

    try:
        for name in ("jan", "els"):
            asks(name)
            jobs.start(tmp_path / name, "nakijken", ASSIGNMENT, work(tmp_path / name))
    finally:
        asks("")
    for name in ("jan", "els"):
        wait(jobs, tmp_path / name)
    assert found == {"jan": "jan", "els": "els"}


def test_what_work_could_not_do_is_told_and_never_its_traceback(tmp_path: Path) -> None:
    def refused(tell: Progress) -> dict[str, object]:
        raise GradingError("5-politiserend: er zijn geen inzendingen. Voer eerst 'sowcourse collect 5' uit.")

    def broken(tell: Progress) -> dict[str, object]:
        raise ZeroDivisionError("geheim")

    jobs = Jobs()
    for work, told in ((refused, "er zijn geen inzendingen"), (broken, "In sowcourse zelf ging iets mis")):
        jobs.start(tmp_path, "nakijken", ASSIGNMENT, work)
        wait(jobs, tmp_path)
        ended = jobs.last(tmp_path, "nakijken", ASSIGNMENT)
        assert ended and ended.state == job.REFUSED
        assert told in ended.fault
        assert "geheim" not in ended.fault


def test_work_that_the_computer_cut_off_is_told_as_broken_off(visitor: Visitor, made: Workspace) -> None:
    file = made.root / job.FOLDER / f"nakijken-{ASSIGNMENT}.json"
    file.parent.mkdir(exist_ok=True)
    own = job._me()
    for process, state in ((own, job.RUNNING), ((own[0], own[1] - 1000), job.BROKEN), ((2**22 + 1, 1.0), job.BROKEN)):
        kept = {
            "kind": "nakijken",
            "assignment": ASSIGNMENT,
            "state": job.RUNNING,
            "begun": "2026-11-27T10:00:00+00:00",
        }
        file.write_text(json.dumps(kept | {"process": process}), encoding="utf-8")
        found = visitor.desk.jobs.last(made.root, "nakijken", ASSIGNMENT)
        assert found and found.state == state
    shown = visitor.get(f"cohort/2026-najaar/opdracht/{ASSIGNMENT}")
    assert "Het nakijken is afgebroken toen de computer of Kantoor stopte." in shown
    assert "Bezig met" not in shown
    file.write_text("{", encoding="utf-8")
    assert visitor.desk.jobs.last(made.root, "nakijken", ASSIGNMENT) is None
    file.unlink()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\klassen\\lijst.csv", "lijst.csv"),
        ("/", "bestand"),
        ("..", "bestand"),
        ("", "bestand"),
        ("a\x00b\n.zip", "a_b_.zip"),
        ("<script>.zip", "_script_.zip"),
        ("n" * 400 + ".zip", "n" * 100 + ".zip"),
    ],
)
def test_a_dropped_file_is_kept_under_a_name_that_leads_nowhere(name: str, kept: str, visitor: Visitor) -> None:
    assert safe_name(name) == kept
    tray = visitor.desk.keep([Dropped(name, b"x"), Dropped(name, b"y")])
    files = visitor.desk.kept(tray)
    assert [file.name for file in files] == [kept, kept]
    assert [file.read_bytes() for file in files] == [b"x", b"y"]
    assert all(str(file).startswith(visitor.desk._tray.name) for file in files)
    assert visitor.desk.kept("../" + tray) == []


def test_a_cohort_is_found_by_its_name_and_never_by_a_path(visitor: Visitor, made: Workspace) -> None:
    assert visitor.desk.cohort("2026-najaar") == made.root
    for name in ("", ".", "..", "../klassen", "2026-najaar/../2026-najaar", "*", "2026-*"):
        assert visitor.desk.cohort(name) is None


def test_whose_a_file_may_be_is_offered_with_who_is_likely_first() -> None:
    students = {number: Student(number, first, "Peeters", "") for number, first in (("1", "A"), ("2", "B"), ("3", "C"))}
    groups = collecting._choices("dit kan A Peeters (1) of B Peeters (2) zijn.", students, {"1"})
    assert [(title, [each.id for each in group]) for title, group in groups] == [
        ("Deze kunnen het zijn", ["1", "2"]),
        ("Nog niets van ontvangen", ["3"]),
    ]
    groups = collecting._choices("niemand staat in deze naam.", students, {"1"})
    assert [(title, [each.id for each in group]) for title, group in groups] == [
        ("Nog niets van ontvangen", ["2", "3"]),
        ("De anderen", ["1"]),
    ]


def test_a_file_of_nobody_in_the_class_holds_nobody_up(tmp_path: Path) -> None:
    """Who cannot say whose a file is may go on, and an empty notebook is not said to be of another assignment."""
    workspace = graded_class(tmp_path)
    shutil.rmtree(workspace.root / "autograded" / "s902")
    desk = Desk(tmp_path, "/kantoor")
    visitor, path = Visitor(desk), f"cohort/klas/opdracht/{ASSIGNMENT}"
    whole = (tmp_path / "lms" / f"s902_{ASSIGNMENT}.ipynb").read_bytes()
    empty = json.dumps(json.loads(whole) | {"cells": []}).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in {"vreemdeling_7_8_x.ipynb": whole, "s903_leeg.ipynb": empty}.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 12, 0, 0)), content)
    visitor.press(path, "ophalen", {"bestanden": Dropped("in.zip", packed.getvalue())})
    visitor.wait(workspace.root)
    shown = visitor.get(path)
    assert "Van wie is dit?" in shown
    assert "s903_leeg.ipynb" in shown
    assert "dit notebook is leeg: er staat geen letter in." in shown
    assert f'href="/kantoor/{path}?stap=nakijken#nakijken">Verder met nakijken</a>' in shown
    opened = visitor.get(path, stap="nakijken").partition('<li id="nakijken"')[2].partition("</li>")[0]
    assert "<details open>" in opened
    assert 'value="nakijken"' in opened


def test_a_dropped_zip_is_as_old_as_what_is_in_it(tmp_path: Path) -> None:
    """So that moments around it may be those of a download, also when it is dropped days later."""
    desk, packed = Desk(tmp_path, ""), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for hour in (9, 11):
            archive.writestr(zipfile.ZipInfo(f"{hour}.ipynb", (2026, 9, 1, hour, 0, 0)), "{}")
    dropped = [
        Dropped("in.zip", packed.getvalue()),
        Dropped("a.ipynb", b"1"),
        Dropped("a.ipynb", b"2"),
        Dropped("b.ipynb", b"3"),
    ]
    tray = desk.keep(dropped)
    kept = desk.kept(tray)
    first, *folders = collecting._places(kept)
    assert desk.kept(tray) == kept, "what was answered about is collected again"
    assert datetime.fromtimestamp(first.stat().st_mtime) == datetime(2026, 9, 1, 11)
    told = [sorted((file.name, file.read_bytes()) for file in folder.iterdir()) for folder in folders]
    assert told == [[("a.ipynb", b"1"), ("b.ipynb", b"3")], [("a.ipynb", b"2")]]


def test_feedback_from_before_a_change_is_not_taken_for_done(tmp_path: Path) -> None:
    found = {"r1": Result("r1", None, False, True, ())}
    assert is_current(tmp_path, ASSIGNMENT, "terugkoppeling", found), "what was made elsewhere is believed"
    remember_given(tmp_path, ASSIGNMENT, "terugkoppeling", found)
    assert is_current(tmp_path, ASSIGNMENT, "terugkoppeling", found)
    assert not is_current(tmp_path, ASSIGNMENT, "terugkoppeling", {"r1": replace(found["r1"], penalty=1)})


@pytest.mark.parametrize("mine", [True, False])
def test_what_was_given_out_is_current_whoever_of_a_shared_kantoor_is_looking(tmp_path: Path, mine: bool) -> None:
    def seen(mine: bool, score: float = 3) -> dict[str, Result]:
        giver = Giver("hubjan", "28 november 2026, 10.00", mine)
        return {"r1": Result("r1", None, False, True, (CellResult("a", 5, score, True, False, "", giver=giver),))}

    remember_given(tmp_path, ASSIGNMENT, "terugkoppeling", seen(mine))
    assert is_current(tmp_path, ASSIGNMENT, "terugkoppeling", seen(not mine))
    assert not is_current(tmp_path, ASSIGNMENT, "terugkoppeling", seen(not mine, 4))


def test_what_the_house_says_of_commands_is_said_of_pages_here() -> None:
    assert spoken("Voer eerst 'sowcourse collect 5' uit.") == "Voer eerst «Ophalen» uit."
    assert spoken("Doe 'sowcourse onbekend x'.") == "Doe 'sowcourse onbekend x'."
    assert "Linux-computer waar bubblewrap werkt, of kijk deze opdracht na in een terminal" in spoken(NO_WALL)
    rooms = ("cohort", "submissions", "grading", "gradebook", "report")
    files = [file for room in rooms for file in (HOUSE / room).glob("*.py")] + [HOUSE / "cycle.py"]
    said = {name for file in files for name in re.findall(r"'sowcourse (cohort \w+|\w+)", file.read_text("utf-8"))}
    elsewhere = {"assignment", "cohort copy", "cohort upgrade", "controle", "cohort erase", "lesson", "essay"}
    assert said - set(WHERE) <= elsewhere
    assert {"grade", "collect", "mark"} <= said


def test_the_school_holidays_are_chosen_on_the_page_and_move_next_years_deadlines(
    visitor: Visitor, made: Workspace
) -> None:
    path, file = "cohort/2026-najaar/deadlines", made.root / "kalender.toml"
    before = file.read_bytes()
    visitor.press(path, "bewaren", **{f"datum-{ASSIGNMENT}": "2027-03-05"})
    assert "kies bij «Deadlines» welke schoolvakanties meetellen" in visitor.get("cohort/2026-najaar/volgend-jaar")
    told = visitor.press(path, "bewaren", vakanties="vlaanderen", **{f"datum-{ASSIGNMENT}": "2027-03-05"})
    assert "De schoolvakanties zijn die van Vlaanderen." in told
    assert "Er is niets veranderd" not in told
    assert made.calendar().region == "vlaanderen"
    assert '<option value="vlaanderen" selected>' in visitor.get(path)
    assert "1 week vroeger door de vakanties" in visitor.get("cohort/2026-najaar/volgend-jaar")
    with pytest.raises(ContentError, match="nergens"):
        visitor.press(path, "bewaren", vakanties="nergens", **{f"datum-{ASSIGNMENT}": "2027-03-05"})
    assert made.calendar().region == "vlaanderen"
    assert "Er tellen geen schoolvakanties mee." in visitor.press(path, "bewaren", vakanties="")
    assert made.calendar().region == ""
    file.write_bytes(before)
