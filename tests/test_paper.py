"""A document comes out three times the same: as a page, as a Word file, as a table."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml.ns import qn

from sowcourse.programme.paper import Grid, Paper, Point, Section, page_text, plain, runs, sheet_text
from sowcourse.programme.printing import write_paper

LINK = "https://voorbeeld.test/a?b=1&c=2"
ROWS = (("An; Bo", "1,5"), ('"Cé"', "10"))
PAPER = Paper(
    name="proef",
    title="Proef <1> & meer",
    language="nl-NL",
    opening=("Een *schuine* opening.",),
    sections=(
        Section("Eerst", ("Tekst met \x07 en <b>.",), (Point("*Boek*", LINK), Point("Los"))),
        Section("Dan", grids=(Grid("Getallen", ("wie", "hoeveel"), ROWS, frozenset({1})),)),
    ),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {file.suffix: file for file in write_paper(PAPER, tmp_path_factory.mktemp("papier") / "programma")}


def test_there_are_three_files_and_nothing_half_made(files: dict[str, Path]) -> None:
    assert sorted(path.name for path in files[".html"].parent.iterdir()) == ["proef.csv", "proef.docx", "proef.html"]


def test_the_page_is_dutch_forbids_scripts_and_holds_text_as_text(files: dict[str, Path]) -> None:
    page = files[".html"].read_text(encoding="utf-8")
    assert page == page_text(PAPER)
    assert '<html lang="nl">' in page
    assert "default-src 'none'" in page
    assert "<h1>Proef &lt;1&gt; &amp; meer</h1>" in page
    assert "<p>Een <em>schuine</em> opening.</p>" in page
    assert "&lt;b&gt;" in page
    assert '<a href="https://voorbeeld.test/a?b=1&amp;c=2" rel="noreferrer">' in page
    assert '<th scope="row">An; Bo</th><td class="number">1,5</td>' in page


def test_word_finds_headings_language_and_title(files: dict[str, Path]) -> None:
    document = Document(str(files[".docx"]))
    named = [(p.style.name, p.text) for p in document.paragraphs if p.style.name in ("Title", "Heading 1", "Caption")]
    assert named == [
        ("Title", "Proef <1> & meer"),
        ("Heading 1", "Eerst"),
        ("Heading 1", "Dan"),
        ("Caption", "Getallen"),
    ]
    assert document.core_properties.title == "Proef <1> & meer"
    assert document.core_properties.language == "nl-NL"
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "nl-NL"


def test_a_table_in_word_has_a_header_row_and_a_description_for_a_screen_reader(files: dict[str, Path]) -> None:
    (table,) = Document(str(files[".docx"])).tables
    assert [cell.text for row in table.rows for cell in row.cells] == ["wie", "hoeveel", "An; Bo", "1,5", '"Cé"', "10"]
    marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert marked == [True, False, False]
    properties = table._tbl.tblPr
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "Getallen"
    assert properties.find(qn("w:tblDescription")).get(qn("w:val")) == "Getallen. Kolommen: wie, hoeveel."


def test_italics_and_links_survive_in_word(files: dict[str, Path]) -> None:
    document = Document(str(files[".docx"]))
    assert [run.text for p in document.paragraphs for run in p.runs if run.italic] == ["schuine", "Boek"]
    (link,) = (link for p in document.paragraphs for link in p.hyperlinks)
    assert (link.text, link.address) == (LINK, LINK)


def test_every_part_of_the_word_file_is_valid_xml_without_control_characters(files: dict[str, Path]) -> None:
    with zipfile.ZipFile(files[".docx"]) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))
    assert "Tekst met  en <b>." in [p.text for p in Document(str(files[".docx"])).paragraphs]


def test_a_wide_document_lies_on_its_side(tmp_path: Path) -> None:
    files = write_paper(replace(PAPER, wide=True), tmp_path)
    section = Document(str(files[1])).sections[0]
    assert section.page_width > section.page_height


def test_the_spreadsheet_reads_back_with_semicolons_and_accents(files: dict[str, Path]) -> None:
    raw = files[".csv"].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["deel", "onderwerp", "gegeven", "waarde"]
    assert ["Eerst", "", "punt", f"Boek {LINK}"] in rows
    assert ["Dan", "An; Bo", "hoeveel", "1,5"] in rows
    assert ["Dan", '"Cé"', "hoeveel", "10"] in rows


def test_a_sheet_of_its_own_replaces_the_list_of_facts() -> None:
    text = sheet_text(replace(PAPER, sheet=Grid("", ("a", "b"), (("1", "2"),))))
    assert text == '"a";"b"\r\n"1";"2"\r\n'


def test_an_earlier_document_stays_whole_when_the_new_one_fails(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = files[".docx"].parent
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(paper: Paper) -> bytes:
        raise OSError("schijf vol")

    monkeypatch.setattr("sowcourse.programme.printing.word_bytes", fail)
    with pytest.raises(OSError, match="schijf vol"):
        write_paper(replace(PAPER, title="Nieuw"), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_italics_are_marked_by_stars_and_a_lone_star_is_a_star() -> None:
    assert list(runs("a *b* c")) == [("a ", False), ("b", True), (" c", False)]
    assert plain("2 * 3 * 4") == "2 * 3 * 4"
    assert list(runs("MO*. (z.j.). *Titel?*")) == [("MO*. (z.j.). ", False), ("Titel?", True)]
    assert plain("a *b* c") == "a b c"
