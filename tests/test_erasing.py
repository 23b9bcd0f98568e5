"""The rules of erasing, on a class of two and a few files made by hand: what goes, what stays, and what is told."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from sowcourse.cohort.lock import turn
from sowcourse.cohort.memory import remember, remembered, renumbered
from sowcourse.cohort.origin import hashes_text
from sowcourse.cohort.roster import Student, write_roster
from sowcourse.cohort.workspace import Workspace
from sowcourse.crew import Crew
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook.code import code_of_student
from sowcourse.records import erasure
from sowcourse.records.erasure import (
    PENDING,
    Erasure,
    codes_of,
    erase_archive,
    erase_cohort,
    erase_student,
    erase_submissions,
)
from sowcourse.records.scrub import Scrubber
from sowcourse.records.sweep import Swept, remove, sweep, sweep_file

MILA = Student("r9000001", "Mila", "Peeters", "mila@school.example")
NOOR = Student("r9000002", "Noor", "Claes", "", ("canvas:101",))
HEAD = ["wanneer", "wat", "reden", "verwijderd", "aangepast", "daarna doorzocht", "gevonden"]


def put(root: Path, **files: str) -> None:
    """Files under a folder, by place."""
    for place, content in files.items():
        file = root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def left(root: Path) -> dict[str, str]:
    """Every file under a folder, by place."""
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(root.rglob("*"))
        if file.is_file() and file.name not in (".bezig", ".schrijft", ".bezig-wie.json", "klas.csv", "cohort.toml")
    }


@pytest.fixture(autouse=True)
def _no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the course are no names of these two, and reading them takes a second."""
    monkeypatch.setattr(erasure, "ordinary_words", lambda workspace: frozenset({"werk"}))
    monkeypatch.setattr(erasure, "page_words", lambda workspace: frozenset({"Claes"}))


@pytest.fixture
def klas(tmp_path: Path) -> Workspace:
    root = tmp_path / "klas"
    (root / "source").mkdir(parents=True)
    put(root, **{"cohort.toml": 'naam = "klas"\n'})
    write_roster(root / "klas.csv", [MILA, NOOR])
    return Workspace(root, "klas", "1")


def recorded(file: Path) -> list[list[str]]:
    """What the record says, without when."""
    head, *rows = list(csv.reader(file.open(encoding="utf-8", newline="")))
    assert head == HEAD
    for row in rows:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", row[0])
    return [row[1:] for row in rows]


def test_of_what_came_from_an_lms_the_hand_in_under_a_short_number_goes(klas: Workspace) -> None:
    short = Student("7", "Bo", "Os", "")
    write_roster(klas.root / "klas.csv", [short, MILA])
    put(klas.root, **{"source/1-les/1-les.ipynb": '{"cells": []}'})
    with zipfile.ZipFile(klas.root / "lms.zip", "w") as made:
        for name in ("7_1-les.ipynb", "r9000001_1-les.ipynb", "r9000001_1-les (7).ipynb"):
            made.writestr(name, "mijn antwoord")
    assert erase_student(klas, "7").changed == 2
    with zipfile.ZipFile(klas.root / "lms.zip") as kept:
        assert kept.namelist() == ["r9000001_1-les.ipynb", "r9000001_1-les (7).ipynb"]


def test_what_stands_under_a_number_of_before_goes_too(klas: Workspace) -> None:
    renumbered(klas.root, {"7": "8"})
    renumbered(klas.root, {"8": MILA.id, "r9000009": NOOR.id})
    assert remembered(klas.root) == {"vroeger:7": MILA.id, "vroeger:8": MILA.id, "vroeger:r9000009": NOOR.id}
    put(
        klas.root,
        **{
            "terugkoppeling/les/7.html": "mijn antwoord",
            "terugkoppeling/les/r9000009.html": "van Noor",
            "punten.csv": "nummer;punt\n8;3\nr9000009;4\n",
            "beoordelen.csv": f"code;punt\n{code_of_student('7', 'vraag')}-BCDF;3\n",
            "source/les/les.ipynb": json.dumps({"cells": [{"metadata": {"nbgrader": {"grade_id": "vraag"}}}]}),
        },
    )
    erase_student(klas, MILA.id)
    kept = left(klas.root)
    assert "terugkoppeling/les/7.html" not in kept
    assert kept["terugkoppeling/les/r9000009.html"] == "van Noor"
    assert kept["punten.csv"] == "nummer;punt\nr9000009;4\n"
    assert kept["beoordelen.csv"] == "code;punt\n"
    assert remembered(klas.root) == {"vroeger:r9000009": NOOR.id}


# One student ----------------------------------------------------------------------------------------------------------


def test_what_is_one_student_s_goes_and_it_is_told_what_a_person_has_to_look_at(klas: Workspace) -> None:
    put(
        klas.root,
        **{
            "submitted/r9000001/les/les.ipynb": "{}",
            "submitted/r9000001/les/timestamp.txt": "nu",
            "submitted/r9000002/les/les.txt": "met Mila Peeters en Peeters",
            "punten.csv": "nummer;punt\nr9000001;3\nr9000002;4\n",
            "klas-zip/archief.toml": "x = 1\n",
            "klas-zip/a.txt": "b",
            "overzicht.html": "<p>Mila Peeters</p>",
            "oud.tar.gz": "x",
            "niets.txt": "van niemand, en een werk",
        },
    )
    told: list[tuple[str, int, int]] = []
    done = erase_student(klas, MILA.id, "verzoek", lambda *each: told.append(each))
    assert done == Erasure(
        removed=5,
        changed=3,
        searched=7,
        mentions=("submitted/r9000002/les/les.txt",),
        closed=("oud.tar.gz",),
        again=("klas-zip", "overzicht.html"),
    )
    kept = left(klas.root)
    record = kept.pop("gewist.csv")
    assert kept == {
        "submitted/r9000002/les/les.txt": "met [gewist] en Peeters",
        "punten.csv": "nummer;punt\nr9000002;4\n",
        "oud.tar.gz": "x",
        "niets.txt": "van niemand, en een werk",
    }
    assert list(klas.students()) == [NOOR.id]
    assert recorded(klas.root / "gewist.csv") == [["een student", "verzoek", "5", "3", "7", "0"]]
    assert "Mila" not in record
    assert {what for what, _, _ in told} == {"Wissen", "Doorzoeken"}
    put(klas.root, **{"submitted/r9000003/les/les.ipynb": "{}"})
    erase_student(klas, "r9000003")
    assert recorded(klas.root / "gewist.csv")[1][:2] == ["een student", "niet opgegeven"]


def test_words_of_the_course_point_at_nobody(klas: Workspace) -> None:
    put(klas.root, **{"a.txt": "Claes en werk", "b.txt": "Noor was er"})
    assert erase_student(klas, NOOR.id).mentions == ("b.txt",)


def test_a_first_name_in_a_course_that_stands_as_it_came_is_no_trace_of_a_student(klas: Workspace) -> None:
    put(klas.root, **{"cursus/names.toml": "Mila Noor", "cursus/les/les.txt": "Noor was er"})
    put(klas.root, **{"vorige-versie/cursus/names.toml": "Noor"})
    for place in (klas.root, klas.root / "vorige-versie"):
        put(place, **{"herkomst/cursus.json": hashes_text(place / "cursus")})
    put(klas.root, **{"cursus/les/les.txt": "Noor was er, schreef de lesgever erbij"})
    assert erase_student(klas, NOOR.id).mentions == ("cursus/les/les.txt",)


def test_without_a_whole_list_of_how_the_course_came_every_file_is_looked_at(klas: Workspace) -> None:
    put(klas.root, **{"cursus/names.toml": "Mila Noor", "herkomst/cursus.json": "{half"})
    assert erase_student(klas, NOOR.id).mentions == ("cursus/names.toml",)


def test_the_only_student_is_refused_and_of_two_either_can_go(klas: Workspace) -> None:
    write_roster(klas.root / "klas.csv", [MILA])
    with pytest.raises(CohortError) as refused:
        erase_student(klas, MILA.id)
    assert str(refused.value) == "r9000001: dit is de enige student van klas. Gebruik dan --alles."
    put(klas.root, **{"submitted/r9000002/les/x.txt": "x"})
    assert erase_student(klas, NOOR.id).removed == 1, "who is not on the list is not the only one on it"


def test_while_somebody_collects_nothing_is_erased(klas: Workspace) -> None:
    put(klas.root, **{"submitted/r9000001/les/x.txt": "x"})
    before = left(klas.root)
    acts: list[Callable[[], object]] = [
        lambda: erase_student(klas, MILA.id),
        lambda: erase_submissions(klas),
        lambda: erase_cohort(klas),
    ]
    for act in acts:
        with turn(klas.root, "wordt opgehaald"), pytest.raises(GradingError, match="hier wordt opgehaald"):
            act()
    assert left(klas.root) == before


def test_who_it_is_is_kept_until_it_is_proved_and_another_waits_for_that(
    klas: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(klas.root, **{"a.txt": "Mila Peeters", "foto.bin": "\0Mila Peeters"})
    remember(klas.root, {"nummer:u77": MILA.id, "brightspace:52": MILA.id, "naam:mila": MILA.id, "canvas:9": NOOR.id})
    with pytest.raises(CohortError) as refused:
        erase_student(klas, MILA.id)
    assert str(refused.value) == (
        "r9000001: nog te vinden op 1 plaats(en): foto.bin. "
        "Haal daar zelf weg wat over deze student gaat en voer dezelfde opdracht opnieuw uit."
    )
    kept = json.loads((klas.root / PENDING).read_text("utf-8"))
    assert kept == {**asdict(MILA), "ids": ["u77", "brightspace:52"]}
    assert not (klas.root / "gewist.csv").exists()
    assert list(klas.students()) == [NOOR.id]
    write_roster(klas.root / "klas.csv", [NOOR, Student("r9000004", "Bo", "Smit", "")])
    with pytest.raises(CohortError) as refused:
        erase_student(klas, NOOR.id)
    assert str(refused.value) == (
        "r9000001: het wissen van deze student is niet af. Voer eerst 'sowcourse cohort erase r9000001' uit."
    )
    (klas.root / "foto.bin").unlink()
    put(klas.root, **{"52-1 - Mila Peeters - 1 december 2026 1000/x.txt": "x", "nog.txt": "Peeters, Mila"})
    (klas.root / "onthouden.csv").unlink()
    assert erase_student(klas, MILA.id).removed == 1, "by what was known of them before it was cut off"
    assert left(klas.root)["nog.txt"] == "[gewist]"
    assert not (klas.root / PENDING).exists()


def test_a_name_that_is_only_in_what_was_cut_off_is_still_known(klas: Workspace) -> None:
    other = Student("r9000007", "Daan", "Vries", "")
    put(klas.root, **{"a.txt": "Daan Vries was er", PENDING: json.dumps(asdict(other))})
    erase_student(klas, other.id)
    assert left(klas.root)["a.txt"] == "[gewist] was er"


def test_by_what_an_lms_knew_them_is_still_known_when_what_was_answered_is_gone(klas: Workspace) -> None:
    kept = json.dumps({**asdict(MILA), "ids": ["canvas:77"]})
    put(klas.root, **{"x_77_9_les.txt": "x", "x_78_9_les.txt": "y", PENDING: kept})
    assert erase_student(klas, MILA.id).removed == 1
    assert "x_78_9_les.txt" in left(klas.root)


def test_more_places_than_can_be_read_are_counted_and_eight_are_named(klas: Workspace) -> None:
    put(klas.root, **{f"foto-{number}.bin": "\0r9000001" for number in range(9)})
    with pytest.raises(CohortError) as refused:
        erase_student(klas, MILA.id)
    named = ", ".join(f"foto-{number}.bin" for number in range(8))
    assert str(refused.value).startswith(f"r9000001: nog te vinden op 9 plaats(en): {named}. Haal")


@pytest.mark.parametrize("place", ["submitted/r8", "autograded/r8", "feedback/r8", "uitwisseling/klas/inbound/r8+les"])
def test_of_who_is_on_no_list_any_work_is_enough(klas: Workspace, place: str) -> None:
    with pytest.raises(CohortError) as refused:
        erase_student(klas, "r8")
    assert str(refused.value) == "r8: van dit studentnummer is er niets in klas. Controleer het nummer in klas.csv."
    assert not (klas.root / PENDING).exists()
    put(klas.root, **{f"{place}/x.txt": "x"})
    assert erase_student(klas, "r8").removed == 1
    assert list(klas.students()) == [MILA.id, NOOR.id]


def test_who_stands_in_the_gradebook_alone_is_known_by_name(klas: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Student("r9000005", "Sam", "Berg", "")
    monkeypatch.setattr(erasure, "enrolled", lambda workspace: {gone.id: gone})
    put(klas.root, **{"a.txt": "Sam Berg was er", "x_77_9_les.txt": "y"})
    remember(klas.root, {"canvas:77": gone.id})
    done = erase_student(klas, gone.id)
    assert (done.removed, left(klas.root)["a.txt"]) == (1, "[gewist] was er")


def test_a_code_of_an_answer_stands_for_its_student_for_every_question_there_was(klas: Workspace) -> None:
    def notebook(*names: str) -> str:
        cells = [
            {
                "cell_type": "code",
                "id": f"c{n}",
                "metadata": {"nbgrader": {"grade_id": name}} if name else {},
                "source": "",
            }
            for n, name in enumerate(names)
        ]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    put(
        klas.root,
        **{
            "source/les/les.ipynb": notebook("product", ""),
            "versies/les/1-a/bron.ipynb": notebook("reflectie"),
            "submitted/r9000002/les/les.ipynb": notebook("eigen"),
        },
    )
    theirs = {question: code_of_student(MILA.id, question) for question in ("product", "reflectie", "eigen", "")}
    assert codes_of(klas, MILA.id) == {theirs["product"], theirs["reflectie"]}
    put(klas.root, **{"b.csv": "".join(f"{code}-BCDF;1\n" for code in ("code", *theirs.values()))})
    erase_student(klas, MILA.id)
    assert left(klas.root)["b.csv"] == f"code-BCDF;1\n{theirs['eigen']}-BCDF;1\n{theirs['']}-BCDF;1\n"


def test_an_exchange_elsewhere_is_looked_through_and_one_that_is_not_there_is_not(
    tmp_path: Path, klas: Workspace
) -> None:
    shared = tmp_path / "gedeeld"
    there = Workspace(klas.root, "klas", "1", shared=str(shared))
    put(klas.root, **{"submitted/r9000001/les/x.txt": "x"})
    erase_student(there, MILA.id)
    assert not shared.exists()
    write_roster(klas.root / "klas.csv", [MILA, NOOR])
    put(shared, **{"klas/inbound/r9000001+les+1/x.txt": "x", "klas/foto.bin": "\0r9000001", "ander/x.txt": "r9000001"})
    with pytest.raises(CohortError, match=r"op 1 plaats\(en\): foto\.bin\."):
        erase_student(there, MILA.id)
    assert sorted(left(shared)) == ["ander/x.txt", "klas/foto.bin"]
    (shared / "klas" / "foto.bin").unlink()
    put(klas.root, **{"submitted/r9000001/les/y.txt": "y"})
    put(shared, **{"klas/inbound/r9000001+les+2/x.txt": "x"})
    assert erase_student(there, MILA.id).removed == 2, "of both places"


# The gradebook --------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(klas: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A class whose gradebook is not in its folder; here it is a file all the same."""
    asked: list[str] = []
    monkeypatch.setattr("sowcourse.cohort.workspace.must_be_its_own", lambda *own: asked.append(own[2]))
    database = tmp_path / "puntenboek.db"
    with sqlite3.connect(database) as book:
        book.executescript(
            """
            CREATE TABLE student (id TEXT PRIMARY KEY, name TEXT);
            CREATE TABLE submitted_assignment (id TEXT PRIMARY KEY, student_id TEXT);
            CREATE TABLE submitted_notebook (id TEXT PRIMARY KEY, assignment_id TEXT);
            CREATE TABLE comment (id TEXT PRIMARY KEY, notebook_id TEXT, manual_comment TEXT);
            CREATE TABLE loose (words TEXT);
            INSERT INTO student VALUES ('r9000001', 'Mila'), ('r9000002', 'Noor');
            INSERT INTO submitted_assignment VALUES ('a1', 'r9000001'), ('a2', 'r9000002');
            INSERT INTO submitted_notebook VALUES ('n1', 'a1'), ('n2', 'a2');
            INSERT INTO comment VALUES ('c1', 'n1', 'Mooi.'), ('c2', 'n2', 'Met Mila Peeters.');
            INSERT INTO comment VALUES ('c3', 'n2', 'Peeters?');
            """
        )
    monkeypatch.setattr(erasure, "enrolled", lambda workspace: {})
    return Workspace(klas.root, "klas", "1", database=f"sqlite:///{database}")


def in_book(workspace: Workspace) -> list[tuple[str, ...]]:
    with sqlite3.connect(workspace.database.removeprefix("sqlite:///")) as book:
        return sorted(row for table in ("student", "comment") for row in book.execute(f"SELECT * FROM {table}"))


def test_a_gradebook_elsewhere_forgets_the_student_and_is_searched(served: Workspace) -> None:
    put(served.root, **{"a.txt": "x"})
    done = erase_student(served, MILA.id)
    assert in_book(served) == [
        ("c2", "n2", "Met [gewist]."),
        ("c3", "n2", "Peeters?"),
        ("r9000002", "Noor"),
    ]
    assert done.mentions == ("puntenboek: comment.manual_comment",)


def test_what_stays_in_a_gradebook_elsewhere_is_named(served: Workspace) -> None:
    with sqlite3.connect(served.database.removeprefix("sqlite:///")) as book:
        book.execute("INSERT INTO loose VALUES ('van Mila Peeters')")
    put(served.root, **{"foto.bin": "\0r9000001"})
    with pytest.raises(CohortError, match=r"op 2 plaats\(en\): foto\.bin, puntenboek: loose\.words\."):
        erase_student(served, MILA.id)


def test_a_gradebook_in_a_file_is_searched_table_by_table(klas: Workspace) -> None:
    with sqlite3.connect(klas.root / "gradebook.db") as book:
        book.executescript(
            "CREATE TABLE loose (words TEXT); CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT);"
            "INSERT INTO t VALUES (1, 'zegt Mila Peeters'), (2, 'Peeters');"
        )
    done = erase_student(klas, MILA.id)
    assert (done.changed, done.mentions) == (2, ("gradebook.db: t.words",))
    write_roster(klas.root / "klas.csv", [MILA, NOOR])
    with sqlite3.connect(klas.root / "gradebook.db") as book:
        book.execute("INSERT INTO loose VALUES ('r9000001')")
    with pytest.raises(CohortError, match=r"gradebook\.db: loose\.words"):
        erase_student(klas, MILA.id)


# All that was handed in -----------------------------------------------------------------------------------------------


@pytest.fixture
def full(klas: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A class with something in every place; its marks are written as a word."""

    def written(workspace: Workspace, assignment: str, file: Path) -> None:
        assert (workspace.root / "submitted").is_dir(), "before anything goes"
        file.write_text(f"punten van {assignment}", encoding="utf-8")

    monkeypatch.setattr("sowcourse.gradebook.marks.write_marks", written)
    work = {f"{name}/r9000001/een/x.txt": "x" for name in ("submitted", "autograded", "feedback")}
    put(
        klas.root,
        **work,
        **{
            "source/een/een.ipynb": "{}",
            "source/twee/twee.ipynb": "{}",
            "ontvangen/een/r9000001/x.txt": "x",
            "terugkoppeling/een/r9000001.html": "x",
            "leeromgeving.csv": "x",
            "leeromgeving.json": "{}",
            "gradebook.db": "x",
            "gradebook.db.2026": "x",
            "overzicht.html": "x",
            "nakijken.log": "x",
            ".verborgen.log": "x",
            "punten-een.csv": "x",
            "versies/een/1-a/bron.ipynb": "{}",
            "uitwisseling/klas/inbound/r9000001+een/x.txt": "x",
            "uitwisseling/klas/feedback/x.html": "x",
            "uitwisseling/klas/outbound/een/x.ipynb": "x",
            "uitwisseling/klas/anders.txt": "x",
            "archief/met/archief.toml": "pseudoniem = false\n",
            "archief/met.zip": "x",
            "archief/zonder/archief.toml": "pseudoniem = true\n",
            "archief/zonder/x.txt": "x",
            "archief/zonder.zip": "x",
            "archief/los.txt": "x",
            "archief/half/archief.toml": "x = 1\n",
        },
    )
    return klas


STAYS = {
    "source/een/een.ipynb": "{}",
    "source/twee/twee.ipynb": "{}",
    "leeromgeving.json": "{}",
    "punten-een.csv": "x",
    "versies/een/1-a/bron.ipynb": "{}",
    "uitwisseling/klas/anders.txt": "x",
    "archief/zonder/archief.toml": "pseudoniem = true\n",
    "archief/zonder/x.txt": "x",
    "archief/zonder.zip": "x",
    "punten-bewaard/een.csv": "punten van een",
    "punten-bewaard/volledig.txt": "De punten zoals ze waren toen de inzendingen gewist werden.\n",
}


def test_what_was_handed_in_goes_and_marks_tasks_and_archives_without_names_stay(full: Workspace) -> None:
    done = erase_submissions(full, "bewaartermijn")
    assert done == Erasure(removed=18, changed=0, searched=done.searched)
    kept = left(full.root)
    del kept["gewist.csv"]
    assert kept == STAYS
    assert done.searched == sum(file.is_file() for file in full.root.rglob("*")) - 1, "all but the record"
    assert recorded(full.root / "gewist.csv") == [
        ["alle inzendingen", "bewaartermijn", "18", "0", str(done.searched), "0"]
    ]
    assert erase_submissions(full).removed == 0
    assert left(full.root).items() >= STAYS.items(), "the marks of before are not written again"
    assert recorded(full.root / "gewist.csv")[1][:3] == ["alle inzendingen", "niet opgegeven", "0"]


def test_marks_that_were_half_written_are_written_again(full: Workspace) -> None:
    put(full.root, **{"punten-bewaard/een.csv": "half"})
    erase_submissions(full)
    assert left(full.root)["punten-bewaard/een.csv"] == "punten van een"


def test_work_that_does_not_go_is_named_and_nothing_is_recorded(
    full: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(full.root, **{f"ontvangen/een/r{number}.txt": "x" for number in range(9)})
    monkeypatch.setattr(erasure, "remove", lambda place: 0 if place.name == "ontvangen" else remove(place))
    with pytest.raises(CohortError) as refused:
        erase_submissions(full)
    places = ["ontvangen/een/r0.txt", *(f"ontvangen/een/r{number}.txt" for number in range(1, 8))]
    assert str(refused.value) == f"klas: nog niet gewist: {', '.join(places)}. Voer dit opnieuw uit."
    assert not (full.root / "gewist.csv").exists()


def test_a_gradebook_elsewhere_is_emptied_too(served: Workspace) -> None:
    put(served.root, **{"submitted/r9000001/een/x.txt": "x"})
    assert erase_submissions(served).removed == 1
    with sqlite3.connect(served.database.removeprefix("sqlite:///")) as book:
        assert book.execute("SELECT name FROM sqlite_master").fetchall() == []


# A whole class, and an archive ----------------------------------------------------------------------------------------


def test_a_whole_class_goes_and_the_record_stands_beside_it(full: Workspace, tmp_path: Path) -> None:
    number = len(left(full.root)) + 2
    done = erase_cohort(full, "vergissing")
    assert not full.root.exists()
    assert (done.changed, done.searched) == (0, 2)
    assert done.removed >= number
    record = [["een hele klas", "vergissing", str(done.removed), "0", "2", "0"]]
    assert recorded(tmp_path / "gewist.csv") == record


def test_of_an_exchange_elsewhere_only_its_own_part_goes_and_what_still_names_somebody_stops_it(
    klas: Workspace, tmp_path: Path
) -> None:
    shared = tmp_path / "gedeeld"
    there = Workspace(klas.root, "klas", "1", shared=str(shared))
    put(
        shared,
        **{
            "ander/inbound/x.txt": "r9000001",
            "klas/inbound/r9000001+een/x.txt": "x",
            "klas/r9000002.txt": "x",
            "klas/map/lijst.txt": "Mila Peeters",
            "klas/goed.txt": "niemand",
        },
    )
    with pytest.raises(CohortError) as refused:
        erase_cohort(there)
    assert str(refused.value) == "klas: nog te vinden: lijst.txt, r9000002.txt. Voer dit opnieuw uit."
    assert [file.name for file in sorted(klas.root.iterdir()) if not file.name.startswith(".")] == [
        "cohort.toml",
        "klas.csv",
    ]
    assert not (tmp_path / "gewist.csv").exists()
    (shared / "klas" / "r9000002.txt").unlink()
    (shared / "klas" / "map" / "lijst.txt").unlink()
    assert erase_cohort(there).searched == 2 + 1
    assert sorted(left(shared)) == ["ander/inbound/x.txt", "klas/goed.txt"]


def test_a_class_of_which_the_list_is_gone_or_the_gradebook_is_elsewhere_goes_too(
    served: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (served.root / "klas.csv").unlink()
    monkeypatch.setattr(erasure, "tables_left", lambda database: ["grade", "student"])
    with pytest.raises(CohortError, match=r"^klas: nog te vinden: grade, student\. Voer dit opnieuw uit\.$"):
        erase_cohort(served)
    monkeypatch.undo()
    monkeypatch.setattr("sowcourse.cohort.workspace.must_be_its_own", lambda *own: None)
    erase_cohort(served)
    assert not served.root.exists()


def test_an_archive_goes_with_its_zip_and_nothing_beside_it(tmp_path: Path) -> None:
    put(tmp_path, **{"een/x.txt": "x", "een/y.txt": "y", "een.zip": "x", "een.txt": "x", "twee/x.txt": "x"})
    assert erase_archive(tmp_path / "een", "bewaartermijn") == Erasure(3, 0, 0)
    assert recorded(tmp_path / "gewist.csv") == [["een archief", "bewaartermijn", "3", "0", "0", "0"]]
    erase_archive(tmp_path / "twee")
    assert sorted(left(tmp_path)) == ["een.txt", "gewist.csv"]
    assert recorded(tmp_path / "gewist.csv")[1] == ["een archief", "niet opgegeven", "1", "0", "0", "0"]


# One file, and its folder ---------------------------------------------------------------------------------------------


def test_what_may_not_be_changed_is_named_with_who_can_help(klas: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(klas.root, **{"a.txt": "Mila Peeters", "map/b.txt": "x"})

    def no(*_: object, **__: object) -> None:
        raise PermissionError(13, "nee", str(klas.root / "map" / "b.txt"))

    told = (
        ": hier mag je niets verwijderen of veranderen. Vraag de beheerder van de computer om dat te doen en voer "
        "dezelfde opdracht opnieuw uit: ze gaat verder waar ze was."
    )
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copymode", no)
        with pytest.raises(CohortError) as refused:
            erase_student(klas, MILA.id)
    assert str(refused.value) == f"{klas.root / 'a.txt'}{told}"
    assert (klas.root / "a.txt").read_text("utf-8") == "Mila Peeters"
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", no)
        with pytest.raises(CohortError) as refused:
            remove(klas.root / "map")
    assert str(refused.value) == f"{klas.root / 'map' / 'b.txt'}{told}"


def test_a_link_goes_and_what_it_points_at_stays(tmp_path: Path) -> None:
    put(tmp_path, **{"map/x.txt": "x", "y.txt": "y"})
    (tmp_path / "naar-map").symlink_to(tmp_path / "map", target_is_directory=True)
    (tmp_path / "naar-niets").symlink_to(tmp_path / "weg")
    (tmp_path / "map" / "binnen").symlink_to(tmp_path / "y.txt")
    assert [remove(tmp_path / name) for name in ("naar-map", "naar-niets", "weg", "y.txt")] == [1, 1, 0, 1]
    assert remove(tmp_path / "map") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_keeps_its_rights_and_git_s_own_store_is_not_opened(klas: Workspace) -> None:
    put(klas.root, **{"a.txt": "Mila Peeters", ".git/x.txt": "Mila Peeters", "map/b.txt": "Mila Peeters"})
    (klas.root / "a.txt").chmod(0o640)
    with pytest.raises(CohortError, match=r"op 1 plaats\(en\): \.git/x\.txt\."):
        erase_student(klas, MILA.id)
    assert (klas.root / "a.txt").stat().st_mode & 0o777 == 0o640
    assert sorted(left(klas.root)) == [".git/x.txt", PENDING, "a.txt", "map/b.txt"]


def test_of_one_file_it_is_told_what_became_of_it(klas: Workspace) -> None:
    put(klas.root, **{"r9000001.txt": "x", "a.txt": "Mila Peeters", "b.html": "<p>Mila Peeters</p>", "c.txt": "x"})
    scrubber = Scrubber(MILA, [MILA, NOOR])
    done = {
        name: sweep_file(scrubber, (klas.root, klas.root / name))
        for name in ("r9000001.txt", "a.txt", "b.html", "c.txt")
    }
    assert {name: (each.removed, each.changed, each.again) for name, each in done.items()} == {
        "r9000001.txt": (1, 0, []),
        "a.txt": (0, 1, []),
        "b.html": (1, 0, ["b.html"]),
        "c.txt": (0, 0, []),
    }


def test_a_gradebook_in_a_file_is_changed_only_when_the_student_was_in_it(klas: Workspace) -> None:
    with sqlite3.connect(klas.root / "gradebook.db") as book:
        book.executescript(
            "CREATE TABLE student (id TEXT PRIMARY KEY); INSERT INTO student VALUES ('r9000001'), ('r9000002');"
            "CREATE TABLE submitted_assignment (id TEXT PRIMARY KEY, student_id TEXT);"
            "CREATE TABLE submitted_notebook (id TEXT PRIMARY KEY, assignment_id TEXT);"
        )
    scrubber, place = Scrubber(MILA, [MILA, NOOR]), (klas.root, klas.root / "gradebook.db")
    assert sweep_file(scrubber, place) == Swept(0, 1)
    with sqlite3.connect(klas.root / "gradebook.db") as book:
        assert list(book.execute("SELECT id FROM student")) == [(NOOR.id,)]
    assert sweep_file(scrubber, place) == Swept(0, 0)


def test_the_class_list_is_left_for_last_and_what_became_of_the_rest_is_counted_together(klas: Workspace) -> None:
    put(klas.root, **{"a.txt": "Mila Peeters", "map/klas.csv": "r9000001,Mila Peeters\n", ".wissen.json": "r9000001"})
    put(klas.root, **{"submitted/r9000001/les/x.txt": "x", "r9000001.txt": "x", "overzicht.html": "<p>r9000001</p>"})
    before = (klas.root / "klas.csv").read_text("utf-8")
    scrubber = Scrubber(MILA, [MILA, NOOR])
    with Crew(scrubber, Scrubber, MILA, [MILA, NOOR], students=2) as crew:
        assert sweep(crew, scrubber, klas.root) == Swept(3, 2, ["overzicht.html"])
    assert (klas.root / "klas.csv").read_text("utf-8") == before
    assert left(klas.root) == {".wissen.json": "r9000001", "a.txt": "[gewist]"}
    assert (klas.root / "map" / "klas.csv").read_text("utf-8") == ""
