"""A lecturer's lessons reach students in one file; what is not a packet is refused and changes nothing."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sowcourse import __version__
from sowcourse.cohort.packing import pack
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.content import course_root, shipped_course
from sowcourse.course import load_case, load_course
from sowcourse.errors import CohortError, ContentError, PacketError
from sowcourse.logbook import Logbook
from sowcourse.notebook import dump, read_notebook, source
from sowcourse.student.desk import desk, items
from sowcourse.student.packet import MOST_BYTES, install, read_packet, use_packet
from sowcourse.student.start import prepare
from sowcourse.student.trust import check_course

CASE = """+++
title = "De lege wachtzaal"
country = "VL"
fictional = true
questions = ["Welke drempel zie je?"]
+++
*Deze casus is fictief.*

Het is halfnegen en er zit niemand.
"""

LESSONS = ("1-nabijheid", "5-politiserend")


@pytest.fixture(autouse=True)
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a class that does two lessons, a case of its own in one and another one of ours rewritten."""
    folder = tmp_path_factory.mktemp("school") / "lesgever"
    folder.mkdir()
    (folder / "klas.csv").write_text("nummer,naam\nr0123456,Zoë De Smet\n", encoding="utf-8")
    workspace = create("2026 najaar", folder / "klas.csv", folder)
    weights = "\n".join(f'"{name}" = {weight}' for name, weight in zip(LESSONS, (40, 60), strict=True))
    choices = f"lessen = {json.dumps(LESSONS)}\n[gewicht]\n{weights}\n"
    (workspace.root / "keuzes.toml").write_text(choices, encoding="utf-8")
    calendar = 'tijdzone = "Europe/Brussels"\n[inleveren]\n"1-nabijheid" = "2099-12-18 23:59"\n'
    (workspace.root / "kalender.toml").write_text(calendar, encoding="utf-8")
    own = workspace.root / "eigen" / "casussen" / "1-nabijheid"
    own.mkdir()
    (own / "de-lege-wachtzaal.md").write_text(CASE, encoding="utf-8")
    (own / "de-bank-bij-de-sporthal.md").write_text(
        CASE.replace("lege wachtzaal", "bank van bij ons"), encoding="utf-8"
    )
    return folder


@pytest.fixture
def cohort(school: Path, tmp_path: Path) -> Workspace:
    """A copy of it, to change."""
    shutil.copytree(school, tmp_path / "lesgever")
    return open_workspace(tmp_path / "lesgever" / "2026 najaar")


@pytest.fixture(scope="module")
def settled(school: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a packet of that class, and a work folder that has it."""
    folder = tmp_path_factory.mktemp("thuis")
    shutil.copytree(school, folder / "lesgever")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(folder / "jupyter"))
        file = pack(open_workspace(folder / "lesgever" / "2026 najaar")).file
        install(file, folder / "werk")
        prepare(folder / "werk")
    file.rename(folder / file.name)
    shutil.rmtree(folder / "lesgever")
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_packet_holds_the_chosen_lessons_and_own_cases_and_no_name_or_answer(cohort: Workspace) -> None:
    (cohort.course / "exceptions.toml").write_text("# van auteurs\n", encoding="utf-8")
    packed = pack(cohort)
    assert packed.file == cohort.root / "lespakket-2026 najaar.zip"
    assert packed.added == ("1-nabijheid/de-lege-wachtzaal",)
    assert packed.replaced == ("1-nabijheid/de-bank-bij-de-sporthal",)
    with zipfile.ZipFile(packed.file) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {name.split("/")[1] for name in texts if name.endswith("lesson.ipynb")} == set(LESSONS)
    assert not [name for name in texts if "teaching-notes" in name or "exceptions" in name]
    for name, text in texts.items():
        for secret in ("Zoë De Smet", "r0123456", "BEGIN HIDDEN TESTS", "grade_id", str(cohort.root.parent)):
            assert secret not in text, (name, secret)
    assert 'versie = "' + __version__ in texts["lespakket.toml"]
    assert '"1-nabijheid" = "2099-12-18T22:59:00+00:00"' in texts["lespakket.toml"]
    assert packed.file.stat().st_size < 200_000


def test_the_same_choices_give_the_same_file(cohort: Workspace) -> None:
    assert pack(cohort).file.read_bytes() == pack(cohort).file.read_bytes()


def test_an_own_case_stands_after_the_last_case_of_its_lesson(cohort: Workspace, tmp_path: Path) -> None:
    install(pack(cohort).file, tmp_path / "werk")
    root = course_root(tmp_path / "werk")
    cells = [source(cell) for cell in read_notebook(root / "1-nabijheid" / "lesson.ipynb")["cells"]]
    shown = [re.findall(r'show_case\("1-nabijheid", "(.*)"\)', text) for text in cells]
    assert [names[0] for names in shown if names] == [
        "post-in-de-handschoenenkast",
        "de-bank-bij-de-sporthal",
        "de-lege-wachtzaal",
    ]
    place = next(number for number, text in enumerate(cells) if "de-bank-bij-de-sporthal" in text)
    assert "de-lege-wachtzaal" in cells[place + 1]
    assert load_case("1-nabijheid", "de-bank-bij-de-sporthal", root).title == "De bank van bij ons"


def test_after_installing_the_folder_has_those_lessons_cases_and_deadlines(cohort: Workspace, tmp_path: Path) -> None:
    work = tmp_path / "werk"
    prepare(work)
    assert len(list((work / "lessen").glob("*.ipynb"))) == 7
    assert use_packet(work, pack(cohort).file, own=False)[-1].startswith("Je ziet de lessen van 2026 najaar.")
    assert prepare(work) == []
    assert sorted(path.stem for path in (work / "lessen").glob("*.ipynb")) == list(LESSONS)
    assert "de-lege-wachtzaal" in (work / "lessen" / "1-nabijheid.ipynb").read_text(encoding="utf-8")
    told = {item.module: item.told for item in items(work)}
    assert "opdracht inleveren vóór 18 december om" in told["1-nabijheid"]
    assert "inleveren" not in told["5-politiserend"]


def test_a_widget_finds_the_own_case_from_inside_the_work_folder(
    cohort: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(pack(cohort).file, tmp_path / "werk")
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path / "werk"))
    assert load_case("1-nabijheid", "de-lege-wachtzaal").title == "De lege wachtzaal"
    assert [module.id for module in load_course().modules] == list(LESSONS)
    assert len(load_course(shipped_course()).modules) == 7


def test_nothing_that_a_student_made_is_touched_and_leaving_brings_every_lesson_back(
    cohort: Workspace, tmp_path: Path
) -> None:
    work = tmp_path / "werk"
    prepare(work)
    Logbook(work).put("2-proceslogica", {"notitie.reflectie": "Van mij."})
    (work / "2-proceslogica.ipynb").write_text("mijn opdracht", encoding="utf-8")
    for name in ("1-nabijheid", "2-proceslogica"):
        changed = read_notebook(work / "lessen" / f"{name}.ipynb")
        changed["cells"].append({"cell_type": "markdown", "id": "x", "metadata": {}, "source": ["Mijn notitie."]})
        (work / "lessen" / f"{name}.ipynb").write_text(dump(changed), encoding="utf-8")
    install(pack(cohort).file, work)
    remarks = prepare(work)
    assert [sorted(name in remark for remark in remarks) for name in ("1-nabijheid", "2-proceslogica")] == [
        [False, True],
        [False, True],
    ]
    assert "Mijn notitie." in (work / "lessen" / "2-proceslogica - mijn versie.ipynb").read_text(encoding="utf-8")
    assert "Mijn notitie." in (work / "lessen" / "1-nabijheid - mijn versie.ipynb").read_text(encoding="utf-8")
    assert Logbook(work).get("2-proceslogica", "notitie.reflectie") == "Van mij."
    assert use_packet(work, None, own=True)[0] == "Het lespakket is weg."
    assert prepare(work) == []
    assert read_packet(work) is None
    assert (work / "lessen" / "2-proceslogica.ipynb").is_file()
    assert "de-lege-wachtzaal" not in (work / "lessen" / "1-nabijheid.ipynb").read_text(encoding="utf-8")
    assert (work / "2-proceslogica.ipynb").read_text(encoding="utf-8") == "mijn opdracht"
    assert not list(work.glob(".lespakket*"))
    assert use_packet(work, None, own=True)[0] == "Er was geen lespakket."


def test_a_new_packet_takes_the_place_of_the_old_one(cohort: Workspace, tmp_path: Path) -> None:
    install(pack(cohort).file, tmp_path / "werk")
    (cohort.root / "eigen" / "casussen" / "1-nabijheid" / "de-lege-wachtzaal.md").unlink()
    install(pack(cohort).file, tmp_path / "werk")
    assert "de-lege-wachtzaal" not in str(state(tmp_path / "werk").keys())


Files = dict[str, bytes]


def evil_cell(text: str) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        name = "course/1-nabijheid/lesson.ipynb"
        notebook = json.loads(files[name])
        code = next(cell for cell in notebook["cells"] if "show_note" in "".join(cell["source"]))
        code["source"] = text
        files[name] = json.dumps(notebook).encode()

    return spoil


def replaced(name: str, old: str, new: str) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        assert old.encode() in files[name]
        files[name] = files[name].replace(old.encode(), new.encode())

    return spoil


def added(name: str, text: str = "x = 1\n") -> Callable[[Files], None]:
    return lambda files: files.update({name: text.encode()})


CASE_FILE = "course/1-nabijheid/cases/de-lege-wachtzaal.md"
BROKEN: list[tuple[str, Callable[[Files], None], str]] = [
    (
        "code",
        evil_cell("# Hier.\nimport os; os.system('x')"),
        "les 1-nabijheid, cel 2: de code is niet die van een les",
    ),
    ("nested", evil_cell('# Hier.\nshow_note(__import__("os").name)'), "de code is niet die van een les"),
    ("two", evil_cell('# Hier.\nshow_note("a")\nshow_note("b")'), "de code is niet die van een les"),
    ("magic", evil_cell("# Hier.\n!rm -rf ~"), "de code is niet die van een les"),
    ("other-import", evil_cell("# Hier.\nfrom sowcourse.widgets import base"), "de code is niet die van een les"),
    ("renamed", evil_cell("# Hier.\nfrom sowcourse.widgets import show_note as f"), "de code is niet die van een les"),
    ("stars", evil_cell("# Hier.\nfrom sowcourse.widgets import *"), "de code is niet die van een les"),
    ("keywords", evil_cell("# Hier.\nshow_note(**{'a': 1})"), "de code is niet die van een les"),
    ("above", added("../weg.toml"), "in dit lespakket zit iets wat er niet hoort (../weg.toml)"),
    ("absolute", added("/tmp/weg.toml"), "wat er niet hoort (/tmp/weg.toml)"),
    ("python", added("course/sitecustomize.py"), "wat er niet hoort (course/sitecustomize.py)"),
    ("hidden", added("course/.bashrc"), "wat er niet hoort (course/.bashrc)"),
    ("windows", added("course\\..\\weg.toml"), "wat er niet hoort"),
    ("html", replaced(CASE_FILE, "Het is half", "<img src=x onerror=alert(1)> Het is half"), "hier staat «<img src=x"),
    ("escape", replaced(CASE_FILE, '"De lege', '"\\u003cscript> De lege'), "hier staat «<script>"),
    ("link", replaced(CASE_FILE, "Het is", "[klik](JavaScript:alert(1)) Het is"), "geen links die iets uitvoeren"),
    ("entity", replaced(CASE_FILE, "Het is", "[klik](java&#115;cript:alert(1)) Het is"), "hier staat «&#115;"),
    ("image", replaced(CASE_FILE, "Het is", "![](https://elders.example/x.png) Het is"), "geen afbeeldingen"),
    ("url", replaced("course/sources.toml", 'url = "https:', 'url = "file:'), "begint niet met https://"),
    ("module", replaced("course/course.toml", '"1-nabijheid"', '"../../werk"'), "kan niet worden gelezen"),
    ("format", replaced("lespakket.toml", "formaat = 1", "formaat = 2"), "Werk sowcourse bij"),
    ("moment", replaced("lespakket.toml", "2099-12-18T", "morgen"), "kan niet worden gelezen"),
    ("zone", replaced("lespakket.toml", "+00:00", ""), "heeft geen tijdzone"),
    ("toml", replaced("course/glossary.toml", "[[term]]", "[[term]"), "glossary.toml: hier staat: [[term] – De kop"),
    ("deep", added("course/diep.toml", "a = " + "[" * 5000), "kan niet worden gelezen"),
    (
        "lesson",
        replaced("course/1-nabijheid/lesson.ipynb", '"kind": "lesson"', '"kind": "iets"'),
        "dat het deze les is",
    ),
    ("json", added("course/1-nabijheid/lesson.ipynb", '{"cells": [3]}'), "dit lespakket is geweigerd"),
    ("not-ours", lambda files: files.pop("lespakket.toml") and None, "dit is geen lespakket van sowcourse"),
    ("bytes", added("course/groot.toml", " " * (MOST_BYTES + 1)), "veel te groot voor een lespakket"),
    ("files", lambda files: files.update({f"course/x{n}.toml": b"" for n in range(600)}), "veel te groot"),
]


@pytest.mark.parametrize(("spoil", "sentence"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_packet_that_is_not_what_it_should_be_changes_nothing(
    settled: Path, tmp_path: Path, spoil: Callable[[Files], None], sentence: str
) -> None:
    shutil.copytree(settled, tmp_path, dirs_exist_ok=True)
    good, work = tmp_path / "lespakket-2026 najaar.zip", tmp_path / "werk"
    (work / "logboek.json").write_text("van mij", encoding="utf-8")
    before = state(work)
    with zipfile.ZipFile(good) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    spoil(files)
    bad = tmp_path / "lespakket-kwaad.zip"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    outside = state(tmp_path)
    with pytest.raises(PacketError) as refused:
        install(bad, work)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("lespakket-kwaad.zip: ")
    assert state(work) == before
    assert state(tmp_path) == outside


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda file: file.write_bytes(b""), "geen zip, of het is beschadigd"),
        (lambda file: file.write_text("Beste student"), "geen zip, of het is beschadigd"),
        (lambda file: file.write_bytes(file.read_bytes()[:-4000]), "geen zip, of het is beschadigd"),
        (lambda file: file.write_bytes(file.read_bytes().replace(b"PK\x03\x04", b"PK\x03\x05", 3)), "beschadigd"),
        (lambda file: file.unlink(), "dit bestand is er niet"),
        (lambda file: (file.unlink(), file.mkdir()), "kan niet worden gelezen of uitgepakt"),
    ],
)
def test_a_file_that_is_no_zip_is_said(
    settled: Path, tmp_path: Path, make: Callable[[Path], object], sentence: str
) -> None:
    file = Path(shutil.copy(settled / "lespakket-2026 najaar.zip", tmp_path))
    make(file)
    with pytest.raises(PacketError, match=sentence):
        install(file, tmp_path / "werk")
    assert list((tmp_path / "werk").iterdir()) == []


def test_a_zip_that_says_it_is_small_and_is_not_is_refused(cohort: Workspace, tmp_path: Path) -> None:
    file = pack(cohort).file
    with zipfile.ZipFile(file) as archive:
        entry = archive.getinfo("course/sources.toml")
        size = entry.file_size
    content = file.read_bytes()
    file.write_bytes(content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(PacketError, match="beschadigd"):
        install(file, tmp_path / "werk")


def test_a_packet_of_another_version_that_cannot_be_read_says_which_to_install(
    cohort: Workspace, tmp_path: Path
) -> None:
    marker = cohort.root / "cohort.toml"
    marker.write_text(marker.read_text(encoding="utf-8").replace(__version__, "9.8.7"), encoding="utf-8")
    again = Workspace(cohort.root, cohort.name, "9.8.7")
    file = pack(again).file
    assert install(file, tmp_path / "goed").version == "9.8.7"
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("course/2-nieuw/module.toml", "x = 1\n")
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["course/course.toml"] = files["course/course.toml"].replace(b'"1-nabijheid"', b'"2-nieuw"')
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(PacketError) as refused:
        install(file, tmp_path / "werk")
    assert 'pip install "sowcourse==9.8.7"' in str(refused.value)


def test_a_packet_that_no_longer_goes_with_this_version_says_how_to_go_on(cohort: Workspace, tmp_path: Path) -> None:
    work = tmp_path / "werk"
    install(pack(cohort).file, work)
    (work / ".lespakket" / "course" / "course.toml").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(PacketError, match="neem weer alle lessen: sowcourse start --zonder-lespakket"):
        use_packet(work, None, own=False)
    assert "course.toml" in str(desk(work)["problem"])
    assert use_packet(work, None, own=True)[0] == "Het lespakket is weg."


def test_a_lesson_changed_inside_the_work_folder_is_not_signed(cohort: Workspace, tmp_path: Path) -> None:
    work = tmp_path / "werk"
    install(pack(cohort).file, work)
    files = {"course/1-nabijheid/lesson.ipynb": (work / ".lespakket/course/1-nabijheid/lesson.ipynb").read_bytes()}
    evil_cell("# Hier.\nimport os")(files)
    (work / ".lespakket/course/1-nabijheid/lesson.ipynb").write_bytes(files.popitem()[1])
    with pytest.raises(PacketError, match="de code is niet die van een les"):
        prepare(work)
    assert not list((work / "lessen").glob("*.ipynb"))


def test_the_course_that_we_ship_would_be_trusted(tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(shipped_course(), root, ignore=shutil.ignore_patterns("teaching-notes.md"))
    check_course(root)


@pytest.mark.parametrize(
    "written",
    [
        "De Smet Zoë",
        "ZOË  DE SMET",
        "zoe de smet",
        "Zoe\u0308 De Smet",
        "Smet, Zoë De",
        "Zoë\nDe Smet",
        "Zoë De\n    Smet",
        "Zoë De Sm-\net",
        "**Zoë** **De Smet**",
        "Zo\u00adë De\u00a0Smet",
        "Zoë-De-Smet",
        "ZoëDeSmet",
        "Z. De Smet",
        "De Smet, Z.",
        "Zoë D.S.",
    ],
)
def test_a_student_is_recognised_in_an_own_case_however_the_name_is_written(cohort: Workspace, written: str) -> None:
    file = cohort.root / "eigen" / "casussen" / "1-nabijheid" / "y.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(CASE.replace("niemand", written), encoding="utf-8")
    with pytest.raises(CohortError, match=r"y\.md: hier staat «.*», en dat is iemand van de klaslijst"):
        pack(cohort)
    assert not list(cohort.root.glob("lespakket*"))


@pytest.mark.parametrize(
    "written", ["Zoë", "Mevrouw De Smet", "zeven smeten", "Zoë. Daarna", "z. de smet", "De Smet, Z. (2019). Titel"]
)
def test_part_of_a_name_alone_stops_no_packet(cohort: Workspace, written: str) -> None:
    file = cohort.root / "eigen" / "casussen" / "1-nabijheid" / "y.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(CASE.replace("niemand", written), encoding="utf-8")
    assert pack(cohort).file.is_file()


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        ("9-weg/x.md", CASE, r"eigen/casussen/9-weg/x\.md: verwacht wordt eigen/casussen/LES/NAAM\.md"),
        ("x.md", CASE, "verwacht wordt eigen/casussen/LES/NAAM"),
        ("1-nabijheid/Mijn Casus.md", CASE, "dit kan geen naam van een casus zijn"),
        ("1-nabijheid/y.md", CASE.replace("fictief", "van ons"), "volgens 'fictional' is deze casus verzonnen"),
        ("1-nabijheid/y.md", CASE.replace("niemand", "Zoë  De Smet".replace("  ", " ")), "iemand van de klaslijst"),
        ("1-nabijheid/y.md", CASE.replace("niemand", "R0123456"), "«r0123456», en dat is iemand van de klaslijst"),
        ("1-nabijheid/y.md", CASE.replace("niemand", "<b>niemand</b>"), "er is geen lespakket gemaakt"),
    ],
)
def test_an_own_case_that_cannot_go_along_is_named_and_no_packet_is_made(
    cohort: Workspace, place: str, text: str, sentence: str
) -> None:
    file = cohort.root / "eigen" / "casussen" / place
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CohortError, match=sentence):
        pack(cohort)
    assert not list(cohort.root.glob("lespakket*"))
    assert not list(cohort.root.glob(".lespakket*"))


def test_an_own_case_without_a_title_is_named_with_its_key(cohort: Workspace) -> None:
    file = cohort.root / "eigen" / "casussen" / "1-nabijheid" / "y.md"
    file.write_text(CASE.replace("title", "titel"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"y\.md, sleutel 'title': ontbreekt"):
        pack(cohort)


def test_a_class_without_lessons_has_no_packet(cohort: Workspace) -> None:
    (cohort.root / "keuzes.toml").write_text("lessen = []\n[gewicht]\n", encoding="utf-8")
    with pytest.raises(CohortError, match="er is geen enkele les gekozen"):
        pack(cohort)


def test_an_assignment_on_the_desk_has_the_deadline_of_the_packet(cohort: Workspace, tmp_path: Path) -> None:
    work = tmp_path / "werk"
    install(pack(cohort).file, work)
    prepare(work)
    for name in LESSONS:
        shutil.copyfile(cohort.root / "source" / name / f"{name}.ipynb", work / f"{name}.ipynb")
    told = {item.title: item.told for item in items(work)}
    assert "inleveren vóór 18 december om" in told["Opdracht: Nabijheid"]
    assert "inleveren" not in told["Nabijheid"]
    assert "inleveren" not in told["Opdracht: Politiserend werken"]
