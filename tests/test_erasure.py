"""Who is erased is gone: from files, zips, tables and the gradebook, also after an interruption; the others are not."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
import sqlite3
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from typer.testing import CliRunner

from sowcourse.cli import app
from sowcourse.cohort.memory import remember
from sowcourse.cohort.roster import Student, read_roster, write_roster
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import CohortError
from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.notebook import dump, read_notebook, source
from sowcourse.records.archive import write_archive, write_export
from sowcourse.records.erasure import PENDING, erase_cohort, erase_student, erase_submissions
from sowcourse.records.scrub import Scrubber
from sowcourse.report.feedback import write_feedback
from sowcourse.report.marking import write_marking

ASSIGNMENT = "5-politiserend"
GONE = Student("r0000010", "Jaouad", "El Idrissi", "r0000010@school.example")
"""Who is erased; of the fictional class."""


def lived_in(demo: Workspace, root: Path) -> Workspace:
    """The fictional class after a year: backups, logs, archives, and people who name each other."""
    shutil.copytree(demo.root, root)
    file = root / "submitted" / "r0000002" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(file)
    answer = next(cell for cell in notebook["cells"] if cell["id"] == "reflectie")
    answer["source"] = "Eerst dit.\nJaouad El Idrissi (r0000010) zag dat anders dan ik. JAOUAD bleef erbij."
    file.write_text(dump(notebook), encoding="utf-8")
    workspace = open_workspace(root)
    mark(workspace, ASSIGNMENT, "r0000003", "reflectie", 3, "Zelfde bron als El Idrissi, Jaouad.")
    write_feedback(workspace, ASSIGNMENT)
    shutil.copyfile(root / "gradebook.db", root / "gradebook.db.2026-12-01")
    (root / "nakijken.log").write_text("r0000010: een cel rekende lang\nr0000011: klaar\n", encoding="utf-8")
    (root / "cijfers-oud.csv").write_bytes(
        "nr;naam\nr0000010;Jaouad El Idrissi\nr0000024;Zoë Mulder\n".encode("cp1252")
    )
    (root / "export.json").write_text(json.dumps({"wie": "El\u00a0Idrissi Jaouad", "zin": "a\nr0000010"}), "utf-8")
    shutil.copyfile(root.parent / "uit-het-lms.zip", root / "uit-het-lms.zip")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("El Idrissi Jaouad/brief.txt", "van mij")
        archive.writestr("r0000002/brief.txt", "met Jaouad El Idrissi")
        archive.writestr("r0000003/brief.txt", "van mij alleen")
    with zipfile.ZipFile(root / "ontvangen" / "tweede.zip", "w") as archive:
        archive.writestr("alles.zip", inner.getvalue())
    inbound = root / "uitwisseling" / "demo" / "inbound" / f"r0000010+{ASSIGNMENT}+2026-12-01 10:00:00 UTC+x"
    inbound.mkdir(parents=True)
    (inbound / f"{ASSIGNMENT}.ipynb").write_text("{}", encoding="utf-8")
    given = root / "uitwisseling" / "demo" / "feedback"
    given.mkdir()
    for student in ("r0000010", "r0000011"):
        page = root / "terugkoppeling" / ASSIGNMENT / f"{student}.html"
        shutil.copyfile(page, given / f"{page.name.encode().hex()}.html")
    write_export(workspace, GONE.id)
    write_archive(workspace)
    return workspace


@pytest.fixture(scope="module")
def template(demo: tuple[Workspace, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jaar")
    shutil.copyfile(demo[0].root.parent / "uit-het-lms.zip", folder / "uit-het-lms.zip")
    return lived_in(demo[0], folder / "demo").root


@pytest.fixture
def workspace(template: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(template, tmp_path / "demo")
    return open_workspace(tmp_path / "demo")


def every_content(root: Path) -> dict[str, bytes]:
    """Every file under a folder, and every member of every zip, by its path."""
    found: dict[str, bytes] = {}

    def add(name: str, content: bytes) -> None:
        found[name] = content
        if zipfile.is_zipfile(io.BytesIO(content)):
            del found[name]
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    add(f"{name}/{member}", archive.read(member))

    for file in (path for path in root.rglob("*") if path.is_file()):
        add(str(file.relative_to(root)), file.read_bytes())
    return found


def naming(root: Path) -> list[str]:
    """Where the erased student is found, by a search that shares nothing with the product's."""
    places = []
    for name, content in every_content(root).items():
        said = f"{name} {content.decode('utf-8', errors='replace')}"
        said = html.unescape(re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), said))
        said = unicodedata.normalize("NFKD", said).lower()
        if "r0000010" in said or re.search(r"jaouad[\W_]*el[\W_]*idrissi|el[\W_]*idrissi[\W_]*jaouad", said):
            places.append(name)
    return places


def test_a_student_is_found_nowhere_afterwards_and_everywhere_before(workspace: Workspace) -> None:
    assert len(naming(workspace.root)) > 25
    done = erase_student(workspace, GONE.id, "verzoek")
    assert naming(workspace.root) == []
    assert done.searched > 250
    assert not (workspace.root / PENDING).exists()
    assert any(place.endswith(".ipynb") for place in done.mentions), done.mentions
    assert f"overzicht-{ASSIGNMENT}.html" in done.again
    assert not list((workspace.root / "archief").iterdir()), "archives of the class went too"


def test_nothing_of_the_student_stays_in_the_bytes_of_the_gradebook_or_its_backup(workspace: Workspace) -> None:
    for name in ("gradebook.db", "gradebook.db.2026-12-01"):
        assert b"r0000010" in (workspace.root / name).read_bytes()
    erase_student(workspace, GONE.id)
    for name in ("gradebook.db", "gradebook.db.2026-12-01"):
        content = (workspace.root / name).read_bytes()
        assert b"r0000010" not in content
        assert b"Idrissi" not in content
        with sqlite3.connect(workspace.root / name) as book:
            assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert book.execute("PRAGMA freelist_count").fetchone() == (0,)
            orphans = "SELECT count(*) FROM grade WHERE notebook_id NOT IN (SELECT id FROM submitted_notebook)"
            assert book.execute(orphans).fetchone() == (0,)


def test_the_others_keep_their_marks_their_words_and_their_feedback(workspace: Workspace) -> None:
    before = results(workspace, ASSIGNMENT)
    files = every_content(workspace.root)
    erase_student(workspace, GONE.id)
    after = results(workspace, ASSIGNMENT)
    assert list(after) == [student for student in before if student != GONE.id]
    for student, result in after.items():
        kept = [(cell.cell, cell.score, cell.waiting) for cell in before[student].cells]
        assert [(cell.cell, cell.score, cell.waiting) for cell in result.cells] == kept
    comment = next(cell.comment for cell in after["r0000003"].cells if cell.cell == "reflectie")
    assert comment == "Zelfde bron als [gewist]."
    now = every_content(workspace.root)
    others = ("submitted/", "autograded/", "ontvangen/5", "terugkoppeling/", "source/", "versies/")
    for name, content in files.items():
        if name.startswith(others) and "r0000010" not in name and b"Idrissi" not in content:
            assert now[name] == content, name
    file = workspace.root / "submitted" / "r0000002" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    answer = next(cell for cell in read_notebook(file)["cells"] if cell["id"] == "reflectie")
    assert source(answer) == "Eerst dit.\n[gewist] ([gewist]) zag dat anders dan ik. JAOUAD bleef erbij."
    marks = list(
        csv.reader((workspace.root / f"punten-{ASSIGNMENT}.csv").open(encoding="utf-8-sig", newline=""), delimiter=";")
    )
    assert len(marks) == 24, "a head and 23 students"
    assert (workspace.root / "nakijken.log").read_text("utf-8").splitlines()[1] == "r0000011: klaar"
    assert now["ontvangen/tweede.zip/alles.zip/r0000003/brief.txt"] == b"van mij alleen"
    assert now["ontvangen/tweede.zip/alles.zip/r0000002/brief.txt"] == b"met [gewist]"


def test_an_erasure_that_was_cut_off_anywhere_is_finished_by_running_it_again(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace, os.unlink
    begun = []
    for moment in (1, 4, 9, 25):
        root = tmp_path / f"na-{moment}"
        shutil.copytree(template, root)
        workspace = open_workspace(root)
        left = moment

        def stop(*arguments: object, at: int, **options: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            real[at](*arguments, **options)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr("os.replace", lambda *a, **o: stop(*a, at=0, **o))
            patch.setattr("os.unlink", lambda *a, **o: stop(*a, at=1, **o))
            with pytest.raises(KeyboardInterrupt):
                erase_student(workspace, GONE.id)
        begun.append((root / PENDING).exists())
        if begun[-1]:
            assert (root / PENDING).stat().st_mode & 0o077 == 0, "whose erasure is not done is nobody else's business"
        else:
            now, then = (
                {name: text for name, text in every_content(place).items() if not name.startswith(".bezig")}
                for place in (root, template)
            )
            assert now == then, "nothing is erased before it is written down who is"
        assert naming(root), f"cut off too late to be an interruption: {moment}"
        erase_student(workspace, GONE.id)
        assert naming(root) == [], moment
        assert not (root / PENDING).exists()
        assert len(read_roster(root / "klas.csv")) == 23
    assert begun[1:] == [True, True, True]


def test_the_record_says_when_and_how_much_and_not_who(workspace: Workspace) -> None:
    erase_student(workspace, GONE.id, "verzoek")
    (line,) = list(csv.DictReader((workspace.root / "gewist.csv").open(encoding="utf-8", newline="")))
    assert (line["wat"], line["reden"], line["gevonden"]) == ("een student", "verzoek", "0")
    assert int(line["verwijderd"]) > 50
    assert not re.search("r0000010|Jaouad|Idrissi", (workspace.root / "gewist.csv").read_text("utf-8"))


def test_what_cannot_be_erased_is_named_and_the_erasure_can_be_run_again(workspace: Workspace) -> None:
    stubborn = workspace.root / "foto.bin"
    stubborn.write_bytes(b"\0\1\2 Jaouad El Idrissi \0")
    with pytest.raises(CohortError, match=r"r0000010: nog te vinden op 1 plaats\(en\): foto\.bin"):
        erase_student(workspace, GONE.id)
    assert not (workspace.root / "gewist.csv").exists(), "no proof, no record"
    with pytest.raises(CohortError, match=r"r0000010: het wissen van deze student is niet af"):
        erase_student(workspace, "r0000011")
    stubborn.unlink()
    erase_student(workspace, GONE.id)
    assert naming(workspace.root) == []


def test_a_closed_zip_is_told_instead_of_passed_over(workspace: Workspace) -> None:
    (workspace.root / "oud.tar.gz").write_bytes(b"\x1f\x8b rest")
    assert erase_student(workspace, GONE.id).closed == ("oud.tar.gz",)


def test_an_unknown_number_and_the_only_student_are_refused(workspace: Workspace) -> None:
    with pytest.raises(CohortError, match="r9: van dit studentnummer is er niets in demo"):
        erase_student(workspace, "r9")
    assert not (workspace.root / PENDING).exists()
    write_roster(workspace.root / "klas.csv", [GONE])
    with pytest.raises(CohortError, match=r"dit is de enige student van demo\. Gebruik dan --alles"):
        erase_student(workspace, GONE.id)


def test_who_handed_in_without_being_on_the_list_can_be_erased(workspace: Workspace) -> None:
    stranger = workspace.root / "submitted" / "u0099999" / ASSIGNMENT
    stranger.mkdir(parents=True)
    (stranger / f"{ASSIGNMENT}.ipynb").write_text("{}", encoding="utf-8")
    erase_student(workspace, "u0099999")
    assert not stranger.parent.exists()


def test_an_exchange_elsewhere_is_swept_and_searched_too(workspace: Workspace, tmp_path: Path) -> None:
    shared = tmp_path / "gedeeld"
    shutil.move(workspace.root / "uitwisseling", shared)
    with (workspace.root / "cohort.toml").open("a", encoding="utf-8") as file:
        file.write(f'uitwisseling = "{shared}"\n')
    assert naming(shared)
    kept = [file for file in shared.rglob("*") if file.is_file()]
    erase_student(open_workspace(workspace.root), GONE.id)
    assert naming(shared) == []
    assert len([file for file in shared.rglob("*") if file.is_file()]) == len(kept) - 2


def test_all_submissions_go_and_class_list_and_marks_stay(workspace: Workspace) -> None:
    write_archive(workspace, pseudonymous=True)
    before = results(workspace, ASSIGNMENT)
    done = erase_submissions(workspace, "bewaartermijn")
    assert done.removed > 200
    kept = list(
        csv.DictReader(
            (workspace.root / "punten-bewaard" / f"{ASSIGNMENT}.csv").open(encoding="utf-8-sig"), delimiter=";"
        )
    )
    totals = {row["studentnummer"]: row["totaal"] for row in kept}
    complete = {student for student, result in before.items() if result.graded and not result.waiting}
    assert {student for student, total in totals.items() if total} == complete
    for folder in ("submitted", "autograded", "ontvangen", "terugkoppeling", "uitwisseling/demo/inbound"):
        assert not (workspace.root / folder).exists()
    assert not list(workspace.root.glob("gradebook.db*"))
    assert {place.name.split("-")[1] for place in (workspace.root / "archief").iterdir()} == {"pseudoniem"}
    again = erase_submissions(workspace, "bewaartermijn")
    assert again.removed == 0
    rows = list(
        csv.DictReader(
            (workspace.root / "punten-bewaard" / f"{ASSIGNMENT}.csv").open(encoding="utf-8-sig"), delimiter=";"
        )
    )
    assert rows == kept, "run again, it does not empty the marks"


def test_a_whole_cohort_goes_with_its_exchange_and_leaves_a_record_beside_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    shared = tmp_path / "gedeeld"
    shutil.move(workspace.root / "uitwisseling", shared)
    with (workspace.root / "cohort.toml").open("a", encoding="utf-8") as file:
        file.write(f'uitwisseling = "{shared}"\n')
    (shared / "ander-vak").mkdir()
    (shared / "ander-vak" / "van-een-ander.txt").write_text("blijft", encoding="utf-8")
    erase_cohort(open_workspace(workspace.root), "bewaartermijn")
    assert not workspace.root.exists()
    assert [file.name for file in shared.rglob("*") if file.is_file()] == ["van-een-ander.txt"]
    assert '"een hele klas","bewaartermijn"' in (tmp_path / "gewist.csv").read_text(encoding="utf-8")


def test_a_whole_cohort_that_was_half_erased_can_still_be_erased(workspace: Workspace) -> None:
    shutil.rmtree(workspace.root / "submitted")
    (workspace.root / "klas.csv").unlink()
    erase_cohort(workspace)
    assert not workspace.root.exists()


ROOS = Student("00123", "Roos", "de Vries", "roos@school.example")
CLASS = [
    ROOS,
    Student("001", "Roos", "de Vries", ""),
    Student("001234", "Bo", "D'Hondt", ""),
    Student("5", "An", "Os", ""),
]


@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        ("klas.csv", "nummer,naam\n00123,Roos de Vries\n001,Roos de Vries\n", "nummer,naam\n001,Roos de Vries\n"),
        ("p.csv", '"=""00123""";"Roos"\n"x";"y"\n', '"x";"y"\n'),
        ("p.csv", "wie;woord\n001;[gewist]\n[gewist];x\n", "wie;woord\n001;[gewist]\n[gewist];x\n"),
        ("onthouden.csv", '"naam:roosje";"00123"\n"naam:roos";"001"\n', '"naam:roos";"001"\n'),
        ("p.csv", '"001","zie 00123"\n', '"001","zie [gewist]"\n'),
        ("p.csv", 'x\n"a\nb","00123"\n"c\nd","001234"\n', 'x\n"c\nd","001234"\n'),
        ("kalender.toml", '[uitstel.00123]\na = "1"\n[uitstel.001]\na = "2"\n', '[uitstel.001]\na = "2"\n'),
        ("kalender.toml", '[extra-dagen]\n00123 = 3\n"001" = 2\n', '[extra-dagen]\n"001" = 2\n'),
        ("kalender.toml", "# mail roos@school.example\na = 1\n", "# mail [gewist]\na = 1\n"),
        ("x.log", "een 00123 fout\n", "een [gewist] fout\n"),
        ("x.log", "een roos van Roos\n", "een roos van Roos\n"),
        ("x.txt", "zie ?wie=roos%40school.example hier", "zie [gewist] hier"),
        ("x.json", '{"a": "ROOS@school.example"}', '{\n "a": "[gewist]"\n}'),
    ],
)
def test_only_what_is_this_student_s_goes_from_a_file(name: str, content: str, left: str) -> None:
    made = Scrubber(ROOS, CLASS).without(PurePosixPath(name), content.encode())
    assert made is not None
    assert made.decode() == left


def test_a_short_number_is_only_looked_for_where_a_number_belongs() -> None:
    scrubber = Scrubber(CLASS[3], CLASS)
    assert scrubber.without(PurePosixPath("x.txt"), b"5 van de 5") == b"5 van de 5"
    assert scrubber.without(PurePosixPath("x.csv"), b"nummer;punt\n5;7\n6;5,5\n") == b"nummer;punt\n6;5,5\n"
    assert scrubber.theirs(PurePosixPath("submitted/5"))
    assert not scrubber.theirs(PurePosixPath("versies/les/5"))


SHORT = [
    Student("3", "Bo", "Maes", ""),
    Student("6", "An", "Os", ""),
    Student("12", "Cé", "Vos", ""),
    Student("r0000099", "Do", "Dijk", ""),
]
SHEET = (
    '"vraag";"code";"student";"punten";"hoogstens"\n"product";"BCDFGHJK-LMNP";"Bo Maes";"6";"12"\n'
    '"product";"NPQRSTVW-LMNP";"An Os";"3";"12"\n"product";"XCDFGHJK-LMNP";"Do Dijk";"12";"12"\n'
)
MARKS = (
    '"studentnummer";"achternaam";"lesgever";"maximum"\n"3";"Maes";"6";"12"\n"6";"Os";"3";"12"\n"12";"Vos";"3";"6"\n'
)
PROOF = '"wanneer","wat","verwijderd","aangepast"\n"2026-11-28","een student","3","11"\n'


@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        ("beoordelen.csv", SHEET, SHEET.replace('"product";"BCDFGHJK-LMNP";"Bo Maes";"6";"12"\n', "")),
        ("punten.csv", MARKS, MARKS.replace('"3";"Maes";"6";"12"\n', "")),
        ("gewist.csv", PROOF, PROOF),
        ("source/les/gegevens.csv", "id;land;aantal\n3;BE;7\n4;NL;3\n", "id;land;aantal\n3;BE;7\n4;NL;3\n"),
        ("ontvangen/les/r0000099/x.csv", "nummer;aantal\n3;7\n", "nummer;aantal\n3;7\n"),
        ("onthouden.csv", '"wat";"antwoord"\n"naam:bootje";"3"\n"naam:os";"6"\n', '"wat";"antwoord"\n"naam:os";"6"\n'),
        ("lijst.csv", "nr;student\n1;3\n3;6\n", "nr;student\n3;6\n"),
        ("lijst.csv", "Klas 1A\nnummer;punt;deel\n3;6;1\n6;3;1\n", "Klas 1A\nnummer;punt;deel\n6;3;1\n"),
    ],
)
def test_a_short_number_among_points_and_counts_is_nobody_and_under_its_header_it_is_the_student(
    name: str, content: str, left: str
) -> None:
    scrubber, path = Scrubber(SHORT[0], SHORT, codes=frozenset({"BCDFGHJK"})), PurePosixPath(name)
    made = scrubber.without(path, content.encode())
    assert made is not None
    assert made.decode() == left
    assert scrubber.found_in(path, content.encode())[1] == [name] * (left != content)
    assert scrubber.found_in(path, made) == (1, [])


def test_a_classmate_with_a_short_number_keeps_no_row_of_who_is_erased() -> None:
    scrubber, path = Scrubber(SHORT[3], SHORT), PurePosixPath("punten.csv")
    content = "studentnummer;naam;punt\nr0000099;Do Dijk;12\n12;Vos;6\n"
    assert scrubber.without(path, content.encode()) == b"studentnummer;naam;punt\n12;Vos;6\n"


def spreadsheet(*cells: str) -> bytes:
    """As much of an Excel file as says what stands in its cells."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        texts = "".join(f"<si><t>{html.escape(cell)}</t></si>" for cell in cells)
        file.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")
    return made.getvalue()


def test_first_and_family_name_in_two_cells_of_a_spreadsheet_are_one_student() -> None:
    scrubber, path = Scrubber(CLASS[2], CLASS), PurePosixPath("punten.xlsx")
    file = spreadsheet("voornaam", "achternaam", "Bo", "D'Hondt", "An", "Os")
    assert scrubber.found_in(path, file) == (1, ["punten.xlsx/xl/sharedStrings.xml"])
    made = scrubber.without(path, file)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        texts = re.findall("<t>([^<]*)</t>", kept.read("xl/sharedStrings.xml").decode())
    assert texts == ["voornaam", "achternaam", "[gewist]", "[gewist]", "An", "Os"]
    assert scrubber.found_in(path, made) == (1, [])


def test_a_part_of_the_name_in_a_spreadsheet_is_told() -> None:
    scrubber = Scrubber(CLASS[2], CLASS)
    assert scrubber.mentioned(spreadsheet("B. D'Hondt", "An Os"))
    assert not scrubber.mentioned(spreadsheet("An Os", "Roos de Vries"))


def test_a_name_with_an_apostrophe_is_erased_from_a_page_too() -> None:
    page = "<main><p>Roos · 00123 </p><div>zoals Bo D&#x27;Hondt zei &amp; schreef</div></main>"
    made = Scrubber(CLASS[2], CLASS).without(PurePosixPath("terugkoppeling/les/00123.html"), page.encode())
    assert made == b"<main><p>Roos \xc2\xb7 00123 </p><div>zoals [gewist] zei &amp; schreef</div></main>"


DEWI = Student("r0000041", "", "Dewi", "", ("canvas:52017",))
PEETERS = [Student(f"r000005{n}", "Jan", "Peeters", "", (f"brightspace:5279{n}",)) for n in (1, 2)]
WANG = Student("r0000061", "小明", "王", "")
NAMES = [DEWI, *PEETERS, WANG, Student("r0000071", "Ann", "Dewi-Maes", ""), Student("r0000072", "", "王小明亮", "")]


@pytest.mark.parametrize(
    ("who", "name", "content", "left"),
    [
        (DEWI, "beoordelen.csv", '"code";"Dewi"\n"code";"Ann Dewi-Maes"\n', '"code";"Ann Dewi-Maes"\n'),
        (WANG, "beoordelen.csv", '"a";"王小明"\n"a";"Dewi"\n', '"a";"Dewi"\n'),
        (WANG, "x.txt", "我和王小明一起, 小明", "我和[gewist]一起, 小明"),
        (WANG, "y.txt", "王小明亮和王小明", "王小明亮和[gewist]"),
        (PEETERS[0], "b.csv", "BCDFGHJK-LMNP;Jan Peeters\nNPQRSTVW-LMNP;Jan Peeters\n", "NPQRSTVW-LMNP;Jan Peeters\n"),
    ],
)
def test_who_has_one_name_or_the_name_of_another_goes_from_a_table_too(
    who: Student, name: str, content: str, left: str
) -> None:
    scrubber = Scrubber(who, NAMES, codes=frozenset({"BCDFGHJK"}))
    assert scrubber.found_in(PurePosixPath(name), content.encode()) == (1, [name])
    made = scrubber.without(PurePosixPath(name), content.encode())
    assert made is not None
    assert made.decode() == left
    assert scrubber.found_in(PurePosixPath(name), made) == (1, [])


@pytest.mark.parametrize(
    ("who", "content", "goes"),
    [
        (DEWI, "<h3>Dewi</h3>", True),
        (DEWI, "<h3>Ann Dewi-Maes</h3>", False),
        (PEETERS[0], "<h3>Jan Peeters · BCDFGHJK-LMNP</h3>", True),
        (PEETERS[1], "<h3>Jan Peeters · XCDFGHJK-LMNP</h3>", False),
    ],
)
def test_a_page_of_the_class_goes_by_one_name_or_by_the_code_of_an_answer(
    who: Student, content: str, goes: bool
) -> None:
    scrubber = Scrubber(who, NAMES, codes=frozenset({"BCDFGHJK"}))
    made = scrubber.without(PurePosixPath("beoordelen.html"), content.encode())
    assert made == (None if goes else content.encode())


@pytest.mark.parametrize(
    ("who", "name", "theirs"),
    [
        (DEWI, "dewi_41_9001_les.ipynb", True),
        (DEWI, "Dewi_777_assignsubmission_file_", True),
        (DEWI, "Ann Dewi-Maes_778_assignsubmission_file_", False),
        (PEETERS[0], "52791-4711 - Jan Peeters - 20 november 2026 1022", True),
        (PEETERS[0], "52792-4711 - Jan Peeters - 20 november 2026 1023", False),
        (WANG, "王小明_41_9001_les.ipynb", True),
    ],
)
def test_what_an_lms_called_a_file_tells_whose_it_is(who: Student, name: str, theirs: bool) -> None:
    assert Scrubber(who, NAMES).theirs(PurePosixPath(name)) == theirs


NG = Student("r0000091", "Ng", "", "")
NG_CLASS = [NG, Student("r0000092", "Mila", "Ng-Peeters", ""), Student("r0000093", "", "Dewi", "")]
FEEDBACK = "terugkoppeling/les/r0000092.html"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("beoordelen.html", "<main><p>zi<b>ng</b>en</p>"),
        ("beoordelen.html", "<main><p>zi<em><b>Ng</b></em>en</p>"),
        ("beoordelen.html", "<main><p><b>Ng</b>uyễn</p>"),
        ("beoordelen.html", "<main><td>ng</td><td>NG</td><td>N.G.</td><td>n g</td>"),
        ("beoordelen.html", "<main><h3>Mila Ng-Peeters</h3>"),
        ("punten.csv", "n;g\nng;1\nNG;2\nn.g.;3\n"),
        ("x.csv", "Mila Ng-Peeters;r0000092\n"),
        (FEEDBACK, "<main><p>Mila · r0000092 </p><p>zi<b>ng</b>en</p>"),
        ("n_g_x.html", "<main></main>"),
        ("zingen.txt", "een ding"),
    ],
)
def test_a_short_name_inside_a_word_or_as_letters_apart_is_nobody(name: str, content: str) -> None:
    scrubber, path = Scrubber(NG, NG_CLASS), PurePosixPath(name)
    assert scrubber.found_in(path, content.encode()) == (1, [])
    assert scrubber.without(path, content.encode()) == content.encode()


@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        ("beoordelen.html", "<main><h3>Ng</h3>", None),
        ("beoordelen.html", "<main><h3><b>Ng</b></h3>", None),
        ("beoordelen.html", "<main><p>Van: <b>Ng</b>.</p>", None),
        ("beoordelen.html", "<main><li>een di<b>ng</b></li><li> Ng </li>", None),
        ("beoordelen.html", "<main><td>r0000091</td>", None),
        (
            FEEDBACK,
            "<main><p>· r0000092 </p>zi<b>ng</b> <b>Ng</b>",
            "<main><p>· r0000092 </p>zi<b>ng</b> <b>[gewist]</b>",
        ),
        ("punten.csv", "naam;punt\nNg;3\nDewi;4\n", "naam;punt\nDewi;4\n"),
        ("punten.csv", 'naam;punt\n"Ng ";3\nDewi;4\n', "naam;punt\nDewi;4\n"),
    ],
)
def test_a_short_name_that_stands_by_itself_is_still_found_and_goes(name: str, content: str, left: str | None) -> None:
    scrubber, path = Scrubber(NG, NG_CLASS), PurePosixPath(name)
    assert scrubber.found_in(path, content.encode()) == (1, [name])
    made = scrubber.without(path, content.encode())
    assert (made.decode() if made is not None else None) == left
    if made is not None:
        assert scrubber.found_in(path, made) == (1, []), "and the proof finds nothing afterwards"


def test_what_an_lms_called_after_a_short_name_is_theirs_in_any_case() -> None:
    scrubber = Scrubber(NG, NG_CLASS)
    assert scrubber.theirs(PurePosixPath("ng_41_9001_les.ipynb"))
    assert not scrubber.theirs(PurePosixPath("zang_41_9001_les.ipynb"))
    assert scrubber.parts("Ook Ng zei dat."), "in a sentence a person has to look"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\0een plan van aanpak", False),
        ("\0een plan van aanpak".encode("utf-16-le"), False),
        (b"\0An Van zei", True),
        (b"\0(An Van)", True),
        (b"\0wie=an%20van", True),
        ("\0zie An Van".encode("utf-16-le"), True),
    ],
)
def test_a_short_whole_name_in_bytes_is_no_piece_of_other_words(content: bytes, found: bool) -> None:
    scrubber = Scrubber(Student("r0000094", "An", "Van", ""), NG_CLASS)
    assert scrubber.found_in(PurePosixPath("gradebook.db"), content) == (1, ["gradebook.db"] * found)


@pytest.mark.parametrize("called", [("", "Li Wang"), ("Li Wang", "")])
def test_a_whole_name_in_one_column_is_masked_in_what_others_wrote(called: tuple[str, str]) -> None:
    who = Student("r0000095", *called, "")
    scrubber, path = Scrubber(who, [who, *NG_CLASS]), PurePosixPath("brief.txt")
    made = scrubber.without(path, b"Ik sprak met Li Wang en WANG LI.")
    assert made == b"Ik sprak met [gewist] en [gewist]."
    assert scrubber.found_in(path, made) == (1, [])


def test_a_family_name_alone_that_is_an_ordinary_word_is_left_for_a_person_to_look_at() -> None:
    who = Student("r0000096", "", "De Wit", "")
    scrubber = Scrubber(who, [who, *NG_CLASS])
    text = "De Wit zag de wit geschilderde muur."
    assert scrubber.without(PurePosixPath("brief.txt"), text.encode()) == text.encode()
    assert scrubber.parts(text)


def test_a_longer_only_name_is_found_in_any_case_but_not_in_pieces() -> None:
    scrubber = Scrubber(DEWI, NAMES)
    assert scrubber.found_in(PurePosixPath("x.csv"), b"DEWI;3\n") == (1, ["x.csv"])
    assert scrubber.found_in(PurePosixPath("x.csv"), b"de;wi\n") == (1, [])


def test_a_word_of_the_course_that_is_somebody_s_only_name_takes_no_row_with_it() -> None:
    zomer = Student("r0000081", "Zomer", "", "")
    content = b"seizoen;aantal\nZomer;3\n"
    scrubber = Scrubber(zomer, NAMES, ours=frozenset({"zomer"}))
    assert scrubber.without(PurePosixPath("data.csv"), content) == content
    assert Scrubber(zomer, NAMES).without(PurePosixPath("data.csv"), content) == b"seizoen;aantal\n"


def test_a_namesake_goes_from_a_marking_sheet_by_code_and_from_a_download_by_what_was_answered(
    workspace: Workspace,
) -> None:
    roster = [*workspace.students().values()]
    twin = replace(next(one for one in roster if one.id == "r0000011"), first=GONE.first, last=GONE.last)
    write_roster(workspace.root / "klas.csv", [twin if one.id == twin.id else one for one in roster])
    workspace = open_workspace(workspace.root)
    remember(workspace.root, {"brightspace:52799": GONE.id, "nummer:r0099999": GONE.id})
    with zipfile.ZipFile(workspace.root / "download.zip", "w") as made:
        for number in (52799, 52800):
            made.writestr(f"{number}-1 - {GONE.name} - 1 december 2026 1000/les.txt", "tekst")
        made.writestr("r0099999 versie 2.txt", "tekst")
    page, sheet = write_marking(workspace, ASSIGNMENT, blind=False, second=False)
    rows = sheet.read_text(encoding="utf-8-sig").splitlines()
    theirs = code_of_student(GONE.id, "reflectie")
    assert any(theirs in row for row in rows)
    erase_student(workspace, GONE.id)
    left = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert [row for row in rows if row not in left] == [row for row in rows if GONE.name in row and row not in left]
    assert sum(GONE.name in row for row in left) * 2 == sum(GONE.name in row for row in rows) > 0
    assert not page.exists()
    with zipfile.ZipFile(workspace.root / "download.zip") as kept:
        assert [name.split("-")[0] for name in kept.namelist()] == ["52800"]


def test_typing_the_number_is_needed_and_anything_else_erases_nothing(workspace: Workspace) -> None:
    command = ["cohort", "erase", GONE.id, "--cohort", str(workspace.root)]
    refused = CliRunner().invoke(app, command, input="r0000011\n")
    assert refused.exit_code == 1
    assert "Niet bevestigd; er is niets gewist." in refused.output
    assert naming(workspace.root)
    done = CliRunner().invoke(app, [*command, "--reden", "verzoek"], input="r0000010\n")
    assert done.exit_code == 3, "a part of the name is left for a person to look at"
    assert re.search(r"Bewijs: \d+ bestanden doorzocht, op nummer, .*: 0 gevonden", done.output)
    assert "Hier komt sowcourse niet bij:" in done.output
    assert naming(workspace.root) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Geef een studentnummer, of --inzendingen, of --alles"),
        (["r0000010", "--alles"], "precies één daarvan"),
        (["r0000010", "--reden", "Jaouad vroeg het"], "--reden is een van: verzoek, bewaartermijn"),
    ],
)
def test_an_unclear_order_erases_nothing(workspace: Workspace, arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["cohort", "erase", *arguments, "--ja", "--cohort", str(workspace.root)])
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())
    assert naming(workspace.root)
