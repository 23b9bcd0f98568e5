"""The course as plain files: whole, joined up, and closed to anything from elsewhere."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from sowcourse.cli import app
from sowcourse.cohort.workspace import Workspace
from sowcourse.course import load_course
from sowcourse.debate import POSITIONS
from sowcourse.errors import LogbookError, SowcourseError
from sowcourse.logbook import Logbook
from sowcourse.notebook import read_notebook
from sowcourse.parts import PARTS
from sowcourse.parts.base import FOLDER
from sowcourse.prose import instruction
from sowcourse.site.building import CARTRIDGE, Section, write_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "website"
    write_site(folder, packed=True)
    return folder


class Links(HTMLParser):
    """What a page points to, what can be pointed to in it, and what would run inside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.names: list[str] = []
        self.active: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.targets += [value for name in ("href", "src") if (value := found.get(name))]
        self.names += [value for name in ("id",) if (value := found.get(name))]
        if tag == "script" and "src" not in found and found.get("type") != "application/json":
            self.active.append(tag)
        self.active += [f"{tag} {name}" for name in found if name.startswith("on") or name == "style"]


def test_every_link_leads_to_a_page_or_a_place_that_is_there(site: Path) -> None:
    pages = {file: Links(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}
    assert len(pages) == len(load_course().modules) + 6
    for file, found in pages.items():
        for target in found.targets:
            if target.startswith(("http://", "https://")):
                continue
            path, name = urldefrag(target)
            aimed = (file.parent / path).resolve() if path else file
            assert aimed.is_file(), f"{file.name}: {target}"
            if name:
                assert name in pages[aimed].names, f"{file.name}: {target}"


def test_no_id_stands_twice_on_a_page_and_nothing_runs_inside_it(site: Path) -> None:
    for file in site.rglob("*.html"):
        found = Links(file.read_text(encoding="utf-8"))
        assert sorted(found.names) == sorted(set(found.names)), file.name
        assert found.active == [], file.name
        assert "connect-src 'self'" in file.read_text(encoding="utf-8")


def test_a_page_reads_without_scripts(site: Path) -> None:
    page = (site / "les" / "1-nabijheid.html").read_text(encoding="utf-8")
    words = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert "Zonder scripts kun je alles lezen, maar niets invullen." in words
    assert "Ken je iemand die een recht of toeslag laat liggen?" in words
    assert "Argumenten voor" in words


def test_the_time_of_a_section_stands_apart_and_is_still_read_after_its_title(site: Path) -> None:
    page = (site / "les" / "0-start.html").read_text("utf-8")
    heading = 'Toets jezelf<span class="unseen-word"> · </span> <span class="takes">10 minuten</span></h2>'
    assert heading in page
    assert [Section("a", title, ()).takes for title in ("Buiten · ongeveer een uur", "Stap 1 · Kies", "Uur")] == [
        "ongeveer een uur",
        "",
        "",
    ]


def test_every_part_that_is_drawn_finds_its_script(site: Path) -> None:
    scripts = (site / "bestanden" / "parts.js").read_text(encoding="utf-8")
    drawn = {
        name
        for file in (site / "les").glob("*.html")
        for name in re.findall(r'data-part="([^"]+)"', file.read_text(encoding="utf-8"))
    }
    assert {"reader", "quiz", "debate", "ladder", "forum", "journey"} <= drawn
    assert all(f"'{name}': m" in scripts for name in drawn - {"journey", "portfolio-link"})
    assert {kind.script for kind in PARTS.values() if kind.script} == {f.parent.name for f in FOLDER.glob("*/part.js")}


def test_the_data_of_a_part_cannot_end_the_element_it_stands_in(site: Path) -> None:
    for file in (site / "les").glob("*.html"):
        found = re.findall(
            r'<script type="application/json">(.*?)</script>', file.read_text(encoding="utf-8"), re.DOTALL
        )
        assert found
        assert all("<" not in text and json.loads(text)["label"] for text in found)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "scriptie.docx").write_text("af", encoding="utf-8")
    with pytest.raises(SowcourseError, match="in deze map staat al iets anders"):
        write_site(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["scriptie.docx"]


def test_the_same_folder_is_written_again_without_what_went(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "website"
    write_site(folder)
    (folder / "les" / "9-oud.html").write_text("oud", encoding="utf-8")
    write_site(folder)
    assert not (folder / "les" / "9-oud.html").exists()
    assert not (folder / CARTRIDGE).exists()


def test_the_cartridge_names_every_file_it_holds_and_every_page_once(site: Path) -> None:
    with zipfile.ZipFile(site / CARTRIDGE) as packed:
        names = set(packed.namelist())
        root = ElementTree.fromstring(packed.read("imsmanifest.xml"))
    space = {"c": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"}
    told = [file.get("href") for file in root.findall(".//c:file", space)]
    assert sorted(map(str, told)) == sorted(names - {"imsmanifest.xml"})
    resources = {found.get("identifier"): found.get("href") for found in root.findall(".//c:resource", space)}
    items = [found.get("identifierref") for found in root.findall(".//c:item[@identifierref]", space)]
    pages = [resources[item] for item in items]
    assert pages == list(dict.fromkeys(pages))
    assert pages[:2] == ["cursus/index.html", "cursus/les/0-start.html"]
    titles = [found.text for found in root.findall(".//c:item/c:title", space)]
    assert "Nabijheid" in titles


def test_the_command_tells_where_the_pages_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(app, ["site"])
    assert run.exit_code == 0, run.output
    assert "bestanden in website, samen" in run.output
    assert (tmp_path / "website" / "index.html").is_file()


def test_in_a_cohort_a_released_assignment_gets_a_page_and_one_that_was_not_gets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: tuple[Workspace, Path]
) -> None:
    workspace = demo[0]
    there = workspace.released()
    assert there, "the class released at least one"
    monkeypatch.chdir(workspace.root)
    folder = tmp_path / "website"
    run = CliRunner().invoke(app, ["site", str(folder)])
    assert run.exit_code == 0, run.output
    assert sorted(file.stem for file in (folder / "opdracht").iterdir()) == sorted(there)
    name, released = next(iter(there.items()))
    text = (folder / "opdracht" / f"{name}.html").read_text(encoding="utf-8")
    data = json.loads(re.findall(r"data-sheet>(.*?)</script>", text, re.DOTALL)[0])
    assert data["notebook"] == read_notebook(released)
    asked = {each["cell"]: each for each in data["asked"]}
    assert asked["standpunt-vooraf"]["options"] == list(POSITIONS)
    assert asked["reflectie"]["wanted"]["words"] > 0
    assert [
        call in text for call in ("Dit hulpmiddel leest je tekst met Python", "<details><summary>Hint 1 van 3")
    ] == [
        True,
        True,
    ]
    assert Links(text).active == []
    assert f'href="../opdracht/{name}.html"' in (folder / "les" / f"{name}.html").read_text(encoding="utf-8")


def test_a_question_of_a_lecturer_cannot_act_on_the_page() -> None:
    made = instruction(
        "Vraag <script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))\n\n### Kop"
    )
    assert "script" not in made.replace("javascript", "") and "onerror" not in made and "href" not in made
    assert "<h3>Kop</h3>" in made


def entry(value: object, at: str) -> dict[str, object]:
    return {"value": value, "at": at}


def test_of_two_logbooks_the_newest_answer_stays_whatever_its_file(tmp_path: Path) -> None:
    mine = Logbook(tmp_path)
    mine.put("0-start", {"notitie.a": "van mij", "notitie.b": "ook van mij"})
    old, new = "2020-01-01T10:00:00+01:00", "2999-01-01T10:00:00+01:00"
    coming = {
        "0-start": {"notitie.a": entry("ouder", old), "notitie.b": entry("nieuwer", new), "toets.c": entry("x", old)}
    }
    assert mine.join({"format": 1, "modules": coming}, tmp_path / "elders.json") == 2
    assert mine.module("0-start") == {"notitie.a": "van mij", "notitie.b": "nieuwer", "toets.c": "x"}
    assert mine.join({"format": 1, "modules": coming}, tmp_path / "elders.json") == 0


def test_the_same_moment_in_another_zone_is_not_newer(tmp_path: Path) -> None:
    mine = Logbook(tmp_path)
    first = {"0-start": {"a": entry("hier", "2026-10-01T12:00:00+02:00")}}
    same = {"0-start": {"a": entry("daar", "2026-10-01T10:00:00+00:00")}}
    assert mine.join({"format": 1, "modules": first}, tmp_path) == 1
    assert mine.join({"format": 1, "modules": same}, tmp_path) == 0
    assert mine.module("0-start") == {"a": "hier"}


@pytest.mark.parametrize(
    "content",
    [[], {"format": 2, "modules": {}}, {"format": 1, "modules": {"0-start": {"a": {"value": 1, "at": "gisteren"}}}}],
)
def test_what_is_no_logbook_is_refused_and_changes_nothing(tmp_path: Path, content: object) -> None:
    mine = Logbook(tmp_path)
    mine.put("0-start", {"a": "x"})
    before = mine.file.read_text(encoding="utf-8")
    with pytest.raises(LogbookError, match=r"brief\.json: dit is geen logboek van deze cursus"):
        mine.join(content, Path("brief.json"))
    assert mine.file.read_text(encoding="utf-8") == before


def test_a_logbook_is_taken_over_by_a_command_that_names_what_it_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path / "werk"))
    file = tmp_path / "logboek.json"
    file.write_text(json.dumps({"format": 1, "modules": {"0-start": {"a": entry("x", "2026-10-01T12:00:00+02:00")}}}))
    run = CliRunner().invoke(app, ["logbook", str(file)])
    assert "1 antwoord overgenomen" in run.output
    assert Logbook(tmp_path / "werk").module("0-start") == {"a": "x"}
    file.write_text("kapot", encoding="utf-8")
    assert "dit is geen logboek" in str(CliRunner().invoke(app, ["logbook", str(file)]).exception)
