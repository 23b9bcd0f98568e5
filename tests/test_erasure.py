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
from pathlib import Path

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
