"""Each LMS's download is recognised, filled in one column, and read back as that LMS would. All names are fictional."""

from __future__ import annotations

import codecs
import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest

from sowcourse.cohort.lms import Column, Lms, number, systems, written
from sowcourse.cohort.pairing import find_column, match
from sowcourse.cohort.roster import Student, read_roster
from sowcourse.cohort.sheet import Sheet, parse_sheet, read_sheet
from sowcourse.errors import CohortError
from sowcourse.office.page import spoken

LMS = Path(__file__).parent / "lms"
DOWNLOADS = {
    "canvas.csv": "canvas",
    "canvas-puntkomma.csv": "canvas",
    "brightspace.csv": "brightspace",
    "blackboard.csv": "blackboard",
    "blackboard.xls": "blackboard",
}
each = pytest.mark.parametrize(("name", "key"), DOWNLOADS.items(), ids=list(DOWNLOADS))


def opened(name: str) -> tuple[Lms, Sheet, Column]:
    lms, sheet = systems()[DOWNLOADS[name]], read_sheet(LMS / name)
    return lms, sheet, find_column(lms, sheet, ["5-Politiserend"])


@each
def test_a_download_is_recognised_by_its_own_system_alone(name: str, key: str) -> None:
    header = read_sheet(LMS / name).lines[0].values
    assert [system for system, lms in systems().items() if lms.recognises(header)] == [key]


@each
def test_only_columns_that_take_marks_are_offered_with_their_maximum(name: str, key: str) -> None:
    lms, sheet, column = opened(name)
    assert (column.title, column.maximum, column.words) == ("5-politiserend", Decimal(40), False)
    found = {each.title.split(",")[0]: (each.maximum, each.words) for each in lms.columns(sheet)}
    others = {"brightspace": {"Houding": (Decimal(10), True)}, "blackboard": {"Aanwezig": (Decimal(0), True)}}
    assert found == {"5-politiserend": (Decimal(40), False), "Lezing": (Decimal(10), False)} | others.get(key, {})


@each
def test_every_student_and_nobody_else_is_found(name: str, key: str) -> None:
    lms, sheet, _ = opened(name)
    rows = lms.rows(sheet)
    assert len(rows) == 8
    assert {row.name for row in rows} >= {"Joke 't Hart", "An =Bob", 'Émile-Zoë van "Ans" Dijk', "Thảo Nguyễn"}
    assert rows[0].ids[0] == ("00123" if name != "blackboard.csv" and key == "brightspace" else rows[0].ids[0])


MARKS = ["7.5", "1000", "0", "0.3", "40", "12.25", "3", "8"]


@each
def test_marks_that_break_things_come_back_equal(name: str, key: str) -> None:
    lms, sheet, column = opened(name)
    sign = lms.decimal_sign(sheet, column)
    assert sign == ("," if key == "brightspace" else "."), (
        "Brightspace's download shows 7,5; Canvas reads a point anyway"
    )
    rows = lms.rows(sheet)
    texts = {row.place: written(Decimal(mark), sign) for row, mark in zip(rows, MARKS, strict=True)}
    raw = lms.fill(sheet, column, texts)
    again = parse_sheet(raw, name)
    (ours,) = lms.columns(again)
    assert (ours.header, ours.maximum) == (column.header, column.maximum)
    assert (again.encoding, again.bom, again.delimiter) == (sheet.encoding, sheet.bom, sheet.delimiter)
    got = {row.ids: number(again.lines[row.place].values[ours.place]) for row in lms.rows(again)}
    assert got == {row.ids: Decimal(mark) for row, mark in zip(rows, MARKS, strict=True)}
    kept = [place for place, cell in enumerate(sheet.lines[0].cells) if cell in again.lines[0].cells]
    for line in again.lines:
        before = [
            old
            for old in sheet.lines
            if all(old.cells[p] == c for p, c in zip(kept, line.cells, strict=True) if p != column.place)
        ]
        assert len(before) == 1, "every other cell stands as it stood, quotes included"
        assert before[0].end == line.end


@each
def test_who_has_no_mark_stays_out_and_so_does_every_other_column(name: str, key: str) -> None:
    lms, sheet, column = opened(name)
    rows = lms.rows(sheet)
    again = parse_sheet(lms.fill(sheet, column, {rows[1].place: "8"}), name)
    assert [row.ids for row in lms.rows(again)] == [rows[1].ids]
    assert "Lezing" not in "".join(again.lines[0].values)
    if key == "canvas":
        assert again.lines[1].values[0] == "    Points Possible"
        assert number(again.lines[1].values[-1]) == 40


def test_the_files_are_written_in_full_as_expected() -> None:
    for name, lines in {
        "canvas.csv": [
            "Student,ID,SIS User ID,SIS Login ID,Section,5-politiserend (4451)",
            "    Points Possible,,,,,40.00",
            '"=""=Bob, An""",103,00789,bobm,"Groep A, avond",7.5',
        ],
        "canvas-puntkomma.csv": [
            "LastName;FirstName;ID;SIS Login ID;Section;5-politiserend (4451)",
            "    Points Possible;;;;;40,00",
            '"=""=Bob""";An;103;00789;Groep A;7.5',
        ],
        "brightspace.csv": [
            "OrgDefinedId,Username,5-politiserend Points Grade <Numeric MaxPoints:40 Weight:20 Category:Opdrachten "
            "CategoryWeight:60>,End-of-Line Indicator",
            '#00789,#bobm,"7,5",#',
        ],
        "blackboard.csv": [
            '"Last Name","First Name","Username","Student ID","5-politiserend [Total Pts: 40 Score] |118854"',
            '"=Bob","An","bobm","00789","7.5"',
        ],
    }.items():
        lms, sheet, column = opened(name)
        (row,) = [row for row in lms.rows(sheet) if row.name == "An =Bob"]
        raw = lms.fill(sheet, column, {row.place: written(Decimal("7.5"), lms.decimal_sign(sheet, column))})
        end = sheet.lines[0].end
        assert raw == sheet.bom + (end.join(lines) + end).encode(), name


def test_a_column_that_is_there_twice_or_not_is_answered_with_the_choice() -> None:
    lms, sheet, _ = opened("blackboard.csv")
    with pytest.raises(CohortError) as refused:
        find_column(lms, sheet, ["3-generalistisch"])
    assert "blackboard.csv: er is geen kolom met de naam «3-generalistisch»." in str(refused.value)
    assert '\n  --kolom "Lezing"\n  --kolom "Aanwezig"' in str(refused.value)
    said = spoken(str(refused.value))
    assert "Kies ze bij «Kolom», of maak ze eerst in Blackboard" in said
    assert '\n  "Lezing"\n  "Aanwezig"' in said, "a page has no options to type"
    assert "Totaal" not in str(refused.value), "what Blackboard works out itself is no choice"
    twice = (LMS / "blackboard.csv").read_bytes().replace(b"Lezing [Total Pts: 10", b"5-politiserend [Total Pts: 10")
    sheet = parse_sheet(twice, "twee.csv")
    with pytest.raises(CohortError) as refused:
        find_column(lms, sheet, ["5-politiserend"])
    assert str(refused.value).startswith("twee.csv: er zijn meer kolommen met de naam «5-politiserend».")
    assert '--kolom "5-politiserend [Total Pts: 10 Score] |118855"' in str(refused.value)
    chosen = find_column(lms, sheet, ["5-politiserend [Total Pts: 10 Score] |118855"])
    assert chosen.maximum == 10


def test_a_student_is_found_by_number_mail_or_a_name_that_one_person_has() -> None:
    lms, sheet, _ = opened("brightspace.csv")
    students = [
        Student("00123", "Joke", "'t Hart", ""),
        Student("x1", "Zoë", "De Smet", "DESMETZ"),
        Student("x2", "Thảo", "Nguyễn", ""),
        Student("x3", "Jan", "Peeters", ""),
        Student("x4", "Niemand", "Bekend", ""),
        Student("x5", "Émile-Zoë", 'van "Ans" Dijk', ""),
    ]
    found = match(lms, sheet, students)
    assert {student: row.ids[0] for student, row in found.rows.items()} == {
        "00123": "00123",
        "x1": "r0456",
        "x2": "r0010",
        "x5": "r0007",
    }
    assert found.by_name == {"x2", "x5"}
    named = match(lms, sheet, [Student("x6", "Zoë", "De Smet, de jonge", "")])
    assert named.rows["x6"].ids[0] == "r0456"
    assert [row.name for row in found.strangers].count("Jan Peeters") == 2, "two of one name: neither is guessed"


def test_a_number_that_is_somebody_elses_internal_id_is_not_taken_for_it() -> None:
    lms, sheet, _ = opened("canvas.csv")
    found = match(lms, sheet, [Student("104", "Iemand", "Anders", "")])
    assert found.rows == {}


def test_two_rows_for_one_student_are_refused() -> None:
    lms = systems()["canvas"]
    text = (LMS / "canvas.csv").read_text("utf-8-sig")
    sheet = parse_sheet(text.replace("r0009", "r0008").encode(), "x.csv")
    with pytest.raises(CohortError, match=r"x\.csv, regel 9: Jan Peeters .*staat er twee keer in: r0008"):
        match(lms, sheet, read_roster(LMS / "brightspace.csv"))


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("canvas.csv", "Student,ID", "Naam,ID", "de kop is niet die van Canvas"),
        ("canvas.csv", "Section,5", "Groep,5", "de kop is niet die van Canvas"),
        ("canvas.csv", "5-politiserend (4451)", "5-politiserend", "de kop is niet die van Canvas"),
        ("canvas.csv", "bobm,", "bobm,extra,", "de aanhalingstekens kloppen niet"),
        ("canvas.csv", ",8\n", ",8\nIemand,1,2\n", "niet elke regel heeft even veel kolommen als de kop"),
        ("brightspace.csv", "8,#", "8,", "niet elke regel eindigt met # onder End-of-Line Indicator"),
        ("brightspace.csv", "#bobm", '"#bobm" x', "de aanhalingstekens kloppen niet"),
        ("blackboard.csv", '"Username"', '"Login"', "de kop is niet die van Blackboard (Toledo)"),
        ("blackboard.csv", " |118854", "", "de kop is niet die van Blackboard (Toledo)"),
    ],
)
def test_what_an_importer_would_refuse_is_refused_here(name: str, old: str, new: str, sentence: str) -> None:
    lms, sheet, column = opened(name)
    (row,) = [row for row in lms.rows(sheet) if row.name == "An =Bob"]
    raw = lms.fill(sheet, column, {row.place: "8"})
    text = raw[len(sheet.bom) :].decode()
    assert old in text
    with pytest.raises(CohortError) as refused:
        lms.read_back(sheet.bom + text.replace(old, new).encode(), name)
    assert sentence in str(refused.value)


def test_a_file_that_excel_saved_in_other_letters_is_refused_for_canvas() -> None:
    lms, sheet, column = opened("canvas.csv")
    raw = "Student,ID,SIS Login ID,Section,x (1)\nZoë,1,a,b,8\n".encode("cp1252")
    with pytest.raises(CohortError, match="de letters staan er als cp1252, en Canvas leest dat niet goed"):
        lms.read_back(raw, "x.csv")
    assert sheet.bom == codecs.BOM_UTF8
    assert column.place == 6


@pytest.mark.parametrize(
    ("points", "point", "comma"),
    [
        ("7.5", "7.5", "7,5"),
        ("1000", "1000", "1000"),
        ("0", "0", "0"),
        ("100", "100", "100"),
        ("7.125", "7.13", "7,13"),
        ("0.005", "0.01", "0,01"),
        ("-0.001", "0", "0"),
        ("33.333333", "33.33", "33,33"),
    ],
)
def test_a_number_is_written_without_thousands_sign_and_rounded_half_up(points: str, point: str, comma: str) -> None:
    assert (written(Decimal(points)), written(Decimal(points), ",")) == (point, comma)
    assert number(comma) == number(point) == Decimal(point)


@pytest.mark.parametrize(
    ("text", "found"), [("1,000", "1.000"), ("40,00", "40"), ("EX", None), ("", None), ("1.000,5", "1000.5")]
)
def test_a_number_is_read_by_canvas_rule_that_the_last_sign_is_the_decimal_one(text: str, found: str | None) -> None:
    assert number(text) == (Decimal(found) if found else None)


def canvas(raw: bytes, users: set[int], assignments: dict[int, str]) -> dict[int, dict[int, str]]:
    """Assignment → user → mark, by the rules of Canvas's importer, written down from its source and nothing of ours."""
    text = raw.decode()  # a byte order mark stays in the first header
    sizes = {}
    for sign in ";,":
        counts = {len(row) for row in csv.reader(text.splitlines()[:3], delimiter=sign)}
        sizes[sign] = counts.pop() if len(counts) == 1 else 0
    header, *rows = csv.reader(io.StringIO(text), delimiter=";" if sizes[";"] > sizes[","] else ",")
    names = 2 if header[:2] == ["LastName", "FirstName"] else 1
    assert (len(header) > 3 and "Student" in header[0] and "ID" in header[1]) or (
        len(header) > 4 and "LastName" in header[0] and "FirstName" in header[1] and "ID" in header[2]
    ), "Invalid header row"
    info = names + 2
    if "SIS Login ID" in header[info - 1]:
        info += 1
    elif "SIS User ID" in header[info - 1] and "SIS Login ID" in header[info]:
        info += 2 + ("Integration ID" in header[info + 1])
        info += "Root Account" in header[info - 1]
    assert "Section" in header[info - 1], "Invalid header row"
    found: dict[int, dict[int, str]] = {}
    for place in range(info, len(header)):
        title = re.fullmatch(r"(.*) \((\d+)\)", header[place])
        assert title, f"a new assignment would be made: {header[place]}"
        assert assignments[int(title[2])] == title[1]
        for row in rows:
            if "Points Possible" in row[0]:
                assert re.fullmatch(r"[\d.,]+", row[place]), "the assignment would get another maximum"
                continue
            parts = re.split("[,.]", row[place])
            mark = parts[0] if len(parts) == 1 else "".join(parts[:-1]) + "." + parts[-1]
            assert int(row[names]) in users
            found.setdefault(int(title[2]), {})[int(row[names])] = mark
    return found


@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("name", ["canvas.csv", "canvas-puntkomma.csv"])
def test_canvas_rules_read_each_mark_for_the_right_person_and_change_nothing_else(name: str, bom: bool) -> None:
    lms = systems()["canvas"]
    raw = (LMS / name).read_bytes().removeprefix(codecs.BOM_UTF8)
    sheet = parse_sheet(codecs.BOM_UTF8 + raw if bom else raw, name)
    column = find_column(lms, sheet, ["5-politiserend"])
    texts = {row.place: written(Decimal(m)) for row, m in zip(lms.rows(sheet), MARKS, strict=True)}
    users = set(range(101, 109))
    found = canvas(lms.fill(sheet, column, texts), users, {4451: "5-politiserend"})
    assert found == {4451: dict(zip(sorted(users), MARKS, strict=True))}


@pytest.mark.parametrize(
    ("key", "header", "title", "maximum"),
    [
        ("canvas", "Essay (versie 2) (123)", "Essay (versie 2)", None),
        ("canvas", "Current Score", None, None),
        ("canvas", "Opdrachten Unposted Final Score (5)", None, None),
        ("canvas", "Notes", None, None),
        ("brightspace", "Taak Points Grade", "Taak", None),
        ("brightspace", "Taak 1 Points Grade <Numeric MaxPoints:12,5 Weight:1>", "Taak 1", "12.5"),
        (
            "brightspace",
            "Taak Points Grade <Numeric MaxPoints:13 Weight:10 Category:A B CategoryWeight:15>",
            "Taak",
            "13",
        ),
        ("brightspace", "Som Points Grade <Calculated MaxPoints:100>", None, None),
        ("brightspace", "Calculated Final Grade Numerator", None, None),
        ("blackboard", "TAAK # 1 [Total Pts: 100 Score] |1344236", "TAAK # 1", "100"),
        ("blackboard", "Taak [deel: 2] [Total Pts: 7,5 Score] |12", "Taak [deel: 2]", "7.5"),
        ("blackboard", "{001}{X-25-B} [Totaal: 20 Score] |337483", "{001}{X-25-B}", "20"),
        ("blackboard", "Totaal [Total Pts: up to 505 Score] |526940", None, None),
        ("blackboard", "Taak [Total Pts: 20 Score]", None, None),
    ],
)
def test_a_header_tells_what_takes_marks(key: str, header: str, title: str | None, maximum: str | None) -> None:
    sheet = parse_sheet(f'"x","{header}"\n'.encode(), "x.csv")
    found = [(column.title, column.maximum) for column in systems()[key].columns(sheet)]
    assert found == ([] if title is None else [(title, Decimal(maximum) if maximum else None)])
