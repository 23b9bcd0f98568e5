"""A spreadsheet as the rows of its sheets, and what is left of it when some rows are emptied."""

from __future__ import annotations

import pytest

from sowcourse.records.workbook import as_texts, is_workbook, rows_of, without_rows

ONE, TWO, TEXTS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
STRANGE = b"caf\xe9"
"""A word in letters that are not UTF-8: what is no text stays as it is."""


def said(cells: str, *texts: str) -> list[str]:
    """What the cells of the one row of a sheet say, with these texts to point at."""
    table = f"<sst>{''.join(f'<si>{text}</si>' if text else '<si/>' for text in texts)}</sst>"
    ((name, (row,)),) = rows_of(
        {ONE: f"<sheetData><row r='1'>{cells}</row></sheetData>".encode(), TEXTS: table.encode()}
    )
    assert name == ONE
    return row


@pytest.mark.parametrize(
    ("names", "is_one"),
    [([ONE], True), (["docProps/app.xml", TWO], True), ([TEXTS], False), (["word/document.xml"], False), ([], False)],
)
def test_what_has_a_sheet_is_a_spreadsheet(names: list[str], is_one: bool) -> None:
    assert is_workbook(dict.fromkeys(names, b"")) == is_one


def test_of_every_sheet_the_rows_are_read_and_of_nothing_beside_it() -> None:
    files = {
        "xl/worksheets/_rels/sheet1.xml.rels": b"<row><c><v>1</v></c></row>",
        "xl/tabel.xml": b"<row><c><v>1</v></c></row>",
        TWO: b'<row r="1" spans="1:2"><c r="A1"><v>4</v></c>\n</row><row r="2"/><row r="3"></row>',
        ONE: b"<cols><col/></cols><row><c><v>" + STRANGE + b"</v></c></row>",
    }
    assert list(rows_of(files)) == [(TWO, [["4"], []]), (ONE, [["caf\udce9"]])]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ('<c r="A1"><v>12</v></c>', ["12"]),
        ('<c r="A1"><v>12.0</v></c><c r="B1"><v>7.00</v></c>', ["12", "7"]),
        ('<c r="A1"><v>12.50</v></c><c r="B1"><v>1.05</v></c><c r="C1"><v>1.0.5</v></c>', ["12.50", "1.05", "1.0.5"]),
        ('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>', ["Mila & Noor", "An Os"]),
        ('<c r="A1" t="s"><v>2</v></c><c r="B1" t="s"><v>3</v></c>', ["", "laatste"]),
        ('<c r="A1" t="s"><v>4</v></c><c r="B1" t="s"><v>99</v></c><c r="C1" t="s"><v>x</v></c>', ["", "", ""]),
        ('<c r="A1" t="str"><f>B1</f><v> Mila </v></c>', ["Mila"]),
        ('<c r="A1" t="inlineStr"><is><r><t>Mi</t></r><r><t xml:space="preserve">la </t></r></is></c>', ["Mila"]),
        ('<c r="A1"/><c r="B1" s="2"/><c r="C1"></c>', ["", "", ""]),
        ('<c r="C1"><v>3</v></c><c r="E1"><v>5</v></c>', ["", "", "3", "", "5"]),
        ("<c><v>1</v></c><c><v>2</v></c>", ["1", "2"]),
        ('<c r="B1"><v>2</v></c><c><v>3</v></c><c r="D1"><v>4</v></c>', ["", "2", "3", "4"]),
        ('<c r="A1"><v>&lt;b&gt;</v></c><cols/><col>', ["<b>"]),
    ],
)
def test_a_cell_says_what_is_written_in_it_or_pointed_at_in_its_own_column(cells: str, says: list[str]) -> None:
    rich = '<r><t>An</t></r><r><rPr/><t xml:space="preserve"> Os</t></r>'
    assert said(cells, "<t>Mila &amp; Noor</t>", rich, "", "<t>laatste</t>") == says


@pytest.mark.parametrize(
    ("letters", "before"), [("A", 0), ("Z", 25), ("AA", 26), ("AZ", 51), ("BA", 52), ("ZZ", 701), ("AAA", 702)]
)
def test_a_column_has_as_many_before_it_as_its_letters_say(letters: str, before: int) -> None:
    assert said(f'<c r="{letters}1"><v>9</v></c>') == [*[""] * before, "9"]


def test_without_a_table_of_texts_a_cell_that_points_at_one_says_nothing() -> None:
    sheet = b'<row><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5</v></c></row>'
    assert list(rows_of({ONE: sheet})) == [(ONE, [["", "5"]])]
    strange = b"<sst><si><t>" + STRANGE + b"</t></si></sst>"
    assert list(rows_of({ONE: sheet, TEXTS: strange})) == [(ONE, [["caf\udce9", "5"]])]


def pointing(*places: int) -> str:
    """A row whose cells point at texts."""
    return "<row>" + "".join(f'<c r="A1" s="3" t="s"><v>{place}</v></c>' for place in places) + "</row>"


def test_what_only_emptied_rows_pointed_at_goes_and_what_another_row_says_stays() -> None:
    other = f"<x>{pointing(3)}</x>".encode()
    table = b"<sst><si><t>Mila</t></si><si/><si><t>Noor</t></si><si><t>goed</t></si><si><t>ziek</t></si></sst>"
    rows = pointing(2, 3), pointing(0, 3, 4), pointing(2), pointing(4)
    files = {ONE: f"<a>{''.join(rows)}</a>".encode(), TWO: other, TEXTS: table, "xl/oud.xml": pointing(0, 4).encode()}
    empty = '<row><c r="A1" s="3"/><c r="A1" s="3"/><c r="A1" s="3"/></row>'
    one = '<row><c r="A1" s="3"/></row>'
    assert without_rows(files, {ONE: {1}}) == {
        ONE: f"<a>{rows[0]}{empty}{rows[2]}{rows[3]}</a>".encode(),
        TEXTS: table.replace(b"<t>Mila", b"<t>"),
    }
    assert without_rows(files, {ONE: {1, 3}}) == {
        ONE: f"<a>{rows[0]}{empty}{rows[2]}{one}</a>".encode(),
        TEXTS: table.replace(b"<t>Mila", b"<t>").replace(b"<t>ziek", b"<t>"),
    }


def test_a_text_goes_when_the_rows_of_two_sheets_that_pointed_at_it_are_emptied() -> None:
    table = b"<sst><si><t>Mila</t></si><si><t>Peeters</t></si><si><t>goed</t></si></sst>"
    files = {
        ONE: pointing(0, 2).encode() + pointing(1).encode(),
        TWO: (pointing(2) + pointing(1)).encode(),
        TEXTS: table,
    }
    made = without_rows(files, {ONE: {0, 1}, TWO: {1}})
    assert made[TEXTS] == b"<sst><si><t></t></si><si><t></t></si><si><t>goed</t></si></sst>"
    assert made[TWO] == f'{pointing(2)}<row><c r="A1" s="3"/></row>'.encode()
    assert set(without_rows(files, {ONE: {0, 1}})) == {ONE, TEXTS}, "a sheet without such a row is as it was"


def test_where_nothing_was_pointed_at_the_texts_are_not_touched() -> None:
    table = b"<sst><si><t>goed</t></si></sst>"
    files = {ONE: b"<row><c><v>0</v></c></row>", TEXTS: table}
    assert without_rows(files, {ONE: {0}}) == {ONE: b"<row><c/></row>"}
    files = {ONE: b'<row><c t="s"><v>0</v></c></row><row><c t="s"><v>0</v></c></row>', TEXTS: table}
    assert list(without_rows(files, {ONE: {0}})) == [ONE], "another row says it too"
    assert without_rows(files, {}) == {}
    assert without_rows(files, {TWO: {0}}) == {}


def test_a_place_that_is_no_number_is_emptied_and_stops_nothing() -> None:
    files = {ONE: b'<row><c t="s"><v>x</v></c></row>', TEXTS: b"<sst><si><t>goed</t></si></sst>"}
    assert without_rows(files, {ONE: {0}}) == {ONE: b"<row><c/></row>"}


def test_an_emptied_cell_keeps_its_formula_and_looks_and_loses_value_and_kind() -> None:
    cells = (
        '<c r="A1" s="1" t="str"><f>B1+1</f><v>Mila</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c>'
        '<c r="C1" t="inlineStr"><is><t>Mila</t></is></c><c r="D1" s="4"/>'
    )
    left = '<c r="A1" s="1"><f>B1+1</f></c><c r="B1"><f t="shared" si="0"/></c><c r="C1"/><c r="D1" s="4"/>'
    made = without_rows({ONE: f"<row>{cells}</row>".encode()}, {ONE: {0}})
    assert made == {ONE: f"<row>{left}</row>".encode()}


def test_what_is_no_text_beside_an_emptied_row_stays_as_it_is() -> None:
    row = b'<row><c t="s"><v>0</v></c></row>'
    table = b"<sst><si><t>Mila</t></si><si><t>" + STRANGE + b"</t></si></sst>"
    made = without_rows({ONE: b"<x>" + STRANGE + b"</x>" + row, TEXTS: table}, {ONE: {0}})
    assert made == {
        ONE: b"<x>" + STRANGE + b"</x><row><c/></row>",
        TEXTS: table.replace(b"Mila", b""),
    }


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        (
            '<c r="A1" s="2"><v>[gewist]</v></c>',
            '<c r="A1" s="2" t="inlineStr"><is><t>[gewist]</t></is></c>',
        ),
        ('<c r="A1" t="n"><v>[gewist]</v></c>', '<c r="A1" t="inlineStr"><is><t>[gewist]</t></is></c>'),
        ('<c r="A1" t="str"><v>[gewist]</v></c>', '<c r="A1" t="str"><v>[gewist]</v></c>'),
        ('<c r="A1"><v>7</v></c>', '<c r="A1"><v>7</v></c>'),
        ('<c r="A1"/>', '<c r="A1"/>'),
        ("<c><f>A2</f></c>", "<c><f>A2</f></c>"),
    ],
)
def test_where_a_text_took_the_place_of_a_number_the_cell_is_one_of_text(cell: str, made: str) -> None:
    around = '<row><c r="Z9"><v>1</v></c>{}</row>'
    assert as_texts(around.format(cell), lambda value: value == "[gewist]") == around.format(made)


def test_a_note_on_a_cell_of_an_emptied_row_loses_its_words_and_another_keeps_them() -> None:
    rels = b'<Relationships><Relationship Id="rId1" Target="../comments1.xml"/>' + (
        b'<Relationship Id="rId2" Target="/xl/threadedComments/threadedComment1.xml"/>'
        b'<Relationship Id="rId3" Target="../drawings/vmlDrawing1.vml"/><Relationship Target="../weg/comments2.xml"/>'
        b"</Relationships>"
    )
    notes = (
        '<comments><authors><author>An</author></authors><commentList><comment ref="B2" authorId="0"><text><r><t>Vaak '
        '</t></r><r><t xml:space="preserve">ziek</t></r></text></comment><comment ref="B12" authorId="0"><text><t>Goed'
        '</t></text></comment><comment ref="A3" authorId="0"><text><t>Flink</t></text></comment></commentList>'
        "</comments>"
    )
    thread = (
        '<ThreadedComments>{}<threadedComment ref="C3" id="2"><text>Flink</text></threadedComment></ThreadedComments>'
    )
    said = '<threadedComment ref="C2" id="1"><text>Ziek\nsinds mei</text></threadedComment>'
    first, second = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>', '<row><c r="A2"><v>2</v></c></row>'
    rows = f'{first}{second}<row r="3"><c><v>3</v></c></row>'
    files = {
        ONE: rows.encode() + STRANGE,
        TWO: rows.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": rels + STRANGE,
        "xl/comments1.xml": notes.encode() + STRANGE,
        "xl/comments3.xml": notes.encode(),
        "xl/threadedComments/threadedComment1.xml": thread.format(said).encode(),
        "xl/drawings/vmlDrawing1.vml": b"<x/>",
    }
    made = without_rows(files, {ONE: {1}, TWO: {1}})
    assert set(made) == {ONE, TWO, "xl/comments1.xml", "xl/threadedComments/threadedComment1.xml"}
    left = notes.replace("Vaak ", "").replace(">ziek<", "><")
    assert made["xl/comments1.xml"] == left.encode() + STRANGE
    empty = said.replace("Ziek\nsinds mei", "")
    assert made["xl/threadedComments/threadedComment1.xml"] == thread.format(empty).encode()
    assert set(without_rows(files, {ONE: {0}})) == {ONE}, "on that row there is no note"
