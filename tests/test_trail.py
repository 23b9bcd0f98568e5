"""Nothing goes missing in silence: what came in beside notebooks is named, and so is what is gone later."""

from __future__ import annotations

import csv
import getpass
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sowcourse.cli import main
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.commands.terminal import say_remarks
from sowcourse.cycle import collect, confirm, grade, release, report_again
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.gradebook.marks import complete, write_marks
from sowcourse.grading.graded import read_earlier, read_remarks
from sowcourse.grading.trail import missing, put_back
from sowcourse.notebook import read_notebook, source
from sowcourse.report.feedback import write_feedback
from sowcourse.submissions.intake import receive, received_at
from sowcourse.submissions.received import read_received

NAME = "1-nabijheid"
LINK = "https://notebooks.example/d/abc"
WHO = {"s1": "Aya Amrani", "s2": "Bram Claes"}


@pytest.fixture(scope="module")
def klass(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A class of two; of Aya a notebook came in, with one answer."""
    folder = tmp_path_factory.mktemp("spoor")
    rows = [f"{student},{name.replace(' ', ',')}" for student, name in WHO.items()]
    (folder / "klas.csv").write_text("\n".join(["studentnummer,voornaam,achternaam", *rows]), encoding="utf-8")
    workspace = create("spoor", folder / "klas.csv", folder)
    release(workspace, NAME)
    (folder / "in").mkdir()
    (folder / "in" / "s1 Aya Amrani.ipynb").write_bytes(notebook(workspace))
    collect(workspace, NAME, folder / "in")
    return workspace


def notebook(workspace: Workspace) -> bytes:
    given = read_notebook(workspace.root / "release" / NAME / f"{NAME}.ipynb")
    for cell in given["cells"]:
        if cell["id"] == "uitleg-val":
            cell["source"] = "Mijn uitleg bij deze val."
    return json.dumps(given | {"cells": [{**c, "source": source(c)} for c in given["cells"]]}).encode()


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


BESIDE: dict[str, tuple[str, bytes, str]] = {
    "moodle": (
        "Bram Claes_12_assignsubmission_onlinetext_/onlinetext.html",
        f"<p>Mijn notebook: {LINK}</p>".encode(),
        f"Bram Claes: tekst in het LMS, geen notebook («Mijn notebook: {LINK}»).",
    ),
    "moodle, no folder": (
        "Bram Claes_12_assignsubmission_onlinetext_.html",
        "\ufeff<p>Zie bijlage, alvast s&oacute;rry</p>".encode(),
        "Bram Claes: tekst in het LMS, geen notebook («Zie bijlage, alvast sórry»).",
    ),
    "canvas text": ("claesbram_13_text.html", b"<html>Klaar!</html>", "Bram Claes: tekst in het LMS, geen notebook"),
    "canvas link": (
        "claesbram_13_link.html",
        f'<html><a href="{LINK}">notebook</a></html>'.encode(),
        f"Bram Claes: een link, geen notebook («{LINK}»).",
    ),
    "windows link": (
        "s2 werk.url",
        f"[InternetShortcut]\r\nURL={LINK}\r\n".encode(),
        f"Bram Claes: een link, geen notebook («{LINK}»).",
    ),
    "mac link": (
        "s2 werk.webloc",
        f"<plist><dict><key>URL</key><string>{LINK}</string></dict></plist>".encode(),
        f"Bram Claes: een link, geen notebook («{LINK}»).",
    ),
    "link as text": ("s2.txt", LINK.encode(), f"Bram Claes: een link, geen notebook («{LINK}»)."),
    "blackboard": (
        f"{NAME}_s2_poging_2026-12-18-10-00-00.txt",
        "Naam: Bram Claes\nInzending: zie de chat".encode("utf-16"),
        "Bram Claes: een tekstbestand, geen notebook («Naam: Bram Claes Inzending: zie de chat»).",
    ),
    "markdown": (
        f"Bram Claes_14_assignsubmission_file_/{NAME}.md",
        b"# Opdracht bij les 1\n\nMijn antwoord.",
        "Bram Claes: een Markdown-bestand, geen notebook («# Opdracht bij les 1 Mijn antwoord.»).",
    ),
    "web page": (
        "s2/werk.html",
        b"<h1>Werk</h1><p>Hier</p>",
        "Bram Claes: een webpagina, geen notebook («Werk Hier»).",
    ),
    "export": (
        "s2.html",
        b'<!DOCTYPE html><body class="jp-Notebook">x',
        "dit is een webpagina, geen notebook; misschien een export",
    ),
    "python": ("s2.py", b"# In[1]:\nx = 3", "dit is een export naar een Python-bestand, geen notebook."),
    "word": ("s2.docx", zipped(**{"word/document.xml": b"<w/>"}), "dit is een Word-bestand, geen notebook."),
    "pdf": ("s2.pdf", b"%PDF-1.7", "dit is een pdf, geen notebook."),
    "empty zip": ("s2.zip", zipped(), "dit is een leeg zip-bestand, geen notebook."),
    "zip of a text": ("s2.zip", zipped(**{"a.txt": b"x"}), "in dit zip-bestand zit geen notebook."),
    "empty file": ("s2.ipynb", b"", "dit bestand is leeg."),
}
"""What a student handed in instead of a notebook: path, content, what the lecturer reads."""


@pytest.mark.parametrize("kind", BESIDE)
def test_who_handed_in_something_else_is_named_with_what_it_is(klass: Workspace, tmp_path: Path, kind: str) -> None:
    path, content, told = BESIDE[kind]
    (tmp_path / "lms.zip").write_bytes(zipped(**{path: content, "index.html": b"<p>Lijst van het LMS</p>"}))
    (receipt,) = receive(klass, NAME, tmp_path / "lms.zip")
    assert (receipt.student, receipt.accepted) == ("s2", False)
    assert receipt.remark.startswith(told)
    assert (
        "om het .ipynb-bestand" in receipt.remark or "nog eens te bewaren" in receipt.remark or "zelf" in receipt.remark
    )
    assert "blijft gelden" not in receipt.remark


@pytest.mark.parametrize("kind", ["moodle", "word", "empty zip", "markdown", "empty file"])
def test_a_second_hand_in_without_a_notebook_says_what_still_counts(
    klass: Workspace, tmp_path: Path, kind: str
) -> None:
    path, content, _ = BESIDE[kind]
    path = path.replace("Bram Claes", "Aya Amrani").replace("s2", "s1")
    (tmp_path / "lms.zip").write_bytes(zipped(**{path: content}))
    before = received_at(klass, NAME)
    (receipt,) = receive(klass, NAME, tmp_path / "lms.zip")
    assert receipt.student == "s1"
    assert receipt.remark.endswith(f"Het notebook van {klass.calendar().local(before['s1'])} blijft gelden.")
    assert received_at(klass, NAME) == before


def test_text_beside_a_notebook_is_told_and_what_the_lms_writes_is_not(klass: Workspace, tmp_path: Path) -> None:
    files = {
        "Aya Amrani_11_assignsubmission_file_/1.ipynb": notebook(klass),
        "Aya Amrani_11_assignsubmission_onlinetext_/onlinetext.html": b"<p>Mijn reflectie staat hier.</p>",
        "s1 Aya Amrani.txt": b"Bestandsnaam: 1.ipynb",
        "Bram Claes_12_assignsubmission_onlinetext_/onlinetext.html": b"<p> </p>",
        "index.html": b"<p>Aya Amrani, Bram Claes</p>",
        "uitleg.txt": b"Deze download werd gemaakt door het LMS.",
    }
    (tmp_path / "lms.zip").write_bytes(zipped(**files))
    told = [receipt.remark for receipt in receive(klass, NAME, tmp_path / "lms.zip") if receipt.remark]
    assert told == [
        "Aya Amrani: naast het notebook ook tekst in het LMS («Mijn reflectie staat hier.»). Lees het daar."
    ]


def test_a_delivery_with_nothing_in_it_is_said_and_a_file_of_nobody_too(klass: Workspace, tmp_path: Path) -> None:
    (tmp_path / "leeg.zip").write_bytes(zipped())
    (tmp_path / "map").mkdir()
    for place in ("leeg.zip", "map"):
        (receipt,) = receive(klass, NAME, tmp_path / place)
        assert receipt.name == place
        assert receipt.remark.startswith("hierin staat geen enkel bestand dat werk van een student kan zijn.")
    (tmp_path / "map" / "opgave.md").write_text("# Wie ben ik?", encoding="utf-8")
    (receipt,) = receive(klass, NAME, tmp_path / "map")
    assert receipt.remark


def test_what_goes_missing_after_handing_in_is_said_by_name_and_points_stay(
    klass: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def command(*words: str) -> str:
        monkeypatch.setattr("sys.argv", ["sowcourse", *words, "--cohort", str(klass.root)])
        with pytest.raises(SystemExit):
            main()
        return "".join(capsys.readouterr())

    def row() -> dict[str, str]:
        write_marks(klass, NAME, tmp_path / "punten.csv")
        with (tmp_path / "punten.csv").open(encoding="utf-8-sig", newline="") as lines:
            return next(row for row in csv.DictReader(lines, delimiter=";") if row["studentnummer"] == "s1")

    submitted, graded, kept = (
        klass.root / place for place in ("submitted/s1", "autograded/s1", f"ontvangen/{NAME}/s1")
    )
    grade(klass, NAME, lambda done, total: None)
    mark(klass, NAME, "s1", "uitleg-val", 5, "Goed gezien.")
    before = row()
    assert before["totaal"] == "5"

    # The submission is gone: points stay in the file, the next command says so, and grading puts it back.
    shutil.rmtree(submitted)
    told = "Aya Amrani (s1): de inzending in submitted/ is weg. Wel nog: 1 versie in ontvangen/, het nagekeken notebook"
    assert row() == before
    assert told in command("marks", NAME)
    assert any(remark.startswith(told) for remark in report_again(klass, NAME).remarks)
    report = grade(klass, NAME, lambda done, total: None)
    (remark,) = report.remarks
    assert remark.startswith("Aya Amrani (s1): de inzending stond niet meer in submitted/. Die van ")
    assert remark.endswith(" is teruggezet uit ontvangen/.")
    assert (submitted / NAME / f"{NAME}.ipynb").is_file()
    assert row() == before

    # The same, and collecting puts it back.
    shutil.rmtree(submitted)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "s2.pdf").write_bytes(b"%PDF-1.7")
    receipts = {receipt.student: receipt.remark for receipt in collect(klass, NAME, tmp_path / "in")}
    assert "stond niet meer in submitted/ en is teruggezet uit ontvangen/." in receipts["s1"]
    assert grade(klass, NAME, lambda done, total: None).remarks == []

    # All that came in is gone: the graded notebook and the points are still there.
    shutil.move(submitted, tmp_path / "submitted")
    shutil.move(kept, tmp_path / "ontvangen")
    assert row() == before
    told = command("marks", NAME)
    assert "Wel nog: het nagekeken notebook in autograded/, de punten in het puntenboek (5). Zet het terug uit" in told
    shutil.move(tmp_path / "submitted", submitted)
    shutil.move(tmp_path / "ontvangen", kept)

    # The graded notebook is gone: no total without a word, and grading again keeps what a person gave apart.
    shutil.rmtree(graded)
    assert (row()["totaal"], row()["stand"]) == ("", "te bekijken")
    assert "s1" not in complete(results(klass, NAME).values())
    told = command("marks", NAME)
    assert (
        "Aya Amrani (s1): het nagekeken notebook in autograded/ is weg. Wel nog: de inzending in submitted/, de" in told
    )
    assert f"de punten in het puntenboek (5). Voer 'sowcourse grade {NAME}' uit" in told
    report = grade(klass, NAME, lambda done, total: None)
    (remark,) = (remark for remark in report.remarks if "is weg" in remark)
    assert remark.endswith("punten die je zelf gaf, wachten in het overzicht op je bevestiging.")
    assert "«uitleg-val»: 5 punten bij vorige versie." in report.overview.read_text(encoding="utf-8")
    assert confirm(klass, NAME, "s1", "uitleg-val") == 5
    assert row() == before
    assert grade(klass, NAME, lambda done, total: None).remarks == []


def test_a_submission_that_was_emptied_or_broken_is_put_back_and_one_that_was_changed_is_told(
    klass: Workspace, tmp_path: Path
) -> None:
    standing = klass.root / "submitted" / "s1" / NAME / f"{NAME}.ipynb"
    given = (klass.root / "release" / NAME / f"{NAME}.ipynb").read_bytes()
    came = standing.read_bytes()
    (tmp_path / "s2.pdf").write_bytes(b"%PDF-1.7")
    for harmed, told in ((b"", "was niet meer te lezen"), (came[:-900], "was niet"), (given, "was leeggemaakt")):
        standing.write_bytes(harmed)
        (found,) = missing(klass, NAME, results(klass, NAME))
        assert found.startswith(f"Aya Amrani (s1): de inzending in submitted/ {told}")
        (found,) = put_back(klass, NAME)
        assert found.startswith(f"Aya Amrani (s1): de inzending {told}")
        assert found.endswith("is teruggezet uit ontvangen/.")
        assert standing.read_bytes() == came
        standing.write_bytes(harmed)
        receipts = {receipt.student: receipt.remark for receipt in collect(klass, NAME, tmp_path)}
        assert receipts["s1"].endswith("en is teruggezet uit ontvangen/.")
        assert standing.read_bytes() == came
        assert missing(klass, NAME, results(klass, NAME)) == []
    standing.write_bytes(came.replace(b"Mijn uitleg", b"Een andere uitleg"))
    (found,) = missing(klass, NAME, results(klass, NAME))
    assert found.startswith("Aya Amrani (s1): het notebook in submitted/ is veranderd na het ophalen. Dat telt.")
    assert put_back(klass, NAME) == []
    standing.write_bytes(came)


def gone(klass: Workspace) -> list[str]:
    """What is said of versions that came in and are no longer there; other tests leave other remarks."""
    return [told for told in missing(klass, NAME, results(klass, NAME)) if "is weg uit ontvangen/" in told]


def test_a_version_that_is_gone_from_what_came_in_is_told_and_one_that_stands_goes_on_counting(
    klass: Workspace, tmp_path: Path
) -> None:
    kept = klass.root / "ontvangen" / NAME / "s1"
    file = max(kept.glob("*.ipynb"))
    file.rename(tmp_path / "weg")
    (found,) = gone(klass)
    assert found.startswith("Aya Amrani (s1): de versie van ")
    assert "is weg uit ontvangen/. Zet haar terug uit je reservekopie" in found
    standing = klass.root / "submitted" / "s1" / NAME / f"{NAME}.ipynb"
    before = standing.read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "s2.pdf").write_bytes(b"%PDF-1.7")
    told = [receipt.remark for receipt in collect(klass, NAME, tmp_path / "in") if receipt.student == "s1"]
    assert any("is weg uit ontvangen/" in remark for remark in told)
    assert standing.read_bytes() == before
    (tmp_path / "weg").rename(file)
    assert gone(klass) == []


DAMAGE: dict[str, tuple[str, bytes]] = {
    "cut off": (f"{NAME}.ipynb", b'{"cells": [{"cell_type": "code", "sour'),
    "emptied": (f"{NAME}.ipynb", b""),
    "zeros": (f"{NAME}.ipynb", b"\0" * 900),
    "mixed up": (f"{NAME}.ipynb", b'{"cells": [\n<<<<<<< HEAD\n]}\n'),
    "no cells": (f"{NAME}.ipynb", b'{"cells": [3]}\n'),
    "remarks": ("opmerkingen.json", b"[{"),
    "digest": ("samenvatting.json", b"[]"),
}


def test_one_damaged_graded_notebook_stops_nobody_and_is_named_and_made_again(klass: Workspace, tmp_path: Path) -> None:
    (tmp_path / "s2 Bram Claes.ipynb").write_bytes(notebook(klass))
    collect(klass, NAME, tmp_path)
    grade(klass, NAME, lambda done, total: None)
    folder = klass.root / "autograded" / "s1" / NAME
    for name, content in DAMAGE.values():
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(content)
        assert [page.stem for page in write_feedback(klass, NAME)] == ["s2"]
        (told,) = missing(klass, NAME, results(klass, NAME))
        assert told.startswith(
            f"Aya Amrani (s1): het nagekeken notebook in autograded/ is beschadigd ({name}). Wel nog: de inzending in"
        )
        assert f"Voer 'sowcourse grade {NAME}' uit" in told
        assert any("is beschadigd" in remark for remark in report_again(klass, NAME).remarks)
        if name == "samenvatting.json":
            break
        (folder / name).write_bytes(whole)
    report = grade(klass, NAME, lambda done, total: None)
    assert any(f"is beschadigd ({name})" in remark for remark in report.remarks)
    assert [page.stem for page in write_feedback(klass, NAME)] == ["s1", "s2"]
    assert missing(klass, NAME, results(klass, NAME)) == []
    for place in ("submitted", "autograded", f"ontvangen/{NAME}"):
        shutil.rmtree(klass.root / place / "s2")


def test_words_of_a_student_in_a_remark_are_nothing_that_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    say_remarks(["An Maes (r1): \x1b]0;weg\x07fout \x1b[2J\x9b31m\u202etxt [bold]x"])
    assert "An Maes (r1): ]0;wegfout [2J31mtxt [bold]x" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["{kapot", "", "3", '{"pieces": 3}'])
def test_what_we_keep_beside_a_submission_and_is_damaged_is_named(tmp_path: Path, content: str) -> None:
    workspace = Workspace(tmp_path, "klas", "")
    kept = tmp_path / "ontvangen" / "les" / "s1" / "ontvangst.json"
    beside = [tmp_path / "autograded" / "s1" / "les" / name for name in ("opmerkingen.json", "eerdere-punten.json")]
    for file in (kept, *beside):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    reads: list[Callable[[], object]] = [lambda: read_received(workspace, "les", "s1")]
    reads += [lambda: read_remarks(tmp_path, "les", "s1"), lambda: read_earlier(tmp_path, "les", "s1")]
    for file, read in zip((kept, *beside), reads, strict=True):
        with pytest.raises(GradingError) as told:
            read()
        assert str(told.value).startswith(f"{file}: dit bestand is beschadigd. Zet een vorige versie terug")


def test_a_hand_in_by_the_exchange_without_a_notebook_is_said(klass: Workspace) -> None:
    student, roster = getpass.getuser(), klass.root / "klas.csv"
    before = roster.read_text(encoding="utf-8")
    roster.write_text(f'{before}"{student}","Cas","Dael"\n', encoding="utf-8")
    folder = klass.exchange / klass.name / "inbound" / f"{student}+{NAME}+2026-12-18 10:00:00.000000 UTC+x"
    folder.mkdir()
    (folder / "timestamp.txt").write_text("2026-12-18 10:00:00.000000 UTC", encoding="utf-8")
    (folder / "verslag.pdf").write_bytes(b"%PDF-1.7")
    (receipt,) = collect(klass, NAME, None)
    assert (receipt.student, receipt.accepted) == (student, False)
    assert receipt.remark.startswith("hier zit geen notebook in (verslag.pdf). Vraag de student om het .ipynb-bestand")
    shutil.rmtree(folder)
    roster.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("name", ["verslag.docx", "verslag.pdf", "verslag.odt"])
def test_a_document_beside_an_empty_notebook_is_named_and_kept_and_its_questions_wait(
    klass: Workspace, tmp_path: Path, name: str
) -> None:
    given = (klass.root / "release" / NAME / f"{NAME}.ipynb").read_bytes()
    (tmp_path / "s2 Bram Claes.ipynb").write_bytes(given)
    word = zipped(**{"word/document.xml": b"<w/>"}) if name.endswith("docx") else b"%PDF-1.7 of iets anders"
    (tmp_path / f"s2 Bram Claes {name}").write_bytes(word)
    told = {receipt.name: receipt for receipt in collect(klass, NAME, tmp_path)}[f"s2 Bram Claes {name}"]
    assert "notebook" in told.remark
    kept = [file.name for file in (klass.root / "ontvangen" / NAME / "s2").rglob(f"*{name}")]
    assert len(kept) == 1
    report = grade(klass, NAME, lambda done, total: None, again=True)
    waits = [remark for remark in report.remarks if remark.startswith("Bram Claes (s2): «uitleg-val»")]
    assert len(waits) == 1
    assert f"({kept[0]}); kijk of het antwoord daarin staat" in waits[0]
    assert all(cell.waiting for cell in results(klass, NAME)["s2"].cells if cell.cell == "uitleg-val")
    shutil.rmtree(klass.root / "ontvangen" / NAME / "s2")
    shutil.rmtree(klass.root / "submitted" / "s2")
    shutil.rmtree(klass.root / "autograded" / "s2")
