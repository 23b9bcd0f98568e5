"""A table is read to the letter and written back to the byte."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from sowcourse.cohort.sheet import parse_sheet, quoted, read_sheet, value
from sowcourse.errors import CohortError

DOWNLOADS = sorted((Path(__file__).parent / "lms").iterdir())


@pytest.mark.parametrize("file", DOWNLOADS, ids=lambda file: file.name)
def test_a_download_that_was_only_read_is_the_same_bytes(file: Path) -> None:
    assert read_sheet(file).render() == file.read_bytes()


@pytest.mark.parametrize(
    ("text", "delimiter", "rows"),
    [
        ('a,b\r\n"x, ""y""",2\r\n', ",", [["a", "b"], ['x, "y"', "2"]]),
        ("a;b", ";", [["a", "b"]]),
        ("a\tb\t\n1\t2\t3\r", "\t", [["a", "b", ""], ["1", "2", "3"]]),
        ('"a","b\nc"\n\n1,2\n', ",", [["a", "b\nc"], [""], ["1", "2"]]),
        ('a,"b" c,"d\ne,f', ",", [["a", '"b" c', '"d'], ["e", "f"]]),
        ('naam;"x, y, z";id\n\'t Hart;;\n', ";", [["naam", "x, y, z", "id"], ["'t Hart", "", ""]]),
    ],
)
@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-le", b"")],
)
def test_every_shape_is_read_and_comes_back(
    text: str, delimiter: str, rows: list[list[str]], encoding: str, bom: bytes
) -> None:
    raw = bom + text.encode(encoding)
    sheet = parse_sheet(raw, "x.csv")
    assert (sheet.encoding, sheet.bom, sheet.delimiter) == (encoding, bom, delimiter)
    assert [line.values for line in sheet.lines] == rows
    assert sheet.render() == raw


def test_letters_of_an_old_windows_file_are_kept() -> None:
    sheet = parse_sheet("naam;id\nZoë – Müller;1\n".encode("cp1252"), "x.csv")
    assert sheet.lines[1].values == ["Zoë – Müller", "1"]
    with pytest.raises(CohortError, match=r"x\.csv: de letters in dit bestand zijn niet te lezen\. Bewaar het opnieuw"):
        parse_sheet(b"naam;id\n\x81\xff;1\n", "x.csv")


def test_a_line_that_excel_put_on_top_is_passed_over() -> None:
    sheet = parse_sheet(b"sep=;\na;b\n1;2\n", "x.csv")
    assert [line.values for line in sheet.lines] == [["a", "b"], ["1", "2"]]


def test_a_formula_that_keeps_a_text_is_that_text_and_any_other_formula_stays_as_it_stands() -> None:
    assert value('"=""00123"""') == "00123"
    assert value("=1+1") == "=1+1"


@pytest.mark.parametrize(
    ("text", "like", "cell"),
    [("7,5", "8", '"7,5"'), ("7.5", "8", "7.5"), ("8", '"7"', '"8"'), ('a"b', "", '"a""b"')],
)
def test_a_new_cell_is_quoted_as_its_neighbours_are_or_as_it_must(text: str, like: str, cell: str) -> None:
    assert quoted(text, like, ",") == cell
