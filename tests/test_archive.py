"""An archive opens without us, tells when something changed, and without names nobody is found in it."""

from __future__ import annotations

import csv
import html
import json
import os
import re
import shutil
import subprocess
import time
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sowcourse.cli import app, main
from sowcourse.cohort.memory import renumbered
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import CohortError
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.identity.known import Traces
from sowcourse.notebook import dump, read_notebook, source
from sowcourse.records.archive import _agreed, hold, write_archive, write_export
from sowcourse.records.disguise import with_ids
from sowcourse.records.pseudonym import Pseudonyms, ordinary_words, page_words
from sowcourse.records.seal import check_archive
from sowcourse.report.feedback import write_feedback
from sowcourse.report.overview import overview

ASSIGNMENT = "5-politiserend"

PARTICLES = {"van", "den", "de", "el"}


@pytest.fixture(scope="module")
def spoken(demo: tuple[Workspace, Path], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The fictional class, in which people name themselves and each other wherever they can."""
    root = tmp_path_factory.mktemp("archief") / "demo"
    shutil.copytree(demo[0].root, root)
    workspace = open_workspace(root)
    told = (
        "Ik ben Aya Amrani (R0000001), mail r0000001@SCHOOL.example. Met AMRANI en thao nguyen sprak ik.\n"
        "Zoe  Mulder, Yilmaz Elif, D’Hondt Chiara en «van den Berg, Daan» waren er ook; Femke niet. Bakker zei niets.\n"
        "Een bakker bakt brood. Groetjes, Aya"
    )
    for place in (root / "submitted" / "r0000001", root / "autograded" / "r0000001"):
        file = place / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        notebook = read_notebook(file)
        answer = next(cell for cell in notebook["cells"] if cell["id"] == "reflectie")
        answer["source"] = told
        answer["attachments"] = {"foto-van-Aya.png": {"image/png": "QXlhIEFtcmFuaQ=="}}
        notebook["metadata"]["authors"] = [{"name": "Aya Amrani"}]
        answer["metadata"]["executionInfo"] = {"user": {"displayName": "A.", "userId": "0876543210987"}}
        extra = {
            "cell_type": "code",
            "id": "extra-van-Aya-Amrani",
            "metadata": {"naam": "Aya"},
            "source": "print('Aya Amrani')",
        }
        output = {"output_type": "stream", "name": "stdout", "text": ["Aya Amrani\n", "r0000001\n"]}
        notebook["cells"].append(extra | {"execution_count": 1, "outputs": [output]})
        file.write_text(dump(notebook), encoding="utf-8")
    mark(workspace, ASSIGNMENT, "r0000002", "reflectie", 4, "Bram, vraag Aya Amrani eens. Claes: mooi.")
    calendar = root / "kalender.toml"
    calendar.write_text(calendar.read_text("utf-8") + "# Uitstel besproken met Oumar Diallo (r0000015).\n", "utf-8")
    write_feedback(workspace, ASSIGNMENT)
    return workspace


@pytest.fixture(scope="module")
def named(spoken: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(spoken, tmp_path_factory.mktemp("naar") / "vol").folder


@pytest.fixture(scope="module")
def nameless(spoken: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(spoken, tmp_path_factory.mktemp("naar") / "leeg", pseudonymous=True).folder


def rows(file: Path) -> list[dict[str, str]]:
    sign = "," if file.name == "klas.csv" else ";"
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=sign))


def plain(text: str) -> str:
    """Case and accents away; written again here, so that the product's own folding is not its judge."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return "".join(sign for sign in text if not unicodedata.combining(sign)).lower()


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for item in pair for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def name_parts(workspace: Workspace) -> dict[str, set[str]]:
    return {
        student.id: {plain(part) for part in re.findall(r"[^\W\d_]{3,}", student.name)} - PARTICLES
        for student in workspace.students().values()
    }


def test_checksums_are_those_of_the_system_and_a_change_is_named(named: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie"
    shutil.copytree(named, copy)
    command = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    assert subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 0
    assert check_archive(copy).sound
    (copy / "klas.csv").write_text("anders", encoding="utf-8")
    (copy / "kalender.csv").unlink()
    (copy / "nieuw.txt").write_text("erbij", encoding="utf-8")
    found = check_archive(copy)
    assert (found.changed, found.missing, found.extra) == (("klas.csv",), ("kalender.csv",), ("nieuw.txt",))
    assert subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 1


def test_the_zip_holds_the_same_and_is_checked_too(named: Path, tmp_path: Path) -> None:
    packed = named.with_name("vol.zip")
    assert check_archive(packed) == check_archive(named)
    damaged = tmp_path / "stuk.zip"
    with zipfile.ZipFile(packed) as whole, zipfile.ZipFile(damaged, "w") as made:
        for name in whole.namelist():
            made.writestr(name, b"weg" if name == "vol/klas.csv" else whole.read(name))
    assert check_archive(damaged).changed == ("klas.csv",)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"dit is geen archief van sowcourse \(SHA256SUMS ontbreekt\)"):
        check_archive(tmp_path)


def test_every_file_is_explained_in_the_note(named: Path) -> None:
    note = (named / "LEES-MIJ.txt").read_text(encoding="utf-8")
    for file in (path for path in named.rglob("*") if path.is_file() and path.name != "LEES-MIJ.txt"):
        top = file.relative_to(named).parts[0]
        explained = f"{file.stem}.ipynb" if top == "opdrachten" and file.suffix == ".html" else file.name
        known = (explained, f"{file.parent.name}/", f"{top}/OPDRACHT", f"{top}/ ", f"{top}/OPDRACHT/STUDENT.html")
        assert any(name in note for name in known), file
    assert "sha256sum -c SHA256SUMS" in note


def test_nothing_of_the_class_is_missing(spoken: Workspace, named: Path) -> None:
    found = results(spoken, ASSIGNMENT)
    marks = {row["studentnummer"]: row for row in rows(named / "punten" / f"{ASSIGNMENT}.csv")}
    assert list(marks) == list(spoken.students())
    answers = rows(named / "punten" / f"{ASSIGNMENT}-per-vraag.csv")
    for result in found.values():
        theirs = [row for row in answers if row["studentnummer"] == result.student]
        assert {row["vraag"] for row in theirs} == {cell.cell for cell in result.cells}
        if result.graded and not result.waiting:
            assert sum(float(row["punten"].replace(",", ".")) for row in theirs) == pytest.approx(result.score())
        came_in = spoken.root / "submitted" / result.student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        kept = named / "inzendingen" / ASSIGNMENT / result.student
        assert came_in.is_file() == kept.is_dir()
        if came_in.is_file():
            assert (kept / "ingeleverd.ipynb").read_bytes() == came_in.read_bytes()
            given = spoken.root / "terugkoppeling" / ASSIGNMENT / f"{result.student}.html"
            assert given.read_bytes() == (named / "terugkoppeling" / ASSIGNMENT / given.name).read_bytes()
    version = next((spoken.root / "versies" / ASSIGNMENT).iterdir())
    assert (named / "opdrachten" / ASSIGNMENT / version.name / "bron.ipynb").read_bytes() == (
        version / "bron.ipynb"
    ).read_bytes()
    assert f'versie-cursus = "{spoken.version}"' in (named / "archief.toml").read_text(encoding="utf-8")


def test_the_readable_page_has_question_answer_points_and_comment_and_nothing_that_runs(named: Path) -> None:
    page = (named / "inzendingen" / ASSIGNMENT / "r0000002" / "leesbaar.html").read_text(encoding="utf-8")
    notebook = read_notebook(named / "inzendingen" / ASSIGNMENT / "r0000002" / "ingeleverd.ipynb")
    answer = next(source(cell) for cell in notebook["cells"] if cell["id"] == "reflectie")
    words = html.unescape(re.sub(r"</?strong>|</?em>", "", re.sub(r"<(?!/?(?:strong|em)>)[^>]+>", " ", page)))
    assert " ".join(answer.replace("*", "").split())[:80] in " ".join(words.split())
    assert "Bram, vraag Aya Amrani eens" in words
    assert "4 van " in words
    assert "<h4>2. Armoede na overdrachten" in page
    assert "<script" not in page


def test_an_other_version_of_a_submission_is_kept_beside_it(named: Path) -> None:
    others = list((named / "inzendingen" / ASSIGNMENT / "r0000021").glob("ook-ontvangen/*.ipynb"))
    assert len(others) == 1


def test_a_folder_that_exists_is_not_written_over(spoken: Workspace, named: Path) -> None:
    before = check_archive(named)
    with pytest.raises(CohortError, match="dit bestaat al"):
        write_archive(spoken, named)
    assert check_archive(named) == before


def test_without_names_nobody_is_left_in_what_people_wrote(spoken: Workspace, nameless: Path) -> None:
    given = {
        "".join(source(cell).split())
        for file in (spoken.root / "versies").rglob("*.ipynb")
        for cell in read_notebook(file)["cells"]
    }
    parts = set().union(*name_parts(spoken).values())
    checked = 0
    for file in (path for path in nameless.rglob("*") if path.is_file() and "opdrachten" not in path.parts):
        if file.suffix == ".ipynb":
            notebook = read_notebook(file)
            cells = [cell for cell in notebook["cells"] if "".join(source(cell).split()) not in given]
            said = " ".join(strings([cells, notebook["metadata"]]))
        elif file.suffix in (".csv", ".toml", ".txt") and file.name not in ("LEES-MIJ.txt", "SHA256SUMS"):
            said = file.read_text(encoding="utf-8-sig")
        else:
            continue
        checked += 1
        found = set(re.findall(r"[^\W\d_]{3,}", plain(f"{file.relative_to(nameless)} {said}"))) & parts
        assert found <= {"bakker"}, (file, found)  # an ordinary word, in lower case: the baker who bakes bread
        assert not re.search(r"r00000\d\d|school\.example", plain(said)), file
        assert not re.search(r"(?i)\bBakker zei", said), file
    handed_in = list((spoken.root / "submitted").glob(f"*/{ASSIGNMENT}"))
    assert len(handed_in) > 20
    assert checked > 2 * len(handed_in) + 7, "of everybody the notebook and the moment, and the tables of the class"


def test_without_names_no_page_shows_a_number_an_address_or_a_whole_name(spoken: Workspace, nameless: Path) -> None:
    pages = [page for page in nameless.rglob("*.html") if "opdrachten" not in page.parts]
    handed_in = list((spoken.root / "submitted").glob(f"*/{ASSIGNMENT}"))
    assert len([page for page in pages if page.name == "leesbaar.html"]) == len(handed_in) > 15
    for page in pages:
        said = plain(html.unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))))
        for student in spoken.students().values():
            assert student.id not in f"{page} {said}"
            assert student.email not in said
            assert plain(student.name) not in said, (page, student.name)


def test_without_names_a_page_tells_what_each_check_said_and_what_the_lecturer_wrote(
    named: Path, nameless: Path
) -> None:
    """A copy of the notebooks without what came out of cells made every check say nothing."""

    def said(folder: Path) -> list[str]:
        pages = (folder / "inzendingen" / ASSIGNMENT).glob("*/leesbaar.html")
        found = [re.findall(r"[✓✗] [^<]{10,}", html.unescape(page.read_text(encoding="utf-8"))) for page in pages]
        return sorted(line for lines in found for line in lines)

    assert len(said(named)) > 50
    assert said(nameless) == said(named)
    told = [page.read_text(encoding="utf-8") for page in nameless.rglob("leesbaar.html")]
    assert not any("De controle gaf geen uitleg" in page for page in told)
    assert [bool(re.search(r"Bram|vraag Aya", page)) for page in told].count(True) == 0
    assert sum("eens. P" in html.unescape(page) and ": mooi." in page for page in told) == 1
    assert not (nameless / "terugkoppeling").exists(), "the readable page says the same"


def test_the_overview_without_names_counts_what_the_class_has_now(spoken: Workspace, nameless: Path) -> None:
    def figures(page: str) -> list[str]:
        part = page.partition(f'id="{ASSIGNMENT}-vragen"')[2].partition("</table>")[0]
        return re.findall(r"<td[^>]*>([^<]*)</td>", part)

    now = overview(spoken, ASSIGNMENT, list(results(spoken, ASSIGNMENT).values()), [], [])
    assert len(figures(now)) > 20
    page = (nameless / "overzicht" / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert figures(page) == figures(now)


def test_pseudonyms_are_the_same_everywhere_and_every_time_and_have_no_key_beside_them(
    spoken: Workspace, nameless: Path, tmp_path: Path
) -> None:
    listed = [row["studentnummer"] for row in rows(nameless / "klas.csv")]
    assert len(set(listed)) == 24
    assert listed == sorted(listed), "the order of the class list would be a key"
    assert {place.name for place in (nameless / "inzendingen" / ASSIGNMENT).iterdir()} < set(listed)
    again = write_archive(spoken, tmp_path / "later", pseudonymous=True).folder
    assert (again / "klas.csv").read_bytes() == (nameless / "klas.csv").read_bytes()
    secret = (spoken.root / ".pseudoniemen").read_bytes()
    assert all(secret not in file.read_bytes() for file in nameless.rglob("*") if file.is_file())
    assert not list(nameless.rglob(".pseudoniemen"))


def test_points_and_moments_stay_when_names_go(named: Path, nameless: Path) -> None:
    for name in (f"{ASSIGNMENT}.csv", f"{ASSIGNMENT}-per-vraag.csv"):
        columns = ("totaal", "ingeleverd", "stand") if name == f"{ASSIGNMENT}.csv" else ("vraag", "punten", "maximum")
        with_names, without = (
            sorted(tuple(row[column] for column in columns) for row in rows(folder / "punten" / name))
            for folder in (named, nameless)
        )
        assert with_names == without


def test_what_was_written_reads_on_with_pseudonyms(nameless: Path) -> None:
    told = [
        source(cell)
        for file in (nameless / "inzendingen").rglob("ingeleverd.ipynb")
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]
        if cell["id"] == "reflectie" and "Een bakker bakt brood" in source(cell)
    ]
    assert len(told) == 1
    first = re.match(r"Ik ben (P\w{6}) \((P\w{6})\), mail (P\w{6})\.", told[0])
    assert first
    assert len(set(first.groups())) == 1, "number, address and name are one person"
    assert told[0].endswith(f"Een bakker bakt brood. Groetjes, {first[1]}")


@pytest.fixture(scope="module")
def names(spoken: Workspace) -> Pseudonyms:
    return Pseudonyms(hold(spoken), ordinary_words(spoken), page_words(spoken))


@pytest.mark.parametrize(
    ("written", "without"),
    [
        ("\x1b[0;31mAya\x1b[0m Amrani", "\x1b[0;31m@"),
        ('print("Dag\\nAya")', 'print("Dag\\n@")'),
        ("Aya&nbsp;Amrani", "@"),
        ("&#65;ya", "@"),
        ("door%20Aya%20Amrani.png", "door%20@.png"),
        ("Zo%C3%AB%20Mulder", "§"),
        ("Zo\\u00eb Mulder", "§"),
        ("<td>Aya</td><td>Amrani</td>", "<td>@</td>"),
        ("Am-\nrani", "@"),
        (r"C:\Users\ayaam\les.csv", r"C:\Users\@\les.csv"),
        ("/home/eenander/les.csv", "/home/@/les.csv"),
        ("A*y*a en *A*mrani", "@ en *@"),
        ("A<b>y</b>a <i>Amrani</i>", "@</i>"),
        ("3*4 en a*b, **vet**", "3*4 en a*b, **vet**"),
        ("/home/jovyan/les.csv", "/home/jovyan/les.csv"),
        (r"C:\nieuw &lt;b&gt; 50% van a<b", r"C:\nieuw &lt;b&gt; 50% van a<b"),
    ],
)
def test_a_name_is_replaced_as_it_reads_and_the_rest_stays_as_it_is_written(
    names: Pseudonyms, written: str, without: str
) -> None:
    zoe = next(student.id for student in names.held.students.values() if student.first == "Zoë")
    called = {"@": names.of["r0000001"], "§": names.of[zoe]}
    expected = re.sub("[@§]", lambda found: called[found[0]], without)
    assert names.text(written, "r0000001") == expected


def test_a_short_number_is_replaced_behind_the_word_for_it_and_nowhere_else(spoken: Workspace) -> None:
    held = hold(spoken)
    someone = Student("42", "Pim", "Zandstra", "")
    names = Pseudonyms(replace(held, students={"42": someone}), frozenset(), frozenset())
    called = names.of["42"]
    assert names.text("Mijn studentnummer is 42. (Stamnr. 42)") == f"Mijn studentnummer is {called}. (Stamnr. {called})"
    for innocent in ("Van de studenten 42 procent.", "In rol 42, student 42.", "studentnummer 421", "42%"):
        assert names.text(innocent) == innocent


def test_a_short_number_between_brackets_behind_the_name_is_replaced_with_it(spoken: Workspace) -> None:
    pair = {"42": Student("42", "Pim", "Pietersen", ""), "43": Student("43", "Bo", "Maes", "")}
    names = Pseudonyms(replace(hold(spoken), students=pair), frozenset(), frozenset())
    pim, bo = names.of["42"], names.of["43"]
    told = names.text("Pim Pietersen (42), Bo Maes [ 43 ], Bo Maes (42) en 42 (43)")
    assert told == f"{pim} ({pim}), {bo} [ {bo} ], {bo} (42) en 42 (43)"


def test_a_number_of_before_is_replaced_too(spoken: Workspace) -> None:
    student = next(iter(spoken.students()))
    renumbered(spoken.root, {"r9999999": student})
    names = Pseudonyms(hold(spoken), frozenset(), frozenset())
    assert names.text("Mijn nummer was r9999999.") == f"Mijn nummer was {names.of[student]}."


def test_a_point_that_is_somebodys_short_number_does_not_keep_an_archive_from_being_made(
    spoken: Workspace, tmp_path: Path
) -> None:
    pim = Student("42", "Pim", "Zandstra", "")
    names = Pseudonyms(replace(hold(spoken), students={"42": pim}), frozenset(), frozenset())
    called, file = names.of["42"], tmp_path / "punten.csv"
    for sign in (";", ","):
        header = sign.join(('"studentnummer"', '"punten"', '"maximum"'))
        file.write_text(f'\ufeff{header}\r\n"{called}"{sign}"42"{sign}"42"\r\n', encoding="utf-8")
        assert names.left(tmp_path, file) == "", "42 of 42 points"
        file.write_text(f'\ufeff{header}\r\n"42"{sign}"3"{sign}"42"\r\n', encoding="utf-8")
        assert names.left(tmp_path, file) == file.name, "the student"


def test_a_name_as_it_reads_keeps_an_archive_from_being_made(names: Pseudonyms, tmp_path: Path) -> None:
    for number, text in enumerate(('print("Dag\\nAya")', "\x1b[31mAya\x1b[0m", "door%20Am%72ani")):
        file = tmp_path / f"{number}.csv"
        file.write_text(text, encoding="utf-8")
        assert names.left(tmp_path, file) == file.name, text
        file.write_text(names.text(text), encoding="utf-8")
        assert names.left(tmp_path, file) == "", text


def test_without_names_nothing_tells_what_another_system_calls_somebody(spoken: Workspace, nameless: Path) -> None:
    assert list((spoken.root / "submitted").rglob("herkomst.txt"))
    assert not list(nameless.rglob("herkomst.txt"))
    for file in nameless.rglob("*.ipynb"):
        assert "0876543210987" not in file.read_text(encoding="utf-8")
    note = " ".join((nameless / "LEES-MIJ.txt").read_text(encoding="utf-8").split())
    assert "herkomst.txt" not in note
    assert "erbij/" not in note
    assert "Weggelaten is ook hoe een bestand in het LMS heette" in note


def test_the_word_student_in_a_table_is_nobody_called_de_student(nameless: Path) -> None:
    """As long as it was taken for one, such a class got no archive without names at all."""
    traces = Traces([Student("r0000001", "Lieve", "De Student", "")], frozenset({"student"}))
    for file in nameless.rglob("*.csv"):
        assert list(traces.find(file.read_text(encoding="utf-8-sig"))) == [], file


def test_an_archive_in_which_somebody_is_found_is_not_made(
    spoken: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.records.pseudonym.Pseudonyms.text", lambda self, value, own="": value)
    with pytest.raises(CohortError, match="is nog een student te vinden, dus er is geen archief gemaakt"):
        write_archive(spoken, tmp_path / "lek", pseudonymous=True)
    assert list(tmp_path.iterdir()) == []


def test_a_cohort_of_which_a_folder_is_gone_is_told_which_and_no_archive_is_made(
    spoken: Workspace, tmp_path: Path
) -> None:
    student, assignment = next(
        (result.student, name) for name, found in hold(spoken).results.items() for result in found if result.graded
    )
    gone = spoken.root / "submitted" / student / assignment
    kept = gone.rename(tmp_path / "elders")
    try:
        for nameless in (True, False):
            with pytest.raises(CohortError) as told:
                write_archive(spoken, tmp_path / "zonder", pseudonymous=nameless)
            assert f"submitted/{student}/{assignment} ontbreekt, maar het is wel nagekeken" in str(told.value)
            assert "typ 'sowcourse collect' en de opdracht" in str(told.value)
        assert list(tmp_path.iterdir()) == [kept]
        gone.mkdir()  # the last thing that it says to do
        made = write_archive(spoken, tmp_path / "leeg").folder / "inzendingen" / assignment / student
        assert (made / "leesbaar.html").is_file()
        assert not (made / "ingeleverd.ipynb").exists()
        assert write_archive(spoken, tmp_path / "leeg-naamloos", pseudonymous=True).file.is_file()
        gone.rmdir()
    finally:
        kept.rename(gone)


def test_what_a_killed_run_left_half_made_goes_with_the_next_and_what_is_being_made_stays(
    spoken: Workspace, tmp_path: Path
) -> None:
    for name, age in ((".archief-oud", 2 * 3600), (".inzage-oud", 2 * 3600), (".archief-bezig", 60)):
        place = tmp_path / name
        (place / "kast").mkdir(parents=True)
        (place / "kast" / "klas.csv").write_text("Aya Amrani", encoding="utf-8")
        os.utime(place, (time.time() - age, time.time() - age))
    write_export(spoken, "r0000002", tmp_path / "kopie")
    assert {place.name for place in tmp_path.iterdir()} == {".archief-bezig", "kopie", "kopie.zip"}


def test_stopping_with_ctrl_c_says_so_and_leaves_nothing(
    spoken: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sowcourse.records.archive.work_of", stop)
    monkeypatch.setattr(
        "sys.argv", ["sowcourse", "cohort", "archive", str(tmp_path / "kast"), "--cohort", str(spoken.root)]
    )
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 130
    assert capsys.readouterr().err == "Gestopt.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_copy_for_one_student_holds_all_of_theirs_nothing_hidden_and_nobody_else(
    spoken: Workspace, tmp_path: Path
) -> None:
    folder = write_export(spoken, "r0000002", tmp_path / "inzage").folder
    assert check_archive(folder).sound
    assert [row["studentnummer"] for row in rows(folder / "klas.csv")] == ["r0000002"]
    assert {row["studentnummer"] for row in rows(folder / "punten" / f"{ASSIGNMENT}-per-vraag.csv")} == {"r0000002"}
    assert (folder / "terugkoppeling" / ASSIGNMENT / "r0000002.html").is_file()
    assert (folder / "inzendingen" / ASSIGNMENT / "r0000002" / "ingeleverd.ipynb").is_file()
    hidden = [
        line.strip()
        for cell in read_notebook(spoken.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")["cells"]
        for part in re.findall(r"### BEGIN HIDDEN TESTS(.*?)### END HIDDEN TESTS", source(cell), re.DOTALL)
        for line in part.splitlines()
        if line.strip().startswith(("check_", "_"))
    ]
    assert hidden
    others = [student for student in spoken.students().values() if student.id != "r0000002"]
    for file in (path for path in folder.rglob("*") if path.is_file()):
        content = html.unescape(file.read_text(encoding="utf-8"))
        assert not any(line in content for line in hidden), file
        assert not any(student.id in content or student.email in content for student in others), file


def test_a_copy_tells_what_was_agreed_with_the_student_and_with_nobody_else() -> None:
    calendar = (
        '[inleveren]\na = "2026-12-07 23:59"\n\n[uitstel.7]\na = "2026-12-17 23:59"  # ziek\n\n'
        '[uitstel.17]\na = "2026-12-27 23:59"\n\n[extra-dagen]\n7 = 3\n17 = 7\n"8" = 4\n# Aya Amrani belde.\n'
    )
    assert _agreed(calendar, Student("7", "Aya", "Amrani", "")) == [
        "[uitstel.7]",
        'a = "2026-12-17 23:59"  # ziek',
        "[extra-dagen]",
        "7 = 3",
        "# Aya Amrani belde.",
    ]
    assert _agreed(calendar, Student("8", "Bo", "Ter", "")) == ["[extra-dagen]", '"8" = 4']
    assert _agreed(calendar, Student("9", "Noor", "Claes", "")) == []


def test_who_left_the_class_list_is_not_left_by_name_and_gets_a_copy(spoken: Workspace, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    shutil.copytree(spoken.root, root)
    lines = (root / "klas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (root / "klas.csv").write_text("".join(line for line in lines if "r0000001" not in line), encoding="utf-8")
    workspace = open_workspace(root)
    made = write_archive(workspace, tmp_path / "kast", pseudonymous=True).folder
    said = "".join(
        plain(html.unescape(file.read_text(encoding="utf-8"))) for file in (made / "inzendingen").rglob("*.*")
    )
    assert "amrani" not in said
    assert "r0000001" not in said
    assert len(rows(made / "klas.csv")) == 23
    assert len(list((made / "inzendingen" / ASSIGNMENT).iterdir())) == len(list(root.glob(f"submitted/*/{ASSIGNMENT}")))
    copy = write_export(workspace, "r0000001", tmp_path / "kopie").folder
    assert [(row["studentnummer"], row["achternaam"]) for row in rows(copy / "klas.csv")] == [("r0000001", "Amrani")]


def test_what_a_second_marker_gave_and_an_unsure_moment_are_there_for_who_it_is_about(
    spoken: Workspace, tmp_path: Path
) -> None:
    root = tmp_path / "demo"
    shutil.copytree(spoken.root, root)
    entry = {"punten": 2.5, "niveaus": {"Inhoud": 2}, "antwoord": "", "door": "Wim"}
    (root / "tweede-beoordelaar").mkdir(exist_ok=True)
    given = {"reflectie": {"r0000002": entry, "r0000003": entry | {"punten": 4}}}
    (root / "tweede-beoordelaar" / f"{ASSIGNMENT}.json").write_text(json.dumps(given), encoding="utf-8")
    (root / "submitted" / "r0000002" / ASSIGNMENT / "moment-onzeker.txt").write_text("onzeker\n", encoding="utf-8")
    copy = write_export(open_workspace(root), "r0000002", tmp_path / "kopie").folder
    assert [(row["studentnummer"], row["punten"], row["niveaus"]) for row in rows(copy / "tweede-beoordelaar.csv")] == [
        ("r0000002", "2,5", "Inhoud: 2")
    ]
    assert (copy / "inzendingen" / ASSIGNMENT / "r0000002" / "moment-onzeker.txt").read_text("utf-8") == "onzeker\n"
    made = write_archive(open_workspace(root), tmp_path / "kast", pseudonymous=True).folder
    found = {row["studentnummer"]: row["punten"] for row in rows(made / "tweede-beoordelaar.csv")}
    assert sorted(found.values()) == ["2,5", "4"]
    assert found.keys() < {row["studentnummer"] for row in rows(made / "klas.csv")}
    assert len(list(made.rglob("moment-onzeker.txt"))) == 1
    assert "tweede-beoordelaar.csv" in (made / "LEES-MIJ.txt").read_text(encoding="utf-8")


def test_a_copy_for_an_unknown_number_is_refused(spoken: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"r9: van dit studentnummer is er niets in demo"):
        write_export(spoken, "r9", tmp_path / "inzage")


def test_the_commands_say_where_it_is_and_what_differs(spoken: Workspace, tmp_path: Path) -> None:
    run = CliRunner().invoke
    target = tmp_path / "kast"
    made = run(app, ["cohort", "archive", str(target), "--pseudoniem", "--cohort", str(spoken.root)])
    assert made.exit_code == 0, made.output
    assert f"{target}.zip" in made.output
    assert "De sleutel zit er niet bij." in made.output
    assert run(app, ["cohort", "archive", "--controle", str(target)]).exit_code == 0
    with (target / "klas.csv").open("a", encoding="utf-8") as file:
        file.write("erbij\n")
    checked = run(app, ["cohort", "archive", "--controle", str(target)])
    assert checked.exit_code == 1
    assert "✗ veranderd: klas.csv" in checked.output
    copy = run(app, ["cohort", "export", "r0000002", "--naar", str(tmp_path / "inzage"), "--cohort", str(spoken.root)])
    assert copy.exit_code == 0
    assert "Controleer of er niets over anderen in staat" in copy.output


@pytest.mark.parametrize(
    ("line", "without"),
    [
        ("[uitstel.r1]", "[uitstel.PX]"),
        ('[uitstel."jan.peeters"]', "[uitstel.PZ]"),
        ("[extra-dagen]", "[extra-dagen]"),
        ("7 = 3", "PY = 3"),
        ('"7" = "2026-12-07 23:59"', 'PY = "2026-12-07 23:59"'),
        ('"7-slot" = "2026-12-07 23:59"', '"7-slot" = "2026-12-07 23:59"'),
        ("uitstel.r1 = 7", "uitstel.PX = 7"),
    ],
)
def test_in_a_calendar_only_keys_that_are_a_student_are_replaced(line: str, without: str) -> None:
    assert with_ids(line, {"r1": "PX", "7": "PY", "jan.peeters": "PZ"}) == f"{without}\n"


def test_an_archive_is_closed_to_other_users(named: Path) -> None:
    assert named.stat().st_mode & 0o777 == 0o700
    assert named.with_name("vol.zip").stat().st_mode & 0o777 == 0o600
